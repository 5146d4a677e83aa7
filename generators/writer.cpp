// SPDX-License-Identifier: Apache-2.0
#include "generators/writer.h"

#include <algorithm>
#include <array>

#include "generators/arbitrary.h"
#include "generators/edge_times.h"
#include "generators/edges.h"
#include "generators/steps.h"

namespace timerlaw {
namespace {

// All waits of one program together, the final ones and what it burns aside.
constexpr Nanos kBudget{1'500'000};
constexpr std::int64_t kBurntTicks = 6;
constexpr std::int32_t kWildSlots = 4;

// Their effect reaches beyond the signal queue: the child stops, or the runner's own SIGCONT is caught.
constexpr SigSet kStops = steps::set_of({20, 21, 22});
constexpr SigSet kJobControl = steps::set_of({kSigKill, kSigCont, kSigStop, 20, 21, 22});

bool waits(const Step& step) {
  switch (step.op) {
    case Op::sleep:
    case Op::until:
    case Op::burn:
    case Op::read:
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
  return op <= Op::getitimer || sets_disposition(op) || op == Op::kill || op == Op::queue || op == Op::restore;
}

}  // namespace

void Writer::append(Step step) {
  step.party = actor_;
  if (theme_.time32 && (step.op == Op::settime || step.op == Op::gettime) && draw_.once_in(2)) {
    step.time32 = true;
  }
  plan_.follow(step);
  program_.steps.push_back(step);
}

bool Writer::waits_too_long(const Step& step) const {
  const std::optional<Nanos> wait = plan_.wait(step);
  if (!theme_.waits || !wait) {
    return true;
  }
  if (step.op == Op::burn) {
    return theme_.burns ? burnt_ + *wait > Nanos{can_.tick.ns * kBurntTicks} || *wait > kLongestBurn
                        : plan_.now() + *wait > kBudget;
  }
  return plan_.now() - burnt_ + *wait > kBudget;
}

// What CPU time makes due costs whole ticks, and must be waited for.
bool Writer::burns_too_long(const Step& step) const {
  const bool posix = step.op == Op::settime && step.slot >= 0 && step.slot < kPlannedSlots;
  const bool itimer = step.op == Op::setitimer && (step.clock == 1 || step.clock == 2);
  if (!itimer && !(posix && plan_.timer(step.slot).counted != Counted::none)) {
    return false;
  }
  Plan after = plan_;
  after.follow(step);
  const PlannedTimer& timer =
      posix ? after.timer(step.slot) : after.itimer(acting(), Which{static_cast<std::int32_t>(step.clock)});
  return timer.sure && timer.due <= kSoonBurnt && (!theme_.burns || (timer.user_time && !can_.user_time));
}

bool Writer::allowed(const Step& step) const {
  if (!plan_.parties().may(step) || (needs_fresh_child(step) && program_.child != Child::fresh)) {
    return false;
  }
  if (waits(step) && waits_too_long(step)) {
    return false;
  }
  const bool stops = kJobControl.has(static_cast<Signo>(step.number));
  if ((sets_disposition(step.op) || step.op == Op::kill || step.op == Op::queue) && stops && !theme_.stops &&
      step.number != kSigKill) {
    return false;
  }
  if (step.op == Op::settime) {
    // Timers that kill are made and deleted, never run; ones that stop run where that is what the program is about.
    for (std::int32_t i = 0; i < kPlannedSlots; ++i) {
      const Signo signo = plan_.timer(i).signo;
      if ((step.slot == i || step.slot == kNoSlot) && kJobControl.has(signo) &&
          !(theme_.stops && (kStops.has(signo) || signo == kSigCont))) {
        return false;
      }
    }
  }
  return !burns_too_long(step) && (theme_.reckless || !plan_.may_kill(step));
}

void Writer::add(Op op) {
  take_turns();
  const bool edge = has_arguments(op) && theme_.wild != 0 && draw_.once_in(theme_.wild);
  Step step = steps::canonical(edge ? wild(op) : tame(op));
  step.party = actor_;
  const bool mine = step.slot != kNoSlot && step.slot < kPlannedSlots && plan_.timer(step.slot).exists &&
                    plan_.timer(step.slot).process == acting();
  if (step.op == Op::settime && step.slot != kNoSlot && !mine && step.value.origin != Origin::literal) {
    step.value = {10, 0};  // no timer, no clock to count from
  }
  if (allowed(step)) {
    if (step.op == Op::burn) {
      burnt_ = burnt_ + plan_.wait(step).value_or(Nanos{});
    }
    if (step.op == Op::fork) {
      left_in_fork_ = 2 + draw_.below(6);
    }
    if (step.op == Op::setclock) {
      clock_set_by_ = clock_set_by_ + Nanos{step.value.sec * steps::kSecond + step.value.frac};
    }
    append(step);
    if (step.op == Op::fork || (step.op == Op::thread && draw_.once_in(2)) || step.op == Op::exit) {
      actor_ = step.op == Op::exit ? some_thread() : static_cast<Party>(step.number);
    }
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

Signo Writer::signal() {
  return draw_.element(theme_.signals);
}

SigSet Writer::signals() {
  return draw_.once_in(3) ? steps::set_of({theme_.signals[0], theme_.signals[1]}) : steps::set_of({signal()});
}

Step Writer::handler() {
  const Signo signo = signal();
  const Step step = steps::handler(signo, draw_.once_in(2) ? kSaRestart : 0);
  return kStops.has(signo) || signo == kSigCont ? steps::pending() : step;
}

Step Writer::kill() {
  const Signo signo = signal();
  if (!theme_.parties || draw_.once_in(3)) {
    return steps::kill(signo, draw_.once_in(3) ? kKillThread : 0);
  }
  if (acting() != 0 && draw_.once_in(2)) {
    return steps::kill_party(0, signo);  // the child's parent
  }
  const Party whom = some_thread();
  return steps::kill_party(whom, signo, draw_.once_in(4) ? 0 : kKillThread);
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
      return theme_.burns || draw_.once_in(30) ? setitimer_cpu() : setitimer();
    case Op::getitimer:
      if (theme_.burns) {
        return steps::getitimer(draw_.once_in(3) ? Which::virt : Which::prof);
      }
      return steps::getitimer(draw_.once_in(20) ? Which::prof : Which::real);
    case Op::alarm:
      return steps::alarm(draw_.once_in(3) ? draw_.element(edges::kPlainAlarms) : draw_.element(edges::alarms()));
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
    case Op::kill:
      return kill();
    case Op::burn:
      return steps::burn(theme_.burns ? ticks() : moment());
    case Op::read:
      return steps::read(moment());
    case Op::queue: {
      const Signo signo = signal();
      const std::int64_t code = draw_.element(edges::kQueueCodes);
      return steps::queue(signo, code, draw_.below(1000));
    }
    case Op::restore:
      return steps::restore(draw_.once_in(4) ? 0 : 1);
    case Op::limit: {
      static constexpr std::array<std::int64_t, 5> kLimits{0, 1, 2, 4, 1'000'000};
      const std::int64_t soft = draw_.element(kLimits);
      return steps::limit(kLimitSigpending, soft, old_value());
    }
    case Op::setclock:
      return setclock();
    case Op::timens: {
      if (!can_.time_namespaces || plan_.clock_moves() || actor_ != 0) {
        return steps::pending();
      }
      const auto seconds = static_cast<std::int64_t>(draw_.below(2000));
      return steps::timens({seconds * steps::kSecond}, {-(seconds % 5) * steps::kSecond});
    }
    case Op::thread:
    case Op::fork:
      return new_party(op);
    case Op::exit:
      return exit();
    case Op::exec:
      return exec();
  }
  return steps::pending();
}

}  // namespace timerlaw
