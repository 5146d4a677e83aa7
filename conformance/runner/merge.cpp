// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/merge.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <sstream>
#include <tuple>
#include <utility>

#include "conformance/runner/kept_traces.h"
#include "conformance/runner/results_file.h"
#include "conformance/runner/results_folder.h"
#include "conformance/versions/profile_file.h"

namespace timerlaw::runner {
namespace fs = std::filesystem;
namespace {

std::string verdict_of(const Record& record) {
  if (record.fate == Fate::judged)
    return std::string(verdict_name(record.verdict));
  return record.fate == Fate::refused ? "refused" : record.fate == Fate::failed ? "failed" : "disturbed";
}

// A total order of records of one program, so that keeping the greatest does not depend on who came first: a verdict
// before none, a graver one before a lighter one, then everything else as it is written.
std::tuple<bool, bool, std::string> weight(const Record& record) {
  Record bare = record;
  bare.exercised.clear();
  std::string line;
  append_line(line, bare);
  return {record.fate == Fate::judged, !record.diverged.empty(), std::move(line)};
}

template <class T>
void unite(std::vector<T>& into, const std::vector<T>& more) {
  for (const T& one : more)
    if (std::find(into.begin(), into.end(), one) == into.end())
      into.push_back(one);
}

auto order(const FindingInfo& f) {
  return std::tie(f.rule, f.index, f.program, f.expected, f.seen, f.confirmed, f.repeated, f.card);
}

void unite(RunInfo& into, const RunInfo& more) {
  unite(into.findings, more.findings);
  std::sort(into.findings.begin(), into.findings.end(),
            [](const FindingInfo& a, const FindingInfo& b) { return order(a) < order(b); });
  unite(into.stale, more.stale);
  std::sort(into.stale.begin(), into.stale.end());
  unite(into.unexercised, more.unexercised);
  std::sort(into.unexercised.begin(), into.unexercised.end());
  into.unexplained = std::max(into.unexplained, more.unexplained);
  into.seconds = std::max(into.seconds, more.seconds);
  into.restarts = std::max(into.restarts, more.restarts);
  into.noise = std::max(into.noise, more.noise);
  into.arguments = std::min(into.arguments, more.arguments);
  into.complete = into.complete && more.complete;
  into.ended = std::max(into.ended, more.ended);
  into.tainted_after = std::max(into.tainted_after, more.tainted_after);
  into.facts.tainted = std::min(into.facts.tainted, more.facts.tainted);
  into.facts.bracket = std::max(into.facts.bracket, more.facts.bracket);
  into.facts.sigpending_used = std::max(into.facts.sigpending_used, more.facts.sigpending_used);
  unite(into.shards, more.shards);
  std::sort(into.shards.begin(), into.shards.end());
  into.shard.index = into.shards.front();
}

// A card's folder in the merged results: the shards number their cards each from 1.
std::string merged_card(const std::string& name, const RunInfo& info) {
  if (info.shard.count == 1 || info.shards.size() > 1 || name.empty())
    return name;
  return "shard" + std::to_string(info.shard.index) + "-" + name;
}

// Traces by the target they were recorded on (a frame's first line), then by their text, each once.
Status merge_traces(const std::vector<fs::path>& folders, const fs::path& out) {
  std::map<std::string, std::set<std::string>> traces;
  for (const fs::path& folder : folders) {
    const auto read = read_kept(folder / kTracesFile, [&](const KeptTrace& one) -> Status {
      traces[std::string(one.facts)].emplace(one.text);
      return Done{};
    });
    if (!read)
      return Error{read.error()};
  }
  for (const auto& [header, texts] : traces) {
    auto writer = TraceWriter::open(out, header);
    if (!writer)
      return Error{writer.error()};
    for (const std::string& text : texts) {
      writer->add(text);
      if (!writer->full())
        continue;
      if (const Status written = writer->flush(); !written)
        return written;
    }
    if (const Status written = writer->flush(); !written)
      return written;
  }
  return Done{};
}

Status copy_cards(const std::vector<fs::path>& folders, const fs::path& out) {
  for (const fs::path& folder : folders) {
    std::error_code wrong;
    if (!fs::exists(folder / kCardsFolder, wrong))
      continue;
    const auto info = read_run_info((folder / kRunFile).string());
    if (!info)
      return Error{info.error()};
    fs::create_directories(out, wrong);
    for (const auto& card : fs::directory_iterator(folder / kCardsFolder, wrong)) {
      const fs::path to = out / merged_card(card.path().filename().string(), *info);
      fs::copy(card.path(), to, fs::copy_options::recursive | fs::copy_options::overwrite_existing, wrong);
      if (wrong)
        return Error{to.string() + ": " + wrong.message()};
    }
    if (wrong)
      return Error{folder.string() + ": " + wrong.message()};
  }
  return Done{};
}

// The consoles of the shards in their order, each behind a line that says whose it is.
Status merge_consoles(const std::vector<fs::path>& folders, const fs::path& out) {
  constexpr std::string_view kShard = "# timerlaw: shard ";
  std::map<std::uint64_t, std::string> texts;
  for (const fs::path& folder : folders) {
    std::error_code ignored;
    if (!fs::exists(folder / kConsoleFile, ignored))
      continue;
    const auto info = read_run_info((folder / kRunFile).string());
    const auto text = read_bytes((folder / kConsoleFile).string());
    if (!info || !text)
      return Error{!info ? info.error() : text.error()};
    std::map<std::uint64_t, std::string> here;
    std::uint64_t shard = info->shard.index;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with(kShard))
        shard = std::strtoull(line.c_str() + kShard.size(), nullptr, 10);
      else
        here[shard].append(line).append("\n");
    }
    for (auto& [index, said] : here)
      texts[index] = std::max(texts[index], said);
  }
  std::string all;
  for (const auto& [shard, text] : texts)
    all.append(kShard).append(std::to_string(shard)).append("\n").append(text);
  return all.empty() ? Status(Done{}) : replace_file(out, all);
}

}  // namespace

