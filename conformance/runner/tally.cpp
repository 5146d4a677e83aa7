// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/tally.h"

#include <numeric>

namespace timerlaw::runner {

void Tally::add(const Record& record) {
  ++programs;
  switch (record.fate) {
    case Fate::judged:
      ++judged;
      break;
    case Fate::refused:
      ++refused;
      break;
    case Fate::failed:
      ++failed;
      break;
    case Fate::disturbed:
      ++disturbed;
      break;
  }
  if (record.fate == Fate::judged)
    ++verdicts[static_cast<std::size_t>(record.verdict)];
  for (std::size_t i = 0; i < kVerdictCount; ++i)
    steps[i] += record.steps[i];
  for (const std::string& id : record.diverged)
    ++diverged[id];
  exercised.insert(record.exercised.begin(), record.exercised.end());
  for (const std::int64_t ns : record.late)
    late.add({ns});
  for (const std::int64_t ns : record.width)
    width.add({ns});
  disturbances += record.disturbances;
  stopped += record.stopped ? 1 : 0;
  kept += record.kept ? 1 : 0;
  if (!record.twin.empty())
    ++twins[record.twin];
  if (record.closeness) {
    const auto [known, fresh] = closest.emplace(record.closeness->boundary, *record.closeness);
    if (!fresh && record.closeness->reached_ns < known->second.reached_ns)
      known->second = *record.closeness;
  }
  if (!record.reason.empty())
    ++reasons[record.reason];
}

std::uint64_t Tally::judged_steps() const {
  return std::accumulate(steps.begin(), steps.end(), std::uint64_t{0});
}

}  // namespace timerlaw::runner
