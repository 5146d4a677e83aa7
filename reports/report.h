// SPDX-License-Identifier: Apache-2.0
// Saved results, read for a report: of one run, of several, or of a matrix. Nothing is run again; the traces of the
// findings are judged again, with the law as it is now.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "conformance/expected.h"
#include "conformance/runner/exit_code.h"
#include "conformance/runner/investigate.h"
#include "reports/matrix.h"

namespace timerlaw::reports {

// One finding with everything that is known about it. `finding.shown` is the trace that is shown, with its judgement;
// nothing where none was kept.
struct Card {
  runner::Finding finding;
  std::string expected;  // the expectation's reason; empty: it is new
  std::string link;      // the expectation's
  std::string folder;    // below the results, with its files; empty: it has none
  std::string text;      // Markdown
};

// A program that stands out.
struct Spot {
  std::uint64_t index = 0;
  Nanos late;                         // its latest timer
  std::uint32_t weak = 0, steps = 0;  // how many of its steps were weak
};

inline constexpr std::size_t kSpots = 3;

struct TargetReport {
  MatrixColumn column;
  runner::Outcome outcome;        // as the run's own, from its results
  std::uint64_t unexplained = 0;  // programs with new divergences
  std::vector<Card> cards;        // new ones first, then in the order of the run
  std::vector<Spot> latest;       // the programs with the latest timers, at most kSpots
  std::vector<Spot> weakest;      // those with the most weak steps, at most kSpots
};

struct Report {
  std::vector<TargetReport> targets;
};

// Each folder is that of a run, or of a matrix: then it stands for all its columns. Errors name the folder.
Expected<Report> load_report(const std::vector<std::string>& folders);

// A run's folder as a column, without its cards; `name` is the target's where it is empty. Where there are no results,
// `failure` says so.
MatrixColumn load_column(const std::string& folder, const std::string& name);

// What the results say of how the run ended.
runner::Outcome outcome_of(const MatrixColumn& column);

// Of all targets together.
runner::Outcome outcome_of(const Report& report);

}  // namespace timerlaw::reports
