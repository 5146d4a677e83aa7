// SPDX-License-Identifier: Apache-2.0
// The agent's first line: which protocol it speaks and what it measured (model/facts.h, as plain arrays and integers).
#pragma once

#include "conformance/wire/vlq.h"

namespace timerlaw::wire {

inline constexpr int kMaxText = 65;  // of a field of uname(2), with its NUL
inline constexpr std::uint32_t kMaxHelloChars = 3 * 2 * kMaxText + 22 * kMaxChars;

struct HelloRecord {
  std::uint32_t version = 0;
  char release[kMaxText] = {};
  char machine[kMaxText] = {};
  char abi[kMaxText] = {};
  bool vdso = false;  // readings are made without a system call
  std::int64_t tick = 0;
  bool high_resolution = false;
  bool rtc = false;
  bool wake_alarm = false;
  std::int64_t cpus = 0;
  std::int64_t sigpending_limit = 0;
  std::int64_t sigpending_used = 0;
  std::int64_t tainted = 0;
  std::int64_t bracket = 0;
  bool in_order = false;
  bool aux_clocks = false;
  bool cpu_time = false;
  bool user_time = false;
  bool set_clock = false;
  bool time_namespaces = false;
  bool virtual_time = false;
  bool record = false;  // traces hold results
};

void put_hello(Writer& out, const HelloRecord& hello);

// False if the payload is not a hello; the version is read even if the rest is of another protocol.
bool get_hello(Reader& in, HelloRecord& hello);

// What the agent counted on its input, and what it saw at the end, sent with bye.
struct ByeRecord {
  std::uint64_t programs = 0;
  std::uint64_t noise = 0;
  std::uint64_t damaged = 0;
  std::int64_t tainted = -1;  // the kernel's taint flags now
};

void put_bye(Writer& out, const ByeRecord& bye);
bool get_bye(Reader& in, ByeRecord& bye);

}  // namespace timerlaw::wire
