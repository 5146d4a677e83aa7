// SPDX-License-Identifier: Apache-2.0
// One program's result: a line of results.jsonl. docs/results.md describes the fields.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/expected.h"
#include "model/judge.h"

namespace timerlaw::runner {

// What became of one program of the plan.
enum class Fate : std::uint8_t {
  judged,
  disturbed,  // a clock was stepped or the machine suspended each time it ran
  refused,    // the agent cannot run it; `reason` says why
  failed,     // the agent died under it or could not be understood; `reason` is its last output
};

// How near a program came to a boundary of the law at which its result is certain (generators/certain_point.h).
struct Closeness {
  std::string boundary;  // `setitimer_alarm before seconds value step`
  std::int64_t width_ns = 0;
  std::int64_t proven_ns = 0;   // however the bracket lies
  std::int64_t reached_ns = 0;  // as the bracket lay
  friend bool operator==(const Closeness&, const Closeness&) = default;
};

struct Record {
  std::uint64_t index = 0;  // position in the plan
  Fate fate = Fate::judged;
  Verdict verdict = Verdict::accepted;               // of the whole trace: the gravest of its steps
  std::array<std::uint32_t, kVerdictCount> steps{};  // how many steps got each verdict
  std::vector<std::string> diverged;                 // rules that diverged, in the order of their steps, each once
  std::vector<std::string> exercised;                // rules exercised here that no program before exercised
  std::vector<std::int64_t> late;                    // ns: how late each timer was seen to fire, at most
  std::vector<std::int64_t> width;                   // ns: how closely each deadline was known
  std::uint32_t disturbances = 0;                    // runs thrown away because they were disturbed
  bool kept = false;                                 // its trace is in traces.zst
  bool stopped = false;                              // the runner stopped and continued its child
  std::string twin;  // the rule under which it was compared with a twin; empty: it was not
  std::optional<Closeness> closeness;
  std::string reason;
  friend bool operator==(const Record&, const Record&) = default;
};

// The lists of a record are cut at this many values; a program has hardly ever more.
inline constexpr std::size_t kMeasuresKept = 16;

// Everything of a record that follows from the judgement; `exercised` is left to the one who knows what came before.
void fill(Record& record, const Judgement& judgement);

std::string_view verdict_name(Verdict verdict);

void append_line(std::string& out, const Record& record);  // with its newline
Expected<Record> read_record(std::string_view line);

}  // namespace timerlaw::runner
