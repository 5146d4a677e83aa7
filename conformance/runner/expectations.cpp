// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/expectations.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <utility>

#include "conformance/formats/program_text.h"
#include "conformance/runner/shadowed.h"
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

constexpr std::array<std::string_view, 7> kKeys{"rule", "program", "condition", "reason", "link", "when", "shown"};
constexpr std::array<std::string_view, 2> kExercisedKeys{"rules", "condition"};

// A misspelt key must not be silently without effect.
template <std::size_t N>
Status only_known(const toml::table& entry, const std::array<std::string_view, N>& known, const Place& place) {
  for (const auto& [key, node] : entry) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end())
      continue;
    std::string message = "unknown key `" + std::string(key.str()) + "`; known are ";
    for (const std::string_view one : known)
      message.append(one == known.front() ? "" : ", ").append(one);
    return place.wrong(node.source(), message);
  }
  return Done{};
}

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

Status known_rule(const std::string& id, const toml::source_region& where, const Place& place) {
  if (find_rule(id) != nullptr)
    return Done{};
  std::string message = "unknown rule `" + id + "`";
  const char* separator = "; nearest are ";
  for (const std::string_view near : nearest_rules(id)) {
    message.append(separator).append(near);
    separator = ", ";
  }
  return place.wrong(where, message);
}

Expected<std::string> rule_of(const toml::table& entry, const Place& place) {
  auto id = text_of(entry, "rule", place);
  if (!id)
    return id;
  if (id->empty())
    return place.wrong(entry.source(), "expected `rule`: the id of the rule that diverges");
  if (const Status known = known_rule(*id, entry.get("rule")->source(), place); !known)
    return Error{known.error()};
  return id;
}

Expected<std::string> reason_of(const toml::table& entry, const std::string& rule, const Place& place) {
  auto reason = text_of(entry, "reason", place);
  if (!reason)
    return reason;
  const auto first = reason->find_first_not_of(" \t\n");
  if (first == std::string::npos)
    return place.wrong(entry.source(), "expected `reason`: why " + rule + " diverges here, with the evidence");
  if (reason->compare(first, kReasonGap.size(), kReasonGap) == 0)
    return place.wrong(entry.get("reason")->source(),
                       "the reason is still to be written: say why " + rule + " diverges here, with the evidence");
  return reason;
}

Expected<Condition> condition_of(const toml::table& entry, const Place& place) {
  const auto text = text_of(entry, "condition", place);
  if (!text)
    return Error{text.error()};
  auto condition = Condition::read(*text);
  if (!condition)
    return place.wrong(entry.get("condition")->source(), condition.error());
  return condition;
}

Expected<std::string> link_of(const toml::table& entry, const Place& place) {
  auto link = text_of(entry, "link", place);
  const auto is_address = [](const std::string& text) {
    return (text.starts_with("https://") || text.starts_with("http://")) &&
           text.find_first_of(" \t\n<>\"") == std::string::npos;
  };
  if (link && !link->empty() && !is_address(*link))
    return place.wrong(entry.get("link")->source(), "expected an address, https://…, found `" + *link + "`");
  return link;
}

Expected<bool> always_of(const toml::table& entry, const Place& place) {
  const auto when = text_of(entry, "when", place);
  if (!when)
    return Error{when.error()};
  if (!when->empty() && *when != "always" && *when != "sometimes")
    return place.wrong(entry.get("when")->source(), "expected \"always\" or \"sometimes\", found \"" + *when + "\"");
  return *when != "sometimes";
}

// `"3/10"`.
Expected<std::optional<Measured>> measured_of(const toml::table& entry, bool always, const Place& place) {
  const auto text = text_of(entry, "shown", place);
  if (!text)
    return Error{text.error()};
  const toml::node* node = entry.get("shown");
  if (node == nullptr)
    return std::optional<Measured>();
  if (always)
    return place.wrong(node->source(), "`shown` belongs to `when = \"sometimes\"`: what shows always needs no count");
  Measured measured;
  const char* const end = text->data() + text->size();
  const auto [slash, wrong] = std::from_chars(text->data(), end, measured.shown);
  const bool cut = wrong != std::errc() || slash == end || *slash != '/';
  if (cut || std::from_chars(slash + 1, end, measured.runs).ptr != end || measured.shown < 0 ||
      measured.runs < std::max(1, measured.shown))
    return place.wrong(node->source(), "expected K/N, shown in K of N runs, found `" + *text + "`");
  return std::optional(measured);
}

