// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/step.h"

#include "conformance/agent/clock.h"
#include "conformance/agent/cpus.h"
#include "conformance/agent/handler.h"
#include "conformance/agent/pages.h"

namespace timerlaw::agent {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int32_t kIdCanary = -77;
constexpr unsigned char kCanaryByte = 0xa5;

template <class T>
T canary() {
  T value;
  __builtin_memset(&value, kCanaryByte, sizeof(T));  // in line: this is inside the bracket
  return value;
}

// Only a whole, writable object is looked at: what a failing copy leaves in a torn one is nobody's promise.
template <class T>
bool was_written(Pointer pointer, const void* place, const T& untouched, T& content) {
  if (pointer != Pointer::ok) {
    return false;
  }
  __builtin_memcpy(&content, place, sizeof(T));
  return __builtin_memcmp(&content, &untouched, sizeof(T)) != 0;
}

Out out_of(Pointer pointer, bool written) {
  if (pointer != Pointer::ok) {
    return Out::none;
  }
  return written ? Out::written : Out::untouched;
}

KernelTimespec literal(const TimeArg& t) {
  return {t.sec, t.frac};
}

// What a structure with 32-bit fields can hold of it.
void narrow(const KernelItimerspec& wide, KernelItimerspec& same) {
  same = wide;
}
void narrow(const KernelItimerspec& wide, KernelItimerspec32& low) {
  const auto half = [](std::int64_t field) { return static_cast<std::int32_t>(field); };
  low = {{half(wide.interval.sec), half(wide.interval.nsec)}, {half(wide.value.sec), half(wide.value.nsec)}};
}

std::int64_t length(const TimeArg& t) {
  return t.sec * kSecond + t.frac;
}

long timer_argument(const Step& step, const ProgramState& state) {
  return static_cast<long>(step.slot == kNoSlot ? step.id : state.slots[step.slot].id);
}

std::uint32_t clock_position(const wire::ProgramRecord& program, std::int64_t clock) {
  for (std::uint32_t c = 0; c < program.clock_count; ++c) {
    if (static_cast<std::int64_t>(program.clocks[c]) == clock) {
      return c;
    }
  }
  return 0;
}

void create(const Step& step, ProgramState& state, StepResult& result) {
  KernelSigevent event{};
  event.value = static_cast<std::uintptr_t>(step.sival);
  event.signo = static_cast<std::int32_t>(step.number);
  event.notify = static_cast<std::int32_t>(step.notify);
  event.tid = static_cast<std::int32_t>(step.tid == kSelfTid ? state.pid : step.tid);
  state.signals = true;
  void* in = place_input(step.in, &event, sizeof(event));
  void* out = place_output(step.out, &kIdCanary, sizeof(kIdCanary));
  result.ret = call(nr::timer_create, step.clock, in, out);
  std::int32_t id = 0;
  const bool written = was_written(step.out, out, kIdCanary, id);
  result.out = out_of(step.out, written);
  if (!written) {
    return;
  }
  result.id = id;
  if (result.ret == 0) {
    state.created[state.created_count++] = id;
    if (step.slot != kNoSlot) {
      state.slots[step.slot] = {id, clock_position(*state.program, step.clock), {}};
    }
  }
}

// Signed fields of 32 bits keep their sign.
template <class Itimerspec>
void report(const Itimerspec& value, StepResult& result) {
  result.sec = value.value.sec;
  result.frac = value.value.nsec;
  result.interval_sec = value.interval.sec;
  result.interval_frac = value.interval.nsec;
}

void report(const KernelItimerval& value, StepResult& result) {
  result.sec = value.value.sec;
  result.frac = value.value.usec;
  result.interval_sec = value.interval.sec;
  result.interval_frac = value.interval.usec;
}

// A bad address for the old value fails the call after the timer was set.
bool took_effect(std::int64_t ret) {
  return ret == 0 || ret == -kEfault;
}

template <class Itimerspec>
void settime(const Step& step, long number, ProgramState& state, StepResult& result) {
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
void gettime(const Step& step, long number, const ProgramState& state, StepResult& result) {
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

void setitimer(const Step& step, ProgramState& state, StepResult& result) {
  state.itimers = state.signals = true;
  const KernelItimerval fresh{{static_cast<long>(step.interval.sec), static_cast<long>(step.interval.frac)},
                              {static_cast<long>(step.value.sec), static_cast<long>(step.value.frac)}};
  const auto untouched = canary<KernelItimerval>();
  void* in = place_input(step.in, &fresh, sizeof(fresh));
  void* out = place_output(step.out, &untouched, sizeof(untouched));
  result.ret = call(nr::setitimer, step.clock, in, out);
  KernelItimerval old;
  const bool written = was_written(step.out, out, untouched, old);
  result.out = out_of(step.out, written);
  if (written) {
    report(old, result);
  }
  if (step.clock == static_cast<std::int64_t>(Which::real) && took_effect(result.ret)) {
    const auto time = [](const KernelTimeval& t) { return t.sec * kSecond + t.usec * std::int64_t{1000}; };
    const std::int64_t value = time(fresh.value), interval = time(fresh.interval);
    state.real = {value != 0 && step.in != Pointer::null, state.now[0] + value, interval};
  }
}

void getitimer(const Step& step, StepResult& result) {
  const auto untouched = canary<KernelItimerval>();
  void* out = place_output(step.out, &untouched, sizeof(untouched));
  result.ret = call(nr::getitimer, step.clock, out);
  KernelItimerval current;
  const bool written = was_written(step.out, out, untouched, current);
  result.out = out_of(step.out, written);
  if (written) {
    report(current, result);
  }
}

void spin_to(ClockId clock, std::int64_t target) {
  const std::int64_t begun = read_clock(clock);
  const std::int64_t limit = target - begun > kSpinLimit ? begun + kSpinLimit : target;
  while (read_clock(clock) < limit) {
  }
}

// The next instant at which the timer was told to fire, seen from `now`.
std::int64_t next_aim(const Aim& aim, std::int64_t now) {
  if (aim.interval <= 0 || aim.at > now) {
    return aim.at;
  }
  return aim.at + ((now - aim.at) / aim.interval + 1) * aim.interval;
}

void until(const Step& step, const ProgramState& state) {
  const std::int64_t offset = length(step.value);
  const bool timer = step.anchor == Anchor::timer && step.slot != kNoSlot;
  const std::uint32_t clock = timer ? state.slots[step.slot].clock : 0;
  if (step.anchor == Anchor::start || step.anchor == Anchor::now) {
    spin_to(state.program->clocks[0], (step.anchor == Anchor::start ? state.start[0] : state.now[0]) + offset);
    return;
  }
  const Aim& aim = timer ? state.slots[step.slot].aim : state.real;
  if (aim.armed && (timer || step.anchor == Anchor::real)) {
    spin_to(state.program->clocks[clock], next_aim(aim, state.now[clock]) + offset);
  }
}

void burn(const Step& step) {
  const std::int64_t wanted = length(step.value);
  spin_to(ClockId::thread_cputime, read_clock(ClockId::thread_cputime) + wanted);
}

void disposition(const Step& step, const KernelSigaction& action, ProgramState& state, StepResult& result) {
  result.ret = call(nr::rt_sigaction, step.number, &action, 0, kSigSetBytes);
  if (step.number >= 1 && step.number <= kSigMax) {
    const auto signo = static_cast<Signo>(step.number);
    state.changed.add(signo);
    if (step.op == Op::handler) {
      state.handled.add(signo);
    } else {
      state.handled.remove(signo);
    }
  }
}

void take(const Step& step, StepResult& result) {
  const KernelTimespec timeout = literal(step.value);
  KernelSigInfo info{};
  result.ret = call(nr::rt_sigtimedwait, &step.set, &info, &timeout, kSigSetBytes);
  if (result.ret > 0) {
    result.info = plain_info(info);
  }
}

long sleep(const TimeArg& value) {
  const KernelTimespec duration = literal(value);
  return call(nr::clock_nanosleep, static_cast<std::int32_t>(ClockId::monotonic), 0, &duration, 0);
}

bool handlers_are_over() {
  return logged_deliveries() >= kHandlerRuns;
}

// Sets the mask, unless the last handler of the program has run: then nothing is unblocked any more. Signals with a
// handler are held back while that is found out; others are not, for an ignored signal meets another fate while it is
// blocked.
long set_mask(const SigSet& mask, const SigSet& handled) {
  if (!handled.empty()) {
    call(nr::rt_sigprocmask, kSigBlock, &handled, 0, kSigSetBytes);
  }
  const SigSet& next = handlers_are_over() ? kAllSignals : mask;
  return call(nr::rt_sigprocmask, kSigSetmask, &next, 0, kSigSetBytes);
}

SigSet current_mask() {
  SigSet mask;
  call(nr::rt_sigprocmask, kSigBlock, 0, &mask, kSigSetBytes);
  return mask;
}

void mask(const Step& step, ProgramState& state, StepResult& result) {
  state.mask = true;
  result.ret = call(nr::rt_sigprocmask, kSigBlock, &step.set, 0, kSigSetBytes);
}

void unmask(const Step& step, ProgramState& state, StepResult& result) {
  state.mask = true;
  result.ret = set_mask({current_mask().bits & ~step.set.bits}, state.handled);
}

void window(const Step& step, ProgramState& state, StepResult& result) {
  state.mask = true;
  const SigSet before = current_mask();
  result.ret = set_mask({before.bits & ~step.set.bits}, state.handled);
  if (step.value.sec != 0 || step.value.frac != 0) {
    result.ret = sleep(step.value);
  }
  set_mask(before, state.handled);
}

void send(const Step& step, ProgramState& state, StepResult& result) {
  state.signals = true;
  result.ret = (step.flags & kKillThread) != 0 ? call(nr::tgkill, state.pid, state.pid, step.number)
                                               : call(nr::kill, state.pid, step.number);
}

void alarm(const Step& step, ProgramState& state, StepResult& result) {
  state.itimers = state.signals = true;
  // Seconds, never an error: not negative where a register has 32 bits.
  result.ret = static_cast<std::int64_t>(static_cast<unsigned long>(call(nr::alarm, step.number)));
  const auto seconds = static_cast<std::int64_t>(static_cast<std::uint32_t>(step.number));
  state.real = {seconds != 0, state.now[0] + seconds * kSecond, 0};
}

}  // namespace

void execute(const Step& step, ProgramState& state, StepResult& result) {
  switch (step.op) {
    case Op::create:
      return create(step, state, result);
    case Op::settime:
      return step.time32 ? settime<KernelItimerspec32>(step, nr::timer_settime32, state, result)
                         : settime<KernelItimerspec>(step, nr::timer_settime, state, result);
    case Op::gettime:
      return step.time32 ? gettime<KernelItimerspec32>(step, nr::timer_gettime32, state, result)
                         : gettime<KernelItimerspec>(step, nr::timer_gettime, state, result);
    case Op::overrun:
      result.ret = call(nr::timer_getoverrun, timer_argument(step, state));
      return;
    case Op::remove:
      result.ret = call(nr::timer_delete, timer_argument(step, state));
      return;
    case Op::setitimer:
      return setitimer(step, state, result);
    case Op::getitimer:
      return getitimer(step, result);
    case Op::alarm:
      return alarm(step, state, result);
    case Op::sleep:
      result.ret = sleep(step.value);
      return;
    case Op::until:
      return until(step, state);
    case Op::cpu:
      state.moved = true;
      result.ret = pin(step.number);
      return;
    case Op::take:
      return take(step, result);
    case Op::pending:
      result.ret = call(nr::rt_sigpending, &result.pending, kSigSetBytes);
      return;
    case Op::mask:
      return mask(step, state, result);
    case Op::unmask:
      return unmask(step, state, result);
    case Op::ignore:
      return disposition(step, {kSigIgn, 0, 0, {}}, state, result);
    case Op::dflt:
      return disposition(step, {kSigDfl, 0, 0, {}}, state, result);
    case Op::handler:
      return disposition(step, handler_action(step.flags), state, result);
    case Op::window:
      return window(step, state, result);
    case Op::kill:
      return send(step, state, result);
    case Op::burn:
      return burn(step);
  }
}

}  // namespace timerlaw::agent
