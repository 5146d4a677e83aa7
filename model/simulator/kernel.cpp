// SPDX-License-Identifier: Apache-2.0
#include "model/simulator/kernel.h"

namespace timerlaw {
namespace {

// The first two timers of the machine; those of timer_create follow.
constexpr HrTimer kPosixTimers = 2;

}  // namespace

Kernel::Kernel(const Profile& profile, const TargetFacts& facts, const Process& process, Faults mutant, Dice& dice,
               Nanos now)
    : profile_(profile),
      facts_(facts),
      process_(process),
      mutant_(mutant),
      dice_(dice),
      interrupts_(*this, dice, mutant, now),
      wake_(0) {
  real_.hr = interrupts_.add();
  wake_ = interrupts_.add();
  block(kAllSignals);
  blocked_.remove(kSigCont);
}

void Kernel::expire(HrTimer hr) {
  if (hr == wake_) {
    woken_ = true;
  } else if (hr == real_.hr) {
    expire_real();
  } else {
    expire_posix(hr - kPosixTimers);
  }
}

void Kernel::expire_posix(std::size_t index) {
  PosixTimer& timer = timers_[index];
  const bool periodic = timer.interval.ns != 0;
  const TimerSignal before = timer.signal;
  flush_opposites(timer.signo);
  const bool is_ignored = discards_now(timer.signo);
  timer.signal = expired(profile_, before, periodic, is_ignored, false);
  timer.settings += periodic ? 1 : 0;
  timer.entry_setting = periodic ? timer.settings : 0;
  if (mutant(M::expiry_lost) && dice_.once_in(4)) {
    timer.signal.entry = before.entry;
    return;
  }
  if (timer.signal.entry == Entry::parked) {
    if (mutant(M::ignored_expiry_not_parked)) {
      timer.signal.entry = Entry::none;
    } else if (before.entry != Entry::parked && before.entry != Entry::parked_stale) {
      parked_[static_cast<std::size_t>(timer.signo)].push_back(index);
    }
  }
  if (periodic && is_ignored && !profile_.ignored_periodic_parked) {
    rearm_ignored(timer);
  }
  if (timer.signal.entry != Entry::queued) {
    return;
  }
  if (before.in_queue()) {
    ++timer.refires;
    if (mutant(M::refire_joins_the_end)) {
      SignalQueue& joined = queue(timer.thread_directed);
      joined.remove(timer.signo, index);
      joined.push({info_of(timer, 0), index});
    }
    return;
  }
  enqueue_timer(index);
  if (mutant(M::signal_twice)) {
    queue(timer.thread_directed).push({info_of(timer, 0), kNoTimer});
  }
}

void Kernel::expire_real() {
  if (mutant(M::expiry_lost) && dice_.once_in(4)) {
    return;
  }
  const SigInfo info = mutant(M::itimer_info_is_user) ? SigInfo{kSigAlrm,
                                                                0,
                                                                kSiUser,
                                                                static_cast<std::int32_t>(process_.pid),
                                                                static_cast<std::int32_t>(process_.uid),
                                                                0,
                                                                0}
                                                      : SigInfo{kSigAlrm, 0, kSiKernel, 0, 0, 0, 0};
  send(info, false);
  if (mutant(M::itimer_rearmed_at_expiry)) {
    rearm_real();
  }
}

// By how much timers come before their deadline.
Nanos Kernel::fault_early() const {
  if (mutant(M::fires_a_us_early)) {
    return {1'000};
  }
  return {mutant(M::fires_a_ns_early) ? 1 : 0};
}

void Kernel::set_cpu(int cpu) {
  while (interrupts_.busy(cpu)) {
    interrupts_.next_event(kNever);
  }
  interrupts_.move_child(cpu);
}

void Kernel::wait_for_callback(HrTimer hr) {
  while (interrupts_.running(hr)) {
    interrupts_.next_event(kNever);
  }
}

void Kernel::run_in_kernel(Nanos until) {
  while (interrupts_.next_event(until)) {
  }
}

void Kernel::run_in_user_space(Nanos until) {
  while (fatal_ == 0 && interrupts_.next_event(until)) {
    deliver_signals({0});
  }
}

// CONV-1, CONV-5.
Nanos Kernel::nanos_of(std::int64_t sec, std::int64_t frac, bool microseconds) const {
  if (mutant(M::saturates_a_second_late) && sec == kSecondsMax) {
    return {static_cast<std::int64_t>(kSecondsMax * kSecond)};
  }
  if (mutant(M::saturates_a_second_early) && sec == kSecondsMax - 1) {
    return {static_cast<std::int64_t>(kTimeMax)};
  }
  Concrete e;
  Nanos result;
  const auto take = [&](Wide ns) { result = {static_cast<std::int64_t>(ns)}; };
  if (microseconds) {
    timeval_to_ns(e, sec, frac, take);
  } else {
    timespec_to_ns(e, sec, frac, take);
  }
  return result;
}

// CONV-2.
Nanos Kernel::saturating_sum(Nanos a, Nanos b) const {
  Concrete e;
  Nanos result;
  add_safe(e, a.ns, b.ns, [&](Wide ns) { result = {static_cast<std::int64_t>(ns)}; });
  if (mutant(M::sum_saturates_at_whole_seconds) && result.ns == kTimeMax) {
    return {static_cast<std::int64_t>(kSecondsMax * kSecond)};
  }
  return result;
}

}  // namespace timerlaw
