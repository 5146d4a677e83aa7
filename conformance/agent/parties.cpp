// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/parties.h"

#include "conformance/agent/image.h"
#include "conformance/agent/pages.h"
#include "conformance/agent/program.h"
#include "conformance/agent/relay.h"
#include "conformance/agent/stacks.h"
#include "conformance/agent/step.h"

namespace timerlaw::agent {
namespace {

// clone(2)
constexpr unsigned long kVm = 0x100, kFs = 0x200, kFiles = 0x400, kSighand = 0x800, kThread = 0x10000,
                        kSysvsem = 0x40000, kParentSettid = 0x100000;
constexpr long kNoHang = 1, kUntraced = 2, kWall = 0x40000000;  // wait4(2)
constexpr long kSetPdeathsig = 1, kSetChildSubreaper = 36;      // prctl(2)

Ring* shared_ring = nullptr;  // for new threads

void announce(Ring& ring) {
  store(ring.relay.ready, 1);
  wake_all(ring.relay.ready);
}

void wait_until_ready(Ring& ring) {
  while (load(ring.relay.ready) == 0) {
    wait_for_change(ring.relay.ready, 0);
  }
}

void record(wire::TraceRecord& trace, Party party, const PartyState& made) {
  trace.party[party - 1] = {made.tid, made.pid};
  if (trace.party_count < party) {
    trace.party_count = party;
  }
}

void run_thread(long party) {
  map_stack();
  announce(*shared_ring);
  take_part(*shared_ring, static_cast<Party>(party));
  end_process(*shared_ring, static_cast<Party>(party));
}

void make_thread(Ring& ring, Entry& entry, const Step& step, StepResult& result) {
  const auto party = static_cast<Party>(step.number);
  PartyState& made = ring.state.party[party];
  made = {0, ring.state.me().pid, ring.state.me().process, false};
  shared_ring = &ring;
  store(ring.relay.ready, 0);
  result.ret = clone_thread(kVm | kFs | kFiles | kSighand | kThread | kSysvsem | kParentSettid, stack_for(party),
                            &made.tid, &run_thread, party);
  if (result.ret < 0) {
    made = PartyState{};
    return;
  }
  result.ret = 0;
  made.alive = true;
  record(entry.trace, party, made);
  wait_until_ready(ring);
}

[[noreturn]] void run_process(Ring& ring, Party party, long parent) {
  call(nr::prctl, kSetPdeathsig, kSigKill, 0, 0, 0);
  if (call(nr::getppid) != parent) {
    call(nr::exit_group, 1);
  }
  begin_as(party);
  touch(&running(ring), sizeof(Entry));
  touch(&ring.state, sizeof(ring.state));
  touch_pages();
  announce(ring);
  take_part(ring, party);
  end_process(ring, party);
}

bool was_stopped(std::int32_t status) {
  return (status & 0xff) == 0x7f;
}

// 0, or the signal that ended the process, or stopped it: nobody would continue it, so it is killed.
std::int64_t wait_for_end(std::int32_t pid) {
  std::int32_t status = 0;
  while (call(nr::wait4, pid, &status, kWall | kUntraced, 0) == -kEintr) {
  }
  if (!was_stopped(status)) {
    return status & 0x7f;
  }
  const std::int64_t signal = (status >> 8) & 0xff;
  call(nr::kill, pid, kSigKill);
  while (call(nr::wait4, pid, &status, kWall, 0) == -kEintr) {
  }
  return signal;
}

// The process has ended that step `fork` made: gives results to those of its steps that have none.
void take_over(Ring& ring, Entry& entry, std::uint32_t fork, std::int64_t signal) {
  end_children(ring.state);
  const std::uint32_t count = entry.program.step_count;
  const auto party = static_cast<Party>(entry.program.steps[fork].number);
  const std::uint32_t end = entry.end_of[party];
  ring.state.party[party].alive = false;
  for (std::uint32_t i = fork + 1; i < count && i <= end; ++i) {
    const Step& step = entry.program.steps[i];
    if (step.op == Op::thread || step.op == Op::fork) {
      ring.state.party[step.number].alive = false;
    }
  }
  for (std::uint32_t i = entry.trace.results; i < count && i <= end; ++i) {
    StepResult& result = entry.trace.result[i];
    result = StepResult{};
    result.ran = i == end;
    result.ret = i == end ? signal : 0;
    close_step(ring.state, entry, i);
  }
}

void make_process(Ring& ring, Entry& entry, std::uint32_t i, Party self) {
  ProgramState& state = ring.state;
  StepResult& result = entry.trace.result[i];
  const auto party = static_cast<Party>(entry.program.steps[i].number);
  PartyState& made = state.party[party];
  const SigSet handled = state.handled;
  const Aim real = state.real;
  const long pid_here = state.me().pid;
  made = {0, 0, party, false};
  store(ring.relay.ready, 0);
  // What its own children leave behind comes to this process, not to the machine's first.
  call(nr::prctl, kSetChildSubreaper, 1, 0, 0, 0);
  const long pid = call(nr::clone, kParentSettid, 0, &made.tid, 0, 0);
  if (pid == 0) {
    run_process(ring, party, pid_here);
  }
  if (pid < 0) {
    result.ret = pid;
    made = PartyState{};
    close_step(state, entry, i);
    pass_on(ring, self, i + 1);
    return;
  }
  made.pid = static_cast<std::int32_t>(pid);
  made.alive = true;
  record(entry.trace, party, made);
  wait_until_ready(ring);
  close_step(state, entry, i);
  state.real = Aim{};
  // As the new party would: where no step follows it is for that one to end its process.
  pass_on(ring, party, i + 1);
  wake_all(ring.relay.baton);
  take_over(ring, entry, i, wait_for_end(made.pid));
  state.handled = handled;
  state.real = real;
  pass_on(ring, self, entry.trace.results);
}

[[noreturn]] void leave(Ring& ring, const Entry& entry, std::uint32_t i, Party self) {
  const Party process = ring.state.party[self].process;
  if (process != 0 && entry.end_of[process] == i) {
    call(nr::exit_group, 0);
  }
  ring.state.party[self].alive = false;
  ring.relay.left = self;
  ring.relay.unsettled = true;
  store(ring.relay.leaving, 1);
  call(nr::set_tid_address, &ring.relay.leaving);
  pass_on(ring, self, i + 1);
  call(nr::exit, 0);
  __builtin_unreachable();
}

}  // namespace

void perform(Ring& ring, Entry& entry, std::uint32_t i, Party self) {
  const Step& step = entry.program.steps[i];
  StepResult& result = entry.trace.result[i];
  set_scene(ring.state, entry, i, self);
  switch (step.op) {
    case Op::thread:
      make_thread(ring, entry, step, result);
      break;
    case Op::fork:
      return make_process(ring, entry, i, self);
    case Op::exit:
      leave(ring, entry, i, self);
    case Op::exec:
      result.ret = run_anew(ring);
      break;
    default:
      execute(step, ring.state, result);
      break;
  }
  close_step(ring.state, entry, i);
  pass_on(ring, self, i + 1);
}

bool can_fork() {
  const long pid = call(nr::clone, 0, 0, 0, 0, 0);
  if (pid == 0) {
    call(nr::exit_group, 0);
  }
  while (pid > 0 && call(nr::wait4, pid, 0, kWall, 0) == -kEintr) {
  }
  return pid > 0;
}

void end_children(const ProgramState& state) {
  bool found = true;
  while (found) {
    found = false;
    for (const PartyState& party : state.party) {
      // Only a child of the caller can be waited for: other numbers may be others' by now.
      const long ended = party.pid > 0 ? call(nr::wait4, party.pid, 0, kWall | kNoHang, 0) : -1;
      if (ended == 0) {
        call(nr::kill, party.pid, kSigKill);
        while (call(nr::wait4, party.pid, 0, kWall, 0) == -kEintr) {
        }
      }
      found = found || ended >= 0;
    }
  }
}

}  // namespace timerlaw::agent
