// SPDX-License-Identifier: Apache-2.0
#include "generators/edge_programs.h"

#include <algorithm>
#include <array>

#include "generators/edges.h"
#include "generators/steps.h"
#include "model/arithmetic/formulas.h"

namespace timerlaw {
namespace {

using namespace steps;

constexpr std::string_view kFar =
    "its time would pass for more than a second, or for more than four months where it is virtual";
constexpr std::string_view kWide = "a number that no program can write";
constexpr std::string_view kNoCalls = "no calls lead there";
constexpr Wide kShort = timerlaw::kSecond;
// Four months. A User-Mode kernel wakes every 4.3 s of its virtual time: a century takes it ten minutes.
constexpr Wide kLongVirtual = 10'000'000 * Wide{timerlaw::kSecond};
constexpr std::array kWallClocks{ClockId::monotonic, ClockId::realtime, ClockId::boottime, ClockId::tai};
constexpr std::array kCpuClocks{ClockId::process_cputime, ClockId::thread_cputime};
constexpr Signo kSignal = kRtMin;

bool fits(Wide value) {
  return value >= edges::kMin && value <= edges::kMax;
}
TimeArg fields(Wide sec, Wide frac) {
  return {static_cast<std::int64_t>(sec), static_cast<std::int64_t>(frac), Origin::literal};
}
// Of a number of nanoseconds that is not negative.
TimeArg timespec(Wide ns) {
  return fields(ns / timerlaw::kSecond, ns % timerlaw::kSecond);
}
TimeArg timeval_up(Wide ns) {
  const Wide us = ceil_div(ns, timerlaw::kMicrosecond);
  return fields(us / 1'000'000, us % 1'000'000);
}

class Maker {
 public:
  Maker(std::string_view formula, std::span<const Wide> inputs, Wide earliest, const Capabilities& can)
      : formula_(formula), inputs_(inputs), earliest_(earliest), can_(can) {
    arithmetic::each_formula([&]<class Formula>(Formula) {
      if (Formula::kName == formula) {
        for (const arithmetic::Input& input : Formula::inputs({.profile = &profiles().back()})) {
          names_.push_back(input.name);
        }
      }
    });
  }
  EdgePrograms make();

 private:
  bool has(std::string_view name) const { return std::ranges::find(names_, name) != names_.end(); }
  Wide in(std::string_view name) const {
    const auto at = static_cast<std::size_t>(std::ranges::find(names_, name) - names_.begin());
    return at < inputs_.size() ? inputs_[at] : 0;
  }
  bool is(std::string_view formula) const { return formula_ == formula; }
  bool begins(std::string_view start) const { return formula_.starts_with(start); }

  void add(std::vector<Step> program, std::size_t arm, std::size_t look, Counting counting, Wide passed_before = 0);
  void skip(std::string_view why) {
    if (made_.programs.empty()) {
      made_.skipped = why;
    }
  }
  bool waits(std::vector<Step>& program, Wide passed, bool cpu);

  void posix(TimeArg value, Wide passed, bool with_cpu, bool with_wall = true);
  void posix_past(Wide left, std::int64_t notify);
  void overruns(Wide ns, Wide interval, Wide passed);
  void real(TimeArg value, Wide passed, bool by_alarm);
  void cpu_itimer(TimeArg value, Wide passed);
  void alarm_twice(Wide seconds, Wide passed);
  void in_namespace(Wide deadline, Wide offset);
  void jiffies();
  void rules();

