// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/results_folder.h"

#include <array>
#include <chrono>
#include <ctime>
#include <system_error>
#include <utility>

#include "conformance/runner/results_file.h"

namespace timerlaw::runner {
namespace fs = std::filesystem;

fs::path default_folder(const std::string& target) {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 32> stamp;
  std::strftime(stamp.data(), stamp.size(), "%Y%m%dT%H%M%SZ", &utc);
  std::string name;
  for (const char c : public_target(target))
    name += c == ':' || c == '/' ? '-' : c;
  return fs::path("timerlaw-results") / (std::string(stamp.data()) + "-" + name);
}

Status make_folder(const fs::path& folder) {
  std::error_code wrong;
  fs::create_directories(folder, wrong);
  if (wrong)
    return Error{"--out " + folder.string() + ": " + wrong.message()};
  const bool empty = fs::is_empty(folder, wrong);
  if (wrong)
    return Error{"--out " + folder.string() + ": " + wrong.message()};
  if (!empty)
    return Error{"--out " + folder.string() + ": not empty; give another folder, or --resume to go on with its run"};
  return Done{};
}

Expected<std::optional<Resumed>> resume_folder(const fs::path& folder, const RunInfo& info,
                                               const std::function<void(const Record&)>& each) {
  std::error_code ignored;
  if (!fs::exists(folder / kRunFile, ignored)) {
    if (fs::exists(folder / kResultsFile, ignored))
      return Error{"--resume: " + (folder / kRunFile).string() + " is missing; start again with another --out"};
    const Status made = make_folder(folder);
    if (!made)
      return Error{made.error()};
    return std::optional<Resumed>();
  }
  Resumed resumed;
  auto before = read_run_info((folder / kRunFile).string());
  if (!before)
    return Error{before.error()};
  resumed.info = std::move(*before);
  std::string differs = difference(resumed.info, info);
  if (differs.empty() && resumed.info.shards != info.shards)
    differs = "shard";
  if (!differs.empty())
    return Error{"--resume: " + folder.string() + " holds another run (" + differs +
                 "): give the same options, or another --out"};
  if (!fs::exists(folder / kResultsFile, ignored))
    return std::optional(std::move(resumed));

  std::string out_of_order;
  const auto read = read_results(folder / kResultsFile, [&](const Record& record) {
    if (out_of_order.empty() && record.index != info.shard.position(resumed.next))
      out_of_order = "record " + std::to_string(resumed.next + 1) + " is of program " + std::to_string(record.index);
    ++resumed.next;
    resumed.tally.add(record);
    each(record);
  });
  if (!read)
    return Error{read.error()};
  if (!out_of_order.empty())
    return Error{"--resume: " + (folder / kResultsFile).string() + " is damaged: " + out_of_order};
  resumed.good_bytes = read->good_bytes;
  return std::optional(std::move(resumed));
}

}  // namespace timerlaw::runner
