// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "conformance/formats/names.h"
#include "conformance/formats/result_text.h"
#include "conformance/runner/twins.h"

namespace timerlaw::runner {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kMicro = 1'000;
constexpr std::int64_t kEagain = 11;
constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 8;
constexpr std::int32_t kRealSlot = -2;  // ITIMER_REAL among the slots

struct Span {
  std::int64_t low = 0;
  std::int64_t high = 0;
};
bool meet(Span a, Span b) {
  return a.low <= b.high && b.low <= a.high;
}
Span operator-(Span a, Span b) {
  return {a.low - b.high, a.high - b.low};
}

// When a timer was set, and by what: what its deadline is counted from, so that the two runs can be compared.
struct Setting {
  Span from;               // the instant that its deadline is counted from
  std::int64_t after = 0;  // nanoseconds from there on
  std::size_t clock = 0;   // of the trace's clocks
  bool armed = false;
};

// One of the two traces, as far as it was read.
class Reader {
 public:
  explicit Reader(const Trace& trace) : trace_(trace) {}

  // Follows step i, and says whether a timer may have expired by its end.
  bool may_have_expired(std::size_t i) {
    look_for_due(i);
    follow(trace_.program.steps[i], trace_.results[i], i);
    look_for_due(i);
    return expired_;
  }

  // Whether all of what alarm returns is shown: it has 32 bits of the seconds, more than kFar. To be asked before the
  // step is followed.
  bool shows_all(std::size_t i) const {
    const auto found = set_.find(kRealSlot);
    return trace_.program.steps[i].op != Op::alarm || found == set_.end() || !found->second.armed ||
           found->second.after < kFar;
  }

  // What the remaining time that a step shows says of the deadline, counted from where its timer's deadline is counted
  // from. To be asked before the step is followed.
  std::optional<Span> deadline_shown(std::size_t i) const {
    const auto found = set_.find(slot_of(trace_.program.steps[i]));
    if (found == set_.end() || !found->second.armed)
      return std::nullopt;
    const auto shown = remaining(trace_.program.steps[i], trace_.results[i]);
    if (!shown)
      return std::nullopt;
    const Setting& one = found->second;
    if (!shows_all(i))
      return std::nullopt;
    const Span deadline{reading(i, one.clock) + shown->low, reading(i + 1, one.clock) + shown->high};
    return deadline - one.from;
  }

 private:
  // Of the timers as they are set now, by the end of step i.
  void look_for_due(std::size_t i) {
    for (const auto& [slot, one] : set_)
      if (one.armed && one.from.low + one.after <= reading(i + 1, one.clock))
        expired_ = true;
  }

  static std::int32_t slot_of(const Step& step) {
    const bool real = step.op == Op::setitimer || step.op == Op::getitimer || step.op == Op::alarm;
    return real ? kRealSlot : step.slot;
  }

  std::int64_t reading(std::size_t boundary, std::size_t clock) const {
    return trace_.readings[boundary * trace_.clocks.size() + clock].ns;
  }

  // The remaining time as an interval: results are cut to microseconds, or rounded to seconds.
  static std::optional<Span> remaining(const Step& step, const StepResult& result) {
    if (step.op == Op::alarm) {
      if (result.ret == 0)
        return Span{0, kMicro - 1};
      return Span{result.ret == 1 ? 0 : result.ret * kSecond - kSecond / 2, result.ret * kSecond + kSecond / 2};
    }
    if (result.out != Out::written || result.sec > kFar / kSecond)
      return std::nullopt;
    const bool micros = step.op == Op::setitimer || step.op == Op::getitimer;
    const std::int64_t low = result.sec * kSecond + result.frac * (micros ? kMicro : 1);
    return Span{low, low + (micros ? kMicro - 1 : 0)};
  }

  std::size_t clock_of(std::int32_t slot) const {
    ClockId id = ClockId::monotonic;
    for (const Step& step : trace_.program.steps)
      if (step.op == Op::create && step.slot == slot)
        id = reading_clock(trace_.program, step);
    const auto found = std::ranges::find(trace_.clocks, id);
    return found == trace_.clocks.end() ? 0 : static_cast<std::size_t>(found - trace_.clocks.begin());
  }

  void follow(const Step& step, const StepResult& result, std::size_t i) {
    constexpr std::int64_t kEfault = 14;
    if (step.op == Op::remove && result.ret == 0)
      set_.erase(step.slot);
    const bool sets = step.op == Op::settime || step.op == Op::setitimer || step.op == Op::alarm;
    // One that fails on its old value has been set.
    const bool done =
        result.ret >= 0 || (result.ret == -kEfault && step.in != Pointer::bad && step.in != Pointer::edge);
    if (!sets || !done)
      return;
    Setting one;
    one.clock = step.op == Op::settime ? clock_of(step.slot) : 0;
    TimeArg value = step.op == Op::alarm ? TimeArg{step.number, 0, Origin::literal} : step.value;
    if (step.in == Pointer::null)
      value = {};
    const std::int64_t unit = step.op == Op::setitimer && value.origin == Origin::literal ? kMicro : 1;
    const bool far = value.sec >= kFar / kSecond || value.sec <= -kFar / kSecond;
    one.after = far ? kFar : value.sec * kSecond + value.frac * unit;
    one.armed = value.sec != 0 || value.frac != 0 || value.origin != Origin::literal;
    const bool absolute = (step.flags & kAbstime) != 0 && step.op == Op::settime;
    one.from = {reading(i, one.clock), reading(i + 1, one.clock)};
    if (value.origin == Origin::now)
      one.from.high = one.from.low;
    else if (value.origin == Origin::start)
      one.from = {reading(0, one.clock), reading(0, one.clock)};
    else if (absolute)
      one.from = {0, 0};
    if (!absolute && value.origin != Origin::literal)
      expired_ = true;  // an instant taken for a duration: what it comes to differs from run to run
    set_[slot_of(step)] = one;
  }

