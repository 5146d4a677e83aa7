// SPDX-License-Identifier: Apache-2.0
// A page for the test in a browser: twelve targets on which every rule of their profile was exercised, and a card for
// each golden trace that diverges there. No kernel is asked; the same page every time.
//   sample_page GOLDEN_FOLDER > page.html
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "conformance/formats/trace_text.h"
#include "conformance/runner/trace_store.h"
#include "reports/html/html_report.h"

namespace timerlaw::reports {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kTargets = 12;
constexpr const char* kMarkup = "<img src=x onerror=\"window.ran='yes'\"></script><script>window.ran='yes'</script>";

std::vector<Recorded> traces_of(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(folder))
    files.push_back(entry.path().string());
  std::ranges::sort(files);
  std::vector<Recorded> all;
  for (const std::string& file : files)
    if (const auto text = runner::read_bytes(file))
      if (auto traces = parse_traces(*text, file); traces && !traces->empty())
        all.push_back(std::move(traces->front()));
  return all;
}

TargetReport target(const Profile& profile) {
  TargetReport one;
  const std::string version = profile.name.substr(profile.name.find('-') + 1);
  one.column.name = "uml:" + version;
  runner::RunInfo& info = one.column.info.emplace();
  info.profile = profile.name;
  info.target = one.column.name;
  info.clock = "vdso";
  info.facts.release = version + ".7";
  info.facts.machine = "x86_64";
  info.liveness_ns = 10'000'000'000;
  info.complete = true;
  info.seed = 1;
  info.seconds = 12.5;
  runner::Tally& tally = one.column.tally;
  tally.programs = tally.judged = 1000;
  tally.steps = {9000, 700, 200, 0, 20, 80};
  for (const Rule& rule : rules())
    if (applies(rule, profile) && rule.id != "SIG-Q-4")
      tally.exercised.emplace(rule.id);
  for (std::int64_t i = 1; i < 2000; ++i) {
    tally.late.add({40 * i * i % 90'001 + i * i / 100});
    tally.width.add({300 + i * 7919 % 500});
  }
  return one;
}

void add_card(TargetReport& to, const Profile& profile, const Recorded& recorded, bool expected) {
  auto shown = std::make_shared<runner::Replayed>();
  shown->trace = recorded.trace;
  judge(shown->trace, profile, to.column.info->facts, {}, shown->judgement);
  if (!shown->judgement.diverged())
    return;
  Card card;
  card.finding.rule = rule(shown->judgement.divergences.front().rule).id;
  card.finding.source = "random";
  card.finding.index = to.cards.size();
  card.finding.seen = 1 + to.cards.size() % 3;
  card.finding.confirmation = {10, 10};
  card.finding.program = shown->trace.program;
  card.finding.shown = std::move(shown);
  card.folder = "cards/001-" + card.finding.rule;
  card.expected = expected ? "Known, and told to its makers." : "";
  to.outcome.new_divergence = to.outcome.new_divergence || !expected;
  to.column.tally.diverged[card.finding.rule] += card.finding.seen;
  runner::FindingInfo& finding = to.column.info->findings.emplace_back();
  finding.rule = card.finding.rule;
  finding.program = "its program";
  finding.expected = card.expected;
  to.cards.push_back(std::move(card));
}

// A target that says whatever it likes.
TargetReport hostile() {
  TargetReport one = target(*find_profile("linux-6.15"));
  one.column.name = kMarkup;
  one.column.info->ended = kMarkup;
  one.column.info->complete = false;
  one.outcome.harness_failed = true;
  Card card;
  card.finding.rule = "KERNEL-SPLAT";
  card.text = kMarkup;
  card.expected = kMarkup;
  one.cards.push_back(std::move(card));
  return one;
}

Report sample(const std::string& golden) {
  const std::vector<Recorded> traces = traces_of(golden);
  Report report;
  for (const Profile& profile : profiles())
    if (report.targets.size() + 1 < kTargets && !profile.only_posix)
      report.targets.push_back(target(profile));
  for (std::size_t i = 0; i < traces.size(); ++i) {
    TargetReport& to = report.targets[i % report.targets.size()];
    add_card(to, *find_profile(to.column.info->profile), traces[i], i % 5 == 0);
  }
  for (TargetReport& one : report.targets)
    std::ranges::stable_partition(one.cards, [](const Card& card) { return card.expected.empty(); });
  report.targets.push_back(hostile());
  return report;
}

}  // namespace
}  // namespace timerlaw::reports

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: sample_page GOLDEN_FOLDER\n", stderr);
    return 2;
  }
  const std::string page = timerlaw::reports::html_report(timerlaw::reports::sample(arguments[1]));
  std::fwrite(page.data(), 1, page.size(), stdout);
  return 0;
}
