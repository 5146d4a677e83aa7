// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <vector>

#include "generators/digits.h"
#include "generators/mix.h"
#include "generators/plan.h"
#include "generators/source.h"
#include "generators/steps.h"

namespace timerlaw {
namespace {

using namespace steps;

constexpr std::int64_t kReach = 3000;  // ns on both sides of the deadline
constexpr std::int64_t kStride = 100;
constexpr std::uint64_t kOffsets = 2 * kReach / kStride + 1;

// What expires. All are due 30 µs after they were armed, or 200 µs where the caller changes CPU in between.
enum class Target : std::uint8_t { once, periodic, silent, silent_periodic, real, real_periodic };
constexpr std::array<Target, 6> kTargets{Target::once, Target::periodic,     Target::silent, Target::silent_periodic,
                                         Target::real, Target::real_periodic};

bool is_real(Target t) {
  return t == Target::real || t == Target::real_periodic;
}
bool is_periodic(Target t) {
  return t == Target::periodic || t == Target::silent_periodic || t == Target::real_periodic;
}
bool is_silent(Target t) {
  return t == Target::silent || t == Target::silent_periodic;
}

// A call, and what must stand before the arming for it to mean something. `call` is made at the deadline.
struct Aimed {
  std::vector<Step> before;
  Step call;
};

std::vector<Aimed> calls(Signo s) {
  const SigSet set = set_of({s});
  const TimeArg period = span(us(30));
  return {
      {{}, settime(0, span(us(30)), {}, Pointer::ok)},
      {{}, settime(0, {10, 0}, period, Pointer::ok)},
      {{}, settime_abs(0, from_now(us(20)), {}, Pointer::ok)},
      {{}, settime_abs(0, {0, 1}, period, Pointer::ok)},
      {{}, settime(0, {}, {}, Pointer::ok)},
      {{}, gettime(0)},
      {{}, overrun(0)},
      {{}, remove(0)},
      {{}, take(set)},
      {{}, take(set, us(3))},
      {{}, pending()},
      {{}, setitimer(Which::real, {0, 30}, {}, Pointer::ok)},
      {{}, setitimer(Which::real, {10, 0}, {0, 30}, Pointer::ok)},
      {{}, setitimer(Which::real, {}, {}, Pointer::ok)},
      {{}, getitimer(Which::real)},
      {{}, alarm(0)},
      {{}, alarm(1)},
      {{}, ignore(s)},
      {{ignore(s)}, handler(s)},
      {{ignore(s), unmask(set)}, handler(s)},
      {{ignore(s), unmask(set)}, mask(set)},
      {{handler(s)}, unmask(set)},
      {{handler(s), unmask(set)}, mask(set)},
      {{handler(s)}, window(set)},
      {{handler(s)}, window(set, us(3))},
      {{}, kill(s)},
      {{}, kill(s, kKillThread)},
      {{}, queue(s, kSiQueue)},
      {{handler(s, kSaRestart), unmask(set)}, read(us(3))},
      {{handler(s), unmask(set)}, read(us(3))},
  };
}
const std::vector<Aimed>& calls_for(Target t) {
  static const std::vector<Aimed> posix = calls(kRtMin);
  static const std::vector<Aimed> real = calls(kSigAlrm);
  return is_real(t) ? real : posix;
}

class Suite {
 public:
  void add(const Step& step) {
    plan_.follow(step);
    program_.steps.push_back(step);
  }
  void arm(Target t, Nanos in) {
    const Nanos period = is_periodic(t) ? us(50) : Nanos{};
    if (is_real(t)) {
      add(setitimer(Which::real, timeval(in), timeval(period)));
    } else {
      add(settime(0, span(in), span(period)));
    }
  }
  void observe() {
    add(gettime(0));
    add(getitimer(Which::real));
    add(pending());
    add(until_now(us(10)));
    for (int n = plan_.arrivals(0, kAllSignals); n > 0; --n) {
      add(take(kAllSignals, kPatience));
    }
    add(gettime(0));
    add(overrun(0));
    add(getitimer(Which::real));
    add(pending());
    add(take(kAllSignals));
    add(take(kAllSignals));
  }
  Program done() { return std::move(program_); }

 private:
  Plan plan_;
  Program program_;
};

class AimedSource : public Source {
 public:
  explicit AimedSource(int cpus) : places_(cpus > 1 ? 2 : 1) {}
  std::string_view name() const override { return "aimed"; }
  std::uint64_t size() const override { return kTargets.size() * calls_for(Target::once).size() * kOffsets * places_; }

  Program at(std::uint64_t index) const override {
    Digits digits(index);
    const Target target = digits.pick(kTargets);
    const Aimed aimed = digits.pick(calls_for(target));
    const Nanos offset{static_cast<std::int64_t>(digits.below(kOffsets)) * kStride - kReach};
    const bool elsewhere = digits.below(places_) == 1;

    Suite suite;
    if (elsewhere) {
      suite.add(cpu(0));
    }
    suite.add(create(0, ClockId::monotonic, is_silent(target) ? kNotifyNone : kNotifySignal, kRtMin));
    for (const Step& step : aimed.before) {
      suite.add(step);
    }
    suite.arm(target, elsewhere ? us(200) : us(30));
    if (elsewhere) {
      suite.add(cpu(1));
    }
    suite.add(is_real(target) ? until_real(offset) : until_timer(0, offset));
    suite.add(aimed.call);
    suite.observe();
    return suite.done();
  }

 private:
  std::uint64_t places_;
};

}  // namespace

std::unique_ptr<Source> aimed_source(int cpus) {
  return std::make_unique<AimedSource>(cpus);
}

}  // namespace timerlaw
