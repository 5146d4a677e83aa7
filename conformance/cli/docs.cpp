// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "conformance/cli/command.h"
#include "conformance/cli/man_page.h"
#include "conformance/runner/exit_code.h"

namespace timerlaw::cli {
namespace {

int carry_out(const CLI::App& app, const std::string& kind) {
  const std::string text = kind == "man"    ? man_page(app)
                           : kind == "bash" ? bash_completion(app)
                           : kind == "zsh"  ? zsh_completion(app)
                                            : fish_completion(app);
  std::fputs(text.c_str(), stdout);
  return runner::kExitConforms;
}

}  // namespace

// For packages: --help does not list it.
Action add_docs(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("docs", "Print the manual page, or the completions of a shell");
  command.group("");
  command.footer("Example:  timerlaw docs bash > /etc/bash_completion.d/timerlaw");
  auto kind = std::make_shared<std::string>();
  command.add_option("KIND", *kind, "what to print")->required()->check(CLI::IsMember({"man", "bash", "zsh", "fish"}));
  return [&app, kind] { return carry_out(app, *kind); };
}

}  // namespace timerlaw::cli
