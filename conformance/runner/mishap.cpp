// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/mishap.h"

#include "model/rule_table.h"

namespace timerlaw::runner {

std::optional<Mishap> mishap_of(Session& session) {
  if (std::string splat = session.take_splat(); !splat.empty())
    return Mishap{"KERNEL-SPLAT"_rule, std::move(splat)};
  if (session.hung())
    return Mishap{"CALL-RETURNS"_rule, "the whole target fell silent"};
  return std::nullopt;
}

Divergence as_divergence(const Mishap& mishap, std::size_t steps) {
  Divergence divergence;
  divergence.step = steps == 0 ? 0 : steps - 1;
  divergence.rule = mishap.rule;
  divergence.observed = mishap.observed;
  divergence.allowed = mishap.rule == "KERNEL-SPLAT"_rule ? "allowed are only: no such report"
                                                          : "allowed are only: that the program ends";
  return divergence;
}

Trace trace_of_nothing(const Program& program) {
  Trace trace;
  trace.program = program;
  trace.ending = Ending::hung;
  return trace;
}

}  // namespace timerlaw::runner
