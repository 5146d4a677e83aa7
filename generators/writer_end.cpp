// SPDX-License-Identifier: Apache-2.0
// The ending: a wait for every signal that surely comes, by a thread that it can come to.
#include "generators/steps.h"
#include "generators/writer.h"

namespace timerlaw {
namespace {

template <class Use>
void each_signal(SigSet set, const Use& use) {
  for (Signo s = 1; s <= kSigMax; ++s) {
    if (set.has(s)) {
      use(steps::set_of({s}));
    }
  }
}

}  // namespace

void Writer::wait_for(Party party, SigSet set) {
  actor_ = party;
  for (int n = plan_.arrivals(party, set); n > 0; --n) {
    append(steps::take(set, kPatience));
  }
}

void Writer::burn_for(Party party, SigSet set) {
  actor_ = party;
  for (int n = plan_.burnt_arrivals(party, set); n > 0; --n) {
    append(steps::burn_for(set, kPatience));
    append(steps::take(set));
  }
}

// The thread whose time is counted does not see a signal of another: it burns enough, then the other looks.
void Writer::burn_for_others() {
  for (std::int32_t i = 0; i < kPlannedSlots; ++i) {
    const PlannedTimer& t = plan_.timer(i);
    const bool elsewhere = t.counted == Counted::thread && t.target != kAnyThread && t.target != t.counts;
    if (!t.sure || t.process != acting() || t.due > kSoonBurnt || !elsewhere || !plan_.parties().lives(t.counts) ||
        !plan_.parties().lives(t.target)) {
      continue;
    }
    const Step look = steps::take(steps::set_of({t.signo}));
    const Party target = t.target;
    actor_ = t.counts;
    append(steps::burn(std::min(kLongestBurn, t.due + Nanos{3 * can_.tick.ns})));
    actor_ = target;
    append(look);
  }
}

void Writer::finish_process() {
  if (!theme_.waits) {
    return;
  }
  const Parties& parties = plan_.parties();
  const auto each_thread = [&](const auto& use) {
    for (Party p = 0; p < kParties; ++p) {
      if (parties.lives(p) && parties.process(p) == acting()) {
        use(p);
      }
    }
  };
  SigSet due;
  const auto add = [&](const PlannedTimer& t) {
    if (t.sure && t.process == acting() && t.signo != 0) {
      due.add(t.signo);
    }
  };
  for (std::int32_t i = 0; i < kPlannedSlots; ++i) {
    add(plan_.timer(i));
  }
  for (const Which which : {Which::real, Which::virt, Which::prof}) {
    add(plan_.itimer(acting(), which));
  }
  each_thread([&](Party p) { each_signal(due, [&](SigSet set) { burn_for(p, set); }); });
  burn_for_others();
  const bool at_once = draw_.once_in(2);
  each_thread([&](Party p) {
    if (at_once) {
      wait_for(p, kAllSignals);
    } else {
      each_signal(due, [&](SigSet set) { wait_for(p, set); });
    }
  });
  actor_ = some_thread();
  for (std::int32_t i = 0; i < kPlannedSlots; ++i) {
    if (plan_.timer(i).sure && plan_.timer(i).periodic && plan_.timer(i).process == acting()) {
      append(steps::overrun(i));
      append(steps::gettime(i));
    }
  }
  each_thread([&](Party p) {
    actor_ = p;
    append(steps::pending());
  });
}

void Writer::finish() {
  if (acting() != 0) {
    close_fork();
  }
  finish_process();
  if (clock_set_by_ != Nanos{}) {
    append(steps::setclock(ClockId::realtime, {-clock_set_by_.ns}));
  }
}

}  // namespace timerlaw
