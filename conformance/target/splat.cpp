// SPDX-License-Identifier: Apache-2.0
#include "conformance/target/splat.h"

#include <algorithm>
#include <array>

namespace timerlaw {
namespace {

// Sources: Documentation/admin-guide/bug-hunting.rst, lockdep-design.rst, dev-tools/kasan.rst, RCU/stallwarn.rst.
constexpr std::array<std::string_view, 32> kHeads = {"WARNING: CPU:",
                                                     "WARNING: possible ",
                                                     "WARNING: suspicious ",
                                                     "WARNING: inconsistent lock",
                                                     "WARNING: bad unlock",
                                                     "WARNING: held lock",
                                                     "WARNING: lock held",
                                                     "WARNING: Nested lock",
                                                     "WARNING: task/process still has locks",
                                                     "WARNING: ODEBUG",
                                                     "ODEBUG: ",
                                                     "BUG: ",
                                                     "kernel BUG at ",
                                                     "Oops: ",
                                                     "Oops - ",
                                                     "Internal error: ",
                                                     "general protection fault",
                                                     "stack segment: ",
                                                     "invalid opcode: ",
                                                     "divide error: ",
                                                     "double fault: ",
                                                     "Unable to handle kernel ",
                                                     "UBSAN: ",
                                                     "INFO: possible ",
                                                     "INFO: trying to register non-static key",
                                                     "INFO: task ",
                                                     "INFO: rcu_",
                                                     "rcu: INFO: ",
                                                     "Kernel panic - not syncing",
                                                     "kernel tried to execute NX-protected page",
                                                     "DEBUG_LOCKS_WARN_ON",
                                                     "list_del corruption"};

// 6.18 and later: `WARNING: kernel/time/hrtimer.c:123 at function`.
bool names_a_source(std::string_view line) {
  constexpr std::string_view kWarning = "WARNING: ";
  const std::size_t end = line.find(':', kWarning.size());
  return line.starts_with(kWarning) && end != line.npos &&
         (line.substr(0, end).ends_with(".c") || line.substr(0, end).ends_with(".h"));
}

}  // namespace

std::string_view without_stamp(std::string_view line) {
  while (!line.empty()) {
    const std::size_t ends = line.front() == '[' ? line.find(']') : line.front() == '<' ? line.find('>') : line.npos;
    if (line.front() == ' ' || line.front() == '\r' || line.front() == '\a') {
      line.remove_prefix(1);
    } else if (line.front() == '\033') {
      const std::size_t letter = line.find_first_of("mKHJ");
      line.remove_prefix(letter == line.npos ? line.size() : letter + 1);
    } else if (ends != line.npos && line.substr(1, ends - 1).find_first_not_of(" .0123456789TC") == line.npos) {
      line.remove_prefix(ends + 1);
    } else {
      break;
    }
  }
  return line;
}

bool is_splat(std::string_view line) {
  line = without_stamp(line);
  // A watchdog says who it is first; so does a kernel that counts CPUs before it speaks.
  for (const std::string_view speaker : {"watchdog: ", "rcu: ", "NMI "})
    if (line.starts_with(speaker) && !line.starts_with("rcu: INFO: "))
      line.remove_prefix(speaker.size());
  return std::ranges::any_of(kHeads, [&](std::string_view head) { return line.starts_with(head); }) ||
         names_a_source(line);
}

}  // namespace timerlaw
