// SPDX-License-Identifier: Apache-2.0
// One signal leaves the queues: whose it was, whether it was its turn, what its siginfo must say, and what its timer
// does then.
#include <algorithm>

#include "model/calls/timer_getoverrun.h"
#include "model/oracle/oracle.h"

namespace timerlaw {

bool Oracle::check_info(const SigInfo& info, const SigInfo& expected, RuleIndex rule) {
  if (info == expected) {
    exercise(rule);
    return true;
  }
  diverge(rule, show_info(info), "allowed are only: " + show_info(expected), {},
          {.of = Lawful::Of::info, .info = expected});
  return false;
}

void Oracle::dequeue_timer(OracleTimer& t, const SigInfo& info, SigSet from) {
  const bool shared_alarm = t.signo == kSigAlrm && t.to == kProcess;
  if (shared_alarm) {
    touch_real();
  }
  if (!takes(t.to)) {
    diverge("SIG-T-1"_rule, "party " + std::to_string(party_) + " took " + show_info(info),
            "allowed are only: signals for the process, and for this thread");
    return;
  }
  if (!t.known) {
    accept("SIG-INFO-2"_rule, true);
    outcome_.verdict = Verdict::unspecified;
    if (shared_alarm) {
      rearm_real();
    }
    return;
  }
  touch(t);
  const auto deliverable = [&](const TimerSignal& s) { return delivers(s); };
  if (!t.signal.any(deliverable) && was_on_its_way(info)) {
    return;
  }
  if (!t.signal.any(deliverable)) {
    const bool stale = t.signal.any(is_in_queue);
    const bool early = !stale && t.signal.any(is_armed) && !may_be_due(t);
    diverge(early               ? "TIME-EARLY"_rule
            : stale && !t.alive ? "PTM-DEL"_rule
            : stale             ? "PTM-SET"_rule
                                : "SIG-SPURIOUS"_rule,
            "took " + show_info(info),
            early ? "allowed are only: its signal at or after " + show(key(t).lo) : "allowed are only: no signal of it",
            because(t), lawful_signal(info.signo, false, early ? lawful_deadline(t) : LawfulDeadline{}));
    t.known = false;
    return;
  }
  const bool was_uncertain = !t.signal.all(deliverable);
  const Range refires_before = t.refires;
  const bool refired_if_valid = profile_.refire_bumps_overrun && t.queued_when_armed && !parties_;
  count_refire(t);
  t.signal = t.signal.only(deliverable);
  // Only where stale signals are delivered: which setting's it is shows in the count, or not at all.
  if (t.signal.any(is_queued) && !t.signal.all(is_queued)) {
    OracleTimer as_stale = t;
    as_stale.signal = t.signal.only([](const TimerSignal& s) { return !is_queued(s); });
    const bool stale_explains = t.refires.has(info.b);
    OracleTimer as_valid = t;
    as_valid.signal = t.signal.only(is_queued);
    if (refired_if_valid) {
      as_valid.refires.lo = refires_before.lo + 1;
    }
    const Outcome before = outcome_;
    const bool valid_explains = check_overrun(as_valid, info.b);
    outcome_ = before;
    if (stale_explains && valid_explains) {
      t.known = false;  // rearmed or not: settled when it is set again
      t.refires = {0, 0};
      accept("PTC-SET"_rule, true);
      t.signal = t.signal.map([](const TimerSignal& s) { return dequeued(s, false); });
      if (shared_alarm) {
        rearm_real();
      }
      return;
    }
    t.signal = stale_explains ? as_stale.signal : as_valid.signal;
    t.refires = stale_explains ? t.refires : as_valid.refires;
  }
  const bool valid = t.signal.any(is_queued);
  if (valid) {
    if (!t.cpu_time) {
      note_lateness(key(t), t.ahead >= 0, lawful_deadline(t));
    }
    seen_fired(t);
  }
  settle_order({t.signo, t.to, &t.place, &t}, from);
  if (!valid) {  // what was looked at may have been its next expiry
    t.signal = t.signal.only([](const TimerSignal& s) { return !is_queued(s); });
  }
  SigInfo expected{.signo = t.signo,
                   .error = 0,
                   .code = kSiTimer,
                   .a = static_cast<std::int32_t>(t.id),
                   .b = info.b,
                   .value = t.sival,
                   .extra = 0};
  const bool leaking = profile_.leaks_sys_private && !t.alive;
  check_info(info, expected, leaking && info.extra != 0 ? "SIG-INFO-4"_rule : "SIG-INFO-2"_rule);
  if (leaking) {
    exercise("SIG-INFO-4"_rule);
  }
  if (abi_ == Abi::compat32) {
    exercise("C32-4"_rule);
  }
  if (!check_overrun(t, info.b)) {
    t.last = {info.b, info.b};  // whatever it should have been
  } else {
    if (valid) {
      t.last = {info.b, info.b};
      if (t.refires.lo != 0 || t.refires.hi != 0) {
        // OVR-5: timer_getoverrun does not show them.
        const bool cut = profile_.overrun_clamped && info.b == kDelayTimerMax;
        t.last = {Wide{info.b} - t.refires.hi, cut ? kDelayTimerMax : Wide{info.b} - t.refires.lo};
      }
      if (t.deadline.interval() == 0) {
        t.last = {0, 0};
      }
    }
    accept(valid ? outcome_.rule : t.alive ? "PTC-SET"_rule : "PTC-DEL"_rule, was_uncertain);
    exercise("SIG-Q-2"_rule);
    exercise("PT-EXP-1"_rule);
    if (parties_) {
      exercise("SIG-T-1"_rule);
      if (!world_->threads[world_->leader].alive) {
        exercise("LIFE-THR-3"_rule);
      }
    }
    if (t.null_sevp) {
      exercise("ARG-TC-7"_rule);
    }
    if (t.place.order != t.order) {
      exercise("PTM-EXP"_rule);
      exercise("PND-2"_rule);
    }
  }
  t.refires = {0, 0};
  t.queued_when_armed = t.maybe_queued_when_armed = false;
  const bool periodic = t.deadline.interval() > 0;
  t.signal = t.signal.map([&](const TimerSignal& s) { return dequeued(s, periodic); });
  if (periodic && valid) {
    t.counted_before = false;
    t.ahead = -1;
    t.width = kNoWidth;
    t.armed = now();
    t.unfired_until = now().lo;
    t.order = world_->next_order++;
    t.synchronous = (t.cpu_time || profile_.expired_at_arm_synchronous) && t.deadline.lo() <= now(t.base).hi;
    schedule(static_cast<std::int32_t>(&t - world_->timers.data()));
    exercise("PTM-DEQ"_rule);
  }
  if (shared_alarm) {
    rearm_real();
  }
}

void Oracle::dequeue_real(const SigInfo& info, SigSet from) {
  RealTimer& real = world_->real;
  const auto queued = [](const RealSignal& s) { return s.queued; };
  touch_real();
  if (!real.known) {
    accept("SIG-INFO-1"_rule, true);
    outcome_.verdict = Verdict::unspecified;
    return;
  }
  if (!real.signal.any(queued) && was_on_its_way(info)) {
    return;
  }
  if (!real.signal.any(queued)) {
    const bool early =
        real.signal.any([](const RealSignal& s) { return s.status == RealStatus::armed; }) && real_key().lo > now().hi;
    diverge(early ? "TIME-EARLY"_rule : "SIG-SPURIOUS"_rule, "took " + show_info(info),
            early ? "allowed are only: SIGALRM at or after " + show(real_key().lo)
                  : std::string("allowed are only: no SIGALRM of ITIMER_REAL"),
            because_real(), lawful_signal(kSigAlrm, false, early ? lawful_deadline_of_real() : LawfulDeadline{}));
    real.known = false;
    real.signal = {};
    return;
  }
  const bool was_uncertain = !real.signal.all(queued);
  if (real.place.order == real.order && real.place.fired) {
    note_lateness(real_key(), false, lawful_deadline_of_real());
    real.deadline.narrow({-kFar, now().hi}, step_);
    raise_fired_through(std::max(real_key().lo, real.unfired_until));
  }
  real.signal = real.signal.only(queued);
  settle_order({kSigAlrm, kProcess, &real.place, &real}, from);
  check_info(info, {.signo = kSigAlrm, .code = kSiKernel}, "SIG-INFO-1"_rule);
  if (world_->sigpending_limit < kFar) {
    exercise("SIG-INFO-3"_rule);
  }
  if (real.place.order != real.order) {
    exercise("ITR-10"_rule);
  }
  real.signal = real.signal.map([](const RealSignal& s) { return RealSignal{s.status, false}; });
  accept("ITR-5"_rule, was_uncertain);
  if (real.interval > 0) {
    exercise("ITR-6"_rule);
  }
  rearm_real();
}

// Which entry the thread `party` took. Its own queue comes first; and the very entry, if others of its number may have
// merged.
std::vector<Sent>::iterator Oracle::find_sent(std::vector<Sent>& among, const SigInfo& info, Target party) {
  const SigInfo bare{.signo = info.signo};
  const auto matches = [&](const Sent& sent) {
    return sent.info.signo == info.signo && (sent.to == kProcess || sent.to == party) &&
           (sent.info.code == info.code || (sent.bare && info == bare));
  };
  auto found = std::ranges::find_if(among, [&](const Sent& sent) { return matches(sent) && sent.to != kProcess; });
  if (found == among.end()) {
    found = std::ranges::find_if(among, [&](const Sent& sent) { return matches(sent) && sent.info == info; });
  }
  return found != among.end() ? found : std::ranges::find_if(among, matches);
}

Sent Oracle::take_sent(std::vector<Sent>& from, std::vector<Sent>::iterator which) {
  const Sent sent = *which;
  from.erase(which);
  if (sent.bare) {
    for (Sent& other : from) {  // a number without an entry is gone with the last entry of that number
      other.maybe = other.maybe || (other.bare && other.signo() == sent.signo() && other.to == sent.to);
    }
  }
  return sent;
}

void Oracle::dequeue_sent(const SigInfo& info, SigSet from) {
  const SigInfo bare{.signo = info.signo};
  const auto found = find_sent(world_->sent, info, static_cast<Target>(party_));
  const bool shared_alarm = info.signo == kSigAlrm && (found == world_->sent.end() || found->to == kProcess);
  if (shared_alarm) {
    touch_real();
  }
  if (found == world_->sent.end() && trace_.stopped && info.signo == kSigCont) {
    accept("SIG-INFO-5"_rule, true);  // the runner's own, that continued the child
    return;
  }
  if (found == world_->sent.end() && was_on_its_way(info)) {
    return;
  }
  if (found == world_->sent.end()) {
    diverge("SIG-SPURIOUS"_rule, "took " + show_info(info), "allowed are only: signals that were sent", {},
            lawful_signal(info.signo, false));
    return;
  }
  const Sent sent = take_sent(world_->sent, found);
  settle_order({sent.signo(), sent.to, &sent.place, &sent}, from);
  SigInfo expected = sent.info;
  if (sent.exited) {
    expected.value = info.value;
    expected.extra = info.extra;
  }
  if (sent.bare && info == bare) {
    accept("SIG-INFO-7"_rule);
  } else {
    check_info(info, expected, "SIG-INFO-5"_rule);
    accept("SIG-INFO-5"_rule, sent.maybe);
  }
  if (CpuItimer* timer = sent.to == kProcess ? cpu_itimer_of(info.signo) : nullptr) {
    touch(*timer);
    taken(*timer);  // what it had expired until here merged with it
  }
  if (shared_alarm) {
    rearm_real();
  }
}

// The timer whose signal this is: ids are used again where they are restored, or the lowest free ones. Of several the
// latest, if none of an earlier one must be taken first.
OracleTimer* Oracle::sender_of(const SigInfo& info) {
  OracleTimer* found = nullptr;
  OracleTimer* latest = nullptr;
  for (std::size_t i = world_->timers.size(); i > 0; --i) {
    OracleTimer& t = world_->timers[i - 1];
    if (static_cast<std::int32_t>(t.id) != info.a || t.notify_none || t.signo != info.signo) {
      continue;
    }
    touch(t);
    latest = latest == nullptr ? &t : latest;
    const bool plausible = !t.known || (t.sival == info.value && takes(t.to) && t.signal.any(is_in_queue));
    const bool first = found == nullptr || (found->to == t.to && t.known && t.signal.all(is_in_queue)) ||
                       (info.extra != 0 && found->alive);
    if (plausible && first) {
      found = &t;
    }
  }
  return found != nullptr ? found : latest;
}

// `info` left the queues during this step; `from` are the signals that were being taken.
void Oracle::dequeue(const SigInfo& info, SigSet from) {
  if (in_jiffies()) {
    dequeue_bit(info, from);
    return;
  }
  const bool forged = info.code == kSiTimer && std::ranges::any_of(world_->sent, [&](const Sent& sent) {
                        return sent.info == info && takes(sent.to);
                      });
  CpuItimer* cpu_itimer = cpu_itimer_of(info.signo);
  if (info.code == kSiTimer && !forged) {
    OracleTimer* t = find_id(info.a);
    if (t == nullptr || t->notify_none || t->signo != info.signo || world_->restoring ||
        profile_.id_allocation == IdAllocation::lowest_free) {
      t = sender_of(info);
    }
    if (t != nullptr) {
      dequeue_timer(*t, info, from);
      return;
    }
    const OracleTimer* silent = find_id(info.a);
    diverge(silent != nullptr && silent->notify_none ? "PT-ARM-3"_rule : "SIG-INFO-2"_rule, "took " + show_info(info),
            "allowed are only: signals of the program's timers", {},
            silent == nullptr ? Lawful{.of = Lawful::Of::sender} : lawful_signal(info.signo, false));
  } else if (info.code == kSiKernel && info.signo == kSigAlrm) {
    dequeue_real(info, from);
  } else if (info.code == kSiKernel && cpu_itimer != nullptr) {
    dequeue_cpu_itimer(*cpu_itimer, info, from);
  } else if (info.code == kSiUser || info.code < 0 || info.signo == kSigChld) {
    dequeue_sent(info, from);
  } else {
    diverge("SIG-SPURIOUS"_rule, "took " + show_info(info), "allowed are only: signals that something generated", {},
            lawful_signal(info.signo, false));
  }
  if (!outcome_.diverged) {
    return;
  }
  // Somebody's entry left the queue, but whose is not known.
  for (const std::int32_t index : world_->hot[static_cast<std::size_t>(std::clamp(info.signo, 0, kSigMax))]) {
    world_->timers[static_cast<std::size_t>(index)].known = false;
  }
  if (cpu_itimer != nullptr) {
    cpu_itimer->known = false;
  }
  if (info.signo == kSigAlrm) {
    world_->real.known = false;
    world_->real.signal = {};
  }
}

}  // namespace timerlaw
