// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/reach.h"

#include <algorithm>

namespace timerlaw::runner {
namespace {

struct Need {
  std::string_view rule;  // an id, or the family of several
  bool (*met)(const RunInfo&);
  std::string_view otherwise;
};

bool i386(const RunInfo& info) {
  return info.facts.abi == "i386";
}
bool cpu_time(const RunInfo& info) {
  return info.facts.cpu_time;
}
bool set_clock(const RunInfo& info) {
  return info.facts.set_clock;
}
bool alarm_clocks(const RunInfo& info) {
  return info.facts.rtc && info.facts.wake_alarm;
}
bool twins(const RunInfo& info) {
  return info.twins != 0;
}

constexpr std::string_view kNoRtc = "no real-time clock, or no CAP_WAKE_ALARM";
constexpr std::string_view kNoSetClock = "may not set the clock (--allow-set-clock)";
constexpr std::string_view kNoCpuTime = "CPU time stands still (it counts under uml:NAME+cpu)";

constexpr Need kNeeds[] = {
    {"compat", i386, "another ABI than i386"},
    {"cpu-timer", cpu_time, kNoCpuTime},
    {"cpu-itimer", cpu_time, kNoCpuTime},
    {"SIG-Q-4", cpu_time, kNoCpuTime},
    {"SIG-INFO-6", cpu_time, kNoCpuTime},
    {"L20-6", cpu_time, kNoCpuTime},
    {"CLK-1", set_clock, kNoSetClock},
    {"CLK-4", set_clock, kNoSetClock},
    {"CLK-4", alarm_clocks, kNoRtc},
    {"CLK-3", alarm_clocks, kNoRtc},
    {"CLK-5", [](const RunInfo& info) { return info.facts.time_namespaces; }, "no right to make time namespaces"},
    {"TIME-LATE", [](const RunInfo& info) { return info.facts.lateness_bound.ns >= 0; },
     "no lateness is promised there"},
    {"KERNEL-SPLAT", [](const RunInfo& info) { return info.facts.tainted >= 0; }, "the taint flags cannot be read"},
    {"twins", twins, "--twins 0"},
    {"TWIN-ABI",
     [](const RunInfo& info) { return info.target == "host" && info.facts.machine == "x86_64" && !i386(info); },
     "no second ABI on this target"},
};

}  // namespace

std::string_view out_of_reach(const Rule& rule, const RunInfo& info) {
  if (rule.rule_class == RuleClass::suspect) {
    return "suspects, which show or do not";
  }
  const auto* const unmet = std::ranges::find_if(
      kNeeds, [&](const Need& need) { return (need.rule == rule.id || need.rule == rule.family) && !need.met(info); });
  return unmet == std::end(kNeeds) ? std::string_view() : unmet->otherwise;
}

bool exercised(const Rule& rule, const Tally& tally, const RunInfo& info) {
  return tally.exercised.contains(std::string(rule.id)) || (rule.id == "KERNEL-SPLAT" && info.tainted_after >= 0);
}

}  // namespace timerlaw::runner
