// SPDX-License-Identifier: Apache-2.0
#include "reports/html/target_json.h"

#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "conformance/runner/reach.h"
#include "generators/edge_file.h"

namespace timerlaw::reports {
namespace {

using runner::FindingInfo;

std::uint64_t count_findings(const runner::RunInfo& info, bool expected) {
  return static_cast<std::uint64_t>(
      std::ranges::count_if(info.findings, [&](const FindingInfo& one) { return one.expected.empty() != expected; }));
}

Json stale_json(const runner::RunInfo& info) {
  Json json = Json::array();
  for (const runner::StaleInfo& one : info.stale)
    json.push_back(to_text(one));
  return json;
}

// The rules that were to be exercised, and were not.
Json unexercised_json(const runner::RunInfo& info) {
  Json json = Json::array();
  for (const runner::UnexercisedInfo& one : info.unexercised)
    json.push_back(one.rule + " (" + one.reason + ")");
  return json;
}

const char* verdict_of(const TargetReport& target) {
  if (target.outcome.new_divergence)
    return "diverged";
  if (target.outcome.harness_failed || target.outcome.unexercised || target.column.tally.judged == 0)
    return "unfinished";
  return target.outcome.stale ? "stale" : "conforms";
}

// Four buckets for each doubling are as many as a picture shows.
Json distribution(const runner::LogHistogram& histogram) {
  std::map<std::uint64_t, std::uint64_t> coarse;
  histogram.for_each([&](std::uint64_t least, std::uint64_t, std::uint64_t count) {
    const int shift = std::max(static_cast<int>(std::bit_width(least)) - 3, 0);
    coarse[least >> shift << shift] += count;
  });
  Json buckets = Json::array();
  for (const auto& [least, count] : coarse)
    buckets.push_back({least, count});
  return {{"total", histogram.total()},
          {"p50", histogram.quantile(0.5).ns},
          {"p99", histogram.quantile(0.99).ns},
          {"max", histogram.max().ns},
          {"buckets", std::move(buckets)}};
}

Json coverage(const MatrixColumn& column) {
  Json missed = Json::array();
  std::map<std::string, Json> beyond;
  std::size_t reachable = 0;
  for (const Rule& rule : rules()) {
    if (!rule.left_out.empty())
      continue;
    const MatrixCell cell = matrix_cell(rule, column);
    if (cell.state == MatrixState::no_law)
      continue;
    if (cell.state == MatrixState::untestable) {
      beyond[cell.reason].push_back(std::string(rule.id));
      continue;
    }
    ++reachable;
    if (cell.state == MatrixState::not_exercised)
      missed.push_back(std::string(rule.id));
  }
  Json reasons = Json::array();
  for (auto& [why, ids] : beyond)
    reasons.push_back({why, std::move(ids)});
  return {{"reachable", reachable}, {"missed", std::move(missed)}, {"beyond", std::move(reasons)}};
}

Json boundaries(const runner::Tally& tally) {
  if (tally.closest.empty())
    return nullptr;
  std::vector<std::int64_t> reached;
  for (const auto& [boundary, closest] : tally.closest)
    reached.push_back(closest.reached_ns);
  std::ranges::sort(reached);
  return {{"met", reached.size()}, {"median", reached[reached.size() / 2]}, {"worst", reached.back()}};
}

// Of the formulas' inputs, as the solver found them for the law of this profile.
Json edges(const runner::RunInfo& info) {
  std::size_t classes = 0;
  std::set<std::string> predicates;
  for (const EdgeFile& file : edge_corpus())
    for (const EdgeGroup& group : file.groups) {
      if (std::ranges::none_of(group.laws,
                               [&](const arithmetic::Law& law) { return law.profile->name == info.profile; }))
        continue;
      classes += group.classes.size();
      for (const EdgeClass& one : group.classes) {
        std::istringstream names(one.branches);
        for (std::string name; names >> name;)
          predicates.insert(name);
      }
    }
  std::uint64_t programs = 0;
  for (const runner::PlannedPart& part : info.plan)
    if (part.source == "corpus")
      programs += part.programs;
  return {{"classes", classes}, {"predicates", predicates.size()}, {"programs", programs}};
}

Json by_verdict(const std::array<std::uint64_t, kVerdictCount>& counts) {
  Json all = Json::object();
  for (std::size_t i = 0; i < counts.size(); ++i)
    all[std::string(runner::verdict_name(static_cast<Verdict>(i)))] = counts[i];
  return all;
}

}  // namespace

Json target_json(const TargetReport& target) {
  const MatrixColumn& column = target.column;
  if (!column.info)
    return {{"name", column.name}, {"failure", column.failure}, {"verdict", "none"}};
  const runner::RunInfo& info = *column.info;
  const runner::Tally& tally = column.tally;
  return {{"name", column.name},
          {"failure", column.failure},
          {"verdict", verdict_of(target)},
          {"target", info.target},
          {"kernel", info.facts.release},
          {"abi", info.facts.abi},
          {"machine", info.facts.machine},
          {"clock", info.facts.clock_source},
          {"profile", info.profile},
          {"strict", info.strict},
          {"virtual", info.facts.virtual_time},
          {"seed", info.seed},
          {"ended", info.ended},
          {"seconds", info.seconds},
          {"programs", tally.programs},
          {"judged", tally.judged},
          {"refused", tally.refused},
          {"failed", tally.failed},
          {"disturbed", tally.disturbed},
          {"verdicts", by_verdict(tally.verdicts)},
          {"steps", by_verdict(tally.steps)},
          {"new", count_findings(info, false)},
          {"expected", count_findings(info, true)},
          {"stale", stale_json(info)},
          {"unexercised", unexercised_json(info)},
          {"late", distribution(tally.late)},
          {"width", distribution(tally.width)},
          {"coverage", coverage(column)},
          {"boundaries", boundaries(tally)},
          {"edges", edges(info)}};
}

}  // namespace timerlaw::reports
