// SPDX-License-Identifier: Apache-2.0
// ITIMER_VIRTUAL, ITIMER_PROF and RLIMIT_CPU in the simulated kernel.
#include "model/simulator/kernel.h"

namespace timerlaw {

CpuItimer& Kernel::cpu_itimer(Process& process, std::int32_t which) {
  return which == static_cast<std::int32_t>(Which::virt) ? process.virt : process.prof;
}

Wide Kernel::cpu_itimer_now(const Process& process, std::int32_t which) {
  return cpu_time_.of_process(process.cpu_time, now()).of(which == static_cast<std::int32_t>(Which::virt) ? 1 : 0).ns;
}

ItimerShown Kernel::read_cpu_itimer(std::int32_t which, bool old_value) {
  return cpu_itimer(own(), which)
      .shown(profile(), machine_.mutant, facts().tick, cpu_itimer_now(own(), which), old_value);
}

void Kernel::set_cpu_itimer(std::int32_t which, const TimeArg& value, const TimeArg& interval) {
  cpu_time_.timers_start(own().cpu_time, now());
  cpu_itimer(own(), which).set(profile(), machine_.mutant, facts().tick, cpu_itimer_now(own(), which), value, interval);
}

// ITC-6, ITC-9.
void Kernel::expire_cpu_itimers(Thread& running, const CpuTimes& used) {
  Process& process = process_of(running);
  const auto expire_one = [&](CpuItimer& timer, Nanos clock, Signo signo) {
    if (timer.tick(profile(), machine_.mutant, facts().tick, clock.ns)) {
      const Signo other = signo == kSigProf ? kSigVtalrm : kSigProf;
      send({.signo = mutant(M::cpu_itimers_swapped) ? other : signo, .code = kSiKernel}, running, false);
    }
  };
  expire_one(process.prof, used.of(0), kSigProf);
  expire_one(process.virt, used.of(mutant(M::virtual_counts_system_time) ? 0 : 1), kSigVtalrm);
  const Signo signo = process.cpu_limit.tick(machine_.mutant, used.of(0).ns);
  if (signo != 0) {
    send({.signo = signo, .code = kSiKernel}, running, false);
  }
}

}  // namespace timerlaw
