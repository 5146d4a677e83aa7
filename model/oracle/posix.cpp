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
  return nullptr;
}

OracleTimer* Oracle::find(const Step& step) {
  if (step.slot == kNoSlot) {
    return find_id(static_cast<std::int32_t>(step.id));
  }
  if (step.slot < 0 || static_cast<std::size_t>(step.slot) >= world_->by_slot.size()) {
    return nullptr;
  }
  const std::int32_t index = world_->by_slot[static_cast<std::size_t>(step.slot)];
  if (index < 0 || !world_->timers[static_cast<std::size_t>(index)].alive) {
    return nullptr;
  }
  return &world_->timers[static_cast<std::size_t>(index)];
}

OracleTimer& Oracle::add_timer(const Step& step, std::int64_t id) {
  const auto index = static_cast<std::int32_t>(world_->timers.size());
  OracleTimer& t = world_->timers.emplace_back();
  t.id = static_cast<TimerId>(id);
  t.clock = static_cast<ClockId>(step.clock);
  t.base = t.clock;
  t.null_sevp = step.in == Pointer::null;
  if (t.null_sevp) {  // ARG-TC-7
    t.signo = kSigAlrm;
    t.sival = static_cast<std::uint32_t>(id);
  } else {
    const auto notify = static_cast<std::int32_t>(step.notify);
    t.signo = static_cast<Signo>(step.number);
    t.sival = step.sival;
    t.notify_none = notify == kNotifyNone;
    t.thread_directed = notify == kNotifyThreadId;
  }
  const bool bad_signo = !t.notify_none && (t.signo < 1 || t.signo > kSigMax);  // accepted against the law
  t.outside = clock_kind(static_cast<std::int32_t>(step.clock)) == ClockKind::outside || bad_signo;
  t.known = !t.outside;
  if (t.outside && !t.notify_none && !bad_signo) {
    make_hot(index);
  }
  const std::int64_t offset = (id - world_->first_id) & 0x7fff'ffff;
  // Ids far from the counter only come up after a divergence: such a timer is found by its slot.
  if (offset < static_cast<std::int64_t>(trace_.program.steps.size())) {
    world_->by_id.resize(std::max(world_->by_id.size(), static_cast<std::size_t>(offset) + 1), -1);
    world_->by_id[static_cast<std::size_t>(offset)] = index;
  }
  if (step.slot >= 0) {
    world_->by_slot.resize(std::max(world_->by_slot.size(), static_cast<std::size_t>(step.slot) + 1), -1);
    world_->by_slot[static_cast<std::size_t>(step.slot)] = index;
  }
  return t;
}

void Oracle::create(const Step& step, const StepResult& result) {
  const bool own_thread = step.tid == kSelfTid || static_cast<std::int32_t>(step.tid) == trace_.pid;
  const CreateChecked expected = check_timer_create(profile_, step, own_thread);
  const bool outside = clock_kind(static_cast<std::int32_t>(step.clock)) == ClockKind::outside;
  if (outside && (expected.checked.error != kEfault || expected.id_consumed)) {
    accept("ARG-TC-3"_rule, true);
    outcome_.verdict = Verdict::unspecified;
    world_->next_id_known = false;
  } else if (result.ret == -kEagain && expected.id_consumed) {
    accept("ARG-TC-8"_rule, true);  // before the id is taken
    return;
  } else if (!expect_error(expected.checked, result)) {
    world_->next_id_known = false;
  } else if (expected.checked.error != 0) {
    if (expected.id_consumed) {
      world_->id_burnt = true;
      world_->next_id = next_timer_id(world_->next_id);
    }
    return;
  }
  if (static_cast<std::int32_t>(step.notify) == kNotifyThreadId && step.in != Pointer::null) {
    exercise("ARG-TC-6"_rule);
  }
  if (result.ret != 0) {
    return;
  }
  if (result.out != Out::written) {
    diverge("ARG-TC-1"_rule, "no id was written", "allowed are only: an id");
    return;
  }
  std::int64_t id = world_->next_id;
  for (OracleTimer* taken = find_id(id); taken != nullptr; taken = find_id(id)) {
    id = next_timer_id(id);
  }
  if (world_->next_id_known && !outside) {
    if (expect_value("ID-1"_rule, result.id, id, "id") && world_->id_burnt) {
      exercise("SIDE-2"_rule);
    }
  }
  world_->next_id_known = true;
  world_->id_burnt = false;
  world_->next_id = next_timer_id(result.id);
  add_timer(step, result.id);
}

