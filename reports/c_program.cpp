// SPDX-License-Identifier: Apache-2.0
#include "reports/c_program.h"

#include "conformance/formats/names.h"
#include "conformance/formats/step_text.h"
#include "reports/c_text.h"

namespace timerlaw::reports {
namespace {

std::string quoted_step(const Step& step) {
  return "/* " + to_text(step) + " */";
}

bool real_time(const Step& step) {
  return static_cast<Which>(step.clock) == Which::real;
}

}  // namespace

std::string CProgram::reading(std::size_t step, bool after, ClockId clock) {
  readings_[{step, after}].insert(clock);
  use("now");
  std::string name = (after ? "after" : "before") + std::to_string(step);
  const ClockId usual = trace_.clocks.empty() ? ClockId::monotonic : trace_.clocks.back();
  if (clock != usual)
    name += clock == ClockId::monotonic ? "_monotonic" : "_other";
  variable("long long " + name);
  return name;
}

std::string CProgram::shown(std::size_t step) {
  shown_.insert(step);
  const std::string name = "shown" + std::to_string(step);
  variable("long long " + name);
  return name;
}

std::string CProgram::timer(const Step& step) {
  for (const StepResult& result : trace_.results)
    if (step.slot == kNoSlot && result.out == Out::written && result.id != 0 &&
        static_cast<std::int32_t>(step.id) == static_cast<std::int32_t>(result.id))
      unfit_ = "it names a timer by its number";
  if (step.slot == kNoSlot)
    return c_number(step.id);
  const std::string name = "t" + std::to_string(step.slot);
  variable("int " + name);
  return name;
}

void CProgram::statement(const std::string& line) {
  constexpr std::size_t kWidth = 96;
  const std::string indent(depth_[party_] + 1, '\t');
  std::vector<std::string>& body = bodies_[home_[party_]];
  // Long calls are broken before a struct, or at an operator.
  for (const char* before : {"&(struct", "&& ", "|| "}) {
    const std::size_t at = line.find(before);
    if (line.size() <= kWidth || at == std::string::npos || at > kWidth)
      continue;
    body.push_back(indent + line.substr(0, line.find_last_not_of(' ', at - 1) + 1));
    body.push_back(indent + "     " + line.substr(at));
    return;
  }
  body.push_back(indent + line);
}

void CProgram::readings_of(std::size_t at, bool after) {
  const auto found = readings_.find({at, after});
  if (found == readings_.end())
    return;
  for (const ClockId one : found->second)
    statement(reading(at, after, one) + " = now(" + c_clock(static_cast<std::int32_t>(one)) + ");");
}

std::string CProgram::input(const Step& step, const std::string& object) {
  switch (step.in) {
    case Pointer::null:
      return "NULL";
    case Pointer::bad:
      return "(void *)-4096L";
    case Pointer::edge:
      use("edge");
      return "edge()";
    case Pointer::ok:
    case Pointer::readonly:
      return object;
  }
  return object;
}

std::string CProgram::output(const Step& step, const std::string& object) {
  switch (step.out) {
    case Pointer::null:
      return "NULL";
    case Pointer::bad:
      return "(void *)-4096L";
    case Pointer::edge:
      use("edge");
      return "edge()";
    case Pointer::readonly:
      use("readonly");
      return "readonly()";
    case Pointer::ok:
      return object;
  }
  return object;
}

std::string CProgram::clock(const Step& step) {
  if (!is_party_clock(step.clock))
    return c_clock(step.clock);
  use("turns");
  const int kind = kind_of_party_clock(step.clock);
  const std::string id = kind >= 4 ? "tid[" + std::to_string(party_of_clock(step.clock)) + "]" : "getpid()";
  return "~" + id + " << 3 | " + std::to_string(kind);
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
    event += ", .sigev_value.sival_ptr = (void *)" + std::to_string(step.sival) + "UL";
  return "syscall(SYS_timer_create, " + clock(step) + ", " + input(step, event + "}") + ", " + output(step, "&" + id) +
         ")";
}

// An instant that counts from a reading, as nanoseconds.
std::string CProgram::time_from(std::size_t at, ClockId clock) {
  const Step& step = trace_.program.steps[at];
  return reading(step.value.origin == Origin::start ? 0 : at, false, clock) + " + " + c_nanos(step.value);
}

std::string CProgram::settime(std::size_t at) {
  const Step& step = trace_.program.steps[at];
  std::string value = c_timespec(step.value);
  if (step.value.origin != Origin::literal) {
    use("timespec");
    ClockId base = ClockId::monotonic;
    for (const Step& one : trace_.program.steps)
      if (one.op == Op::create && one.slot == step.slot)
        base = reading_clock(trace_.program, one);
    value = "TIMESPEC(" + time_from(at, base) + ")";
  }
  std::string object = "&(struct itimerspec){.it_value = " + value;
  if (step.interval != TimeArg{})
    object += ", .it_interval = " + c_timespec(step.interval);
  const std::string flags = step.flags == 0 ? "0" : step.flags == kAbstime ? "TIMER_ABSTIME" : c_number(step.flags);
  if (step.out == Pointer::ok)
    variable("struct itimerspec shown = {.it_value = {-1, -1}}");
  return "syscall(SYS_timer_settime, " + timer(step) + ", " + flags + ", " + input(step, object + "}") + ", " +
         output(step, "&shown") + ")";
}

std::string CProgram::setitimer(std::size_t at) {
  const Step& step = trace_.program.steps[at];
  std::string value = c_timespec(step.value);
  if (step.value.origin != Origin::literal) {
    use("timeval");
    value = "TIMEVAL(" + time_from(at, ClockId::monotonic) + ")";
  }
  std::string object = "&(struct itimerval){.it_value = " + value;
  if (step.interval != TimeArg{})
    object += ", .it_interval = " + c_timespec(step.interval);
  if (step.out == Pointer::ok)
    variable("struct itimerval shown_us = {.it_value = {-1, -1}}");
  return "syscall(SYS_setitimer, " + c_number(step.clock) + ", " + input(step, object + "}") + ", " +
         output(step, "&shown_us") + ")";
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
      variable("struct itimerspec shown = {.it_value = {-1, -1}}");
      return "syscall(SYS_timer_gettime, " + timer(step) + ", " + output(step, "&shown") + ")";
    case Op::overrun:
      return "syscall(SYS_timer_getoverrun, " + timer(step) + ")";
    case Op::remove:
      return "syscall(SYS_timer_delete, " + timer(step) + ")";
    case Op::setitimer:
      return setitimer(at);
    case Op::getitimer:
      variable("struct itimerval shown_us = {.it_value = {-1, -1}}");
      return "syscall(SYS_getitimer, " + c_number(step.clock) + ", " + output(step, "&shown_us") + ")";
    case Op::alarm:
      return "syscall(SYS_alarm, " + std::to_string(static_cast<std::uint32_t>(step.number)) + "U)";
    case Op::sleep:
      return "syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &(struct timespec)" + c_timespec(step.value) + ", NULL)";
    case Op::until:
      use("now");
      use("spin");
      return until(at);
    case Op::cpu:
      return "syscall(SYS_sched_setaffinity, 0, sizeof(long), &(unsigned long){1UL << " + c_number(step.number) + "})";
    case Op::take:
      set_it(step.set);
      variable("siginfo_t info");
      return "syscall(SYS_rt_sigtimedwait, &set, &info, &(struct timespec)" + c_timespec(step.value) + ", 8)";
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
      return "syscall(SYS_rt_sigaction, " + c_signal(step.number) + ", (long[4]){(long)" +
             (step.op == Op::ignore ? "SIG_IGN" : "SIG_DFL") + "}, NULL, 8)";
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
      return "read_timerfd((struct timespec)" + c_timespec(step.value) + ")";
    case Op::queue:
      return "syscall(SYS_rt_sigqueueinfo, getpid(), " + c_signal(step.number) +
             ", &(siginfo_t){.si_code = " + c_number(step.notify) + ", .si_value.sival_ptr = (void *)" +
             std::to_string(step.sival) + "UL})";
    case Op::restore:
      return "syscall(SYS_prctl, 77 /* PR_TIMER_CREATE_RESTORE_IDS */, " + c_number(step.number) + ", 0, 0, 0)";
    case Op::limit:
      use("limit");
      return "limit(" + c_number(step.clock) + ", " + std::to_string(static_cast<std::uint64_t>(step.number)) + "UL)";
    case Op::setclock:
      use("now");
      use("step_clock");
      set_back_.push_back("step_clock(" + c_clock(step.clock) + ", -(" + c_nanos(step.value) + "));");
      return "step_clock(" + c_clock(step.clock) + ", " + c_nanos(step.value) + ")";
    case Op::timens:
      unfit_ = "it makes a time namespace";
      return "0";
    case Op::exec:
      unfit_ = "it goes on after an execve";
      return "0";
    case Op::thread:
    case Op::fork:
    case Op::exit:
      return "0";
  }
  return "0";
}

