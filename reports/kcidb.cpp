// SPDX-License-Identifier: Apache-2.0
#include "reports/kcidb.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>

#include "reports/rule_tests.h"

namespace timerlaw::reports {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kExcerpt = 16384;  // the schema's limit, in characters

bool is_origin(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

Status usable(const KcidbIdentity& identity) {
  if (identity.origin.empty() || identity.build_id.empty())
    return Error{"--format kcidb needs --kcidb-origin and --kcidb-build-id: who submits, and of which build"};
  if (!is_origin(identity.origin))
    return Error{"--kcidb-origin: expected small letters, digits and _, found `" + identity.origin + "`"};
  const auto colon = identity.build_id.find(':');
  if (colon == std::string::npos || !is_origin(identity.build_id.substr(0, colon)) ||
      colon + 1 == identity.build_id.size())
    return Error{"--kcidb-build-id: expected ORIGIN:ID, found `" + identity.build_id + "`"};
  return Done{};
}

// Ids have to be unique among all that this origin ever submits, and the same for the same results.
std::string hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325;  // FNV-1a
  for (const char c : text) {
    value ^= static_cast<unsigned char>(c);
    value *= 0x100000001b3;
  }
  std::array<char, 17> digits;
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(value));
  return digits.data();
}

std::string without_nul(std::string text) {
  std::erase(text, '\0');
  return text;
}

const char* kcidb_status(RuleStatus status) {
  switch (status) {
    case RuleStatus::held:
    case RuleStatus::stale:
      return "PASS";
    case RuleStatus::expected:
    case RuleStatus::diverged:
      return "FAIL";
    case RuleStatus::skipped:
      return "SKIP";
    case RuleStatus::unexercised:
    case RuleStatus::missing:
      return "MISS";
  }
  return "ERROR";
}

class Submission {
 public:
  Submission(const TargetReport& target, const KcidbIdentity& identity) : target_(target), identity_(identity) {
    std::string run = identity.build_id + "\n" + target.column.name;
    if (target.column.info)
      run += runner::write_run_info(*target.column.info);
    run_ = hash(run);
  }

  void add(const RuleTest& test, const std::string& harness) {
    const std::string id = identity_.origin + ":timerlaw-" + run_ + "-" + std::string(test.rule->id);
    Json one{{"build_id", identity_.build_id},      {"id", id},
             {"origin", identity_.origin},          {"path", "timerlaw." + std::string(test.rule->id)},
             {"status", kcidb_status(test.status)}, {"comment", without_nul(std::string(test.rule->text))}};
    const std::string& why = test.status == RuleStatus::missing ? harness : test.reason;
    const std::string excerpt = without_nul(test.cards.empty() ? why : test.cards);
    if (!excerpt.empty())
      one["log_excerpt"] = excerpt.substr(0, kExcerpt);
    if (target_.column.info) {
      const runner::RunInfo& info = *target_.column.info;
      one["environment"] = {{"comment", target_.column.name}, {"misc", {{"abi", info.facts.abi}}}};
      one["misc"] = {{"tool", info.tool}, {"profile", info.profile}, {"seed", info.seed}};
    }
    tests_.push_back(std::move(one));
    if (test.status == RuleStatus::expected || test.status == RuleStatus::stale)
      add_issue(test, id);
  }

  std::string text() const {
    const Json all{
        {"version", {{"major", 5}, {"minor", 0}}}, {"tests", tests_}, {"issues", issues_}, {"incidents", incidents_}};
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  // The same expectation is the same issue, whatever run it shows in: its id follows from the rule and the reason.
  void add_issue(const RuleTest& test, const std::string& test_id) {
    const bool present = test.status == RuleStatus::expected;
    std::string reason = test.reason;
    if (!present)
      for (const runner::StaleInfo& stale : target_.column.info->stale)
        if (stale.rule == test.rule->id)
          reason = one_line(stale.reason);
    const std::string name = std::string(test.rule->id) + "-" + hash(std::string(test.rule->id) + "\n" + reason);
    const std::string id = identity_.origin + ":timerlaw-" + name;
    Json issue{{"id", id},
               {"version", 1},
               {"origin", identity_.origin},
               {"report_subject", "timerlaw: " + std::string(test.rule->id) + " diverges"},
               {"culprit", {{"code", true}, {"tool", false}, {"harness", false}}},
               {"comment", without_nul(reason)}};
    if (!test.link.empty())
      issue["report_url"] = test.link;
    issues_.push_back(std::move(issue));
    incidents_.push_back({{"id", test_id + "-incident"},
                          {"origin", identity_.origin},
                          {"issue_id", id},
                          {"issue_version", 1},
                          {"test_id", test_id},
                          {"present", present}});
  }

  const TargetReport& target_;
  const KcidbIdentity& identity_;
  std::string run_;
  Json tests_ = Json::array();
  Json issues_ = Json::array();
  Json incidents_ = Json::array();
};

}  // namespace

Expected<std::string> kcidb_report(const Report& report, const KcidbIdentity& identity) {
  if (const Status status = usable(identity); !status)
    return Error{status.error()};
  if (report.targets.size() != 1)
    return Error{"--format kcidb: one build is one kernel; give the results of one target, not of " +
                 std::to_string(report.targets.size())};
  const RuleTests tests = rule_tests(report.targets.front());
  Submission submission(report.targets.front(), identity);
  for (const RuleTest& test : tests.tests)
    submission.add(test, tests.harness);
  return submission.text();
}

}  // namespace timerlaw::reports
