// SPDX-License-Identifier: Apache-2.0
#include "generators/edge_laws.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace timerlaw {
namespace {

using arithmetic::Law;

constexpr std::string_view kNative = "native64";
constexpr std::string_view kCompat = "compat32";
constexpr std::string_view kTime32 = "compat32-time32";
constexpr std::string_view kTick = "tick=";

std::string_view next_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

// The profiles from `first` to `last`, as `first..last`, or as a name.
std::string range(std::size_t first, std::size_t last) {
  const std::string& from = profiles()[first].name;
  return first == last ? from : from + ".." + profiles()[last].name;
}

std::string ranges(const std::set<std::size_t>& indices) {
  std::string text;
  for (auto it = indices.begin(); it != indices.end();) {
    const std::size_t first = *it;
    std::size_t last = first;
    while (++it != indices.end() && *it == last + 1 && profiles()[*it].name != "posix") {
      last = *it;
    }
    text += " " + range(first, last);
  }
  return text;
}

}  // namespace

std::string_view calls_of(const Law& law) {
  if (law.abi == Abi::native64) {
    return kNative;
  }
  return law.time32 ? kTime32 : kCompat;
}

std::vector<std::string> law_lines(std::span<const Law> laws) {
  const std::array<std::string_view, 3> order{kNative, kCompat, kTime32};
  std::map<std::pair<std::size_t, Wide>, std::set<std::size_t>> sets;
  for (const Law& law : laws) {
    const auto calls = static_cast<std::size_t>(std::ranges::find(order, calls_of(law)) - order.begin());
    const auto index = static_cast<std::size_t>(find_profile(law.profile->name) - profiles().data());
    sets[{calls, law.tick}].insert(index);
  }
  std::vector<std::string> lines;
  for (const auto& [key, indices] : sets) {
    lines.push_back(std::string(order[key.first]) + " " + std::string(kTick) +
                    std::to_string(static_cast<std::int64_t>(key.second)) + ranges(indices));
  }
  return lines;
}

std::optional<std::vector<Law>> read_laws(std::string_view line, std::string& error) {
  Law law;
  const std::string_view calls = next_word(line);
  if (calls != kNative && calls != kCompat && calls != kTime32) {
    error = "expected native64, compat32 or compat32-time32, found '" + std::string(calls) + "'";
    return std::nullopt;
  }
  law.abi = calls == kNative ? Abi::native64 : Abi::compat32;
  law.time32 = calls == kTime32;
  const std::string_view tick = next_word(line);
  std::int64_t ns = 0;
  const char* const end = tick.data() + tick.size();
  if (!tick.starts_with(kTick) || std::from_chars(tick.data() + kTick.size(), end, ns).ptr != end || ns <= 0) {
    error = "expected tick=NANOSECONDS, found '" + std::string(tick) + "'";
    return std::nullopt;
  }
  law.tick = ns;
  std::vector<Law> laws;
  while (!line.empty()) {
    const std::string_view word = next_word(line);
    const std::size_t dots = word.find("..");
    const Profile* const first = find_profile(word.substr(0, dots));
    const Profile* const last = dots == word.npos ? first : find_profile(word.substr(dots + 2));
    if (first == nullptr || last == nullptr || last < first) {
      error = "expected a profile or FIRST..LAST, found '" + std::string(word) + "'";
      return std::nullopt;
    }
    for (const Profile* profile = first; profile <= last; ++profile) {
      law.profile = profile;
      laws.push_back(law);
    }
  }
  if (laws.empty()) {
    error = "expected the names of profiles";
    return std::nullopt;
  }
  return laws;
}

}  // namespace timerlaw
