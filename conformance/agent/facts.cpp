// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/facts.h"

#include "conformance/agent/clock.h"
#include "conformance/agent/cpus.h"
#include "conformance/agent/cycles.h"
#include "conformance/agent/kernel.h"
#include "conformance/agent/order_of_expiry.h"
#include "conformance/wire/program.h"

namespace timerlaw::agent {
namespace {

constexpr int kEperm = 1;
constexpr long kAtFdcwd = -100;
constexpr long kRlimitSigpending = 11;
constexpr int kCapWakeAlarm = 35;
constexpr int kFileBytes = 8192;

char file[kFileBytes];

// The file's text in `file`; empty if it cannot be read.
const char* read_file(const char* path) {
  file[0] = '\0';
  const long fd = call(nr::openat, kAtFdcwd, path, 0, 0);
  if (fd >= 0) {
    const long count = call(nr::read, fd, file, kFileBytes - 1);
    file[count > 0 ? count : 0] = '\0';
    call(nr::close, fd);
  }
  return file;
}

// What follows `key` and white space; nullptr if it is not there.
const char* after(const char* text, const char* key) {
  for (; *text != '\0'; ++text) {
    const char* t = text;
    const char* k = key;
    while (*k != '\0' && *t == *k) {
      ++t;
      ++k;
    }
    if (*k == '\0') {
      while (*t == ' ' || *t == '\t') {
        ++t;
      }
      return t;
    }
  }
  return nullptr;
}

// -1 if no number stands there.
std::int64_t number(const char* text, int base) {
  std::int64_t value = -1;
  for (; text != nullptr; ++text) {
    const int lower = *text | 0x20;
    const int digit = *text >= '0' && *text <= '9' ? *text - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 99;
    if (digit >= base) {
      break;
    }
    value = (value < 0 ? 0 : value) * base + digit;
  }
  return value;
}

// By its reading, for QEMU's user mode asks the vDSO for a resolution, which Linux 6.18 tells of clocks it has not.
bool exists(ClockId clock) {
  constexpr int kEinval = 22;
  KernelTimespec now{};
  return call(nr::clock_gettime, static_cast<std::int32_t>(clock), &now) != -kEinval;
}

std::int64_t resolution(ClockId clock) {
  KernelTimespec length{};
  call(nr::clock_getres, static_cast<std::int32_t>(clock), &length);
  return nanoseconds(length);
}

// The steps in which CPU time is counted; 0 if none of it is counted within a tenth of a second.
std::int64_t cpu_time_step() {
  constexpr int kSteps = 4;
  constexpr std::int64_t kLongest = 100'000'000;
  const std::int64_t end = read_clock(ClockId::monotonic) + kLongest;
  std::int64_t shortest = 0;
  std::int64_t last = read_clock(ClockId::own_process_prof);
  for (int seen = 0; seen < kSteps && read_clock(ClockId::monotonic) < end;) {
    const std::int64_t now = read_clock(ClockId::own_process_prof);
    if (now > last) {
      shortest = shortest == 0 || now - last < shortest ? now - last : shortest;
      last = now;
      ++seen;
    }
  }
  return shortest;
}

// What the coarse clock says of itself, unless no tick is as short: gVisor has one clock for both names, and counts CPU
// time in ticks all the same.
std::int64_t tick_length() {
  constexpr std::int64_t kShortestTick = 50'000;
  const std::int64_t coarse = resolution(ClockId::monotonic_coarse);
  const std::int64_t step = coarse < kShortestTick ? cpu_time_step() : 0;
  return step >= kShortestTick ? step : coarse;
}

struct Names {
  char field[6][wire::kMaxText];  // struct utsname: uname(2)
};

const Names& kernel_names() {
  static Names names;
  call(nr::uname, &names);
  return names;
}

// uname -v of a real-time kernel: `#1 SMP PREEMPT_RT Debian …`.
bool is_realtime_kernel() {
  return after(kernel_names().field[3], "PREEMPT_RT") != nullptr;
}

void read_names(wire::HelloRecord& hello) {
  const auto& names = kernel_names().field;
  for (int i = 0; i < wire::kMaxText; ++i) {
    hello.release[i] = names[2][i];
    hello.machine[i] = names[4][i];
  }
  for (unsigned i = 0; i < sizeof(kAbi); ++i) {
    hello.abi[i] = kAbi[i];
  }
}

void read_status(wire::HelloRecord& hello) {
  const char* status = read_file("/proc/self/status");
  hello.sigpending_used = number(after(status, "SigQ:"), 10);
  const std::int64_t capabilities = number(after(status, "CapEff:"), 16);
  hello.wake_alarm = capabilities >= 0 && ((capabilities >> kCapWakeAlarm) & 1) != 0;
  std::uint64_t limit[2] = {0, 0};
  call(nr::prlimit64, 0, kRlimitSigpending, 0, limit);
  hello.sigpending_limit = static_cast<std::int64_t>(limit[0] >> 63 != 0 ? INT64_MAX : limit[0]);
  hello.tainted = read_taint_flags();
}

// The kernel looks for the clock first and for the right to use it afterwards.
void try_alarm_clock(wire::HelloRecord& hello) {
  std::int32_t id = 0;
  KernelSigevent none{};
  none.notify = 1;
  const long result = call(nr::timer_create, static_cast<std::int32_t>(ClockId::realtime_alarm), &none, &id);
  hello.rtc = result == 0 || result == -kEperm;
  if (hello.rtc) {
    hello.wake_alarm = result == 0;
  }
  if (result == 0) {
    call(nr::timer_delete, id);
  }
}

// Whether CPU time counts, and the part of it that is spent in user space. User time may be counted by sampling at
// ticks, and on a busy machine most ticks find another process: what has spent dozens of ticks was found by one.
// In plain time-travel mode User-Mode Linux sets the alarm of its next tick anew at every reading of a clock
// (timer_read, time_travel_update_time): who reads more often than that never sees a tick, so rounds get longer than
// one.
void burn_a_little(wire::HelloRecord& hello) {
  constexpr std::int64_t kLongTick = 10'000'000;
  constexpr int kTurns = 100'000, kMostTurns = kTurns << 10;
  constexpr int kRounds = 20'000;
  constexpr std::int64_t kTicks = 40;
  constexpr int kFewRounds = 20, kDoublingRounds = 11;
  constexpr std::int64_t kShortestRound = 2000;  // of any CPU; where time is virtual it may take none at all
  const std::int64_t wall_begun = read_clock(ClockId::monotonic);
  const std::int64_t tick = hello.tick > kLongTick ? hello.tick : kLongTick;
  const std::int64_t cpu_begun = read_clock(ClockId::thread_cputime);
  const std::int64_t user_begun = read_clock(ClockId::own_process_virt);
  const std::int64_t wall_end = wall_begun + 3 * tick;
  int turns = kTurns;
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < turns; ++i) {
      barrier();
    }
    const std::int64_t used = read_clock(ClockId::thread_cputime) - cpu_begun;
    hello.cpu_time = used > 0;
    hello.user_time = read_clock(ClockId::own_process_virt) > user_begun;
    // By the wall only while nothing counts: on a busy machine it runs ahead.
    const std::int64_t wall = used == 0 ? read_clock(ClockId::monotonic) : wall_begun;
    const bool stands_still = used == 0 && round == (hello.virtual_time ? kDoublingRounds : kFewRounds) &&
                              wall - wall_begun < kFewRounds * kShortestRound;
    const bool long_enough = used >= kTicks * tick || wall >= wall_end || stands_still;
    if ((hello.cpu_time && hello.user_time) || long_enough) {
      break;
    }
    if (hello.virtual_time && used == 0 && turns < kMostTurns) {
      turns *= 2;
    }
  }
}

