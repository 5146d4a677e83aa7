// SPDX-License-Identifier: Apache-2.0
#include "conformance/selftest/changes.h"

#include <algorithm>
#include <bit>
#include <type_traits>
#include <utility>

#include "model/calls/checked.h"
#include "model/eval.h"

namespace timerlaw {
namespace {

constexpr Signo kUsr1 = 10;
constexpr Signo kUsr2 = 12;

bool waits(Op op) {
  return op == Op::take || op == Op::sleep || op == Op::window || op == Op::read;
}
bool shows_microseconds(Op op) {
  return op == Op::setitimer || op == Op::getitimer;
}
bool shows_time(const Trace& t, std::size_t i) {
  const Op op = t.program.steps[i].op;
  return t.results[i].out == Out::written && op != Op::create;
}

// How much of the shown fraction makes a second.
std::int64_t units_per_second(const Trace& t, std::size_t i) {
  return shows_microseconds(t.program.steps[i].op) ? 1'000'000 : 1'000'000'000;
}
Wide shown(const Trace& t, std::size_t i) {
  return Wide{t.results[i].sec} * units_per_second(t, i) + t.results[i].frac;
}
bool show(Trace& t, std::size_t i, Wide units) {
  const std::int64_t second = units_per_second(t, i);
  if (units < 0 || units == shown(t, i)) {
    return false;
  }
  t.results[i].sec = static_cast<std::int64_t>(units / second);
  t.results[i].frac = static_cast<std::int64_t>(units % second);
  return true;
}
// One unit more than the bracket leaves open.
Wide beyond_bracket(const Trace& t, std::size_t i) {
  const Bracket bracket = t.bracket(i, 0);
  const Wide width = bracket.after.ns - bracket.before.ns;
  return (shows_microseconds(t.program.steps[i].op) ? width / 1'000 + 1 : width) + 1;
}

bool took(const Trace& t, std::size_t i) {
  return t.program.steps[i].op == Op::take && t.results[i].ret > 0;
}
void forget_output(StepResult& r) {
  if (r.out == Out::written) {
    r.out = Out::untouched;
    r.sec = r.frac = r.interval_sec = r.interval_frac = r.id = 0;
  }
}

bool another_errno(Trace& t, std::size_t i) {
  StepResult& r = t.results[i];
  if (r.ret >= 0) {
    return false;
  }
  r.ret = r.ret == -kEinval ? -kEfault : -kEinval;
  return true;
}
bool success_in_place_of_failure(Trace& t, std::size_t i) {
  if (t.results[i].ret >= 0 || waits(t.program.steps[i].op)) {
    return false;
  }
  t.results[i].ret = 0;
  return true;
}
bool failure_in_place_of_success(Trace& t, std::size_t i) {
  if (t.results[i].ret < 0) {
    return false;
  }
  t.results[i].ret = -kEinval;
  t.results[i].info = {};
  forget_output(t.results[i]);
  return true;
}
bool not_written(Trace& t, std::size_t i) {
  const bool written = t.results[i].out == Out::written;
  forget_output(t.results[i]);
  return written;
}
bool add_to_count(Trace& t, std::size_t i, std::int64_t n) {
  const Op op = t.program.steps[i].op;
  StepResult& r = t.results[i];
  if (op == Op::create && r.out == Out::written) {
    r.id += n;
    return true;
  }
  if ((op != Op::alarm && op != Op::overrun) || r.ret + n < 0) {
    return false;
  }
  r.ret += n;
  return true;
}
bool one_more(Trace& t, std::size_t i) {
  return add_to_count(t, i, 1);
}
bool one_less(Trace& t, std::size_t i) {
  return add_to_count(t, i, -1);
}
bool more_time_left(Trace& t, std::size_t i) {
  return shows_time(t, i) && shown(t, i) != 0 && show(t, i, shown(t, i) + beyond_bracket(t, i));
}
bool less_time_left(Trace& t, std::size_t i) {
  return shows_time(t, i) && show(t, i, shown(t, i) - beyond_bracket(t, i));
}
bool no_time_left(Trace& t, std::size_t i) {
  return shows_time(t, i) && show(t, i, 0);
}
bool one_unit_left(Trace& t, std::size_t i) {
  return shows_time(t, i) && show(t, i, 1);
}
bool one_unit_more(Trace& t, std::size_t i) {
  return shows_time(t, i) && shown(t, i) != 0 && show(t, i, shown(t, i) + 1);
}
bool interval_left(Trace& t, std::size_t i) {
  const StepResult& r = t.results[i];
  return shows_time(t, i) && show(t, i, Wide{r.interval_sec} * units_per_second(t, i) + r.interval_frac);
}
bool longer_interval(Trace& t, std::size_t i) {
  if (!shows_time(t, i) || t.results[i].interval_frac + 1 >= units_per_second(t, i)) {
    return false;
  }
  ++t.results[i].interval_frac;
  return true;
}
bool took_nothing(Trace& t, std::size_t i) {
  if (!took(t, i)) {
    return false;
  }
  t.results[i].ret = -kEagain;
  t.results[i].info = {};
  return true;
}
bool took_another(Trace& t, std::size_t i) {
  if (!took(t, i)) {
    return false;
  }
  StepResult& r = t.results[i];
  r.info.signo = r.info.signo == kSigMax ? 1 : r.info.signo + 1;
  r.ret = r.info.signo;
  return true;
}
bool took_what_was_not_sent(Trace& t, std::size_t i) {
  StepResult& r = t.results[i];
  if (t.program.steps[i].op != Op::take || r.ret != -kEagain) {
    return false;
  }
  const std::uint64_t asked = t.program.steps[i].set.bits;
  const Signo signo = asked == 0 ? kUsr1 : std::countr_zero(asked) + 1;
  r.ret = signo;
  r.info = {signo, 0, kSiUser, static_cast<std::int32_t>(t.pid), static_cast<std::int32_t>(t.uid), 0, 0};
  return true;
}
bool took_in_place_of_nothing(Trace& t, std::size_t i, const SigInfo& info) {
  StepResult& r = t.results[i];
  if (t.program.steps[i].op != Op::take || r.ret != -kEagain || !t.program.steps[i].set.has(info.signo)) {
    return false;
  }
  r.ret = info.signo;
  r.info = info;
  return true;
}
bool took_itimer_signal(Trace& t, std::size_t i) {
  return took_in_place_of_nothing(t, i, {.signo = kSigAlrm, .code = kSiKernel});
}
// Of the first timer whose signal was asked for.
bool took_timer_signal(Trace& t, std::size_t i) {
  for (std::size_t c = 0; c < i; ++c) {
    const Step& step = t.program.steps[c];
    const SigInfo info{.signo = static_cast<Signo>(step.number),
                       .code = kSiTimer,
                       .a = static_cast<std::int32_t>(t.results[c].id),
                       .value = step.sival};
    if (step.op == Op::create && t.results[c].ret == 0 && step.in == Pointer::ok &&
        took_in_place_of_nothing(t, i, info)) {
      return true;
    }
  }
  return false;
}
bool took_in_other_order(Trace& t, std::size_t i) {
  if (i + 1 >= t.results.size() || !took(t, i) || !took(t, i + 1) || t.results[i].info == t.results[i + 1].info) {
    return false;
  }
  std::swap(t.results[i].info, t.results[i + 1].info);
  std::swap(t.results[i].ret, t.results[i + 1].ret);
  return true;
}
// The siginfo of what was taken, or of the first handler that ran in the step.
SigInfo* info_at(Trace& t, std::size_t i) {
  if (took(t, i)) {
    return &t.results[i].info;
  }
  return t.results[i].deliveries > 0 ? &t.deliveries[t.results[i].first_delivery].info : nullptr;
}
template <auto Field>
bool info_one_more(Trace& t, std::size_t i) {
  SigInfo* info = info_at(t, i);
  if (info == nullptr) {
    return false;
  }
  using Value = std::remove_reference_t<decltype(info->*Field)>;
  info->*Field = static_cast<Value>(static_cast<std::make_unsigned_t<Value>>(info->*Field) + 1);
  return true;
}
bool fewer_overruns(Trace& t, std::size_t i) {
  SigInfo* info = info_at(t, i);
  if (info == nullptr || info->code != kSiTimer || info->b == 0) {
    return false;
  }
  info->b -= 1;
  return true;
}
bool pending_lost(Trace& t, std::size_t i) {
  SigSet& set = t.results[i].pending;
  if (t.program.steps[i].op != Op::pending || set.empty()) {
    return false;
  }
  set.bits &= set.bits - 1;
  return true;
}
bool pending_invented(Trace& t, std::size_t i) {
  SigSet& set = t.results[i].pending;
  if (t.program.steps[i].op != Op::pending || set.has(kUsr2)) {
    return false;
  }
  set.add(kUsr2);
  return true;
}
// The signal that was ignored last is pending all the same.
bool pending_though_ignored(Trace& t, std::size_t i) {
  for (std::size_t d = i; t.program.steps[i].op == Op::pending && d-- > 0;) {
    const std::int64_t signo = t.program.steps[d].number;
    if (t.program.steps[d].op == Op::ignore && t.results[d].ret == 0 &&
        !t.results[i].pending.has(static_cast<Signo>(signo))) {
      t.results[i].pending.add(static_cast<Signo>(signo));
      return true;
    }
  }
  return false;
}
void move_later_deliveries(Trace& t, std::size_t i, std::int32_t by) {
  for (std::size_t later = i + 1; later < t.results.size(); ++later) {
    if (t.results[later].deliveries > 0) {
      t.results[later].first_delivery += static_cast<std::uint32_t>(by);
    }
  }
}
bool handler_lost(Trace& t, std::size_t i) {
  StepResult& r = t.results[i];
  if (r.deliveries == 0) {
    return false;
  }
  r.deliveries -= 1;
  t.deliveries.erase(t.deliveries.begin() + r.first_delivery + r.deliveries);
  r.first_delivery = r.deliveries == 0 ? 0 : r.first_delivery;
  move_later_deliveries(t, i, -1);
  return true;
}
bool handler_twice(Trace& t, std::size_t i) {
  StepResult& r = t.results[i];
  if (r.deliveries == 0) {
    return false;
  }
  const Delivery copy = t.deliveries[r.first_delivery];
  t.deliveries.insert(t.deliveries.begin() + r.first_delivery, copy);
  r.deliveries += 1;
  move_later_deliveries(t, i, 1);
  return true;
}
bool interrupted(Trace& t, std::size_t i) {
  StepResult& r = t.results[i];
  if (!waits(t.program.steps[i].op) || r.ret == -kEintr || r.deliveries > 0) {
    return false;
  }
  r.ret = -kEintr;
  r.info = {};
  return true;
}
// The wait that a handler interrupted did not go on.
bool not_restarted(Trace& t, std::size_t i) {
  if (t.program.steps[i].op != Op::read || t.results[i].ret < 0 || t.results[i].deliveries == 0) {
    return false;
  }
  t.results[i].ret = -kEintr;
  return true;
}
bool not_interrupted(Trace& t, std::size_t i) {
  if (t.results[i].ret != -kEintr) {
    return false;
  }
  t.results[i].ret = t.program.steps[i].op == Op::take ? -kEagain : 0;
  return true;
}
// Everything after the call is read as much earlier as the call took.
bool took_no_time(Trace& t, std::size_t i) {
  const Bracket bracket = t.bracket(i, 0);
  const Nanos width = bracket.after - bracket.before;
  if (!waits(t.program.steps[i].op) || width.ns == 0) {
    return false;
  }
  for (std::size_t r = (i + 1) * t.clocks.size(); r < t.readings.size(); ++r) {
    t.readings[r] = t.readings[r] - width;
  }
  return true;
}

bool clock_backward(Trace& t, std::size_t i) {
  t.readings[(i + 1) * t.clocks.size()] = t.readings[i * t.clocks.size()] - Nanos{1};
  return true;
}

constexpr Change kChanges[] = {
    {"another-errno", another_errno},
    {"success-in-place-of-failure", success_in_place_of_failure},
    {"failure-in-place-of-success", failure_in_place_of_success},
    {"not-written", not_written},
    {"one-more", one_more},
    {"one-less", one_less},
    {"more-time-left", more_time_left},
    {"less-time-left", less_time_left},
    {"no-time-left", no_time_left},
    {"one-unit-left", one_unit_left},
    {"one-unit-more", one_unit_more},
    {"interval-left", interval_left},
    {"longer-interval", longer_interval},
    {"took-nothing", took_nothing},
    {"took-another", took_another},
    {"took-what-was-not-sent", took_what_was_not_sent},
    {"took-itimer-signal", took_itimer_signal},
    {"took-timer-signal", took_timer_signal},
    {"took-in-other-order", took_in_other_order},
    {"info-code", info_one_more<&SigInfo::code>},
    {"info-id", info_one_more<&SigInfo::a>},
    {"info-overrun-more", info_one_more<&SigInfo::b>},
    {"info-overrun-less", fewer_overruns},
    {"info-value", info_one_more<&SigInfo::value>},
    {"pending-lost", pending_lost},
    {"pending-invented", pending_invented},
    {"pending-though-ignored", pending_though_ignored},
    {"handler-lost", handler_lost},
    {"handler-twice", handler_twice},
    {"interrupted", interrupted},
    {"not-restarted", not_restarted},
    {"not-interrupted", not_interrupted},
    {"took-no-time", took_no_time},
    {"clock-backward", clock_backward},
};

}  // namespace

std::span<const Change> changes() {
  return kChanges;
}

}  // namespace timerlaw
