// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/explain/fragment.h"

#include "model/calls/compat.h"
#include "model/calls/timer_create.h"

namespace timerlaw::solver {
namespace {

// A fault of a pointer, and what it leaves behind, involves no instants.
bool plain(Pointer p) {
  return p == Pointer::ok || p == Pointer::null;
}

std::string_view outside_of_fragment(const Step& step) {
  if (step.party != 0) {
    return "several parties";
  }
  if (!plain(step.in) || !plain(step.out)) {
    return "bad pointers";
  }
  switch (step.op) {
    case Op::create:
      if (step.clock != static_cast<std::int64_t>(ClockId::monotonic)) {
        return "clocks other than MONOTONIC";
      }
      return step.in == Pointer::null || step.notify == kNotifySignal || step.notify == kNotifyNone
                 ? ""
                 : "other ways to notify";
    case Op::setitimer:
    case Op::getitimer:
      return step.clock == static_cast<std::int64_t>(Which::real) ? "" : "interval timers other than ITIMER_REAL";
    case Op::settime:
    case Op::gettime:
    case Op::overrun:
    case Op::remove:
    case Op::alarm:
    case Op::sleep:
    case Op::until:
    case Op::take:
    case Op::pending:
      return "";
    default:
      return "other steps";
  }
}

}  // namespace

std::string_view outside_of_fragment(const Trace& trace, const Profile& profile, const TargetFacts& facts) {
  if (profile.time_base == TimeBase::jiffies || !profile.posix_timers ||
      profile.id_allocation != IdAllocation::counter) {
    return "a kernel that counts jiffies, or ids differently";
  }
  if (profile.expired_at_arm_synchronous) {
    return "a kernel that expires timers as it arms them";
  }
  if (abi_of(facts.abi) != Abi::native64 || !facts.in_order || !facts.high_resolution) {
    return "a machine of another kind";
  }
  if (trace.ending != Ending::done || trace.stopped || !trace.deliveries.empty()) {
    return "handlers, deaths and stops";
  }
  for (std::size_t i = 0; i < trace.results.size(); ++i) {
    const Step& step = trace.program.steps[i];
    if (const std::string_view why = outside_of_fragment(step); !why.empty()) {
      return why;
    }
    if (step.op == Op::create && trace.results[i].ret != 0) {
      return "a timer that was not created";  // whether there are resources, others decide
    }
  }
  return "";
}

}  // namespace timerlaw::solver
