// SPDX-License-Identifier: Apache-2.0
#include "generators/mix.h"

#include "generators/arbitrary.h"
#include "generators/edges.h"
#include "generators/steps.h"
#include "generators/writer.h"

namespace timerlaw {
namespace {

using OpGen = rc::Gen<Op>;

// Kinds of program, by what most of their steps are.
enum class Kind : std::uint8_t { posix, real, signals, everything, cpu, parties, ids, limits, clocks, stops };

const OpGen& steps_of(Kind kind) {
  static const std::array<OpGen, 10> kinds{
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
      rc::gen::weightedElement<Op>({{60, Op::create},  {200, Op::settime},  {60, Op::gettime},   {40, Op::overrun},
                                    {40, Op::remove},  {60, Op::setitimer}, {30, Op::getitimer}, {40, Op::sleep},
                                    {40, Op::read},    {50, Op::until},     {120, Op::take},     {60, Op::pending},
                                    {30, Op::mask},    {40, Op::unmask},    {70, Op::ignore},    {40, Op::dflt},
                                    {60, Op::handler}, {70, Op::window},    {50, Op::kill},      {15, Op::queue}}),
      rc::gen::map(rc::gen::inRange(0, kOpCount), [](int op) { return op == 10 ? Op::pending : static_cast<Op>(op); }),
      rc::gen::weightedElement<Op>({{30, Op::create},
                                    {120, Op::settime},
                                    {100, Op::gettime},
                                    {30, Op::overrun},
                                    {10, Op::remove},
                                    {120, Op::setitimer},
                                    {100, Op::getitimer},
                                    {160, Op::burn},
                                    {100, Op::take},
                                    {30, Op::pending},
                                    {20, Op::ignore},
                                    {20, Op::handler},
                                    {20, Op::dflt},
                                    {20, Op::window},
                                    {20, Op::unmask},
                                    {20, Op::thread},
                                    {20, Op::fork},
                                    {10, Op::exit},
                                    {5, Op::exec}}),
      rc::gen::weightedElement<Op>(
          {{80, Op::create},    {160, Op::settime},  {60, Op::gettime}, {20, Op::overrun}, {20, Op::remove},
           {40, Op::setitimer}, {40, Op::getitimer}, {20, Op::alarm},   {20, Op::sleep},   {30, Op::until},
           {90, Op::take},      {60, Op::pending},   {15, Op::mask},    {30, Op::unmask},  {20, Op::ignore},
           {15, Op::dflt},      {40, Op::handler},   {20, Op::window},  {50, Op::kill},    {30, Op::queue},
           {10, Op::read},      {60, Op::thread},    {40, Op::fork},    {30, Op::exit},    {30, Op::exec}}),
      rc::gen::weightedElement<Op>({{200, Op::create},
                                    {60, Op::settime},
                                    {40, Op::gettime},
                                    {100, Op::remove},
                                    {100, Op::restore},
                                    {20, Op::take},
                                    {20, Op::fork},
                                    {20, Op::thread},
                                    {20, Op::exec}}),
      rc::gen::weightedElement<Op>({{200, Op::create},
                                    {100, Op::settime},
                                    {60, Op::gettime},
                                    {100, Op::remove},
                                    {60, Op::setitimer},
                                    {60, Op::take},
                                    {60, Op::pending},
                                    {80, Op::limit}}),
      rc::gen::weightedElement<Op>({{60, Op::create},
                                    {200, Op::settime},
                                    {100, Op::gettime},
                                    {40, Op::overrun},
                                    {80, Op::take},
                                    {30, Op::sleep},
                                    {20, Op::pending},
                                    {80, Op::setclock},
                                    {60, Op::timens},
                                    {60, Op::fork}}),
      rc::gen::weightedElement<Op>({{60, Op::create},
                                    {160, Op::settime},
                                    {80, Op::gettime},
                                    {60, Op::take},
                                    {100, Op::pending},
                                    {120, Op::kill},
                                    {40, Op::sleep},
                                    {30, Op::ignore},
                                    {30, Op::dflt},
                                    {30, Op::mask}})};
  return kinds[static_cast<std::size_t>(kind)];
}

// The costly kinds are few: a tick takes as long as fifty ordinary programs, a child of its own as long as one.
Kind draw_kind(Draw& draw, bool waits, const Capabilities& can) {
  const std::uint64_t n = draw.below(1000);
  if (n < 2) {
    return waits && can.cpu_time ? Kind::cpu : Kind::parties;
  }
  if (n < 50) {
    return Kind::parties;
  }
  if (n < 60) {
    return Kind::ids;
  }
  if (n < 65) {
    return Kind::limits;
  }
  if (n < 75) {
    return can.set_clock || can.time_namespaces ? Kind::clocks : Kind::parties;
  }
  return n < 100 ? Kind::stops : static_cast<Kind>(draw.below(4));
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
  theme.gathers = draw.once_in(3);
  theme.wild = draw.element(kWild);
  theme.reckless = draw.once_in(200);
  theme.waits = waits;
  return theme;
}

// What a kind of program asks of its theme.
void suit(Theme& theme, Kind kind, Draw& draw, const Capabilities& can) {
  static const auto stops = rc::gen::elementOf(std::array<Signo, 4>{kSigCont, 20, 21, 22});
  switch (kind) {
    case Kind::real:
      theme.signals[0] = kSigAlrm;
      break;
    case Kind::cpu:
      theme.burns = true;
      theme.parties = theme.fresh = draw.once_in(2);
      theme.clocks[0] = draw.element(edges::kCpuClocks);
      theme.clocks[1] = draw.once_in(2) ? draw.element(edges::kCpuClocks) : theme.clocks[1];
      theme.signals[1] = draw.once_in(2) ? kSigProf : theme.signals[1];
      break;
    case Kind::parties:
      theme.parties = theme.fresh = true;
      break;
    case Kind::ids:
      theme.parties = theme.fresh = theme.restores = true;
      break;
    case Kind::limits:
      theme.fresh = true;
      theme.wild = 0;
      break;
    case Kind::clocks:
      theme.parties = theme.fresh = true;
      theme.clocks[0] = can.set_clock && draw.once_in(2) ? 0 : theme.clocks[0];
      break;
    case Kind::stops:
      theme.stops = true;
      theme.wild = 0;
      theme.signals[0] = draw.of(stops);
      theme.signals[1] = draw.of(stops);
      break;
    case Kind::everything:
      theme.parties = theme.fresh = draw.once_in(20);
      break;
    case Kind::posix:
    case Kind::signals:
      break;
  }
  theme.fresh = theme.fresh || draw.once_in(500);
}

}  // namespace

Program mixed_program(const rc::Random& random, bool waits, const Capabilities& can) {
  constexpr std::size_t kSteps = 10;
  Draw draw(random);
  const Kind kind = draw_kind(draw, waits, can);
  Theme theme = draw_theme(draw, waits);
  suit(theme, kind, draw, can);
  theme.time32 = can.time32 && draw.once_in(2);
  const OpGen& ops = steps_of(kind);
  const std::size_t most = theme.parties ? 2 * kSteps : kSteps;
  const std::size_t length = waits ? most - 4 + draw.below(7) : most;

  Writer writer(draw, theme, can);
  for (std::int32_t i = 0; kind != Kind::real && kind != Kind::ids && i < theme.timers; ++i) {
    writer.add(Op::create);
    if (!draw.once_in(4)) {
      writer.add(Op::settime);
    }
  }
  while (writer.size() < length) {
    writer.add(draw.of(ops));
  }
  writer.finish();
  return writer.take();
}

}  // namespace timerlaw
