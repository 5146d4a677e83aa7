// SPDX-License-Identifier: Apache-2.0
// One trace as Chrome trace-event JSON: opens in the Perfetto UI.
#pragma once

#include <cstddef>
#include <string>

#include "conformance/expected.h"
#include "reports/report.h"

namespace timerlaw::reports {

// Of the number-th card of the report, from 1: steps with their brackets as durations, on a track for each party;
// deadlines as durations that narrow, from step to step; signals and divergences as instants. Times are CLOCK_MONOTONIC
// since the trace's first reading. An error if there is no such card, or no trace of it was kept.
Expected<std::string> perfetto_report(const Report& report, std::size_t number);

}  // namespace timerlaw::reports
