// SPDX-License-Identifier: Apache-2.0
// The committed corpus of edges, generators/corpus/*.edges: found by the solver, read without it. The format is
// described in docs/edges.md.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/arithmetic/law.h"

namespace timerlaw {

inline constexpr int kEdgeFormat = 1;

// All inputs that take the same branches.
struct EdgeClass {
  std::string branches;  // "ITR-3/running ALRM-1/half-up ALRM-4/fits"
};

// Inputs that lie at an edge, and what the law makes of them.
struct Witness {
  std::size_t of_class = 0;          // an index into EdgeGroup::classes
  std::vector<Wide> inputs;          // in the order of EdgeFile::inputs
  std::vector<Wide> outputs;         // in the order of EdgeFile::outputs
  std::vector<std::string> reasons;  // why it is an edge: "min left", "flip ITR-3/due left+1 ITR-3/running", …
};

// Laws under which the formula is the same, with their classes and witnesses.
struct EdgeGroup {
  std::vector<arithmetic::Law> laws;
  std::vector<EdgeClass> classes;  // every class that is not empty
  std::vector<Witness> witnesses;  // each input once, by class and then by inputs
  std::string cap;                 // what kept the solver from looking for every edge; empty: nothing
};

struct EdgeFile {
  std::string formula;
  std::string solver;  // "z3 4.8.12.0"
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  std::vector<EdgeGroup> groups;
};

// The file of this text; nullopt with an error that names the line, which begins with `name`.
std::optional<EdgeFile> read_edges(std::string_view text, std::string_view name, std::string& error);
std::string to_text(const EdgeFile& file);

// The corpus as it was when the binary was built, by formula.
std::span<const EdgeFile> edge_corpus();
// nullptr if the corpus has no such formula.
const EdgeFile* find_edges(std::string_view formula);

}  // namespace timerlaw
