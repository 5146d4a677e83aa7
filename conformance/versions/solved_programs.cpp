// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/solved_programs.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "conformance/formats/program_text.h"
#include "generators/wide_text.h"

namespace timerlaw::versions {
namespace {

// `setitimer real sec=1 usec=2`
std::string set_timeval(std::string_view which, Wide sec, Wide usec) {
  return "setitimer " + std::string(which) + " sec=" + decimal(sec) + " usec=" + decimal(usec) + "\n";
}

// Until so much remains of ITIMER_REAL: waited for if that is soon, taken as set if it is not.
std::string real_with_left(Wide left) {
  constexpr Wide kSoon = 10 * kMicrosecond;
  if (left < kSoon) {
    const std::string sign = left >= 0 ? "-" : "+";
    return "setitimer real value=1ms\nuntil real" + sign + decimal(left >= 0 ? left : -left) + "ns\n";
  }
  const Wide us = ceil_div(left, kMicrosecond);
  return set_timeval("real", us / 1'000'000, us % 1'000'000);
}

std::string prof_with_left(Wide left, Wide tick) {
  if (left > 0) {
    return set_timeval("prof", left / kSecond, left % kSecond / kMicrosecond);
  }
  // Ticks are counted whole: at the second expiry the reading is the deadline.
  const std::string again = "burn 1s for=PROF\ntake PROF timeout=0\n";
  return "setitimer prof value=" + decimal(tick) + "ns interval=" + decimal(tick / 2) + "ns\n" + again + again;
}

std::string steps_of(const DifferingInputs& d, Wide tick) {
  const Wide sec = d.input("sec");
  const Wide usec = d.input("usec");
  const Wide waited = d.input("waited");
  const std::string& formula = d.formula;
  if (formula == "alarm_shown") {
    return real_with_left(d.input("left")) + "alarm 0\n";
  }
  if (formula == "alarm_alarm") {
    return real_with_left(d.input("seconds") * kSecond - waited) + "alarm 0\n";
  }
  if (formula == "setitimer_alarm") {
    return real_with_left(sec * kSecond + usec * kMicrosecond - waited) + "alarm 0\n";
  }
  if (formula == "cpu_itimer_shown") {
    return prof_with_left(d.input("left"), tick) + "getitimer prof\n";
  }
  if (formula == "cpu_itimer_old") {
    return prof_with_left(d.input("left"), tick) + "setitimer prof value=0 old\n";
  }
  if (formula == "cputime_of" || formula == "timeval_to_cputime" || formula == "setitimer_getitimer_prof") {
    return set_timeval("prof", sec, usec) + "getitimer prof\n";
  }
  if (formula == "setitimer_restore_prof") {
    return set_timeval("prof", sec, usec) + "setitimer prof value=0 old\n";
  }
  if (formula == "overrun_count" || formula == "settime_take") {
    // More periods than there are in any wait: those since 1970.
    return "create t0 clock=realtime notify=signal signo=RTMIN+0\nsettime t0 abs value=1ns interval=1ns\n"
           "take RTMIN+0 timeout=1s\noverrun t0\n";
  }
  return "";
}

}  // namespace

std::vector<Program> programs_of(const DifferingInputs& differing, Nanos tick) {
  const std::string steps = steps_of(differing, tick.ns);
  if (steps.empty()) {
    return {};
  }
  auto read = parse_programs("timerlaw program 1\n" + steps, differing.formula);
  if (!read) {
    throw std::logic_error(read.error());
  }
  return std::move(*read);
}

std::vector<Program> solved_programs(std::string_view a, std::string_view b, Nanos tick) {
  std::vector<Program> all;
  for (const DifferingInputs& differing : differing_inputs(a, b)) {
    for (Program& program : programs_of(differing, tick)) {
      if (std::ranges::find(all, program) == all.end()) {
        all.push_back(std::move(program));
      }
    }
  }
  return all;
}

}  // namespace timerlaw::versions
