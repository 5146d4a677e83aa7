// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/sightings.h"

#include <utility>

namespace timerlaw::runner {
namespace {

bool conclusive(const Record& record) {
  return record.fate == Fate::judged && record.steps[static_cast<std::size_t>(Verdict::weak)] == 0 &&
         record.steps[static_cast<std::size_t>(Verdict::undecided)] == 0;
}

}  // namespace

Programs programs_of(const RunPlan& plan) {
  return {[&plan](std::uint64_t index) { return plan.at(index); },
          [&plan](std::uint64_t index) { return plan.parts()[plan.origin(index).part].ahead; },
          [&plan](std::uint64_t index) { return std::string(plan.source_name(index)); }};
}

Sightings::Sightings(std::vector<Expectation> expectations, Programs programs)
    : expectations_(std::move(expectations)), uses_(expectations_.size()), programs_(std::move(programs)) {}

void Sightings::explained(std::size_t expectation, std::uint64_t index) {
  ExpectationUse& use = uses_[expectation];
  if (use.hits++ == 0)
    use.first_index = index;
}

void Sightings::add(Entry& entry) {
  const Record& record = entry.record;
  if (record.diverged.empty() && !conclusive(record))
    return;
  if (record.diverged.empty() && expectations_.empty())
    return;
  if (record.diverged.empty() && !programs_.ahead(record.index))
    return;

  const std::optional<Program> program = entry.trace ? std::optional(entry.trace->program) : programs_.at(record.index);
  if (conclusive(record))
    for (std::size_t i = 0; i < expectations_.size(); ++i)
      if (expectations_[i].program && expectations_[i].program == program)
        uses_[i].conclusive = true;

  for (const std::string& id : record.diverged) {
    if (const auto expected = match(expectations_, id, program ? &*program : nullptr, nullptr)) {
      explained(*expected, record.index);
      continue;
    }
    Unexplained& rule = unexplained_[id];
    ++rule.seen;
    if (rule.first.size() < kPerRule)
      rule.first.push_back({record.index, program, entry.trace, record.reason});
  }
}

std::vector<std::size_t> Sightings::stale(const Tally& tally) const {
  std::vector<std::size_t> stale;
  for (std::size_t i = 0; i < expectations_.size(); ++i) {
    const Expectation& one = expectations_[i];
    if (!one.always || uses_[i].hits != 0)
      continue;
    if (one.program ? uses_[i].conclusive : tally.exercised.contains(one.rule))
      stale.push_back(i);
  }
  return stale;
}

}  // namespace timerlaw::runner
