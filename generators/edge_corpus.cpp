// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <stdexcept>

#include "generators/edge_file.h"
#include "generators/edge_texts.h"

namespace timerlaw {

std::span<const EdgeFile> edge_corpus() {
  static const std::vector<EdgeFile> files = [] {
    std::vector<EdgeFile> all;
    for (const EdgeText& embedded : edge_texts()) {
      std::string error;
      auto file = read_edges(embedded.text, std::string(embedded.formula) + ".edges", error);
      if (!file) {
        throw std::logic_error(error);
      }
      all.push_back(std::move(*file));
    }
    return all;
  }();
  return files;
}

const EdgeFile* find_edges(std::string_view formula) {
  const auto files = edge_corpus();
  const auto it = std::ranges::find(files, formula, &EdgeFile::formula);
  return it == files.end() ? nullptr : &*it;
}

}  // namespace timerlaw
