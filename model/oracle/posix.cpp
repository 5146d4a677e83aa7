// SPDX-License-Identifier: Apache-2.0
// timer_create, timer_settime, timer_getoverrun, timer_delete in every state that is still possible.
#include <algorithm>

#include "model/calls/timer_create.h"
#include "model/calls/timer_delete.h"
#include "model/calls/timer_getoverrun.h"
#include "model/calls/timer_settime.h"
#include "model/oracle/oracle.h"

namespace timerlaw {

OracleTimer* Oracle::find_id(std::int64_t id) {
  const std::int64_t offset = (id - world_->first_id) & 0x7fff'ffff;
  if (id >= 0 && offset < static_cast<std::int64_t>(world_->by_id.size())) {
    const std::int32_t index = world_->by_id[static_cast<std::size_t>(offset)];
    return index < 0 ? nullptr : &world_->timers[static_cast<std::size_t>(index)];
  }
  const auto far = std::ranges::find(world_->far_ids, id, &std::pair<std::int64_t, std::int32_t>::first);
  return far == world_->far_ids.end() ? nullptr : &world_->timers[static_cast<std::size_t>(far->second)];
}

OracleTimer* Oracle::find(const Step& step) {
  if (step.slot == kNoSlot) {
    return find_id(static_cast<std::int32_t>(step.id));
  }
  if (step.slot < 0 || static_cast<std::size_t>(step.slot) >= world_->by_slot.size()) {
    return nullptr;
  }
  return find_id(world_->by_slot[static_cast<std::size_t>(step.slot)]);
}

// What a value counted from a reading comes to, in nanoseconds.
Wide Oracle::argument_ns(const Step& step, ClockId clock) const {
  const std::size_t position = clock_position(clock);
  const std::size_t boundary = step.value.origin == Origin::now ? step_ : 0;
  // As the agent read it, inside of a time namespace too.
  return resolve(step.value, trace_.readings[boundary * trace_.clocks.size() + position]).ns;
}

void Oracle::settime(const Step& step, const StepResult& result) {
  if (!profile_.posix_timers) {
    expect_error({kEnosys, "ARG-NOSYS"_rule}, result);
    return;
  }
  OracleTimer* t = find(step);
  const bool time32 = has_time32(step, abi_);
  TimeArg value = step.value;
  if (step.value.origin != Origin::literal) {
    const bool named = step.slot >= 0 && static_cast<std::size_t>(step.slot) < world_->slot_clocks.size();
    const Wide ns =
        argument_ns(step, named ? world_->slot_clocks[static_cast<std::size_t>(step.slot)] : ClockId::monotonic);
    const Wide whole = floor_div(ns, kSecond);
    value = {static_cast<std::int64_t>(whole), static_cast<std::int64_t>(ns - whole * kSecond), Origin::literal};
  }
  value = as_taken(value, time32, abi_);
  const TimeArg period = as_taken(step.interval, time32, abi_);
  const Wide sec = value.sec;
  const Wide nsec = value.frac;
  if (abi_ == Abi::compat32) {
    exercise(time32 ? "C32-2"_rule : "C32-3"_rule);
  }
  Concrete concrete;
  Checked expected{};
  check_timer_settime(concrete, step.in, t != nullptr, sec, nsec, Wide{period.sec}, Wide{period.frac},
                      [&](Checked checked) { expected = checked; });
  if (expected.error != 0) {
    expect_error(expected, result);
    return;
  }
  if (t->clock_gone) {
    expect_error({kEsrch, "ARG-TS-4"_rule}, result);
    exercise("LIFE-THR-4"_rule);
    if (profile_.stale_signals_dropped) {
      note_stale(*t);
      t->signal = t->signal.map(made_stale);
      exercise("SIDE-6"_rule);
    }
    return;
  }
  if (step.out == Pointer::ok && t->known) {
    check_shown(*t, step, result, "PT-ARM-5"_rule);
  }
  const bool late_fault = step.out != Pointer::ok && step.out != Pointer::null;
  if (!late_fault) {
    accept(sec == 0 && nsec == 0 ? "ARG-TS-3"_rule : "PT-ARM-1"_rule, outcome_.verdict == Verdict::weak);
  }
  expect_error(late_fault ? Checked{kEfault, "SIDE-1"_rule} : Checked{0, outcome_.rule}, result);
  if (t->outside) {
    outcome_.verdict = Verdict::unspecified;
    return;
  }
  if (world_->moved || step.out != Pointer::ok) {
    touch(*t);  // PT-ARM-5: a callback on another CPU may have met the call after the old value was sampled
  }
  const bool armed = sec != 0 || nsec != 0;
  if ((step.flags & ~kAbstime) != 0) {
    exercise("ARG-TS-2"_rule);
  }
  if (!t->known) {
    // Its entry may be anywhere; what it was set to is certain again.
    t->known = true;
    t->signal =
        PossibleSignals(TimerSignal{}) | PossibleSignals(TimerSignal{TimerStatus::disarmed, Entry::queued, false});
    t->place = {.at = {0, now().hi}};
    make_hot(static_cast<std::int32_t>(t - world_->timers.data()));
  }
  note_stale(*t);
  t->counted_before =
      t->counted_before || (!t->cpu_time && !profile_.cpu_timers_forwarded && t->deadline.interval() > 0 &&
                            (!t->signal.all(is_armed) || t->ignored_from));
  count_refire(*t);
  t->queued_when_armed = armed && t->signal.all(is_in_queue);
  t->maybe_queued_when_armed = armed && t->signal.any(is_in_queue);
  t->signal = t->signal.map([&](const TimerSignal& s) { return set_again(s, armed); });
  t->last = {0, 0};
  t->last_counts_periods = false;
  t->dead = false;
  t->synchronous = false;
  t->ignored_from.reset();
  Wide interval = 0;
  timespec_to_ns(concrete, Wide{period.sec}, Wide{period.frac}, [&](Wide ns) { interval = ns; });
  if (armed) {
    arm(*t, is_absolute(step.flags), sec, nsec, interval);
  } else {
    const bool keeps = t->cpu_time && !profile_.cpu_timers_forwarded;  // CPU-3
    t->deadline = keeps ? Deadline({0, 0}, interval, step_) : Deadline{};
    t->armed = kNothing;
    t->armed_by = step_;
    t->order = world_->next_order++;
  }
}

// The timer is set or deleted: an entry that it may have becomes stale.
void Oracle::note_stale(OracleTimer& t) {
  if (t.signal.any(is_in_queue) && note_on_its_way(t)) {
    const bool periodic = t.deadline.interval() > 0;
    t.signal = t.signal | t.signal.map([&](const TimerSignal& s) { return dequeued(s, periodic); });
  }
  if (t.hot && t.signal.any([](const TimerSignal& s) { return s.entry != Entry::none; })) {
    world_->hot_unordered.add(t.signo);
  }
}

void Oracle::arm(OracleTimer& t, bool absolute, Wide sec, Wide nsec, Wide interval) {
  t.base = base_clock(t.clock, absolute);
  const Range instants = now(t.base);
  Concrete concrete;
  Range deadline{};
  posix_deadline(concrete, t.cpu_time, absolute, instants.lo, sec, nsec, [&](Wide ns) { deadline.lo = ns; });
  posix_deadline(concrete, t.cpu_time, absolute, instants.hi, sec, nsec, [&](Wide ns) { deadline.hi = ns; });
  const Wide offset = absolute && (t.base == ClockId::monotonic || t.base == ClockId::boottime)
                          ? (t.base == ClockId::boottime ? boottime_of_ : monotonic_of_)[party_]
                          : 0;
  if (offset != 0) {
    host_deadline(concrete, deadline.lo, offset, [&](Wide ns) { deadline = {ns, ns}; });
    exercise("CLK-5"_rule);
  }
  if (deadline.hi == kTimeMax) {
    exercise("CONV-2"_rule);
  }
  constexpr Wide kCpuTimeMax = (Wide{1} << 64) - 1;
  t.ahead = -1;
  t.deadline = Deadline(deadline, interval, step_, t.cpu_time ? kCpuTimeMax : kTimeMax);
  t.width = kNoWidth;
  t.armed = now();
  t.unfired_until = now().lo;
  t.order = world_->next_order++;
  t.armed_by = step_;
  t.relative = !absolute;
  world_->silent = world_->silent || t.notify_none;
  // PT-ARM-4, CPU-1: due already, it is queued without any interrupt.
  t.synchronous = !t.notify_none && deadline.lo <= instants.hi && (t.cpu_time || profile_.expired_at_arm_synchronous);
  const bool certainly =
      t.synchronous && deadline.hi <= instants.lo && (t.cpu_time || no_interrupt_overdue_for(t.base, deadline.hi));
  if (t.synchronous || (t.hot && key(t).lo < t.hot_since)) {
    world_->hot_unordered.add(t.signo);
  }
  schedule(static_cast<std::int32_t>(&t - world_->timers.data()));
  promote_due();  // it may be due within this very step
  if (certainly) {
    touch(t);
    const bool rearms_itself = interval > 0 && !profile_.ignored_periodic_parked &&
                               ignored_for(t.signo, t.to, profile_.preferred_thread).possible;
    if (!rearms_itself) {
      t.signal = t.signal.only([](const TimerSignal& s) { return !is_armed(s); });
    }
    exercise(t.cpu_time ? "CPU-1"_rule : "PT-ARM-4"_rule);
  }
}

// Whether no timer of the CPU that was due by then waits for its interrupt. Nothing was ever due by 1 ns.
bool Oracle::no_interrupt_overdue_for(ClockId base, Wide deadline) const {
  const Wide fired = facts_.in_order && !world_->moved ? std::max(world_->fired_through, Wide{1}) : Wide{1};
  return to_monotonic({deadline, deadline}, base).hi <= fired;
}

void Oracle::overrun(const Step& step, const StepResult& result) {
  if (!profile_.posix_timers) {
    expect_error({kEnosys, "ARG-NOSYS"_rule}, result);
    return;
  }
  OracleTimer* t = find(step);
  if (t == nullptr) {
    expect_error(check_timer_getoverrun(false), result);
    return;
  }
  if (!t->known) {
    accept("OVR-2"_rule, true);
    outcome_.verdict = Verdict::unspecified;
    return;
  }
  // posixtimer_rearm() counts as another thread takes the signal, which may be before its handler has noted it.
  const bool taken_unnoted = t->deadline.interval() > 0 && !t->notify_none && result.ret >= 0 &&
                             on_its_way_perhaps(t->signo, t->to) &&
                             world_->disposition[static_cast<std::size_t>(t->signo)] == Disposition::handler;
  if (taken_unnoted && !t->last.has(result.ret)) {
    accept("OVR-2"_rule, true);
    return;
  }
  if (!t->last.has(result.ret)) {
    diverge("OVR-2"_rule, "overrun count " + std::to_string(result.ret), "allowed are only: " + show(t->last),
            because(*t),
            {.of = Lawful::Of::ret,
             .least = static_cast<std::int64_t>(t->last.lo),
             .most = static_cast<std::int64_t>(t->last.hi)});
    return;
  }
  accept("OVR-2"_rule);
  t->last = {result.ret, result.ret};
}

void Oracle::remove(const Step& step, const StepResult& result) {
  if (!profile_.posix_timers) {
    expect_error({kEnosys, "ARG-NOSYS"_rule}, result);
    return;
  }
  OracleTimer* t = find(step);
  const Checked expected = check_timer_delete(t != nullptr);
  if (!expect_error(expected, result) || t == nullptr) {
    return;
  }
  accept(expected.rule);
  touch(*t);
  note_stale(*t);
  count_refire(*t);
  t->signal = t->signal.map(deleted);
  t->alive = false;
  const auto offset = static_cast<std::size_t>((static_cast<std::int64_t>(t->id) - world_->first_id) & 0x7fff'ffff);
  if (offset < world_->by_id.size()) {
    world_->by_id[offset] = -1;
  }
  std::erase_if(world_->far_ids, [&](const auto& far) { return far.first == static_cast<std::int64_t>(t->id); });
}

}  // namespace timerlaw
