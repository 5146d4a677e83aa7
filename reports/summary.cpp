// SPDX-License-Identifier: Apache-2.0
#include "reports/summary.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <sstream>
#include <string_view>
#include <system_error>
#include <vector>

#include "conformance/runner/duration.h"
#include "conformance/runner/reach.h"
#include "conformance/runner/trace_store.h"
#include "model/profile.h"
#include "model/rule.h"
#include "reports/closeness.h"
#include "reports/reproducer/reproducer.h"

namespace timerlaw::reports {
namespace {

using runner::FindingInfo;
using runner::show_duration;

std::string percent(std::uint64_t part, std::uint64_t whole) {
  std::array<char, 24> text;
  std::snprintf(text.data(), text.size(), "%.1f %%",
                whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole));
  return text.data();
}

// The first words of a reason: the file of expectations has it all.
std::string beginning(const std::string& reason) {
  constexpr std::size_t kLength = 120;
  const std::string line = reason.substr(0, reason.find('\n'));
  if (line.size() <= kLength)
    return line;
  return line.substr(0, line.rfind(' ', kLength)) + " …";
}

std::uint64_t expected_count(const runner::RunInfo& info) {
  std::uint64_t count = 0;
  for (const FindingInfo& finding : info.findings)
    count += finding.expected.empty() ? 0 : finding.seen;
  return count;
}

std::string verdict_line(const Summary& s) {
  const std::string on =
      "kernel " + s.info.facts.release + " (profile " + s.info.profile + (s.info.strict ? ", strict)" : ")");
  const std::uint64_t expected = expected_count(s.info);
  const std::string known = expected == 0 ? "" : ", " + std::to_string(expected) + " expected divergences";
  if (s.outcome.new_divergence)
    return "DIVERGED: " + on + ", " + std::to_string(s.unexplained) + " new divergences" + known;
  if (s.outcome.signal != 0)
    return "INTERRUPTED: " + on + ", no new divergence so far" + known;
  if (s.outcome.harness_failed)
    return "NOT FINISHED: " + on + ": " + s.info.ended + known;
  if (s.outcome.unexercised)
    return "NOT EXERCISED: " + on + ": rules that must be were not" + known;
  if (s.outcome.stale)
    return "STALE: " + on + ": an expected divergence does not happen any more" + known;
  return "CONFORMS: " + on + known;
}

void add_figures(std::ostream& out, const Summary& s) {
  const runner::Tally& tally = s.tally;
  const auto programs = [&](Verdict v) { return tally.verdicts[static_cast<std::size_t>(v)]; };
  const auto steps = [&](Verdict v) { return tally.steps[static_cast<std::size_t>(v)]; };
  const std::uint64_t all = tally.judged_steps();
  out << "  programs    " << tally.programs << " run, " << tally.judged << " judged: " << programs(Verdict::accepted)
      << " accepted, " << programs(Verdict::weak) << " weak, " << programs(Verdict::quirk) << " quirk, "
      << programs(Verdict::unspecified) << " unspecified, " << programs(Verdict::undecided) << " undecided, "
      << programs(Verdict::diverged) << " diverged\n";
  out << "  steps       " << all << " judged, " << percent(steps(Verdict::weak), all) << " weak\n";
  if (tally.late.total() != 0)
    out << "  lateness    median " << show_duration(tally.late.quantile(0.5)) << ", p99 "
        << show_duration(tally.late.quantile(0.99)) << ", max " << show_duration(tally.late.max()) << " ("
        << tally.late.total() << " timers seen to fire)\n";
  if (tally.width.total() != 0)
    out << "  deadlines   known to " << show_duration(tally.width.quantile(0.5)) << " in the median, p99 "
        << show_duration(tally.width.quantile(0.99)) << "\n";
  std::array<char, 64> time;
  std::snprintf(time.data(), time.size(), "%.1f s, %.0f programs/s", s.info.seconds,
                s.info.seconds > 0 ? static_cast<double>(tally.programs) / s.info.seconds : 0.0);
  if (const std::string closeness = closeness_line(tally); !closeness.empty())
    out << "  closeness   " << closeness << ": " << kClosenessFile << "\n";
  out << "  time        " << time.data() << "\n";
}

// Ids over as many lines as they need, below a first line.
void add_ids(std::ostream& out, const std::vector<std::string_view>& ids) {
  constexpr std::size_t kLine = 100;
  std::string line;
  for (const std::string_view id : ids) {
    if (line.empty() || line.size() + id.size() > kLine) {
      out << line << "\n             ";
      line.clear();
    }
    line.append(" ").append(id);
  }
  out << line << "\n";
}

void add_rules(std::ostream& out, const Summary& s) {
  const auto profile = runner::profile_of(s.info);
  std::size_t reachable = 0;
  std::vector<std::string_view> missed;
  std::map<std::string_view, std::vector<std::string_view>> out_of_reach;
  for (const Rule& one : rules()) {
    if (!one.left_out.empty() || (profile && !applies(one, *profile)))
      continue;
    const bool seen = runner::exercised(one, s.tally, s.info);
    const std::string_view why = runner::out_of_reach(one, s.info);
    if (!seen && !why.empty()) {
      if (!s.tally.diverged.contains(std::string(one.id)))  // a suspect that showed
        out_of_reach[why].push_back(one.id);
      continue;
    }
    ++reachable;
    if (!seen)
      missed.push_back(one.id);
  }
  out << "  rules       " << reachable - missed.size() << " of " << reachable << " that can be reached here exercised";
  if (!missed.empty())
    out << "; not exercised:";
  add_ids(out, missed);
  for (const auto& [why, ids] : out_of_reach) {
    out << "  no reach    " << why << ":";
    add_ids(out, ids);
  }
}

void add_twins(std::ostream& out, const Summary& s) {
  if (s.tally.twins.empty())
    return;
  std::uint64_t pairs = 0;
  std::string kinds;
  for (const auto& [id, count] : s.tally.twins) {
    pairs += count;
    kinds.append(kinds.empty() ? "" : ", ").append(id).append(" ").append(std::to_string(count));
  }
  out << "  twins       " << pairs << " pairs compared: " << kinds << "\n";
}

void add_skipped(std::ostream& out, const Summary& s) {
  std::uint64_t all = 0;
  for (const runner::SkippedEdges& one : s.info.skipped)
    all += one.edges;
  if (all != 0)
    out << "  skipped     " << all << " edges of the corpus, no program here leads to them\n";
  for (const runner::SkippedEdges& one : s.info.skipped)
    out << "              " << one.edges << " × " << one.reason << "\n";
}

void add_oddities(std::ostream& out, const Summary& s) {
  const runner::Tally& tally = s.tally;
  if (tally.disturbances != 0)
    out << "  disturbed   " << tally.disturbances << " runs (a clock was stepped, or the machine suspended), "
        << tally.disturbed << " programs in every run\n";
  if (tally.refused != 0)
    out << "  refused     " << tally.refused << " programs the agent cannot run\n";
  if (tally.failed != 0)
    out << "  failed      " << tally.failed << " programs under which the agent failed\n";
  for (const auto& [reason, count] : tally.reasons)
    out << "              " << count << " × " << reason.substr(0, reason.find('\n')) << "\n";
  if (tally.stopped != 0)
    out << "  stopped     " << tally.stopped << " programs whose child the runner stopped\n";
  if (s.info.restarts != 0)
    out << "  restarts    the agent was started again " << s.info.restarts << " times\n";
  if (s.info.noise != 0)
    out << "  noise       " << s.info.noise << " lines of the target's that were not the agent's\n";
}

// New ones without a card of their own follow those of their rule that have one: they are only counted.
void add_new_findings(std::ostream& out, const Summary& s) {
  std::map<std::string, std::uint64_t> more;
  for (const FindingInfo& finding : s.info.findings) {
    if (!finding.expected.empty())
      continue;
    if (finding.card.empty()) {
      ++more[finding.rule];
      continue;
    }
    out << "  new         " << finding.rule;
    if (!finding.program.empty())
      out << ", program " << finding.index << ", shown again in " << finding.confirmed << " of " << finding.repeated;
    out << ": " << s.folder << "/" << finding.card << "/card.md\n";
  }
  for (const auto& [id, count] : more)
    out << "  new         " << id << ": " << count << " more smallest programs, without cards (run.json has them)\n";
}

void add_findings(std::ostream& out, const Summary& s) {
  for (const auto& [id, programs] : s.tally.diverged)
    out << "  diverged    " << id << " in " << programs << " programs\n";
  for (const FindingInfo& finding : s.info.findings) {
    if (!finding.expected.empty())
      out << "  expected    " << finding.rule << ", " << finding.seen << " programs: " << beginning(finding.expected)
          << "\n";
  }
  add_new_findings(out, s);
  for (const runner::StaleInfo& stale : s.info.stale)
    out << "  stale       " << to_text(stale) << "\n";
  for (const runner::UnexercisedInfo& one : s.info.unexercised)
    out << "  unexercised " << one.rule << ", which must be: " << one.reason << "\n";
}

bool has_reproducer(const Summary& s, const FindingInfo& finding) {
  const auto text = runner::read_bytes((std::filesystem::path(s.folder) / finding.card / kReproducerFile).string());
  return text && !only_shows(*text);
}

// Of the new findings with a card: that which has a C file, if any has, and showed again most often.
const FindingInfo* surest(const Summary& s) {
  const FindingInfo* best = nullptr;
  const auto rank = [&](const FindingInfo& finding) {
    return std::pair(has_reproducer(s, finding), finding.confirmed * 1.0 / std::max(finding.repeated, 1));
  };
  for (const FindingInfo& finding : s.info.findings)
    if (finding.expected.empty() && !finding.card.empty() && (best == nullptr || rank(*best) < rank(finding)))
      best = &finding;
  return best;
}

std::string next_command(const Summary& s) {
  const std::string folder = s.folder;
  if (s.outcome.signal != 0)
    return "the same command with --resume --out " + folder;
  if (const FindingInfo* best = surest(s)) {
    const std::string card = folder + "/" + best->card;
    return has_reproducer(s, *best)
               ? "(cd " + card + " && " + reproducer_command(s.info.facts.abi, best->confirmed, best->repeated) + ")"
               : "read " + card + "/card.md; timerlaw explain " + best->rule;
  }
  if (s.outcome.harness_failed)
    return "see above why; results till then: timerlaw check " + folder;
  if (s.outcome.stale)
    return "delete the stale entry from the file of expectations";
  return "timerlaw run --exhaustive, or --time 10min for more random programs";
}

}  // namespace

std::string summary_text(const Summary& s) {
  std::ostringstream out;
  out << verdict_line(s) << "\n";
  add_figures(out, s);
  add_rules(out, s);
  add_twins(out, s);
  add_skipped(out, s);
  add_oddities(out, s);
  add_findings(out, s);
  if (!s.info.complete && !s.outcome.harness_failed && s.outcome.signal == 0)
    out << "  ended       " << s.info.ended << "\n";
  out << "  results     " << s.folder << "\n";
  out << "  next        " << next_command(s) << "\n";
  return out.str();
}

}  // namespace timerlaw::reports
