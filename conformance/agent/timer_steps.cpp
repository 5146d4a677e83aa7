// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/output.h"
#include "conformance/agent/steps.h"

namespace timerlaw::agent {
namespace {

// What a structure with 32-bit fields can hold of it.
void narrow(const KernelItimerspec& wide, KernelItimerspec& same) {
  same = wide;
}
void narrow(const KernelItimerspec& wide, KernelItimerspec32& low) {
  const auto half = [](std::int64_t field) { return static_cast<std::int32_t>(field); };
  low = {{half(wide.interval.sec), half(wide.interval.nsec)}, {half(wide.value.sec), half(wide.value.nsec)}};
}

long timer_argument(const Step& step, const ProgramState& state) {
  return static_cast<long>(step.slot == kNoSlot ? step.id : state.slots[step.slot].id);
}

// The own CPU-time clock of this kind (as in party_clock), by either of its names.
std::uint32_t own_clock_position(const ProgramState& state, int kind) {
  const wire::ProgramRecord& program = *state.program;
  const std::int32_t name = party_clock(kind < 4 ? state.me().process : state.self, kind);
  for (std::uint32_t c = 0; c < program.clock_count; ++c) {
    if (program.clocks[c] == ClockId{kind - 8} || program.clocks[c] == ClockId{name}) {
      return c;
    }
  }
  return 0;
}

// Where the program's clocks hold the one that a timer on `clock` counts on.
std::uint32_t clock_position(const ProgramState& state, std::int32_t clock) {
  const wire::ProgramRecord& program = *state.program;
  ClockId counts_on{clock};
  if (clock < 0 && clock >= -8 && (clock & 3) != 3) {
    return own_clock_position(state, clock + 8);
  }
  switch (counts_on) {
    case ClockId::process_cputime:
      return own_clock_position(state, 2);
    case ClockId::thread_cputime:
      return own_clock_position(state, 6);
    case ClockId::realtime_alarm:
      counts_on = ClockId::realtime;
      break;
    case ClockId::boottime_alarm:
      counts_on = ClockId::boottime;
      break;
    default:
      break;
  }
  for (std::uint32_t c = 0; c < program.clock_count; ++c) {
    if (program.clocks[c] == counts_on) {
      return c;
    }
  }
  return 0;
}

std::int32_t thread_of(const ProgramState& state, std::int64_t tid) {
  return tid == kSelfTid     ? state.me().tid
         : is_party_tid(tid) ? state.party[party_of_tid(tid)].tid
                             : static_cast<std::int32_t>(tid);
}

// Signed fields of 32 bits keep their sign.
template <class Itimerspec>
void report(const Itimerspec& value, StepResult& result) {
  result.sec = value.value.sec;
  result.frac = value.value.nsec;
  result.interval_sec = value.interval.sec;
  result.interval_frac = value.interval.nsec;
}

template <class Itimerspec>
void settime_by(const Step& step, long number, ProgramState& state, StepResult& result) {
  const std::uint32_t clock = step.slot == kNoSlot ? 0 : state.slots[step.slot].clock;
  KernelTimespec value = literal(step.value);
  if (step.value.origin != Origin::literal) {
    const std::int64_t* readings = step.value.origin == Origin::start ? state.start : state.now;
    value = timespec_of(resolve(step.value, {readings[clock]}).ns);
  }
  Itimerspec fresh;
  narrow({literal(step.interval), value}, fresh);
  const auto untouched = canary<Itimerspec>();
  void* in = place_input(step.in, &fresh, sizeof(fresh));
  void* out = place_output(step.out, &untouched, sizeof(untouched));
  result.ret = call(number, timer_argument(step, state), step.flags, in, out);
  Itimerspec old;
  const bool written = was_written(step.out, out, untouched, old);
  result.out = out_of(step.out, written);
  if (written) {
    report(old, result);
  }
  if (step.slot != kNoSlot && took_effect(result.ret)) {
    const bool absolute = (step.flags & kAbstime) != 0;
    const std::int64_t from = absolute ? 0 : state.now[clock];
    value = {fresh.value.sec, fresh.value.nsec};
    state.slots[step.slot].aim = {value.sec != 0 || value.nsec != 0, from + nanoseconds(value), length(step.interval)};
  }
}

template <class Itimerspec>
void gettime_by(const Step& step, long number, const ProgramState& state, StepResult& result) {
  const auto untouched = canary<Itimerspec>();
  void* out = place_output(step.out, &untouched, sizeof(untouched));
  result.ret = call(number, timer_argument(step, state), out);
  Itimerspec current;
  const bool written = was_written(step.out, out, untouched, current);
  result.out = out_of(step.out, written);
  if (written) {
    report(current, result);
  }
}

}  // namespace

void create(const Step& step, ProgramState& state, StepResult& result) {
  KernelSigevent event{};
  event.value = static_cast<std::uintptr_t>(step.sival);
  event.signo = static_cast<std::int32_t>(step.number);
  event.notify = static_cast<std::int32_t>(step.notify);
  event.tid = thread_of(state, step.tid);
  state.signals = true;
  const auto before = static_cast<std::int32_t>(step.id);
  void* in = place_input(step.in, &event, sizeof(event));
  void* out = place_output(step.out, &before, sizeof(before));
  result.ret = call(nr::timer_create, kernel_clock(state, step.clock), in, out);
  std::int32_t id = 0;
  // A timer may get the very id that stood there.
  const bool written = was_written(step.out, out, before, id) || (step.out == Pointer::ok && result.ret == 0);
  result.out = out_of(step.out, written);
  if (!written) {
    return;
  }
  result.id = id;
  if (result.ret == 0) {
    state.created[state.created_count++] = id;
    if (step.slot != kNoSlot) {
      state.slots[step.slot] = {id, clock_position(state, static_cast<std::int32_t>(step.clock)), {}};
    }
  }
}

void settime(const Step& step, ProgramState& state, StepResult& result) {
  if (step.time32) {
    settime_by<KernelItimerspec32>(step, nr::timer_settime32, state, result);
  } else {
    settime_by<KernelItimerspec>(step, nr::timer_settime, state, result);
  }
}

void gettime(const Step& step, const ProgramState& state, StepResult& result) {
  if (step.time32) {
    gettime_by<KernelItimerspec32>(step, nr::timer_gettime32, state, result);
  } else {
    gettime_by<KernelItimerspec>(step, nr::timer_gettime, state, result);
  }
}

void overrun(const Step& step, const ProgramState& state, StepResult& result) {
  result.ret = call(nr::timer_getoverrun, timer_argument(step, state));
}

void remove(const Step& step, const ProgramState& state, StepResult& result) {
  result.ret = call(nr::timer_delete, timer_argument(step, state));
}

}  // namespace timerlaw::agent
