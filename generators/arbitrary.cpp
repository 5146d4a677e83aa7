// SPDX-License-Identifier: Apache-2.0
#include "generators/arbitrary.h"

#include <limits>
#include <span>
#include <vector>

#include "generators/edge_times.h"
#include "generators/edges.h"
#include "generators/mix.h"
#include "generators/shrink.h"
#include "generators/steps.h"

namespace timerlaw {
namespace {

rc::Gen<TimeArg> element(std::span<const TimeArg> times) {
  return rc::gen::elementOf(std::vector<TimeArg>(times.begin(), times.end()));
}

// inRange scales from its low end, so that bounds would hardly ever appear: they stand beside it as elements.
const rc::Gen<TimeArg>& times(bool micros) {
  static const auto near = rc::gen::map(rc::gen::inRange<std::int64_t>(1, 2'000'000), [](std::int64_t n) {
    return TimeArg{0, n, Origin::literal};
  });
  static const auto micro = rc::gen::map(rc::gen::inRange<std::int64_t>(1, 2'000), [](std::int64_t n) {
    return TimeArg{0, n, Origin::literal};
  });
  static const rc::Gen<TimeArg> timespecs = rc::gen::weightedOneOf<TimeArg>(
      {{9, element(edges::timespecs().valid)}, {4, element(edges::timespecs().invalid)}, {3, near}});
  static const rc::Gen<TimeArg> timevals = rc::gen::weightedOneOf<TimeArg>(
      {{9, element(edges::timevals().valid)}, {4, element(edges::timevals().invalid)}, {3, micro}});
  return micros ? timevals : timespecs;
}

std::int64_t any_alarm(Draw& draw) {
  return draw.once_in(3) ? draw.element(edges::kPlainAlarms) : draw.element(edges::alarms());
}

Pointer input(Draw& draw) {
  static const auto gen = rc::gen::weightedElement<Pointer>(
      {{12, Pointer::ok}, {1, Pointer::null}, {1, Pointer::bad}, {2, Pointer::readonly}, {1, Pointer::edge}});
  return draw.of(gen);
}

Pointer output(Draw& draw) {
  static const auto gen = rc::gen::weightedElement<Pointer>(
      {{12, Pointer::ok}, {2, Pointer::null}, {1, Pointer::bad}, {1, Pointer::readonly}, {1, Pointer::edge}});
  return draw.of(gen);
}

template <class Good, class Bad>
std::int64_t mostly(Draw& draw, const Good& good, const Bad& bad) {
  return draw.once_in(4) ? draw.element(bad) : draw.element(good);
}

// Signals that a timer may carry are 1 to 64, all of them legal.
std::int64_t signal(Draw& draw) {
  return draw.once_in(6) ? draw.element(edges::kBadSigno) : static_cast<std::int64_t>(1 + draw.below(kSigMax));
}

void name_timer(Draw& draw, Step& step, std::int32_t slots) {
  if (draw.once_in(4)) {
    step.id = draw.element(edges::kIds);
  } else {
    step.slot = static_cast<std::int32_t>(draw.below(static_cast<std::uint64_t>(slots)));
  }
}

void create(Draw& draw, Step& step, std::int32_t slots) {
  step.slot = static_cast<std::int32_t>(draw.below(static_cast<std::uint64_t>(slots)));
  step.in = input(draw);
  step.out = output(draw);
  static constexpr std::array<std::int64_t, 2> kOfParty{party_clock(0, 2), party_clock(0, 6)};
  step.clock = draw.once_in(12)   ? draw.element(edges::kCpuClocks)
               : draw.once_in(40) ? draw.element(kOfParty)
                                  : mostly(draw, edges::kClocks, edges::kBadClocks);
  step.notify = mostly(draw, edges::kNotify, edges::kBadNotify);
  step.number = signal(draw);
  step.sival = draw.once_in(4) ? ~std::uint64_t{0} : draw.below(1000);
  if (step.notify == steps::kNotifyThreadId && draw.once_in(4)) {
    step.tid = draw.once_in(4) ? party_tid(0) : draw.element(edges::kBadTid);
  }
}

void settime(Draw& draw, Step& step, std::int32_t slots) {
  name_timer(draw, step, slots);
  step.in = input(draw);
  step.out = draw.once_in(2) ? Pointer::null : output(draw);
  step.flags = draw.element(edges::kFlags);
  step.value = draw.of(times(false));
  step.interval = draw.once_in(2) ? TimeArg{} : draw.of(times(false));
  if (step.slot != kNoSlot && (step.flags & kAbstime) != 0 && draw.once_in(2)) {
    const Nanos offset{static_cast<std::int64_t>(draw.below(4'000'000)) - 2'000'000};
    step.value = draw.once_in(2) ? steps::from_now(offset) : steps::from_start(offset);
  }
}

void setitimer(Draw& draw, Step& step) {
  step.clock = mostly(draw, std::array<std::int64_t, 2>{0, 0}, edges::kBadWhich);
  step.in = input(draw);
  step.out = draw.once_in(2) ? Pointer::null : output(draw);
  step.value = draw.of(times(true));
  step.interval = draw.once_in(2) ? TimeArg{} : draw.of(times(true));
  if (draw.once_in(8)) {
    step.clock = draw.once_in(2) ? 1 : 2;
  }
}

void process(Draw& draw, Step& step) {
  switch (step.op) {
    case Op::queue:
      step.notify = draw.element(edges::kQueueCodes);
      step.number = signal(draw);
      step.sival = draw.below(1000);
      break;
    case Op::restore:
      step.number = draw.element(edges::kRestoreModes);
      break;
    case Op::limit:
      step.clock = kLimitSigpending;
      step.number = static_cast<std::int64_t>(draw.below(4));
      step.out = draw.once_in(2) ? Pointer::null : Pointer::ok;
      break;
    case Op::setclock:
      step.value = steps::span({static_cast<std::int64_t>(draw.below(20'000'000'000)) - 10'000'000'000});
      break;
    case Op::timens:
      step.value = {static_cast<std::int64_t>(draw.below(1000)), 0};
      step.interval = {static_cast<std::int64_t>(draw.below(1000)), 1};
      break;
    case Op::thread:
    case Op::fork:
      step.number = static_cast<std::int64_t>(1 + draw.below(kParties - 1));
      break;
    default:
      break;
  }
}

TimeArg duration(Draw& draw) {
  return steps::span({static_cast<std::int64_t>(draw.below(300'000))});
}

SigSet signal_set(Draw& draw) {
  if (draw.once_in(4)) {
    return kAllSignals;
  }
  SigSet set;
  for (std::uint64_t n = draw.below(4); n > 0; --n) {
    set.add(static_cast<Signo>(1 + draw.below(kSigMax)));
  }
  return set;
}

void until(Draw& draw, Step& step, std::int32_t slots) {
  step.anchor = draw.element(std::array{Anchor::start, Anchor::now, Anchor::timer, Anchor::real});
  if (step.anchor == Anchor::timer) {
    step.slot = static_cast<std::int32_t>(draw.below(static_cast<std::uint64_t>(slots)));
  }
  step.value = steps::span({static_cast<std::int64_t>(draw.below(200'000)) - 100'000});
}

}  // namespace

Op arbitrary_op(Draw& draw) {
  return static_cast<Op>(draw.below(kOpCount));
}

Step arbitrary_step(Draw& draw, Op op, std::int32_t slots) {
  Step step{.op = op};
  switch (op) {
    case Op::create:
      create(draw, step, slots);
      break;
    case Op::settime:
      settime(draw, step, slots);
      break;
    case Op::gettime:
      name_timer(draw, step, slots);
      step.out = output(draw);
      break;
    case Op::overrun:
    case Op::remove:
      name_timer(draw, step, slots);
      break;
    case Op::setitimer:
      setitimer(draw, step);
      break;
    case Op::getitimer:
      step.clock = mostly(draw, std::array<std::int64_t, 4>{0, 0, 1, 2}, edges::kBadWhich);
      step.out = output(draw);
      break;
    case Op::alarm:
      step.number = any_alarm(draw);
      break;
    case Op::sleep:
    case Op::read:
      step.value = duration(draw);
      break;
    case Op::burn:
      step.value = duration(draw);
      step.set = draw.once_in(2) ? signal_set(draw) : SigSet{};
      break;
    case Op::until:
      until(draw, step, slots);
      break;
    case Op::cpu:
      break;
    case Op::take:
    case Op::window:
      step.set = signal_set(draw);
      step.value = draw.once_in(2) ? TimeArg{} : duration(draw);
      break;
    case Op::pending:
      break;
    case Op::mask:
    case Op::unmask:
      step.set = signal_set(draw);
      break;
    case Op::handler:
      step.flags = draw.once_in(2) ? kSaRestart : 0;
      step.number = signal(draw);
      break;
    case Op::ignore:
    case Op::dflt:
      step.number = signal(draw);
      break;
    case Op::kill:
      step.flags = draw.once_in(2) ? kKillThread : 0;
      step.number = signal(draw);
      break;
    case Op::queue:
    case Op::restore:
    case Op::limit:
    case Op::setclock:
    case Op::timens:
    case Op::thread:
    case Op::fork:
    case Op::exit:
    case Op::exec:
      process(draw, step);
      break;
  }
  return steps::canonical(step);
}

}  // namespace timerlaw

namespace rc {

Gen<timerlaw::Step> Arbitrary<timerlaw::Step>::arbitrary() {
  return Gen<timerlaw::Step>([](const Random& random, int) {
    timerlaw::Draw draw(random);
    const timerlaw::Op op = timerlaw::arbitrary_op(draw);
    return shrinkable::shrinkRecur(timerlaw::arbitrary_step(draw, op, 4), [](const timerlaw::Step& step) {
      return seq::fromContainer(timerlaw::simpler_steps(step));
    });
  });
}

Gen<timerlaw::Program> Arbitrary<timerlaw::Program>::arbitrary() {
  return Gen<timerlaw::Program>([](const Random& random, int) {
    return shrinkable::shrinkRecur(timerlaw::mixed_program(random, true, {}), [](const timerlaw::Program& program) {
      return seq::fromContainer(timerlaw::shrink_candidates(program));
    });
  });
}

}  // namespace rc