  const Trace& trace_;
  std::map<std::int32_t, Setting> set_;
  bool expired_ = false;
};

std::string shown(const Trace& trace, std::size_t i) {
  return result_text(trace.program.steps[i], trace.results[i]);
}

// Which of the timers made it is: ids count up from the one that was next, and wrap.
std::int64_t ids_since(const Trace& trace, std::int64_t id) {
  constexpr std::int64_t kIds = std::int64_t{1} << 31;
  return ((id - trace.next_id) % kIds + kIds) % kIds;
}

// A timer that was made without a sigevent has its id for a value.
bool is_own_id(const SigInfo& info) {
  return info.value == static_cast<std::uint32_t>(info.a);
}

bool same_info(const SigInfo& a, const SigInfo& b) {
  const bool same_value = a.value == b.value || (is_own_id(a) && is_own_id(b));
  return a.signo == b.signo && a.code == b.code && a.error == b.error && (a.code != kSiTimer || same_value);
}

bool same_deliveries(const Trace& a, std::size_t i, const Trace& b, std::size_t j) {
  const StepResult& x = a.results[i];
  const StepResult& y = b.results[j];
  if (x.deliveries != y.deliveries)
    return false;
  for (std::uint32_t n = 0; n < x.deliveries; ++n)
    if (!same_info(a.deliveries[x.first_delivery + n].info, b.deliveries[y.first_delivery + n].info))
      return false;
  return true;
}

// Everything of a result that no instant decides while no timer may have expired; `all` of a remaining time is shown.
bool same_quiet(const Trace& a, std::size_t i, const Trace& b, std::size_t j, TwinKind kind, bool all) {
  const StepResult& x = a.results[i];
  const StepResult& y = b.results[j];
  const bool substituted = kind == TwinKind::alarm && a.program.steps[i].op == Op::alarm;
  if (substituted)
    return y.ret == 0;
  // What alarm returns is a remaining time.
  const bool same_return = x.ret == y.ret || !all || (a.program.steps[i].op == Op::alarm && x.ret > 0 && y.ret > 0);
  if (!same_return || x.out != y.out || x.ran != y.ran || !(x.pending == y.pending) || !same_deliveries(a, i, b, j))
    return false;
  if (a.program.steps[i].op == Op::create && x.out == Out::written && ids_since(a, x.id) != ids_since(b, y.id))
    return false;
  if (a.program.steps[i].op == Op::take && x.ret > 0 && !same_info(x.info, y.info))
    return false;
  return x.out != Out::written || (x.interval_sec == y.interval_sec && x.interval_frac == y.interval_frac);
}

// What is left to compare once chance decides when signals come: those that came in both.
bool same_late(const Trace& a, std::size_t i, const Trace& b, std::size_t j) {
  const StepResult& x = a.results[i];
  const StepResult& y = b.results[j];
  const bool took = a.program.steps[i].op == Op::take && x.ret > 0 && x.ret == y.ret && x.info.code == kSiTimer &&
                    y.info.code == kSiTimer && ids_since(a, x.info.a) == ids_since(b, y.info.a);
  return !took || same_info(x.info, y.info);
}

}  // namespace

bool comparable(const Trace& original, const Trace& trace, std::string_view abi) {
  const auto narrow = [](const TimeArg& time) {
    return static_cast<std::int32_t>(time.sec) == time.sec && static_cast<std::int32_t>(time.frac) == time.frac;
  };
  const auto passes = [&](const Step& step) { return narrow(step.value) && narrow(step.interval); };
  return (abi != "i386" || std::ranges::all_of(original.program.steps, passes)) && trace.ending != Ending::refused &&
         !original.stopped && !trace.stopped;
}

std::optional<TwinDifference> compare(const Trace& original, const Trace& trace, const Twin& twin) {
  Reader x(original);
  Reader y(trace);
  bool quiet = true;
  for (std::size_t j = 0; j < trace.results.size(); ++j) {
    const std::size_t i = twin.of[j];
    if (i == kNoStep) {
      quiet = !y.may_have_expired(j) && quiet;
      continue;
    }
    if (i >= original.results.size())
      break;
    if ((original.results[i].ret == -kEagain || trace.results[j].ret == -kEagain) &&
        original.program.steps[i].op == Op::create)
      break;  // RLIMIT_SIGPENDING is shared with others
    const bool all = x.shows_all(i) && y.shows_all(j);
    const auto a = x.deadline_shown(i);
    const auto b = y.deadline_shown(j);
    // Both must be followed, whatever the first says.
    const bool x_expired = x.may_have_expired(i);
    const bool y_expired = y.may_have_expired(j);
    quiet = quiet && !x_expired && !y_expired;
    const bool same = quiet ? same_quiet(original, i, trace, j, twin.kind, all) && (!a || !b || meet(*a, *b))
                            : same_late(original, i, trace, j);
    if (!same)
      return TwinDifference{i, shown(original, i), shown(trace, j)};
  }
  return std::nullopt;
}

}  // namespace timerlaw::runner
