// SPDX-License-Identifier: Apache-2.0
#include "conformance/matrix/plan.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "conformance/runner/run_info.h"
#include "conformance/target/target_spec.h"

namespace timerlaw::matrix {
namespace {

std::string as_file_name(const std::string& column) {
  std::string name;
  for (const char c : runner::public_target(column)) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '_';
    if (plain)
      name += c;
    else if (!name.empty() && name.back() != '-')
      name += '-';
  }
  return name;
}

bool needs_quotes(const std::string& word) {
  return word.empty() || !std::ranges::all_of(word, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("-_./:=+,@%").find(c) != std::string_view::npos;
         });
}

std::string quoted(const std::string& word) {
  if (!needs_quotes(word))
    return word;
  std::string text = "'";
  for (const char c : word)
    text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

// As many runs go on at once as there are CPUs: each has one.
unsigned jobs_for(const std::string& target) {
  const auto spec = parse_target(target);
  return usual_jobs(spec ? spec->kind : TargetKind::host, 1);
}

std::string profile_of(const MatrixOptions& options, const std::string& target) {
  std::string profile = options.profile;
  for (const std::string& one : options.profile_of) {
    const std::size_t equals = std::min(one.find('='), one.size() - 1);
    const std::string_view name = std::string_view(one).substr(0, equals);
    if (name == target || name == std::string_view(target).substr(0, target.find(':')))
      profile = one.substr(equals + 1);
  }
  return profile;
}

// Empty: nothing is expected of it.
std::string expect_of(const MatrixOptions& options, const std::string& column) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (!fs::is_directory(options.expect, ignored))
    return options.expect;
  const fs::path own = fs::path(options.expect) / (as_file_name(column) + ".toml");
  if (fs::exists(own, ignored))
    return own.string();
  const bool of_the_lab = column.starts_with("uml:") || column.starts_with("qemu:");
  return of_the_lab ? (fs::path(options.expect) / "lab.toml").string() : "";
}

MatrixRun make_run(const MatrixOptions& options, const std::string& target, const std::string& abi,
                   runner::Shard shard) {
  MatrixRun run;
  run.column = abi.empty() ? target : target + " " + abi;
  run.shard = shard;
  run.folder = column_folder(options, run.column);
  if (shard.count > 1)
    run.folder += ".shard-" + std::to_string(shard.index) + "-of-" + std::to_string(shard.count);
  std::vector<std::string>& words = run.arguments;
  const auto add = [&](const char* name, const std::string& value) {
    words.emplace_back(name);
    words.push_back(value);
  };
  words.emplace_back("run");
  add("--target", target);
  if (!abi.empty())
    add("--abi", abi);
  if (has_a_clock_of_its_own(target))
    words.emplace_back("--allow-set-clock");
  add("--profile", profile_of(options, target));
  if (options.corpus)
    words.emplace_back("--corpus");
  if (options.exhaustive_one_in != 0)
    add("--exhaustive-one-in", std::to_string(options.exhaustive_one_in));
  if (options.aimed)
    words.emplace_back("--aimed");
  add("--programs", std::to_string(options.programs));
  add("--seed", std::to_string(options.seed));
  if (shard.count > 1)
    add("--shard", std::to_string(shard.index) + "/" + std::to_string(shard.count));
  if (options.time)
    add("--time", std::to_string(options.time->ns) + "ns");
  if (options.shrink_time)
    add("--shrink-time", std::to_string(options.shrink_time->ns) + "ns");
  if (const std::string expect = expect_of(options, run.column); !expect.empty())
    add("--expect", expect);
  add("--jobs", std::to_string(jobs_for(target)));
  words.emplace_back("--quiet");
  add("--out", run.folder);
  words.emplace_back("--resume");
  return run;
}

}  // namespace

std::string column_folder(const MatrixOptions& options, const std::string& column) {
  return options.out + "/" + as_file_name(column);
}

std::vector<MatrixRun> plan_matrix(const MatrixOptions& options) {
  const std::vector<std::string> own_abi = {""};
  std::vector<MatrixRun> runs;
  for (const std::string& target : options.targets)
    for (const std::string& abi : options.abis.empty() ? own_abi : options.abis)
      for (std::uint64_t shard = 0; shard < options.shards; ++shard)
        runs.push_back(make_run(options, target, abi, {shard, options.shards}));
  return runs;
}

std::string command_line(const MatrixRun& run) {
  std::string line = "timerlaw";
  for (const std::string& word : run.arguments)
    line += " " + quoted(word);
  return line;
}

}  // namespace timerlaw::matrix
