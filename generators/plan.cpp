// SPDX-License-Identifier: Apache-2.0
#include "generators/plan.h"

#include <algorithm>

#include "generators/steps.h"

namespace timerlaw {
namespace {

using steps::kSecond;

// Beyond an hour nothing is told apart: 2^63 ns and one day are both never.
constexpr Nanos kNever{3600 * kSecond};

// Its default action leaves the process alone.
bool harmless_by_default(Signo s) {
  constexpr SigSet kHarmless = steps::set_of({17, kSigCont, 23, 28});
  return kHarmless.has(s);
}

bool valid(const TimeArg& t, std::int64_t unit) {
  return t.sec >= 0 && t.frac >= 0 && t.frac < unit;
}

// Of a valid or signed time; kNever at most.
Nanos nanos(const TimeArg& t, std::int64_t unit) {
  if (t.sec >= kNever.ns / kSecond || t.frac >= kNever.ns) {
    return kNever;
  }
  if (t.sec <= -kNever.ns / kSecond || t.frac <= -kNever.ns) {
    return Nanos{-kNever.ns};
  }
  return {t.sec * kSecond + t.frac * (kSecond / unit)};
}

bool is_zero(const TimeArg& t) {
  return t.sec == 0 && t.frac == 0;
}

bool planned(std::int32_t slot) {
  return slot >= 0 && slot < kPlannedSlots;
}

bool runs_timers(std::int64_t clock) {
  return clock == 0 || clock == 1 || clock == 7 || clock == 11;
}

bool sends_signal(const Step& create) {
  return create.notify == steps::kNotifySignal || create.notify == steps::kNotifyThread ||
         (create.notify == steps::kNotifyThreadId && create.tid == kSelfTid);
}

PlannedTimer created(const Step& step) {
  PlannedTimer timer;
  if (!runs_timers(step.clock) || step.out != Pointer::ok) {
    return timer;
  }
  if (step.in == Pointer::null) {
    timer.exists = true;
    timer.signo = kSigAlrm;
  } else if (steps::readable(step.in)) {
    timer.silent = step.notify == steps::kNotifyNone;
    timer.exists = timer.silent || (sends_signal(step) && step.number >= 1 && step.number <= kSigMax);
    timer.signo = timer.exists && !timer.silent ? static_cast<Signo>(step.number) : 0;
  }
  return timer;
}

}  // namespace

void Plan::arm(PlannedTimer& timer, const Step& step, Nanos value, Nanos interval, bool absolute) {
  timer.armed = true;
  timer.takes = take_count_;
  timer.periodic = !is_zero(step.interval);
  timer.interval = interval;
  const bool offset = step.value.origin != Origin::literal;
  switch (absolute ? step.value.origin : Origin::now) {
    case Origin::now:
      // An instant taken for a duration is as far away as the clock has come.
      timer.due = !absolute && offset ? kNever : now_ + value;
      break;
    case Origin::start:
      timer.due = value;
      break;
    case Origin::literal:
      // Every clock has passed its first second; of other absolute values nothing is known.
      timer.due = value <= Nanos{kSecond} ? now_ : kNever;
      break;
  }
  timer.sure = !timer.silent && !unblocked_.has(timer.signo);
}

void Plan::follow_settime(const Step& step) {
  if (step.slot == kNoSlot) {
    // A raw id may name any timer.
    if (static_cast<std::int32_t>(step.id) >= 0) {
      std::ranges::for_each(timers_, [](PlannedTimer& t) { t.sure = false; });
    }
    return;
  }
  if (!planned(step.slot)) {
    return;
  }
  PlannedTimer& t = timers_[static_cast<std::size_t>(step.slot)];
  const bool offset = step.value.origin != Origin::literal;
  if (!t.exists || !steps::readable(step.in) || !valid(step.interval, kSecond) ||
      !(offset || valid(step.value, kSecond))) {
    return;
  }
  t.armed = t.sure = false;
  if (offset || !is_zero(step.value)) {
    arm(t, step, nanos(step.value, kSecond), nanos(step.interval, kSecond), (step.flags & kAbstime) != 0);
  }
}

void Plan::follow_setitimer(const Step& step) {
  constexpr std::int64_t kMicros = 1'000'000;
  const bool zero = step.in == Pointer::null || is_zero(step.value);
  if (step.clock != static_cast<std::int64_t>(Which::real) || !(step.in == Pointer::null || steps::readable(step.in)) ||
      !valid(step.value, kMicros) || !valid(step.interval, kMicros)) {
    return;
  }
  real_.armed = real_.sure = false;
  if (!zero) {
    arm(real_, step, nanos(step.value, kMicros), nanos(step.interval, kMicros), false);
  }
}

void Plan::doubt(SigSet set) {
  const auto lose = [set](PlannedTimer& t) { t.sure = t.sure && !set.has(t.signo); };
  std::ranges::for_each(timers_, lose);
  lose(real_);
}

void Plan::follow(const Step& step) {
  const auto signal = [&] { return step.number >= 1 && step.number <= kSigMax ? static_cast<Signo>(step.number) : 0; };
  switch (step.op) {
    case Op::create:
      if (planned(step.slot)) {
        PlannedTimer& t = timers_[static_cast<std::size_t>(step.slot)] = created(step);
        if (t.signo != 0) {
          sent_.add(t.signo);
          alarm_merges_ = alarm_merges_ || t.signo == kSigAlrm;
        }
      }
      break;
    case Op::settime:
      follow_settime(step);
      break;
    case Op::remove:
      if (step.slot == kNoSlot) {
        if (static_cast<std::int32_t>(step.id) >= 0) {  // a raw id may name any timer
          std::ranges::for_each(timers_, [](PlannedTimer& t) { t.exists = t.sure = false; });
        }
      } else if (planned(step.slot)) {
        timers_[static_cast<std::size_t>(step.slot)] = {};
      }
      break;
    case Op::setitimer:
      follow_setitimer(step);
      sent_.add(kSigAlrm);
      break;
    case Op::alarm:
      sent_.add(kSigAlrm);
      real_.armed = step.number != 0;
      real_.periodic = real_.sure = false;
      real_.due = kNever;
      break;
    case Op::take:
      if (take_count_ < kPlannedTakes) {
        takes_[take_count_] = step.set;
      }
      ++take_count_;
      break;
    case Op::mask:
      unblocked_.bits &= ~step.set.bits;
      break;
    case Op::unmask:
      unblocked_.bits |= step.set.bits;
      doubt(step.set);
      break;
    case Op::window:
      doubt(step.set);
      break;
    case Op::ignore:
    case Op::dflt:
    case Op::handler:
      if (signal() != 0) {
        ignored_.remove(signal());
        handled_.remove(signal());
        if (step.op != Op::dflt) {
          (step.op == Op::ignore ? ignored_ : handled_).add(signal());
        }
        if (step.op != Op::handler) {
          doubt(steps::set_of({signal()}));
        }
      }
      break;
    case Op::kill:
      if (signal() != 0) {
        sent_.add(signal());
        alarm_merges_ = alarm_merges_ || signal() == kSigAlrm;
      }
      break;
    case Op::gettime:
    case Op::overrun:
    case Op::getitimer:
    case Op::sleep:
    case Op::until:
    case Op::cpu:
    case Op::pending:
    case Op::burn:
      break;
  }
  if (step.op != Op::take) {  // a take returns with the signal
    now_ = std::min(kNever, now_ + wait(step).value_or(kNever));
  }
}

int Plan::arrivals(SigSet set) const {
  if (take_count_ > kPlannedTakes) {
    return 0;
  }
  int once = 0;
  int again = 0;
  std::size_t first = take_count_;
  SigSet signals;
  const auto count = [&](const PlannedTimer& t) {
    if (!set.has(t.signo) || !soon(t)) {
      return;
    }
    if (t.periodic && t.interval <= kSoon) {
      ++again;  // what comes again soon comes after any take
      return;
    }
    ++once;
    first = std::min(first, t.takes);
    signals.add(t.signo);
  };
  std::ranges::for_each(timers_, count);
  if (!alarm_merges_) {
    count(real_);
  }
  // Each take since may have had one of them.
  const auto had = std::count_if(takes_.begin() + static_cast<std::ptrdiff_t>(first),
                                 takes_.begin() + static_cast<std::ptrdiff_t>(take_count_),
                                 [&](SigSet taken) { return (taken.bits & signals.bits) != 0; });
  return std::max(0, once - static_cast<int>(had)) + again;
}

bool Plan::may_kill(const Step& step) const {
  if (step.op == Op::kill && (step.number == kSigKill || step.number == kSigStop)) {
    return true;
  }
  const bool matters =
      step.op == Op::create || step.op >= Op::unmask || step.op == Op::setitimer || step.op == Op::alarm;
  if (!matters) {
    return false;
  }
  Plan after = *this;
  after.follow(step);
  SigSet open = after.unblocked_;
  if (step.op == Op::window) {
    open.bits |= step.set.bits;
  }
  const std::uint64_t fatal = open.bits & after.sent_.bits & ~after.ignored_.bits & ~after.handled_.bits;
  for (Signo s = 1; fatal != 0 && s <= kSigMax; ++s) {
    if (SigSet{fatal}.has(s) && !harmless_by_default(s)) {
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
  if (t.periodic && t.interval > kSoon) {
    return kNever;
  }
  return std::max(t.due, now_ + t.interval);
}

std::optional<Nanos> Plan::wait(const Step& step) const {
  Nanos end = nanos(step.value, kSecond);
  switch (step.op) {
    case Op::sleep:
    case Op::take:
    case Op::window:
    case Op::burn:
      end = now_ + end;
      break;
    case Op::until:
      switch (step.anchor) {
        case Anchor::start:
          break;
        case Anchor::now:
          end = now_ + end;
          break;
        case Anchor::timer:
          end = end + (planned(step.slot) ? aim(timer(step.slot)) : now_);
          break;
        case Anchor::real:
          end = end + aim(real_);
          break;
      }
      break;
    default:
      return Nanos{0};
  }
  // A millisecond of grace: an aim just before an instant that never comes is as far away.
  if (end >= kNever - Nanos{1'000'000}) {
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
    if (*wait > kSoon && !(step.op == Op::take && plan.arrivals(step.set) > 0)) {
      return false;
    }
    plan.follow(step);
  }
  return true;
}

}  // namespace timerlaw
