// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/program.h"

#include "conformance/agent/clock.h"
#include "conformance/agent/cpus.h"
#include "conformance/agent/handler.h"
#include "conformance/agent/step.h"

namespace timerlaw::agent {
namespace {

constexpr std::int32_t kSigevNone = 1;

ProgramState state;

// Reads all clocks of the program, so that no handler ran between the readings and the count of deliveries returned:
// a delivery below the count belongs to the steps before this boundary, all others to those after it.
std::uint32_t read_boundary(const wire::ProgramRecord& program, std::int64_t* readings) {
  std::uint32_t count = 0;
  do {
    count = logged_deliveries();
    barrier();
    for (std::uint32_t c = 0; c < program.clock_count; ++c) {
      readings[c] = read_clock(program.clocks[c]);
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

void start_state(const Entry& entry) {
  state.program = &entry.program;
  for (TimerSlot& slot : state.slots) {
    slot = TimerSlot{};
  }
  state.real = Aim{};
  state.created_count = 0;
  state.handled = SigSet{};
  state.changed = SigSet{};
  state.itimers = state.signals = state.mask = state.moved = false;
  state.start = state.now = entry.trace.readings;
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

void warm_up() {
  state.pid = call(nr::getpid);
  state.uid = call(nr::getuid);
  for (std::int32_t& id : state.created) {
    id = -1;
  }
  for (TimerSlot& slot : state.slots) {
    slot.id = -1;
  }
  barrier();
}

void run_program(Entry& entry, const ChildSettings& settings) {
  const wire::ProgramRecord& program = entry.program;
  wire::TraceRecord& trace = entry.trace;
  const bool every_boundary = settings.record || entry.boundaries;
  trace.pid = state.pid;
  trace.uid = state.uid;
  trace.next_id = program.fresh ? 0 : probe_next_id();
  log_deliveries_to(trace);
  start_state(entry);
  bring_near(entry);

  std::int64_t* readings = trace.readings;
  std::uint32_t delivered = read_boundary(program, readings);
  trace.boundaries = 1;
  for (std::uint32_t i = 0; i < program.step_count; ++i) {
    StepResult& result = trace.result[i];
    execute(program.steps[i], state, result);
    barrier();
    std::uint32_t count = logged_deliveries();
    if (every_boundary) {
      readings += program.clock_count;
      count = read_boundary(program, readings);
      state.now = readings;
      trace.boundaries = i + 2;
    }
    result.deliveries = count - delivered;
    result.first_delivery = result.deliveries == 0 ? 0 : delivered;
    delivered = count;
    trace.deliveries = delivered;
    barrier();
    trace.results = i + 1;
  }
}

// What no step touched is as it was: each call here costs a program as much as one of its own steps.
void reset_child(const ChildSettings& settings) {
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
    pin(settings.cpu);
  }
}

}  // namespace timerlaw::agent
