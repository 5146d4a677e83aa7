// SPDX-License-Identifier: Apache-2.0
// The calls on timers. One choice per statement: the order in which arguments are evaluated differs between compilers,
// and with it the program.
#include <algorithm>
#include <array>

#include "generators/edge_times.h"
#include "generators/edges.h"
#include "generators/steps.h"
#include "generators/writer.h"

namespace timerlaw {

// The first name of a forked process.
constexpr std::int32_t kChildSlots = 4;

// A short time on the program's scale, or a nanosecond beside it.
Nanos Writer::moment() {
  static constexpr std::array<std::int64_t, 6> kHalves{1, 2, 2, 3, 4, 5};
  static constexpr std::array<std::int64_t, 5> kBeside{-1, 0, 0, 0, 1};
  const std::int64_t halves = draw_.element(kHalves);
  return {theme_.unit.ns / 2 * halves + draw_.element(kBeside)};
}

// Whole ticks of CPU time, or somewhat less.
Nanos Writer::ticks() {
  static constexpr std::array<std::int64_t, 6> kHalves{1, 2, 2, 3, 4, 6};
  return {std::min(can_.tick.ns / 2 * draw_.element(kHalves), kLongestBurn.ns)};
}

// Mostly a timer of the process that exists.
std::int32_t Writer::slot() {
  const std::int32_t first = acting() == 0 ? 0 : kChildSlots;
  std::int32_t name = 0;
  for (int tries = 0; tries < 4; ++tries) {
    name = first + static_cast<std::int32_t>(draw_.below(static_cast<std::uint64_t>(theme_.timers)));
    if (plan_.timer(name).exists) {
      break;
    }
  }
  return name;
}

// A name is used again only after its timer was deleted; a forked process has names of its own.
std::int32_t Writer::free_slot() const {
  std::int32_t name = acting() == 0 ? 0 : kChildSlots;
  while (name < kPlannedSlots - 1 && plan_.timer(name).exists) {
    ++name;
  }
  return name;
}

Step Writer::create() {
  const std::int32_t name = free_slot();
  if (name >= theme_.timers + (acting() == 0 ? 0 : kChildSlots) || name >= kPlannedSlots - 1) {
    return settime();
  }
  std::int64_t clock = draw_.element(theme_.clocks);
  if (theme_.parties && draw_.once_in(8)) {
    static constexpr std::array<int, 6> kKinds{0, 1, 2, 4, 5, 6};
    const auto party = static_cast<Party>(draw_.below(3));
    clock = party_clock(plan_.parties().made(party) ? party : actor_, draw_.element(kKinds));
  } else if (draw_.once_in(60)) {
    clock = draw_.element(edges::kCpuClocks);
  }
  static const auto kinds = rc::gen::weightedElement<std::int64_t>(
      {{12, steps::kNotifySignal}, {4, steps::kNotifyNone}, {1, steps::kNotifyThread}, {4, steps::kNotifyThreadId}});
  Step step = steps::create_null(name, ClockId{static_cast<std::int32_t>(clock)});
  if (!draw_.once_in(10)) {
    const std::int64_t notify = draw_.of(kinds);
    step = steps::create(name, ClockId{static_cast<std::int32_t>(clock)}, notify, signal());
  }
  if (theme_.parties && step.notify == steps::kNotifyThreadId && draw_.once_in(2)) {
    const auto party = static_cast<Party>(draw_.below(4));  // dead ones too
    step.tid = party_tid(plan_.parties().made(party) ? party : some_thread());
  }
  if (theme_.restores) {
    step.id = draw_.element(edges::kRestoredIds);
  }
  return step;
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

// A valid time at which the law changes its mind.
TimeArg Writer::edge(bool micros) {
  return draw_.element(micros ? edges::timevals().valid : edges::timespecs().valid);
}

TimeArg Writer::interval(bool micros) {
  switch (draw_.below(12)) {
    case 0:
      return {0, 1};
    case 1:
      return {100, 0};
    case 2:
      return edge(micros);
    case 3:
    case 4:
    case 5:
    case 6:
      return micros ? steps::timeval(moment()) : steps::span(moment());
    default:
      return {};
  }
}

TimeArg Writer::cpu_interval(bool micros) {
  const std::int64_t tick = can_.tick.ns;
  switch (draw_.below(8)) {
    case 0:
      return {0, 1};
    case 1:
      return {5, 0};
    case 2:
      return micros ? steps::timeval({tick}) : steps::span({tick});
    case 3:
      return micros ? steps::timeval({tick / 2}) : steps::span({tick / 2});
    case 4:
      return micros ? steps::timeval({2 * tick}) : steps::span({2 * tick - 1});
    case 5:
      return edge(micros);
    default:
      return {};
  }
}

// Around a tick, at which such timers are noticed.
Nanos Writer::around_a_tick(Nanos step) {
  static constexpr std::array<std::int64_t, 5> kTicks{0, 1, 1, 2, 3};
  const std::int64_t beside = static_cast<std::int64_t>(draw_.below(3)) - 1;
  return {std::max(step.ns, draw_.element(kTicks) * can_.tick.ns + beside * step.ns)};
}

Step Writer::settime_cpu(std::int32_t name) {
  const TimeArg every = cpu_interval(false);
  const Pointer old = old_value();
  switch (draw_.below(10)) {
    case 0:
      return steps::settime(name, {}, every, old);
    case 1:
      return steps::settime(name, {10, 0}, every, old);
    case 2:
      return steps::settime(name, edge(false), every, old);
    case 3:
      return steps::settime_abs(name, {0, 1}, every, old);
    case 4:
      return steps::settime_abs(name, steps::from_now(around_a_tick({1})), every, old);
    case 5:
      return steps::settime_abs(name, steps::from_start(around_a_tick({1})), every, old);
    case 6:
      return steps::settime_abs(name, edge(false), every, old);
    default:
      return steps::settime(name, steps::span(around_a_tick({1})), every, old);
  }
}

Step Writer::setitimer_cpu() {
  const Which which = can_.user_time && draw_.once_in(2) ? Which::virt : Which::prof;
  const TimeArg every = cpu_interval(true);
  const Pointer old = old_value();
  switch (draw_.below(8)) {
    case 0:
      return steps::setitimer(which, {}, every, old);
    case 1:
      return {.op = Op::setitimer, .in = Pointer::null, .out = old, .clock = static_cast<std::int64_t>(which)};
    case 2:
      return steps::setitimer(which, edge(true), every, old);
    case 3:
      return steps::setitimer(which, {10, 0}, every, old);
    default:
      return steps::setitimer(which, steps::timeval(around_a_tick(steps::us(1))), every, old);
  }
}

Step Writer::settime() {
  std::int32_t name = slot();
  for (int tries = 0; tries < 2 && plan_.timer(name).armed; ++tries) {
    name = slot();
  }
  if (plan_.timer(name).counted != Counted::none) {
    return settime_cpu(name);
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
      return steps::settime(name, edge(false), every, old);
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
      return steps::setitimer(Which::real, edge(true), every, old);
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
  if (plan_.timer(name).armed && plan_.timer(name).counted == Counted::none) {
    return steps::until_timer(name, aim);
  }
  return plan_.itimer(acting(), Which::real).armed ? steps::until_real(aim) : steps::until_now(moment());
}

}  // namespace timerlaw
