// SPDX-License-Identifier: Apache-2.0
// What the page says of one target: its verdict, its figures, what its run covered.
#pragma once

#include "reports/html/script_json.h"
#include "reports/report.h"

namespace timerlaw::reports {

// {name, failure, verdict, target, kernel, abi, machine, clock, profile, strict, virtual, seed, ended, seconds,
// programs, judged,
//  refused, failed, disturbed, verdicts: {name: programs}, steps: {name: steps}, new, expected, stale: [],
//  late, width: {total, p50, p99, max, buckets: [[least, count]]},
//  coverage: {reachable, missed: [id], beyond: [[why, [id]]]}, boundaries: {met, median, worst},
//  edges: {classes, predicates, programs}}: how many classes of inputs, and named predicates that tell them apart, the
//  corpus has for this law, and how many of its programs the plan had
// verdict: diverged, stale, unfinished, conforms, or none, where there are no results and only name and failure stand.
Json target_json(const TargetReport& target);

}  // namespace timerlaw::reports
