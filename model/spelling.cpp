// SPDX-License-Identifier: Apache-2.0
#include "model/spelling.h"

#include <algorithm>
#include <numeric>

namespace timerlaw {
namespace {

// How many single-character edits turn a into b.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string_view> nearest(std::string_view name, std::span<const std::string_view> names) {
  constexpr std::size_t kShown = 3;
  std::vector<std::string_view> found(names.begin(), names.end());
  std::ranges::stable_sort(found, {}, [&](std::string_view one) { return edit_distance(name, one); });
  found.resize(std::min(found.size(), kShown));
  return found;
}

}  // namespace timerlaw
