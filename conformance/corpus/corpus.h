// SPDX-License-Identifier: Apache-2.0
// The whole corpus as programs: the directed ones, those of every edge that the solver found, and those whose result is
// certain in spite of brackets.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "conformance/expected.h"
#include "generators/certain_point.h"
#include "generators/edge_file.h"
#include "generators/edge_programs.h"
#include "generators/source.h"

namespace timerlaw {

// A program of a certain point.
struct CertainProgram {
  std::string formula;
  CertainPoint point;
  EdgeProgram program;
};

struct Corpus {
  std::vector<Program> programs;                              // each once
  std::vector<CertainProgram> certain;                        // those of them that come from certain points
  std::map<std::string, std::uint64_t, std::less<>> skipped;  // edges without a program, by reason
  std::string text;                                           // all that was read: what is hashed
};

// The embedded corpus, or that of a folder or file (.prog, .edges, other names are passed over).
Expected<Corpus> read_corpus(const std::string& path, const Capabilities& can);
Corpus embedded_corpus(const Capabilities& can);
// Without the directed programs: what the solver found.
std::unique_ptr<Source> edges_source(const Capabilities& can);

}  // namespace timerlaw
