// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/expectations.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "conformance/formats/program_text.h"
#include "conformance/runner/trace_store.h"
#include "model/rule.h"

namespace timerlaw::runner {
namespace {

// Where in the file something is wrong.
class Place {
 public:
  explicit Place(const std::string& path) : path_(path) {}
  Error wrong(const toml::source_region& where, std::string_view what) const {
    std::ostringstream text;
    text << path_ << ':' << where.begin.line << ':' << where.begin.column << ": " << what;
    return Error{text.str()};
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

constexpr std::array<std::string_view, 5> kKeys{"rule", "program", "condition", "reason", "when"};

Expected<std::string> text_of(const toml::table& entry, std::string_view key, const Place& place) {
  const toml::node* node = entry.get(key);
  if (node == nullptr)
    return std::string();
  const auto text = node->value_exact<std::string>();
  if (!text)
    return place.wrong(node->source(), "expected a string for `" + std::string(key) + "`");
  return *text;
}

Expected<std::optional<Program>> program_of(const toml::table& entry, const Place& place) {
  const auto text = text_of(entry, "program", place);
  if (!text)
    return Error{text.error()};
  const toml::node* node = entry.get("program");
  if (node == nullptr || *text == "any")
    return std::optional<Program>();
  const auto programs = parse_programs(*text, place.path() + " (program)");
  if (!programs)
    return place.wrong(node->source(), "bad program: " + programs.error());
  if (programs->size() != 1)
    return place.wrong(node->source(), "expected one program or \"any\", found " + std::to_string(programs->size()));
  return std::optional(programs->front());
}

Status known_rule(const toml::table& entry, const std::string& id, const Place& place) {
  if (id.empty())
    return place.wrong(entry.source(), "expected `rule`: the id of the rule that diverges");
  if (find_rule(id) != nullptr)
    return Done{};
  std::string message = "unknown rule `" + id + "`";
  const char* separator = "; nearest are ";
  for (const std::string_view near : nearest_rules(id)) {
    message.append(separator).append(near);
    separator = ", ";
  }
  return place.wrong(entry.get("rule")->source(), message);
}

Expected<Expectation> read_entry(const toml::table& entry, const Place& place) {
  for (const auto& [key, node] : entry) {
    if (std::find(kKeys.begin(), kKeys.end(), key.str()) == kKeys.end())
      return place.wrong(node.source(), "unknown key `" + std::string(key.str()) +
                                            "`; known are rule, program, condition, reason, when");
  }
  Expectation expectation;
  expectation.line = entry.source().begin.line;
  const auto id = text_of(entry, "rule", place);
  if (!id)
    return Error{id.error()};
  if (const Status known = known_rule(entry, *id, place); !known)
    return Error{known.error()};
  expectation.rule = *id;

  const auto reason = text_of(entry, "reason", place);
  if (!reason)
    return Error{reason.error()};
  if (reason->find_first_not_of(" \t\n") == std::string::npos)
    return place.wrong(entry.source(), "expected `reason`: why " + *id + " diverges here, with a link or the evidence");
  expectation.reason = *reason;

  const auto condition_text = text_of(entry, "condition", place);
  if (!condition_text)
    return Error{condition_text.error()};
  auto condition = Condition::read(*condition_text);
  if (!condition)
    return place.wrong(entry.get("condition")->source(), condition.error());
  expectation.condition = std::move(*condition);

  const auto when = text_of(entry, "when", place);
  if (!when)
    return Error{when.error()};
  if (!when->empty() && *when != "always" && *when != "sometimes")
    return place.wrong(entry.get("when")->source(), "expected \"always\" or \"sometimes\", found \"" + *when + "\"");
  expectation.always = *when != "sometimes";

  auto program = program_of(entry, place);
  if (!program)
    return Error{program.error()};
  expectation.program = std::move(*program);
  return expectation;
}

}  // namespace

Expected<std::vector<Expectation>> parse_expectations(std::string_view toml, const std::string& path) {
  const Place place(path);
  toml::table file;
  try {
    file = toml::parse(toml, path);
  } catch (const toml::parse_error& wrong) {
    return place.wrong(wrong.source(), wrong.description());
  }
  std::vector<Expectation> expectations;
  for (const auto& [key, node] : file) {
    const toml::array* entries = node.as_array();
    if (key.str() != "divergence" || entries == nullptr)
      return place.wrong(node.source(), "expected [[divergence]] entries only, found `" + std::string(key.str()) + "`");
    for (const toml::node& one : *entries) {
      const toml::table* entry = one.as_table();
      if (entry == nullptr)
        return place.wrong(one.source(), "expected a [[divergence]] table");
      auto expectation = read_entry(*entry, place);
      if (!expectation)
        return Error{expectation.error()};
      expectations.push_back(std::move(*expectation));
    }
  }
  return expectations;
}

Expected<std::vector<Expectation>> read_expectations(const std::string& path) {
  const auto text = read_bytes(path);
  if (!text)
    return Error{text.error()};
  return parse_expectations(*text, path);
}

std::optional<std::size_t> match(const std::vector<Expectation>& expectations, std::string_view rule,
                                 const Program* program, const Program* shrunk) {
  const auto same = [](const Program& expected, const Program* seen) { return seen != nullptr && expected == *seen; };
  for (std::size_t i = 0; i < expectations.size(); ++i) {
    const Expectation& one = expectations[i];
    if (one.rule != rule)
      continue;
    if (!one.program || same(*one.program, program) || same(*one.program, shrunk))
      return i;
  }
  return std::nullopt;
}

std::vector<Expectation> applicable(std::vector<Expectation> expectations, const TargetFacts& facts) {
  std::erase_if(expectations, [&](const Expectation& one) { return !one.condition.holds(facts); });
  return expectations;
}

}  // namespace timerlaw::runner
