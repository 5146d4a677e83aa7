// SPDX-License-Identifier: Apache-2.0
#include "reports/html/card_json.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "conformance/formats/program_text.h"
#include "reports/annotate.h"
#include "reports/card.h"
#include "reports/html/timeline_json.h"
#include "reports/reproducer/reproducer.h"

namespace timerlaw::reports {
namespace {

// A card, and where it stands in the report.
struct Placed {
  std::size_t target = 0;
  std::size_t number = 0;  // among its target's, from 1
  const Card* card = nullptr;
  bool first = false;  // of its rule, on its target
};

std::vector<Placed> all_cards(const Report& report) {
  std::vector<Placed> all;
  for (std::size_t i = 0; i < report.targets.size(); ++i) {
    std::set<std::string> seen;
    const std::vector<Card>& cards = report.targets[i].cards;
    for (std::size_t k = 0; k < cards.size(); ++k)
      all.push_back({i, k + 1, &cards[k], seen.insert(cards[k].finding.rule).second});
  }
  return all;
}

Json head(const Placed& placed) {
  const Card& card = *placed.card;
  const runner::Finding& finding = card.finding;
  return {{"target", placed.target},
          {"number", placed.number},
          {"rule", finding.rule},
          {"expected", card.expected},
          {"folder", card.folder},
          {"source", finding.source},
          {"index", finding.index},
          {"seen", finding.seen},
          {"confirmed", finding.confirmation.shown},
          {"repeated", finding.confirmation.repeated}};
}

Json timeline(const runner::Replayed& shown, const runner::RunInfo& info) {
  const auto profile = runner::profile_of(info);
  if (!profile)
    return nullptr;
  const JudgeOptions options{{info.liveness_ns}, true, info.strict};
  return timeline_json(shown.trace, shown.judgement, beliefs(shown.trace, *profile, info.facts, options));
}

// In C, or why not.
void add_reproducer(Json& one, const runner::Finding& finding, const runner::RunInfo& info) {
  const auto& divergences = finding.shown->judgement.divergences;
  const auto broken =
      std::ranges::find_if(divergences, [&](const Divergence& d) { return rule(d.rule).id == finding.rule; });
  if (broken == divergences.end())
    return;
  const auto made = reproducer(finding.shown->trace, *broken, info.facts);
  one[made ? "reproducer" : "no_reproducer"] = made ? *made : made.error();
  if (made)
    one["reproduce"] = reproducer_command(info.facts.abi, finding.confirmation.shown, finding.confirmation.repeated);
}

void add_body(Json& one, const Card& card, const runner::RunInfo& info) {
  const runner::Finding& finding = card.finding;
  if (finding.program)
    one["program"] = to_text(*finding.program);
  if (!card.folder.empty() && finding.program)
    one["again"] = see_again(info);
  // A trace that does not show it by itself (its twin does, or the kernel's log) leaves it to the card's own words.
  if (!finding.shown || !runner::breaks(finding.shown->judgement, finding.rule))
    one["text"] = card.text;
  if (finding.shown) {
    one["trace"] = annotate(finding.shown->trace, finding.shown->judgement);
    one["timeline"] = timeline(*finding.shown, info);
    add_reproducer(one, finding, info);
  }
}

}  // namespace

Json cards_json(const Report& report, std::size_t budget) {
  const std::vector<Placed> cards = all_cards(report);
  std::vector<std::size_t> by_weight(cards.size());
  for (std::size_t i = 0; i < cards.size(); ++i)
    by_weight[i] = i;
  std::ranges::stable_sort(by_weight, {},
                           [&](std::size_t i) { return std::pair(!cards[i].first, !cards[i].card->expected.empty()); });
  std::vector<Json> made(cards.size());
  std::size_t used = 0;
  for (const std::size_t i : by_weight) {
    const Placed& placed = cards[i];
    Json one = head(placed);
    add_body(one, *placed.card, *report.targets[placed.target].column.info);
    const std::size_t size = script_json(one).size();
    if (used + size > budget) {
      one = head(placed);
      one["cut"] = true;
    } else {
      used += size;
    }
    made[i] = std::move(one);
  }
  return made;
}

}  // namespace timerlaw::reports
