// SPDX-License-Identifier: Apache-2.0
#include "generators/edge_shapes.h"

#include <algorithm>
#include <array>

#include "generators/edges.h"
#include "generators/steps.h"
#include "model/arithmetic/followed.h"
#include "model/arithmetic/formulas.h"

namespace timerlaw {
namespace {

using namespace steps;

constexpr std::string_view kFar =
    "its time would pass for more than a second, or for more than four months where it is virtual";
constexpr Wide kShort = timerlaw::kSecond;
// Four months. A User-Mode kernel wakes every 4.3 s of its virtual time: a century takes it ten minutes.
constexpr Wide kLongVirtual = 10'000'000 * Wide{timerlaw::kSecond};
constexpr std::array kWallClocks{ClockId::monotonic, ClockId::realtime, ClockId::boottime, ClockId::tai};
constexpr std::array kCpuClocks{ClockId::process_cputime, ClockId::thread_cputime};
constexpr Signo kSignal = kRtMin;

}  // namespace

bool fits(Wide value) {
  return value >= edges::kMin && value <= edges::kMax;
}
bool ends_soon(Wide left) {
  constexpr Wide kSoon = 10 * timerlaw::kMicrosecond;
  return left > -kSoon && left < kSoon;
}

TimeArg fields(Wide sec, Wide frac) {
  return {static_cast<std::int64_t>(sec), static_cast<std::int64_t>(frac), Origin::literal};
}
TimeArg timespec(Wide ns) {
  return fields(ns / timerlaw::kSecond, ns % timerlaw::kSecond);
}
TimeArg timeval_up(Wide ns) {
  const Wide us = ceil_div(ns, timerlaw::kMicrosecond);
  return fields(us / 1'000'000, us % 1'000'000);
}

void EdgeShapes::skip(std::string_view why) {
  if (made_.programs.empty()) {
    made_.skipped = why;
  }
}

// Once by 64-bit time, and by 32-bit time where the target has it.
void EdgeShapes::add(std::vector<Step> program, std::size_t arm, std::size_t look, Counting counting,
                     Wide passed_before) {
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
bool EdgeShapes::waits(std::vector<Step>& program, Wide passed, bool cpu) {
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
void EdgeShapes::posix(TimeArg value, Wide passed, bool with_cpu, bool with_wall) {
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
void EdgeShapes::posix_past(Wide left, std::int64_t notify, Wide earliest) {
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
        1, 2, Counting::from_reading, earliest);
  }
}

void EdgeShapes::overruns(Wide ns, Wide interval, Wide passed) {
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

void EdgeShapes::real(TimeArg value, Wide passed, bool by_alarm) {
  const Wide left = Wide{value.sec} * timerlaw::kSecond + Wide{value.frac} * timerlaw::kMicrosecond - passed;
  if (!certain_ && passed > 0 && ends_soon(left)) {
    return real_with_left(left, by_alarm);
  }
  std::vector<Step> program{setitimer(Which::real, value, {}, Pointer::ok)};
  if (waits(program, passed, false)) {
    look_at_real(std::move(program), by_alarm);
  }
}

// Aims at the timer's own deadline.
void EdgeShapes::real_with_left(Wide left, bool by_alarm) {
  look_at_real({setitimer(Which::real, {0, 1'000}, {}, Pointer::ok), until_real({static_cast<std::int64_t>(-left)})},
               by_alarm);
}

void EdgeShapes::look_at_real(std::vector<Step> program, bool by_alarm) {
  const std::size_t look = program.size();
  if (by_alarm) {
    program.push_back(alarm(0));
  } else {
    program.insert(program.end(), {getitimer(Which::real), setitimer(Which::real, {}, {}, Pointer::ok)});
  }
  program.insert(program.end(), {getitimer(Which::real), take(kAllSignals)});
  add(std::move(program), 0, look, Counting::from_call);
}

// Disarmed after a while, and set again to the old value, which is certain.
void EdgeShapes::restored_real(std::span<const Wide> inputs, Wide passed) {
  const arithmetic::Law law{.profile = &profiles().back(), .abi = can_.time32 ? Abi::compat32 : Abi::native64};
  const auto shown = arithmetic::follow<arithmetic::SetitimerRestoreReal>(law, inputs).front().outputs;
  std::vector<Step> program{setitimer(Which::real, fields(inputs[0], inputs[1]), {}, Pointer::ok)};
  if (!waits(program, passed, false)) {
    return;
  }
  const std::size_t look = program.size();
  program.insert(program.end(),
                 {setitimer(Which::real, {}, {}, Pointer::ok), setitimer(Which::real, fields(shown[1], shown[2]), {}),
                  getitimer(Which::real), setitimer(Which::real, {}, {}, Pointer::ok), take(kAllSignals)});
  add(std::move(program), 0, look, Counting::from_call);
  for (EdgeProgram& made : made_.programs) {
    made.again_arm = look + 1;
    made.again_look = look + 2;
  }
}

void EdgeShapes::cpu_itimer(TimeArg value, Wide passed) {
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

// ITIMER_PROF at its deadline: ticks are counted whole, so that at its second expiry the clock reads the deadline.
void EdgeShapes::prof_at_its_deadline() {
  const SigSet prof = set_of({kSigProf});
  const Step burn = burn_for(prof, {timerlaw::steps::kSecond});
  add({setitimer(Which::prof, timeval({can_.tick.ns}), timeval({can_.tick.ns / 2})), burn, take(prof), burn, take(prof),
       getitimer(Which::prof), setitimer(Which::prof, {}, {}, Pointer::ok)},
      0, 5, Counting::none);
}

void EdgeShapes::alarm_twice(Wide seconds, Wide passed) {
  const Wide left = seconds * timerlaw::kSecond - passed;
  if (!certain_ && passed > 0 && ends_soon(left)) {
    return real_with_left(left, true);
  }
  std::vector<Step> program{alarm(static_cast<std::int64_t>(seconds))};
  if (!waits(program, passed, false)) {
    return;
  }
  const std::size_t look = program.size();
  program.insert(program.end(), {alarm(0), getitimer(Which::real)});
  add(std::move(program), 0, look, Counting::from_call);
}

void EdgeShapes::in_namespace(Wide deadline, Wide offset) {
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

}  // namespace timerlaw
