// SPDX-License-Identifier: Apache-2.0
#include "reports/c_check.h"

#include <algorithm>
#include <optional>

#include "reports/c_text.h"

namespace timerlaw::reports {
namespace {

using Of = Lawful::Of;
constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kFarthest = 0x7fff'ffff'ffff'ffff;

// One divergence on its way to C.
class Checker {
 public:
  Checker(const Trace& trace, const Divergence& divergence, CProgram& program)
      : trace_(trace),
        at_(divergence.step),
        divergence_(divergence),
        step_(trace.program.steps[divergence.step]),
        result_(divergence.step < trace.results.size() ? trace.results[divergence.step] : StepResult{}),
        lawful_(divergence.lawful),
        program_(program) {}

  CCheck check() {
    // What ARG-TC-9 says depends on the clocks that the machine has.
    if (lawful_.of == Of::words || rule(divergence_.rule).id == "ARG-TC-9" || !by_law()) {
      out_ = {};
      same_again();
    }
    return std::move(out_);
  }

 private:
  bool by_law();
  void same_again();
  bool timer_id();
  bool shown_value();
  bool siginfo();
  bool sender();
  bool there();
  bool overruns();
  bool due();
  void guard_due();
  std::string see(const std::string& expression, const std::string& label);
  std::string bound(std::uint32_t from, std::int64_t instant, bool upper);
  std::optional<Bracket> bracket(std::size_t step, ClockId clock) const;
  std::string signal_is_there(Signo signo);
  std::string timer_of(const SigInfo& info);
  std::string value_of(const char* field) const;
  bool microseconds() const { return step_.op == Op::setitimer || step_.op == Op::getitimer; }
  void line(std::string text) { out_.lines.push_back(std::move(text)); }
  void lawful_if(const std::string& condition) { line("lawful = " + condition + ";"); }

