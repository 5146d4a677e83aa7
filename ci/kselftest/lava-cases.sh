#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# KTAP on stdin as calls of LAVA's reporter, a line for each rule:
#   timerlaw report --format ktap RESULTS | ci/kselftest/lava-cases.sh | sh
# An expected divergence passes, as in KTAP; a harness that failed is a failed test case of its own.
awk '
  /^[[:space:]]*(not )?ok [0-9]+ / {
    result = $1 == "not" ? "fail" : "pass"
    name = $1 == "not" ? $4 : $3
    if ($0 ~ /# SKIP/)
      result = "skip"
    print "lava-test-case " name " --result " result
  }
  /^Bail out!/ { print "lava-test-case harness --result fail" }
'
