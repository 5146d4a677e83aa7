// SPDX-License-Identifier: Apache-2.0
// Everything that `timerlaw run` can be asked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/runner/exit_code.h"
#include "conformance/runner/run_plan.h"
#include "conformance/target/session.h"
#include "model/units.h"

namespace timerlaw::runner {

// Of a newcomer's first run, and of any that says neither --programs nor --time nor a suite.
inline constexpr std::uint64_t kDefaultPrograms = 100'000;
inline constexpr Nanos kDefaultTime{60'000'000'000};

struct RunOptions {
  SessionOptions session;
  std::string profile = "auto";           // a name, or the path of a file
  bool strict = false;                    // quirks diverge
  std::optional<std::uint64_t> programs;  // random ones
  std::optional<Nanos> time;              // has finished its plan when it is up
  std::optional<Nanos> budget;            // has not
  std::uint64_t exhaustive_one_in = 0;    // of the exhaustive set; 0: none of it
  bool aimed = false;
  bool corpus = false;      // the whole corpus, whatever else is asked
  std::string corpus_path;  // of a folder or file; empty: the embedded one
  bool waits = true;
  std::uint64_t seed = 1;
  unsigned jobs = 0;  // 0: usual_jobs()
  Shard shard;
  std::string out;  // empty: ./timerlaw-results/UTC-TARGET
  bool resume = false;
  bool keep_all = false;
  std::string expect;          // file; empty: none
  bool match_shrunk = true;    // an expectation's program explains whatever shrinks to it; how far that gets is time's
  bool must_exercise = false;  // the rules that the expectations name have to be exercised
  Nanos liveness{10'000'000'000};
  Nanos shrink_time{20'000'000'000};
  int confirm = 10;
  std::uint64_t twins = 50;  // one program in so many is compared with a twin; 0: none
  bool quiet = false;
  ExitStyle exit_style = ExitStyle::plain;
  std::vector<std::string> arguments;  // as the user wrote them, for run.json
};

}  // namespace timerlaw::runner
