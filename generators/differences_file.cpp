// SPDX-License-Identifier: Apache-2.0
#include "generators/differences_file.h"

#include <algorithm>
#include <stdexcept>

#include "generators/differences_text.h"
#include "generators/edge_laws.h"
#include "generators/wide_text.h"

namespace timerlaw {
namespace {

using arithmetic::Law;

constexpr std::string_view kHeader = "timerlaw differences 1";

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    if (end > 0) {
      words.push_back(line.substr(0, end));
    }
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

bool read_numbers(std::string_view line, std::vector<Wide>& numbers, std::string& error) {
  for (const std::string_view word : words_of(line)) {
    const auto number = read_decimal(word);
    if (!number) {
      error = "expected a number, found '" + std::string(word) + "'";
      return false;
    }
    numbers.push_back(*number);
  }
  return true;
}

// One line of an entry: a key, and what it says.
bool read_line(std::string_view key, std::string_view rest, DifferingInputs& entry, std::string& error) {
  if (key == "a" || key == "b") {
    const auto laws = read_laws(rest, error);
    if (!laws) {
      return false;
    }
    auto& all = key == "a" ? entry.a : entry.b;
    all.insert(all.end(), laws->begin(), laws->end());
    return true;
  }
  if (key == "names") {
    for (const std::string_view word : words_of(rest)) {
      entry.names.emplace_back(word);
    }
    return true;
  }
  if (key == "inputs") {
    return read_numbers(rest, entry.inputs, error);
  }
  if (key == "in_a") {
    return read_numbers(rest, entry.in_a, error);
  }
  if (key == "in_b") {
    return read_numbers(rest, entry.in_b, error);
  }
  error = "expected formula, a, b, names, inputs, in_a or in_b, found '" + std::string(key) + "'";
  return false;
}

std::string numbers(std::string_view key, std::span<const Wide> values) {
  std::string line(key);
  for (const Wide value : values) {
    line += ' ' + decimal(value);
  }
  return line + '\n';
}

bool same_calls(const Law& x, const Law& y) {
  return x.abi == y.abi && x.time32 == y.time32 && x.tick == y.tick;
}

bool met_by(const DifferingInputs& entry, std::string_view a, std::string_view b) {
  return std::ranges::any_of(entry.a, [&](const Law& x) {
    return x.profile->name == a &&
           std::ranges::any_of(entry.b, [&](const Law& y) { return y.profile->name == b && same_calls(x, y); });
  });
}

}  // namespace

Wide DifferingInputs::input(std::string_view name) const {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? 0 : inputs[static_cast<std::size_t>(found - names.begin())];
}

std::string to_text(std::span<const DifferingInputs> all) {
  std::string text = std::string(kHeader) + '\n';
  for (const DifferingInputs& entry : all) {
    text += "\nformula " + entry.formula + '\n';
    for (const std::string& line : law_lines(entry.a)) {
      text += "a " + line + '\n';
    }
    for (const std::string& line : law_lines(entry.b)) {
      text += "b " + line + '\n';
    }
    text += "names";
    for (const std::string& name : entry.names) {
      text += ' ' + name;
    }
    text += '\n' + numbers("inputs", entry.inputs) + numbers("in_a", entry.in_a) + numbers("in_b", entry.in_b);
  }
  return text;
}

std::optional<std::vector<DifferingInputs>> read_differences(std::string_view text, std::string& error) {
  std::vector<DifferingInputs> all;
  std::size_t number = 0;
  bool header = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    const std::string at = "differences.edges:" + std::to_string(number) + ": ";
    if (!header) {
      header = line == kHeader;
      if (!header) {
        error = at + "expected '" + std::string(kHeader) + "'";
        return std::nullopt;
      }
      continue;
    }
    const std::size_t space = std::min(line.find(' '), line.size());
    const std::string_view key = line.substr(0, space);
    const std::string_view rest = line.substr(std::min(space + 1, line.size()));
    if (key == "formula") {
      all.push_back(
          {.formula = std::string(rest), .a = {}, .b = {}, .names = {}, .inputs = {}, .in_a = {}, .in_b = {}});
      continue;
    }
    std::string what = "expected formula first";
    if (all.empty() || !read_line(key, rest, all.back(), what)) {
      error = at + what;
      return std::nullopt;
    }
    if (all.back().inputs.size() > all.back().names.size()) {
      error = at + "expected as many inputs as names";
      return std::nullopt;
    }
  }
  return all;
}

std::span<const DifferingInputs> differing_inputs() {
  static const std::vector<DifferingInputs> all = [] {
    std::string error;
    auto read = read_differences(differences_text(), error);
    if (!read) {
      throw std::logic_error(error);
    }
    return std::move(*read);
  }();
  return all;
}

std::vector<DifferingInputs> differing_inputs(std::string_view a, std::string_view b) {
  std::vector<DifferingInputs> found;
  for (const DifferingInputs& entry : differing_inputs()) {
    if (met_by(entry, a, b)) {
      found.push_back(entry);
    } else if (met_by(entry, b, a)) {
      found.push_back(entry);
      std::swap(found.back().a, found.back().b);
      std::swap(found.back().in_a, found.back().in_b);
    }
  }
  return found;
}

}  // namespace timerlaw
