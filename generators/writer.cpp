// SPDX-License-Identifier: Apache-2.0
#include "generators/writer.h"

#include <algorithm>
#include <array>

#include "generators/arbitrary.h"
#include "generators/edges.h"
#include "generators/steps.h"

namespace timerlaw {
namespace {

// All waits of one program together, the final ones aside.
constexpr Nanos kBudget{1'500'000};
constexpr std::int32_t kWildSlots = 4;

// Their effect reaches beyond the signal queue: the child stops, or the runner's own SIGCONT is caught.
constexpr SigSet kJobControl = steps::set_of({kSigKill, kSigCont, kSigStop, 20, 21, 22});

bool waits(const Step& step) {
  switch (step.op) {
    case Op::sleep:
    case Op::until:
    case Op::burn:
      return true;
    case Op::take:
    case Op::window:
      return step.value != TimeArg{};
    default:
      return false;
  }
}

bool sets_disposition(Op op) {
  return op == Op::ignore || op == Op::dflt || op == Op::handler;
}

bool has_arguments(Op op) {
  return op <= Op::getitimer || sets_disposition(op) || op == Op::kill;
}

}  // namespace

void Writer::append(const Step& step) {
  plan_.follow(step);
  program_.steps.push_back(step);
}

bool Writer::allowed(const Step& step) const {
  if (waits(step)) {
    const std::optional<Nanos> wait = plan_.wait(step);
    if (!theme_.waits || !wait || plan_.now() + *wait > kBudget) {
      return false;
    }
  }
  if ((sets_disposition(step.op) || step.op == Op::kill) && kJobControl.has(static_cast<Signo>(step.number)) &&
      step.number != kSigKill) {
    return false;
  }
  if (step.op == Op::settime) {
    // Timers that stop or kill are made and deleted, never run.
    for (std::int32_t i = 0; i < kPlannedSlots; ++i) {
      if ((step.slot == i || step.slot == kNoSlot) && kJobControl.has(plan_.timer(i).signo)) {
        return false;
      }
    }
  }
  return theme_.reckless || !plan_.may_kill(step);
}

void Writer::add(Op op) {
  const bool edge = has_arguments(op) && theme_.wild != 0 && draw_.once_in(theme_.wild);
  Step step = steps::canonical(edge ? wild(op) : tame(op));
  if (step.op == Op::settime && step.slot != kNoSlot && !plan_.timer(step.slot).exists &&
      step.value.origin != Origin::literal) {
    step.value = {10, 0};  // no timer, no clock to count from
  }
  if (allowed(step)) {
    append(step);
  } else if (op == Op::window || op == Op::unmask) {
    // Next time a handler waits behind the open mask.
    append(handler());
  } else {
    append(draw_.once_in(2) ? steps::gettime(slot()) : steps::pending());
  }
}

Step Writer::wild(Op op) {
  Step step = arbitrary_step(draw_, op, kWildSlots);
  if (op == Op::create) {
    step.slot = free_slot();
  }
  return step;
}

// Mostly a timer that exists.
std::int32_t Writer::slot() {
  std::int32_t name = 0;
  for (int tries = 0; tries < 4; ++tries) {
    name = static_cast<std::int32_t>(draw_.below(static_cast<std::uint64_t>(theme_.timers)));
    if (plan_.timer(name).exists) {
      break;
    }
  }
  return name;
}

// A name is used again only after its timer was deleted.
std::int32_t Writer::free_slot() const {
  std::int32_t name = 0;
  while (name < kPlannedSlots - 1 && plan_.timer(name).exists) {
    ++name;
  }
  return name;
}

Signo Writer::signal() {
  return draw_.element(theme_.signals);
}

SigSet Writer::signals() {
  return draw_.once_in(3) ? steps::set_of({theme_.signals[0], theme_.signals[1]}) : steps::set_of({signal()});
}

Step Writer::handler() {
  const Signo signo = signal();
  return steps::handler(signo, draw_.once_in(2) ? kSaRestart : 0);
}

Step Writer::tame(Op op) {
  switch (op) {
    case Op::create:
      return create();
    case Op::settime:
      return settime();
    case Op::gettime:
      return steps::gettime(slot());
    case Op::overrun:
      return steps::overrun(slot());
    case Op::remove:
      return steps::remove(slot());
    case Op::setitimer:
      return setitimer();
    case Op::getitimer:
      return steps::getitimer(draw_.once_in(12) ? Which::prof : Which::real);
    case Op::alarm:
      return steps::alarm(draw_.element(edges::kAlarms));
    case Op::sleep:
      return steps::sleep(moment());
    case Op::until:
      return until();
    case Op::cpu:
      return steps::cpu(0);
    case Op::take: {
      const SigSet set = draw_.once_in(2) ? kAllSignals : signals();
      return steps::take(set, theme_.waits && draw_.once_in(3) ? moment() : Nanos{});
    }
    case Op::pending:
      return steps::pending();
    case Op::mask:
      return steps::mask(signals());
    case Op::unmask:
      return steps::unmask(signals());
    case Op::ignore:
      return steps::ignore(signal());
    case Op::dflt:
      return steps::dflt(signal());
    case Op::handler:
      return handler();
    case Op::window: {
      const SigSet set = signals();
      return steps::window(set, theme_.waits && draw_.once_in(2) ? moment() : Nanos{});
    }
    case Op::kill: {
      const Signo signo = signal();
      return steps::kill(signo, draw_.once_in(3) ? kKillThread : 0);
    }
    case Op::burn:
      return steps::burn(moment());
  }
  return steps::pending();
}

void Writer::finish() {
  const auto wait_for = [&](SigSet set, int arrivals) {
    for (int i = 0; i < arrivals; ++i) {
      append(steps::take(set, kPatience));
    }
  };
  if (draw_.once_in(2)) {
    wait_for(kAllSignals, plan_.arrivals(kAllSignals));
  } else {
    SigSet due;
    for (std::int32_t i = 0; i < kPlannedSlots; ++i) {
      due.bits |= plan_.timer(i).sure ? steps::set_of({plan_.timer(i).signo}).bits : 0;
    }
    due.add(kSigAlrm);
    for (Signo s = 1; s <= kSigMax; ++s) {
      if (due.has(s)) {
        wait_for(steps::set_of({s}), plan_.arrivals(steps::set_of({s})));
      }
    }
  }
  for (std::int32_t i = 0; i < kPlannedSlots; ++i) {
    if (plan_.timer(i).sure && plan_.timer(i).periodic) {
      append(steps::overrun(i));
      append(steps::gettime(i));
    }
  }
  append(steps::pending());
}

}  // namespace timerlaw
