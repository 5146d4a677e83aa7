// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/explain/trace_mutations.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "model/calls/checked.h"

namespace timerlaw::solver {
namespace {

constexpr std::int64_t kUnits[] = {1'000'000'000, 1'000'000};  // of a timespec, of a timeval

bool shows_microseconds(Op op) {
  return op == Op::setitimer || op == Op::getitimer;
}

class Liar {
 public:
  Liar(Trace& trace, Dice& dice) : trace_(trace), dice_(dice) {}

  bool shown_value() { return shown(&StepResult::sec, &StepResult::frac); }
  bool shown_interval() { return shown(&StepResult::interval_sec, &StepResult::interval_frac); }

  bool alarm_result() {
    StepResult* result = some([](Op op, const StepResult&) { return op == Op::alarm; });
    return result != nullptr && (result->ret += dice_.once_in(2) && result->ret > 0 ? -1 : 1, true);
  }
  bool overrun_count() {
    StepResult* result = some([](Op op, const StepResult& r) {
      return (op == Op::overrun && r.ret >= 0) || (op == Op::take && r.ret > 0 && r.info.code == kSiTimer);
    });
    if (result == nullptr) {
      return false;
    }
    const auto by = static_cast<std::int32_t>(dice_.once_in(2) ? 1 : -1);
    if (result->ret > 0 && result->info.signo != 0) {
      result->info.b += by;
    } else {
      result->ret += by;
    }
    return true;
  }
  bool signal_dropped() {
    StepResult* result = some(took);
    return result != nullptr && (result->ret = -kEagain, result->info = {}, true);
  }
  bool signal_repeated() {
    const StepResult* from = some(took);
    StepResult* to = some([](Op op, const StepResult& r) { return op == Op::take && r.ret == -kEagain; });
    return from != nullptr && to != nullptr && (to->ret = from->ret, to->info = from->info, true);
  }
  bool signals_swapped() {
    StepResult* one = some(took);
    StepResult* other = some(took);
    if (one == nullptr || one == other) {
      return false;
    }
    std::swap(one->ret, other->ret);
    std::swap(one->info, other->info);
    return true;
  }
  bool pending_changed() {
    StepResult* result = some([](Op op, const StepResult&) { return op == Op::pending; });
    if (result == nullptr) {
      return false;
    }
    constexpr std::array kSignals = {10, 14, 34};
    result->pending.bits ^= std::uint64_t{1} << (kSignals[static_cast<std::size_t>(dice_.below(3))] - 1);
    return true;
  }
  bool info_changed() {
    StepResult* result = some(took);
    return result != nullptr && (dice_.once_in(2) ? result->info.a += 1 : result->info.code -= 1, true);
  }
  bool one_reading() {
    const std::size_t at = some_boundary();
    std::int64_t& reading = trace_.readings[at * trace_.clocks.size()].ns;
    const std::int64_t from = at == 0 ? reading - 1'000 : trace_.readings[(at - 1) * trace_.clocks.size()].ns;
    const std::int64_t to =
        at + 1 == trace_.boundaries() ? reading + 1'000 : trace_.readings[(at + 1) * trace_.clocks.size()].ns;
    const std::int64_t moved = std::clamp(reading + some_shift(), from, to);
    return std::exchange(reading, moved) != moved;
  }
  bool later_readings() {
    const std::size_t from = some_boundary();
    if (from == 0) {
      return false;
    }
    const std::size_t clocks = trace_.clocks.size();
    const std::int64_t gap = trace_.readings[from * clocks].ns - trace_.readings[(from - 1) * clocks].ns;
    const std::int64_t by = std::max(some_shift(), -gap);
    for (std::size_t i = from * clocks; i < trace_.readings.size(); ++i) {
      trace_.readings[i].ns += by;
    }
    return by != 0;
  }

 private:
  static bool took(Op op, const StepResult& r) { return op == Op::take && r.ret > 0; }

  template <class Fits>
  StepResult* some(const Fits& fits) {
    std::vector<StepResult*> found;
    for (std::size_t i = 0; i < trace_.results.size(); ++i) {
      if (fits(trace_.program.steps[i].op, trace_.results[i])) {
        found.push_back(&trace_.results[i]);
      }
    }
    return found.empty() ? nullptr
                         : found[static_cast<std::size_t>(dice_.below(static_cast<std::int64_t>(found.size())))];
  }
  std::size_t some_boundary() {
    return static_cast<std::size_t>(dice_.below(static_cast<std::int64_t>(trace_.boundaries())));
  }
  std::int64_t some_shift() {
    const std::size_t at = some_boundary();
    const std::int64_t width = at == 0 ? 1 : trace_.bracket(at - 1, 0).after.ns - trace_.bracket(at - 1, 0).before.ns;
    const std::array<std::int64_t, 5> sizes{1, 1 + dice_.below(300), 1'000, dice_.below(100'000), dice_.below(width)};
    const std::int64_t size = std::max<std::int64_t>(sizes[static_cast<std::size_t>(dice_.below(5))], 1);
    return dice_.once_in(2) ? size : -size;
  }

  bool shown(std::int64_t StepResult::*sec, std::int64_t StepResult::*frac) {
    std::size_t at = trace_.results.size();
    StepResult* result = some([](Op, const StepResult& r) { return r.out == Out::written && r.ret == 0; });
    if (result == nullptr) {
      return false;
    }
    at = static_cast<std::size_t>(result - trace_.results.data());
    const Op op = trace_.program.steps[at].op;
    if (op == Op::create) {
      return false;
    }
    const std::int64_t unit = kUnits[shows_microseconds(op) ? 1 : 0];
    if (result->*sec > 1'000'000) {
      result->*frac += result->*frac > 0 ? -1 : 1;
      return true;
    }
    const std::int64_t interval = result->interval_sec * unit + result->interval_frac;
    const Bracket bracket = trace_.bracket(at, 0);
    const std::int64_t width = (bracket.after - bracket.before).ns * unit / kUnits[0];
    const std::int64_t size = interval > 0 && dice_.once_in(6) ? interval
                              : dice_.once_in(3)               ? 1 + dice_.below(3)
                                                               : 1 + dice_.below(width);
    const std::int64_t by = dice_.once_in(2) ? size : -size;
    const std::int64_t changed = std::max<std::int64_t>(result->*sec * unit + result->*frac + by, 0);
    const bool differs = changed != result->*sec * unit + result->*frac;
    result->*sec = changed / unit;
    result->*frac = changed % unit;
    return differs;
  }

  Trace& trace_;
  Dice& dice_;
};

struct Lie {
  std::string_view name;
  bool (Liar::*tell)();
  int weight;
};
constexpr Lie kLies[] = {
    {"shown value", &Liar::shown_value, 6},
    {"shown interval", &Liar::shown_interval, 1},
    {"alarm's result", &Liar::alarm_result, 2},
    {"overrun count", &Liar::overrun_count, 4},
    {"signal dropped", &Liar::signal_dropped, 4},
    {"signal repeated", &Liar::signal_repeated, 2},
    {"signals swapped", &Liar::signals_swapped, 3},
    {"pending set", &Liar::pending_changed, 4},
    {"siginfo", &Liar::info_changed, 1},
    {"one reading", &Liar::one_reading, 5},
    {"later readings", &Liar::later_readings, 4},
};

}  // namespace

std::string_view mutate(Trace& trace, Dice& dice) {
  constexpr int kTries = 20;
  int all = 0;
  for (const Lie& lie : kLies) {
    all += lie.weight;
  }
  Liar liar(trace, dice);
  for (int i = 0; i < kTries; ++i) {
    std::int64_t at = dice.below(all);
    for (const Lie& lie : kLies) {
      at -= lie.weight;
      if (at < 0) {
        if ((liar.*lie.tell)()) {
          return lie.name;
        }
        break;
      }
    }
  }
  return "";
}

}  // namespace timerlaw::solver
