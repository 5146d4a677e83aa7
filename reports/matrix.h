// SPDX-License-Identifier: Apache-2.0
// The table of a matrix: rule × target.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/runner/run_info.h"
#include "conformance/runner/tally.h"
#include "model/rule.h"

namespace timerlaw::reports {

inline constexpr const char* kMatrixFile = "matrix.json";  // in the folder of a matrix, beside those of its targets

// One target's results; without `info` there are none, and `failure` says why.
struct MatrixColumn {
  std::string name;
  std::string folder;
  std::optional<runner::RunInfo> info;
  runner::Tally tally;
  std::string failure;
};

enum class MatrixState {
  holds,
  quirk,          // holds, and is a quirk
  diverges,       // at least one program broke it
  not_exercised,  // no program of this run would have noticed
  untestable,     // cannot be tested there
  no_law,         // the profile that the target was judged by has no such rule
  unknown,        // there are no results
};

struct MatrixCell {
  MatrixState state = MatrixState::unknown;
  std::uint64_t programs = 0;  // that broke it
  std::string reason;          // of untestable, not_exercised and unknown; of an expected divergence
};

MatrixCell matrix_cell(const Rule& rule, const MatrixColumn& column);

// The rules that are law somewhere in the matrix, and traces are judged by, each in a line; below, what the marks mean
// and why some rules cannot be tested somewhere.
std::string matrix_text(const std::vector<MatrixColumn>& columns);
std::string matrix_markdown(const std::vector<MatrixColumn>& columns);
// {"schema", "targets": [{name, folder, kernel, profile, …}], "rules": [{id, text, cells: {target: {state, programs,
// reason}}}]}
std::string matrix_json(const std::vector<MatrixColumn>& columns);

// holds, quirk, diverges, …: as JSON and the legend spell it.
std::string state_name(MatrixState state);

}  // namespace timerlaw::reports
