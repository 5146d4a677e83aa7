// SPDX-License-Identifier: Apache-2.0
// run.json: what a run was, so that its results can be read, resumed, merged and judged again without asking anybody.
// Holds no host name, user or absolute path. docs/results.md describes the fields.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "conformance/expected.h"
#include "conformance/runner/run_plan.h"
#include "model/facts.h"
#include "model/profile.h"

namespace timerlaw::runner {

// Older results are read too: what their writers did not measure has its default.
inline constexpr int kResultsSchema = 5;
inline constexpr int kOldestSchema = 1;

// One part of the plan, by name.
struct PlannedPart {
  std::string source;
  std::uint64_t programs = 0;  // kUnbounded is written as null
  friend bool operator==(const PlannedPart&, const PlannedPart&) = default;
};

// Edges of the corpus for which the target can run no program, and why.
struct SkippedEdges {
  std::string reason;
  std::uint64_t edges = 0;
  friend bool operator==(const SkippedEdges&, const SkippedEdges&) = default;
};

// A divergence as the report tells it: one per (rule, shrunk program).
struct FindingInfo {
  std::string rule;
  std::uint64_t index = 0;  // of the program that showed it first
  std::uint64_t seen = 0;   // programs that showed it
  int confirmed = 0;        // k of
  int repeated = 0;         // n
  std::string program;      // shrunk; empty where no program belongs to it
  std::string card;         // folder below the results; empty: none written
  std::string expected;     // the expectation's reason; empty: new
  std::string source{};     // of the program: random, aimed, …
  bool shrunk = false;      // no smaller program was found to show it, with time to look for one
  std::string observed{};   // where there is no trace to show it: what the target said
  std::string link{};       // the expectation's
  friend bool operator==(const FindingInfo&, const FindingInfo&) = default;
};

// An expectation that should have shown and did not.
struct StaleInfo {
  std::string rule;
  std::uint64_t line = 0;  // in the file of expectations
  std::string reason;
  friend auto operator<=>(const StaleInfo&, const StaleInfo&) = default;
};

// A rule that must be exercised, and was not.
struct UnexercisedInfo {
  std::string rule;
  std::string reason;
  friend auto operator<=>(const UnexercisedInfo&, const UnexercisedInfo&) = default;
};

// A switch of the profile, by name.
struct SwitchValue {
  std::string name;
  std::string value;
  friend bool operator==(const SwitchValue&, const SwitchValue&) = default;
};

struct RunInfo {
  std::string tool;    // version
  int generator = 0;   // kGeneratorVersion
  std::string corpus;  // hash of the programs of the expectations
  std::vector<std::string> arguments;
  std::uint64_t seed = 0;
  Shard shard;
  std::vector<std::uint64_t> shards;  // whose results stand here; several after a merge
  std::string profile;
  std::vector<SwitchValue> switches;  // of the profile, so that one from a file can be judged by again
  bool strict = false;                // quirks diverge
  std::uint64_t twins = 0;            // one program in so many was compared with a twin; 0: none
  std::string target;                 // as given; of a command its first word, of a path its last part
  std::string clock;
  std::int64_t liveness_ns = 0;
  std::vector<PlannedPart> plan;
  std::vector<SkippedEdges> skipped;
  TargetFacts facts;
  std::int64_t tainted_after = -1;
  bool complete = false;  // every program of the plan was run, or the time it was given was used up
  std::string ended;      // why it is not complete
  double seconds = 0;
  std::uint64_t restarts = 0;  // of the agent
  std::uint64_t noise = 0;     // lines of the target's that were not the agent's
  std::vector<FindingInfo> findings;
  std::uint64_t unexplained = 0;  // programs with a divergence that no expectation explains
  std::vector<StaleInfo> stale;
  std::vector<UnexercisedInfo> unexercised;
};

// `REM-4 (line 12): rounds down since 6.13`.
std::string to_text(const StaleInfo& stale);

std::string write_run_info(const RunInfo& info);
// Reads what earlier versions wrote, too: what they did not measure has its default. A schema that is newer than this
// program is refused by name.
Expected<RunInfo> read_run_info(const std::string& path);

// The profile of a run: the known one of that name as it is now, or the one of a file as its switches say.
Expected<Profile> profile_of(const RunInfo& info);
std::vector<SwitchValue> switches_of(const Profile& profile);

// Arguments with everything taken out that names a place on this machine: of a path only its last part stays.
std::vector<std::string> public_arguments(const std::vector<std::string>& arguments);
std::string public_target(const std::string& target);

// What two runs must share to be parts of one: the first difference, as `seed: 1 and 2`; empty if there is none.
std::string difference(const RunInfo& a, const RunInfo& b);

}  // namespace timerlaw::runner
