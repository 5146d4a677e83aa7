// SPDX-License-Identifier: Apache-2.0
#include "model/oracle/oracle.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "model/calls/conversions.h"
#include "model/calls/timer_create.h"

namespace timerlaw {
namespace {

// Worlds that differ only in when handlers ran within a step; more than these, and the verdict is undecided.
constexpr std::size_t kMostWorlds = 128;

}  // namespace

World Oracle::first_world() const {
  World world;
  world.threads[0] = {.alive = true, .blocked = {~(kUnblockable.bits | std::uint64_t{1} << (kSigCont - 1))}};
  world.moved = !facts_.in_order;  // what expires timers is then no single instant on one CPU either
  world.first_id = trace_.next_id;
  world.next_id = trace_.next_id;
  return world;
}

void Oracle::call(const Step& step, const StepResult& result) {
  switch (step.op) {
    case Op::create:
      return create(step, result);
    case Op::settime:
      return settime(step, result);
    case Op::gettime:
      return gettime(step, result);
    case Op::overrun:
      return overrun(step, result);
    case Op::remove:
      return remove(step, result);
    case Op::setitimer:
      return setitimer(step, result);
    case Op::getitimer:
      return getitimer(step, result);
    case Op::alarm:
      return alarm(step, result);
    case Op::sleep: {
      const TimeArg length = as_taken(step.value, false, abi_);
      const bool valid = length.sec >= 0 && length.frac >= 0 && length.frac < kSecond;
      if (!valid) {
        expect_error({kEinval, "CONV-6"_rule}, result);
        return;
      }
      return wait_result(result, "WAIT-SHORT"_rule, Wide{length.sec} * kSecond + length.frac);
    }
    case Op::until:
      return accept("TRACE-FORM"_rule);
    case Op::burn:
      return burn(step, result);
    case Op::read:
      return read(step, result);
    case Op::queue:
      return queue(step, result);
    case Op::restore:
      return restore(step, result);
    case Op::limit:
      return limit(step, result);
    case Op::setclock:
      if (sets_clock(step_)) {
        clock_was_set();
      }
      [[fallthrough]];
    case Op::timens:
      return accept("TRACE-FORM"_rule, result.ret != 0);  // whether it may, its rights decide
    case Op::thread:
      return make_thread(step, result);
    case Op::fork:
      return make_process(step, result);
    case Op::exit:
      return exit_party(step, result);
    case Op::exec:
      return exec(step, result);
    case Op::cpu:
      world_->moved = true;
      return accept("TRACE-FORM"_rule);
    case Op::take:
      return take(step, result);
    case Op::pending:
      return pending(result);
    case Op::mask:
    case Op::unmask:
      return change_mask(step, result);
    case Op::ignore:
      return change_disposition(step, result, Disposition::ignore);
    case Op::dflt:
      return change_disposition(step, result, Disposition::dflt);
    case Op::handler:
      return change_disposition(step, result, Disposition::handler);
    case Op::window:
      return window(step, result);
    case Op::kill:
      return kill(step, result);
  }
}

// The step in one world; `before` of its handler runs came before the call took effect.
void Oracle::step_in(World& world, std::uint32_t before) {
  world_ = &world;
  outcome_ = {};
  epoch_ = first_epoch_;
  const Step& step = trace_.program.steps[step_];
  const StepResult& result = trace_.results[step_];
  party_ = step.party;
  if (!result.ran) {
    world.died_at = std::min(world.died_at, step_);
    accept("SIG-DEATH"_rule);
    return;
  }
  if (step.op == Op::exit && world.died_at != kNeverSet) {
    exit_party(step, result);
    return;
  }
  promote_due();
  begin_turn();
  called_ = false;
  if (step.op == Op::window) {
    call(step, result);
    return;
  }
  if (step.op == Op::exit) {  // handlers of its process come before, those of the parent that waits for it after
    before = 0;
    while (before < result.deliveries &&
           same_process(trace_.deliveries[order_.empty() ? result.first_delivery + before : order_[before]].party)) {
      ++before;
    }
  }
  deliver(result.first_delivery, before);
  call(step, result);
  called_ = true;
  deliver(result.first_delivery + before, result.deliveries - before);
  if (step.op == Op::exit) {
    return;  // the party is gone
  }
  settle_unblocked();
}

// The orders in which the deliveries of this step may have been taken: as they were noted, or, if threads ran their
// handlers at the same time, any that keeps the order of each thread. Empty: too many to look at.
std::vector<std::vector<std::uint32_t>> Oracle::delivery_orders(const StepResult& result) const {
  constexpr std::size_t kMostOrders = 64;
  std::vector<std::uint32_t> noted(result.deliveries);
  std::iota(noted.begin(), noted.end(), result.first_delivery);
  std::vector<std::vector<std::uint32_t>> orders;
  if (!mixed_deliveries_) {
    orders.push_back(std::move(noted));
    return orders;
  }
  const auto party_of = [&](std::uint32_t i) { return trace_.deliveries[i].party; };
  std::vector<std::uint32_t> by_party = noted;
  std::ranges::stable_sort(by_party, {}, party_of);
  std::vector<Party> turns;
  for (const std::uint32_t i : by_party) {
    turns.push_back(party_of(i));
  }
  do {
    if (orders.size() == kMostOrders) {
      return {};
    }
    std::vector<std::uint32_t>& order = orders.emplace_back();
    std::array<std::uint32_t, kParties> taken{};
    for (const Party party : turns) {
      std::uint32_t skip = taken[party % kParties]++;
      order.push_back(
          *std::ranges::find_if(by_party, [&](std::uint32_t i) { return party_of(i) == party && skip-- == 0; }));
    }
  } while (std::ranges::next_permutation(turns).found);
  return orders;
}

void Oracle::step_in_every_world() {
  const StepResult& result = trace_.results[step_];
  const Op op = trace_.program.steps[step_].op;
  // A wait has no effect that could come before or after a handler; a window orders its handlers itself.
  const bool one_order =
      op == Op::sleep || op == Op::until || op == Op::burn || op == Op::window || op == Op::read || op == Op::exit;
  const std::uint32_t first_split = one_order ? result.deliveries : 0;
  mixed_deliveries_ = false;
  for (std::uint32_t i = result.first_delivery; i < result.first_delivery + result.deliveries; ++i) {
    mixed_deliveries_ = mixed_deliveries_ || trace_.deliveries[i].party != trace_.program.steps[step_].party;
  }
  if (worlds_.size() == 1 && first_split == result.deliveries && !mixed_deliveries_) {
    order_.clear();
    step_in(worlds_[0], first_split);
    return;
  }
  std::vector<std::vector<std::uint32_t>> orders = delivery_orders(result);
  const bool too_many = orders.empty();
  if (too_many) {
    orders.emplace_back();
  }
  std::vector<World> survivors;
  World fallback;
  Outcome first_failure;
  Outcome success;
  bool failed = false;
  for (const World& world : worlds_) {
    for (const std::vector<std::uint32_t>& order : orders) {
      order_ = order;
      for (std::uint32_t before = first_split; before <= result.deliveries; ++before) {
        World next = world;
        step_in(next, before);
        if (outcome_.diverged) {
          if (!failed) {
            failed = true;
            fallback = std::move(next);
            first_failure = outcome_;
          }
          continue;
        }
        success = outcome_;
        if (survivors.size() < kMostWorlds) {
          survivors.push_back(std::move(next));
        } else {
          survivors.back().undecided = true;
        }
      }
    }
  }
  if (survivors.empty()) {
    survivors.push_back(std::move(fallback));
    success = first_failure;
  }
  if (too_many) {
    survivors.front().undecided = true;
  }
  worlds_ = std::move(survivors);
  outcome_ = success;
}

void Oracle::run() {
  out_.verdicts.clear();
  out_.rules.clear();
  out_.divergences.clear();
  out_.lateness.clear();
  out_.deadline_widths.clear();
  out_.exercised.reset();
  out_.disturbed = false;
  if (trace_.ending == Ending::refused) {
    return;
  }
  leave_time_namespaces();
  parties_ = std::ranges::any_of(trace_.program.steps,
                                 [](const Step& step) { return step.op == Op::thread || step.op == Op::fork; });
  if (!readings_are_sound()) {
    out_.divergences.push_back(outcome_.divergence);
    return;
  }
  exercise("TRACE-FORM"_rule);
  exercise("TRACE-CLOCK"_rule);
  if (trace_.ending == Ending::done) {
    exercise("CALL-RETURNS"_rule);
  }
  learn_offsets();
  if (out_.disturbed) {
    return;
  }
  worlds_.push_back(first_world());
  bool undecided = false;
  for (step_ = 0; step_ < trace_.results.size(); ++step_) {
    step_in_every_world();
    if (watched_ != nullptr) {
      watched_->push_back(beliefs_now());
    }
    undecided = undecided || std::ranges::any_of(worlds_, &World::undecided);
    if (undecided) {
      outcome_.verdict = Verdict::undecided;
    } else if (outcome_.diverged) {
      out_.divergences.push_back(std::move(outcome_.divergence));
    }
    first_epoch_ += sets_clock(step_) ? 1 : 0;
    const Step& step = trace_.program.steps[step_];
    seen_at_[step.party] = step_ + 1;
    if ((step.op == Op::thread || step.op == Op::fork) && step.number > 0 && step.number < kParties) {
      seen_at_[static_cast<std::size_t>(step.number)] = step_;
    }
    for (std::uint32_t i = 0; i < trace_.results[step_].deliveries; ++i) {
      const Party party = trace_.deliveries[trace_.results[step_].first_delivery + i].party;
      seen_at_[party % kParties] = std::max(seen_at_[party % kParties], step_);
    }
    out_.verdicts.push_back(outcome_.verdict);
    out_.rules.push_back(outcome_.rule);
  }
  if (trace_.ending != Ending::done && !undecided) {
    finish();
  }
}

// ITR-13: whether the caller may be kept in the kernel by a timer that each discarded SIGALRM rearms.
bool Oracle::discards_alarms_forever(const Step& step) const {
  const bool unblocks = (step.op == Op::unmask || step.op == Op::window) && step.set.has(kSigAlrm);
  return profile_.real_rearm == RealRearm::dequeue && world_->real.interval > 0 &&
         (unblocks || !blocked().has(kSigAlrm)) && discards(kSigAlrm, world_->disposition[kSigAlrm]);
}

// The step that has no result, or what came after the last one: some world must allow it.
void Oracle::finish() {
  for (World& world : worlds_) {
    outcome_ = {};
    world_ = &world;
    epoch_ = first_epoch_;
    Step step = step_ < trace_.program.steps.size() ? trace_.program.steps[step_] : Step{};
    party_ = step_ < trace_.program.steps.size() ? step.party : party_;
    if (trace_.ending == Ending::died && !world_->waiting.empty()) {
      // The process that waits for all others died, whatever those were doing.
      ProcessState first = std::move(world_->waiting.front());
      static_cast<ProcessState&>(*world_) = std::move(first);
      party_ = world_->leader;
      if (step.op != Op::kill) {  // which may have been meant for it
        step = {};
      }
    }
    promote_due();
    if (trace_.ending == Ending::hung) {
      diverge(discards_alarms_forever(step) ? "ITR-13"_rule : "CALL-RETURNS"_rule, "the step did not return",
              "allowed are only: a result", {}, {.of = Lawful::Of::going_on});
    } else {
      judge_death(static_cast<Signo>(trace_.number), step);
    }
    if (!outcome_.diverged) {
      return;
    }
  }
  out_.divergences.push_back(std::move(outcome_.divergence));
}

void judge(const Trace& trace, const Profile& profile, const TargetFacts& facts, const JudgeOptions& options,
           Judgement& out) {
  Oracle(trace, profile, facts, options, out).run();
}

}  // namespace timerlaw
