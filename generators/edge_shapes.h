// SPDX-License-Identifier: Apache-2.0
// The shapes that programs of edges have: a timer is armed, time passes, and it is looked at.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "generators/edge_programs.h"

namespace timerlaw {

bool fits(Wide value);      // whether a program can write it
bool ends_soon(Wide left);  // so that a timer's deadline can be aimed at
TimeArg fields(Wide sec, Wide frac);
TimeArg timespec(Wide ns);    // of a number that is not negative
TimeArg timeval_up(Wide ns);  // … rounded up to microseconds

// Each shape adds its programs, on every clock and interval timer that has it.
class EdgeShapes {
 public:
  // `certain`: time has to pass as it is given; else a timer's deadline may be aimed at instead.
  EdgeShapes(const Capabilities& can, bool certain) : can_(can), certain_(certain) {}
  EdgePrograms take_all() { return std::move(made_); }
  // Why there are no programs, as long as there are none.
  void skip(std::string_view why);

  // Armed with the fields as they are, looked at, and disarmed with the old value; absolutely, too.
  void posix(TimeArg value, Wide passed, bool with_cpu, bool with_wall = true);
  // So much is left, or has been for so long nothing: the deadline is set from the clock.
  void posix_past(Wide left, std::int64_t notify, Wide earliest);
  void overruns(Wide ns, Wide interval, Wide passed);
  void real(TimeArg value, Wide passed, bool by_alarm);
  void real_with_left(Wide left, bool by_alarm);
  // Inputs of setitimer_restore_real.
  void restored_real(std::span<const Wide> inputs, Wide passed);
  void cpu_itimer(TimeArg value, Wide passed);
  void prof_at_its_deadline();
  void alarm_twice(Wide seconds, Wide passed);
  void in_namespace(Wide deadline, Wide offset);

 private:
  void add(std::vector<Step> program, std::size_t arm, std::size_t look, Counting counting, Wide passed_before = 0);
  bool waits(std::vector<Step>& program, Wide passed, bool cpu);
  void look_at_real(std::vector<Step> program, bool by_alarm);

  const Capabilities& can_;
  bool certain_;
  EdgePrograms made_;
};

inline constexpr std::string_view kWide = "a number that no program can write";

}  // namespace timerlaw
