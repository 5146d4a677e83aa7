// SPDX-License-Identifier: Apache-2.0
// The files generators/corpus/*.edges as they were when the binary was built.
#pragma once

#include <span>
#include <string_view>

namespace timerlaw {

struct EdgeText {
  std::string_view formula;  // the file's name
  std::string_view text;
};

std::span<const EdgeText> edge_texts();

}  // namespace timerlaw
