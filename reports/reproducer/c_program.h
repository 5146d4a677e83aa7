// SPDX-License-Identifier: Apache-2.0
// The steps of a program as C statements, up to the one that is looked at.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/calls/compat.h"
#include "model/facts.h"
#include "model/trace.h"

namespace timerlaw::reports {

class CProgram {
 public:
  CProgram(const Trace& trace, const TargetFacts& facts) : trace_(trace), abi_(abi_of(facts.abi)), tick_(facts.tick) {}

  // The variable that holds what the clock read before, or after, a step.
  std::string reading(std::size_t step, bool after, ClockId clock);
  // The variable that holds what the step showed as it_value: in nanoseconds, or microseconds of an interval timer.
  std::string shown(std::size_t step);
  // The variable of the timer that the step names, or its number.
  std::string timer(const Step& step);
  Nanos tick() const { return tick_; }
  Abi abi() const { return abi_; }
  // The variable that the step's output is written to: `shown`, or one of another type.
  std::string shown_object(const Step& step);
  std::string sival(std::uint64_t value) const;
  // A helper, by its name: it stands in the file once.
  void use(const std::string& helper) { used_.insert(helper); }
  bool uses(const std::string& helper) const { return used_.contains(helper); }
  // A file-scope variable, `int t0`.
  void variable(const std::string& declaration) { variables_.insert(declaration); }

  // Writes steps 0 to `last`. The last one's result goes to `ret` if `judged`, or must be what it was. Call it twice:
  // what a later step needs of an earlier one is known then.
  void write(std::size_t last, bool judged);
  // Appends to the function in which the last step stands.
  void statement(const std::string& line);
  // After the last statement: what leaves the function, and a child process.
  void finish(const std::string& exit_code);

  // Why the program cannot be a short C file; empty where it can.
  const std::string& unfit() const { return unfit_; }
  const std::set<std::string>& variables() const { return variables_; }
  const std::set<std::string>& helpers() const { return used_; }
  // The body of main, and the functions of threads by party.
  const std::vector<std::string>& body(Party party) const { return bodies_[party]; }
  bool is_thread(Party party) const { return threads_.contains(party); }
  // What runs before an execve of this very file, whose main then goes on behind it; empty if there is none.
  const std::vector<std::string>& before_exec() const { return before_exec_; }
  std::size_t image_begins() const { return image_begins_; }  // at this step

 private:
  void step(std::size_t at, bool last, bool judged);
  void change_party(Party next);
  std::string call(std::size_t at);
  std::string create(const Step& step);
  std::string settime(std::size_t at);
  std::string setitimer(std::size_t at);
  std::string kill(const Step& step);
  std::string until(std::size_t at);
  std::string time_from(std::size_t at, ClockId clock);
  std::string input(const Step& step, const std::string& object);
  std::string output(const Step& step, const std::string& object);
  std::string pointer(Pointer where, const std::string& object);
  std::string clock(std::int64_t id);
  std::string expected(std::size_t at, const std::string& call) const;
  void make_party(std::size_t at);
  void exec(std::size_t at, bool last);
  void end_party(std::size_t at, bool last);
  void readings_of(std::size_t at, bool after);

  // What the step passes its time in, and the name of its system call, which i386 has two of.
  std::string itimerspec(const Step& step);
  std::string time_call(const std::string& name, const Step& step) const;
  std::string wait_time(const Step& step);
  std::string number(const Step& step, const TimeArg& time) const;

  const Trace& trace_;
  const Abi abi_;
  const Nanos tick_;
  std::set<std::string> used_;
  std::set<std::string> variables_;
  std::map<std::pair<std::size_t, bool>, std::set<ClockId>> readings_;
  std::set<std::size_t> shown_;
  std::array<std::vector<std::string>, kParties> bodies_;
  std::set<Party> threads_;
  std::array<Party, kParties> home_{};         // whose function a party's steps stand in
  std::array<std::size_t, kParties> depth_{};  // … and how deep
  std::array<Party, kParties> parent_{};       // of a forked process
  std::vector<std::string> set_back_;          // what sets clocks to what they were
  std::vector<Party> children_;                // processes that are not over
  std::vector<std::string> before_exec_;
  std::size_t image_begins_ = 0;  // the first step of the image that execve has loaded
  Party party_ = 0;
  bool ended_ = false;  // the party of the step before has ended
  std::string unfit_;
};

}  // namespace timerlaw::reports
