// SPDX-License-Identifier: Apache-2.0
#include "conformance/bench/bench.h"

#include <iostream>

#include "conformance/cli/command.h"
#include "conformance/cli/options.h"
#include "conformance/runner/exit_code.h"

namespace timerlaw::cli {

Action add_bench(CLI::App& app) {
  auto asked = std::make_shared<BenchOptions>();
  CLI::App& command = *app.add_subcommand("bench", "Measure how fast each stage of the pipeline is here");
  command.footer("Example:  timerlaw bench --programs 100000 --rounds 5");
  add_session_options(command, asked->session);
  command.add_option("--seed", asked->seed, "of the random programs")->capture_default_str();
  command.add_option("--programs", asked->programs, "programs per measurement")
      ->check(CLI::Range(std::uint64_t{100}, std::uint64_t{100'000'000}))
      ->capture_default_str();
  command.add_option("--rounds", asked->rounds, "repetitions; the median is printed")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  return [asked] {
    const Status status = run_bench(*asked, std::cout);
    return status ? int{runner::kExitConforms} : complain(status.error(), runner::kExitHarness);
  };
}

}  // namespace timerlaw::cli
