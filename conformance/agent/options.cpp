// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/options.h"

#include "conformance/agent/image.h"

namespace timerlaw::agent {
namespace {

bool is(const char* text, const char* word) {
  while (*text != '\0' && *text == *word) {
    ++text;
    ++word;
  }
  return *text == *word;
}

bool number(const char* text, std::int64_t& value) {
  constexpr std::int64_t kMax = INT64_MAX / 10 - 1;
  const bool negative = *text == '-';
  text += negative ? 1 : 0;
  value = 0;
  if (*text == '\0') {
    return false;
  }
  for (; *text != '\0'; ++text) {
    if (*text < '0' || *text > '9' || value > kMax) {
      return false;
    }
    value = value * 10 + (*text - '0');
  }
  value = negative ? -value : value;
  return true;
}

}  // namespace

bool parse_options(int count, char** arguments, Options& options) {
  for (int i = 1; i < count; ++i) {
    const char* option = arguments[i];
    if (is(option, "--echo")) {
      options.echo = true;
      continue;
    }
    if (is(option, "--allow-set-clock")) {
      options.set_clock = true;
      continue;
    }
    if (is(option, "--virtual-time")) {
      options.virtual_time = true;
      continue;
    }
    if (++i == count) {
      return false;
    }
    const char* value = arguments[i];
    if (is(option, "--clock")) {
      options.by_syscall = is(value, "syscall");
      if (!options.by_syscall && !is(value, "vdso")) {
        return false;
      }
      continue;
    }
    std::int64_t n = 0;
    if (!number(value, n)) {
      return false;
    }
    if (is(option, "--cpu")) {
      options.cpu = n;
    } else if (is(option, "--record")) {
      options.record = n != 0;
    } else if (is(option, kResumeOption)) {
      options.resume_fd = static_cast<std::int32_t>(n);
    } else if (is(option, "--watchdog")) {
      options.watchdog = n;
    } else if (is(option, "--stop-randomly")) {
      options.stop = true;
      options.seed = static_cast<std::uint64_t>(n);
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace timerlaw::agent
