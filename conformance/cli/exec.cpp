// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "conformance/cli/command.h"
#include "conformance/cli/options.h"
#include "conformance/formats/trace_text.h"
#include "conformance/runner/exit_code.h"
#include "conformance/runner/interrupt.h"
#include "conformance/runner/interruptible.h"

namespace timerlaw::cli {
namespace {

struct Asked {
  std::string file;
  SessionOptions session;
};

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

int carry_out(const Asked& asked) {
  const auto programs = read_programs(asked.file);
  if (!programs)
    return complain(programs.error(), runner::kExitUsage);
  auto started = Session::start(asked.session);
  if (!started)
    return complain(started.error(), runner::kExitHarness);
  Session& session = **started;
  const runner::Interruptible interruptible(session);
  print(to_text(session.facts()));
  // One at a time: each trace is out before the next program may take the target down.
  for (std::size_t i = 0; i < programs->size(); ++i) {
    if (runner::interrupted() != 0)
      return runner::kExitSignal + runner::interrupted();
    Status sent = session.send(i, (*programs)[i]);
    if (sent)
      sent = session.flush();
    const auto received = session.receive();
    if (!received && runner::interrupted() != 0)
      return runner::kExitSignal + runner::interrupted();
    if (!received)
      return complain(received.error(), runner::kExitHarness);
    if (!*received)
      return complain("the agent ended before it ran program " + std::to_string(i), runner::kExitHarness);
    print(to_text((*received)->trace));
  }
  return runner::kExitConforms;
}

}  // namespace

Action add_exec(CLI::App& app) {
  auto asked = std::make_shared<Asked>();
  CLI::App& command = *app.add_subcommand("exec", "Run the programs of a file on a target and print their traces");
  command.footer("Example:  timerlaw exec some.programs > some.traces; timerlaw check some.traces");
  command.add_option("FILE", asked->file, "programs; - is stdin")->required();
  add_session_options(command, asked->session);
  return [asked] { return carry_out(*asked); };
}

}  // namespace timerlaw::cli
