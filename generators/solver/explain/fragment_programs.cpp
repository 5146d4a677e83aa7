// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/explain/fragment_programs.h"

#include <algorithm>
#include <array>

namespace timerlaw::solver {
namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
constexpr std::int64_t kSecondsLimit = 9'223'372'036;  // KTIME_SEC_MAX

class FragmentWriter {
 public:
  FragmentWriter(Dice& dice, Nanos width) : dice_(dice) {
    scale_ = one_of(std::array<std::int64_t, 5>{std::max<std::int64_t>(width.ns, 1'000), 4 * width.ns + 1'000,
                                                10 * width.ns + 500, 50'000, 3'000'000});
  }

  Program write() {
    timers_ = static_cast<std::int32_t>(1 + dice_.below(3));
    for (std::int32_t t = 0; t < timers_; ++t) {
      create(t);
    }
    const std::int64_t length = 5 + dice_.below(12);
    for (std::int64_t i = 0; i < length; ++i) {
      step();
    }
    return {dice_.once_in(4) ? Child::reused : Child::fresh, std::move(steps_)};
  }

 private:
  template <class Choice, std::size_t n>
  Choice one_of(const std::array<Choice, n>& choices) {
    return choices[static_cast<std::size_t>(dice_.below(static_cast<std::int64_t>(n)))];
  }
  std::int32_t some_timer() { return static_cast<std::int32_t>(dice_.below(timers_)); }

  void create(std::int32_t slot) {
    Step step{.op = Op::create, .out = Pointer::ok, .slot = slot, .clock = 1, .sival = 0x1122'3344'5566'7788};
    step.number = one_of(std::array<std::int64_t, 4>{10, 14, 34, 34});
    step.notify = dice_.once_in(8) ? 1 : 0;
    step.in = dice_.once_in(10) ? Pointer::null : Pointer::ok;
    steps_.push_back(step);
  }

  std::int64_t duration() {
    switch (dice_.below(8)) {
      case 0:
        return 1 + dice_.below(1'000);
      case 1:
        return scale_ * (5 + dice_.below(1'000));
      case 2:
      case 3:
        return scale_ * (1 + dice_.below(3));
      default:
        return scale_ / 2 * (1 + dice_.below(5)) + dice_.below(3) - 1;
    }
  }
  std::int64_t interval() {
    if (dice_.below(5) < 2) {
      return 0;
    }
    return dice_.once_in(12) ? 1 : std::max<std::int64_t>(duration() / (1 + dice_.below(3)), 1);
  }
  static TimeArg timespec(std::int64_t ns) { return {ns / kNanosPerSecond, ns % kNanosPerSecond}; }
  static TimeArg timeval(std::int64_t ns) { return {ns / kNanosPerSecond, ns % kNanosPerSecond / 1'000}; }

  void settime() {
    Step step{.op = Op::settime, .out = dice_.once_in(3) ? Pointer::null : Pointer::ok, .slot = some_timer()};
    step.interval = timespec(interval());
    if (dice_.once_in(8)) {
      step.interval = dice_.once_in(2) ? TimeArg{kSecondsLimit, 0} : TimeArg{};
      step.value = one_of(std::array{TimeArg{}, TimeArg{kSecondsLimit, 0}, TimeArg{kSecondsLimit - 1, 999'999'999}});
      step.flags = dice_.below(2);
    } else if (dice_.once_in(2)) {
      step.flags = 1;
      step.value = {0, duration(), dice_.once_in(2) ? Origin::now : Origin::start};
    } else {
      step.value = timespec(duration());
    }
    steps_.push_back(step);
  }

  void setitimer() {
    const std::int64_t value = dice_.once_in(6) ? 0 : std::max<std::int64_t>(duration(), 1'000);
    steps_.push_back({.op = Op::setitimer,
                      .out = dice_.once_in(3) ? Pointer::null : Pointer::ok,
                      .value = timeval(value),
                      .interval = timeval(interval())});
  }

  SigSet some_set() {
    SigSet set = kAllSignals;
    if (dice_.once_in(3)) {
      set = {};
      set.add(one_of(std::array<Signo, 3>{10, 14, 34}));
    }
    return set;
  }

  void until() {
    Step step{.op = Op::until, .slot = some_timer()};
    step.anchor = one_of(std::array{Anchor::timer, Anchor::timer, Anchor::timer, Anchor::real, Anchor::now});
    step.value = {0, step.anchor == Anchor::now ? dice_.below(scale_) : dice_.below(1'000) - 400};
    steps_.push_back(step);
  }

  void step() {
    switch (dice_.below(24)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return settime();
      case 4:
      case 5:
      case 6:
      case 7:
        steps_.push_back({.op = Op::gettime, .out = Pointer::ok, .slot = some_timer()});
        return;
      case 8:
      case 9:
        return setitimer();
      case 10:
        steps_.push_back({.op = Op::getitimer, .out = Pointer::ok});
        return;
      case 11:
        steps_.push_back({.op = Op::alarm, .number = dice_.below(3)});
        return;
      case 12:
        steps_.push_back({.op = Op::overrun, .slot = some_timer()});
        return;
      case 13:
        if (dice_.once_in(2)) {
          steps_.push_back({.op = Op::remove, .slot = some_timer()});
          return;
        }
        [[fallthrough]];
      case 14:
        steps_.push_back({.op = Op::pending});
        return;
      case 15:
        steps_.push_back({.op = Op::take, .set = some_set(), .value = timespec(std::max<std::int64_t>(duration(), 1))});
        return;
      case 16:
      case 17:
        steps_.push_back({.op = Op::sleep, .value = timespec(std::max<std::int64_t>(duration(), 1))});
        return;
      case 18:
      case 19:
        return until();
      default:
        steps_.push_back({.op = Op::take, .set = some_set()});
        return;
    }
  }

  Dice& dice_;
  std::int64_t scale_ = 0;  // of the program's times
  std::int32_t timers_ = 0;
  std::vector<Step> steps_;
};

}  // namespace

Program fragment_program(Dice& dice, Nanos width) {
  return FragmentWriter(dice, width).write();
}

}  // namespace timerlaw::solver
