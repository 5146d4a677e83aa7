// SPDX-License-Identifier: Apache-2.0
#include "reports/cards.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

#include "conformance/formats/program_text.h"
#include "conformance/formats/trace_text.h"
#include "conformance/runner/kept_traces.h"
#include "conformance/runner/results_file.h"
#include "conformance/runner/trace_store.h"
#include "reports/card.h"

namespace timerlaw::reports {
namespace {

namespace fs = std::filesystem;
using runner::Replayed;

// Judged by the profile of the run, as it is now.
class Judge {
 public:
  explicit Judge(const runner::RunInfo& info) : info_(info), profile_(runner::profile_of(info)) {}

  // The first trace of the text; nothing if there is none, or it cannot be read.
  std::shared_ptr<Replayed> first_of(std::string_view text, std::string_view file) const {
    if (!profile_)
      return nullptr;
    TraceReader reader(text, file);
    const auto trace = reader.next();
    if (!trace || !*trace)
      return nullptr;
    auto shown = std::make_shared<Replayed>();
    shown->trace = **trace;
    judge(shown->trace, *profile_, reader.facts(), {Nanos{info_.liveness_ns}, true, info_.strict}, shown->judgement);
    return shown;
  }

 private:
  const runner::RunInfo& info_;
  const Expected<Profile> profile_;
};

Card card_of(const runner::FindingInfo& info) {
  Card card;
  card.finding.rule = info.rule;
  card.finding.source = info.source;
  card.finding.index = info.index;
  card.finding.seen = info.seen;
  card.finding.confirmation = {info.confirmed, info.repeated};
  card.finding.shrunk_fully = info.shrunk;
  card.finding.observed = info.observed;
  if (const auto programs = parse_programs(info.program, info.rule); programs && !programs->empty())
    card.finding.program = programs->front();
  card.expected = info.expected;
  card.link = info.link;
  card.folder = info.card;
  return card;
}

// The traces of programs, out of traces.zst: position → what stands behind its line.
void find_traces(const fs::path& file, std::map<std::uint64_t, std::shared_ptr<Replayed>>& wanted, const Judge& judge) {
  std::size_t missing = wanted.size();
  const auto read = runner::read_kept(file, [&](const runner::KeptTrace& one) -> Status {
    if (const auto place = wanted.find(one.index); place != wanted.end() && !place->second) {
      place->second = judge.first_of(std::string(one.facts).append(one.text), file.string());
      missing -= place->second ? 1 : 0;
    }
    return missing == 0 ? Status(Error{"enough is read"}) : Status(Done{});
  });
  static_cast<void>(read);
}

// What a trace alone does not show again (its twin, a kernel's complaint) is told by the card that the run wrote.
std::string text_of(const std::string& folder, const Card& card, const runner::RunInfo& info) {
  if (!card.folder.empty() && !(card.finding.shown && runner::breaks(card.finding.shown->judgement, card.finding.rule)))
    if (auto saved = runner::read_bytes((fs::path(folder) / card.folder / kCardFile).string()))
      return std::move(*saved);
  return card_text(card.finding, info);
}

}  // namespace

std::vector<Card> load_cards(const std::string& folder, const runner::RunInfo& info) {
  const Judge judge(info);
  std::vector<Card> cards;
  std::map<std::uint64_t, std::shared_ptr<Replayed>> wanted;
  for (const runner::FindingInfo& finding : info.findings) {
    Card card = card_of(finding);
    if (!card.folder.empty()) {
      const std::string file = (fs::path(folder) / card.folder / kTraceFile).string();
      if (const auto text = runner::read_bytes(file))
        card.finding.shown = judge.first_of(*text, file);
    } else if (card.finding.program) {
      wanted.emplace(card.finding.index, nullptr);
    }
    cards.push_back(std::move(card));
  }
  if (!wanted.empty())
    find_traces(fs::path(folder) / runner::kTracesFile, wanted, judge);
  for (Card& card : cards) {
    if (card.folder.empty() && card.finding.program)
      card.finding.shown = wanted[card.finding.index];
    card.text = text_of(folder, card, info);
  }
  std::ranges::stable_partition(cards, [](const Card& card) { return card.expected.empty(); });
  return cards;
}

}  // namespace timerlaw::reports
