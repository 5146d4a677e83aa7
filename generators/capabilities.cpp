// SPDX-License-Identifier: Apache-2.0
#include "generators/source.h"

namespace timerlaw {

Capabilities capabilities_of(const TargetFacts& facts) {
  return {.tick = facts.tick,
          .cpu_time = facts.cpu_time,
          .user_time = facts.user_time,
          .set_clock = facts.set_clock,
          .time_namespaces = facts.time_namespaces,
          .time32 = facts.abi == "i386",
          .virtual_time = facts.virtual_time};
}

std::string to_text(const Capabilities& capabilities) {
  std::string text = "tick=" + std::to_string(capabilities.tick.ns);
  const auto add = [&](bool can, const char* what) { text += can ? std::string(" ") + what : ""; };
  add(capabilities.cpu_time, "cpu_time");
  add(capabilities.user_time, "user_time");
  add(capabilities.set_clock, "set_clock");
  add(capabilities.time_namespaces, "time_namespaces");
  add(capabilities.time32, "time32");
  add(capabilities.virtual_time, "virtual_time");
  return text;
}

}  // namespace timerlaw
