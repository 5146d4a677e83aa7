// SPDX-License-Identifier: Apache-2.0
#include "reports/annotate.h"

#include <algorithm>
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

// Everything else begins with a word of the trace's own.
bool begins_a_step(std::string_view line) {
  for (const std::string_view other : {"timerlaw ", "clocks", "@", "=", "!", "#"})
    if (line.starts_with(other))
      return false;
  return true;
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

// A step's result and deliveries stand between its line and the next step's, or the `end` line: the remarks go there.
std::string annotate(const Trace& trace, const Judgement& judgement, bool diverged_only) {
  const std::string text = to_text(trace);
  std::string out;
  std::size_t steps = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view line(text.data() + at, end - at);
    at = end;
    if (begins_a_step(line) && steps++ > 0)
      out += remarks(judgement, steps - 2, diverged_only);
    out += line;
  }
  return out;
}

}  // namespace timerlaw::reports
