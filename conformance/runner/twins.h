// SPDX-License-Identifier: Apache-2.0
// Twins: two programs of which the law says that they do the same. Both run on the target, and their traces are
// compared without the law, so that a mistake that model and kernel share does not hide.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/rule.h"
#include "model/trace.h"

namespace timerlaw::runner {

enum class TwinKind : std::uint8_t {
  clock,     // BOOTTIME in place of MONOTONIC
  alarm,     // setitimer in place of alarm
  directed,  // signals to the only thread in place of signals to the process
  restore,   // a timer set to something else and back, in place of left alone
  abi,       // the same program, by the i386 agent
};
inline constexpr int kTwinKinds = 5;

// TWIN-CLOCK, …
RuleIndex twin_rule(TwinKind kind);
// The kind that this rule is about; nothing for all other rules.
std::optional<TwinKind> twin_kind(std::string_view rule_id);

struct Twin {
  TwinKind kind{};
  Program program;
  // of[i] is the step of the original that step i does the same as; kNoStep for one that the original lacks.
  std::vector<std::size_t> of;
};
inline constexpr std::size_t kNoStep = ~std::size_t{0};

// The twin of a program; nothing if the program has nothing that could be substituted, or something of which the law
// does not say that it stays the same.
std::optional<Twin> make_twin(const Program& program, TwinKind kind);

// The kinds of twin that a program has, in the order of TwinKind.
std::vector<TwinKind> twin_kinds(const Program& program);

// What two traces of twins contradict each other in.
struct TwinDifference {
  std::size_t step = 0;  // of the original
  std::string original;  // what it says
  std::string twin;
};

// Whether anything can be held against two traces: the target ran both programs, no child was stopped, which ends waits
// early, and the agent's calls passed all bits of every time: i386 has 32 for some (C32-2).
bool comparable(const Trace& original, const Trace& trace, std::string_view abi);

// Compares as far as the readings allow: the time that timers show as intervals that must have a number in common,
// everything else as it is, until a timer may have expired in either run; from then on whatever chance cannot decide.
std::optional<TwinDifference> compare(const Trace& original, const Trace& trace, const Twin& twin);

}  // namespace timerlaw::runner