  std::string_view formula_;
  std::span<const Wide> inputs_;
  Wide earliest_;
  const Capabilities& can_;
  std::vector<std::string_view> names_;
  EdgePrograms made_;
};

// Once by 64-bit time, and by 32-bit time where the target has it.
void Maker::add(std::vector<Step> program, std::size_t arm, std::size_t look, Counting counting, Wide passed_before) {
  const bool needs_cpu = std::ranges::any_of(program, [](const Step& step) {
    return step.op == Op::burn || (step.op == Op::create && (step.clock == 2 || step.clock == 3));
  });
  if (needs_cpu && !can_.cpu_time) {
    return skip("the clocks of CPU time stand still on this target");
  }
  Program whole{.child = Child::reused, .steps = std::move(program)};
  if (std::ranges::any_of(whole.steps, [](const Step& step) { return step.op == Op::fork; })) {
    whole.child = Child::fresh;
  }
  made_.programs.push_back({whole, arm, look, counting, passed_before});
  bool calls = false;
  for (Step& step : whole.steps) {
    step.time32 = step.op == Op::settime || step.op == Op::gettime;
    calls = calls || step.time32;
  }
  if (can_.time32 && calls) {
    made_.programs.push_back({std::move(whole), arm, look, counting, passed_before});
  }
}

// False if that takes too long.
bool Maker::waits(std::vector<Step>& program, Wide passed, bool cpu) {
  if (passed <= 0) {
    return true;
  }
  if (passed >= kShort && passed <= kLongVirtual && !cpu && can_.virtual_time) {
    program.push_back(sleep({static_cast<std::int64_t>(passed)}));
    return true;
  }
  if (passed >= kShort) {
    skip(kFar);
    return false;
  }
  const Nanos length{static_cast<std::int64_t>(passed)};
  program.push_back(cpu ? burn(length) : until_now(length));
  return true;
}

// Armed with the fields as they are, looked at, and disarmed with the old value; absolutely, too.
void Maker::posix(TimeArg value, Wide passed, bool with_cpu, bool with_wall) {
  const auto one = [&](ClockId clock, bool cpu) {
    for (const bool absolute : {false, true}) {
      std::vector<Step> program{create(0, clock, kNotifySignal, kSignal)};
      program.push_back(absolute ? settime_abs(0, value, {}, Pointer::ok) : settime(0, value, {}, Pointer::ok));
      if (!waits(program, absolute ? 0 : passed, cpu)) {
        continue;
      }
      const std::size_t look = program.size();
      program.insert(program.end(), {gettime(0), settime(0, {}, {}, Pointer::ok), take(kAllSignals), overrun(0)});
      add(std::move(program), 1, look, absolute ? Counting::none : Counting::from_call);
    }
  };
  if (with_wall) {
    for (const ClockId clock : kWallClocks) {
      one(clock, false);
    }
  }
  if (with_cpu) {
    for (const ClockId clock : kCpuClocks) {
      one(clock, true);
    }
  }
}

// So much is left, or has been for so long nothing: the deadline is set from the clock.
void Maker::posix_past(Wide left, std::int64_t notify) {
  if (!fits(left)) {
    return skip(kWide);
  }
  for (const ClockId clock : kWallClocks) {
    if (left < 0 && left < -kShort && clock != ClockId::realtime && clock != ClockId::tai) {
      continue;  // before the machine ran
    }
    const TimeArg value = from_now({static_cast<std::int64_t>(left)});
    add({create(0, clock, notify, notify == kNotifyNone ? 0 : kSignal), settime_abs(0, value, {}, Pointer::ok),
         gettime(0), settime(0, {}, {}, Pointer::ok), take(kAllSignals)},
        1, 2, Counting::from_reading, earliest_);
  }
}

void Maker::overruns(Wide ns, Wide interval, Wide passed) {
  if (!fits(ns) || !fits(interval) || !fits(ns - passed)) {
    return skip(kWide);
  }
  const std::array<Step, 4> after{take(kAllSignals), gettime(0), overrun(0), settime(0, {}, {}, Pointer::ok)};
  for (const ClockId clock : kWallClocks) {
    std::vector<Step> program{create(0, clock, kNotifySignal, kSignal)};
    const Wide offset = ns - passed;
    if (offset > -kShort || clock == ClockId::realtime || clock == ClockId::tai) {
      program.push_back(settime_abs(0, from_now({static_cast<std::int64_t>(offset)}), timespec(interval)));
      program.insert(program.end(), after.begin(), after.end());
      add(program, 1, 2, Counting::from_reading, passed);
    }
    if (passed < kShort && interval >= 20'000) {
      program.resize(1);
      program.push_back(settime(0, timespec(ns), timespec(interval)));
      waits(program, passed, false);
      const std::size_t look = program.size();
      program.insert(program.end(), after.begin(), after.end());
      add(program, 1, look, Counting::from_call);
    }
  }
}

void Maker::real(TimeArg value, Wide passed, bool by_alarm) {
  std::vector<Step> program{setitimer(Which::real, value, {}, Pointer::ok)};
  if (!waits(program, passed, false)) {
    return;
  }
  const std::size_t look = program.size();
  if (by_alarm) {
    program.push_back(alarm(0));
  } else {
    program.insert(program.end(), {getitimer(Which::real), setitimer(Which::real, {}, {}, Pointer::ok)});
  }
  program.insert(program.end(), {getitimer(Which::real), take(kAllSignals)});
  add(std::move(program), 0, look, Counting::from_call);
}

void Maker::cpu_itimer(TimeArg value, Wide passed) {
  for (const Which which : {Which::prof, Which::virt}) {
    std::vector<Step> program{setitimer(which, value, {}, Pointer::ok)};
    if (!waits(program, passed, true)) {
      return;
    }
    const std::size_t look = program.size();
    program.insert(program.end(),
                   {getitimer(which), setitimer(which, {}, {}, Pointer::ok), getitimer(which), take(kAllSignals)});
    add(std::move(program), 0, look, Counting::from_call);
  }
}

void Maker::alarm_twice(Wide seconds, Wide passed) {
  std::vector<Step> program{alarm(static_cast<std::int64_t>(seconds))};
  if (!waits(program, passed, false)) {
    return;
  }
  const std::size_t look = program.size();
  program.insert(program.end(), {alarm(0), getitimer(Which::real)});
  add(std::move(program), 0, look, Counting::from_call);
}

void Maker::in_namespace(Wide deadline, Wide offset) {
  if (!can_.time_namespaces) {
    return skip("the target may not make time namespaces");
  }
  if (!fits(deadline) || !fits(offset)) {
    return skip(kWide);
  }
  const Nanos ahead{static_cast<std::int64_t>(offset)};
  for (const ClockId clock : {ClockId::monotonic, ClockId::boottime}) {
    add({timens(ahead, ahead), fork(1), by(1, create(0, clock, kNotifySignal, kSignal)),
         by(1, settime_abs(0, timespec(deadline), {}, Pointer::ok)), by(1, gettime(0)), by(1, take(kAllSignals)),
         by(1, exit())},
        3, 4, Counting::none);
  }
}

// Interval timers that count ticks.
void Maker::jiffies() {
  const Wide tick = can_.tick.ns;
  if (is("timeval_to_jiffies")) {
    real(fields(in("sec"), in("usec")), 0, false);
    cpu_itimer(fields(in("sec"), in("usec")), 0);
    return;
  }
  const Wide count = has("count")     ? in("count")
                     : has("jiffies") ? in("jiffies")
                     : has("left")    ? in("left")
                                      : in("value");
  if (count < 0) {
    return skip(kNoCalls);
  }
  if (is("cpu_count_jiffies") || is("count_jiffies_down")) {
    cpu_itimer(timeval_up(count * tick), 0);
  } else {
    real(timeval_up(count * tick), 0, is("alarm_from_jiffies"));
  }
}

// A rule by itself: the shortest calls that come by it.
void Maker::rules() {
  const Wide left = in("left");
  if (is("timespec_valid") || is("timespec_to_ns") || is("posix_deadline")) {
    posix(fields(in("sec"), in("nsec")), 0, true);
  } else if (is("timeval_valid") || is("timeval_to_ns")) {
    real(fields(in("sec"), in("usec")), 0, false);
    cpu_itimer(fields(in("sec"), in("usec")), 0);
  } else if (is("cputime_of") || is("timeval_to_cputime")) {
    cpu_itimer(fields(in("sec"), in("usec")), 0);
  } else if (is("next_cputime_deadline")) {
    cpu_itimer(timeval_up(std::max<Wide>(in("interval"), 0)), 0);
  } else if (is("add_safe")) {
    posix(timespec(in("ns")), 0, false);
  } else if (is("forward")) {
    overruns(1, in("interval"), std::max<Wide>(in("now") - in("deadline"), 0) + 1);
  } else if (is("overrun_count")) {
    overruns(1, 1, in("periods") + 1);
  } else if (is("host_deadline")) {
    in_namespace(in("deadline"), in("offset"));
  } else if (is("real_shown") || is("alarm_shown")) {
    real(left > 0 ? timeval_up(left) : fields(0, 1), left > 0 ? 0 : 1000 - left, is("alarm_shown"));
  } else if (is("posix_shown") || is("posix_shown_none")) {
    posix_past(left, is("posix_shown") ? kNotifySignal : kNotifyNone);
  } else if (begins("cpu_itimer_")) {
    const Wide value = left - can_.tick.ns;
    if (value > 0) {
      cpu_itimer(timeval_up(value), 0);
    } else {
      cpu_itimer(fields(0, 1), 1000 - value);
    }
  } else if (is("seconds_shown")) {
    posix(fields(in("sec"), 0), 0, true);
    real(fields(in("sec"), 0), 0, false);
  } else if (std::ranges::find(names_, "jiffies") != names_.end() || formula_.find("jiff") != formula_.npos) {
    jiffies();
  } else {
    skip(kNoCalls);
  }
}

EdgePrograms Maker::make() {
  for (const Wide value : inputs_) {
    if (!fits(value)) {
      skip(kWide);
      return std::move(made_);
    }
  }
  const Wide passed = has("waited") ? in("waited") : in("burnt");
  if (begins("settime_gettime") || is("settime_restore")) {
    const bool cpu = is("settime_gettime_cpu");
    posix(fields(in("sec"), in("nsec")), is("settime_gettime_abs") ? 0 : passed, cpu || is("settime_restore"), !cpu);
  } else if (is("settime_take")) {
    overruns(in("ns"), in("interval"), passed);
  } else if (is("setitimer_alarm")) {
    real(fields(in("sec"), in("usec")), passed, true);
  } else if (is("setitimer_getitimer_real") || is("setitimer_restore_real")) {
    real(fields(in("sec"), in("usec")), passed, false);
  } else if (is("setitimer_getitimer_prof") || is("setitimer_restore_prof")) {
    cpu_itimer(fields(in("sec"), in("usec")), passed);
  } else if (is("alarm_alarm")) {
    alarm_twice(in("seconds"), passed);
  } else {
    rules();
  }
  return std::move(made_);
}

}  // namespace

EdgePrograms edge_programs(std::string_view formula, std::span<const Wide> inputs, const Capabilities& can) {
  return Maker(formula, inputs, 0, can).make();
}

EdgePrograms edge_programs(std::string_view formula, const CertainPoint& point, const Capabilities& can) {
  return Maker(formula, point.inputs, point.earliest, can).make();
}

}  // namespace timerlaw
