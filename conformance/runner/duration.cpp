// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/duration.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace timerlaw::runner {
namespace {

struct Unit {
  std::string_view name;
  double ns;
};
constexpr std::array kUnits{Unit{"ns", 1},  Unit{"us", 1e3},   Unit{"ms", 1e6},
                            Unit{"s", 1e9}, Unit{"min", 60e9}, Unit{"h", 3600e9}};
constexpr double kLongest = 9e18;  // below the greatest Nanos

}  // namespace

std::optional<Nanos> read_duration(std::string_view text) {
  double number = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (wrong != std::errc() || !(number >= 0))
    return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit.empty() && number == 0)
    return Nanos{0};
  for (const Unit& known : kUnits) {
    if (unit != known.name)
      continue;
    const double ns = number * known.ns;
    if (ns > kLongest)
      return std::nullopt;
    return Nanos{static_cast<std::int64_t>(std::llround(ns))};
  }
  return std::nullopt;
}

std::string show_duration(Nanos duration) {
  const auto ns = static_cast<double>(duration.ns);
  const Unit* unit = &kUnits[0];
  for (const Unit& bigger : kUnits)
    if (bigger.ns <= 1e9 && ns >= bigger.ns)
      unit = &bigger;
  const double value = ns / unit->ns;
  const int decimals = unit->ns == 1 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  std::array<char, 40> text;
  std::snprintf(text.data(), text.size(), "%.*f %.*s", decimals, value, static_cast<int>(unit->name.size()),
                unit->name.data());
  return text.data();
}

}  // namespace timerlaw::runner
