// SPDX-License-Identifier: Apache-2.0
// One divergence on its way to C: the parts of c_check.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/reproducer/c_check.h"

namespace timerlaw::reports {

class CChecker {
 public:
  CChecker(const Trace& trace, const Divergence& divergence, CProgram& program)
      : trace_(trace),
        at_(divergence.step),
        divergence_(divergence),
        step_(trace.program.steps[divergence.step]),
        result_(divergence.step < trace.results.size() ? trace.results[divergence.step] : StepResult{}),
        lawful_(divergence.lawful),
        program_(program) {}

  CCheck check();
  std::optional<CCheck> guard();

 private:
  bool by_law();
  void same_again();
  void show();
  bool timer_id();
  bool shown_value();
  bool siginfo();
  bool sender();
  bool there();
  bool late();
  bool overruns();
  bool due();
  void guard_due();
  bool guard_expiries();
  // A point of a timer's grid that was due in a step: when, and as C.
  struct Expiry {
    std::size_t during;
    std::int64_t lo, hi;
    std::string from, to;
  };
  bool guard_expiries_of(std::size_t set, std::vector<Expiry>& expiries);
  bool guard_order(const Expiry& one, const Expiry& other);
  bool whole_wait();
  bool took_before() const;
  bool last_overrun();
  bool open_and_pending();
  std::string see(const std::string& expression, const std::string& label);
  std::string bound(std::uint32_t from, std::int64_t instant, bool upper);
  std::optional<Bracket> bracket(std::size_t step, ClockId clock) const;
  std::string signal_is_there(Signo signo);
  std::string timer_of(const SigInfo& info);
  std::string value_of(const char* field);
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

inline constexpr std::int64_t kSecond = 1'000'000'000;

std::string between(const std::string& what, std::int64_t least, std::int64_t most);

}  // namespace timerlaw::reports
