// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <cstdio>

#include "conformance/cli/command.h"
#include "conformance/runner/exit_code.h"
#include "conformance/runner/trace_store.h"
#include "conformance/target/command.h"

namespace timerlaw::cli {
namespace {

int carry_out(const std::string& abi) {
  if (isatty(STDOUT_FILENO) != 0)
    return complain("the agent is a binary: redirect stdout to a file", runner::kExitUsage);
  const auto path = find_agent("", abi);
  if (!path)
    return complain(path.error(), runner::kExitHarness);
  const auto bytes = runner::read_bytes(*path);
  if (!bytes)
    return complain(bytes.error(), runner::kExitHarness);
  if (std::fwrite(bytes->data(), 1, bytes->size(), stdout) != bytes->size() || std::fflush(stdout) != 0)
    return complain("could not write the whole agent to stdout", runner::kExitHarness);
  return runner::kExitConforms;
}

}  // namespace

Action add_agent(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("agent", "Write the agent's binary to stdout, to take it to a target");
  command.footer("Example:  timerlaw agent --abi i386 > agent; chmod +x agent");
  auto abi = std::make_shared<std::string>(built_abis().front());
  command.add_option("--abi", *abi, "of the agent")->check(CLI::IsMember(built_abis()))->capture_default_str();
  return [abi] { return carry_out(*abi); };
}

}  // namespace timerlaw::cli
