// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/run.h"

#include <chrono>
#include <cstdio>

#include "conformance/cli/command.h"
#include "conformance/cli/options.h"
#include "conformance/runner/trace_store.h"
#include "reports/card.h"
#include "reports/closeness.h"
#include "reports/summary.h"

namespace timerlaw::cli {
namespace {

struct Asked {
  runner::RunOptions options;
  std::string keep = "interesting";
  std::string exit_style = "plain";
  Nanos time{-1};
  bool stop_randomly = false;
  std::int64_t programs = -1;
};

runner::Shard read_shard(const std::string& text) {
  const auto wrong = [&] {
    return CLI::ValidationError("--shard", "expected I/N with I from 0 to N-1, found `" + text + "`");
  };
  const auto slash = text.find('/');
  if (slash == std::string::npos)
    throw wrong();
  runner::Shard shard;
  if (!CLI::detail::lexical_cast(text.substr(0, slash), shard.index) ||
      !CLI::detail::lexical_cast(text.substr(slash + 1), shard.count) || shard.index >= shard.count)
    throw wrong();
  return shard;
}

// Small, so that it can be typed again.
std::uint64_t fresh_seed() {
  return static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count() / 1'000'000) %
         1'000'000;
}

void add_plan_options(CLI::App& command, Asked& asked) {
  auto& options = asked.options;
  command.add_option("--programs", asked.programs, "random programs to run")->check(CLI::NonNegativeNumber);
  add_duration(command, "--time", asked.time, "end after this long");
  command.add_flag_callback(
      "--exhaustive", [&options] { options.exhaustive_one_in = 1; },
      "every short sequence of steps, from every prepared state");
  command
      .add_option("--exhaustive-one-in", options.exhaustive_one_in, "of these one program in so many, evenly over all")
      ->check(CLI::Range(1, 1'000'000'000))
      ->excludes("--exhaustive");
  command
      .add_option_function<std::string>(
          "--corpus",
          [&options](const std::string& path) {
            options.corpus = true;
            options.corpus_path = path;
          },
          "the committed programs, those of every edge of the law, and those whose result is certain; default: as "
          "built in")
      ->type_name("DIR|FILE")
      ->expected(0, 1);
  command.add_flag("--aimed", options.aimed, "every call, swept over +-3 us around an expiry");
  command.add_flag("--no-waits{false}", options.waits, "random programs that never sleep, spin or burn");
  options.seed = fresh_seed();
  command.add_option("--seed", options.seed, "of the random programs; default: another each time");
  command
      .add_option("--jobs", options.jobs,
                  "agents at once; default: two for each CPU, one for that of a machine, 32 for gvisor and qemu-user")
      ->check(CLI::Range(1, 1024));
  command
      .add_option_function<std::string>(
          "--shard", [&options](const std::string& text) { options.shard = read_shard(text); },
          "run only the programs i with i mod N = I")
      ->type_name("I/N");
}

void add_result_options(CLI::App& command, Asked& asked) {
  auto& options = asked.options;
  command.add_option("--out", options.out, "folder for the results; default: ./timerlaw-results/UTC-TARGET");
  command.add_flag("--resume", options.resume, "go on with the run in --out")->needs("--out");
  command.add_option("--keep", asked.keep, "which traces to keep")
      ->check(CLI::IsMember({"all", "interesting"}))
      ->capture_default_str();
  command.add_option("--expect", options.expect, "file of expected divergences (TOML)");
  command.add_option("--confirm", options.confirm, "how often to run a diverging program again")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  command
      .add_option("--twins", options.twins,
                  "compare one program in so many with a program that must do the same; 0: none")
      ->capture_default_str();
  add_duration(command, "--shrink-time", options.shrink_time, "for confirming and shrinking, in all; default 20s");
  command.add_flag("--quiet", options.quiet, "no progress");
  command.add_option("--exit-style", asked.exit_style, "exit codes for other callers")
      ->check(CLI::IsMember({"plain", "kselftest", "bisect"}))
      ->capture_default_str();
}

int carry_out(Asked& asked) {
  runner::RunOptions& options = asked.options;
  options.keep_all = asked.keep == "all";
  options.exit_style = *runner::exit_style_of(asked.exit_style);
  if (asked.stop_randomly)
    options.session.stop_randomly = options.seed;
  if (asked.time.ns >= 0)
    options.time = asked.time;
  if (asked.programs >= 0)
    options.programs = static_cast<std::uint64_t>(asked.programs);
  const runner::RunResult result = runner::run(options, reports::write_card);
  const int code = runner::exit_code(result.outcome, options.exit_style);
  if (!result.error.empty())
    return complain(result.error, code);
  if (!result.tally.closest.empty())
    static_cast<void>(
        runner::replace_file(result.folder / reports::kClosenessFile, reports::closeness_table(result.tally)));
  const std::string text = reports::summary_text(
      {result.outcome, result.info, result.tally, result.folder.string(), result.info.unexplained});
  std::fputs(text.c_str(), stdout);
  return code;
}

}  // namespace

Action add_run(CLI::App& app, const std::vector<std::string>& arguments) {
  auto asked = std::make_shared<Asked>();
  CLI::App& command = *app.add_subcommand("run", "Run programs on a target and judge what it did");
  command.footer(
      "Without --programs, --time or a suite: the aimed suite and 100000 random programs, a minute at most.\n"
      "With --time alone: the aimed suite, then random programs until then.\n"
      "Example:  timerlaw run --programs 20000 --seed 7 --expect ci/expect/host.toml");
  asked->options.arguments = arguments;
  add_session_options(command, asked->options.session);
  add_profile_option(command, asked->options.profile);
  add_plan_options(command, *asked);
  add_result_options(command, *asked);
  add_strict_option(command, asked->options.strict);
  add_liveness_option(command, asked->options.liveness);
  command.add_flag("--stop-randomly", asked->stop_randomly,
                   "the agent stops and continues its child at random: no verdict may depend on it");
  return [asked] { return carry_out(*asked); };
}

}  // namespace timerlaw::cli
