// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/resettle.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "conformance/formats/program_text.h"
#include "conformance/formats/trace_text.h"
#include "conformance/runner/kept_traces.h"
#include "conformance/runner/results_file.h"
#include "conformance/runner/settle.h"
#include "conformance/runner/sightings.h"

namespace timerlaw::runner {
namespace {

using KeptPrograms = std::map<std::uint64_t, Program>;

// The records that expectations are about: what diverged, and the programs that are an expectation's own.
Expected<std::map<std::uint64_t, Record>> records_of(const std::filesystem::path& folder) {
  std::map<std::uint64_t, Record> records;
  const auto read = read_results(folder / kResultsFile, [&](const Record& record) {
    if (record.kept || !record.diverged.empty())
      records.emplace(record.index, record);
  });
  if (!read)
    return Error{read.error()};
  return records;
}

Expected<KeptPrograms> programs_of(const std::filesystem::path& folder, std::map<std::uint64_t, Record>& records,
                                   const std::vector<Expectation>& expectations) {
  KeptPrograms programs;
  const auto read = read_kept(folder / kTracesFile, [&](const KeptTrace& one) -> Status {
    const auto record = records.find(one.index);
    if (record == records.end())
      return Done{};
    TraceReader reader(one.text, kTracesFile);
    auto trace = reader.next();
    if (!trace)
      return Error{trace.error()};
    if (!*trace)
      return Done{};
    const Program& program = (**trace).program;
    const bool own = std::ranges::any_of(expectations, [&](const Expectation& e) { return e.program == program; });
    if (own || !record->second.diverged.empty())
      programs.emplace(one.index, program);
    else
      records.erase(record);
    return Done{};
  });
  if (!read)
    return Error{read.error()};
  return programs;
}

// Divergences that no program brought about: a kernel's complaint. An expected one shows by its rule alone, which then
// no record has.
std::vector<FindingInfo> without_program(const RunInfo& info, const Tally& tally) {
  std::vector<FindingInfo> all;
  for (const FindingInfo& one : info.findings)
    if (one.program.empty() && (one.expected.empty() || !tally.diverged.contains(one.rule))) {
      all.push_back(one);
      all.back().expected.clear();
      all.back().link.clear();
    }
  return all;
}

// The findings that were looked into and that nothing explains now.
std::vector<FindingInfo> still_new(const RunInfo& info, const Sightings& sightings, const KeptPrograms& programs) {
  std::vector<FindingInfo> all;
  for (const FindingInfo& one : info.findings) {
    const auto program = programs.find(one.index);
    const Program* known = program == programs.end() ? nullptr : &program->second;
    if (one.expected.empty() && !one.program.empty() && !match(sightings.expectations(), one.rule, known, nullptr))
      all.push_back(one);
  }
  return all;
}

// Of a rule that nobody looked into because it was expected: its first program, as it was.
FindingInfo first_of(const std::string& rule, const Unexplained& unexplained) {
  FindingInfo finding;
  finding.rule = rule;
  finding.index = unexplained.first.front().index;
  finding.seen = unexplained.seen;
  if (unexplained.first.front().program)
    finding.program = to_text(*unexplained.first.front().program);
  finding.observed = unexplained.first.front().said;
  return finding;
}

}  // namespace

Status resettle(const std::filesystem::path& folder, const Expectations& expectations, const Tally& tally,
                RunInfo& info) {
  Expectations here = applicable(expectations, info.facts);
  auto records = records_of(folder);
  if (!records)
    return Error{records.error()};
  const auto programs = programs_of(folder, *records, here.divergences);
  if (!programs)
    return Error{programs.error()};
  Sightings sightings(std::move(here.divergences), {[&](std::uint64_t index) {
                                                      const auto place = programs->find(index);
                                                      return place == programs->end() ? std::nullopt
                                                                                      : std::optional(place->second);
                                                    },
                                                    [&](std::uint64_t index) { return programs->contains(index); },
                                                    [](std::uint64_t) { return std::string(); }});
  for (const auto& [index, record] : *records) {
    Entry entry;
    entry.record = record;
    sightings.add(entry);
  }
  const std::vector<FindingInfo> loose = without_program(info, tally);
  std::vector<FindingInfo> findings = still_new(info, sightings, *programs);
  info.unexplained = 0;
  for (const auto& [rule, unexplained] : sightings.unexplained()) {
    info.unexplained += unexplained.seen;
    if (std::ranges::none_of(findings, [&](const FindingInfo& one) { return one.rule == rule; }))
      findings.push_back(first_of(rule, unexplained));
  }
  for (const FindingInfo& one : loose) {
    if (const auto expected = match(sightings.expectations(), one.rule, nullptr, nullptr)) {
      sightings.explained(*expected, one.index);
      continue;
    }
    ++info.unexplained;
    findings.push_back(one);
  }
  info.findings = std::move(findings);
  info.stale.clear();
  info.unexercised.clear();
  settle(sightings, here.exercised, tally, info);
  return Done{};
}

}  // namespace timerlaw::runner
