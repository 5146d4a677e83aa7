// SPDX-License-Identifier: Apache-2.0
#include "model/belief.h"

#include <algorithm>
#include <limits>

#include "model/oracle/oracle.h"

namespace timerlaw {
namespace {

Nanos clipped(Wide ns) {
  using Limits = std::numeric_limits<std::int64_t>;
  return {static_cast<std::int64_t>(std::clamp<Wide>(ns, Limits::min(), Limits::max()))};
}

Bracket clipped(Range range) {
  return {clipped(range.lo), clipped(range.hi)};
}

constexpr Likely likely(bool possible, bool certain) {
  return !possible ? Likely::no : certain ? Likely::yes : Likely::perhaps;
}

// What holds of it in both worlds.
void join(TimerBelief& one, const TimerBelief& other) {
  const bool has_deadline = one.armed != Likely::no;
  if (has_deadline && other.armed != Likely::no) {
    one.deadline = {std::min(one.deadline.before, other.deadline.before),
                    std::max(one.deadline.after, other.deadline.after)};
  } else if (!has_deadline) {
    one.deadline = other.deadline;
    one.lo_from = other.lo_from;
    one.hi_from = other.hi_from;
  }
  one.armed = one.armed == other.armed ? one.armed : Likely::perhaps;
  one.pending = one.pending == other.pending ? one.pending : Likely::perhaps;
  one.known = one.known && other.known;
}

}  // namespace

TimerBelief Oracle::belief(const OracleTimer& t) const {
  TimerBelief one{.name = "timer " + std::to_string(static_cast<std::int32_t>(t.id)), .clock = t.base};
  const bool armed = t.known && !t.armed.empty() && t.signal.any(is_armed);
  const bool due = armed && !t.notify_none && may_be_due(t);
  const bool gone = due && !t.cpu_time && must_have_fired(key(t));
  one.known = t.known;
  one.armed = likely(armed && !gone, t.signal.all(is_armed) && !due);
  one.pending = likely(t.signal.any(is_in_queue) || due, t.signal.all(is_in_queue));
  one.interval = clipped(t.deadline.interval());
  one.deadline = clipped(t.deadline.range());
  one.lo_from = t.deadline.lo_from();
  one.hi_from = t.deadline.hi_from();
  return one;
}

TimerBelief Oracle::belief(const RealTimer& real) const {
  const auto is_real_armed = [](const RealSignal& s) { return s.status == RealStatus::armed; };
  const auto queued = [](const RealSignal& s) { return s.queued; };
  TimerBelief one{.name = "ITIMER_REAL", .clock = ClockId::monotonic};
  const bool armed = real.known && real.signal.any(is_real_armed);
  const bool due = armed && real_key().lo <= now().hi;
  one.known = real.known;
  one.armed = likely(armed && !(due && must_have_fired(real_key())), real.signal.all(is_real_armed) && !due);
  one.pending = likely(real.signal.any(queued) || due, real.signal.all(queued));
  one.interval = clipped(real.interval);
  one.deadline = clipped(real.deadline.range());
  one.lo_from = real.deadline.lo_from();
  one.hi_from = real.deadline.hi_from();
  return one;
}

TimerBelief Oracle::belief(const CpuItimer& timer, Party leader) const {
  const Which which = timer.signo == kSigVtalrm ? Which::virt : Which::prof;
  TimerBelief one{.name = timer.signo == kSigVtalrm ? "ITIMER_VIRTUAL"
                          : timer.signo == kSigProf ? "ITIMER_PROF"
                                                    : "RLIMIT_CPU",
                  .clock = reading_clock(trace_.program, which, leader)};
  const bool armed = timer.known && timer.armed && (timer.interval > 0 || timer.fires.lo == 0);
  one.known = timer.known;
  one.armed = likely(armed, timer.interval > 0 || timer.fires.hi == 0);
  one.pending = likely(may_be_queued(timer), must_be_queued(timer));
  one.interval = clipped(timer.interval);
  one.deadline =
      clipped({timer.first.lo + timer.fires.lo * timer.interval, timer.first.hi + timer.fires.hi * timer.interval});
  one.lo_from = one.hi_from = timer.armed_by;
  return one;
}

void Oracle::add_beliefs(const ProcessState& process, Beliefs& to) const {
  const std::size_t first = to.size();
  const bool was_set = process.real.order != 0 || !process.real.known;
  if (was_set) {
    to.push_back(belief(process.real));
  }
  for (const CpuItimer& timer : process.cpu_itimers) {
    if (timer.armed || !timer.known) {
      to.push_back(belief(timer, process.leader));
    }
  }
  for (const OracleTimer& t : process.timers) {
    if (t.alive) {
      to.push_back(belief(t));
    }
  }
  for (std::size_t i = first; i < to.size(); ++i) {
    if (outcome_.diverged && shown_ && shown_->of == to[i].name) {
      to[i].shown = clipped(shown_->deadline);
    }
    if (process.leader != 0) {
      to[i].name += " of party " + std::to_string(process.leader);
    }
  }
}

// After a step, in all worlds that are left.
Beliefs Oracle::beliefs_now() {
  Beliefs all;
  for (World& world : worlds_) {
    world_ = &world;
    Beliefs here;
    for (const ProcessState& waiting : world.waiting) {
      add_beliefs(waiting, here);
    }
    add_beliefs(world, here);
    for (const TimerBelief& one : here) {
      const auto same = std::ranges::find(all, one.name, &TimerBelief::name);
      same == all.end() ? all.push_back(one) : join(*same, one);
    }
  }
  shown_.reset();
  return all;
}

std::vector<Beliefs> beliefs(const Trace& trace, const Profile& profile, const TargetFacts& facts,
                             const JudgeOptions& options) {
  Judgement judgement;
  std::vector<Beliefs> all;
  Oracle oracle(trace, profile, facts, options, judgement);
  oracle.watch(all);
  oracle.run();
  return all;
}

}  // namespace timerlaw
