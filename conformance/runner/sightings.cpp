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

Sightings::Sightings(std::vector<Expectation> expectations, const RunPlan& plan)
    : expectations_(std::move(expectations)), uses_(expectations_.size()), plan_(plan) {}

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
  const bool listed = plan_.parts()[plan_.origin(record.index).part].ahead;
  if (record.diverged.empty() && !listed)
    return;

  const Program program = entry.trace ? entry.trace->program : plan_.at(record.index);
  if (conclusive(record))
    for (std::size_t i = 0; i < expectations_.size(); ++i)
      if (expectations_[i].program == program)
        uses_[i].conclusive = true;

  for (const std::string& id : record.diverged) {
    if (const auto expected = match(expectations_, id, &program, nullptr)) {
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