// Tried in a process that ends at once: a new time namespace is for children, and cannot be given back.
bool can_make_time_namespaces() {
  constexpr long kNewTime = 0x80, kWriteOnly = 1, kWall = 0x40000000;
  const long pid = call(nr::clone, 0, 0, 0, 0, 0);
  if (pid == 0) {
    const bool can =
        call(nr::unshare, kNewTime) == 0 && call(nr::openat, kAtFdcwd, "/proc/self/timens_offsets", kWriteOnly, 0) >= 0;
    call(nr::exit_group, can ? 0 : 1);
  }
  std::int32_t status = -1;
  while (pid > 0 && call(nr::wait4, pid, &status, kWall, 0) == -kEintr) {
  }
  return status == 0;
}

// The one way to know is to do it: sets REALTIME to what it is.
bool can_set_clock() {
  const KernelTimespec now = timespec_of(read_clock(ClockId::realtime));
  return call(nr::clock_settime, static_cast<std::int32_t>(ClockId::realtime), &now) == 0;
}

// Whether a wait took less than a quarter of its time by the CPU's own counter, which no kernel sets. Once is enough: a
// machine that is busy makes a wait longer, never shorter.
bool time_is_virtual() {
  constexpr std::int64_t kWait = 4'000'000;
  constexpr int kTries = 5;
  const KernelTimespec wait = timespec_of(kWait);
  for (int attempt = 0; attempt < kTries; ++attempt) {
    const std::uint64_t begun = cycles();
    const long failed = call(nr::clock_nanosleep, static_cast<std::int32_t>(ClockId::monotonic), 0, &wait, 0);
    if (failed == 0 && most_nanoseconds(cycles() - begun) < kWait / 4) {
      return true;
    }
  }
  return false;
}

std::int64_t median_bracket() {
  constexpr int kCount = 101;
  std::int64_t widths[kCount];
  for (std::int64_t& width : widths) {
    const std::int64_t begun = read_clock(ClockId::monotonic);
    barrier();
    width = read_clock(ClockId::monotonic) - begun;
  }
  for (int i = 1; i < kCount; ++i) {
    for (int j = i; j > 0 && widths[j - 1] > widths[j]; --j) {
      const std::int64_t larger = widths[j - 1];
      widths[j - 1] = widths[j];
      widths[j] = larger;
    }
  }
  return widths[kCount / 2];
}

}  // namespace

std::int64_t read_taint_flags() {
  return number(read_file("/proc/sys/kernel/tainted"), 10);
}

void measure(wire::HelloRecord& hello, const Options& options) {
  hello.version = wire::kVersion;
  hello.virtual_time = options.virtual_time || time_is_virtual();
  read_names(hello);
  read_status(hello);
  try_alarm_clock(hello);
  hello.vdso = clock_by_vdso();
  hello.tick = tick_length();
  hello.high_resolution = resolution(ClockId::monotonic) == 1;
  hello.cpus = cpu_count();
  hello.aux_clocks = exists(ClockId{16});
  burn_a_little(hello);
  hello.set_clock = options.set_clock && can_set_clock();
  hello.time_namespaces = can_make_time_namespaces();
  hello.bracket = median_bracket();
  hello.in_order = !is_realtime_kernel() && timers_expire_in_order();
}

}  // namespace timerlaw::agent
