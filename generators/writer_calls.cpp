// SPDX-License-Identifier: Apache-2.0
// The calls on timers. One choice per statement: the order in which arguments are evaluated differs between compilers,
// and with it the program.
#include <array>

#include "generators/edges.h"
#include "generators/steps.h"
#include "generators/writer.h"

namespace timerlaw {

// A short time on the program's scale, or a nanosecond beside it.
Nanos Writer::moment() {
  static constexpr std::array<std::int64_t, 6> kHalves{1, 2, 2, 3, 4, 5};
  static constexpr std::array<std::int64_t, 5> kBeside{-1, 0, 0, 0, 1};
  const std::int64_t halves = draw_.element(kHalves);
  return {theme_.unit.ns / 2 * halves + draw_.element(kBeside)};
}

Step Writer::create() {
  const std::int32_t name = free_slot();
  if (name >= theme_.timers) {
    return settime();
  }
  const ClockId clock{static_cast<std::int32_t>(draw_.element(theme_.clocks))};
  static const auto kinds = rc::gen::weightedElement<std::int64_t>(
      {{12, steps::kNotifySignal}, {4, steps::kNotifyNone}, {1, steps::kNotifyThread}, {4, steps::kNotifyThreadId}});
  if (draw_.once_in(10)) {
    return steps::create_null(name, clock);
  }
  const std::int64_t notify = draw_.of(kinds);
  return steps::create(name, clock, notify, signal());
}

// An absolute value: the meeting, an instant around now, or the distant past.
TimeArg Writer::instant() {
  static constexpr std::array<std::int64_t, 7> kAround{-1'000'000, -1000, -1, 0, 1, 1000, 20'000};
  switch (draw_.below(8)) {
    case 0:
      return {0, 1};
    case 1:
      return steps::from_now({draw_.element(kAround)});
    case 2:
    case 3:
      return steps::from_now(moment());
    case 4:
      return steps::from_start(moment());
    default:
      return steps::from_start(theme_.meeting);
  }
}

TimeArg Writer::interval(bool micros) {
  switch (draw_.below(12)) {
    case 0:
      return {0, 1};
    case 1:
      return {100, 0};
    case 2:
      return draw_.element(edges::kValid);
    case 3:
    case 4:
    case 5:
    case 6:
      return micros ? steps::timeval(moment()) : steps::span(moment());
    default:
      return {};
  }
}

Step Writer::settime() {
  std::int32_t name = slot();
  for (int tries = 0; tries < 2 && plan_.timer(name).armed; ++tries) {
    name = slot();
  }
  const TimeArg every = interval(false);
  const Pointer old = old_value();
  if (theme_.gathers && !draw_.once_in(4)) {
    return steps::settime_abs(name, steps::from_start(theme_.meeting), every, old);
  }
  switch (draw_.below(16)) {
    case 0:
      return steps::settime(name, {}, every, old);
    case 1:
      return steps::settime(name, {0, 1}, every, old);
    case 2:
      return steps::settime(name, draw_.element(edges::kValid), every, old);
    case 3:
    case 4:
      return steps::settime(name, {10, 0}, every, old);
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
      return steps::settime_abs(name, instant(), every, old);
    default:
      return steps::settime(name, steps::span(moment()), every, old);
  }
}

Step Writer::setitimer() {
  const TimeArg every = interval(true);
  const Pointer old = old_value();
  switch (draw_.below(16)) {
    case 0:
      return steps::setitimer(Which::real, {}, every, old);
    case 1:
      return {.op = Op::setitimer, .in = Pointer::null, .out = old};
    case 2:
      return steps::setitimer(Which::real, {0, 1}, every, old);
    case 3:
      return steps::setitimer(Which::real, draw_.element(edges::kValid), every, old);
    case 4:
    case 5:
      return steps::setitimer(Which::real, {10, 0}, every, old);
    default:
      return steps::setitimer(Which::real, steps::timeval(moment()), every, old);
  }
}

// Aims at a deadline that is near, from just before it to just after.
Step Writer::until() {
  static constexpr std::array<std::int64_t, 9> kAim{-3000, -1000, -300, -100, 0, 100, 500, 2000, 5000};
  const Nanos aim{draw_.element(kAim)};
  const std::int32_t name = slot();
  if (plan_.timer(name).armed) {
    return steps::until_timer(name, aim);
  }
  return plan_.real().armed ? steps::until_real(aim) : steps::until_now(moment());
}

}  // namespace timerlaw