Expected<Expectation> read_entry(const toml::table& entry, const Place& place) {
  if (const Status known = only_known(entry, kKeys, place); !known)
    return Error{known.error()};
  Expectation expectation;
  expectation.line = entry.source().begin.line;
  auto rule = rule_of(entry, place);
  if (!rule)
    return Error{rule.error()};
  expectation.rule = std::move(*rule);
  auto reason = reason_of(entry, expectation.rule, place);
  if (!reason)
    return Error{reason.error()};
  expectation.reason = std::move(*reason);
  auto condition = condition_of(entry, place);
  if (!condition)
    return Error{condition.error()};
  expectation.condition = std::move(*condition);
  auto link = link_of(entry, place);
  if (!link)
    return Error{link.error()};
  expectation.link = std::move(*link);
  const auto always = always_of(entry, place);
  if (!always)
    return Error{always.error()};
  expectation.always = *always;
  auto measured = measured_of(entry, *always, place);
  if (!measured)
    return Error{measured.error()};
  expectation.shown = *measured;
  auto program = program_of(entry, place);
  if (!program)
    return Error{program.error()};
  expectation.program = std::move(*program);
  return expectation;
}

Expected<MustExercise> read_exercised(const toml::table& entry, const Place& place) {
  if (const Status known = only_known(entry, kExercisedKeys, place); !known)
    return Error{known.error()};
  const toml::array* ids = entry.get_as<toml::array>("rules");
  if (ids == nullptr || ids->empty())
    return place.wrong(entry.source(), "expected `rules`: a list of rules that must be exercised");
  MustExercise must;
  for (const toml::node& node : *ids) {
    const auto id = node.value_exact<std::string>();
    if (!id)
      return place.wrong(node.source(), "expected the id of a rule");
    if (const Status known = known_rule(*id, node.source(), place); !known)
      return Error{known.error()};
    if (std::ranges::find(must.rules, *id) != must.rules.end())
      return place.wrong(node.source(), "duplicate: " + *id + " stands in this list already");
    must.rules.push_back(*id);
  }
  auto condition = condition_of(entry, place);
  if (!condition)
    return Error{condition.error()};
  must.condition = std::move(*condition);
  if (must.condition.never_holds())
    return place.wrong(entry.source(), "unreachable: no target fulfils its condition");
  return must;
}

}  // namespace

Expected<Expectations> parse_expectations(std::string_view toml, const std::string& path) {
  const Place place(path);
  toml::table file;
  try {
    file = toml::parse(toml, path);
  } catch (const toml::parse_error& wrong) {
    return place.wrong(wrong.source(), wrong.description());
  }
  Expectations all;
  for (const auto& [key, node] : file) {
    const toml::array* entries = node.as_array();
    const bool exercised = key.str() == "exercised";
    if ((key.str() != "divergence" && !exercised) || entries == nullptr)
      return place.wrong(node.source(), "expected [[divergence]] and [[exercised]] entries only, found `" +
                                            std::string(key.str()) + "`");
    for (const toml::node& one : *entries) {
      const toml::table* entry = one.as_table();
      if (entry == nullptr)
        return place.wrong(one.source(), "expected a [[" + std::string(key.str()) + "]] table");
      if (exercised) {
        auto must = read_exercised(*entry, place);
        if (!must)
          return Error{must.error()};
        all.exercised.push_back(std::move(*must));
        continue;
      }
      auto expectation = read_entry(*entry, place);
      if (!expectation)
        return Error{expectation.error()};
      all.divergences.push_back(std::move(*expectation));
      if (const std::string why = why_unreachable(all.divergences); !why.empty())
        return place.wrong(entry->source(), why);
    }
  }
  return all;
}

Expected<Expectations> read_expectations(const std::string& path) {
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

Expectations applicable(Expectations all, const TargetFacts& facts) {
  std::erase_if(all.divergences, [&](const Expectation& one) { return !one.condition.holds(facts); });
  std::erase_if(all.exercised, [&](const MustExercise& one) { return !one.condition.holds(facts); });
  return all;
}

}  // namespace timerlaw::runner
