// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/start.h"

#include "conformance/agent/clock.h"
#include "conformance/agent/kernel.h"

namespace timerlaw::agent {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
// What a kernel does every second is done twice by then.
constexpr std::int64_t kGap = 5 * kSecond / 2;
// A multiple of every tick, and none of a second: what happens a second after a program began (the kernel's deadline
// server looks whether anybody starves) does not meet the next one's beginning.
constexpr std::int64_t kGrid = 1'370'000'000;
// Later than every small number that programs use as an instant, or what they do would depend on whether it has passed.
constexpr std::int64_t kFirst = 1000 * kSecond;
// Away from the ticks of all lengths, which come at round instants.
constexpr std::int64_t kPhase = 3'300'096;
constexpr std::int64_t kLead = 200'000;

// A User-Mode kernel shows its clock in steps of 256 ns, and takes the distance to its next interrupt from what it
// shows. So where within a step it really stands is left over from all interrupts before, decides at which step a timer
// fires that is due within one, and cannot be read. It is found by halving. A sleep that ends this much before the end
// of a step is over at once if what is left over is at least as much; if it is less, the kernel thinks that its
// interrupt has come too early, and waits for the shortest time that it can.
constexpr std::int64_t kClockStep = 256;
constexpr std::int64_t kBeyond = 2;  // by the kernel's way of rounding, and by the slack of a timer
constexpr std::int64_t kShortestWait = 501;
constexpr std::int64_t kSurelySeen = kClockStep - 11;  // beyond it the shortest wait may end in the same step
constexpr std::int64_t kAhead = 16 * kClockStep;

// Reads the clock when it makes new keys, which it does by itself when a process is made and the old ones are of an
// age.
long random_source = -1;

std::int64_t sleep_until(std::int64_t instant) {
  const KernelTimespec at = timespec_of(instant);
  constexpr long kAbsolute = 1;
  while (call(nr::clock_nanosleep, static_cast<std::int32_t>(ClockId::monotonic), kAbsolute, &at, 0) == -kEintr) {
  }
  return read_clock(ClockId::monotonic);
}

struct Sleeper {
  std::int64_t now = 0;
  std::int64_t usual = 0;  // how long after its step such a sleep is over if it ends in time

  std::int64_t sleep(std::int64_t before_step_end) {
    const std::int64_t step = now - now % kClockStep + kAhead;
    now = sleep_until(step + kClockStep - kBeyond - before_step_end);
    return now - step;
  }
  bool in_time(std::int64_t before_step_end) { return sleep(before_step_end) == usual; }
};

// What is left over, in nanoseconds.
std::int64_t find_left_over(Sleeper& sleeper) {
  std::int64_t low = 0, high = kClockStep - 1;
  while (low < high) {
    std::int64_t middle = low + (high - low + 1) / 2;
    if (middle > kSurelySeen) {
      middle = low < kSurelySeen ? low : kSurelySeen;  // only moves it to where it can be halved
    }
    if (sleeper.in_time(middle)) {
      low = (low > middle ? low : middle) - middle;
      high -= middle;
    } else {
      const std::int64_t shift = (kShortestWait - middle) % kClockStep;
      high = (middle - 1 + shift) % kClockStep;
      low = (low + shift) % kClockStep;
    }
  }
  return low;
}

}  // namespace

void await_first_instant() {
  constexpr long kAtFdcwd = -100, kCloseOnExec = 02000000;
  random_source = call(nr::openat, kAtFdcwd, "/dev/urandom", kCloseOnExec, 0);
  sleep_until(kFirst);
}

void await_round_instant(std::int64_t ended, bool makes_processes) {
  constexpr long kMakeNewKeys = 0x5207;  // RNDRESEEDCRNG
  if (makes_processes && random_source >= 0) {
    call(nr::ioctl, random_source, kMakeNewKeys, 0);
  }
  std::int64_t start = 0;
  Sleeper sleeper;
  do {
    start = (ended + kGap + kGrid - 1) / kGrid * kGrid + kPhase;
    ended = sleeper.now = sleep_until(start - kLead);
  } while (ended > start - kLead / 2);  // the program's last reading was of another time namespace, or there was none
  sleeper.usual = sleeper.sleep(0);
  const std::int64_t left_over = find_left_over(sleeper);
  sleep_until(start + kClockStep - kBeyond - left_over);
}

}  // namespace timerlaw::agent
