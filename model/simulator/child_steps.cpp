// SPDX-License-Identifier: Apache-2.0
// What a party does in each step, as far as it is not the kernel's doing.
#include <algorithm>

#include "model/simulator/child.h"

namespace timerlaw {
namespace {

constexpr std::int64_t kWholeSecond = 1'000'000'000;
constexpr std::int64_t kSpinLimit = kWholeSecond;
constexpr std::int64_t kBurnLimit = 10 * kWholeSecond;  // as the agents

std::int64_t length(const TimeArg& t) {
  return t.sec * kWholeSecond + t.frac;
}

// Of literal times that a program may have made as large as it likes.
std::int64_t clamped(Wide ns) {
  constexpr Wide kLimit = Wide{kNever.ns};
  return static_cast<std::int64_t>(std::clamp(ns, -kLimit, kLimit));
}

TimeArg literal(Nanos ns) {
  const auto sec = static_cast<std::int64_t>(floor_div(ns.ns, kSecond));
  return {sec, ns.ns - sec * kWholeSecond, Origin::literal};
}

// A bad address for the old value fails the call after the timer was set.
bool took_effect(const StepResult& result) {
  return result.ret == 0 || result.ret == -kEfault;
}

}  // namespace

SimulatedChild::Slot& SimulatedChild::slot(const Step& step) {
  const auto index = static_cast<std::size_t>(step.slot);
  if (index >= slots_.size()) {
    slots_.resize(index + 1);
  }
  return slots_[index];
}

Step SimulatedChild::with_id(const Step& step) {
  Step named = step;
  if (step.slot != kNoSlot) {
    named.id = slot(step).id;
  }
  return named;
}

StepResult SimulatedChild::create(const Step& step) {
  const StepResult result = kernel_.timer_create(step);
  if (result.ret == 0 && step.slot != kNoSlot) {
    slot(step) = {result.id, reading_clock(trace_.program, step), {}};
  }
  return result;
}

StepResult SimulatedChild::settime(const Step& step) {
  Step resolved = with_id(step);
  const ClockId clock = step.slot == kNoSlot ? ClockId::monotonic : slot(step).clock;
  if (step.value.origin != Origin::literal) {
    const std::size_t boundary = step.value.origin == Origin::start ? 0 : step_;
    resolved.value = literal(resolve(step.value, {reading(boundary, clock)}));
  }
  const StepResult result = kernel_.timer_settime(resolved);
  if (step.slot != kNoSlot && took_effect(result)) {
    const std::int64_t from = (step.flags & kAbstime) != 0 ? 0 : reading(step_, clock);
    const TimeArg value = as_taken(resolved.value, has_time32(step, abi_), abi_);
    const TimeArg interval = as_taken(step.interval, has_time32(step, abi_), abi_);
    slot(step).aim = {value.sec != 0 || value.frac != 0, clamped(from + value.sec * kSecond + value.frac),
                      clamped(interval.sec * kSecond + interval.frac)};
  }
  return result;
}

StepResult SimulatedChild::setitimer(const Step& step) {
  const StepResult result = kernel_.setitimer(step);
  if (step.clock == static_cast<std::int64_t>(Which::real) && took_effect(result)) {
    const auto nanos = [&](const TimeArg& asked) {
      const TimeArg time = as_taken(asked, abi_ == Abi::compat32, abi_);
      return time.sec * kSecond + time.frac * kMicrosecond;
    };
    const Wide value = nanos(step.value), interval = nanos(step.interval);
    real_ = {value != 0 && step.in != Pointer::null, clamped(reading(step_, ClockId::monotonic) + value),
             clamped(interval)};
  }
  return result;
}

StepResult SimulatedChild::alarm(const Step& step) {
  const auto seconds = static_cast<std::int64_t>(static_cast<std::uint32_t>(step.number));
  real_ = {seconds != 0, reading(step_, ClockId::monotonic) + seconds * kWholeSecond, 0};
  return kernel_.alarm(step);
}

void SimulatedChild::spin_to(ClockId clock, std::int64_t target) {
  if (counts_cpu_time(clock)) {
    constexpr Nanos kTurn{100'000};
    const Nanos end = kernel_.now() + Nanos{kSpinLimit};
    while (lives() && kernel_.read_clock(clock, present_).ns < target && kernel_.now() < end) {
      kernel_.run_in_user_space(kernel_.now() + kTurn);
    }
    return;
  }
  const std::int64_t left = std::min(clamped(Wide{target} - kernel_.read_clock(clock, present_).ns), kSpinLimit);
  kernel_.run_in_user_space(kernel_.now() + Nanos{std::max<std::int64_t>(left, 0)});
}

void SimulatedChild::until(const Step& step) {
  const std::int64_t offset = length(step.value);
  if (step.anchor == Anchor::start || step.anchor == Anchor::now) {
    spin_to(ClockId::monotonic, reading(step.anchor == Anchor::start ? 0 : step_, ClockId::monotonic) + offset);
    return;
  }
  const bool posix = step.anchor == Anchor::timer && step.slot != kNoSlot;
  Aim aim = posix ? slot(step).aim : real_;
  const ClockId clock = posix ? slot(step).clock : ClockId::monotonic;
  if (!aim.armed || (!posix && step.anchor != Anchor::real)) {
    return;
  }
  const std::int64_t now = reading(step_, clock);
  if (aim.interval > 0 && aim.at <= now) {
    aim.at += ((now - aim.at) / aim.interval + 1) * aim.interval;
  }
  spin_to(clock, aim.at + offset);
}

// Handlers run as soon as the set is open, in the sleep, and until it is closed.
StepResult SimulatedChild::window(const Step& step) {
  StepResult result;
  const SigSet before = kernel_.blocked();
  kernel_.unblock(step.set);
  kernel_.deliver_signals(kernel_.some_handler_time());
  if (step.value.sec != 0 || step.value.frac != 0) {
    result.ret = kernel_.nanosleep(step.value);
    kernel_.deliver_signals(kernel_.some_handler_time());
  }
  kernel_.set_mask(before);
  return result;
}

void SimulatedChild::begin_party(const Step& step) {
  const auto party = static_cast<Party>(step.number);
  if (step.op == Op::thread) {
    kernel_.thread(party);
  } else {
    kernel_.fork(party);
    forked_.push_back({party, present_, std::exchange(real_, {})});
  }
  if (trace_.parties.size() < party) {
    trace_.parties.resize(party);
  }
  trace_.parties[party - std::size_t{1}] = {kernel_.thread_of(party).tid, kernel_.process_of(party).pid};
}

StepResult SimulatedChild::execute(const Step& step) {
  StepResult result;
  switch (step.op) {
    case Op::create:
      return create(step);
    case Op::settime:
      return settime(step);
    case Op::gettime:
      return kernel_.timer_gettime(with_id(step));
    case Op::overrun:
      return kernel_.timer_getoverrun(with_id(step));
    case Op::remove:
      return kernel_.timer_delete(with_id(step));
    case Op::setitimer:
      return setitimer(step);
    case Op::getitimer:
      return kernel_.getitimer(step);
    case Op::alarm:
      return alarm(step);
    case Op::sleep:
      result.ret = kernel_.nanosleep(step.value);
      return result;
    case Op::until:
      until(step);
      return result;
    case Op::cpu:
      kernel_.set_cpu(static_cast<int>(step.number));
      return result;
    case Op::take:
      return kernel_.sigtimedwait(step);
    case Op::pending:
      return kernel_.sigpending();
    case Op::mask:
      if (!mutant_(M::mask_lost)) {
        kernel_.block(step.set);
      }
      return result;
    case Op::unmask:
      if (!mutant_(M::unmask_lost)) {
        kernel_.unblock(step.set);
      }
      return result;
    case Op::ignore:
      return kernel_.sigaction(step, Disposition::ignore);
    case Op::dflt:
      return kernel_.sigaction(step, Disposition::dflt);
    case Op::handler:
      return kernel_.sigaction(step, Disposition::handler);
    case Op::window:
      return window(step);
    case Op::kill:
      return kernel_.kill(step);
    case Op::restore:
      return kernel_.restore(step);
    case Op::read:
      return kernel_.read_timerfd(step);
    case Op::queue:
      return kernel_.sigqueueinfo(step);
    case Op::limit:
      return kernel_.limit(step);
    case Op::setclock:
      return kernel_.setclock(step);
    case Op::timens:
      return kernel_.timens(step);
    case Op::thread:
    case Op::fork:
      begin_party(step);
      return result;
    case Op::exit:
      kernel_.exit();
      return result;
    case Op::exec:
      kernel_.exec();
      return result;
    case Op::burn:
      kernel_.burn({std::clamp(length(step.value), std::int64_t{0}, kBurnLimit)}, step.set);
      return result;
  }
  return result;
}

}  // namespace timerlaw
