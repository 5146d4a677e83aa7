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
  for (CpuItimer& timer : world_->cpu_itimers) {
    touch(timer);
  }
  if (step.op == Op::mask) {
    blocked().bits |= bits;
  } else {
    blocked().bits &= ~bits;
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
  if (CpuItimer* timer = cpu_itimer_of(signo)) {
    touch(*timer);
  }
  const Disposition old = world_->disposition[static_cast<std::size_t>(signo)];
  if (old == Disposition::handler && next != Disposition::handler) {
    note_on_its_way(signo);
  }
  world_->disposition[static_cast<std::size_t>(signo)] = next;
  world_->restarts[static_cast<std::size_t>(signo)] = next == Disposition::handler && (step.flags & kSaRestart) != 0;
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
    const auto dies = [](const TimerSignal& s) { return s.status == TimerStatus::pending && s.in_queue(); };
    t.dead = t.dead || (!profile_.ignored_periodic_parked && t.signal.any(dies));
    t.signal = t.signal.map([&](const TimerSignal& s) { return flushed(profile_, s, t.alive); });
    forget_refires(t, false);
  }
  if (signo == kSigAlrm) {
    RealTimer& real = world_->real;
    if (real.signal.any([](const RealSignal& s) { return s.queued; })) {
      exercise("ITR-8"_rule);
    }
    real.signal = real.signal.map([](const RealSignal& s) { return RealSignal{s.status, false}; });
  }
  if (CpuItimer* timer = cpu_itimer_of(signo)) {
    taken(*timer);
  }
  std::erase_if(world_->sent, [&](const Sent& sent) { return sent.signo() == signo; });
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
    if (t.to != kProcess && !takes(t.to)) {
      exercise("SIG-T-1"_rule);
    }
    t.place = {.at = t.signal.any(is_in_queue) ? hull(t.place.at, now()) : now(), .order = t.order};
    t.signal = t.signal.map(unignored);
  }
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
  const Party performer = party_;
  const std::uint32_t first_of_step = trace_.results[step_].first_delivery;
  for (std::uint32_t at = first; at < first + count; ++at) {
    const std::uint32_t i = order_.empty() ? at : order_[at - first_of_step];
    const SigInfo& info = trace_.deliveries[i].info;
    party_ = trace_.deliveries[i].party;
    const bool valid = info.signo >= 1 && info.signo <= kSigMax;
    if (!same_process(party_)) {
      party_ = performer;
      if (waiting_parent_took(trace_.deliveries[i])) {
        ++world_->handler_runs;
        world_->undecided = world_->undecided || world_->handler_runs >= kHandlerRuns;
      } else {
        diverge("SIG-T-1"_rule, "a handler ran in party " + std::to_string(trace_.deliveries[i].party),
                "allowed are only: threads that are there");
      }
      continue;
    }
    if (at == first) {
      first_attempt({handled() & ~blocked().bits});
    }
    // A thread that was parked runs the handler that there was when it took the signal.
    taken_from_ = party_ == performer && called_ ? kNeverSet : seen_at_[party_];
    const bool open = valid && !blocked().has(info.signo);
    const bool has_handler = open && world_->disposition[static_cast<std::size_t>(info.signo)] == Disposition::handler;
    const bool ran_late = open && (!has_handler || counts_too_much(info)) && was_on_its_way(info);
    if (has_handler && !ran_late) {
      dequeue(info, {handled() & ~blocked().bits});
    }
    const bool ran = has_handler || ran_late;
    taken_from_ = kNeverSet;
    if (!ran) {
      diverge("SIG-HANDLER"_rule, "a handler ran for " + show_info(info),
              "allowed are only: handlers of signals that are not blocked and have one");
      continue;
    }
    exercise("SIG-HANDLER"_rule);
    if (++world_->handler_runs >= kHandlerRuns) {
      drop_discarded_perhaps();
      blocked() = {~kUnblockable.bits};
      // Other threads may go on running handlers, and nobody notes them.
      world_->undecided = world_->undecided || parties_;
    }
  }
  party_ = performer;
}

