// SPDX-License-Identifier: Apache-2.0
// One step as the system call that it makes.
#include <algorithm>

#include "reports/reproducer/c_program.h"
#include "reports/reproducer/c_text.h"

namespace timerlaw::reports {
namespace {

bool real_time(const Step& step) {
  return static_cast<Which>(step.clock) == Which::real;
}

}  // namespace

std::string CProgram::timer(const Step& step) {
  for (const StepResult& result : trace_.results)
    if (step.slot == kNoSlot && result.out == Out::written && result.id != 0 &&
        static_cast<std::int32_t>(step.id) == static_cast<std::int32_t>(result.id))
      unfit_ = "it names a timer by its number";
  if (step.slot == kNoSlot)
    return c_number(step.id);
  const auto made_before = [&] {
    const auto& steps = trace_.program.steps;
    return std::any_of(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(image_begins_),
                       [&](const Step& one) { return one.op == Op::create && one.slot == step.slot; });
  };
  if (step.op != Op::create && made_before())
    unfit_ = "it names a timer from before an execve";
  const std::string name = "t" + std::to_string(step.slot);
  variable("int " + name);
  return name;
}

std::string CProgram::input(const Step& step, const std::string& object) {
  return pointer(step.in == Pointer::readonly ? Pointer::ok : step.in, object);
}

std::string CProgram::output(const Step& step, const std::string& object) {
  return pointer(step.out, object);
}

std::string CProgram::pointer(Pointer where, const std::string& object) {
  switch (where) {
    case Pointer::null:
      return "NULL";
    case Pointer::bad:
      return "(void *)-4096L";
    case Pointer::edge:
      use("edge");
      return "EDGE(" + (object.empty() ? "(int){0}" : object.substr(1)) + ")";
    case Pointer::readonly:
      use("readonly");
      return "readonly()";
    case Pointer::ok:
      return object;
  }
  return object;
}

std::string CProgram::clock(std::int64_t id) {
  if (!is_party_clock(id))
    return c_clock(id);
  use("turns");
  const int kind = kind_of_party_clock(id);
  const std::string of = kind >= 4 ? "tid[" + std::to_string(party_of_clock(id)) + "]" : "getpid()";
  return "~" + of + " << 3 | " + std::to_string(kind);
}

std::string CProgram::itimerspec(const Step& step) {
  if (abi_ == Abi::native64 || has_time32(step, abi_))
    return "struct itimerspec";
  use("time64");
  return "struct itimerspec64";
}

std::string CProgram::time_call(const std::string& name, const Step& step) const {
  return "SYS_" + name + (abi_ == Abi::native64 || has_time32(step, abi_) ? "" : "64");
}

std::string CProgram::shown_object(const Step& step) {
  if (step.op == Op::setitimer || step.op == Op::getitimer) {
    variable("struct itimerval shown_us = {.it_value = {-1, -1}}");
    return "shown_us";
  }
  const std::string name = abi_ != Abi::native64 && has_time32(step, abi_) ? "shown_32" : "shown";
  variable(itimerspec(step) + " " + name + " = {.it_value = {-1, -1}}");
  return name;
}

// A literal that has no room in a field of 32 bits is cut as the program cuts it.
std::string CProgram::number(const Step& step, const TimeArg& time) const {
  const auto field = [&](std::int64_t value) {
    const bool cut = has_time32(step, abi_) && value != static_cast<std::int32_t>(value);
    return (cut ? "(long)" : "") + c_number(value);
  };
  return "{" + field(time.sec) + ", " + field(time.frac) + "}";
}

// Of a call that waits.
std::string CProgram::wait_time(const Step& step) {
  if (abi_ == Abi::native64)
    return "&(struct timespec)" + c_timespec(step.value);
  use("time64");
  return "&(struct timespec64)" + c_timespec(step.value);
}

std::string CProgram::sival(std::uint64_t value) const {
  return "(void *)" + std::to_string(abi_ == Abi::native64 ? value : static_cast<std::uint32_t>(value)) + "UL";
}

std::string CProgram::create(const Step& step) {
  const std::string id = step.slot == kNoSlot ? "scratch" : timer(step);
  variable("int " + id);
  std::string event = "&(struct sigevent){.sigev_notify = " + c_notify(step.notify);
  if (step.number != 0)
    event += ", .sigev_signo = " + c_signal(step.number);
  if (step.notify == 4) {
    use("thread_id");
    if (is_party_tid(step.tid))
      use("turns");
    event += ", .sigev_notify_thread_id = " + (step.tid == kSelfTid ? std::string("syscall(SYS_gettid)")
                                               : is_party_tid(step.tid)
                                                   ? "tid[" + std::to_string(party_of_tid(step.tid)) + "]"
                                                   : c_number(step.tid));
  }
  if (step.sival != 0)
    event += ", .sigev_value.sival_ptr = " + sival(step.sival);
  return "syscall(SYS_timer_create, " + clock(step.clock) + ", " + input(step, event + "}") + ", " +
         output(step, "&" + id) + ")";
}

// An instant that counts from a reading, as nanoseconds.
std::string CProgram::time_from(std::size_t at, ClockId clock) {
  const Step& step = trace_.program.steps[at];
  return reading(step.value.origin == Origin::start ? 0 : at, false, clock) + " + " + c_nanos(step.value);
}

std::string CProgram::settime(std::size_t at) {
  const Step& step = trace_.program.steps[at];
  std::string value = number(step, step.value);
  if (step.value.origin != Origin::literal) {
    use("timespec");
    ClockId base = ClockId::monotonic;
    for (const Step& one : trace_.program.steps)
      if (one.op == Op::create && one.slot == step.slot)
        base = reading_clock(trace_.program, one);
    value = "TIMESPEC(" + time_from(at, base) + ")";
  }
  std::string object = "&(" + itimerspec(step) + "){.it_value = " + value;
  if (step.interval != TimeArg{})
    object += ", .it_interval = " + number(step, step.interval);
  const std::string flags = step.flags == 0 ? "0" : step.flags == kAbstime ? "TIMER_ABSTIME" : c_number(step.flags);
  return "syscall(" + time_call("timer_settime", step) + ", " + timer(step) + ", " + flags + ", " +
         input(step, object + "}") + ", " + output(step, step.out == Pointer::ok ? "&" + shown_object(step) : "") + ")";
}

std::string CProgram::setitimer(std::size_t at) {
  const Step& step = trace_.program.steps[at];
  std::string value = number(step, step.value);
  if (step.value.origin != Origin::literal) {
    use("timeval");
    value = "TIMEVAL(" + time_from(at, ClockId::monotonic) + ")";
  }
  std::string object = "&(struct itimerval){.it_value = " + value;
  if (step.interval != TimeArg{})
    object += ", .it_interval = " + number(step, step.interval);
  return "syscall(SYS_setitimer, " + c_number(step.clock) + ", " + input(step, object + "}") + ", " +
         output(step, step.out == Pointer::ok ? "&" + shown_object(step) : "") + ")";
}

std::string CProgram::kill(const Step& step) {
  const bool other = is_party_tid(step.tid);
  if (step.flags == kKillThread) {
    if (other)
      use("turns");
    const std::string tid = other ? "tid[" + std::to_string(party_of_tid(step.tid)) + "]" : "syscall(SYS_gettid)";
    return "syscall(SYS_tgkill, getpid(), " + tid + ", " + c_signal(step.number) + ")";
  }
  if (other && home_[party_of_tid(step.tid)] != party_of_tid(step.tid) && party_of_tid(step.tid) != 0)
    unfit_ = "it sends a signal from one process to another";
  return "syscall(SYS_kill, getpid(), " + c_signal(step.number) + ")";
}

// Spins: to an instant that counts from a reading, or from the deadline that was aimed at.
std::string CProgram::until(std::size_t at) {
  const Step& step = trace_.program.steps[at];
  if (step.anchor == Anchor::start || step.anchor == Anchor::now) {
    return "spin(CLOCK_MONOTONIC, " + reading(step.anchor == Anchor::start ? 0 : at, false, ClockId::monotonic) +
           " + " + c_nanos(step.value) + ")";
  }
  const bool real = step.anchor == Anchor::real;
  ClockId base = ClockId::monotonic;
  std::string aim;
  for (std::size_t i = 0; i < at; ++i) {
    const Step& one = trace_.program.steps[i];
    if (one.op == Op::create && one.slot == step.slot && !real)
      base = reading_clock(trace_.program, one);
    const bool sets = real ? one.op == Op::alarm || (one.op == Op::setitimer && real_time(one))
                           : one.op == Op::settime && one.slot == step.slot;
    if (!sets)
      continue;
    const bool absolute = !real && (one.flags & kAbstime) != 0;
    TimeArg length = one.op == Op::alarm ? TimeArg{one.number, 0} : one.value;
    if (one.op == Op::setitimer)
      length.frac *= 1000;
    aim = one.value.origin != Origin::literal ? time_from(i, base)
          : absolute                          ? c_nanos(length)
                                              : reading(i, false, base) + " + " + c_nanos(length);
    if (one.interval != TimeArg{})
      unfit_ = "it waits for a point of a periodic timer's grid";
  }
  if (aim.empty())
    return "0";
  return "spin(" + c_clock(static_cast<std::int32_t>(base)) + ", " + aim + " + " + c_nanos(step.value) + ")";
}

std::string CProgram::call(std::size_t at) {
  const Step& step = trace_.program.steps[at];
  const auto set_it = [&](SigSet set) {
    use("bit");
    variable("unsigned long long set");
    statement("set = " + c_signals(set) + ";");
  };
  switch (step.op) {
    case Op::create:
      if (step.slot != kNoSlot && step.id != 0)
        statement(timer(step) + " = " + c_number(static_cast<std::int32_t>(step.id)) + ";");
      return create(step);
    case Op::settime:
      return settime(at);
    case Op::gettime:
      return "syscall(" + time_call("timer_gettime", step) + ", " + timer(step) + ", " +
             output(step, "&" + shown_object(step)) + ")";
    case Op::overrun:
      return "syscall(SYS_timer_getoverrun, " + timer(step) + ")";
    case Op::remove:
      return "syscall(SYS_timer_delete, " + timer(step) + ")";
    case Op::setitimer:
      return setitimer(at);
    case Op::getitimer:
      return "syscall(SYS_getitimer, " + c_number(step.clock) + ", " + output(step, "&" + shown_object(step)) + ")";
    case Op::alarm:
      return "syscall(SYS_alarm, " + std::to_string(static_cast<std::uint32_t>(step.number)) + "U)";
    case Op::sleep:
      return std::string("syscall(SYS_clock_nanosleep") + (abi_ == Abi::native64 ? "" : "_time64") +
             ", CLOCK_MONOTONIC, 0, " + wait_time(step) + ", NULL)";
    case Op::until:
      use("now");
      use("spin");
      return until(at);
    case Op::cpu:
      return "syscall(SYS_sched_setaffinity, 0, sizeof(long), &(unsigned long){1UL << " + c_number(step.number) + "})";
    case Op::take:
      set_it(step.set);
      variable("siginfo_t info");
      return std::string("syscall(SYS_rt_sigtimedwait") + (abi_ == Abi::native64 ? "" : "_time64") + ", &set, &info, " +
             wait_time(step) + ", 8)";
    case Op::pending:
      variable("unsigned long long pending");
      return "syscall(SYS_rt_sigpending, &pending, 8)";
    case Op::mask:
    case Op::unmask:
      set_it(step.set);
      return std::string("syscall(SYS_rt_sigprocmask, ") + (step.op == Op::mask ? "SIG_BLOCK" : "SIG_UNBLOCK") +
             ", &set, NULL, 8)";
    case Op::ignore:
    case Op::dflt:
      return "syscall(SYS_rt_sigaction, " + c_signal(step.number) + ", (long[" + (abi_ == Abi::native64 ? "4" : "5") +
             "]){(long)" + (step.op == Op::ignore ? "SIG_IGN" : "SIG_DFL") + "}, NULL, 8)";
    case Op::handler:
      use("handler");
      return "handle(" + c_signal(step.number) + ", " +
             (step.flags == kSaRestart ? "SA_RESTART" : c_number(step.flags)) + ")";
    case Op::window:
      use("bit");
      use("window");
      return "window(" + c_signals(step.set) + ", (struct timespec)" + c_timespec(step.value) + ")";
    case Op::kill:
      return kill(step);
    case Op::burn:
      use("now");
      use("burn");
      use("bit");
      return "burn(" + c_nanos(step.value) + ", " + c_signals(step.set) + ")";
    case Op::read:
      use("read");
      // Zero would disarm it.
      return "read_timerfd((struct timespec)" + c_timespec(step.value == TimeArg{} ? TimeArg{0, 1} : step.value) + ")";
    case Op::queue:
      return "syscall(SYS_rt_sigqueueinfo, getpid(), " + c_signal(step.number) +
             ", &(siginfo_t){.si_code = " + c_number(step.notify) + ", .si_value.sival_ptr = " + sival(step.sival) +
             "})";
    case Op::restore:
      return "syscall(SYS_prctl, 77 /* PR_TIMER_CREATE_RESTORE_IDS */, " + c_number(step.number) + ", 0, 0, 0)";
    case Op::limit:
      use("limit");
      return "limit(" + c_number(step.clock) + ", (rlim_t)" + std::to_string(static_cast<std::uint64_t>(step.number)) +
             "ULL)";
    case Op::setclock:
      use("now");
      use("step_clock");
      set_back_.push_back("step_clock(" + c_clock(step.clock) + ", -(" + c_nanos(step.value) + "));");
      return "step_clock(" + c_clock(step.clock) + ", " + c_nanos(step.value) + ")";
    case Op::timens:
      unfit_ = "it makes a time namespace";
      return "0";
    case Op::exec:
    case Op::thread:
    case Op::fork:
    case Op::exit:
      return "0";
  }
  return "0";
}

}  // namespace timerlaw::reports
