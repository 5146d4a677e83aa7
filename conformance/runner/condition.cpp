// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/condition.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <sstream>

namespace timerlaw::runner {
namespace {

// The numbers at the front of a release: 6.18.5-rc1+deb → 6, 18, 5. Empty if it does not begin with one.
std::vector<int> version(std::string_view text) {
  std::vector<int> numbers;
  while (numbers.size() < 3) {
    int number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (wrong != std::errc())
      break;
    numbers.push_back(number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty() || text.front() != '.')
      break;
    text.remove_prefix(1);
  }
  return numbers;
}

// Compares as many numbers as `wanted` has.
int compare(std::vector<int> have, const std::vector<int>& wanted) {
  have.resize(wanted.size(), 0);
  return have < wanted ? -1 : have == wanted ? 0 : 1;
}

constexpr std::array<std::string_view, 3> kTimes{"real", "virtual", "cpu"};

std::string_view time_of(const TargetFacts& facts) {
  return kTimes[!facts.virtual_time ? 0 : facts.cpu_time ? 2 : 1];
}

std::string release(const std::vector<int>& numbers) {
  return std::to_string(numbers[0]) + "." + std::to_string(numbers[1]) + "." + std::to_string(numbers[2]);
}

}  // namespace

Expected<Condition::Clause> Condition::read_clause(std::string_view text) {
  std::istringstream words{std::string(text)};
  std::string field;
  std::string comparison;
  std::string value;
  std::string rest;
  if (!(words >> field >> comparison >> value) || words >> rest)
    return Error{"expected a clause like `kernel >= 6.13`, found `" + std::string(text) + "`"};
  constexpr std::array<std::string_view, 5> kFields{"kernel", "arch", "abi", "clock", "time"};
  constexpr std::array<std::string_view, 6> kComparisons{"<", "<=", ">", ">=", "==", "!="};
  const auto which = std::find(kFields.begin(), kFields.end(), field);
  if (which == kFields.end())
    return Error{"unknown field `" + field + "`; known are kernel, arch, abi, clock, time"};
  const auto how = std::find(kComparisons.begin(), kComparisons.end(), comparison);
  if (how == kComparisons.end())
    return Error{"unknown comparison `" + comparison + "`; known are < <= > >= == !="};
  Clause clause{static_cast<Field>(which - kFields.begin()), static_cast<Comparison>(how - kComparisons.begin()),
                value};
  if (clause.field == Field::kernel && version(value).empty())
    return Error{"expected a kernel version like 6.13, found `" + value + "`"};
  if (clause.field != Field::kernel && clause.comparison < Comparison::equal)
    return Error{"`" + field + "` compares by == and != only, found `" + comparison + "`"};
  if (clause.field == Field::time && std::ranges::find(kTimes, value) == kTimes.end())
    return Error{"expected real, virtual or cpu, found `" + value + "`"};
  return clause;
}

Expected<Condition> Condition::read(std::string_view text) {
  constexpr std::string_view kAnd = " and ";
  Condition condition;
  if (text.find_first_not_of(' ') == std::string_view::npos)
    return condition;
  while (true) {
    const auto end = text.find(kAnd);
    auto clause = read_clause(text.substr(0, end));
    if (!clause)
      return Error{clause.error()};
    condition.clauses_.push_back(std::move(*clause));
    if (end == std::string_view::npos)
      return condition;
    text.remove_prefix(end + kAnd.size());
  }
}

bool Condition::holds(const Clause& clause, const TargetFacts& facts) {
  if (clause.field != Field::kernel) {
    const std::string_view have = clause.field == Field::arch    ? facts.machine
                                  : clause.field == Field::abi   ? facts.abi
                                  : clause.field == Field::clock ? facts.clock_source
                                                                 : time_of(facts);
    return (have == clause.value) == (clause.comparison == Comparison::equal);
  }
  const int order = compare(version(facts.release), version(clause.value));
  switch (clause.comparison) {
    case Comparison::less:
      return order < 0;
    case Comparison::less_equal:
      return order <= 0;
    case Comparison::greater:
      return order > 0;
    case Comparison::greater_equal:
      return order >= 0;
    case Comparison::equal:
      return order == 0;
    case Comparison::not_equal:
      return order != 0;
  }
  return false;
}

bool Condition::holds(const TargetFacts& facts) const {
  return std::all_of(clauses_.begin(), clauses_.end(), [&](const Clause& clause) { return holds(clause, facts); });
}

// Conditions know finitely many words and versions: it is enough to try those, one more word, and the versions just
// below and above.
std::vector<TargetFacts> Condition::samples(const Condition& other) const {
  constexpr int kPastAnyNumber = 1'000'000;
  std::array<std::set<std::string>, 5> values;
  values[0] = {"0.0.0"};
  for (std::size_t field = 1; field < values.size(); ++field)
    values[field] = {"another"};
  for (const Condition* condition : {this, &other})
    for (const Clause& clause : condition->clauses_) {
      std::set<std::string>& of_field = values[static_cast<std::size_t>(clause.field)];
      if (clause.field != Field::kernel) {
        of_field.insert(clause.value);
        continue;
      }
      std::vector<int> numbers = version(clause.value);
      const std::size_t last = numbers.size() - 1;
      numbers.resize(3, 0);
      of_field.insert(release(numbers));
      std::vector<int> above = numbers;
      ++above[last];
      of_field.insert(release(above));
      // The last one before it; 6.0 comes after every 5.x.
      std::vector<int> below = numbers;
      for (std::size_t i = 3; i-- > 0;) {
        if (below[i] > 0) {
          --below[i];
          break;
        }
        below[i] = kPastAnyNumber;
      }
      of_field.insert(release(below));
    }
  std::vector<TargetFacts> all;
  for (const std::string& kernel : values[0])
    for (const std::string& arch : values[1])
      for (const std::string& abi : values[2])
        for (const std::string& clock : values[3])
          for (const std::string_view time : kTimes) {
            TargetFacts facts;
            facts.release = kernel;
            facts.machine = arch;
            facts.abi = abi;
            facts.clock_source = clock;
            facts.virtual_time = time != "real";
            facts.cpu_time = time != "virtual";
            all.push_back(std::move(facts));
          }
  return all;
}

bool Condition::never_holds() const {
  return std::ranges::none_of(samples({}), [this](const TargetFacts& facts) { return holds(facts); });
}

bool Condition::implies(const Condition& other) const {
  return std::ranges::all_of(samples(other),
                             [&](const TargetFacts& facts) { return !holds(facts) || other.holds(facts); });
}

}  // namespace timerlaw::runner