// A handler ran in a parent while its child performed the steps: its queue is looked at again when it goes on.
bool Oracle::waiting_parent_took(const Delivery& delivery) {
  for (ProcessState& process : world_->waiting) {
    if (delivery.party < kParties && process.threads[delivery.party].alive) {
      for (OracleTimer& t : process.timers) {
        t.known = t.known && t.signo != delivery.info.signo;
      }
      if (delivery.info.signo == kSigAlrm) {
        process.real.known = false;
        process.real.signal = {};
      }
      for (CpuItimer& timer : process.cpu_itimers) {
        timer.known = timer.known && timer.signo != delivery.info.signo;
      }
      const auto taken = find_sent(process.sent, delivery.info, static_cast<Target>(delivery.party));
      if (taken != process.sent.end()) {
        take_sent(process.sent, taken);
      }
      return true;
    }
  }
  return false;
}

// The process died, or was stopped, in this step, which has no result, or after the last step: something must have
// sent what killed it.
void Oracle::judge_death(Signo signo, const Step& step) {
  const auto refuse = [&](const char* allowed) {
    diverge("SIG-DEATH"_rule, "the child died of signal " + std::to_string(signo), allowed, {},
            {.of = Lawful::Of::going_on});
  };
  if (signo < 1 || signo > kSigMax) {
    refuse("allowed are only: signals 1 to 64");
    return;
  }
  const bool unblocks = step.op == Op::unmask || step.op == Op::window;
  bool open = unblocks && step.set.has(signo);
  for (const ThreadState& thread : world_->threads) {
    open = open || (thread.alive && !thread.blocked.has(signo));
  }
  const bool resets = step.op == Op::dflt && step.number == signo;
  const bool fatal = (world_->disposition[static_cast<std::size_t>(signo)] == Disposition::dflt || resets) &&
                     default_action(signo) != DefaultAction::ignore;
  if (!open || !fatal) {
    refuse("allowed are only: signals that are not blocked and whose default action ends or stops it");
    return;
  }
  touch_signal(signo);
  bool sent = (step.op == Op::kill || step.op == Op::queue) && step.number == signo;
  bool was_parked = false;
  for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
    const OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
    sent = sent || !t.known || t.signal.any([](const TimerSignal& s) { return s.entry != Entry::none; });
    was_parked = was_parked || t.signal.all([](const TimerSignal& s) { return s.entry == Entry::parked; });
    if (t.signal.any(is_armed) && may_be_due(t)) {
      sent = true;
    }
  }
  // A timer that this very step arms may be due at once.
  sent = sent || step.op == Op::settime || step.op == Op::setclock;
  if (CpuItimer* timer = cpu_itimer_of(signo)) {
    touch(*timer);
    sent = sent || step.op == Op::setitimer || may_be_queued(*timer);
  }
  // RLIMIT_CPU: at the hard limit the process is killed.
  sent = sent || (signo == kSigKill && world_->cpu_itimers[kXcpu].armed);
  if (signo == kSigAlrm) {
    const RealTimer& real = world_->real;
    sent = sent || step.op == Op::setitimer || step.op == Op::alarm || !real.known ||
           real.signal.any([](const RealSignal& s) { return s.queued; }) ||
           (real.signal.any([](const RealSignal& s) { return s.status == RealStatus::armed; }) &&
            real_key().lo <= now().hi);
  }
  for (const Sent& entry : world_->sent) {
    sent = sent || entry.signo() == signo;
  }
  if (!sent) {
    refuse("allowed are only: signals that something sent");
    return;
  }
  accept("SIG-DEATH"_rule);
  if (resets && was_parked) {
    exercise("IGN-5"_rule);
  }
}

}  // namespace timerlaw
