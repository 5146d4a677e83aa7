// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

#include "conformance/cli/command.h"
#include "conformance/cli/options.h"
#include "conformance/runner/expectations.h"
#include "conformance/runner/resettle.h"
#include "conformance/runner/results_folder.h"
#include "conformance/runner/run.h"
#include "conformance/runner/trace_store.h"
#include "conformance/target/target_spec.h"
#include "reports/card.h"
#include "reports/cards.h"
#include "reports/gate_text.h"
#include "reports/html/html_report.h"
#include "reports/json.h"
#include "reports/junit.h"
#include "reports/ktap.h"
#include "reports/markdown.h"
#include "reports/proposals.h"
#include "reports/report.h"

namespace timerlaw::cli {
namespace {

namespace fs = std::filesystem;

// The gate's list of programs is the same each time: the corpus, one program in so many of the exhaustive set, and
// random ones of one seed. On a host of two CPUs that takes less than a minute.
constexpr std::uint64_t kExhaustiveOneIn = 400;
constexpr std::uint64_t kPrograms = 5'000;
constexpr std::uint64_t kSeed = 1;

struct Asked {
  std::vector<std::string> folders;
  runner::RunOptions options;
  std::uint64_t programs = kPrograms;
  Nanos budget{-1};
  bool update = false;
  std::string exit_style = "plain";
};

Status write_reports(const reports::Report& report, const fs::path& out) {
  for (const auto& [name, text] :
       {std::pair{"junit.xml", reports::junit_report(report)}, std::pair{"report.ktap", reports::ktap_report(report)},
        std::pair{"report.md", reports::markdown_report(report)},
        std::pair{"report.json", reports::json_report(report)}, std::pair{"report.html", reports::html_report(report)}})
    if (Status written = runner::replace_file(out / name, text); !written)
      return written;
  return Done{};
}

// Where GitHub shows what a job has to say.
void add_to_step_summary(const reports::Report& report) {
  const char* file = std::getenv("GITHUB_STEP_SUMMARY");
  if (file == nullptr || *file == '\0')
    return;
  std::ofstream out(file, std::ios::app);
  if (!(out << reports::gate_markdown(report)).flush())
    complain(std::string("GITHUB_STEP_SUMMARY: ") + file + " cannot be written", 0);
}

Status update(const reports::Report& report, const runner::Expectations& existing, const std::string& file) {
  const reports::Proposals proposals = reports::propose(report, existing);
  for (const std::string& stale : proposals.stale)
    std::fprintf(stderr, "timerlaw: %s: delete the stale entry %s\n", file.c_str(), stale.c_str());
  if (proposals.toml.empty()) {
    std::fprintf(stderr, "timerlaw: %s: nothing to add\n", file.c_str());
    return Done{};
  }
  std::string text;
  if (std::error_code ignored; fs::exists(file, ignored)) {
    auto known = runner::read_bytes(file);
    if (!known)
      return Error{known.error()};
    text = std::move(*known);
  }
  if (const Status written = runner::replace_file(file, text + proposals.toml); !written)
    return written;
  std::fprintf(stderr, "timerlaw: %s: %zu entries added; say in each why, in place of %s\n", file.c_str(),
               proposals.entries, std::string(runner::kReasonGap).c_str());
  return Done{};
}

// The expectations, if there are any. With --update, a file that is not there yet has none.
Expected<std::optional<runner::Expectations>> expectations_of(const Asked& asked) {
  const std::string& file = asked.options.expect;
  std::error_code ignored;
  if (file.empty() || (asked.update && !fs::exists(file, ignored)))
    return std::optional<runner::Expectations>();
  auto read = runner::read_expectations(file);
  if (!read)
    return Error{read.error()};
  return std::optional(std::move(*read));
}

// Prints, writes, proposes; `code` is what the results say.
int tell(const Asked& asked, const reports::Report& report, const std::optional<runner::Expectations>& expectations,
         const fs::path& out, int code) {
  std::fputs(reports::gate_text(report).c_str(), stdout);
  if (!out.empty()) {
    if (const Status written = write_reports(report, out); !written)
      return complain(written.error(), runner::kExitHarness);
    std::printf("  written     %s: junit.xml, report.html, .md, .json, .ktap\n", out.string().c_str());
  }
  add_to_step_summary(report);
  if (asked.update)
    if (const Status updated = update(report, expectations.value_or(runner::Expectations{}), asked.options.expect);
        !updated)
      return complain(updated.error(), runner::kExitUsage);
  return code;
}

int judge_saved(const Asked& asked, runner::ExitStyle style) {
  const auto wrong = [&](const std::string& why) {
    return complain(why, runner::exit_code({.bad_input = true}, style));
  };
  const auto expectations = expectations_of(asked);
  if (!expectations)
    return wrong(expectations.error());
  auto report = reports::load_report(asked.folders);
  if (!report)
    return wrong(report.error());
  for (reports::TargetReport& target : report->targets) {
    if (!*expectations || !target.column.info)
      continue;
    if (const Status settled =
            runner::resettle(target.column.folder, **expectations, target.column.tally, *target.column.info);
        !settled)
      return wrong(settled.error());
    target.unexplained = target.column.info->unexplained;
    target.outcome = reports::outcome_of(target.column);
    target.cards = reports::load_cards(target.column.folder, *target.column.info);
  }
  if (!asked.options.out.empty())
    if (const Status made = runner::make_folder(asked.options.out); !made)
      return wrong(made.error());
  return tell(asked, *report, *expectations, asked.options.out, runner::exit_code(outcome_of(*report), style));
}

int judge_target(Asked& asked, runner::ExitStyle style) {
  runner::RunOptions& options = asked.options;
  const auto expectations = expectations_of(asked);
  if (!expectations)
    return complain(expectations.error(), runner::exit_code({.bad_input = true}, style));
  const std::string file = options.expect;
  if (!*expectations)
    options.expect.clear();
  options.corpus = true;
  options.programs = asked.programs;
  // How far shrinking gets is time's, and the gate's answer must not be.
  options.match_shrunk = false;
  options.must_exercise = true;
  options.session.allow_set_clock |= has_a_clock_of_its_own(options.session.target);
  options.exit_style = style;
  if (asked.budget.ns >= 0)
    options.budget = asked.budget;
  const runner::RunResult result = runner::run(options, reports::write_card);
  const int code = runner::exit_code(result.outcome, style);
  options.expect = file;
  if (!result.error.empty())
    return complain(result.error, code);
  const auto report = reports::load_report({result.folder.string()});
  if (!report)
    return complain(report.error(), runner::exit_code({.harness_failed = true}, style));
  return tell(asked, *report, *expectations, result.folder, code);
}

int carry_out(Asked& asked, bool target_given) {
  const runner::ExitStyle style = *runner::exit_style_of(asked.exit_style);
  if (asked.update && asked.options.expect.empty())
    return complain("--update needs --expect FILE: the file to add to", runner::exit_code({.bad_input = true}, style));
  if (!asked.folders.empty() && target_given)
    return complain("either RESULTS or --target: saved results are judged as they are",
                    runner::exit_code({.bad_input = true}, style));
  return asked.folders.empty() ? judge_target(asked, style) : judge_saved(asked, style);
}

}  // namespace

Action add_gate(CLI::App& app, const std::vector<std::string>& arguments) {
  auto asked = std::make_shared<Asked>();
  runner::RunOptions& options = asked->options;
  options.arguments = arguments;
  options.seed = kSeed;
  options.exhaustive_one_in = kExhaustiveOneIn;
  CLI::App& command = *app.add_subcommand("gate", "Judge saved results, or a target, against a file of expectations");
  command.footer("Without RESULTS: runs the programs of the expectations, the corpus, one in " +
                 std::to_string(kExhaustiveOneIn) + " of the exhaustive set and " + std::to_string(kPrograms) +
                 " random ones. They may\nset the clock of a machine that is started for them.\nThe same kernel and "
                 "seed give the same exit code: 0 conforms, 1 new divergence, 3 stale "
                 "expectation, 4 not finished or not exercised.\n"
                 "Example:  timerlaw gate --target host --expect ci/expect/host.toml --out gate");
  command.add_option("RESULTS", asked->folders, "folders of runs, or of a matrix; none: a target is run");
  command.add_option("--expect", options.expect, "file of expected divergences (TOML)");
  command.add_option("--out", options.out,
                     "folder for the reports, and for a target's results; default for these: "
                     "./timerlaw-results/UTC-TARGET");
  command.add_flag("--update", asked->update, "add to --expect what it lacks, with the reasons left to be written");
  add_duration(command, "--budget", asked->budget,
               "a run that takes longer has failed: exit code 4. It does not choose programs");
  command.add_option("--corpus", options.corpus_path, "a corpus of your own; default: as built in")
      ->type_name("DIR|FILE");
  command.add_option("--programs", asked->programs, "random programs")->capture_default_str();
  command.add_option("--exhaustive-one-in", options.exhaustive_one_in, "of the exhaustive set; 0: none of it")
      ->capture_default_str();
  command.add_option("--seed", options.seed, "of the random programs")->capture_default_str();
  command
      .add_option("--jobs", options.jobs,
                  "agents at once; default: two for each CPU, one for that of a machine, 32 for gvisor and qemu-user")
      ->check(CLI::Range(1, 1024));
  add_session_options(command, options.session);
  add_profile_option(command, options.profile);
  add_strict_option(command, options.strict);
  add_liveness_option(command, options.liveness);
  add_duration(command, "--shrink-time", options.shrink_time, "for confirming and shrinking, in all; default 20s");
  command.add_flag("--quiet", options.quiet, "no progress");
  command.add_option("--exit-style", asked->exit_style, "exit codes for other callers")
      ->check(CLI::IsMember({"plain", "kselftest", "bisect"}))
      ->capture_default_str();
  return [asked, &command] { return carry_out(*asked, command.count("--target") != 0); };
}

}  // namespace timerlaw::cli
