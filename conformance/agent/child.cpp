// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/child.h"

#include "conformance/agent/cpus.h"
#include "conformance/agent/kernel.h"
#include "conformance/agent/pages.h"
#include "conformance/agent/program.h"
#include "conformance/agent/relay.h"

namespace timerlaw::agent {
namespace {

constexpr long kSetPdeathsig = 1;  // prctl(2)
constexpr long kSetTimerslack = 29;
constexpr long kTimerCreateRestoreIds = 77;  // 0: off
void set_up(Ring& ring, long agent) {
  call(nr::prctl, kSetPdeathsig, kSigKill, 0, 0, 0);
  if (call(nr::getppid) != agent) {
    call(nr::exit_group, 1);
  }
  // A process group of its own, whose parent is in another one of the same session: only there do SIGTSTP and its
  // like stop a process, wherever the agent was started.
  call(nr::setpgid, 0, 0);
  const KernelSigaction plain{};
  call(nr::rt_sigaction, kSigChld, &plain, 0, kSigSetBytes);
  set_starting_mask();
  call(nr::prctl, kSetTimerslack, 1, 0, 0, 0);
  call(nr::prctl, kTimerCreateRestoreIds, 0, 0, 0, 0);
  pin(ring.settings.cpu);
  if (!set_up_pages()) {
    call(nr::exit_group, 1);
  }
  warm_up(ring);
}

std::uint32_t touched = 0;  // the ring's entries, one bit each

void run_entry(Ring& ring) {
  const std::uint32_t sequence = load(ring.completed);
  Entry& own = running(ring);
  const std::uint32_t bit = std::uint32_t{1} << (sequence % kRingSlots);
  if ((touched & bit) == 0) {
    touched |= bit;
    touch(&own, sizeof(Entry));
  }
  begin_program(ring, own);
  if (own.has_parties) {
    ring.relay = Relay{};
    take_part(ring, 0);
    end_process(ring, 0);
  }
  run_alone(ring, own);
  if (own.program.fresh) {
    end_process(ring, 0);
  }
  reset_child(ring);
  publish(ring);
}

[[noreturn]] void run(Ring& ring, bool fresh, long agent) {
  set_up(ring, agent);
  while (true) {
    const std::uint32_t released = load(ring.released);
    if (fresh || before(load(ring.completed), released)) {
      run_entry(ring);
    } else {
      wait_for_change(ring.released, released);
    }
  }
}

}  // namespace

long start_child(Ring& ring, bool fresh) {
  const long agent = call(nr::getpid);
  const long pid = call(nr::clone, kSigChld, 0, 0, 0, 0);
  if (pid == 0) {
    run(ring, fresh, agent);
  }
  return pid;
}

}  // namespace timerlaw::agent
