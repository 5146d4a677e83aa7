// SPDX-License-Identifier: Apache-2.0
// Masks, dispositions, handlers, kill, and how a process dies.
#include <algorithm>

#include "model/calls/conversions.h"
#include "model/oracle/oracle.h"

namespace timerlaw {

void Oracle::change_mask(const Step& step, const StepResult& result) {
  expect_value("SIG-ACT"_rule, result.ret, 0, "returned");
  const bool over = step.op == Op::unmask && world_->handler_runs >= kHandlerRuns;
  const std::uint64_t bits = over ? 0 : step.set.bits & ~kUnblockable.bits;
  // What fired so far met the old mask.
  for_each_signal(bits & world_->hot_signals.bits, [&](Signo signo) { touch_signal(signo); });
  touch_real();
  if (step.op == Op::mask) {
    world_->blocked.bits |= bits;
  } else {
    world_->blocked.bits &= ~bits;
  }
}

void Oracle::change_disposition(const Step& step, const StepResult& result, Disposition next) {
  const auto signo = static_cast<Signo>(step.number);
  const bool invalid = signo < 1 || signo > kSigMax || kUnblockable.has(signo);
  if (!expect_error({invalid ? kEinval : 0, "SIG-ACT"_rule}, result) || invalid) {
    return;
  }
  accept("SIG-ACT"_rule);
  touch_signal(signo);
  if (signo == kSigAlrm) {
    touch_real();
  }
  const Disposition old = world_->disposition[static_cast<std::size_t>(signo)];
  world_->disposition[static_cast<std::size_t>(signo)] = next;
  if (discards(signo, next)) {
    flush(signo);
  } else if (old == Disposition::ignore) {
    unignore(signo);
  }
}

// IGN-2
void Oracle::flush(Signo signo) {
  for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
    OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
    if (t.signal.any(is_in_queue)) {
      exercise("IGN-2"_rule);
    }
    t.signal = t.signal.map([&](const TimerSignal& s) { return flushed(s, t.alive); });
  }
  if (signo == kSigAlrm) {
    RealTimer& real = world_->real;
    real.signal = real.signal.map([](const RealSignal& s) { return RealSignal{s.status, false}; });
  }
  std::erase_if(world_->sent, [&](const Sent& sent) { return sent.signo == signo; });
}

// IGN-1
void Oracle::unignore(Signo signo) {
  for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
    OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
    const auto is_parked = [](const TimerSignal& s) {
      return s.entry == Entry::parked || s.entry == Entry::parked_stale;
    };
    if (!t.signal.any(is_parked)) {
      continue;
    }
    exercise(t.signal.any([](const TimerSignal& s) { return s.entry == Entry::parked; }) ? "IGN-1"_rule : "IGN-8"_rule);
    t.place = {.at = t.signal.any(is_in_queue) ? hull(t.place.at, now()) : now(), .order = t.order};
    t.signal = t.signal.map(unignored);
  }
}

// kill and tgkill to the child itself.
void Oracle::kill(const Step& step, const StepResult& result) {
  const auto signo = static_cast<std::int32_t>(step.number);
  const bool invalid = signo < 0 || signo > kSigMax;
  const bool merging = !invalid && merges(signo);
  if (!invalid && !merging && result.ret == -kEagain) {
    accept("ARG-TC-8"_rule, true);
    return;
  }
  if (!expect_error({invalid ? kEinval : 0, "SIG-ACT"_rule}, result) || invalid) {
    return;
  }
  accept("SIG-ACT"_rule);
  if (signo == 0) {
    return;
  }
  if (signo == kSigCont) {
    for_each_signal(kStopSignals.bits, [&](Signo stop) {
      touch_signal(stop);
      flush(stop);
    });
  } else if (kStopSignals.has(signo)) {
    touch_signal(kSigCont);
    flush(kSigCont);
  }
  const bool thread_directed = step.flags == kKillThread;
  touch_signal(signo);
  if (ignored(signo, world_->disposition[static_cast<std::size_t>(signo)], world_->blocked.has(signo))) {
    exercise("SIG-GEN-1"_rule);
    return;
  }
  Sent sent{.signo = signo, .thread_directed = thread_directed, .place = {.at = now()}};
  if (merging) {
    bool there = false;
    const auto meets = [&](bool possible, bool certain) {
      there = there || certain;
      sent.maybe = sent.maybe || possible;
    };
    for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
      const OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
      if (t.thread_directed == thread_directed) {
        meets(!t.known || t.signal.any(is_in_queue), t.known && t.signal.all(is_in_queue));
      }
    }
    for (const Sent& other : world_->sent) {
      if (other.signo == signo && other.thread_directed == thread_directed) {
        meets(true, !other.maybe);
      }
    }
    if (signo == kSigAlrm && !thread_directed) {
      touch_real();
      const auto queued = [](const RealSignal& s) { return s.queued; };
      meets(!world_->real.known || world_->real.signal.any(queued), world_->real.signal.all(queued));
    }
    if (there) {
      exercise("SIG-Q-1"_rule);
      return;
    }
  }
  world_->sent.push_back(sent);
}

// The signals that have a handler: those that are discarded leave the queues unseen, in between.
std::uint64_t Oracle::handled() const {
  std::uint64_t bits = 0;
  for (Signo signo = 1; signo <= kSigMax; ++signo) {
    if (world_->disposition[static_cast<std::size_t>(signo)] == Disposition::handler) {
      bits |= std::uint64_t{1} << (signo - 1);
    }
  }
  return bits;
}

