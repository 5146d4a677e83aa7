// SPDX-License-Identifier: Apache-2.0
// Signals that a parked thread has taken and not yet noted. get_signal() takes the entry and the handler together
// (kernel/signal.c); the thread may then be preempted, and what others do to the timer, or to the disposition, comes
// too late.
#include <algorithm>

#include "model/oracle/oracle.h"

namespace timerlaw {
namespace {

bool explains(const OnItsWay& taken, const SigInfo& info) {
  SigInfo expected = taken.entry.info;
  if (taken.entry.bare && info == SigInfo{.signo = expected.signo}) {
    return true;
  }
  if (taken.entry.exited) {
    expected.value = info.value;
  }
  if (taken.entry.exited || expected.code == kSiTimer) {
    expected.extra = info.extra;
  }
  if (taken.most_overruns && info.b >= 0 && info.b <= *taken.most_overruns) {
    expected.b = info.b;
  }
  return info == expected;
}

}  // namespace

bool Oracle::on_its_way_perhaps(Signo signo, Target to) const {
  for (std::size_t party = 0; parties_ && party < kParties; ++party) {
    const ThreadState& thread = world_->threads[party];
    if (party != party_ && thread.alive && !thread.blocked.has(signo) &&
        (to == kProcess || to == static_cast<Target>(party))) {
      return true;
    }
  }
  return false;
}

bool Oracle::note_on_its_way(const Sent& entry, std::optional<Wide> most_overruns) {
  const Signo signo = entry.signo();
  if (signo < 1 || signo > kSigMax || !on_its_way_perhaps(signo, entry.to) ||
      world_->disposition[static_cast<std::size_t>(signo)] != Disposition::handler) {
    return false;
  }
  std::erase_if(world_->on_its_way, [&](const OnItsWay& taken) {
    bool possible = false;
    for (std::size_t party = 0; party < kParties; ++party) {
      possible = possible || (world_->threads[party].alive && seen_at_[party] <= taken.until);
    }
    return !possible;
  });
  world_->on_its_way.push_back({entry, most_overruns, step_});
  return true;
}

// Its deadline is still that of the setting whose signal it is.
bool Oracle::note_on_its_way(const OracleTimer& t) {
  const Wide interval = t.deadline.interval();
  const bool counted = t.known && t.ahead < 0 && profile_.overrun_clamped && !t.ignored_from;
  const Wide periods = interval == 0 ? 0 : floor_div(now(t.base).hi - t.deadline.lo(), interval);
  Sent entry;
  entry.info = {.signo = t.signo, .code = kSiTimer, .a = static_cast<std::int32_t>(t.id), .value = t.sival};
  entry.to = t.to;
  return note_on_its_way(entry, counted ? std::max<Wide>(periods, 0) + t.refires.hi : kFar);
}

// The signal loses its handler: touched before.
void Oracle::note_on_its_way(Signo signo) {
  if (!on_its_way_perhaps(signo, kProcess)) {
    return;
  }
  for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
    const OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
    if (!t.known || t.signal.any(is_in_queue)) {
      note_on_its_way(t);
    }
  }
  for (const Sent& sent : world_->sent) {
    if (sent.signo() == signo) {
      note_on_its_way(sent);
    }
  }
  const RealTimer& real = world_->real;
  const CpuItimer* cpu_itimer = cpu_itimer_of(signo);
  if ((signo == kSigAlrm && (!real.known || real.signal.any([](const RealSignal& s) { return s.queued; }))) ||
      (cpu_itimer != nullptr && may_be_queued(*cpu_itimer))) {
    Sent entry;
    entry.info = {.signo = signo, .code = kSiKernel};
    note_on_its_way(entry);
  }
  drop_unseen(signo, false);
}

// More overruns than the timer's present setting can have had: they are those of an earlier one.
bool Oracle::counts_too_much(const SigInfo& info) const {
  return info.code == kSiTimer && std::ranges::any_of(world_->timers, [&](const OracleTimer& t) {
           const Wide interval = t.deadline.interval();
           const Wide most = interval == 0 ? 0 : floor_div(now(t.base).hi - t.deadline.lo(), interval);
           return static_cast<std::int64_t>(t.id) == info.a && t.alive && t.known && t.ahead < 0 && !t.ignored_from &&
                  info.b > std::max<Wide>(most, 0) + t.refires.hi;
         });
}

// The handler that is followed was that of such a signal.
bool Oracle::was_on_its_way(const SigInfo& info) {
  const auto found = std::ranges::find_if(world_->on_its_way, [&](const OnItsWay& taken) {
    return taken_from_ <= taken.until && takes(taken.entry.to) && explains(taken, info);
  });
  if (found == world_->on_its_way.end()) {
    return false;
  }
  world_->on_its_way.erase(found);
  accept("SIG-T-1"_rule, true);
  return true;
}

}  // namespace timerlaw
