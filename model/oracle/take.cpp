// SPDX-License-Identifier: Apache-2.0
// rt_sigtimedwait and rt_sigpending: what they show of the queues.
#include <algorithm>

#include "model/calls/conversions.h"
#include "model/oracle/oracle.h"

namespace timerlaw {

// No entry of these signals was in a queue at some instant of the step at or after `since`; if `dequeued`, somebody
// tried to take them, so that stale ones are gone. False after a divergence.
bool Oracle::nothing_queued(SigSet set, bool dequeued, RuleIndex rule, const char* observed, Wide since) {
  // What another thread may take may be on its way to that thread's handler, which has not noted it yet.
  const SigSet own = set;
  if (parties_) {
    for_each_signal(set.bits, [&](Signo signo) {
      if (open_elsewhere(signo)) {
        set.remove(signo);
      }
    });
  }
  const auto judged = [&](Signo signo, Target to) {
    return to == kProcess ? set.has(signo) : own.has(signo) && takes(to);
  };
  bool choice = false;
  bool sound = true;
  if (set.has(kSigAlrm)) {
    touch_real();  // before entries go that its SIGALRM may have merged with
  }
  touch_opposites(own);
  const auto patience_with = [&](Range when) { return overdue(when) ? options_.liveness_limit : Nanos{}; };
  const auto lost = [&](Range when, bool clock_set) { return overdue(when) ? overdue_rule(when, clock_set) : rule; };
  for_each_signal(own.bits & world_->hot_signals.bits, [&](Signo signo) {
    touch_signal(signo);
    for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
      OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
      if (!t.known || !judged(t.signo, t.to)) {
        continue;
      }
      const PossibleSignals kept =
          t.signal.only([&](const TimerSignal& s) { return !delivers(s) && (dequeued || !s.in_queue()); });
      if (kept.empty()) {
        diverge(behind_a_far_deadline(t) ? "CPU-14"_rule : lost(t.armed.empty() ? kEverything : key(t), t.ahead >= 0),
                observed, "allowed are only: signal " + std::to_string(signo) + " of " + show_timer(t), because(t),
                lawful_signal(signo, true, lawful_deadline(t), patience_with(t.armed.empty() ? kEverything : key(t))));
        t.known = false;
        sound = false;
        continue;
      }
      choice = choice || !(kept == t.signal);
      if (kept.all([](const TimerSignal& s) { return s.entry == Entry::parked; })) {
        exercise("IGN-3"_rule);
      }
      t.signal = kept;
      if (dequeued) {
        drop_stale(t, true);
      }
      if (t.signal.all(is_armed)) {
        seen_unfired(t);
        t.unfired_until = std::max(t.unfired_until, since);
      }
      if (t.dead && t.alive && !t.cpu_time && t.signal.all([](const TimerSignal& s) {
            return s.status == TimerStatus::pending && s.entry == Entry::none;
          }) &&
          key(t).hi + t.deadline.interval() <= now().lo - options_.liveness_limit.ns) {
        diverge("PTC-FLUSH"_rule, observed,
                "allowed are only: signal " + std::to_string(signo) + " of " + show_timer(t), because(t));
        t.known = false;
        sound = false;
      }
    }
  });
  for (CpuItimer& timer : world_->cpu_itimers) {
    if (!set.has(timer.signo)) {
      continue;
    }
    touch(timer);
    if (must_be_queued(timer)) {
      diverge(law_of("ITC-6"_rule), observed,
              "allowed are only: signal " + std::to_string(timer.signo) + " of CPU time used", because(timer));
      timer.known = false;
      sound = false;
      continue;
    }
    choice = choice || may_be_queued(timer);
    not_queued(timer);
  }
  if (set.has(kSigAlrm)) {
    touch_real();
    RealTimer& real = world_->real;
    const PossibleReal kept = real.signal.only([](const RealSignal& s) { return !s.queued; });
    if (kept.empty()) {
      diverge(lost(real.armed.empty() ? kEverything : real_key(), false), observed,
              "allowed are only: SIGALRM of ITIMER_REAL", because_real(),
              lawful_signal(kSigAlrm, true, lawful_deadline_of_real(), patience_with(real_key())));
      real.known = false;
      real.signal = {};
      sound = false;
    } else {
      choice = choice || real.signal.any([](const RealSignal& s) { return s.queued; });
      real.signal = kept;
      if (real.signal.all([](const RealSignal& s) { return s.status == RealStatus::armed; })) {
        real.unfired_until = since;
      }
      if (in_jiffies()) {
        real_not_queued_in_jiffies();
      }
    }
  }
  std::erase_if(world_->sent, [&](const Sent& sent) {
    if (!judged(sent.signo(), sent.to)) {
      return false;
    }
    if (!sent.maybe) {
      diverge(rule, observed, "allowed are only: signal " + std::to_string(sent.signo()) + " that kill sent", {},
              lawful_signal(sent.signo(), true));
      sound = false;
    }
    return true;
  });
  if (sound) {
    accept(rule, choice);
    if (!choice) {
      exercise("SIG-SPURIOUS"_rule);
      if (!world_->timers.empty()) {
        exercise("TIME-EARLY"_rule);
      }
      if (world_->silent) {
        exercise("PT-ARM-3"_rule);
      }
      if (set.has(kSigAlrm) && world_->real.merged) {
        exercise("ITR-9"_rule);
      }
    }
  }
  return sound;
}

