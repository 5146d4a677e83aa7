// SPDX-License-Identifier: Apache-2.0
// What a target did beside answering: its kernel complained, or it fell silent. A result like any other, as long as it
// is known which program was running.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "conformance/target/session.h"
#include "model/judge.h"

namespace timerlaw::runner {

struct Mishap {
  RuleIndex rule{};      // KERNEL-SPLAT, CALL-RETURNS
  std::string observed;  // what the kernel said; that nothing came
};

// Asks the session, after a trace or an error was received. A complaint says more than the silence that followed it.
std::optional<Mishap> mishap_of(Session& session);

// The divergence of a program with so many steps.
Divergence as_divergence(const Mishap& mishap, std::size_t steps);

// The program that was running when its target ended without a trace: no results.
Trace trace_of_nothing(const Program& program);

}  // namespace timerlaw::runner