// What a value counted from a reading comes to, in nanoseconds.
Wide Oracle::argument_ns(const Step& step, ClockId clock) const {
  const std::size_t position = clock_position(clock);
  const std::size_t boundary = step.value.origin == Origin::now ? step_ : 0;
  return resolve(step.value, trace_.readings[boundary * trace_.clocks.size() + position]).ns;
}

void Oracle::settime(const Step& step, const StepResult& result) {
  OracleTimer* t = find(step);
  Wide sec = step.value.sec;
  Wide nsec = step.value.frac;
  if (step.value.origin != Origin::literal) {
    const Wide ns = argument_ns(step, t != nullptr ? t->clock : ClockId::monotonic);
    sec = floor_div(ns, kSecond);
    nsec = ns - sec * kSecond;
  }
  Concrete concrete;
  Checked expected{};
  check_timer_settime(concrete, step.in, t != nullptr, sec, nsec, Wide{step.interval.sec}, Wide{step.interval.frac},
                      [&](Checked checked) { expected = checked; });
  if (expected.error != 0) {
    expect_error(expected, result);
    return;
  }
  if (step.out == Pointer::ok && t->known) {
    check_shown(*t, result, "PT-ARM-5"_rule);
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
  t->signal = t->signal.map([&](const TimerSignal& s) { return set_again(s, armed); });
  t->last = {0, 0};
  t->last_counts_periods = false;
  Wide interval = 0;
  if (armed) {
    timespec_to_ns(concrete, Wide{step.interval.sec}, Wide{step.interval.frac}, [&](Wide ns) { interval = ns; });
    arm(*t, is_absolute(step.flags), sec, nsec, interval);
  } else {
    t->deadline = {};
    t->armed = kNothing;
    t->armed_by = step_;
    t->order = world_->next_order++;
  }
}

// The timer is set or deleted: an entry that it may have becomes stale.
void Oracle::note_stale(const OracleTimer& t) {
  if (t.hot && t.signal.any([](const TimerSignal& s) { return s.entry != Entry::none; })) {
    world_->hot_unordered.add(t.signo);
  }
}

void Oracle::arm(OracleTimer& t, bool absolute, Wide sec, Wide nsec, Wide interval) {
  t.base = base_clock(t.clock, absolute);
  const Range instants = now(t.base);
  Concrete concrete;
  Range deadline{};
  posix_deadline(concrete, absolute, instants.lo, sec, nsec, [&](Wide ns) { deadline.lo = ns; });
  posix_deadline(concrete, absolute, instants.hi, sec, nsec, [&](Wide ns) { deadline.hi = ns; });
  if (deadline.hi == kTimeMax) {
    exercise("CONV-2"_rule);
  }
  t.deadline = Deadline(deadline, interval, step_);
  t.width = kNoWidth;
  t.armed = now();
  t.unfired_until = now().lo;
  t.order = world_->next_order++;
  t.armed_by = step_;
  if (t.hot && key(t).lo < t.hot_since) {
    world_->hot_unordered.add(t.signo);
  }
  schedule(static_cast<std::int32_t>(&t - world_->timers.data()));
  promote_due();  // it may be due within this very step
}

void Oracle::overrun(const Step& step, const StepResult& result) {
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
  if (!t->last.has(result.ret)) {
    diverge("OVR-2"_rule, "overrun count " + std::to_string(result.ret), "allowed are only: " + show(t->last),
            because(*t));
    return;
  }
  accept("OVR-2"_rule);
  t->last = {result.ret, result.ret};
}

void Oracle::remove(const Step& step, const StepResult& result) {
  OracleTimer* t = find(step);
  const Checked expected = check_timer_delete(t != nullptr);
  if (!expect_error(expected, result) || t == nullptr) {
    return;
  }
  accept(expected.rule);
  touch(*t);
  note_stale(*t);
  t->signal = t->signal.map(deleted);
  t->alive = false;
  const auto offset = static_cast<std::size_t>((static_cast<std::int64_t>(t->id) - world_->first_id) & 0x7fff'ffff);
  if (offset < world_->by_id.size()) {
    world_->by_id[offset] = -1;
  }
}

}  // namespace timerlaw
