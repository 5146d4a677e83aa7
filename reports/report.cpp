// SPDX-License-Identifier: Apache-2.0
#include "reports/report.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <future>
#include <nlohmann/json.hpp>
#include <utility>

#include "conformance/runner/results_file.h"
#include "conformance/runner/settle.h"
#include "reports/cards.h"

namespace timerlaw::reports {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// Keeps the greatest, the earlier program before a later one.
void keep_greatest(std::vector<Spot>& spots, const Spot& spot,
                   const std::function<bool(const Spot&, const Spot&)>& more) {
  if (spots.size() == kSpots && !more(spot, spots.back()))
    return;
  spots.insert(std::ranges::upper_bound(spots, spot, more), spot);
  if (spots.size() > kSpots)
    spots.pop_back();
}

Spot spot_of(const runner::Record& record) {
  Spot spot{record.index, {0}, record.steps[static_cast<std::size_t>(Verdict::weak)], 0};
  if (!record.late.empty())
    spot.late = {*std::ranges::max_element(record.late)};
  for (const std::uint32_t count : record.steps)
    spot.steps += count;
  return spot;
}

MatrixColumn read_column(const std::string& folder, const std::string& name,
                         const std::function<void(const runner::Record&)>& each) {
  MatrixColumn column;
  column.name = name;
  column.folder = folder;
  auto info = runner::read_run_info((fs::path(folder) / runner::kRunFile).string());
  if (!info) {
    column.failure = info.error();
    return column;
  }
  column.info = std::move(*info);
  if (name.empty())
    column.name = column.info->target;
  const auto read = runner::read_results(fs::path(folder) / runner::kResultsFile, [&](const runner::Record& record) {
    column.tally.add(record);
    each(record);
  });
  if (!read)
    column.failure = read.error();
  return column;
}

TargetReport load_target(const std::string& folder, const std::string& name) {
  TargetReport target;
  target.column = read_column(folder, name, [&](const runner::Record& record) {
    const Spot spot = spot_of(record);
    if (spot.late.ns > 0)
      keep_greatest(target.latest, spot, [](const Spot& a, const Spot& b) { return a.late.ns > b.late.ns; });
    if (spot.weak > 0)
      keep_greatest(target.weakest, spot, [](const Spot& a, const Spot& b) { return a.weak > b.weak; });
  });
  if (!target.column.info)
    return target;
  target.outcome = outcome_of(target.column);
  target.unexplained = target.column.info->unexplained;
  target.cards = load_cards(folder, *target.column.info);
  return target;
}

struct Place {
  std::string folder;
  std::string name;     // empty: the target's
  std::string failure;  // why there are no results
};

// The columns of a matrix, as its table names them.
Expected<std::vector<Place>> matrix_places(const fs::path& folder) {
  const fs::path table = folder / kMatrixFile;
  const auto bytes = runner::read_bytes(table.string());
  if (!bytes)
    return Error{bytes.error()};
  std::vector<Place> places;
  try {
    const Json json = Json::parse(*bytes);
    for (const Json& target : json.at("targets"))
      places.push_back(
          {(folder / target.at("folder").get<std::string>()).string(), target.at("name"), target.value("failure", "")});
  } catch (const Json::exception& wrong) {
    return Error{table.string() + ": not the table of a matrix: " + wrong.what()};
  }
  return places;
}

Expected<std::vector<Place>> places_of(const std::vector<std::string>& folders) {
  std::vector<Place> places;
  for (const std::string& folder : folders) {
    std::error_code ignored;
    if (fs::exists(fs::path(folder) / runner::kRunFile, ignored)) {
      places.push_back({folder, "", ""});
      continue;
    }
    if (!fs::exists(fs::path(folder) / kMatrixFile, ignored))
      return Error{folder + ": neither the results of a run (" + std::string(runner::kRunFile) + ") nor of a matrix (" +
                   kMatrixFile + ")"};
    auto columns = matrix_places(folder);
    if (!columns)
      return Error{columns.error()};
    places.insert(places.end(), columns->begin(), columns->end());
  }
  return places;
}

// Two columns of one name are told apart by kernel, then by folder.
void name_apart(std::vector<TargetReport>& targets) {
  const auto shared = [&](const TargetReport& one) {
    return std::ranges::count_if(targets, [&](const auto& t) { return t.column.name == one.column.name; }) > 1;
  };
  const auto extend = [&](const std::function<std::string(const MatrixColumn&)>& more) {
    std::vector<TargetReport*> doubtful;
    for (TargetReport& target : targets)
      if (shared(target))
        doubtful.push_back(&target);
    for (TargetReport* target : doubtful)
      target->column.name += " " + more(target->column);
  };
  extend([](const MatrixColumn& c) { return c.info ? c.info->facts.release : std::string("?"); });
  extend([](const MatrixColumn& c) { return c.info ? c.info->facts.abi : std::string("?"); });
  extend([](const MatrixColumn& c) { return fs::path(c.folder).lexically_normal().filename().string(); });
}

}  // namespace

MatrixColumn load_column(const std::string& folder, const std::string& name) {
  return read_column(folder, name, [](const runner::Record&) {});
}

runner::Outcome outcome_of(const MatrixColumn& column) {
  runner::Outcome outcome = column.info ? runner::outcome_of(*column.info) : runner::Outcome{};
  outcome.harness_failed = outcome.harness_failed || !column.info || !column.failure.empty();
  return outcome;
}

runner::Outcome outcome_of(const Report& report) {
  runner::Outcome all;
  for (const TargetReport& target : report.targets)
    all = runner::both(all, target.outcome);
  return all;
}

Expected<Report> load_report(const std::vector<std::string>& folders) {
  const auto places = places_of(folders);
  if (!places)
    return Error{places.error()};
  std::vector<std::future<TargetReport>> loading;
  for (const Place& place : *places)
    loading.push_back(std::async(std::launch::async, [&place] { return load_target(place.folder, place.name); }));
  Report report;
  for (std::size_t i = 0; i < loading.size(); ++i) {
    TargetReport target = loading[i].get();
    if (!target.column.info) {
      target.outcome.harness_failed = true;
      if (!(*places)[i].failure.empty())
        target.column.failure = (*places)[i].failure;
    }
    report.targets.push_back(std::move(target));
  }
  if (report.targets.size() == 1 && !report.targets.front().column.info)
    return Error{report.targets.front().column.failure};
  name_apart(report.targets);
  return report;
}

}  // namespace timerlaw::reports
