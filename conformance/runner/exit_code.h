// SPDX-License-Identifier: Apache-2.0
// What a run found, as an exit code. docs/exit-codes.md is the table for users.
#pragma once

#include <optional>
#include <string_view>

namespace timerlaw::runner {

inline constexpr int kExitConforms = 0;
inline constexpr int kExitDiverged = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitStale = 3;
inline constexpr int kExitHarness = 4;
inline constexpr int kExitSignal = 128;  // plus the signal's number

struct Outcome {
  bool bad_input = false;       // wrong usage, or a file that can't be read as what it should be
  bool new_divergence = false;  // one that no expectation explains
  bool harness_failed = false;  // did not finish its plan, or judged nothing
  bool stale = false;           // an expectation that should have shown did not
  bool unexercised = false;     // a rule that must be exercised was not
  bool untestable = false;      // the target can't be tested here at all; a harness failure too
  int signal = 0;               // SIGINT or SIGTERM ended the run; everything was saved
};

// Of two runs together: what holds for one holds for both.
Outcome both(const Outcome& a, const Outcome& b);

// The conventions of callers other than a shell: the kernel's selftests, and `git bisect run`.
enum class ExitStyle { plain, kselftest, bisect };

std::optional<ExitStyle> exit_style_of(std::string_view name);

// Where several hold, wrong usage says most, then a new divergence, then a failed harness (or a rule without a
// verdict), then a stale expectation.
int exit_code(const Outcome& outcome, ExitStyle style = ExitStyle::plain);

}  // namespace timerlaw::runner
