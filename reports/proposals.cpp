// SPDX-License-Identifier: Apache-2.0
#include "reports/proposals.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "conformance/formats/program_text.h"
#include "conformance/runner/reach.h"

namespace timerlaw::reports {
namespace {

// `kernel == 6.18`: what was seen, and no more. Whoever writes the reason knows since when and until when.
std::string condition_of(const runner::RunInfo& info) {
  std::string version;
  int dots = 0;
  for (const char c : info.facts.release) {
    dots += c == '.' ? 1 : 0;
    if (dots == 2 || (c != '.' && (c < '0' || c > '9')))
      break;
    version += c;
  }
  return version.empty() ? "" : "condition = \"kernel == " + version + "\"\n";
}

class Writer {
 public:
  void add(const TargetReport& target) {
    if (!target.column.info)
      return;
    std::set<std::string> rules;
    for (const Card& card : target.cards) {
      if (!card.expected.empty())
        continue;
      rules.insert(card.finding.rule);
      if (card.finding.program)
        add_program(card.finding, *target.column.info);
    }
    // Entries for any program stand behind those for one: else these would be unreachable.
    for (const std::string& rule : rules)
      if (needs_any(rule, target))
        add_any(rule, *target.column.info);
  }

  void finish(Proposals& proposals) const {
    proposals.toml = programs_.str() + any_.str();
    proposals.entries = seen_.size();
  }

 private:
  void add_program(const runner::Finding& finding, const runner::RunInfo& info) {
    const std::string head = "\n[[divergence]]\nrule = \"" + finding.rule + "\"\nprogram = '''\n" +
                             to_text(*finding.program) + "'''\n" + condition_of(info);
    if (!seen_.insert(head).second)
      return;
    programs_ << head << "reason = \"" << runner::kReasonGap << "\"\n";
    const runner::Confirmation& shown = finding.confirmation;
    if (shown.repeated > 0 && shown.shown == shown.repeated)
      programs_ << "when = \"always\"\n";
    else
      programs_ << "when = \"sometimes\"\n";
    if (shown.shown != shown.repeated)
      programs_ << "shown = \"" << shown.shown << "/" << shown.repeated << "\"\n";
  }

  // Other programs break it than those that have an entry: all that were shrunk do.
  static bool needs_any(const std::string& rule, const TargetReport& target) {
    const auto broken = target.column.tally.diverged.find(rule);
    std::uint64_t without_program = 0;
    for (const Card& card : target.cards)
      without_program += card.finding.rule == rule && card.expected.empty() && !card.finding.program ? 1 : 0;
    return without_program != 0 || broken != target.column.tally.diverged.end();
  }

  void add_any(const std::string& rule, const runner::RunInfo& info) {
    const std::string head = "\n[[divergence]]\nrule = \"" + rule + "\"\n" + condition_of(info);
    if (seen_.insert(head).second)
      any_ << head << "reason = \"" << runner::kReasonGap << "\"\nwhen = \"sometimes\"\n";
  }

  std::set<std::string> seen_;
  std::ostringstream programs_;
  std::ostringstream any_;
};

// The rules that every target of the report exercised. Suspects show or do not.
std::string exercised_list(const Report& report) {
  std::string list;
  for (const Rule& rule : rules()) {
    const bool everywhere = std::ranges::all_of(report.targets, [&](const TargetReport& target) {
      return target.column.info && rule.rule_class != RuleClass::suspect &&
             runner::exercised(rule, target.column.tally, *target.column.info);
    });
    if (everywhere && rule.left_out.empty())
      list.append("  \"").append(rule.id).append("\",\n");
  }
  return list.empty() ? "" : "\n[[exercised]]\nrules = [\n" + list + "]\n";
}

bool says_what_is_exercised(const runner::Expectations& existing, const Report& report) {
  return std::ranges::any_of(existing.exercised, [&](const runner::MustExercise& one) {
    return std::ranges::any_of(report.targets, [&](const TargetReport& target) {
      return target.column.info && one.condition.holds(target.column.info->facts);
    });
  });
}

}  // namespace

Proposals propose(const Report& report, const runner::Expectations& existing) {
  Proposals proposals;
  Writer writer;
  for (const TargetReport& target : report.targets)
    writer.add(target);
  writer.finish(proposals);
  if (!says_what_is_exercised(existing, report))
    proposals.toml += exercised_list(report);
  std::set<std::string> stale;
  for (const TargetReport& target : report.targets)
    if (target.column.info)
      for (const runner::StaleInfo& one : target.column.info->stale)
        if (stale.insert(to_text(one)).second)
          proposals.stale.push_back(to_text(one));
  return proposals;
}

}  // namespace timerlaw::reports
