// SPDX-License-Identifier: Apache-2.0
#include "reports/annotate.h"

#include <string_view>

#include "conformance/formats/trace_text.h"
#include "conformance/runner/record.h"

namespace timerlaw::reports {
namespace {

void add_line(std::string& out, std::string_view prefix, std::string_view label, std::string_view text) {
  if (text.empty())
    return;
  out.append(prefix).append(label);
  for (const char c : text) {
    out += c;
    if (c == '\n')
      out.append(prefix).append("  ");
  }
  out += '\n';
}

std::string remarks(const Judgement& judgement, std::size_t step, bool diverged_only) {
  std::string out;
  if (step < judgement.verdicts.size() && !(diverged_only && judgement.verdicts[step] != Verdict::diverged)) {
    out.append("# ").append(runner::verdict_name(judgement.verdicts[step]));
    if (step < judgement.rules.size())
      out.append(" ").append(rule(judgement.rules[step]).id);
    out += '\n';
  }
  for (const Divergence& divergence : judgement.divergences)
    if (divergence.step == step)
      out += explain(divergence, "# ");
  return out;
}

}  // namespace

std::string explain(const Divergence& divergence, std::string_view prefix) {
  std::string out;
  const Rule& broken = rule(divergence.rule);
  add_line(out, prefix, "diverged: ", std::string(broken.id) + ": " + std::string(broken.text));
  add_line(out, prefix, "observed: ", divergence.observed);
  add_line(out, prefix, "", divergence.allowed);
  for (const std::string& line : divergence.because)
    add_line(out, prefix, "because: ", line);
  return out;
}

std::string annotate(const Trace& trace, const Judgement& judgement, bool diverged_only) {
  std::string out;
  append_trace(out, trace, [&](std::size_t step) { return remarks(judgement, step, diverged_only); });
  return out;
}

}  // namespace timerlaw::reports
