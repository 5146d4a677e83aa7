// SPDX-License-Identifier: Apache-2.0
// Threads, forked processes and exec: who is there, whose signals are whose, and what survives.
#include <algorithm>

#include "model/oracle/oracle.h"

namespace timerlaw {

std::int64_t Oracle::tid_of(Party party) const {
  return party == 0 ? trace_.pid : party <= trace_.parties.size() ? trace_.parties[party - 1u].tid : 0;
}

std::int64_t Oracle::pid_of(Party party) const {
  return party == 0 ? trace_.pid : party <= trace_.parties.size() ? trace_.parties[party - 1u].pid : 0;
}

bool Oracle::same_process(Party party) const {
  return party < kParties && world_->threads[party].alive;
}

// This process, or one that waits for it.
bool Oracle::process_alive(std::int64_t pid) const {
  return pid_of(world_->leader) == pid || std::ranges::any_of(world_->waiting, [&](const ProcessState& process) {
           return pid_of(process.leader) == pid;
         });
}

Oracle::Ignored Oracle::ignored_for(Signo signo, Target to, PreferredThread decides) const {
  const Disposition disposition = world_->disposition[static_cast<std::size_t>(signo)];
  if (!discards(signo, disposition)) {
    return {false, false};
  }
  if (to != kProcess) {
    const bool is = !world_->threads[static_cast<std::size_t>(to)].blocked.has(signo);
    return {is, is};
  }
  const bool by_leader = !world_->threads[world_->leader].blocked.has(signo);
  Ignored result{by_leader, by_leader};
  if (decides == PreferredThread::current) {
    // The thread that was interrupted: whoever ran, or the leader if none of the process did.
    for (const ThreadState& thread : world_->threads) {
      if (thread.alive) {
        result.possible = result.possible || !thread.blocked.has(signo);
        result.certain = result.certain && !thread.blocked.has(signo);
      }
    }
  }
  return result;
}

bool Oracle::dropped_elsewhere(Signo signo) const {
  return discards(signo, world_->disposition[static_cast<std::size_t>(signo)]) && open_elsewhere(signo);
}

bool Oracle::open_elsewhere(Signo signo) const {
  for (std::size_t party = 0; parties_ && party < kParties; ++party) {
    const ThreadState& thread = world_->threads[party];
    if (party != party_ && thread.alive && !thread.blocked.has(signo)) {
      return true;
    }
  }
  return false;
}

// If another party performs steps now, what timers did until here met the masks as they were. Threads take at any time
// what they discard.
void Oracle::begin_turn() {
  if (!parties_) {
    return;
  }
  const bool changes = step_ > 0 && trace_.program.steps[step_ - 1].party != party_;
  std::uint64_t bits = world_->hot_signals.bits | std::uint64_t{1} << (kSigAlrm - 1);
  for (const Sent& sent : world_->sent) {
    bits |= std::uint64_t{1} << (sent.signo() - 1);
  }
  for_each_signal(bits, [&](Signo signo) {
    const bool here = !blocked().has(signo) && discards(signo, world_->disposition[static_cast<std::size_t>(signo)]);
    const bool dropped = here || dropped_elsewhere(signo);
    if (changes || dropped) {
      touch_signal(signo);
    }
    if (dropped) {
      drop_unseen(signo, false);
    }
  });
  if (!changes) {
    return;
  }
  touch_real();
  for (CpuItimer& timer : world_->cpu_itimers) {
    touch(timer);
  }
}

bool Oracle::has_made_a_time_namespace() const {
  const auto& steps = trace_.program.steps;
  for (std::size_t i = 0; i < step_; ++i) {
    if (steps[i].op == Op::timens && steps[i].party == party_ && trace_.results[i].ret == 0) {
      return true;
    }
  }
  return false;
}

void Oracle::make_thread(const Step& step, const StepResult& result) {
  if (profile_.timens_bars_threads && result.ret == -kEinval && has_made_a_time_namespace()) {
    return accept("LIFE-THR-5"_rule);
  }
  if (!expect_value("LIFE-THR-1"_rule, result.ret, 0, "returned") || step.number <= 0 || step.number >= kParties) {
    return;
  }
  world_->threads[static_cast<std::size_t>(step.number)] = {.alive = true, .blocked = blocked()};
}

// LIFE-FORK. The parent waits until the child is gone.
void Oracle::make_process(const Step& step, const StepResult& result) {
  if (!expect_value("LIFE-FORK"_rule, result.ret, 0, "returned") || step.number <= 0 || step.number >= kParties) {
    return;
  }
  ProcessState child;
  child.leader = static_cast<Party>(step.number);
  child.threads[child.leader] = {.alive = true, .blocked = blocked()};
  child.disposition = world_->disposition;
  child.restarts = world_->restarts;
  child.sigpending_limit = world_->sigpending_limit;
  // RLIMIT_CPU is inherited, and the child's own time begins at 0.
  child.cpu_itimers[kXcpu] = world_->cpu_itimers[kXcpu];
  ProcessState& process = *world_;
  world_->waiting.push_back(std::move(process));
  process = std::move(child);
  exercise("LIFE-FORK"_rule);
}

// exit_party: a thread, or the forked process whose parent saw it end.
void Oracle::exit_party(const Step& step, const StepResult& result) {
  const bool process_ends = !world_->waiting.empty() && world_->leader == step.party;
  if (process_ends) {
    if (world_->died_at != kNeverSet || result.ret != 0) {
      const std::uint32_t here = step_;
      step_ = std::min(world_->died_at, step_);
      promote_due();
      judge_death(static_cast<Signo>(result.ret), trace_.program.steps[step_]);
      step_ = here;
      outcome_.divergence.step = here;
    } else {
      accept("LIFE-EXIT"_rule);
    }
    world_->died_at = kNeverSet;
    const bool tells = world_->tells_parent;
    ProcessState parent = std::move(world_->waiting.back());
    world_->waiting.pop_back();
    static_cast<ProcessState&>(*world_) = std::move(parent);
    promote_due();  // its timers ran on while it waited
    if (tells) {
      tell_parent(step.party, result.ret);
    }
    return;
  }
  expect_value("LIFE-THR-1"_rule, result.ret, 0, "returned");
  world_->threads[step.party].alive = false;
  const auto gone = static_cast<Target>(step.party);
  // LIFE-THR-2, LIFE-THR-4. A leader that exits alone stays as a zombie that can be named, until the process ends.
  const bool is_leader = world_->leader == step.party;
  for (std::size_t i = 0; i < world_->timers.size(); ++i) {
    OracleTimer& t = world_->timers[i];
    if (t.to == gone) {
      touch(t);
      if (!is_leader) {
        t.target_gone = true;
        t.signal = t.signal.map(target_exited);
        exercise("LIFE-THR-2"_rule);
      } else {
        t.known = false;  // what is sent to the zombie vanishes without a trace
        t.signal = {};
      }
    }
    if (t.cpu_time && is_party_clock(static_cast<std::int32_t>(t.base)) &&
        kind_of_party_clock(static_cast<std::int32_t>(t.base)) >= 4 &&
        party_of_clock(static_cast<std::int32_t>(t.base)) == step.party && !is_leader) {
      t.clock_gone = true;
    }
  }
  std::erase_if(world_->sent, [&](const Sent& sent) { return sent.to == gone; });
}

// The forked process's end sends SIGCHLD to its parent, if it has called exec.
void Oracle::tell_parent(Party child, std::int64_t signo) {
  constexpr std::int32_t kClosed = 1;  // CLD_EXITED
  constexpr std::int32_t kKilled = 2;  // CLD_KILLED
  if (world_->disposition[kSigChld] == Disposition::ignore) {
    return;  // then the child is not waited for, and nothing is sent, blocked or not
  }
  const std::size_t before = world_->sent.size();
  for (Party party = 0; party < kParties; ++party) {
    if (world_->threads[party].alive) {
      party_ = party;  // whoever of it waits
      break;
    }
  }
  send({.signo = kSigChld,
        .code = signo == 0 ? kClosed : kKilled,
        .a = static_cast<std::int32_t>(pid_of(child)),
        .b = static_cast<std::int32_t>(trace_.uid)},
       kProcess);
  if (world_->sent.size() > before) {
    world_->sent.back().exited = true;
  }
}

// LIFE-EXEC. The caller is the process's only thread afterwards, and its leader.
void Oracle::exec(const Step& step, const StepResult& result) {
  if (!expect_value("LIFE-EXEC"_rule, result.ret, 0, "returned")) {
    return;
  }
  for_each_signal(world_->hot_signals.bits, [&](Signo signo) { touch_signal(signo); });
  touch_real();
  const SigSet mask = blocked();
  SigSet timers_queued;
  for (const OracleTimer& t : world_->timers) {
    if (!t.known || t.signal.any([](const TimerSignal& s) { return s.in_queue(); })) {
      timers_queued.add(std::max<Signo>(t.signo, 1));
    }
  }
  world_->threads = {};
  world_->threads[step.party] = {.alive = true, .blocked = mask};
  world_->leader = step.party;
  world_->timers.clear();
  world_->by_id.clear();
  world_->far_ids.clear();
  world_->first_id = world_->next_id;
  world_->due.clear();
  for (auto& list : world_->hot) {
    list.clear();
  }
  world_->hot_signals = world_->hot_unordered = {};
  world_->restoring = false;
  world_->tells_parent = true;
  world_->restarts = {};
  for (Disposition& disposition : world_->disposition) {
    disposition = disposition == Disposition::handler ? Disposition::dflt : disposition;
  }
  std::erase_if(world_->sent, [&](Sent& sent) {
    const bool forged = sent.info.code == kSiTimer && !sent.bare;
    if (forged) {
      exercise("LIFE-EXEC-2"_rule);
    }
    // A number alone stays, even of a forged one, unless a timer's entry takes it along.
    sent.maybe = sent.maybe || sent.info.code == kSiTimer || (sent.bare && timers_queued.has(sent.signo()));
    return forged || (sent.to != kProcess && sent.to != static_cast<Target>(step.party));
  });
  exercise("LIFE-EXEC"_rule);
  exercise("ID-3"_rule);
}

}  // namespace timerlaw