Expected<Results> read_folder(const fs::path& folder) {
  auto info = read_run_info((folder / kRunFile).string());
  if (!info)
    return Error{info.error()};
  Results results;
  results.info = std::move(*info);
  const auto read = read_results(folder / kResultsFile,
                                 [&](const Record& record) { results.records.insert_or_assign(record.index, record); });
  if (!read)
    return Error{read.error()};
  for (FindingInfo& finding : results.info.findings) {
    if (finding.card.empty())
      continue;
    finding.card =
        (fs::path(kCardsFolder) / merged_card(fs::path(finding.card).filename().string(), results.info)).string();
  }
  return results;
}

Expected<Results> merge(Results a, const Results& b) {
  const std::string differs = difference(a.info, b.info);
  if (!differs.empty())
    return Error{"these are not parts of one run: " + differs};
  for (const auto& [index, record] : b.records) {
    const auto [place, fresh] = a.records.emplace(index, record);
    if (fresh || place->second == record)
      continue;
    Record& kept = place->second;
    if (verdict_of(kept) != verdict_of(record))
      a.conflicts[index].insert({verdict_of(kept), verdict_of(record)});
    std::vector<std::string> exercised = kept.exercised;
    unite(exercised, record.exercised);
    std::sort(exercised.begin(), exercised.end());
    if (weight(kept) < weight(record))
      kept = record;
    kept.exercised = std::move(exercised);
  }
  for (const auto& [index, verdicts] : b.conflicts)
    a.conflicts[index].insert(verdicts.begin(), verdicts.end());
  unite(a.info, b.info);
  // What one shard missed, another may have seen.
  std::erase_if(a.info.unexercised, [&](const UnexercisedInfo& one) {
    return std::ranges::any_of(
        a.records, [&](const auto& record) { return std::ranges::count(record.second.exercised, one.rule) != 0; });
  });
  std::erase_if(a.info.stale, [&](const StaleInfo& one) {
    return std::ranges::any_of(a.info.findings, [&](const FindingInfo& finding) {
      return finding.rule == one.rule && finding.expected == one.reason;
    });
  });
  return a;
}

std::vector<std::uint64_t> missing_shards(const Results& results) {
  std::vector<std::uint64_t> missing;
  const auto& there = results.info.shards;
  for (std::uint64_t shard = 0; shard < results.info.shard.count; ++shard)
    if (std::find(there.begin(), there.end(), shard) == there.end())
      missing.push_back(shard);
  return missing;
}

Status write_merged(const Results& results, const fs::path& out, const std::vector<fs::path>& folders) {
  if (const Status made = make_folder(out); !made)
    return made;
  auto writer = ResultsWriter::open(out / kResultsFile, 0);
  if (!writer)
    return Error{writer.error()};
  std::set<std::string> exercised;
  for (const auto& [index, record] : results.records) {
    // What two shards each exercised first is the later one's no longer.
    Record merged = record;
    std::erase_if(merged.exercised, [&](const std::string& id) { return !exercised.insert(id).second; });
    writer->add(merged);
    if (!writer->full())
      continue;
    if (const Status written = writer->flush(); !written)
      return written;
  }
  if (const Status written = writer->flush(); !written)
    return written;
  if (const Status written = merge_traces(folders, out / kTracesFile); !written)
    return written;
  if (const Status written = copy_cards(folders, out / kCardsFolder); !written)
    return written;
  if (const Status written = merge_consoles(folders, out / kConsoleFile); !written)
    return written;
  const auto profile = profile_of(results.info);
  if (!profile)
    return Error{profile.error()};
  if (find_profile(profile->name) == nullptr)
    if (const Status written = replace_file(out / kProfileFile, versions::to_toml(*profile)); !written)
      return written;
  return replace_file(out / kRunFile, write_run_info(results.info));
}

}  // namespace timerlaw::runner
