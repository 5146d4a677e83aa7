// SPDX-License-Identifier: Apache-2.0
#include "generators/certain_point.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "generators/edge_laws.h"
#include "generators/wide_text.h"

namespace timerlaw {
namespace {

constexpr std::string_view kHeader = "timerlaw certain 2";
constexpr std::array<std::string_view, 2> kSides{"before", "after"};
constexpr std::array<std::string_view, 3> kAspects{"value", "zero", "negative"};

std::string_view next_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

// `key=5` gives 5.
std::optional<Wide> read_field(std::string_view& line, std::string_view key) {
  const std::string_view word = next_word(line);
  if (!word.starts_with(key) || word.size() <= key.size() || word[key.size()] != '=') {
    return std::nullopt;
  }
  return read_decimal(word.substr(key.size() + 1));
}

template <std::size_t N>
std::optional<std::size_t> read_name(std::string_view& line, const std::array<std::string_view, N>& names) {
  const auto found = std::ranges::find(names, next_word(line));
  return found == names.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - names.begin()));
}

// `0,500000` gives both numbers.
std::optional<std::vector<Wide>> read_list(std::string_view text) {
  std::vector<Wide> values;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    const auto value = read_decimal(text.substr(0, end));
    if (!value) {
      return std::nullopt;
    }
    values.push_back(*value);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return values;
}

std::optional<CertainPoint> read_point(std::string_view line) {
  constexpr std::string_view kInputs = "inputs=";
  CertainPoint point;
  const auto width = read_field(line, "width");
  const std::string_view inputs = next_word(line);
  const auto values = inputs.starts_with(kInputs) ? read_list(inputs.substr(kInputs.size())) : std::nullopt;
  const auto earliest = read_field(line, "earliest");
  const auto flip = read_field(line, "flip");
  const auto shown = read_field(line, "shown");
  const auto side = read_name(line, kSides);
  point.boundary.output = next_word(line);
  const auto aspect = read_name(line, kAspects);
  if (!width || !values || !earliest || !flip || !shown || !side || !aspect || line.empty()) {
    return std::nullopt;
  }
  point.width = {static_cast<std::int64_t>(*width)};
  point.inputs = *values;
  point.earliest = *earliest;
  point.flip = *flip;
  point.shown = *shown;
  point.boundary.side = static_cast<Side>(*side);
  point.boundary.aspect = static_cast<Aspect>(*aspect);
  point.boundary.change = line;
  return point;
}

std::string text_of(const CertainPoint& point) {
  std::string inputs;
  for (const Wide value : point.inputs) {
    inputs += (inputs.empty() ? "" : ",") + decimal(value);
  }
  return "point width=" + decimal(point.width.ns) + " inputs=" + inputs + " earliest=" + decimal(point.earliest) +
         " flip=" + decimal(point.flip) + " shown=" + decimal(point.shown) + " " + to_text(point.boundary) + "\n";
}

}  // namespace

std::string to_text(const Boundary& boundary) {
  return std::string(kSides[static_cast<std::size_t>(boundary.side)]) + " " + boundary.output + " " +
         std::string(kAspects[static_cast<std::size_t>(boundary.aspect)]) + " " + boundary.change;
}

std::string to_text(const CertainFile& file) {
  std::string text = std::string(kHeader) + "\nsolver " + file.solver + "\n";
  for (const CertainGroup& group : file.groups) {
    text += "\nformula " + group.formula + "\n";
    for (const std::string& line : law_lines(group.laws)) {
      text += "laws " + line + "\n";
    }
    for (const CertainPoint& point : group.points) {
      text += text_of(point);
    }
  }
  return text;
}

std::optional<CertainFile> read_certain(std::string_view text, std::string_view name, std::string& error) {
  CertainFile file;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto fail = [&](std::string_view expected) {
      error = std::string(name) + ":" + std::to_string(number) + ": expected " + std::string(expected);
      return std::nullopt;
    };
    if (number == 1) {
      if (line != kHeader) {
        return fail("`" + std::string(kHeader) + "`");
      }
      continue;
    }
    if (line.empty()) {
      continue;
    }
    const std::string_view word = next_word(line);
    if (word == "solver") {
      file.solver = line;
    } else if (word == "formula") {
      file.groups.push_back({std::string(line), {}, {}});
    } else if (file.groups.empty() || (word != "laws" && word != "point")) {
      return fail("`solver`, `formula`, or after a formula its `laws` and a `point`");
    } else if (word == "laws") {
      std::string problem;
      const auto laws = read_laws(line, problem);
      if (!laws) {
        error = std::string(name) + ":" + std::to_string(number) + ": " + problem;
        return std::nullopt;
      }
      file.groups.back().laws.insert(file.groups.back().laws.end(), laws->begin(), laws->end());
    } else if (const auto point = read_point(line)) {
      file.groups.back().points.push_back(*point);
    } else {
      return fail(
          "width=N inputs=N,… earliest=N flip=N shown=N, then before or after, an output, its aspect, a change");
    }
  }
  return file;
}

int time_input(std::span<const arithmetic::Input> inputs) {
  const auto at = std::ranges::find_if(inputs, [](const arithmetic::Input& input) {
    return input.name == "waited" || input.name == "burnt" || input.name == "left";
  });
  return at == inputs.end() ? -1 : static_cast<int>(at - inputs.begin());
}

}  // namespace timerlaw
