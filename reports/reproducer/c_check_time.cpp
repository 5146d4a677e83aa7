// SPDX-License-Identifier: Apache-2.0
// What is lawful where it follows from a deadline and the readings around a step.
#include <algorithm>

#include "reports/reproducer/c_checker.h"
#include "reports/reproducer/c_text.h"

namespace timerlaw::reports {
namespace {

constexpr std::int64_t kFarthest = 0x7fff'ffff'ffff'ffff;

}  // namespace

std::optional<Bracket> CChecker::bracket(std::size_t step, ClockId clock) const {
  const auto found = std::ranges::find(trace_.clocks, clock);
  if (found == trace_.clocks.end() || step + 1 >= trace_.boundaries())
    return std::nullopt;
  return trace_.bracket(step, static_cast<std::size_t>(found - trace_.clocks.begin()));
}

// A bound of the deadline: an instant, or a reading and what a step said. Empty where the trace's numbers say that it
// is something else.
std::string CChecker::bound(std::uint32_t from, std::int64_t instant, bool upper) {
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
bool CChecker::due() {
  const LawfulDeadline& due = lawful_.due;
  const Op by = trace_.program.steps[std::min<std::size_t>(due.lo_from, at_)].op;
  const bool counts_ticks = counts_cpu_time(due.clock) && (by == Op::setitimer || by == Op::limit);
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
  if (counts_ticks) {  // ITIMER_VIRTUAL and ITIMER_PROF have one of the machine's in their deadlines
    program_.use("now");
    program_.use("tick");
    line("NEED(tick() == " + c_number(program_.tick().ns) + ");");
  }
  program_.variable("long long due_lo");
  program_.variable("long long due_hi");
  line("due_lo = " + lo + ";");
  line("due_hi = " + hi + ";");
  return true;
}

// What is lawful was found for a deadline that had come, or had not: on a machine too slow for that, nothing is told.
void CChecker::guard_due() {
  if (when_ == When::future)
    line("NEED(" + after_ + " < due_lo);");
  if (when_ == When::past)
    line("NEED(" + before_ + " >= due_hi);");
}

bool CChecker::shown_value() {
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
  if (!lawful_.grid || lawful_.skipped != 0)  // else the grid begins at the deadline itself
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

bool CChecker::late() {
  if (!due())
    return false;
  program_.use("max");
  line("NEED(" + after_ + " >= due_lo);");
  see(after_ + " - MAX(" + before_ + ", due_hi)", "nanoseconds late:");
  lawful_if("seen <= " + c_number(lawful_.most));
  return true;
}

bool CChecker::overruns() {
  if (step_.op != Op::take)
    return false;
  out_.judges_ret = false;
  if (lawful_.periods && !due())
    return false;
  if (const std::string id = timer_of(result_.info); !id.empty())  // another's may come first
    line("NEED(info.si_timerid == " + id + ");");
  see("info.si_overrun", "si_overrun");
  if (!lawful_.periods) {
    lawful_if(between("seen", lawful_.least, lawful_.most));
    return true;
  }
  const std::string interval = c_number(lawful_.due.interval);
  const auto plus = [](std::int64_t more) { return more == 0 ? std::string() : " + " + c_number(more); };
  program_.use("max");
  const std::optional<Bracket> here = bracket(at_, lawful_.due.clock);
  std::string least = "MAX(" + before_ + " - due_hi, 0) / " + interval + plus(lawful_.least);
  std::string most = "(" + after_ + " - due_lo) / " + interval + plus(lawful_.most);
  if ((here->after.ns - lawful_.due.lo) / lawful_.due.interval > 1'000'000'000) {  // they stop at INT_MAX
    program_.use("min");
    least = "MIN(" + least + ", 2147483647)";
    most = "MIN(" + most + ", 2147483647)";
  }
  lawful_if(least + " <= seen && seen <= " + most);
  return true;
}

}  // namespace timerlaw::reports
