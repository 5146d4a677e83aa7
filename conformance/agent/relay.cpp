// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/relay.h"

#include "conformance/agent/handler.h"
#include "conformance/agent/parties.h"
#include "conformance/agent/program.h"

namespace timerlaw::agent {
namespace {

constexpr long kFutexWait = 0, kFutexWake = 1;
constexpr int kPartyShift = 16;

std::uint32_t step_of(std::uint32_t baton) {
  return baton & ((std::uint32_t{1} << kPartyShift) - 1);
}
Party party_of(std::uint32_t baton) {
  return static_cast<Party>(baton >> kPartyShift);
}

// kParties if nobody is left.
Party next_party(const Ring& ring, const Entry& entry, Party self, std::uint32_t next) {
  const auto& party = ring.state.party;
  for (std::uint32_t i = next; i < entry.program.step_count; ++i) {
    if (party[entry.program.steps[i].party].alive) {
      return entry.program.steps[i].party;
    }
  }
  if (party[self].alive) {
    return self;
  }
  Party left = 0;
  while (left < kParties && !(party[left].alive && party[left].process == party[self].process)) {
    ++left;
  }
  return left;
}

// A thread has ended since the last step. The turn was passed on before, so that somebody waits until it has gone.
void settle(Ring& ring, Entry& entry, std::uint32_t next) {
  Relay& relay = ring.relay;
  if (!relay.unsettled) {
    return;
  }
  while (load(relay.leaving) != 0) {
    wait_for_change(relay.leaving, load(relay.leaving));
  }
  // Other threads find it for a little longer; the first one of a process for as long as that lives.
  const PartyState& left = ring.state.party[relay.left];
  while (left.tid != left.pid && call(nr::tgkill, left.pid, left.tid, 0) == 0) {
    call(nr::sched_yield);
  }
  relay.unsettled = false;
  close_step(ring.state, entry, next - 1);
}

// Handlers of other threads may be in the middle of writing down what came; one that was killed there never ends.
void wait_for_handlers(const ProgramState& state) {
  constexpr int kTurns = 1000;
  for (int i = 0; i < kTurns && load(state.written_out) < logged_deliveries(); ++i) {
    call(nr::sched_yield);
  }
}

}  // namespace

void wait_for_change(std::uint32_t& word, std::uint32_t value) {
  call(nr::futex, &word, kFutexWait, value, 0, 0, 0);
}

void wake_all(std::uint32_t& word) {
  constexpr long kAll = 0x7fffffff;
  call(nr::futex, &word, kFutexWake, kAll, 0, 0, 0);
}

std::uint32_t next_step(const Ring& ring) {
  return step_of(load(ring.relay.baton));
}

void pass_on(Ring& ring, Party self, std::uint32_t next) {
  const Party to = next_party(ring, running(ring), self, next);
  if (to == kParties) {
    return;
  }
  store(ring.relay.baton, static_cast<std::uint32_t>(to) << kPartyShift | next);
  if (to != self) {
    wake_all(ring.relay.baton);
  }
}

void take_part(Ring& ring, Party self) {
  Entry& entry = running(ring);
  while (true) {
    const std::uint32_t baton = load(ring.relay.baton);
    if (party_of(baton) != self) {
      wait_for_change(ring.relay.baton, baton);
      continue;
    }
    const std::uint32_t next = step_of(baton);
    settle(ring, entry, next);
    if (next == entry.program.step_count) {
      return;
    }
    if (ring.state.party[entry.program.steps[next].party].alive) {
      perform(ring, entry, next, self);
    } else {
      entry.trace.result[next].ran = false;
      close_step(ring.state, entry, next);
      pass_on(ring, self, next + 1);
    }
  }
}

void publish(Ring& ring) {
  ring.ended = end_of(running(ring));
  const std::uint32_t after = load(ring.completed) + 1;
  store(ring.completed, after);
  if (load(ring.wake_at) == after || !before(after, load(ring.released))) {
    const std::uint64_t one = 1;
    call(nr::write, ring.settings.wake_fd, &one, sizeof(one));
  }
}

void end_process(Ring& ring, Party self) {
  if (ring.state.party[self].process == 0) {
    wait_for_handlers(ring.state);
    put_clock_back(ring.state);
    publish(ring);
  }
  call(nr::exit_group, 0);
  __builtin_unreachable();
}

}  // namespace timerlaw::agent
