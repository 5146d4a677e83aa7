// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/twins.h"

#include <algorithm>
#include <array>

#include "model/rule_table.h"

namespace timerlaw::runner {
namespace {

constexpr std::int64_t kMonotonic = static_cast<std::int64_t>(ClockId::monotonic);
constexpr std::int64_t kBoottime = static_cast<std::int64_t>(ClockId::boottime);
constexpr std::int64_t kRealtime = static_cast<std::int64_t>(ClockId::realtime);
constexpr std::int64_t kReal = static_cast<std::int64_t>(Which::real);
constexpr std::int64_t kMostSeconds = 1'000'000'000;  // fits every ABI's times, with room for the clocks' own
constexpr std::int64_t kSecond = 1'000'000'000;

constexpr std::array<RuleIndex, kTwinKinds> kRuleOf{"TWIN-CLOCK"_rule, "TWIN-ALARM"_rule, "TWIN-DIRECTED"_rule,
                                                    "TWIN-RESTORE"_rule, "TWIN-ABI"_rule};

// Steps whose results follow from timers, the time and the signals of one thread alone.
bool plain(const Step& step) {
  if (step.party != 0)
    return false;
  switch (step.op) {
    case Op::create:
      return step.clock == kMonotonic || step.clock == kBoottime || step.clock == kRealtime;
    case Op::setitimer:
    case Op::getitimer:
      return step.clock == kReal;
    case Op::settime:
    case Op::gettime:
    case Op::overrun:
    case Op::remove:
      return step.slot != kNoSlot;
    case Op::alarm:
    case Op::sleep:
    case Op::until:
    case Op::take:
    case Op::pending:
    case Op::mask:
    case Op::unmask:
    case Op::ignore:
    case Op::dflt:
    case Op::handler:
    case Op::window:
    case Op::kill:
      return true;
    default:
      return false;
  }
}

bool any(const Program& program, auto&& has) {
  return std::ranges::any_of(program.steps, has);
}

Twin same_steps(const Program& program, TwinKind kind) {
  Twin twin{kind, program, {}};
  for (std::size_t i = 0; i < program.steps.size(); ++i)
    twin.of.push_back(i);
  return twin;
}

bool absolute_literal(const Step& step) {
  return step.op == Op::settime && (step.flags & kAbstime) != 0 && step.value.origin == Origin::literal &&
         (step.value.sec != 0 || step.value.frac != 0);
}

std::optional<Twin> clock_twin(const Program& program) {
  const auto monotonic = [](const Step& s) { return s.op == Op::create && s.clock == kMonotonic; };
  const auto boottime = [](const Step& s) { return s.op == Op::create && s.clock == kBoottime; };
  if (!any(program, monotonic) || any(program, boottime) || any(program, absolute_literal))
    return std::nullopt;
  Twin twin = same_steps(program, TwinKind::clock);
  for (Step& step : twin.program.steps)
    if (monotonic(step))
      step.clock = kBoottime;
  return twin;
}

std::optional<Twin> alarm_twin(const Program& program) {
  const auto alarm = [](const Step& s) { return s.op == Op::alarm; };
  // alarm's result has 32 bits.
  const auto fits = [&](const Step& s) {
    return alarm(s) ? s.number >= 0 && s.number < kMostSeconds : s.op != Op::setitimer || s.value.sec < kMostSeconds;
  };
  if (!any(program, alarm) || !std::ranges::all_of(program.steps, fits))
    return std::nullopt;
  Twin twin = same_steps(program, TwinKind::alarm);
  for (Step& step : twin.program.steps)
    if (alarm(step))
      step = {.op = Op::setitimer, .out = Pointer::ok, .clock = kReal, .value = {step.number, 0, Origin::literal}};
  return twin;
}

std::optional<Twin> directed_twin(const Program& program) {
  const auto to_process = [](const Step& s) { return s.op == Op::create && s.in == Pointer::ok && s.notify == 0; };
  // What sends signals to the process still would change places with those of the timers.
  const auto other_sender = [](const Step& s) {
    return s.op == Op::setitimer || s.op == Op::alarm || s.op == Op::kill ||
           (s.op == Op::create && !(s.in == Pointer::ok && (s.notify == 0 || s.notify == 1)));
  };
  if (!any(program, to_process) || any(program, other_sender))
    return std::nullopt;
  Twin twin = same_steps(program, TwinKind::directed);
  for (Step& step : twin.program.steps)
    if (to_process(step)) {
      step.notify = 4;
      step.tid = kSelfTid;  // a signal for the process looks at none
    }
  return twin;
}

// A timer that is surely set to a time that will not be over before it has been set to something else and back.
bool can_be_set_aside(const Step& step) {
  constexpr std::int64_t kSoonMicros = 1'000;
  if (step.in != Pointer::ok || (step.op != Op::setitimer && step.op != Op::settime))
    return false;
  const std::int64_t micros = step.op == Op::setitimer ? step.value.frac : step.value.frac / 1'000;
  const std::int64_t fraction_limit = step.op == Op::setitimer ? 1'000'000 : kSecond;
  const auto valid = [&](const TimeArg& t) { return t.sec >= 0 && t.frac >= 0 && t.frac < fraction_limit; };
  return step.value.origin == Origin::literal && (step.flags & kAbstime) == 0 && valid(step.value) &&
         valid(step.interval) && (step.value.sec > 0 || micros >= kSoonMicros);
}

std::optional<Twin> restore_twin(const Program& program) {
  const auto first = std::ranges::find_if(program.steps, can_be_set_aside);
  if (first == program.steps.end())
    return std::nullopt;
  const auto at = static_cast<std::size_t>(first - program.steps.begin());
  Twin twin = same_steps(program, TwinKind::restore);
  Step aside = *first;
  aside.out = Pointer::ok;
  aside.value = {1'000, 0, Origin::literal};
  aside.interval = {};
  Step back = *first;
  back.out = Pointer::null;
  const auto behind = static_cast<std::ptrdiff_t>(at + 1);
  twin.program.steps.insert(twin.program.steps.begin() + behind, {aside, back});
  twin.of.insert(twin.of.begin() + behind, {kNoStep, kNoStep});
  return twin;
}

// Only what 32 bits hold means the same to both, and only where all of an object can be reached, or none: they differ
// in size.
std::optional<Twin> abi_twin(const Program& program) {
  const auto small = [](std::int64_t n) { return n >= -kMostSeconds && n <= kMostSeconds; };
  const auto fits = [&](const Step& s) {
    return !s.time32 && s.in != Pointer::edge && s.out != Pointer::edge && s.sival <= 0xffff'ffffu && small(s.number) &&
           small(s.flags) && small(s.notify) && small(s.value.sec) && small(s.value.frac) && small(s.interval.sec) &&
           small(s.interval.frac) && small(s.tid);
  };
  if (!std::ranges::all_of(program.steps, fits))
    return std::nullopt;
  return same_steps(program, TwinKind::abi);
}

}  // namespace

RuleIndex twin_rule(TwinKind kind) {
  return kRuleOf[static_cast<std::size_t>(kind)];
}

std::optional<TwinKind> twin_kind(std::string_view rule_id) {
  for (std::size_t i = 0; i < kRuleOf.size(); ++i)
    if (rule(kRuleOf[i]).id == rule_id)
      return static_cast<TwinKind>(i);
  return std::nullopt;
}

std::optional<Twin> make_twin(const Program& program, TwinKind kind) {
  if (!std::ranges::all_of(program.steps, plain))
    return std::nullopt;
  switch (kind) {
    case TwinKind::clock:
      return clock_twin(program);
    case TwinKind::alarm:
      return alarm_twin(program);
    case TwinKind::directed:
      return directed_twin(program);
    case TwinKind::restore:
      return restore_twin(program);
    case TwinKind::abi:
      return abi_twin(program);
  }
  return std::nullopt;
}

std::vector<TwinKind> twin_kinds(const Program& program) {
  std::vector<TwinKind> kinds;
  for (int i = 0; i < kTwinKinds; ++i)
    if (make_twin(program, static_cast<TwinKind>(i)))
      kinds.push_back(static_cast<TwinKind>(i));
  return kinds;
}

}  // namespace timerlaw::runner
