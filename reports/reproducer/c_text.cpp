// SPDX-License-Identifier: Apache-2.0
#include "reports/reproducer/c_text.h"

#include <array>
#include <limits>

#include "conformance/formats/names.h"
#include "conformance/formats/step_text.h"

namespace timerlaw::reports {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

struct Name {
  std::int64_t number;
  const char* name;
};

constexpr std::array kClocks{
    Name{0, "CLOCK_REALTIME"},          Name{1, "CLOCK_MONOTONIC"},     Name{2, "CLOCK_PROCESS_CPUTIME_ID"},
    Name{3, "CLOCK_THREAD_CPUTIME_ID"}, Name{4, "CLOCK_MONOTONIC_RAW"}, Name{5, "CLOCK_REALTIME_COARSE"},
    Name{6, "CLOCK_MONOTONIC_COARSE"},  Name{7, "CLOCK_BOOTTIME"},      Name{8, "CLOCK_REALTIME_ALARM"},
    Name{9, "CLOCK_BOOTTIME_ALARM"},    Name{11, "CLOCK_TAI"}};
constexpr std::array kNotify{Name{0, "SIGEV_SIGNAL"}, Name{1, "SIGEV_NONE"}, Name{2, "SIGEV_THREAD"},
                             Name{4, "SIGEV_THREAD_ID"}};

template <std::size_t size>
std::string named(const std::array<Name, size>& names, std::int64_t number, const std::string& otherwise) {
  for (const Name& one : names)
    if (one.number == number)
      return one.name;
  return otherwise;
}

}  // namespace

std::string c_number(std::int64_t number) {
  if (number == std::numeric_limits<std::int64_t>::min())
    return "(-9223372036854775807LL - 1)";
  const bool large =
      number > std::numeric_limits<std::int32_t>::max() || number < -std::numeric_limits<std::int32_t>::max();
  return std::to_string(number) + (large ? "LL" : "");
}

std::string c_signal(std::int64_t signo) {
  return signo < 1 || signo >= kKernelRtMin ? std::to_string(signo) : "SIG" + signal_name(signo);
}

std::string c_signals(SigSet set) {
  constexpr int kAtMost = 4;
  if (set.bits == ~std::uint64_t{0})
    return "~0ULL";
  std::string text;
  int count = 0;
  for (Signo signo = 1; signo <= kSigMax; ++signo) {
    if (!set.has(signo))
      continue;
    text.append(text.empty() ? "" : " | ").append("BIT(").append(c_signal(signo)).append(")");
    ++count;
  }
  return count == 0 || count > kAtMost ? std::to_string(set.bits) + "ULL" : text;
}

std::string c_clock(std::int64_t clock) {
  return named(kClocks, clock, "(clockid_t)" + std::to_string(clock));
}

std::string c_notify(std::int64_t notify) {
  return named(kNotify, notify, c_number(notify));
}

std::string c_error(std::int64_t error) {
  const std::string name = return_text(-error);
  return name.starts_with("-E") ? name.substr(1) : std::to_string(error);
}

std::string c_timespec(const TimeArg& time) {
  return "{" + c_number(time.sec) + ", " + c_number(time.frac) + "}";
}

std::string c_nanos(const TimeArg& time) {
  return std::to_string(static_cast<std::int64_t>(static_cast<std::uint64_t>(time.sec) * kSecond +
                                                  static_cast<std::uint64_t>(time.frac))) +
         "LL";
}

std::string c_comment(const Step& step) {
  return "/* " + to_text(step) + " */";
}

}  // namespace timerlaw::reports
