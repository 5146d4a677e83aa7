// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <set>
#include <thread>

#include "conformance/cli/command.h"
#include "conformance/cli/options.h"
#include "conformance/matrix/drive.h"
#include "conformance/runner/exit_code.h"
#include "conformance/runner/interrupt.h"
#include "conformance/runner/merge.h"
#include "conformance/runner/results_file.h"
#include "conformance/runner/results_folder.h"
#include "conformance/target/target_spec.h"
#include "reports/report.h"

namespace timerlaw::cli {
namespace {

namespace fs = std::filesystem;
using matrix::MatrixRun;

struct Asked {
  matrix::MatrixOptions options;
  Nanos time{-1};
  Nanos shrink_time{-1};
  unsigned at_once = 0;
  bool resume = false;
  bool plan = false;
};

// The last line of a run's messages: why it has no results.
std::string last_message(const MatrixRun& run) {
  const auto text = runner::read_bytes(run.folder + ".log");
  if (!text || text->empty())
    return "it said nothing";
  std::string_view rest = *text;
  const auto begin = rest.find("timerlaw: ");
  rest.remove_prefix(begin == rest.npos ? 0 : begin + std::string_view("timerlaw: ").size());
  return std::string(rest.substr(0, std::min(rest.find('\n'), rest.find("; its last output"))));
}

// The shards of a column as one folder, written anew.
Status merge_shards(const std::vector<const MatrixRun*>& shards, const std::string& out) {
  std::vector<fs::path> folders;
  std::optional<runner::Results> merged;
  for (const MatrixRun* run : shards) {
    if (!fs::exists(fs::path(run->folder) / runner::kRunFile))
      continue;
    auto results = runner::read_folder(run->folder);
    if (!results)
      return Error{results.error()};
    folders.emplace_back(run->folder);
    if (!merged) {
      merged = std::move(*results);
      continue;
    }
    auto both = runner::merge(std::move(*merged), *results);
    if (!both)
      return Error{run->folder + ": " + both.error()};
    merged = std::move(*both);
  }
  if (!merged)
    return Error{last_message(*shards.front())};
  if (!runner::missing_shards(*merged).empty()) {
    merged->info.complete = false;
    merged->info.ended = merged->info.ended.empty() ? "shards are missing" : merged->info.ended;
  }
  std::error_code ignored;
  fs::remove_all(out, ignored);
  return runner::write_merged(*merged, out, folders);
}

reports::MatrixColumn column_of(const matrix::MatrixOptions& options, const std::string& name,
                                const std::vector<const MatrixRun*>& runs) {
  const std::string folder = matrix::column_folder(options, name);
  if (runs.size() > 1)
    if (const Status merged = merge_shards(runs, folder); !merged)
      return {name, folder, std::nullopt, {}, merged.error()};
  reports::MatrixColumn column = reports::load_column(folder, name);
  if (!column.info)
    column.failure = last_message(*runs.front());
  return column;
}

std::vector<reports::MatrixColumn> columns_of(const matrix::MatrixOptions& options,
                                              const std::vector<MatrixRun>& runs) {
  std::vector<reports::MatrixColumn> columns;
  for (std::size_t first = 0; first < runs.size(); first += options.shards) {
    std::vector<const MatrixRun*> shards;
    for (std::size_t i = first; i < first + options.shards; ++i)
      shards.push_back(&runs[i]);
    columns.push_back(column_of(options, runs[first].column, shards));
  }
  return columns;
}

runner::Outcome outcome_of(const std::vector<reports::MatrixColumn>& columns) {
  runner::Outcome outcome;
  for (const reports::MatrixColumn& column : columns)
    outcome = runner::both(outcome, reports::outcome_of(column));
  outcome.signal = runner::interrupted();
  return outcome;
}

Status prepare(const Asked& asked) {
  std::error_code wrong;
  if (!asked.resume)
    return runner::make_folder(asked.options.out);
  fs::create_directories(asked.options.out, wrong);
  return wrong ? Status(Error{"--out " + asked.options.out + ": " + wrong.message()}) : Status(Done{});
}

void tell(const MatrixRun& run, const matrix::Driven& how) {
  const std::string shard =
      run.shard.count == 1 ? "" : " " + std::to_string(run.shard.index) + "/" + std::to_string(run.shard.count);
  const std::string what = how.before     ? "was complete"
                           : how.code < 0 ? "begins"
                                          : "exit code " + std::to_string(how.code);
  std::fprintf(stderr, "timerlaw: %s%s: %s\n", run.column.c_str(), shard.c_str(), what.c_str());
}

int carry_out(Asked& asked) {
  if (asked.time.ns >= 0)
    asked.options.time = asked.time;
  if (asked.shrink_time.ns >= 0)
    asked.options.shrink_time = asked.shrink_time;
  const std::vector<MatrixRun> runs = matrix::plan_matrix(asked.options);
  std::set<std::string> folders;
  for (const MatrixRun& run : runs)
    if (!folders.insert(run.folder).second)
      return complain("two targets would share the folder " + run.folder + ": name each once", runner::kExitUsage);
  if (asked.plan) {
    for (const MatrixRun& run : runs)
      std::printf("%s\n", matrix::command_line(run).c_str());
    return runner::kExitConforms;
  }
  if (const Status ready = prepare(asked); !ready)
    return complain(ready.error(), runner::kExitUsage);
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  matrix::drive(fs::read_symlink("/proc/self/exe").string(), runs, asked.at_once != 0 ? asked.at_once : cores, tell);
  const std::vector<reports::MatrixColumn> columns = columns_of(asked.options, runs);
  const std::string text = reports::matrix_text(columns);
  const fs::path out(asked.options.out);
  for (const Status& written : {runner::replace_file(out / "matrix.txt", text),
                                runner::replace_file(out / "matrix.md", reports::matrix_markdown(columns)),
                                runner::replace_file(out / reports::kMatrixFile, reports::matrix_json(columns))})
    if (!written)
      return complain(written.error(), runner::kExitHarness);
  std::fputs(text.c_str(), stdout);
  return runner::exit_code(outcome_of(columns));
}

}  // namespace

Action add_matrix(CLI::App& app) {
  auto asked = std::make_shared<Asked>();
  matrix::MatrixOptions& options = asked->options;
  CLI::App& command = *app.add_subcommand("matrix", "Run the same programs on many targets: a table, rule x target");
  command.footer(
      "The directed programs, a share of the exhaustive set and random programs, on every target; one folder of "
      "results "
      "each,\nand matrix.txt, matrix.md, matrix.json. --profile auto asks whether each kernel obeys its own law, a "
      "named "
      "profile which\nkernels differ from that one.\n"
      "Example:  timerlaw matrix --targets uml:6.1,uml:6.12,gvisor --out matrix\n"
      "          timerlaw matrix --targets uml:6.12 --shards 4 --out matrix --plan | parallel --joblog log");
  command.add_option("--targets", options.targets, "as --target takes them, between commas")
      ->required()
      ->delimiter(',')
      ->check([](const std::string& target) {
        const auto spec = parse_target(target);
        return spec ? std::string() : spec.error();
      });
  command.add_option("--abi", options.abis, "of the agents, between commas; default: each target's own")
      ->delimiter(',')
      ->check(CLI::IsMember({"x86_64", "i386", "aarch64"}));
  add_profile_option(command, options.profile);
  command.add_option("--programs", options.programs, "random programs on each target")->capture_default_str();
  command
      .add_option("--exhaustive-one-in", options.exhaustive_one_in,
                  "one program in so many of the exhaustive set; 1: all of it, 0: none")
      ->capture_default_str();
  command.add_flag("--no-corpus{false}", options.corpus,
                   "without the directed programs, which wait for a minute in all");
  command.add_flag("--aimed", options.aimed, "every call, swept over +-3 us around an expiry");
  command.add_option("--seed", options.seed, "of the random programs")->capture_default_str();
  command.add_option("--shards", options.shards, "split the programs of each target into so many runs")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  add_duration(command, "--time", asked->time, "end each run after this long");
  add_duration(command, "--shrink-time", asked->shrink_time,
               "of each run, for confirming and shrinking what diverged; default 20s");
  command.add_option("--profile-of", options.profile_of,
                     "TARGET=PROFILE or KIND=PROFILE, as gvisor=ci/profiles/gvisor.toml: another profile for these");
  command.add_option("--expect", options.expect,
                     "expected divergences: a TOML file; or a folder with one for each target, called as its results "
                     "are, and lab.toml for other kernels");
  command.add_option("--at-once", asked->at_once, "runs at once; default: one for each core")
      ->check(CLI::Range(1, 1024));
  command.add_option("--out", options.out, "folder for all results")->required();
  command.add_flag("--resume", asked->resume, "go on with the matrix in --out");
  command.add_flag("--plan", asked->plan, "print one self-contained command for each run, and write nothing");
  return [asked] { return carry_out(*asked); };
}

}  // namespace timerlaw::cli
