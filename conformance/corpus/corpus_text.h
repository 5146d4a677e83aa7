// SPDX-License-Identifier: Apache-2.0
// The files of generators/corpus as they were when the binary was built.
#pragma once

#include <span>
#include <string_view>

namespace timerlaw {

struct CorpusText {
  std::string_view family;  // the file's name
  std::string_view text;
};

std::span<const CorpusText> corpus_texts();
std::string_view certain_text();  // certain.edges

}  // namespace timerlaw