  const Trace& trace_;
  const std::size_t at_;
  const Divergence& divergence_;
  const Step& step_;
  const StepResult result_;
  const Lawful& lawful_;
  CProgram& program_;
  CCheck out_;
  std::string before_, after_;  // the readings around the step
  enum class When { past, future, unknown } when_ = When::unknown;
};

std::string between(const std::string& what, std::int64_t least, std::int64_t most) {
  if (least == most)
    return what + " == " + c_number(least);
  return c_number(least) + " <= " + what + " && " + what + " <= " + c_number(most);
}

std::string Checker::see(const std::string& expression, const std::string& label) {
  program_.variable("long long seen");
  line("seen = " + expression + ";");
  out_.seen = "\"" + label + " %lld\", seen";
  return "seen";
}

std::string Checker::value_of(const char* field) const {
  const std::string name = std::string(microseconds() ? "shown_us." : "shown.") + field;
  return microseconds() ? name + ".tv_sec * 1000000LL + " + name + ".tv_usec"
                        : name + ".tv_sec * 1000000000LL + " + name + ".tv_nsec";
}

std::optional<Bracket> Checker::bracket(std::size_t step, ClockId clock) const {
  const auto found = std::ranges::find(trace_.clocks, clock);
  if (found == trace_.clocks.end() || step + 1 >= trace_.boundaries())
    return std::nullopt;
  return trace_.bracket(step, static_cast<std::size_t>(found - trace_.clocks.begin()));
}

// A bound of the deadline: an instant, or a reading and what a step said. Empty where the trace's numbers say that it
// is something else.
std::string Checker::bound(std::uint32_t from, std::int64_t instant, bool upper) {
  const ClockId clock = lawful_.due.clock;
  if (instant == kFarthest)
    return c_number(instant);
  const std::optional<Bracket> around = bracket(from, clock);
  if (from >= at_ || !around)
    return "";
  const Step& step = trace_.program.steps[from];
  const std::int64_t offset = instant - (upper ? around->after.ns : around->before.ns);
  const auto since = [&](const std::string& what) { return program_.reading(from, upper, clock) + what; };
  const bool sets = step.op == Op::settime || step.op == Op::setitimer || step.op == Op::alarm || step.op == Op::limit;
  if (step.op == Op::settime && (step.flags & kAbstime) != 0) {
    if (step.value.origin == Origin::literal)
      return lawful_.due.lo == lawful_.due.hi ? c_number(instant) : "";
    const bool start = step.value.origin == Origin::start;
    const std::optional<Bracket> origin = bracket(start ? 0 : from, clock);
    if (!origin || resolve(step.value, origin->before).ns != instant)
      return "";
    return program_.reading(start ? 0 : from, false, clock) + " + " + c_nanos(step.value);
  }
  if (sets)
    return offset >= 0 ? since(" + " + c_number(offset)) : "";
  if (step.op == Op::gettime || step.op == Op::getitimer) {
    const StepResult& shown = trace_.results[from];
    const std::int64_t unit = step.op == Op::getitimer ? 1000 : 1;
    const std::int64_t value = shown.sec * kSecond + shown.frac * unit;
    if (offset < value || offset >= value + unit)
      return "";
    return since(" + " + program_.shown(from) + (unit == 1 ? "" : " * 1000 + " + c_number(offset - value)));
  }
  return offset == 0 ? since("") : "";
}

// Declares due_lo and due_hi, and the readings around the step.
bool Checker::due() {
  const LawfulDeadline& due = lawful_.due;
  // Those of ITIMER_VIRTUAL and ITIMER_PROF have a tick of the machine in them.
  const Op by = trace_.program.steps[std::min<std::size_t>(due.lo_from, at_)].op;
  if (counts_cpu_time(due.clock) && (by == Op::setitimer || by == Op::limit))
    return false;
  const std::optional<Bracket> here = bracket(at_, due.clock);
  if (!due.known || !here)
    return false;
  const std::string lo = bound(due.lo_from, due.lo, false);
  const std::string hi = bound(due.hi_from, due.hi, true);
  if (lo.empty() || hi.empty())
    return false;
  before_ = program_.reading(at_, false, due.clock);
  after_ = program_.reading(at_, true, due.clock);
  when_ = due.lo > here->after.ns ? When::future : due.hi <= here->before.ns ? When::past : When::unknown;
  program_.variable("long long due_lo");
  program_.variable("long long due_hi");
  line("due_lo = " + lo + ";");
  line("due_hi = " + hi + ";");
  return true;
}

// What is lawful was found for a deadline that had come, or had not: on a machine too slow for that, nothing is told.
void Checker::guard_due() {
  if (when_ == When::future)
    line("NEED(" + after_ + " < due_lo);");
  if (when_ == When::past)
    line("NEED(" + before_ + " >= due_hi);");
}

// A timer id is told by how many were given before.
bool Checker::timer_id() {
  out_.judges_ret = false;
  if (trace_.program.child == Child::fresh) {
    see(program_.timer(step_), "id");
    lawful_if(between("seen", lawful_.least, lawful_.most));
    return true;
  }
  if (lawful_.least < trace_.next_id || step_.slot == kNoSlot)
    return false;
  program_.variable("int first");
  out_.before = {
      "/* The id that comes next. */",
      "NEED(syscall(SYS_timer_create, CLOCK_MONOTONIC, &(struct sigevent){.sigev_notify = SIGEV_NONE}, &first) == 0);",
      "NEED(syscall(SYS_timer_delete, first) == 0);"};
  see(program_.timer(step_) + " - first", "id after that of the first timer:");
  lawful_if(between("seen", lawful_.least - trace_.next_id + 1, lawful_.most - trace_.next_id + 1));
  return true;
}

bool Checker::shown_value() {
  out_.judges_ret = step_.op == Op::alarm;
  const bool alarm = step_.op == Op::alarm;
  std::vector<std::string> choices;
  if (lawful_.least <= lawful_.most)
    choices.push_back(between("seen", lawful_.least, lawful_.most));
  if (!lawful_.left && !lawful_.grid && !lawful_.due.known) {
    see(alarm ? "ret" : value_of("it_value"), alarm ? "remaining" : "it_value");
    lawful_if(choices.empty() ? "0" : choices.front());
    return true;
  }
  if (!due() || (alarm && lawful_.due.hi > 4'000'000'000 * kSecond))  // alarm returns 32 bits
    return false;
  if (!lawful_.grid)
    guard_due();
  see(alarm ? "ret" : value_of("it_value"), alarm ? "remaining" : "it_value");
  const auto shown_as = [&](const std::string& left) {
    if (when_ == When::past)
      return c_number(lawful_.due_shows / lawful_.unit);
    std::string ns = left;
    if (when_ == When::unknown || lawful_.unit == kSecond) {
      program_.use("max");
      ns = "MAX(" + ns + ", " + c_number(lawful_.due_shows) + ")";
    }
    if (lawful_.unit == 1)
      return ns;
    return "(" + ns + (lawful_.unit == kSecond ? " + 500000000)" : ")") + " / " + c_number(lawful_.unit);
  };
  if (lawful_.left) {
    choices.push_back(shown_as("due_lo - " + after_) + " <= seen && seen <= " + shown_as("due_hi - " + before_));
  }
  if (lawful_.grid) {
    const std::string interval = c_number(lawful_.due.interval) + (lawful_.due.interval > 0x7fff'ffff ? "" : "LL");
    program_.variable("long long periods");
    line("periods = (" + after_ + " + seen - due_lo) / " + interval + ";");
    choices.push_back("seen >= 1 && " + after_ + " + seen >= due_lo && periods >= " + c_number(lawful_.skipped) +
                      " && due_hi + periods * " + interval + " >= " + before_ +
                      " + seen && (periods == 0 || seen <= " + interval + ")");
  }
  std::string all;
  for (const std::string& one : choices)
    all += (all.empty() ? "" : " || ") + (choices.size() > 1 ? "(" + one + ")" : one);
  lawful_if(all.empty() ? "0" : all);
  return true;
}

bool Checker::overruns() {
  if (step_.op != Op::take)
    return false;
  out_.judges_ret = false;
  if (lawful_.periods && !due())
    return false;
  see("info.si_overrun", "si_overrun");
  if (!lawful_.periods) {
    lawful_if(between("seen", lawful_.least, lawful_.most));
    return true;
  }
  const std::string interval = c_number(lawful_.due.interval);
  const auto plus = [](std::int64_t more) { return more == 0 ? std::string() : " + " + c_number(more); };
  program_.use("max");
  const std::optional<Bracket> here = bracket(at_, lawful_.due.clock);
  if ((here->after.ns - lawful_.due.lo) / lawful_.due.interval > 1'000'000'000)  // they stop at INT_MAX
    return false;
  lawful_if("MAX(" + before_ + " - due_hi, 0) / " + interval + plus(lawful_.least) + " <= seen && seen <= (" + after_ +
            " - due_lo) / " + interval + plus(lawful_.most));
  return true;
}

// What differs from what it must be.
bool Checker::siginfo() {
  const auto limits = [](const Step& step) { return step.op == Op::limit; };
  if (step_.op != Op::take || std::ranges::any_of(trace_.program.steps, limits))  // then some say less
    return false;
  out_.judges_ret = false;
  const SigInfo& want = lawful_.info;
  const SigInfo& got = result_.info;
  const bool timer = want.code == kSiTimer;
  std::string all;
  const auto field = [&](const char* name, const std::string& expected, bool differs) {
    if (!differs)
      return;
    all += (all.empty() ? "" : " && ") + std::string(name) + " == " + expected;
    if (out_.seen.empty())
      see("(long long)" + std::string(name), std::string(name).substr(5));
  };
  field("info.si_signo", c_signal(want.signo), want.signo != got.signo);
  field("info.si_errno", c_number(want.error), want.error != got.error);
  field("info.si_code", c_number(want.code), want.code != got.code);
  if (want.a != got.a && timer) {
    const std::string id = timer_of(want);
    if (id.empty())
      return false;
    field("info.si_timerid", id, true);
  } else {
    if (want.a != got.a && want.a != trace_.pid)
      return false;
    field("info.si_pid", "getpid()", want.a != got.a);
  }
  if (want.b != got.b && !timer)
    field("info.si_uid", want.b == trace_.uid ? "getuid()" : c_number(want.b), true);
  // Without a sigevent the value is the timer's id.
  const std::string own = timer && want.value == static_cast<std::uint64_t>(want.a) ? timer_of(want) : "";
  field("info.si_value.sival_ptr",
        "(void *)" + (own.empty() ? std::to_string(want.value) + "UL" : "(unsigned long)" + own),
        want.value != got.value);
  if (all.empty())
    return false;
  lawful_if(all);
  return true;
}

bool Checker::sender() {
  if (step_.op != Op::take)
    return false;
  out_.judges_ret = false;
  std::string all;
  for (std::size_t i = 0; i < at_; ++i) {
    const Step& one = trace_.program.steps[i];
    if (one.op == Op::create && trace_.results[i].ret == 0 && one.slot != kNoSlot)
      all += (all.empty() ? "seen == " : " || seen == ") + program_.timer(one);
  }
  see("info.si_timerid", "si_timerid");
  lawful_if(all.empty() ? "0" : all);
  return true;
}

// The variable of the timer that sent it; empty if there is none.
std::string Checker::timer_of(const SigInfo& info) {
  std::string found;
  for (std::size_t i = 0; i < at_; ++i) {
    const Step& one = trace_.program.steps[i];
    if (info.code == kSiTimer && one.op == Op::create && one.slot != kNoSlot && trace_.results[i].ret == 0 &&
        static_cast<std::int32_t>(trace_.results[i].id) == info.a)
      found = program_.timer(one);
  }
  return found;
}

std::string Checker::signal_is_there(Signo signo) {
  program_.use("bit");
  const std::string bit = "BIT(" + c_signal(signo) + ")";
  switch (step_.op) {
    case Op::take: {
      std::string there = "ret == " + c_signal(signo);
      if (result_.ret > 0 && result_.ret == signo) {
        there += " && info.si_code == " + c_number(result_.info.code);
        if (const std::string id = timer_of(result_.info); !id.empty())
          there += " && info.si_timerid == " + id;
      }
      return there;
    }
    case Op::pending:
      return "(pending & " + bit + ") != 0";
    default:
      program_.use("handler");
      return "(handled & " + bit + ") != 0";
  }
}

bool Checker::there() {
  const bool must = lawful_.least == 1;
  const Signo signo = lawful_.info.signo;
  // That it must not be there may follow from a time that has not come.
  const auto sets = [](const Step& step) {
    return step.op == Op::alarm || ((step.op == Op::settime || step.op == Op::setitimer) && step.value != TimeArg{});
  };
  const auto end = trace_.program.steps.begin() + static_cast<std::ptrdiff_t>(at_);
  if (!must && !lawful_.due.known && std::any_of(trace_.program.steps.begin(), end, sets))
    return false;
  const bool timed = lawful_.due.known && due();
  if ((lawful_.due.known && !timed) || (must && lawful_.due.known && when_ != When::past))
    return false;
  out_.pinned = must && lawful_.patience == 0;
  if (must && lawful_.patience != 0)
    line("NEED(" + after_ + " - due_hi >= " + c_number(lawful_.patience) + ");");
  else if (must && timed)
    guard_due();
  const std::string is = signal_is_there(signo);
  see(is, "signal " + std::to_string(signo) + " is there:");
  lawful_if(must ? "seen != 0" : timed ? "!seen || " + after_ + " >= due_lo" : "!seen");
  return true;
}

bool Checker::by_law() {
  switch (lawful_.of) {
    case Of::words:
    case Of::going_on:
      return false;
    case Of::ret:
      if (step_.op == Op::limit)  // the hard limit belongs to whoever started it
        return false;
      if (step_.op == Op::overrun && (lawful_.least != 0 || lawful_.most != 0) && lawful_.most >= 0)
        return false;
      program_.use("errno");
      see("ret < 0 ? -errno : ret", "returned");
      lawful_if(lawful_.least == lawful_.most && lawful_.least < 0 ? "seen == -" + c_error(-lawful_.least)
                                                                   : between("seen", lawful_.least, lawful_.most));
      return true;
    case Of::id:
      return timer_id();
    case Of::output: {
      out_.judges_ret = false;
      if (step_.out != Pointer::ok)
        return false;
      const bool id = step_.op == Op::create;
      if (id && step_.slot == kNoSlot)
        return false;
      const std::string name = id               ? program_.timer(step_)
                               : microseconds() ? "shown_us.it_value.tv_sec"
                                                : "shown.it_value.tv_sec";
      const auto before = static_cast<std::int32_t>(step_.id);
      if (id && before == 0)  // which may be the very id that is written
        out_.before = {name + " = -1;"};
      see(name + " != " + (id && before != 0 ? c_number(before) : "-1"), "output written:");
      lawful_if(lawful_.least == 1 ? "seen != 0" : "seen == 0");
      return true;
    }
    case Of::value:
      return shown_value();
    case Of::interval:
      out_.judges_ret = false;
      see(value_of("it_interval"), "it_interval");
      lawful_if(between("seen", lawful_.least, lawful_.most));
      return true;
    case Of::fields: {
      out_.judges_ret = false;
      const std::string of = microseconds() ? "shown_us.it_value.tv_" : "shown.it_value.tv_";
      see(of + "sec", "it_value.tv_sec");
      lawful_if("seen >= 0 && " + of + (microseconds() ? "usec >= 0 && " : "nsec >= 0 && ") + of +
                (microseconds() ? "usec < 1000000" : "nsec < 1000000000"));
      return true;
    }
    case Of::overrun:
      return overruns();
    case Of::info:
      return siginfo();
    case Of::sender:
      return sender();
    case Of::signal:
      return there();
  }
  return false;
}

// No expression says what is lawful: is what was seen seen again? Only for what does not depend on time.
void Checker::same_again() {
  out_.by_law = false;
  const std::string& observed = divergence_.observed;
  const auto says = [&](const char* begin) { return observed.starts_with(begin); };
  if (step_.op == Op::take && result_.ret > 0 && says("took ")) {
    std::string same = "ret == " + c_signal(result_.ret) + " && info.si_code == " + c_number(result_.info.code);
    if (const std::string id = timer_of(result_.info); !id.empty())
      same += " && info.si_timerid == " + id;
    else if (result_.info.code == kSiTimer)
      return;
    out_.pinned = true;
    see(same, "the same signal was taken:");
    lawful_if("seen == 0");
  } else if (says("it_value 0") && result_.sec == 0 && result_.frac == 0) {
    out_.judges_ret = false;
    see(value_of("it_value"), "it_value");
    lawful_if("seen != 0");
  } else if (says("a handler ran") && result_.deliveries == 1) {
    out_.judges_ret = false;
    program_.use("handler");
    program_.use("bit");
    see("(handled & BIT(" + c_signal(trace_.deliveries[result_.first_delivery].info.signo) + ")) != 0",
        "its handler ran:");
    lawful_if("seen == 0");
  } else if (says("returned ") && !says("returned after") && step_.op != Op::overrun && step_.op != Op::alarm) {
    program_.use("errno");
    see("ret < 0 ? -errno : ret", "returned");
    lawful_if(result_.ret < 0 ? "seen != -" + c_error(-result_.ret) : "seen != " + c_number(result_.ret));
  }
}

}  // namespace

CCheck c_check(const Trace& trace, const Divergence& divergence, CProgram& program) {
  return Checker(trace, divergence, program).check();
}

}  // namespace timerlaw::reports
