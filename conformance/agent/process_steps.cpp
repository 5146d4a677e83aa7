// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/clock.h"
#include "conformance/agent/output.h"
#include "conformance/agent/steps.h"

namespace timerlaw::agent {
namespace {

constexpr long kTimerCreateRestoreIds = 77;  // prctl(2)
constexpr unsigned long kNewTime = 0x80;     // unshare(2)
constexpr long kAtFdcwd = -100, kWriteOnly = 1;

struct Rlimit {
  std::uint64_t soft;
  std::uint64_t hard;
};

char* put_text(char* at, const char* text) {
  while (*text != '\0') {
    *at++ = *text++;
  }
  return at;
}

char* put_number(char* at, std::int64_t value) {
  char digits[20];
  int count = 0;
  std::uint64_t rest = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  do {
    digits[count++] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (value < 0) {
    *at++ = '-';
  }
  while (count > 0) {
    *at++ = digits[--count];
  }
  return at;
}

// A line of /proc/self/timens_offsets: time_namespaces(7).
char* put_offset(char* at, const char* clock, const TimeArg& offset) {
  at = put_text(at, clock);
  *at++ = ' ';
  at = put_number(at, offset.sec);
  *at++ = ' ';
  at = put_number(at, offset.frac);
  *at++ = '\n';
  return at;
}

}  // namespace

void restore(const Step& step, StepResult& result) {
  result.ret = call(nr::prctl, kTimerCreateRestoreIds, step.number, 0, 0, 0);
}

void limit(const Step& step, StepResult& result) {
  Rlimit limits{};
  result.ret = call(nr::prlimit64, 0, step.clock, 0, &limits);
  if (result.ret != 0) {
    result.out = out_of(step.out, false);
    return;
  }
  limits.soft = static_cast<std::uint64_t>(step.number);
  const auto untouched = canary<Rlimit>();
  void* out = place_output(step.out, &untouched, sizeof(untouched));
  result.ret = call(nr::prlimit64, 0, step.clock, &limits, out);
  Rlimit old;
  const bool written = was_written(step.out, out, untouched, old);
  result.out = out_of(step.out, written);
  if (written) {
    result.sec = static_cast<std::int64_t>(old.soft);
  }
}

void setclock(const Step& step, ProgramState& state, StepResult& result) {
  const KernelTimespec value =
      timespec_of(read_clock(ClockId{static_cast<std::int32_t>(step.clock)}) + length(step.value));
  result.ret = call(nr::clock_settime, step.clock, &value);
  if (result.ret == 0 && step.clock == static_cast<std::int64_t>(ClockId::realtime)) {
    state.clock_moved += length(step.value);
  }
}

void timens(const Step& step, StepResult& result) {
  char text[128];
  const char* end = put_offset(put_offset(text, "monotonic", step.value), "boottime", step.interval);
  result.ret = call(nr::unshare, kNewTime);
  if (result.ret != 0) {
    return;
  }
  const long fd = call(nr::openat, kAtFdcwd, "/proc/self/timens_offsets", kWriteOnly, 0);
  result.ret = fd;
  if (fd >= 0) {
    const long count = call(nr::write, fd, text, end - text);
    result.ret = count < 0 ? count : 0;
    call(nr::close, fd);
  }
}

}  // namespace timerlaw::agent
