// SPDX-License-Identifier: Apache-2.0
// A submission to KCIDB, the database of kernel CI systems: its I/O schema, version 5.0.
#pragma once

#include <string>

#include "conformance/expected.h"
#include "reports/report.h"

namespace timerlaw::reports {

struct KcidbIdentity {
  std::string origin;    // the CI system's name in KCIDB: small letters, digits and _
  std::string build_id;  // of the kernel's build, as it was or will be submitted: ORIGIN:…
};

// A test run for each rule, `timerlaw.ITR-3`. An expected divergence is a FAIL with its issue; one that went stale is a
// PASS with the absence; what the harness left open is a MISS. One build is one target: more are an error, as
// is an identity that KCIDB would refuse.
Expected<std::string> kcidb_report(const Report& report, const KcidbIdentity& identity);

}  // namespace timerlaw::reports
