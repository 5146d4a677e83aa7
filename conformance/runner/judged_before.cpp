// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/judged_before.h"

#include <algorithm>

#include "conformance/runner/results_file.h"

namespace timerlaw::runner {
namespace {

std::string said(const Record& record) {
  std::vector<std::string> rules = record.diverged;
  std::ranges::sort(rules);
  std::string text(verdict_name(record.verdict));
  for (const std::string& rule : rules)
    text += " " + rule;
  return text;
}

}  // namespace

Expected<JudgedBefore> JudgedBefore::read(const std::filesystem::path& folder) {
  JudgedBefore before;
  auto info = read_run_info((folder / kRunFile).string());
  if (!info)
    return Error{info.error()};
  before.info_ = std::move(*info);
  const auto results = read_results(folder / kResultsFile, [&](const Record& record) {
    ++before.all_;
    if (record.kept)
      before.kept_.emplace(record.index, record);
  });
  if (!results)
    return Error{results.error()};
  return before;
}

std::vector<std::string> JudgedBefore::of_the_run(std::uint64_t index) const {
  const auto place = kept_.find(index);
  if (place == kept_.end())
    return {};
  std::vector<std::string> rules;
  for (const std::string& rule : place->second.diverged)
    if (rule.starts_with("TWIN-") || rule == "KERNEL-SPLAT" ||
        (rule == "CALL-RETURNS" && !place->second.reason.empty()))
      rules.push_back(rule);
  return rules;
}

std::string JudgedBefore::difference(std::uint64_t index, const Record& now) {
  const auto place = kept_.find(index);
  if (place == kept_.end())
    return "";
  const std::string then = said(place->second);
  const std::string today = said(now);
  if (then == today) {
    ++same_;
    return "";
  }
  ++changed_[{then, today}];
  return then;
}

std::string JudgedBefore::summary() const {
  std::uint64_t judged = same_;
  for (const auto& [change, programs] : changed_)
    judged += programs;
  std::string text = std::to_string(judged) + " of " + std::to_string(all_) + " results of timerlaw " + info_.tool +
                     " judged again: " + std::to_string(same_) + " as before";
  for (const auto& [change, programs] : changed_)
    text += "; " + std::to_string(programs) + " " + change.first + " -> " + change.second;
  if (judged < all_)
    text += "; " + std::to_string(all_ - judged) + " can't be: their traces were not kept (--keep all)";
  return text;
}

}  // namespace timerlaw::runner
