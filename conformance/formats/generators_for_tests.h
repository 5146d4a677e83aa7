// SPDX-License-Identifier: Apache-2.0
// RapidCheck generators of everything the texts can hold: raw fields over their full range, edge values first.
#pragma once

#include <rapidcheck.h>

#include "model/facts.h"
#include "model/trace.h"

namespace timerlaw::any {

rc::Gen<Step> step();
rc::Gen<Program> program();
rc::Gen<StepResult> result(const Step& step);
rc::Gen<Trace> trace();
rc::Gen<TargetFacts> facts();

}  // namespace timerlaw::any
