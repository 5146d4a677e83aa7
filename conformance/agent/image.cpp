// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/image.h"

#include "conformance/agent/clock.h"
#include "conformance/agent/handler.h"
#include "conformance/agent/pages.h"
#include "conformance/agent/program.h"
#include "conformance/agent/relay.h"
#include "conformance/agent/stacks.h"

namespace timerlaw::agent {
namespace {

constexpr long kReadWrite = 3, kShared = 1, kAnonymous = 0x20;  // mmap(2)
constexpr long kAtFdcwd = -100, kAtEmptyPath = 0x1000;
constexpr unsigned long kAtExecfn = 31;  // getauxval(3)

Ring* map_ring(long fd) {
  const long address = call(nr::mmap, 0, sizeof(Ring), kReadWrite, fd < 0 ? kShared | kAnonymous : kShared, fd, 0);
  return address < 0 && address > -4096 ? nullptr : reinterpret_cast<Ring*>(address);
}

long open_own_file(const unsigned long* auxv) {
  const long fd = call(nr::openat, kAtFdcwd, "/proc/self/exe", 0, 0);
  for (; fd < 0 && auxv[0] != 0; auxv += 2) {
    if (auxv[0] == kAtExecfn) {
      return call(nr::openat, kAtFdcwd, reinterpret_cast<const char*>(auxv[1]), 0, 0);
    }
  }
  return fd;
}

// Asked with a descriptor that is none. QEMU's user mode has no such call up to 7.2.
bool can_run_by_descriptor() {
  constexpr long kEnosys = 38;
  const char* const nothing[] = {nullptr};
  return call(nr::execveat, -1, "", nothing, nothing, kAtEmptyPath) != -kEnosys;
}

}  // namespace

Ring* make_ring(const unsigned long* auxv) {
  const long fd = memory_file(sizeof(Ring));
  Ring* ring = map_ring(fd);
  if (ring != nullptr) {
    ring->image.ring_fd = static_cast<std::int32_t>(fd);
    ring->image.exe_fd = fd < 0 || !can_run_by_descriptor() ? -1 : static_cast<std::int32_t>(open_own_file(auxv));
  }
  return ring;
}

long run_anew(Ring& ring) {
  char number[12] = {};
  char* at = number + sizeof(number) - 1;
  std::int32_t rest = ring.image.ring_fd;
  do {
    *--at = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  const char* const arguments[] = {"timerlaw-agent", kResumeOption, at, nullptr};
  const char* const environment[] = {nullptr};
  const long failed = call(nr::execveat, ring.image.exe_fd, "", arguments, environment, kAtEmptyPath);
  // Some kernels (User-Mode Linux 5.10) do not run a file by its descriptor.
  constexpr long kEnoent = 2;
  return failed == -kEnoent ? call(nr::execveat, kAtFdcwd, "/proc/self/exe", arguments, environment, 0) : failed;
}

void resume(int ring_fd, const unsigned long* auxv) {
  Ring* ring = map_ring(ring_fd);
  if (ring == nullptr || !set_up_pages()) {
    call(nr::exit_group, 1);
    __builtin_unreachable();
  }
  set_up_calls(auxv);
  set_up_clock(auxv, ring->image.by_syscall);
  set_up_cpus(ring->image.cpus);
  Entry& entry = running(*ring);
  ProgramState& state = ring->state;
  const Party self = state.self;
  if (ring->settings.virtual_time) {
    leave_untouched();
  }
  touch(&entry, sizeof(entry));
  begin_as(self);
  log_deliveries_to(state, entry.trace);
  for (PartyState& other : state.party) {
    other.alive = other.alive && (&other == &state.party[self] || other.process != state.party[self].process);
  }
  state.party[self].tid = state.party[self].pid;
  state.handled = SigSet{};
  const std::uint32_t step = next_step(*ring);
  close_step(state, entry, step);
  pass_on(*ring, self, step + 1);
  take_part(*ring, self);
  end_process(*ring, self);
}

}  // namespace timerlaw::agent
