// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <utility>

#include "conformance/cli/command.h"
#include "conformance/runner/exit_code.h"
#include "conformance/runner/interrupt.h"
#include "conformance/runner/run_info.h"

namespace timerlaw::cli {

int complain(const std::string& message, int exit_code) {
  std::fprintf(stderr, "timerlaw: %s\n", message.c_str());
  return exit_code;
}

}  // namespace timerlaw::cli

int main(int argc, char** argv) {
  using namespace timerlaw;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  CLI::App app("timerlaw judges a kernel's timers against the law of Linux timers.", "timerlaw");
  app.set_version_flag("--version", "timerlaw " TIMERLAW_VERSION " (commit " TIMERLAW_COMMIT ", results schema " +
                                        std::to_string(runner::kResultsSchema) + ")");
  app.require_subcommand(1);
  app.footer(
      "Begin with:  timerlaw run\nExit codes: 0 conforms, 1 new divergence, 2 wrong usage or input, 3 stale "
      "expectation, 4 harness failed.");

  std::vector<std::pair<std::string, cli::Action>> actions;
  actions.emplace_back("run", cli::add_run(app, arguments));
  actions.emplace_back("gate", cli::add_gate(app, arguments));
  actions.emplace_back("check", cli::add_check(app));
  actions.emplace_back("gen", cli::add_gen(app));
  actions.emplace_back("exec", cli::add_exec(app));
  actions.emplace_back("simulate", cli::add_simulate(app));
  actions.emplace_back("shrink", cli::add_shrink(app));
  actions.emplace_back("reproduce", cli::add_reproduce(app));
  actions.emplace_back("rules", cli::add_rules(app));
  actions.emplace_back("explain", cli::add_explain(app));
  actions.emplace_back("selftest", cli::add_selftest(app));
  actions.emplace_back("agent", cli::add_agent(app));
  actions.emplace_back("merge", cli::add_merge(app));
  actions.emplace_back("bench", cli::add_bench(app));
  actions.emplace_back("identify", cli::add_identify(app));
  actions.emplace_back("targets", cli::add_targets(app));
  actions.emplace_back("matrix", cli::add_matrix(app));
  actions.emplace_back("report", cli::add_report(app));
  actions.emplace_back("diff-profiles", cli::add_diff_profiles(app));
  actions.emplace_back("edges", cli::add_edges(app));
  actions.emplace_back("docs", cli::add_docs(app));

  // CLI11 only says that a subcommand is missing.
  const auto named = [&](const auto& action) { return action.first == arguments[0]; };
  if (!arguments.empty() && !arguments[0].starts_with("-") && std::none_of(actions.begin(), actions.end(), named))
    return cli::complain("no command " + arguments[0] + "; `timerlaw --help` lists them", runner::kExitUsage);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    // Help and version are no errors; everything else is wrong usage, whatever CLI11 numbers it.
    return app.exit(wrong) == 0 ? runner::kExitConforms : runner::kExitUsage;
  }
  runner::watch_for_interrupts();
  for (const auto& [name, action] : actions)
    if (app.got_subcommand(name))
      return action();
  return runner::kExitUsage;
}
