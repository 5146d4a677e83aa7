// SPDX-License-Identifier: Apache-2.0
// RapidCheck's view of steps and programs: `rc::gen::arbitrary<timerlaw::Step>()` and `<timerlaw::Program>()`.
//
// An arbitrary step has any op with any argument, right or wrong, and nothing in the fields its op does not use; it
// suits properties of formats and encodings. An arbitrary program is one of the default mix: it can be run. Both
// shrink.
#pragma once

#include <rapidcheck.h>

#include "generators/draw.h"
#include "model/trace.h"

namespace timerlaw {

// A step of this op, its arguments drawn from the edge values, mostly valid ones. Slots are below `slots`.
Step arbitrary_step(Draw& draw, Op op, std::int32_t slots);

Op arbitrary_op(Draw& draw);

}  // namespace timerlaw

namespace rc {

template <>
struct Arbitrary<timerlaw::Step> {
  static Gen<timerlaw::Step> arbitrary();
};

template <>
struct Arbitrary<timerlaw::Program> {
  static Gen<timerlaw::Program> arbitrary();
};

}  // namespace rc
