// SPDX-License-Identifier: Apache-2.0
// The rules as the page shows them: text, sources, where they are law, and a cell of the matrix for each target.
#pragma once

#include <string_view>
#include <vector>

#include "reports/html/script_json.h"
#include "reports/matrix.h"

namespace timerlaw::reports {

// What a rule is about, as the matrix groups it: mostly a call. Every rule has one.
std::string_view subject(const Rule& rule);

// {states: [name], reasons: [text], subjects: [name],
//  rules: [{id, subject, class, text, source, profiles, evidence, left_out, cells: [[state, programs, reason]]}]}
// In the order of subjects. A cell's state and reason are positions in the lists; trailing parts that are nought are
// left out. The reason of a divergence is that it was expected.
Json rules_json(const std::vector<MatrixColumn>& columns);

}  // namespace timerlaw::reports
