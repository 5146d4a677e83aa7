// SPDX-License-Identifier: Apache-2.0
#include "generators/edge_file.h"

#include <algorithm>

#include "generators/edge_laws.h"
#include "generators/wide_text.h"

namespace timerlaw {
namespace {

constexpr std::string_view kHeader = "timerlaw edges ";

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + separator.size(), text.size()));
  }
  return parts;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) {
    text.append(text.empty() ? "" : separator).append(part);
  }
  return text;
}

std::string values_text(const std::vector<std::string>& names, const std::vector<Wide>& values) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i == 0 ? "" : " ") + names[i] + "=" + decimal(values[i]);
  }
  return text;
}

// Reads a file line by line; each method says what it expected in error().
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<EdgeFile> read() {
    if (!next() || line_ != std::string(kHeader) + std::to_string(kEdgeFormat)) {
      return fail("expected '" + std::string(kHeader) + std::to_string(kEdgeFormat) + "'");
    }
    while (next()) {
      const std::size_t end = std::min(line_.find(' '), line_.size());
      const std::string_view word = line_.substr(0, end);
      const std::string_view rest = line_.substr(std::min(end + 1, line_.size()));
      if (!read(word, rest)) {
        return std::nullopt;
      }
    }
    if (file_.formula.empty() || file_.inputs.empty()) {
      return fail("expected a formula and its inputs before the end");
    }
    return std::move(file_);
  }
  std::string error() const { return std::to_string(number_) + ": " + error_; }

 private:
  // The next line that is not empty and not a comment.
  bool next() {
    while (!rest_.empty()) {
      const std::size_t end = std::min(rest_.find('\n'), rest_.size());
      line_ = rest_.substr(0, end);
      rest_.remove_prefix(std::min(end + 1, rest_.size()));
      ++number_;
      if (!line_.empty() && line_.front() != '#') {
        return true;
      }
    }
    return false;
  }

  std::nullopt_t fail(std::string message) {
    error_ = std::move(message);
    return std::nullopt;
  }

  bool read(std::string_view word, std::string_view rest) {
    if (word == "formula") {
      file_.formula = rest;
    } else if (word == "solver") {
      file_.solver = rest;
    } else if (word == "inputs") {
      file_.inputs = split(rest, " ");
    } else if (word == "outputs") {
      file_.outputs = split(rest, " ");
    } else if (word == "laws") {
      return read_law_line(rest);
    } else if (file_.groups.empty()) {
      error_ = "expected formula, solver, inputs, outputs or laws, found '" + std::string(word) + "'";
      return false;
    } else if (word == "class") {
      return read_class(rest);
    } else if (word == "complete:") {
      return read_complete(rest);
    } else if (word == "cap:") {
      file_.groups.back().cap = rest;
    } else if (word == "edge") {
      return read_edge(rest);
    } else {
      error_ = "expected laws, class, complete:, cap: or edge, found '" + std::string(word) + "'";
      return false;
    }
    return true;
  }

  bool read_law_line(std::string_view rest) {
    const auto laws = read_laws(rest, error_);
    if (!laws) {
      return false;
    }
    if (file_.groups.empty() || !file_.groups.back().classes.empty()) {
      file_.groups.emplace_back();
    }
    auto& all = file_.groups.back().laws;
    all.insert(all.end(), laws->begin(), laws->end());
    return true;
  }

  bool read_class(std::string_view rest) {
    auto& classes = file_.groups.back().classes;
    const std::string number = std::to_string(classes.size() + 1) + ":";
    if (!rest.starts_with(number)) {
      error_ = "expected class " + number;
      return false;
    }
    rest.remove_prefix(std::min(number.size() + 1, rest.size()));
    classes.push_back({std::string(rest)});
    return true;
  }

  bool read_complete(std::string_view rest) {
    const std::string expected = std::to_string(file_.groups.back().classes.size()) + " classes, unsat";
    if (rest != expected) {
      error_ = "expected '" + expected + "'";
    }
    return rest == expected;
  }

  bool read_edge(std::string_view rest) {
    const std::size_t colon = rest.find(": ");
    const std::size_t arrow = rest.find(" -> ");
    const std::size_t bar = rest.find(" | ");
    if (colon == rest.npos || arrow == rest.npos || bar == rest.npos || colon > arrow || arrow > bar) {
      error_ = "expected edge CLASS: INPUTS -> OUTPUTS | REASONS";
      return false;
    }
    EdgeGroup& group = file_.groups.back();
    const auto number = read_decimal(rest.substr(0, colon));
    if (!number || *number < 1 || *number > static_cast<Wide>(group.classes.size())) {
      error_ = "expected the number of a class, found '" + std::string(rest.substr(0, colon)) + "'";
      return false;
    }
    Witness witness;
    witness.of_class = static_cast<std::size_t>(*number - 1);
    witness.reasons = split(rest.substr(bar + 3), ", ");
    if (!read_values(rest.substr(colon + 2, arrow - colon - 2), file_.inputs, witness.inputs) ||
        !read_values(rest.substr(arrow + 4, bar - arrow - 4), file_.outputs, witness.outputs)) {
      return false;
    }
    group.witnesses.push_back(std::move(witness));
    return true;
  }

  bool read_values(std::string_view text, const std::vector<std::string>& names, std::vector<Wide>& values) {
    const std::vector<std::string> words = split(text, " ");
    for (std::size_t i = 0; i < std::max(words.size(), names.size()); ++i) {
      const std::string name = i < names.size() ? names[i] + "=" : "no more values";
      const std::string word = i < words.size() ? words[i] : "";
      const auto value =
          word.starts_with(name) ? read_decimal(std::string_view(word).substr(name.size())) : std::nullopt;
      if (!value) {
        error_ = "expected " + name + ", found '" + word + "'";
        return false;
      }
      values.push_back(*value);
    }
    return true;
  }

  std::string_view rest_;
  std::string_view line_;
  int number_ = 0;
  std::string error_;
  EdgeFile file_;
};

}  // namespace

std::optional<EdgeFile> read_edges(std::string_view text, std::string_view name, std::string& error) {
  Reader reader(text);
  auto file = reader.read();
  if (!file) {
    error = std::string(name) + ":" + reader.error();
  }
  return file;
}

std::string to_text(const EdgeFile& file) {
  std::string text = std::string(kHeader) + std::to_string(kEdgeFormat) + "\n";
  text += "# Written by `timerlaw edges`; docs/edges.md says how to read it.\n";
  text += "formula " + file.formula + "\n";
  text += "solver " + file.solver + "\n";
  text += "inputs " + joined(file.inputs, " ") + "\n";
  text += "outputs " + joined(file.outputs, " ") + "\n";
  for (const EdgeGroup& group : file.groups) {
    text += "\n";
    for (const std::string& line : law_lines(group.laws)) {
      text += "laws " + line + "\n";
    }
    for (std::size_t i = 0; i < group.classes.size(); ++i) {
      text += "class " + std::to_string(i + 1) + ": " + group.classes[i].branches + "\n";
    }
    text += "complete: " + std::to_string(group.classes.size()) + " classes, unsat\n";
    if (!group.cap.empty()) {
      text += "cap: " + group.cap + "\n";
    }
    for (const Witness& witness : group.witnesses) {
      text += "edge " + std::to_string(witness.of_class + 1) + ": " + values_text(file.inputs, witness.inputs) +
              " -> " + values_text(file.outputs, witness.outputs) + " | " + joined(witness.reasons, ", ") + "\n";
    }
  }
  return text;
}

}  // namespace timerlaw
