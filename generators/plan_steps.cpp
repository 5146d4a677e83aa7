// SPDX-License-Identifier: Apache-2.0
// What each step changes in a plan.
#include <algorithm>
#include <limits>

#include "generators/plan.h"
#include "generators/planned_times.h"

namespace timerlaw {
namespace {

using steps::kSecond;
constexpr std::int64_t kMicros = 1'000'000;

bool is_signal(std::int64_t number) {
  return number >= 1 && number <= kSigMax;
}

bool runs_timers(std::int64_t clock) {
  return clock == 0 || clock == 1 || clock == 7 || clock == 11;
}

// Fills in whose CPU time the clock counts; false where it is none that the caller surely may use.
bool counts_cpu(PlannedTimer& timer, std::int64_t clock, Party party, const Parties& parties) {
  Party whose = party;
  std::int64_t kind = clock + 8;  // of the caller's own, -8 to -1
  if (is_party_clock(clock)) {
    whose = party_of_clock(clock);
    kind = kind_of_party_clock(clock);
  } else if (clock == 2 || clock == 3) {
    kind = clock == 2 ? 2 : 6;
  }
  if (kind < 0 || kind > 6 || kind == 3 || !parties.lives(whose)) {
    return false;
  }
  const bool thread = kind >= 4;
  if (thread ? parties.process(whose) != parties.process(party) : parties.process(whose) != whose && whose != party) {
    return false;
  }
  timer.counted = thread ? Counted::thread : Counted::process;
  timer.counts = thread ? whose : parties.process(whose);
  timer.user_time = kind % 4 == 1;
  return true;
}

}  // namespace

PlannedTimer* Plan::named(const Step& step) {
  if (!is_planned(step.slot)) {
    return nullptr;
  }
  PlannedTimer& timer = timers_[static_cast<std::size_t>(step.slot)];
  return timer.process == parties_.process(step.party) ? &timer : nullptr;
}

template <class Change>
void Plan::each_timer(Party process, const Change& change) {
  for (PlannedTimer& timer : timers_) {
    if (timer.process == process) {
      change(timer);
    }
  }
  std::ranges::for_each(processes_[process].itimers, change);
}

void Plan::arm(PlannedTimer& timer, const Step& step, Nanos value, Nanos interval, bool absolute) {
  timer.armed = true;
  timer.takes = take_count_;
  timer.periodic = !is_zero(step.interval);
  timer.interval = interval;
  const bool offset = step.value.origin != Origin::literal;
  const bool burns = timer.counted != Counted::none;
  const Nanos now = burns ? Nanos{} : now_;
  switch (absolute ? step.value.origin : Origin::now) {
    case Origin::now:
      // An instant taken for a duration is as far away as the clock has come.
      timer.due = !absolute && offset ? kBeyondPlan : now + value;
      break;
    case Origin::start:
      timer.due = clock_moves_ ? kBeyondPlan : value;
      break;
    case Origin::literal:
      // Every clock of time has passed its first second; of other absolute values nothing is known. One of CPU time
      // begins at 0.
      timer.due = burns ? value : value <= Nanos{kSecond} && !clock_moves_ ? now_ : kBeyondPlan;
      break;
  }
  // Job control takes such signals back, whoever sent them; and SIGCONT is not blocked at first.
  constexpr SigSet kJobControl = steps::set_of({kSigCont, kSigStop, 20, 21, 22});
  timer.sure = !timer.silent && !kJobControl.has(timer.signo) && !unblocked(timer.process).has(timer.signo) &&
               fits_32_bits(step.value) && (timer.target == kAnyThread || parties_.lives(timer.target));
}

void Plan::follow_create(const Step& step) {
  PlannedProcess& process = own(step);
  const bool restoring = process.restoring;
  bool free_id = true;
  if (restoring) {
    // Far from those that a counter has come to, and from those restored before.
    const auto end = process.restored.begin() + static_cast<std::ptrdiff_t>(process.restored_count);
    free_id = step.id >= 1000 && step.id <= std::numeric_limits<std::int32_t>::max() &&
              process.restored_count < process.restored.size() &&
              std::none_of(process.restored.begin(), end,
                           [&](std::int64_t id) { return id - step.id < 100 && step.id - id < 100; });
    if (process.restored_count < process.restored.size()) {
      process.restored[process.restored_count++] = step.id;
    }
  }
  PlannedTimer timer{.process = parties_.process(step.party)};
  const bool clock = runs_timers(step.clock) || counts_cpu(timer, step.clock, step.party, parties_);
  timer.on_monotonic = step.clock == 1 || step.clock == 7 || timer.counted != Counted::none;
  const bool null = step.in == Pointer::null;
  if (null) {
    timer.signo = kSigAlrm;
  } else if (steps::readable(step.in) && step.notify != steps::kNotifyNone && is_signal(step.number)) {
    timer.signo = static_cast<Signo>(step.number);
  }
  const auto sends = [&] {
    if (step.notify != steps::kNotifyThreadId) {
      return step.notify == steps::kNotifySignal || step.notify == steps::kNotifyThread;
    }
    timer.target = step.tid == kSelfTid ? step.party : is_party_tid(step.tid) ? party_of_tid(step.tid) : kAnyThread;
    return timer.target != kAnyThread && parties_.lives(timer.target) &&
           parties_.process(timer.target) == timer.process;
  };
  timer.silent = !null && steps::readable(step.in) && step.notify == steps::kNotifyNone;
  timer.exists = clock && step.out == Pointer::ok && free_id && !process.limited &&
                 (null || timer.silent || (timer.signo != 0 && sends()));
  if (timer.signo != 0) {
    process.sent.add(timer.signo);
    process.others.add(timer.signo);
  }
  if (is_planned(step.slot)) {
    if (!timer.exists) {
      const Party process_of = timer.process;
      timer = {.process = process_of};
    }
    timers_[static_cast<std::size_t>(step.slot)] = timer;
  }
}

void Plan::follow_settime(const Step& step) {
  PlannedTimer* timer = named(step);
  if (timer == nullptr) {
    // A raw id, or one of another process, may name any timer.
    each_timer(parties_.process(step.party), [](PlannedTimer& t) { t.sure = false; });
    return;
  }
  const bool offset = step.value.origin != Origin::literal;
  if (!timer->exists || !steps::readable(step.in)) {
    return;
  }
  if (!is_valid(step.interval, kSecond) || !(offset || is_valid(step.value, kSecond))) {
    timer->sure = timer->sure && fits_32_bits(step.interval) && fits_32_bits(step.value);
    return;
  }
  timer->armed = timer->sure = false;
  if (offset || !is_zero(step.value)) {
    arm(*timer, step, planned_nanos(step.value, kSecond), planned_nanos(step.interval, kSecond),
        (step.flags & kAbstime) != 0);
  }
}

void Plan::follow_remove(const Step& step) {
  if (PlannedTimer* timer = named(step)) {
    *timer = {.process = timer->process};
    return;
  }
  const Party process = parties_.process(step.party);
  for (PlannedTimer& timer : timers_) {
    if (timer.process == process) {
      timer.exists = timer.sure = false;
    }
  }
}

void Plan::follow_setitimer(const Step& step) {
  const bool zero = step.in == Pointer::null || is_zero(step.value);
  if (step.clock < 0 || step.clock > 2) {
    return;
  }
  PlannedTimer& timer = own(step).itimers[static_cast<std::size_t>(step.clock)];
  own(step).sent.add(timer.signo);
  if (!(step.in == Pointer::null || steps::readable(step.in))) {
    return;
  }
  if (!is_valid(step.value, kMicros) || !is_valid(step.interval, kMicros)) {
    timer.sure = timer.sure && fits_32_bits(step.interval) && fits_32_bits(step.value);
    return;
  }
  timer.process = timer.counts = parties_.process(step.party);
  timer.armed = timer.sure = false;
  if (!zero) {
    arm(timer, step, planned_nanos(step.value, kMicros), planned_nanos(step.interval, kMicros), false);
  }
}

void Plan::follow_alarm(const Step& step) {
  PlannedTimer& real = own(step).itimers[0];
  own(step).sent.add(kSigAlrm);
  real.armed = step.number != 0;
  real.periodic = real.sure = false;
  real.due = kBeyondPlan;
}

void Plan::doubt(Party process, SigSet set) {
  each_timer(process, [set](PlannedTimer& t) { t.sure = t.sure && !set.has(t.signo); });
}

void Plan::follow_disposition(const Step& step) {
  if (!is_signal(step.number)) {
    return;
  }
  const auto signo = static_cast<Signo>(step.number);
  PlannedProcess& process = own(step);
  process.ignored.remove(signo);
  process.handled.remove(signo);
  if (step.op != Op::dflt) {
    (step.op == Op::ignore ? process.ignored : process.handled).add(signo);
  }
  if (step.op != Op::handler) {
    doubt(parties_.process(step.party), steps::set_of({signo}));
  }
}

void Plan::follow_sending(const Step& step) {
  if (!is_signal(step.number)) {
    return;
  }
  const Party whom = step.op == Op::kill && is_party_tid(step.tid) ? party_of_tid(step.tid) : step.party;
  PlannedProcess& process = processes_[parties_.process(whom)];
  process.sent.add(static_cast<Signo>(step.number));
  process.others.add(static_cast<Signo>(step.number));
}

void Plan::follow_limit(const Step& step) {
  if (step.clock == kLimitCpu) {
    own(step).sent.add(kSigXcpu);
  } else {
    own(step).limited = true;
  }
}

void Plan::follow_party(const Step& step) {
  const Party process = parties_.process(step.party);
  const auto made = static_cast<Party>(step.number);
  switch (step.op) {
    case Op::thread:
      unblocked_[made] = unblocked_[step.party];
      break;
    case Op::fork:
      unblocked_[made] = unblocked_[step.party];
      processes_[made] = {.ignored = own(step).ignored, .handled = own(step).handled, .limited = own(step).limited};
      for (PlannedTimer& timer : processes_[made].itimers) {
        timer.process = timer.counts = made;
      }
      break;
    case Op::exec:
      own(step).handled = {};
      own(step).restoring = false;
      for (PlannedTimer& timer : timers_) {
        if (timer.process == process) {
          timer = {.process = process};
        }
      }
      break;
    case Op::exit: {
      const bool whole = process != 0 && step.party == process;
      for (PlannedTimer& timer : timers_) {
        if (whole && timer.process == process) {
          timer = {};
        }
        const bool counts_it = timer.counted == Counted::thread
                                   ? timer.counts == step.party
                                   : timer.counted == Counted::process && whole && timer.counts == process;
        timer.sure = timer.sure && timer.target != step.party && !counts_it;
      }
      break;
    }
    default:
      break;
  }
  parties_.follow(step);
}

void Plan::follow(const Step& step) {
  if (!parties_.may(step)) {
    return;
  }
  const Party process = parties_.process(step.party);
  // A take returns with the signal, and so does a burn for one.
  const bool moves_on = step.op != Op::take && !(step.op == Op::burn && !step.set.empty());
  const Nanos length = moves_on ? wait(step).value_or(kBeyondPlan) : Nanos{};
  switch (step.op) {
    case Op::create:
      follow_create(step);
      break;
    case Op::settime:
      follow_settime(step);
      break;
    case Op::remove:
      follow_remove(step);
      break;
    case Op::setitimer:
      follow_setitimer(step);
      break;
    case Op::alarm:
      follow_alarm(step);
      break;
    case Op::take:
      if (take_count_ < kPlannedTakes) {
        takes_[take_count_] = step.set;
      }
      ++take_count_;
      break;
    case Op::mask:
      unblocked_[step.party].bits &= ~step.set.bits;
      break;
    case Op::unmask:
      unblocked_[step.party].bits |= step.set.bits;
      doubt(process, step.set);
      break;
    case Op::window:
      doubt(process, step.set);
      break;
    case Op::ignore:
    case Op::dflt:
    case Op::handler:
      follow_disposition(step);
      break;
    case Op::kill:
    case Op::queue:
      follow_sending(step);
      break;
    case Op::limit:
      follow_limit(step);
      break;
    case Op::restore:
      own(step).restoring = step.number == 1 || (step.number != 0 && own(step).restoring);
      break;
    case Op::setclock:
      for (PlannedTimer& timer : timers_) {
        timer.sure = timer.sure && timer.on_monotonic;
      }
      break;
    case Op::timens:
      clock_moves_ = true;
      break;
    case Op::thread:
    case Op::fork:
    case Op::exec:
    case Op::exit:
      follow_party(step);
      break;
    case Op::gettime:
    case Op::overrun:
    case Op::getitimer:
    case Op::sleep:
    case Op::until:
    case Op::cpu:
    case Op::pending:
    case Op::burn:
    case Op::read:
      break;
  }
  now_ = std::min(kBeyondPlan, now_ + length);
}

}  // namespace timerlaw
