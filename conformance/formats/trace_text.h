// SPDX-License-Identifier: Apache-2.0
// Traces as text, with the facts of the target they come from. Grammar and rationale: docs/trace-format.md.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/expected.h"
#include "conformance/formats/facts_text.h"
#include "conformance/formats/line.h"
#include "model/facts.h"
#include "model/trace.h"

namespace timerlaw {

// A trace, and the target it was recorded on: the last `timerlaw target` line before it, else the defaults.
struct Recorded {
  TargetFacts facts;
  Trace trace;
};

// What to say below step `i`: nothing, or lines that begin with `#` and end.
using Remarks = std::function<std::string(std::size_t i)>;

// Appends the trace, every line ended. It reads back equal if its results are a prefix of its steps, its readings are
// whole boundaries (none at all, one more than the results, or two more), the results' deliveries are consecutive
// ranges, where a result without any keeps first_delivery 0, and each of its steps is of a party that was made and has
// not ended.
void append_trace(std::string& out, const Trace& trace, const Remarks& remarks = {});
std::string to_text(const Trace& trace);

// All traces of a file, one after another. `file` names it in the error: `FILE:LINE:COL: expected …, found …`.
Expected<std::vector<Recorded>> parse_traces(std::string_view text, std::string_view file);

// The same one by one, for large files. The text must outlive the reader.
class TraceReader {
 public:
  TraceReader(std::string_view text, std::string_view file) : lines_(text, file) {}
  // The next trace; nothing at the end of the file. After an error the reader is done.
  Expected<std::optional<Trace>> next();
  // The facts that the last trace read belongs to.
  const TargetFacts& facts() const { return facts_; }

 private:
  Lines lines_;
  TargetFacts facts_;
};

}  // namespace timerlaw
