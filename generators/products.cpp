// SPDX-License-Identifier: Apache-2.0
#include "generators/products.h"

#include <array>
#include <cassert>
#include <string_view>
#include <type_traits>
#include <vector>

#include "generators/alphabet.h"
#include "generators/digits.h"
#include "generators/edge_times.h"
#include "generators/edges.h"
#include "generators/states.h"
#include "generators/steps.h"

namespace timerlaw {
namespace {

using namespace steps;
using edges::kPointers;

template <class First, class Second>
auto joined(const First& first, const Second& second) {
  std::vector<std::remove_cv_t<typename First::value_type>> all(first.begin(), first.end());
  all.insert(all.end(), second.begin(), second.end());
  return all;
}

// Every small number, and those whose class no small one has.
const std::vector<std::int64_t>& clocks() {
  static const auto all = [] {
    std::vector<std::int64_t> out;
    for (std::int64_t clock = -16; clock <= 24; ++clock) {
      out.push_back(clock);
    }
    for (const std::int64_t clock : edges::kBadClocks) {
      if (clock < -16 || clock > 24) {
        out.push_back(clock);
      }
    }
    return out;
  }();
  return all;
}
// Those that are combined with one another.
const std::vector<TimeArg>& timespecs() {
  static const auto all = joined(edges::plain_timespecs().valid, edges::plain_timespecs().invalid);
  return all;
}
const std::vector<TimeArg>& timevals() {
  static const auto all = joined(edges::plain_timevals().valid, edges::plain_timevals().invalid);
  return all;
}
const std::vector<std::int64_t>& alarm_seconds() {
  static const auto all = joined(edges::alarms(), edges::kPlainAlarms);
  return all;
}

constexpr std::array<Pointer, 3> kOld{Pointer::null, Pointer::ok, Pointer::bad};
constexpr std::array<TimeArg, 2> kPeriods{{{}, {5, 0}}};
constexpr std::array<std::string_view, 4> kTimerStates{"idle", "armed", "periodic pending", "silent periodic"};
constexpr std::array<std::string_view, 3> kRealStates{"fresh", "real armed", "real pending"};

Program from(std::string_view state, std::initializer_list<Step> calls) {
  Program program{.child = Child::reused, .steps = prepared_state(state).steps};
  for (const Step& call : calls) {
    program.steps.push_back(canonical(call));
  }
  const auto after = observations();
  program.steps.insert(program.steps.end(), after.begin(), after.end());
  return program;
}

// The timer behind a call: t0, or a raw id.
void aim(Step& step, std::uint64_t target) {
  step.slot = target == 0 ? 0 : kNoSlot;
  step.id = target == 0 ? 0 : edges::kIds[target - 1];
}
constexpr std::uint64_t kTargets = edges::kIds.size() + 1;

// The second timer's id tells whether the first call used one up.
Program created(const Step& call) {
  return from("fresh", {call, create(1, ClockId::monotonic, kNotifyNone, 0), remove(0), remove(1)});
}

Program create_pointers(Digits& digits) {
  Step call = create(0, ClockId::monotonic, kNotifySignal, kRtMin);
  call.in = digits.pick(kPointers);
  call.out = digits.pick(kPointers);
  call.clock = digits.pick(clocks());
  return created(call);
}

Program create_contents(Digits& digits) {
  static constexpr std::array<std::int64_t, 9> kSignals{0,        65,           -1,     1,      kSigKill,
                                                        kSigStop, kKernelRtMin, kRtMin, kSigMax};
  static constexpr std::array<std::int64_t, 4> kTids{kSelfTid, 0, -1, edges::kTwo31 - 1};
  static constexpr std::array<std::int64_t, 8> kContentClocks{1, 0, 11, 2, -2, 4, 8, 24};
  static const auto notify = joined(edges::kNotify, edges::kBadNotify);
  Step call = create(0, ClockId::monotonic, 0, 0);
  call.sival = ~std::uint64_t{0};
  call.clock = digits.pick(kContentClocks);
  call.notify = digits.pick(notify);
  call.number = digits.pick(kSignals);
  call.tid = digits.pick(kTids);
  return created(call);
}

Program settime_values(Digits& digits) {
  const std::string_view state = digits.pick(kTimerStates);
  Step call = settime(0, digits.pick(timespecs()));
  call.interval = digits.pick(timespecs());
  call.flags = static_cast<std::int64_t>(digits.below(2));
  call.out = digits.pick(kOld);
  return from(state, {call});
}

// Every edge, by itself and with a period.
Program settime_edges(Digits& digits) {
  static const auto values = joined(edges::timespecs().valid, edges::timespecs().invalid);
  const std::string_view state = digits.pick(kTimerStates);
  Step call = settime(0, digits.pick(values));
  call.interval = digits.pick(kPeriods);
  call.flags = static_cast<std::int64_t>(digits.below(2));
  call.out = digits.pick(kOld);
  return from(state, {call});
}

Program settime_pointers(Digits& digits) {
  const std::string_view state = digits.pick(kTimerStates);
  Step call = settime(0, {20, 0}, {30, 0});
  call.in = digits.pick(kPointers);
  call.out = digits.pick(kPointers);
  call.flags = digits.pick(edges::kFlags);
  aim(call, digits.below(kTargets));
  return from(state, {call});
}

Program gettime_arguments(Digits& digits) {
  const std::string_view state = digits.pick(kTimerStates);
  Step call = gettime(0);
  call.out = digits.pick(kPointers);
  aim(call, digits.below(kTargets));
  return from(state, {call});
}

Program overrun_and_delete_arguments(Digits& digits) {
  const std::string_view state = digits.pick(kTimerStates);
  Step call = digits.below(2) == 0 ? overrun(0) : remove(0);
  aim(call, digits.below(kTargets));
  return from(state, {call, call});
}

Program setitimer_values(Digits& digits) {
  const std::string_view state = digits.pick(kRealStates);
  Step call = setitimer(Which::real, digits.pick(timevals()));
  call.interval = digits.pick(timevals());
  call.out = digits.pick(kOld);
  return from(state, {call});
}

Program setitimer_edges(Digits& digits) {
  static const auto values = joined(edges::timevals().valid, edges::timevals().invalid);
  const std::string_view state = digits.pick(kRealStates);
  Step call = setitimer(Which::real, digits.pick(values));
  call.interval = digits.pick(kPeriods);
  call.out = digits.pick(kOld);
  return from(state, {call});
}

// The CPU itimers are only disarmed here, and set so that they are not due.
Program setitimer_pointers(Digits& digits) {
  static constexpr std::array<std::int64_t, 7> kWhich{0, 1, 2, 3, -1, 99, edges::kTwo31 - 1};
  const std::string_view state = digits.pick(kRealStates);
  Step call = setitimer(Which::real, {});
  call.in = digits.pick(kPointers);
  call.out = digits.pick(kPointers);
  call.clock = digits.pick(kWhich);
  return from(state, {call});
}

Program setitimer_cpu_values(Digits& digits) {
  const Which which = digits.below(2) == 0 ? Which::virt : Which::prof;
  const TimeArg value = digits.pick(timevals());
  const TimeArg interval = digits.pick(timevals());
  Program program = from("fresh", {setitimer(which, value, interval), setitimer(which, {10, 0}, {5, 0}, Pointer::ok),
                                   setitimer(which, interval, {}, Pointer::ok)});
  program.steps.push_back(getitimer(which));
  return program;
}

Program settime_cpu_values(Digits& digits) {
  static constexpr std::array<ClockId, 3> kCounts{ClockId::process_cputime, ClockId::own_thread_sched,
                                                  ClockId::own_process_prof};
  const ClockId clock = digits.pick(kCounts);
  const std::int64_t notify = digits.below(2) == 0 ? kNotifySignal : kNotifyNone;
  Step call = settime(0, digits.pick(timespecs()));
  static constexpr std::array<TimeArg, 4> kIntervals{{{}, {0, 1}, {5, 0}, {edges::kMax, 0}}};
  call.interval = digits.pick(kIntervals);
  call.flags = static_cast<std::int64_t>(digits.below(2));
  return from("fresh", {create(0, clock, notify, kRtMin), settime(0, {10, 0}, {3, 0}), call,
                        settime(0, {20, 0}, {}, Pointer::ok)});
}

Program queue_arguments(Digits& digits) {
  static constexpr std::array<std::int64_t, 7> kSignals{0, 65, -1, 1, kSigAlrm, kRtMin, kSigMax};
  static constexpr std::array<std::int64_t, 6> kCodes{kSiQueue, kSiTimer, -3, -4, -5, -60};
  const std::int64_t signo = digits.pick(kSignals);
  Step call = queue(0, digits.pick(kCodes), ~std::uint64_t{0});
  call.number = signo;
  return from("fresh", {call, call});
}

Program restored(Digits& digits) {
  static constexpr std::array<std::int64_t, 6> kModes{0, 1, 2, 3, -1, edges::kTwo32 + 1};
  const std::int64_t first = digits.pick(kModes);
  const std::int64_t second = digits.pick(kModes);
  Step call = create(0, ClockId::monotonic, kNotifySignal, kRtMin);
  call.id = digits.pick(edges::kRestoredIds);
  call.in = digits.pick(kPointers);
  call.out = digits.pick(kPointers);
  Program program = created(call);
  program.steps.insert(program.steps.begin(), {restore(first), restore(second)});
  program.child = Child::fresh;
  return program;
}

Program limited(Digits& digits) {
  static constexpr std::array<std::int64_t, 6> kLimits{0, 1, 2, 1'000'000, -1, edges::kMax};
  const Step soft = limit(kLimitSigpending, digits.pick(kLimits), digits.pick(kOld));
  Step call = create(0, ClockId::monotonic, kNotifySignal, kRtMin);
  static constexpr std::array<std::int64_t, 3> kClocks{1, 4, 24};
  call.clock = digits.pick(kClocks);
  call.number = digits.below(2) == 0 ? kRtMin : 0;
  Program program = created(call);
  program.steps.insert(program.steps.begin(), soft);
  program.child = Child::fresh;
  return program;
}

Program setitimer_invalid(Digits& digits) {
  static constexpr std::array<std::int64_t, 6> kWhich{1, 2, 3, -1, 99, edges::kTwo31 - 1};
  Step call = setitimer(Which::real, digits.pick(edges::timevals().invalid));
  call.clock = digits.pick(kWhich);
  call.out = digits.pick(kPointers);
  return from("real armed", {call});
}

Program getitimer_arguments(Digits& digits) {
  static constexpr std::array<std::int64_t, 7> kWhich{0, 1, 2, 3, -1, 99, edges::kTwo31 - 1};
  const std::string_view state = digits.pick(kRealStates);
  Step call = getitimer(Which::real);
  call.clock = digits.pick(kWhich);
  call.out = digits.pick(kPointers);
  return from(state, {call});
}

Program alarms(Digits& digits) {
  const std::string_view state = digits.pick(kRealStates);
  const std::int64_t first = digits.pick(alarm_seconds());
  const std::int64_t second = digits.pick(alarm_seconds());
  return from(state, {alarm(first), alarm(second)});
}

Program alarm_after_setitimer(Digits& digits) {
  const TimeArg value = digits.pick(edges::timevals().valid);
  return from("fresh", {setitimer(Which::real, value), alarm(0)});
}

struct Product {
  Program (*at)(Digits&);
  std::uint64_t size;
};

std::uint64_t size_of(Program (*at)(Digits&)) {
  Digits digits(0);
  at(digits);
  return digits.radix();
}

const std::vector<Product>& products() {
  static const std::vector<Product> all = [] {
    std::vector<Product> out;
    for (const auto at : {create_pointers, create_contents, settime_values, settime_edges, settime_pointers,
                          gettime_arguments, overrun_and_delete_arguments, setitimer_values, setitimer_edges,
                          setitimer_pointers, setitimer_invalid, getitimer_arguments, alarms, alarm_after_setitimer,
                          setitimer_cpu_values, settime_cpu_values, queue_arguments, restored, limited}) {
      out.push_back({at, size_of(at)});
    }
    return out;
  }();
  return all;
}

}  // namespace

std::uint64_t product_count() {
  std::uint64_t total = 0;
  for (const Product& p : products()) {
    total += p.size;
  }
  return total;
}

Program product_at(std::uint64_t index) {
  for (const Product& p : products()) {
    if (index < p.size) {
      Digits digits(index);
      return p.at(digits);
    }
    index -= p.size;
  }
  assert(false && "index < product_count()");
  return {};
}

}  // namespace timerlaw
