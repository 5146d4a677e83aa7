// SPDX-License-Identifier: Apache-2.0
// Edges held against the law as integers, without a solver.
#pragma once

#include <string>
#include <vector>

#include "generators/edge_file.h"

namespace timerlaw {

// What is wrong with the file, one line each: a witness that is not in its class, has other outputs or lies outside the
// domain, under any law of its group; a law that is in no group, or in two.
std::vector<std::string> check_witnesses(const EdgeFile& file);

// The formulas that have no file among these.
std::vector<std::string> missing_formulas(std::span<const EdgeFile> files);

}  // namespace timerlaw