// Handler runs are deliveries in the order of dequeuing: the handler blocks everything while it runs.
void Oracle::deliver(std::uint32_t first, std::uint32_t count) {
  if (count > 0) {
    first_attempt({handled() & ~world_->blocked.bits});
  }
  for (std::uint32_t i = first; i < first + count; ++i) {
    const SigInfo& info = trace_.deliveries[i];
    const bool valid = info.signo >= 1 && info.signo <= kSigMax;
    if (!valid || world_->blocked.has(info.signo) ||
        world_->disposition[static_cast<std::size_t>(info.signo)] != Disposition::handler) {
      diverge("SIG-HANDLER"_rule, "a handler ran for " + show_info(info),
              "allowed are only: handlers of signals that are not blocked and have one");
      continue;
    }
    dequeue(info, {handled() & ~world_->blocked.bits});
    exercise("SIG-HANDLER"_rule);
    if (++world_->handler_runs >= kHandlerRuns) {
      drop_discarded_perhaps();
      world_->blocked = {~kUnblockable.bits};
    }
  }
}

void Oracle::wait_result(const StepResult& result, RuleIndex rule, Wide least) {
  if (result.ret == -kEintr) {
    if (result.deliveries == 0 && !trace_.stopped) {
      diverge("SIG-EINTR"_rule, "EINTR", "allowed are only: the whole wait, for no handler ran");
      return;
    }
    accept("SIG-EINTR"_rule);
    return;
  }
  if (result.ret != 0) {
    diverge(rule, "returned " + std::to_string(result.ret), "allowed are only: 0");
    return;
  }
  if (now().hi - now().lo < least) {
    diverge("WAIT-SHORT"_rule, "returned after " + show(now().hi - now().lo) + " ns at most",
            "allowed are only: " + show(least) + " ns or more");
    return;
  }
  accept("WAIT-SHORT"_rule);
  if (result.deliveries == 0 && !trace_.stopped) {
    exercise("SIG-EINTR"_rule);
  }
}

void Oracle::window(const Step& step, const StepResult& result) {
  // Handlers of signals that are open anyway may have run before the window was opened, or after it was closed.
  const auto outside = [&](std::uint32_t i) {
    const Signo signo = trace_.deliveries[i].signo;
    return signo >= 1 && signo <= kSigMax && !world_->blocked.has(signo) && !step.set.has(signo);
  };
  std::uint32_t first = result.first_delivery;
  std::uint32_t last = first + result.deliveries;
  while (first < last && outside(first)) {
    ++first;
  }
  while (last > first && outside(last - 1)) {
    --last;
  }
  if (first == last) {  // all of them: the window was closed before them, as far as anybody can tell
    first = last = result.first_delivery;
  }
  const std::uint32_t ran_before = first - result.first_delivery;
  deliver(result.first_delivery, ran_before);
  const SigSet saved = world_->blocked;
  const bool over = world_->handler_runs >= kHandlerRuns;
  const std::uint64_t bits = over ? 0 : step.set.bits & ~kUnblockable.bits;
  for_each_signal(bits & world_->hot_signals.bits, [&](Signo signo) { touch_signal(signo); });
  touch_real();
  world_->blocked.bits &= ~bits;
  deliver(first, last - first);
  settle_unblocked({bits & saved.bits});
  const Wide least = Wide{step.value.sec} * kSecond + step.value.frac;
  wait_result(result, "WAIT-SHORT"_rule, least);
  if (world_->handler_runs < kHandlerRuns) {
    world_->blocked = saved;
  }
  deliver(last, result.deliveries - ran_before - (last - first));
  settle_unblocked();
}

// The child died, or was stopped, in the step after the last result, or after the last step: something must have sent
// what killed it.
void Oracle::judge_death() {
  const Step step = step_ < trace_.program.steps.size() ? trace_.program.steps[step_] : Step{};
  const auto signo = static_cast<Signo>(trace_.number);
  const auto refuse = [&](const char* allowed) {
    diverge("SIG-DEATH"_rule, "the child died of signal " + std::to_string(signo), allowed);
  };
  if (signo < 1 || signo > kSigMax) {
    refuse("allowed are only: signals 1 to 64");
    return;
  }
  const bool unblocks = step.op == Op::unmask || step.op == Op::window;
  const bool open = !world_->blocked.has(signo) || (unblocks && step.set.has(signo));
  const bool resets = step.op == Op::dflt && step.number == signo;
  const bool fatal = (world_->disposition[static_cast<std::size_t>(signo)] == Disposition::dflt || resets) &&
                     default_action(signo) != DefaultAction::ignore;
  if (!open || !fatal) {
    refuse("allowed are only: signals that are not blocked and whose default action ends or stops it");
    return;
  }
  touch_signal(signo);
  bool sent = step.op == Op::kill && step.number == signo;
  for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
    const OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
    sent = sent || !t.known || t.signal.any([](const TimerSignal& s) { return s.entry != Entry::none; });
    if (t.signal.any(is_armed) && key(t).lo <= now().hi) {
      sent = true;
    }
  }
  // A timer that this very step arms may be due at once.
  sent = sent || step.op == Op::settime;
  if (signo == kSigAlrm) {
    const RealTimer& real = world_->real;
    sent = sent || step.op == Op::setitimer || step.op == Op::alarm || !real.known ||
           real.signal.any([](const RealSignal& s) { return s.queued; }) ||
           (real.signal.any([](const RealSignal& s) { return s.status == RealStatus::armed; }) &&
            real_key().lo <= now().hi);
  }
  for (const Sent& entry : world_->sent) {
    sent = sent || entry.signo == signo;
  }
  if (!sent) {
    refuse("allowed are only: signals that something sent");
    return;
  }
  accept("SIG-DEATH"_rule);
}

}  // namespace timerlaw
