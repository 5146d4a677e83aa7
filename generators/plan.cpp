// SPDX-License-Identifier: Apache-2.0
#include "generators/plan.h"

#include <algorithm>

#include "generators/planned_times.h"

namespace timerlaw {
namespace {

using steps::kSecond;

// Its default action leaves the process alone.
bool harmless_by_default(Signo s) {
  constexpr SigSet kHarmless = steps::set_of({17, kSigCont, 23, 28});
  return kHarmless.has(s);
}

}  // namespace

SigSet Plan::unblocked(Party process) const {
  SigSet set;
  for (Party p = 0; p < kParties; ++p) {
    set.bits |= parties_.lives(p) && parties_.process(p) == process ? unblocked_[p].bits : 0;
  }
  return set;
}

bool Plan::soon(const PlannedTimer& timer) const {
  return timer.sure && (timer.counted == Counted::none ? timer.due - now_ <= kSoon : timer.due <= kSoonBurnt);
}

// Whether its signal comes to `party`, without more from anybody, or when `party` burns CPU time.
bool Plan::comes(const PlannedTimer& t, Party party, Counts counts) const {
  if (!soon(t) || t.process != parties_.process(party) || (t.target != kAnyThread && t.target != party)) {
    return false;
  }
  if (counts == Counts::time) {
    return t.counted == Counted::none;
  }
  return t.counted == Counted::thread ? t.counts == party
                                      : t.counted == Counted::process && t.counts == parties_.process(party);
}

int Plan::count(Party party, SigSet set, Counts counts) const {
  if (take_count_ > kPlannedTakes || !parties_.lives(party)) {
    return 0;
  }
  int once = 0;
  int again = 0;
  std::size_t first = take_count_;
  SigSet signals;
  const auto add = [&](const PlannedTimer& t) {
    if (!set.has(t.signo) || !comes(t, party, counts)) {
      return;
    }
    if (t.periodic && t.interval <= (counts == Counts::time ? kSoon : kSoonBurnt)) {
      ++again;  // what comes again soon comes after any take
      return;
    }
    ++once;
    first = std::min(first, t.takes);
    signals.add(t.signo);
  };
  std::ranges::for_each(timers_, add);
  const PlannedProcess& process = processes_[parties_.process(party)];
  for (const PlannedTimer& t : process.itimers) {
    if (!process.others.has(t.signo)) {
      add(t);
    }
  }
  // Each take since may have had one of them.
  const auto had = std::count_if(takes_.begin() + static_cast<std::ptrdiff_t>(first),
                                 takes_.begin() + static_cast<std::ptrdiff_t>(take_count_),
                                 [&](SigSet taken) { return (taken.bits & signals.bits) != 0; });
  return std::max(0, once - static_cast<int>(had)) + again;
}

bool Plan::surely_ends(const Step& step) const {
  if (step.op == Op::take) {
    return arrivals(step.party, step.set) > 0;
  }
  return step.op == Op::burn && !step.set.empty() && burnt_arrivals(step.party, step.set) > 0;
}

bool Plan::is_deadly(Party process, SigSet open) const {
  const PlannedProcess& p = processes_[process];
  const std::uint64_t fatal = open.bits & p.sent.bits & ~p.ignored.bits & ~p.handled.bits;
  for (Signo s = 1; fatal != 0 && s <= kSigMax; ++s) {
    if (SigSet{fatal}.has(s) && !harmless_by_default(s)) {
      return true;
    }
  }
  return false;
}

bool Plan::may_kill(const Step& step) const {
  switch (step.op) {
    case Op::gettime:
    case Op::settime:
    case Op::overrun:
    case Op::remove:
    case Op::getitimer:
    case Op::sleep:
    case Op::until:
    case Op::cpu:
    case Op::take:
    case Op::pending:
    case Op::mask:
    case Op::burn:
    case Op::read:
    case Op::restore:
      return false;
    case Op::kill:
      if (step.number == kSigKill || step.number == kSigStop) {
        return true;
      }
      break;
    default:
      break;
  }
  Plan after = *this;
  after.follow(step);
  for (Party process = 0; process < kParties; ++process) {
    if (!after.parties_.made(process) || after.parties_.process(process) != process) {
      continue;
    }
    SigSet open = after.unblocked(process);
    if (step.op == Op::window && process == parties_.process(step.party)) {
      open.bits |= step.set.bits;
    }
    if (after.is_deadly(process, open)) {
      return true;
    }
  }
  return false;
}

// `until` aims at the next of a periodic timer's deadlines, so that a long interval may be waited for in full.
Nanos Plan::aim(const PlannedTimer& t) const {
  if (!t.armed) {
    return now_;
  }
  if ((t.periodic && t.interval > kSoon) || t.counted != Counted::none) {
    return kBeyondPlan;
  }
  return std::max(t.due, now_ + t.interval);
}

std::optional<Nanos> Plan::wait(const Step& step) const {
  Nanos end = planned_nanos(step.value, kSecond);
  switch (step.op) {
    case Op::sleep:
    case Op::take:
    case Op::window:
    case Op::burn:
    case Op::read:
      end = now_ + end;
      break;
    case Op::until:
      switch (step.anchor) {
        case Anchor::start:
          end = clock_moves_ ? kBeyondPlan : end;
          break;
        case Anchor::now:
          end = now_ + end;
          break;
        case Anchor::timer:
          end = end + (is_planned(step.slot) ? aim(timer(step.slot)) : now_);
          break;
        case Anchor::real:
          end = end + aim(own(step).itimers[0]);
          break;
      }
      break;
    default:
      return Nanos{0};
  }
  // A millisecond of grace: an aim just before an instant that never comes is as far away.
  if (end >= kBeyondPlan - Nanos{1'000'000}) {
    return std::nullopt;
  }
  return std::max(Nanos{0}, end - now_);
}

bool waits_are_bounded(const Program& program, Nanos limit) {
  Plan plan;
  for (const Step& step : program.steps) {
    const std::optional<Nanos> wait = plan.wait(step);
    if (!wait || *wait > limit) {
      return false;
    }
    if (*wait > (step.op == Op::burn ? kLongestBurn : kSoon) && !plan.surely_ends(step)) {
      return false;
    }
    plan.follow(step);
  }
  return true;
}

}  // namespace timerlaw
