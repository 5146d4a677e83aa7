// SPDX-License-Identifier: Apache-2.0
#include "conformance/selftest/selftest.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <thread>
#include <utility>

#include "conformance/cli/command.h"
#include "conformance/cli/options.h"
#include "conformance/runner/exit_code.h"
#include "conformance/runner/results_file.h"
#include "conformance/runner/trace_store.h"
#include "conformance/versions/profile_choice.h"

namespace timerlaw::cli {
namespace {

struct Asked {
  SelftestOptions simulated;
  LawSelftestOptions law;
  std::vector<std::string> traces;  // empty: break the simulated kernel
  std::string profile = "auto";
};

// The traces of a file, or of a folder of results.
Expected<std::vector<Recorded>> read_traces(const std::string& given) {
  std::error_code ignored;
  const bool folder = given != "-" && std::filesystem::is_directory(given, ignored);
  const std::string file = folder ? (std::filesystem::path(given) / runner::kTracesFile).string() : given;
  std::vector<Recorded> traces;
  const auto read = runner::read_text(file, [&](std::string_view text) -> Status {
    auto more = parse_traces(text, file);
    if (!more)
      return Error{more.error()};
    traces.insert(traces.end(), std::move_iterator(more->begin()), std::move_iterator(more->end()));
    return Done{};
  });
  if (!read)
    return Error{read.error()};
  return traces;
}

int break_the_law(const Asked& asked) {
  std::vector<Recorded> traces;
  for (const std::string& file : asked.traces) {
    auto more = read_traces(file);
    if (!more)
      return complain(more.error(), runner::kExitUsage);
    traces.insert(traces.end(), std::move_iterator(more->begin()), std::move_iterator(more->end()));
  }
  const auto choice = versions::ProfileChoice::read(asked.profile);
  if (!choice)
    return complain(choice.error(), runner::kExitUsage);
  const auto profile = choice->of(traces.empty() ? TargetFacts{} : traces.front().facts);
  if (!profile)
    return complain(profile.error(), runner::kExitUsage);
  return run_law_selftest(traces, **profile, asked.law, std::cout, std::cerr);
}

}  // namespace

Action add_selftest(CLI::App& app) {
  auto asked = std::make_shared<Asked>();
  CLI::App& command = *app.add_subcommand("selftest", "The oracle's own test: does it notice a broken kernel?");
  command.footer(
      "With --law, breaks the law instead, rule by rule, and judges saved real traces again.\n"
      "Example:  timerlaw selftest --programs 500");
  SelftestOptions& simulated = asked->simulated;
  simulated.jobs = std::max(1u, std::thread::hardware_concurrency());
  command.add_option("--programs", simulated.programs, "of each generator at each bracket width, for each mutant")
      ->capture_default_str();
  command.add_option("--clean-programs", simulated.clean_programs, "the same for the unbroken kernel")
      ->capture_default_str();
  command.add_option("--seed", simulated.seed, "of programs and latencies")->capture_default_str();
  command.add_option("--jobs", simulated.jobs, "threads; default: one for each CPU")->check(CLI::Range(1, 1024));
  command.add_option("--mutant", simulated.mutants, "only these; default: all");
  auto* law = command.add_option("--law", asked->traces, "traces, plain or .zst, or folders of results; - is stdin")
                  ->type_name("TRACES");
  command.add_option("--steps-per-rule", asked->law.steps_per_rule, "that a rule decided and that are changed")
      ->needs(law)
      ->capture_default_str();
  add_profile_option(command, asked->profile);
  return [asked] {
    return asked->traces.empty() ? run_selftest(asked->simulated, std::cout, std::cerr) : break_the_law(*asked);
  };
}

}  // namespace timerlaw::cli
