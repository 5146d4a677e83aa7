// SPDX-License-Identifier: Apache-2.0
// The subcommands of `timerlaw`, one file each.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace timerlaw::cli {

// What a subcommand does once its options are read; returns the exit code.
using Action = std::function<int()>;

// Adds the subcommand and its options to the application.
Action add_run(CLI::App& app, const std::vector<std::string>& arguments);
Action add_gate(CLI::App& app, const std::vector<std::string>& arguments);
Action add_gen(CLI::App& app);
Action add_exec(CLI::App& app);
Action add_check(CLI::App& app);
Action add_simulate(CLI::App& app);
Action add_shrink(CLI::App& app);
Action add_rules(CLI::App& app);
Action add_explain(CLI::App& app);
Action add_selftest(CLI::App& app);
Action add_agent(CLI::App& app);
Action add_merge(CLI::App& app);
Action add_bench(CLI::App& app);
Action add_identify(CLI::App& app);
Action add_targets(CLI::App& app);
Action add_matrix(CLI::App& app);
Action add_report(CLI::App& app);
Action add_diff_profiles(CLI::App& app);
Action add_edges(CLI::App& app);
Action add_reproduce(CLI::App& app);
Action add_docs(CLI::App& app);

// A line on stderr, `timerlaw: …`; returns the exit code, to be returned.
int complain(const std::string& message, int exit_code);

}  // namespace timerlaw::cli
