// SPDX-License-Identifier: Apache-2.0
// What a matrix consists of: runs that know nothing of each other, each one command line. Whatever can run commands can
// run a matrix, on as many machines as it likes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/runner/run_plan.h"
#include "model/units.h"

namespace timerlaw::matrix {

struct MatrixOptions {
  std::vector<std::string> targets;
  std::vector<std::string> abis;  // empty: each target's own
  std::string profile = "auto";
  std::vector<std::string> profile_of;    // TARGET=PROFILE or KIND=PROFILE: other ones for some
  std::uint64_t programs = 3000;          // random ones, on each target
  std::uint64_t exhaustive_one_in = 300;  // of the exhaustive set; 0: none of it
  bool corpus = true;                     // the directed programs
  bool aimed = false;
  std::uint64_t seed = 1;
  std::uint64_t shards = 1;
  std::optional<Nanos> time;         // of each run
  std::optional<Nanos> shrink_time;  // of each run, for looking into its divergences
  // File of expected divergences; or a folder, where each target's is called as its results are, and lab.toml is for
  // all other kernels of the lab's.
  std::string expect;
  std::string out;
};

struct MatrixRun {
  std::string column;  // the target, and its ABI where one was asked for
  std::string folder;  // of its results
  runner::Shard shard;
  std::vector<std::string> arguments;  // behind `timerlaw`
};

// In the order of targets, ABIs and shards.
std::vector<MatrixRun> plan_matrix(const MatrixOptions& options);

// `timerlaw run …`, as a shell reads it.
std::string command_line(const MatrixRun& run);

// Where the results of a column stand: those of its only run, or of its shards once they are merged.
std::string column_folder(const MatrixOptions& options, const std::string& column);

}  // namespace timerlaw::matrix
