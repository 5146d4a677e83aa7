// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/program.h"

#include "conformance/agent/clock.h"
#include "conformance/agent/cpus.h"
#include "conformance/agent/handler.h"
#include "conformance/agent/pages.h"
#include "conformance/agent/stacks.h"
#include "conformance/agent/start.h"
#include "conformance/agent/step.h"

namespace timerlaw::agent {
namespace {

constexpr std::int32_t kSigevNone = 1;
constexpr long kMonotonic = 1;

// Of this child, asked for once.
std::int32_t own_pid = 0;
long own_uid = 0;

// Reads all clocks of the program, so that no handler ran between the readings and the count of deliveries returned:
// a delivery below the count belongs to the steps before this boundary, all others to those after it.
std::uint32_t read_boundary(const ProgramState& state, const wire::ProgramRecord& program, std::int64_t* readings) {
  std::uint32_t count = 0;
  do {
    count = logged_deliveries();
    barrier();
    for (std::uint32_t c = 0; c < program.clock_count; ++c) {
      readings[c] = read_named_clock(state, program.clocks[c]);
    }
    barrier();
  } while (logged_deliveries() != count);
  return count;
}

// The id that the next timer gets. Ids are counted by the kernel and never reused while it counts.
std::int64_t probe_next_id() {
  KernelSigevent none{};
  none.notify = kSigevNone;
  std::int32_t id = -1;
  if (call(nr::timer_create, static_cast<std::int32_t>(ClockId::monotonic), &none, &id) != 0) {
    return -1;
  }
  call(nr::timer_delete, id);
  return id == 0x7fffffff ? 0 : static_cast<std::int64_t>(id) + 1;
}

void start_state(ProgramState& state, const Entry& entry, const ChildSettings& settings) {
  state.uid = own_uid;
  state.virtual_time = settings.virtual_time;
  state.skips_idle = settings.skips_idle;
  for (PartyState& party : state.party) {
    party = PartyState{};
  }
  state.party[0] = {own_pid, own_pid, 0, true};
  for (TimerSlot& slot : state.slots) {
    slot = TimerSlot{};
  }
  state.real = Aim{};
  state.created_count = 0;
  state.handled = SigSet{};
  state.changed = SigSet{};
  state.itimers = state.signals = state.mask = state.moved = false;
  state.clock_moved = 0;
  state.logged = state.written_out = 0;
  state.read_fd = entry.reads ? static_cast<std::int32_t>(call(nr::timerfd_create, kMonotonic, 0)) : -1;
}

// Brings what the steps will read and write near, so that no bracket is wider for it.
void bring_near(Entry& entry) {
  constexpr unsigned kLine = 64;
  const auto fetch = [](const void* from, unsigned size) {
    for (unsigned i = 0; i < size; i += kLine) {
      __builtin_prefetch(static_cast<const char*>(from) + i, 1);
    }
  };
  const std::uint32_t steps = entry.program.step_count;
  fetch(entry.program.steps, steps * static_cast<unsigned>(sizeof(Step)));
  fetch(entry.trace.readings,
        (steps + 1) * entry.program.clock_count * static_cast<unsigned>(sizeof(entry.trace.readings[0])));
  for (std::uint32_t i = 0; i < steps; ++i) {
    entry.trace.result[i] = StepResult{};
  }
}

void drain_signals() {
  const KernelTimespec at_once{};
  long taken = 0;
  do {
    taken = call(nr::rt_sigtimedwait, &kAllSignals, 0, &at_once, kSigSetBytes);
  } while (taken > 0 || taken == -kEintr);
}

}  // namespace

void set_starting_mask() {
  SigSet mask = kAllSignals;
  mask.remove(kSigCont);
  call(nr::rt_sigprocmask, kSigSetmask, &mask, 0, kSigSetBytes);
}

void warm_up(Ring& ring) {
  own_pid = static_cast<std::int32_t>(call(nr::getpid));
  own_uid = call(nr::getuid);
  touch(&ring.state, sizeof(ring.state));
  touch(&ring.relay, sizeof(ring.relay));
  barrier();
}

void begin_program(Ring& ring, Entry& entry) {
  if (ring.settings.virtual_time) {
    await_round_instant(ring.ended, entry.program.fresh);
  }
  wire::TraceRecord& trace = entry.trace;
  trace.pid = own_pid;
  trace.uid = own_uid;
  trace.next_id = entry.program.fresh ? 0 : probe_next_id();
  log_deliveries_to(ring.state, trace);
  start_state(ring.state, entry, ring.settings);
  bring_near(entry);
  trace.deliveries = read_boundary(ring.state, entry.program, trace.readings);
  trace.boundaries = 1;
}

void set_scene(ProgramState& state, const Entry& entry, std::uint32_t step, Party self) {
  state.program = &entry.program;
  state.start = entry.trace.readings;
  state.now = entry.trace.readings + step * entry.program.clock_count;
  state.self = self;
}

void close_step(const ProgramState& state, Entry& entry, std::uint32_t step) {
  wire::TraceRecord& trace = entry.trace;
  std::int64_t* readings = trace.readings + (step + 1) * entry.program.clock_count;
  const std::uint32_t count = read_boundary(state, entry.program, readings);
  trace.boundaries = step + 2;
  StepResult& result = trace.result[step];
  result.deliveries = count - trace.deliveries;
  result.first_delivery = result.deliveries == 0 ? 0 : trace.deliveries;
  trace.deliveries = count;
  barrier();
  trace.results = step + 1;
}

void run_alone(Ring& ring, Entry& entry) {
  const wire::ProgramRecord& program = entry.program;
  wire::TraceRecord& trace = entry.trace;
  ProgramState& state = ring.state;
  const bool every_boundary = ring.settings.record || entry.boundaries;
  set_scene(state, entry, 0, 0);
  for (std::uint32_t i = 0; i < program.step_count; ++i) {
    execute(program.steps[i], state, trace.result[i]);
    barrier();
    if (every_boundary) {
      close_step(state, entry, i);
      state.now += program.clock_count;
    } else {
      trace.results = i + 1;
    }
  }
  trace.deliveries = logged_deliveries();
}

void put_clock_back(ProgramState& state) {
  if (state.clock_moved != 0) {
    const KernelTimespec value = timespec_of(read_clock(ClockId::realtime) - state.clock_moved);
    call(nr::clock_settime, static_cast<std::int32_t>(ClockId::realtime), &value);
    state.clock_moved = 0;
  }
}

// What no step touched is as it was: each call here costs a program as much as one of its own steps.
void reset_child(Ring& ring) {
  ProgramState& state = ring.state;
  if (state.mask) {
    call(nr::rt_sigprocmask, kSigSetmask, &kAllSignals, 0, kSigSetBytes);
  }
  if (state.itimers) {
    const KernelItimerval zero{};
    for (long which = 0; which < 3; ++which) {
      call(nr::setitimer, which, &zero, 0);
    }
  }
  for (std::uint32_t i = 0; i < state.created_count; ++i) {
    call(nr::timer_delete, state.created[i]);
  }
  if (state.signals) {
    drain_signals();
  }
  const KernelSigaction plain{};
  for (Signo signo = 1; signo <= kSigMax && !state.changed.empty(); ++signo) {
    if (state.changed.has(signo)) {
      call(nr::rt_sigaction, signo, &plain, 0, kSigSetBytes);
      state.changed.remove(signo);
    }
  }
  // Last, because the 64th handler run blocks all signals, and until here SIGCONT, which needs no step that unblocks
  // it, may have had a handler.
  if (state.mask || logged_deliveries() >= kHandlerRuns) {
    set_starting_mask();
  }
  if (state.moved) {
    pin(ring.settings.cpu);
  }
  if (state.read_fd >= 0) {
    call(nr::close, state.read_fd);
  }
  put_clock_back(state);
}

}  // namespace timerlaw::agent