// The condition under which an earlier step did what it did in the trace; empty where its number depends on time.
std::string CProgram::expected(std::size_t at, const std::string& call) const {
  const Step& step = trace_.program.steps[at];
  if (at >= trace_.results.size())
    return "";
  const StepResult& result = trace_.results[at];
  if (step.op == Op::alarm)
    return "";
  if (step.op == Op::pending)
    return call + " == 0 && pending == " + std::to_string(result.pending.bits) + "ULL";
  if (result.ret < 0)
    return call + " == -1 && errno == " + c_error(-result.ret);
  if (step.op == Op::overrun)
    return call + " >= 0";
  if (step.op == Op::take)
    return call + " == " + c_signal(result.ret);
  return call + " == " + c_number(result.ret);
}

void CProgram::step(std::size_t at, bool last, bool judged) {
  const Step& step = trace_.program.steps[at];
  change_party(step.party);
  if (step.op == Op::exit) {
    end_party(at, last);
    return;
  }
  statement(quoted_step(step));
  if (step.op == Op::thread || step.op == Op::fork) {
    make_party(at);
    return;
  }
  if (step.time32)
    unfit_ = "it makes system calls with 32-bit time";
  readings_of(at, false);
  const std::string made = call(at);
  if (last && judged) {
    statement("ret = " + made + ";");
    readings_of(at, true);
    return;
  }
  const std::string condition = expected(at, made);
  statement(condition.empty() ? made + ";" : "NEED(" + condition + ");");
  readings_of(at, true);
  if (at < trace_.results.size() && trace_.results[at].deliveries != 0 && uses("handler")) {
    SigSet ran;
    const StepResult& result = trace_.results[at];
    for (std::uint32_t i = result.first_delivery; i < result.first_delivery + result.deliveries; ++i)
      ran.add(trace_.deliveries[i].info.signo);
    use("bit");
    statement("NEED(handled == (" + c_signals(ran) + "));");
    statement("handled = 0;");
  }
  if (shown_.contains(at)) {
    const bool us = step.op == Op::getitimer || step.op == Op::setitimer;
    statement(shown(at) + (us ? " = shown_us.it_value.tv_sec * 1000000LL + shown_us.it_value.tv_usec;"
                              : " = shown.it_value.tv_sec * 1000000000LL + shown.it_value.tv_nsec;"));
  }
}

