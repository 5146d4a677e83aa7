// SPDX-License-Identifier: Apache-2.0
#include "model/simulator/child.h"

#include <algorithm>
#include <array>

namespace timerlaw {
namespace {

constexpr std::int64_t kLongestPreemption = 3'000'000;

}  // namespace

SimulatedChild::SimulatedChild(Trace& trace, const Cast& cast, const Profile& profile, const TargetFacts& facts,
                               Faults mutant, Nanos bracket_width, Dice& dice)
    : trace_(trace),
      cast_(cast),
      mutant_(mutant),
      width_(bracket_width),
      dice_(dice),
      kernel_({profile,
               facts,
               mutant,
               {86'400'000'000'000 + dice.below(1'000'000'000'000)},
               {std::min<std::int64_t>(bracket_width.ns, 1'000)}},
              {trace.pid, trace.uid, trace.next_id}, dice),
      abi_(abi_of(facts.abi)) {}

void SimulatedChild::read_clocks(Party party) {
  for (const ClockId clock : trace_.clocks) {
    trace_.readings.push_back(kernel_.read_clock(clock, party));
  }
}

std::int64_t SimulatedChild::reading(std::size_t boundary, ClockId clock) const {
  const auto found = std::ranges::find(trace_.clocks, clock);
  const auto position = found == trace_.clocks.end() ? 0 : found - trace_.clocks.begin();
  return trace_.readings[boundary * trace_.clocks.size() + static_cast<std::size_t>(position)].ns;
}

void SimulatedChild::run() {
  const std::vector<Step>& steps = trace_.program.steps;
  trace_.readings.reserve((steps.size() + 1) * trace_.clocks.size());
  trace_.results.reserve(steps.size());
  read_clocks(0);
  while (step_ < steps.size()) {
    const StepResult result = perform(steps[step_]);
    if (!lives()) {
      break;
    }
    if (take_over()) {
      continue;
    }
    if (!forked_.empty() && cast_.end_of(forked_.back().party) == step_) {
      leave_process();
    }
    close_step(result);
  }
  trace_.deliveries = kernel_.handled();
  trace_.deliveries.resize(delivered_);
  if (!lives()) {
    trace_.ending = kernel_.hung() ? Ending::hung : Ending::died;
    trace_.number = kernel_.fatal(0);
    read_clocks(0);
  }
}

void SimulatedChild::close_step(StepResult result) {
  read_clocks(present_);
  const auto count = static_cast<std::uint32_t>(kernel_.handled().size());
  result.deliveries = count - delivered_;
  result.first_delivery = result.deliveries == 0 ? 0 : delivered_;
  delivered_ = count;
  trace_.results.push_back(result);
  ++step_;
}

// The forked process is gone: the party that waited for it goes on.
void SimulatedChild::leave_process() {
  const Forked gone = forked_.back();
  forked_.pop_back();
  kernel_.bury(gone.party);
  kernel_.switch_to(gone.waiting);
  present_ = gone.waiting;
  real_ = gone.real;
}

// If a forked process was killed: it takes those along that it forked, and of its steps only its exit has a result.
bool SimulatedChild::take_over() {
  const auto killed =
      std::ranges::find_if(forked_, [&](const Forked& forked) { return kernel_.fatal(forked.party) != 0; });
  if (killed == forked_.end()) {
    return false;
  }
  const Signo signo = kernel_.end_seen_by_parent(killed->party);
  const std::size_t end = cast_.end_of(killed->party);
  const auto left = static_cast<std::size_t>(killed - forked_.begin());
  while (forked_.size() > left) {
    leave_process();
  }
  while (step_ < trace_.program.steps.size() && step_ <= end) {
    kernel_.run_in_user_space(kernel_.now() + Nanos{dice_.below(width_.ns + 1)});
    StepResult result;
    result.ran = step_ == end;
    result.ret = result.ran ? signo : 0;
    close_step(result);
  }
  return true;
}

StepResult SimulatedChild::perform(const Step& step) {
  // The time before the call, in it, and after it.
  std::int64_t enters = dice_.below(width_.ns + 1);
  std::int64_t returns = dice_.below(width_.ns + 1);
  if (enters > returns) {
    std::swap(enters, returns);
  }
  std::array parts{enters, returns - enters, width_.ns - returns};
  if (width_.ns > 0 && dice_.once_in(64)) {
    parts[static_cast<std::size_t>(dice_.below(3))] += dice_.below(kLongestPreemption);
  }
  if (step.party != present_) {
    kernel_.switch_to(step.party);
    present_ = step.party;
    kernel_.deliver_signals(kernel_.some_handler_time());
  }
  kernel_.run_in_user_space(kernel_.now() + Nanos{parts[0]});
  if (kernel_.fatal(present_) != 0 || !lives()) {
    return {};
  }
  const StepResult result = execute(step);
  kernel_.run_in_kernel(kernel_.now() + Nanos{parts[1]});
  kernel_.deliver_signals(kernel_.some_handler_time());
  kernel_.run_in_user_space(kernel_.now() + Nanos{parts[2]});
  return result;
}

}  // namespace timerlaw
