// SPDX-License-Identifier: Apache-2.0
// What is lawful where it follows from the order of what happened: the C file makes sure that timers expired between
// the same steps as they did in the trace.
#include <algorithm>

#include "model/calls/checked.h"
#include "reports/reproducer/c_checker.h"
#include "reports/reproducer/c_text.h"

namespace timerlaw::reports {
namespace {

constexpr std::int64_t kLongest = 1'000'000'000'000'000;  // 11 days: sums with intervals stay far from the end

bool same_timer(const Step& one, const Step& other) {
  const auto real = [](const Step& step) { return step.op == Op::alarm || step.op == Op::setitimer; };
  return real(one) ? real(other) && (other.op == Op::alarm || static_cast<Which>(other.clock) == Which::real)
                   : other.op == Op::settime && one.slot == other.slot;
}

bool sets_a_deadline(const Step& step) {
  if (step.op == Op::alarm)
    return step.number != 0;
  return (step.op == Op::settime || step.op == Op::setitimer) && step.value != TimeArg{};
}

// Readings are taken around it.
bool is_read_around(Op op) {
  return op != Op::thread && op != Op::fork && op != Op::exit && op != Op::exec;
}

}  // namespace

// One setting: how many points of its grid had passed at each boundary, up to the step that sets it anew.
bool CChecker::guard_expiries_of(std::size_t set, std::vector<Expiry>& expiries) {
  const auto& steps = trace_.program.steps;
  const Step& step = steps[set];
  ClockId clock = ClockId::monotonic;
  for (std::size_t i = 0; i < set; ++i)
    if (step.op == Op::settime && steps[i].op == Op::create && steps[i].slot == step.slot)
      clock = reading_clock(trace_.program, steps[i]);
  const auto length = [&](const TimeArg& time) {
    return time.sec * kSecond + time.frac * (step.op == Op::setitimer ? 1000 : 1);
  };
  const std::int64_t value = step.op == Op::alarm ? step.number * kSecond : length(step.value);
  const std::int64_t interval = step.op == Op::alarm ? 0 : length(step.interval);
  const bool cpu_time =
      counts_cpu_time(clock) || (step.op == Op::setitimer && static_cast<Which>(step.clock) != Which::real);
  const bool absolute = step.op == Op::settime && (step.flags & kAbstime) != 0;
  // What one process has read since it forked, the other does not know.
  const auto fork = std::find_if(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(at_),
                                 [](const Step& one) { return one.op == Op::fork; });
  const bool unseen = step.party != step_.party && fork - steps.begin() < static_cast<std::ptrdiff_t>(set);
  const std::optional<Bracket> around = bracket(set, clock);
  const bool literal = step.value.origin == Origin::literal;
  if (cpu_time || unseen || (!literal && !absolute) || value < 0 || value > kLongest || interval < 0 ||
      interval > kLongest || !around)
    return false;
  const std::size_t origin = step.value.origin == Origin::start ? 0 : set;
  const std::int64_t base = absolute && literal ? 0 : bracket(origin, clock)->before.ns;
  const std::int64_t lo = base + value;
  const std::int64_t hi = (absolute ? base : around->after.ns) + value;
  const auto passed = [&](std::int64_t deadline, std::int64_t at) -> std::int64_t {
    return at < deadline ? 0 : interval == 0 ? 1 : (at - deadline) / interval + 1;
  };
  const std::string from = absolute && literal ? "" : program_.reading(origin, false, clock) + " + ";
  const std::string to = absolute ? from : program_.reading(set, true, clock) + " + ";
  const auto point = [&](const std::string& since, std::int64_t number) {
    return since + c_number(value + number * interval);
  };
  if (around->after.ns >= lo) {  // due as it is set
    if (interval != 0 || around->before.ns < hi)
      return false;
    line("NEED(" + program_.reading(set, false, clock) + " >= " + point(to, 0) + ");");
    expiries.push_back({set, lo, hi, point(from, 0), point(to, 0)});
    return true;
  }
  std::int64_t before = 0;
  for (std::size_t j = set + 1; j <= at_; ++j) {
    const bool anew =
        j < at_ && trace_.results[j].ret >= 0 &&
        (steps[j].op == Op::remove ? step.op == Op::settime && steps[j].slot == step.slot : same_timer(step, steps[j]));
    if (anew) {
      line("NEED(" + program_.reading(j, true, clock) + " < " + point(from, before) + ");");
      return true;
    }
    const Bracket here = *bracket(j, clock);
    const std::int64_t now = passed(lo, here.after.ns);
    if (now == before && passed(hi, here.after.ns) == now)
      continue;
    if (passed(hi, here.after.ns) != now || !is_read_around(steps[j].op))
      return false;
    line("NEED(" + program_.reading(j, false, clock) + " < " + point(from, before) + " && " +
         program_.reading(j, true, clock) + " >= " + point(to, now - 1) + ");");
    expiries.push_back({j, lo + before * interval, hi + before * interval, point(from, before), point(to, before)});
    before = now;
    if (interval == 0)
      return true;
  }
  line("NEED(" + program_.reading(at_, true, clock) + " < " + point(from, before) + ");");
  return true;
}

// Of two that expire in one step, the same was due first.
bool CChecker::guard_order(const Expiry& one, const Expiry& other) {
  if (one.during != other.during)
    return true;
  const Expiry& first = one.lo <= other.lo ? one : other;
  const Expiry& second = one.lo <= other.lo ? other : one;
  if (first.hi >= second.lo)
    return false;
  line("NEED(" + first.to + " < " + second.from + ");");
  return true;
}

bool CChecker::guard_expiries() {
  std::vector<Expiry> expiries;
  for (std::size_t i = 0; i < at_; ++i) {
    const Step& step = trace_.program.steps[i];
    if (trace_.results[i].ret == -kEfault && (step.op == Op::settime || step.op == Op::setitimer))
      return false;  // it may have set the timer, and failed behind that
    if (sets_a_deadline(step) && trace_.results[i].ret >= 0 && !guard_expiries_of(i, expiries))
      return false;
  }
  for (std::size_t i = 0; i < expiries.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (!guard_order(expiries[j], expiries[i]))
        return false;
  out_.pinned = true;  // there timers fire in order
  return true;
}

}  // namespace timerlaw::reports