void CProgram::write(std::size_t last, bool judged) {
  for (auto& body : bodies_)
    body.clear();
  threads_.clear();
  set_back_.clear();
  children_.clear();
  home_ = {};
  depth_ = {};
  party_ = 0;
  ended_ = false;
  if (judged)
    variable("long ret");
  for (std::size_t at = 0; at <= last && unfit_.empty(); ++at)
    step(at, at == last, judged);
}

void CProgram::change_party(Party next) {
  if (next == party_)
    return;
  const bool inside = home_[next] == home_[party_];
  if (!inside) {
    const std::string to = std::to_string(home_[next]);
    const std::string from = std::to_string(home_[party_]);
    statement(ended_ ? "sem_post(&go[" + to + "]);" : "hand_over(" + from + ", " + to + ");");
    if (ended_)
      statement("return NULL;");
  }
  const Party gone = party_;
  party_ = next;
  if (ended_ && !inside)
    statement("pthread_join(thread[" + std::to_string(gone) + "], NULL);");
  ended_ = false;
}

void CProgram::make_party(std::size_t at) {
  const Step& step = trace_.program.steps[at];
  const auto made = static_cast<Party>(step.number);
  if (step.op == Op::thread) {
    if (!children_.empty())
      unfit_ = "it makes threads in a forked process";
    use("turns");
    threads_.insert(made);
    home_[made] = made;
    const std::string number = std::to_string(made);
    statement("NEED(pthread_create(&thread[" + number + "], NULL, party" + number + ", NULL) == 0);");
    statement("wait_turn(" + std::to_string(home_[party_]) + ");");
    return;
  }
  variable("pid_t child");
  variable("int status");
  use("wait");
  home_[made] = home_[party_];
  depth_[made] = depth_[party_] + 1;
  parent_[made] = party_;
  children_.push_back(made);
  statement("fflush(stdout);");
  statement("child = fork();");
  statement("NEED(child >= 0);");
  statement("if (child == 0) {");
}

void CProgram::end_party(std::size_t at, bool last) {
  const Step& step = trace_.program.steps[at];
  if (last)
    unfit_ = "what it looks at is how a party ends";
  if (step.party == 0) {
    unfit_ = "its first thread ends before the others";
    return;
  }
  if (threads_.contains(step.party)) {
    statement(quoted_step(step));
    ended_ = true;
    return;
  }
  if (children_.empty() || children_.back() != step.party) {
    unfit_ = "its processes end in another order than they began";
    return;
  }
  children_.pop_back();
  statement("_exit(0);");
  party_ = parent_[step.party];
  statement("}");
  statement("NEED(waitpid(child, &status, 0) == child && status == 0);");
}

void CProgram::finish(const std::string& exit_code) {
  for (auto one = set_back_.rbegin(); one != set_back_.rend(); ++one)
    statement(*one);
  if (children_.size() > 1) {
    unfit_ = "what it looks at happens in a process of a forked process";
    return;
  }
  if (children_.empty()) {
    statement("exit(" + exit_code + ");");
    return;
  }
  statement("fflush(stdout);");
  statement("_exit(" + exit_code + ");");
  party_ = parent_[party_];
  statement("}");
  statement("NEED(waitpid(child, &status, 0) == child && WIFEXITED(status));");
  statement("exit(WEXITSTATUS(status));");
}

}  // namespace timerlaw::reports
