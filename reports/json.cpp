// SPDX-License-Identifier: Apache-2.0
#include "reports/json.h"

#include <array>
#include <nlohmann/json.hpp>

#include "conformance/formats/program_text.h"
#include "reports/annotate.h"
#include "reports/rule_tests.h"
#include "reports/terminal.h"

namespace timerlaw::reports {
namespace {

using Json = nlohmann::ordered_json;
using runner::RunInfo;
using runner::Tally;

constexpr std::array<const char*, 4> kClassNames{"law", "quirk", "suspect", "trace"};

Json distribution(const runner::LogHistogram& histogram) {
  Json buckets = Json::array();
  histogram.for_each([&](std::uint64_t least, std::uint64_t most, std::uint64_t number) {
    buckets.push_back({{"from", least}, {"to", most}, {"count", number}});
  });
  return {{"count", histogram.total()},
          {"median", histogram.quantile(0.5).ns},
          {"p99", histogram.quantile(0.99).ns},
          {"max", histogram.max().ns},
          {"buckets", std::move(buckets)}};
}

Json verdicts(const std::array<std::uint64_t, kVerdictCount>& counts) {
  Json json = Json::object();
  for (std::size_t i = 0; i < kVerdictCount; ++i)
    json[runner::verdict_name(static_cast<Verdict>(i))] = counts[i];
  return json;
}

Json run_json(const RunInfo& info) {
  return {{"tool", info.tool},
          {"generator", info.generator},
          {"corpus", info.corpus},
          {"arguments", info.arguments},
          {"seed", info.seed},
          {"target", info.target},
          {"profile", info.profile},
          {"strict", info.strict},
          {"kernel", info.facts.release},
          {"arch", info.facts.machine},
          {"abi", info.facts.abi},
          {"clock_source", info.facts.clock_source},
          {"virtual_time", info.facts.virtual_time},
          {"complete", info.complete},
          {"ended", info.ended},
          {"seconds", info.seconds}};
}

Json programs_json(const Tally& tally) {
  return {{"run", tally.programs},         {"judged", tally.judged},       {"refused", tally.refused},
          {"failed", tally.failed},        {"disturbed", tally.disturbed}, {"verdicts", verdicts(tally.verdicts)},
          {"steps", verdicts(tally.steps)}};
}

Json finding_json(const Card& card) {
  const runner::Finding& finding = card.finding;
  Json json{{"rule", finding.rule},
            {"expected", card.expected},
            {"link", card.link},
            {"source", finding.source},
            {"index", finding.index},
            {"seen", finding.seen},
            {"confirmed", finding.confirmation.shown},
            {"repeated", finding.confirmation.repeated},
            {"shrunk", finding.shrunk_fully},
            {"observed", finding.observed},
            {"card", card.folder}};
  if (finding.program)
    json["program"] = to_text(*finding.program);
  if (!finding.shown)
    return json;
  json["trace"] = annotate(finding.shown->trace, finding.shown->judgement);
  for (const Divergence& one : finding.shown->judgement.divergences)
    if (rule(one.rule).id == finding.rule) {
      json["conflict"] = {
          {"step", one.step}, {"observed", one.observed}, {"allowed", one.allowed}, {"because", one.because}};
      break;
    }
  return json;
}

Json rules_json(const TargetReport& target, const RuleTests& tests) {
  Json json = Json::array();
  for (const RuleTest& test : tests.tests) {
    const auto broken = target.column.tally.diverged.find(std::string(test.rule->id));
    json.push_back({{"id", test.rule->id},
                    {"status", status_name(test.status)},
                    {"reason", test.reason},
                    {"diverged", broken == target.column.tally.diverged.end() ? 0 : broken->second}});
  }
  return json;
}

Json target_json(const TargetReport& target) {
  const RuleTests tests = rule_tests(target);
  Json json{{"name", target.column.name},
            {"verdict", verdict_word(target.outcome)},
            {"exit_code", runner::exit_code(target.outcome)},
            {"harness", tests.harness}};
  json["rules"] = rules_json(target, tests);
  if (!target.column.info)
    return json;
  const RunInfo& info = *target.column.info;
  json["run"] = run_json(info);
  json["programs"] = programs_json(target.column.tally);
  json["unexplained"] = target.unexplained;
  json["late_ns"] = distribution(target.column.tally.late);
  json["width_ns"] = distribution(target.column.tally.width);
  Json findings = Json::array();
  for (const Card& card : target.cards)
    findings.push_back(finding_json(card));
  json["findings"] = std::move(findings);
  Json stale = Json::array();
  for (const runner::StaleInfo& one : info.stale)
    stale.push_back({{"rule", one.rule}, {"line", one.line}, {"reason", one.reason}});
  json["stale"] = std::move(stale);
  Json unexercised = Json::array();
  for (const runner::UnexercisedInfo& one : info.unexercised)
    unexercised.push_back({{"rule", one.rule}, {"reason", one.reason}});
  json["unexercised"] = std::move(unexercised);
  return json;
}

}  // namespace

std::string json_report(const Report& report) {
  Json laws = Json::array();
  for (const Rule& one : rules())
    if (one.left_out.empty())
      laws.push_back({{"id", one.id},
                      {"family", one.family},
                      {"class", kClassNames[static_cast<std::size_t>(one.rule_class)]},
                      {"text", one.text},
                      {"source", one.source}});
  Json targets = Json::array();
  for (const TargetReport& target : report.targets)
    targets.push_back(target_json(target));
  const runner::Outcome outcome = outcome_of(report);
  const Json all{{"schema", kReportSchema},
                 {"verdict", verdict_word(outcome)},
                 {"exit_code", runner::exit_code(outcome)},
                 {"targets", std::move(targets)},
                 {"rules", std::move(laws)}};
  return all.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace timerlaw::reports
