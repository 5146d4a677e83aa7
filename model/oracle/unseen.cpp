// SPDX-License-Identifier: Apache-2.0
// What leaves the queues without anybody seeing it: signals that are unblocked and discarded, and what must not be left
// of those that are unblocked and are not.
#include <algorithm>

#include "model/oracle/oracle.h"

namespace timerlaw {

// What is pending of these signals and not blocked was dealt with by now.
void Oracle::settle_unblocked(SigSet among) {
  std::uint64_t open = world_->hot_signals.bits;
  for (const Sent& sent : world_->sent) {
    open |= std::uint64_t{1} << (sent.signo() - 1);
  }
  open |= std::uint64_t{1} << (kSigAlrm - 1);
  for (const CpuItimer& timer : world_->cpu_itimers) {
    open |= std::uint64_t{1} << (timer.signo - 1);
  }
  for_each_signal(open & among.bits & ~blocked().bits, [&](Signo signo) {
    const Disposition disposition = world_->disposition[static_cast<std::size_t>(signo)];
    touch_signal(signo);
    const bool elsewhere = open_elsewhere(signo);  // another thread may have been chosen, and not yet have run
    if (discards(signo, disposition)) {
      drop_unseen(signo, !elsewhere);
    } else if (!world_->moved && !elsewhere) {
      const bool handled = disposition == Disposition::handler;
      nothing_queued({std::uint64_t{1} << (signo - 1)}, true, handled ? "SIG-HANDLER"_rule : "SIG-DEATH"_rule,
                     handled ? "no handler ran" : "the process went on", now().lo);
    }
  });
}

// The last handler blocks everything: signals that are discarded may have been dropped before, or still wait.
void Oracle::drop_discarded_perhaps() {
  for_each_signal(~blocked().bits, [&](Signo signo) {
    if (discards(signo, world_->disposition[static_cast<std::size_t>(signo)])) {
      touch_signal(signo);
      drop_unseen(signo, false);
    }
  });
}

// Blocked and ignored signals were queued; unblocking dequeues them without anybody seeing it, or perhaps did.
void Oracle::drop_unseen(Signo signo, bool surely) {
  bool alarm_dropped = false;
  bool alarm_perhaps = false;
  if (signo == kSigAlrm) {
    touch_real();
  }
  for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
    OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
    if (!t.known || !t.signal.any(is_in_queue) || (surely && !takes(t.to))) {
      continue;
    }
    const bool certain = surely && t.signal.all(is_queued);
    const bool periodic = t.deadline.interval() > 0 && t.signal.any(is_queued);
    if (t.to == kProcess) {
      alarm_perhaps = true;
      alarm_dropped = alarm_dropped || (surely && t.signal.all(is_in_queue));
    }
    const PossibleSignals dropped =
        t.signal.map([&](const TimerSignal& s) { return s.in_queue() ? dequeued(s, t.deadline.interval() > 0) : s; });
    t.signal = surely ? dropped : t.signal | dropped;
    if (periodic) {
      const Range here = now(t.base);
      const Wide interval = t.deadline.interval();
      const Range counts{std::max<Wide>(floor_div(here.lo - t.deadline.hi(), interval), 0),
                         std::max<Wide>(floor_div(here.hi - t.deadline.lo(), interval), 0)};
      if (certain) {
        t.last = counts;
        t.deadline.forward(here, step_);
        t.armed = now();
      } else {
        t.last = hull(t.last, counts);
        t.deadline.forward_perhaps(here);
        t.armed = hull(t.armed, now());
      }
      t.known = t.known && t.ahead < 0;  // its count, and where it stands, depend on what was counted before
      t.unfired_until = now().lo;
      t.order = world_->next_order++;
      t.ignored_from.reset();
      schedule(index);
    }
  }
  const auto ours = [&](const Sent& sent) { return sent.signo() == signo && (!surely || takes(sent.to)); };
  for (const Sent& sent : world_->sent) {
    if (ours(sent) && sent.to == kProcess) {
      alarm_perhaps = true;
      alarm_dropped = alarm_dropped || (surely && !sent.maybe);
    }
  }
  if (surely) {
    std::erase_if(world_->sent, ours);
  } else {
    for (Sent& sent : world_->sent) {
      sent.maybe = sent.maybe || ours(sent);
    }
  }
  if (CpuItimer* timer = cpu_itimer_of(signo)) {
    touch(*timer);
    if (surely) {
      taken(*timer);
    }
    timer->lossy = true;
  }
  if (signo == kSigAlrm) {
    RealTimer& real = world_->real;
    const auto queued = [](const RealSignal& s) { return s.queued; };
    alarm_perhaps = alarm_perhaps || real.signal.any(queued);
    alarm_dropped = alarm_dropped || (surely && real.signal.all(queued));
    const PossibleReal dropped = real.signal.map([](const RealSignal& s) { return RealSignal{s.status, false}; });
    real.signal = surely ? dropped : real.signal | dropped;
    real.lossy = real.lossy || !surely;
    if (alarm_perhaps) {
      rearm_real(alarm_dropped);
    }
    touch_real();
  }
  // What was rearmed by that may have expired again, still unblocked and ignored.
  touch_signal(signo);
}

}  // namespace timerlaw
