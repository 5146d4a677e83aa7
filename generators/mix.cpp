// SPDX-License-Identifier: Apache-2.0
#include "generators/mix.h"

#include "generators/arbitrary.h"
#include "generators/edges.h"
#include "generators/steps.h"
#include "generators/writer.h"

namespace timerlaw {
namespace {

using OpGen = rc::Gen<Op>;

// Four kinds of program, by what most of their steps are.
const std::array<OpGen, 4>& kinds_of_program() {
  static const std::array<OpGen, 4> kinds{
      // POSIX timers.
      rc::gen::weightedElement<Op>({{60, Op::create},
                                    {300, Op::settime},
                                    {180, Op::gettime},
                                    {80, Op::overrun},
                                    {50, Op::remove},
                                    {20, Op::getitimer},
                                    {60, Op::sleep},
                                    {70, Op::until},
                                    {130, Op::take},
                                    {50, Op::pending},
                                    {8, Op::burn},
                                    {1, Op::cpu}}),
      // The real itimer and alarm.
      rc::gen::weightedElement<Op>({{240, Op::setitimer},
                                    {200, Op::getitimer},
                                    {120, Op::alarm},
                                    {60, Op::sleep},
                                    {80, Op::until},
                                    {150, Op::take},
                                    {60, Op::pending},
                                    {20, Op::settime},
                                    {40, Op::ignore},
                                    {30, Op::handler},
                                    {20, Op::dflt},
                                    {40, Op::window},
                                    {40, Op::kill}}),
      // Signals: ignored, caught, blocked and not.
      rc::gen::weightedElement<Op>({{60, Op::create},
                                    {200, Op::settime},
                                    {60, Op::gettime},
                                    {40, Op::overrun},
                                    {40, Op::remove},
                                    {60, Op::setitimer},
                                    {30, Op::getitimer},
                                    {40, Op::sleep},
                                    {50, Op::until},
                                    {120, Op::take},
                                    {60, Op::pending},
                                    {30, Op::mask},
                                    {40, Op::unmask},
                                    {70, Op::ignore},
                                    {40, Op::dflt},
                                    {60, Op::handler},
                                    {70, Op::window},
                                    {50, Op::kill}}),
      // Everything.
      rc::gen::map(rc::gen::inRange(0, kOpCount), [](int op) { return op == 10 ? Op::pending : static_cast<Op>(op); })};
  return kinds;
}

Signo draw_signal(Draw& draw) {
  static const auto usual = rc::gen::weightedElement<Signo>(
      {{6, kRtMin}, {4, kRtMin + 1}, {4, steps::kUsr1}, {4, kSigAlrm}, {1, kKernelRtMin}, {1, kSigMax}});
  if (!draw.once_in(8)) {
    return draw.of(usual);
  }
  const auto any = static_cast<Signo>(1 + draw.below(kSigMax));
  return any == kSigKill || (any >= kSigCont && any <= 22) ? kRtMin : any;
}

Theme draw_theme(Draw& draw, bool waits) {
  static const auto units =
      rc::gen::weightedElement<std::int64_t>({{5, 20'000}, {5, 50'000}, {4, 100'000}, {2, 300'000}, {1, 1'000'000}});
  static const auto timers = rc::gen::weightedElement<std::int32_t>({{4, 1}, {6, 2}, {4, 3}, {2, 4}});
  static constexpr std::array<std::uint64_t, 4> kWild{0, 24, 12, 3};
  Theme theme;
  theme.unit = {draw.of(units)};
  theme.meeting = {theme.unit.ns * static_cast<std::int64_t>(1 + draw.below(3))};
  theme.clocks[0] = draw.element(edges::kClocks);
  theme.clocks[1] = draw.once_in(2) ? theme.clocks[0] : draw.element(edges::kClocks);
  theme.signals[0] = draw_signal(draw);
  theme.signals[1] = draw.once_in(2) ? theme.signals[0] : draw_signal(draw);
  theme.timers = draw.of(timers);
  theme.gathers = draw.once_in(4);
  theme.wild = draw.element(kWild);
  theme.reckless = draw.once_in(200);
  theme.waits = waits;
  return theme;
}

}  // namespace

Program mixed_program(const rc::Random& random, bool waits) {
  constexpr std::size_t kSteps = 10;
  Draw draw(random);
  Theme theme = draw_theme(draw, waits);
  const std::size_t kind = draw.below(4);
  if (kind == 1) {
    theme.signals[0] = kSigAlrm;
  }
  const OpGen& ops = kinds_of_program()[kind];
  const std::size_t length = waits ? kSteps - 4 + draw.below(7) : kSteps;

  Writer writer(draw, theme);
  if (draw.once_in(500)) {
    writer.fresh_child();
  }
  for (std::int32_t i = 0; kind != 1 && i < theme.timers; ++i) {
    writer.add(Op::create);
    if (!draw.once_in(4)) {
      writer.add(Op::settime);
    }
  }
  while (writer.size() < length) {
    writer.add(draw.of(ops));
  }
  if (waits) {
    writer.finish();
  }
  return writer.take();
}

}  // namespace timerlaw
