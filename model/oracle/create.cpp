// SPDX-License-Identifier: Apache-2.0
// timer_create in every state that is still possible, and the ids that it gives.
#include <algorithm>

#include "model/calls/timer_create.h"
#include "model/calls/timer_settime.h"
#include "model/oracle/oracle.h"

namespace timerlaw {

OracleTimer& Oracle::add_timer(const Step& step, std::int64_t id) {
  const auto index = static_cast<std::int32_t>(world_->timers.size());
  OracleTimer& t = world_->timers.emplace_back();
  t.id = static_cast<TimerId>(id);
  const auto clock = static_cast<std::int32_t>(step.clock);
  const ClockKind kind = clock_kind(clock, facts_.aux_clocks);
  t.cpu_time = kind == ClockKind::cpu;
  t.wakes = kind == ClockKind::alarm;
  t.clock = t.cpu_time ? reading_clock(trace_.program, step) : ClockId{clock};
  t.base = base_clock(t.clock, true);
  t.null_sevp = step.in == Pointer::null;
  if (t.null_sevp) {  // ARG-TC-7
    t.signo = kSigAlrm;
    t.sival = static_cast<std::uint32_t>(id);
  } else {
    const auto notify = static_cast<std::int32_t>(step.notify);
    t.signo = static_cast<Signo>(step.number);
    t.sival = as_taken(step.sival, abi_);
    t.notify_none = notify == kNotifyNone;
    if (notify == kNotifyThreadId) {
      t.to = static_cast<Target>(thread_named(step.tid));
    }
  }
  const bool bad_signo = !t.notify_none && (t.signo < 1 || t.signo > kSigMax);  // accepted against the law
  const bool unread = t.cpu_time && clock_position(t.clock) == 0;               // somebody else's CPU time
  t.outside = kind == ClockKind::unknown || kind == ClockKind::no_timers || unread || bad_signo;
  t.known = !t.outside;
  if (t.outside && !t.notify_none && !bad_signo) {
    make_hot(index);
  }
  const std::int64_t offset = (id - world_->first_id) & 0x7fff'ffff;
  // Ids far from the counter only come up after a divergence: such a timer is found by its slot.
  if (offset < static_cast<std::int64_t>(trace_.program.steps.size())) {
    world_->by_id.resize(std::max(world_->by_id.size(), static_cast<std::size_t>(offset) + 1), -1);
    world_->by_id[static_cast<std::size_t>(offset)] = index;
  } else {
    world_->far_ids.emplace_back(id, index);
  }
  if (step.slot >= 0) {
    world_->by_slot.resize(std::max(world_->by_slot.size(), static_cast<std::size_t>(step.slot) + 1), -1);
    world_->by_slot[static_cast<std::size_t>(step.slot)] = id;
    world_->slot_clocks.resize(world_->by_slot.size(), ClockId::monotonic);
    world_->slot_clocks[static_cast<std::size_t>(step.slot)] = t.base;
  }
  return t;
}

// The party whose thread id this is, or kParties.
Party Oracle::thread_named(std::int64_t tid) const {
  if (tid == kSelfTid) {
    return party_;
  }
  for (Party party = 0; party < kParties; ++party) {
    if (is_party_tid(tid) ? party_of_tid(tid) == party
                          : static_cast<std::int32_t>(tid) == tid_of(party) && tid_of(party) != 0) {
      return party;
    }
  }
  return kParties;
}

CreateContext Oracle::create_context(const Step& step) {
  CreateContext context{.restoring = world_->restoring};
  const Party target = thread_named(step.tid);
  // A leader that has exited alone stays as a zombie, with its clock.
  const auto own_or_leader = [&](Party party) { return same_process(party) || party == world_->leader; };
  context.own_thread = target < kParties && own_or_leader(target);
  const auto clock = static_cast<std::int32_t>(step.clock);
  if (clock_kind(clock, facts_.aux_clocks) == ClockKind::cpu) {
    const CpuClock cpu = cpu_clock(clock);
    if (is_party_clock(clock)) {
      const Party party = party_of_clock(clock);
      context.clock_target = cpu.of_thread ? own_or_leader(party) : process_alive(pid_of(party));
    } else if (cpu.pid != 0) {
      const Party party = thread_named(cpu.pid);
      context.clock_target = party < kParties && (cpu.of_thread ? own_or_leader(party)
                                                                : pid_of(party) == cpu.pid && process_alive(cpu.pid));
    }
  }
  context.id_in_use = world_->restoring && find_id(static_cast<std::int32_t>(step.id)) != nullptr;
  return context;
}

void Oracle::create(const Step& step, const StepResult& result) {
  const CreateContext context = create_context(step);
  const CreateChecked expected = check_timer_create(profile_, facts_, step, context);
  const auto clock = static_cast<std::int32_t>(step.clock);
  // A process that is none of the program's may be there or not.
  const bool stranger = clock_kind(clock, facts_.aux_clocks) == ClockKind::cpu && !is_party_clock(clock) &&
                        cpu_clock(clock).pid != 0 && !cpu_clock(clock).of_thread && !context.clock_target;
  Wide own = 0;
  if (world_->sigpending_limit < kFar) {
    own = std::ranges::count_if(world_->timers, &OracleTimer::alive);
  }
  const bool over_limit = own + 1 > world_->sigpending_limit;
  const bool before_id = expected.id_consumed || expected.checked.error == kEbusy;
  if (stranger && result.ret == 0) {
    accept("ARG-TC-4"_rule, true);
  } else if (before_id && (result.ret == -kEagain || over_limit)) {
    accept("ARG-TC-8"_rule, !over_limit);  // before the id is taken
    if (over_limit) {
      expect_error({kEagain, "ARG-TC-8"_rule}, result);
    }
    return;
  } else if (!expect_create_error(expected, step, result)) {
    world_->next_id_known = false;
  } else if (expected.checked.error != 0) {
    if (expected.id_consumed) {
      world_->id_burnt = true;
      world_->next_id = next_timer_id(world_->restoring ? static_cast<std::int32_t>(step.id) : free_id());
      if (world_->restoring) {
        exercise("SIDE-5"_rule);
      }
    }
    return;
  }
  if (abi_ == Abi::compat32 && step.in == Pointer::edge) {
    exercise("C32-5"_rule);
  }
  if (step.in != Pointer::null && static_cast<std::int32_t>(step.notify) == kNotifyThreadId) {
    exercise("ARG-TC-6"_rule);
  }
  if (result.ret != 0) {
    return;
  }
  if (result.out != Out::written) {
    diverge("ARG-TC-1"_rule, "no id was written", "allowed are only: an id", {}, lawful_number(Lawful::Of::output, 1));
    return;
  }
  if (world_->restoring) {
    expect_value("ID-4"_rule, result.id, static_cast<std::int32_t>(step.id), "id");
  } else if (profile_.id_allocation == IdAllocation::counter && world_->next_id_known) {
    if (expect_value("ID-1"_rule, result.id, free_id(), "id") && world_->id_burnt) {
      exercise("SIDE-2"_rule);
    }
  }
  if (clock_kind(clock, facts_.aux_clocks) == ClockKind::cpu) {
    exercise("ARG-TC-4"_rule);
  }
  world_->next_id_known = true;
  world_->id_burnt = false;
  world_->next_id = next_timer_id(result.id);
  add_timer(step, result.id);
  if (expected.checked.error == 0 && expected.checked.rule != "ARG-TC-1"_rule) {
    accept(expected.checked.rule);
  }
}

// The id that the counter comes to next.
std::int64_t Oracle::free_id() {
  std::int64_t id = world_->next_id;
  for (OracleTimer* taken = find_id(id); taken != nullptr; taken = find_id(id)) {
    id = next_timer_id(id);
  }
  return id;
}

// SIDE-3: a failure of the clock's own comes after the id was written.
bool Oracle::expect_create_error(const CreateChecked& expected, const Step& step, const StepResult& result) {
  if (expected.checked.error == 0 || !expected.id_written || step.out != Pointer::ok) {
    return expect_error(expected.checked, result);
  }
  if (result.ret != -expected.checked.error) {
    return expect_error(expected.checked, result);
  }
  const std::int64_t id = world_->restoring ? static_cast<std::int32_t>(step.id) : free_id();
  const bool counted = world_->restoring || (profile_.id_allocation == IdAllocation::counter && world_->next_id_known);
  // What stands there already cannot be seen to be written.
  const bool same = result.out == Out::untouched && (!counted || id == static_cast<std::int32_t>(step.id));
  if (!same && (result.out != Out::written || (counted && result.id != id))) {
    diverge("SIDE-3"_rule, result.out == Out::written ? "id " + std::to_string(result.id) : "no id was written",
            counted ? "allowed are only: id " + std::to_string(id) : std::string("allowed are only: an id"), {},
            counted && result.out == Out::written ? lawful_number(Lawful::Of::id, id)
                                                  : lawful_number(Lawful::Of::output, 1));
    return false;
  }
  accept(expected.checked.rule);
  exercise("SIDE-3"_rule);
  return true;
}

// ARG-PR-1, ARG-PR-2.
void Oracle::restore(const Step& step, const StepResult& result) {
  if (!profile_.restore_ids) {
    expect_error({kEinval, "ARG-PR-2"_rule}, result);
    return;
  }
  if (step.number == 2) {
    expect_value("ARG-PR-1"_rule, result.ret, world_->restoring ? 1 : 0, "returned");
    return;
  }
  const bool valid = step.number == 0 || step.number == 1;
  if (expect_error({valid ? 0 : kEinval, "ARG-PR-1"_rule}, result) && valid) {
    accept("ARG-PR-1"_rule);
    world_->restoring = step.number == 1;
  }
}

}  // namespace timerlaw