// CPU-14: whether another timer of its clock has a deadline that is negative as a signed number.
bool Oracle::behind_a_far_deadline(const OracleTimer& t) const {
  return t.cpu_time && std::ranges::any_of(world_->timers, [&](const OracleTimer& other) {
           return other.cpu_time && other.base == t.base && other.deadline.hi() > kTimeMax;
         });
}

// A waiting take has tried once before it waited: if nothing was there then, stale entries went.
void Oracle::first_attempt(SigSet set) {
  if (set.has(kSigAlrm)) {
    touch_real();
  }
  for_each_signal(set.bits & world_->hot_signals.bits & world_->hot_unordered.bits, [&](Signo signo) {
    for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
      OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
      if (takes(t.to)) {
        drop_stale(t, false);
      }
    }
  });
}

void Oracle::take(const Step& step, const StepResult& result) {
  Concrete concrete;
  bool valid = false;
  const TimeArg length = as_taken(step.value, false, abi_);
  validate_time(concrete, Wide{length.sec}, Wide{length.frac}, kSecond, [&](bool v) { valid = v; });
  if (!valid) {
    expect_error({kEinval, "CONV-6"_rule}, result);
    return;
  }
  const SigSet set{step.set.bits & ~kUnblockable.bits};
  const Wide timeout = Wide{length.sec} * kSecond + length.frac;
  if (timeout > 0) {
    first_attempt(set);
  }
  if (result.ret > 0) {
    if (result.ret != result.info.signo || !set.has(result.info.signo)) {
      diverge("SIG-WAIT"_rule, "took " + show_info(result.info), "allowed are only: a signal of the set");
      return;
    }
    dequeue(result.info, set);
    if (timeout >= options_.liveness_limit.ns) {
      exercise("TIME-LOST"_rule);
    }
    return;
  }
  if (result.ret == -kEagain) {
    if (now().hi - now().lo < timeout) {
      diverge("WAIT-SHORT"_rule, "EAGAIN after " + show(now().hi - now().lo) + " ns at most",
              "allowed are only: EAGAIN after " + show(timeout) + " ns or more");
    }
    nothing_queued(set, true, "SIG-WAIT"_rule, "EAGAIN", now().lo + timeout);
    return;
  }
  // SIG-SIDE-1: what woke it may be gone again: discarded, taken by another thread, or ignored by this one and blocked
  // by the one that decided.
  constexpr std::uint64_t kOpposites = kStopSignals.bits | std::uint64_t{1} << (kSigCont - 1);
  bool ignored_woke = false;
  SigSet sending = world_->hot_signals;
  const RealTimer& real = world_->real;
  const bool real_due =
      real.signal.any([](const RealSignal& s) { return s.status == RealStatus::armed; }) && real_key().lo <= now().hi;
  if (!real.known || real_due || real.signal.any([](const RealSignal& s) { return s.queued; })) {
    sending.add(kSigAlrm);
  }
  for (CpuItimer& timer : world_->cpu_itimers) {
    touch(timer);
    if (may_be_queued(timer)) {
      sending.add(timer.signo);
    }
  }
  for_each_signal(parties_ ? sending.bits & ~blocked().bits : 0, [&](Signo signo) {
    ignored_woke = ignored_woke || discards(signo, world_->disposition[static_cast<std::size_t>(signo)]);
  });
  if (result.ret == -kEintr && (mixed_deliveries_ || ignored_woke || (set.bits & kOpposites) != 0)) {
    accept("SIG-EINTR"_rule, true);
    return;
  }
  wait_result(result, "SIG-WAIT"_rule, kFar);
}

