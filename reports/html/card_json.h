// SPDX-License-Identifier: Apache-2.0
// Divergence cards as the page shows them.
#pragma once

#include <cstddef>

#include "reports/html/script_json.h"
#include "reports/report.h"

namespace timerlaw::reports {

// [{target, number, rule, expected, folder, source, index, seen, confirmed, repeated, program, trace, timeline, again,
//   reproducer, no_reproducer, text}]
// `target` is a position in the report, `number` one among its cards; `expected` the reason, empty for a new one;
// `again` the command that shows it again, in `folder`; `reproducer` a C file, or `no_reproducer` why there is none;
// `text` the card as Markdown, where there is no trace to draw. What is drawn and quoted ends at `budget` bytes: the
// first card of each rule on each target comes first, new ones before expected ones; of a card without room only the
// head stands, with `cut` true.
Json cards_json(const Report& report, std::size_t budget);

}  // namespace timerlaw::reports
