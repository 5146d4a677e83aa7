// SPDX-License-Identifier: Apache-2.0
// One judged trace as the page draws it: steps with their brackets, what is known of each timer after each, and the
// steps that contradict each other. Instants count from the first reading of their clock, in nanoseconds.
#pragma once

#include "model/belief.h"
#include "reports/html/script_json.h"

namespace timerlaw::reports {

// {clocks: [{name, start, at: [instant or null of each boundary]}],
//  timers: [{name, clock}],
//  rows: [{step, result, party, verdict, rule, signals: [], changes: [{timer, known, armed, pending, interval,
//  deadline:
//          [lo, hi], from: [row, row], shown: [lo, hi]}], gone: [timer]}],
//  conflicts: [{row, rule, text, observed, allowed, because: [{row, text}]}], end}
// Instants beyond 2^53 are strings. `armed` and `pending` are 0 no, 1 perhaps, 2 yes. A row has only what changed.
Json timeline_json(const Trace& trace, const Judgement& judgement, const std::vector<Beliefs>& beliefs);

}  // namespace timerlaw::reports