// A signal is shown as pending: somebody's entry must be there, and if only one can be, it is.
void Oracle::pending_shown(Signo signo) {
  touch_signal(signo);
  int candidates = 0;
  bool certain = false;
  bool unknown = false;
  OracleTimer* only = nullptr;
  for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
    OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
    unknown = unknown || !t.known;
    if (t.known && takes(t.to) && t.signal.any(is_in_queue)) {
      ++candidates;
      only = &t;
      certain = certain || t.signal.all(is_in_queue);
    }
  }
  RealTimer& real = world_->real;
  const auto queued = [](const RealSignal& s) { return s.queued; };
  bool from_real = false;
  if (signo == kSigAlrm) {
    touch_real();
    unknown = unknown || !real.known;
    from_real = real.signal.any(queued);
    candidates += from_real ? 1 : 0;
    certain = certain || real.signal.all(queued);
  }
  CpuItimer* from_cpu = cpu_itimer_of(signo);
  if (from_cpu != nullptr) {
    touch(*from_cpu);
    if (may_be_queued(*from_cpu)) {
      ++candidates;
      certain = certain || must_be_queued(*from_cpu);
      unknown = unknown || !from_cpu->known;
    } else {
      from_cpu = nullptr;
    }
  }
  Sent* from_sent = nullptr;
  for (Sent& sent : world_->sent) {
    if (sent.signo() == signo && takes(sent.to)) {
      ++candidates;
      from_sent = &sent;
      certain = certain || !sent.maybe;
    }
  }
  if (unknown) {
    return;
  }
  if (candidates == 0 && trace_.stopped && signo == kSigCont) {
    accept("SIG-Q-1"_rule, true);  // the runner's own, that continued the child
    return;
  }
  if (candidates == 0) {
    diverge("SIG-SPURIOUS"_rule, "signal " + std::to_string(signo) + " is pending", "allowed are only: not pending", {},
            lawful_signal(signo, false));
    return;
  }
  if (candidates == 1 && only != nullptr && !only->signal.any(is_queued)) {
    exercise("PND-3"_rule);
  }
  const Place* place = candidates != 1 ? nullptr : only != nullptr ? &only->place : from_real ? &real.place : nullptr;
  if (place != nullptr && place->fired) {
    raise_fired_through(place->at.lo);
  }
  if (certain || candidates > 1) {
    accept("SIG-Q-1"_rule, !certain);
    return;
  }
  if (only != nullptr) {
    const bool was_armed = only->signal.any(is_armed);
    only->signal = only->signal.only(is_in_queue);
    if (was_armed && !only->signal.any(is_armed)) {
      seen_fired(*only);
    }
  } else if (from_real) {
    real.signal = real.signal.only(queued);
  } else if (from_cpu != nullptr) {
    if (!from_cpu->left_over && !from_cpu->lossy) {
      from_cpu->fires.lo = std::max(from_cpu->fires.lo, from_cpu->seen.lo + 1);
    }
  } else {
    from_sent->maybe = false;
  }
  accept("SIG-Q-1"_rule, true);
}

void Oracle::pending(const StepResult& result) {
  if (result.ret != 0) {
    expect_error({0, "SIG-ACT"_rule}, result);
    return;
  }
  if ((result.pending.bits & ~blocked().bits) != 0) {
    diverge("SIG-GEN-1"_rule, "a signal that is not blocked is pending", "allowed are only: blocked signals");
    return;
  }
  accept("SIG-Q-1"_rule);
  const SigSet clear{blocked().bits & ~result.pending.bits};
  const Wide fired_before = world_->fired_through;
  nothing_queued(clear, false, "SIG-Q-1"_rule, "not pending", now().lo);
  for_each_signal(result.pending.bits, [&](Signo signo) { pending_shown(signo); });
  if (world_->fired_through > fired_before && !outcome_.diverged) {
    // What is shown was there at the same instant: what came before it must be there too.
    const Outcome shown = outcome_;
    nothing_queued(clear, false, "SIG-Q-1"_rule, "not pending", now().lo);
    if (!outcome_.diverged) {
      outcome_ = shown;
    }
  }
}

}  // namespace timerlaw
