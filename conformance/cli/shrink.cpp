// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>
#include <optional>

#include "conformance/cli/command.h"
#include "conformance/cli/options.h"
#include "conformance/formats/program_text.h"
#include "conformance/formats/trace_text.h"
#include "conformance/runner/exit_code.h"
#include "conformance/runner/interrupt.h"
#include "conformance/runner/replay.h"
#include "conformance/runner/trace_store.h"
#include "conformance/versions/profile_choice.h"

namespace timerlaw::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct Asked {
  std::string file;
  std::string rule;
  LawOptions law;
  SessionOptions session;
  Nanos time{60'000'000'000};
  int attempts = 10;
};

// The first program of a file of programs or traces.
Expected<Program> read_program(const std::string& file) {
  const auto text = runner::read_bytes(file);
  if (!text)
    return Error{text.error()};
  const auto programs = parse_programs(*text, file);
  if (programs && !programs->empty())
    return programs->front();
  const auto traces = parse_traces(*text, file);
  if (traces && !traces->empty())
    return traces->front().trace.program;
  if (text->find("timerlaw trace") != std::string::npos && !traces)
    return Error{traces.error()};
  return Error{programs ? file + ": expected a program or a trace, found none" : programs.error()};
}

// The rule that the program breaks first; nothing if no run of it broke one.
Expected<std::optional<std::string>> broken_rule(runner::Replay& replay, const Program& program, int attempts) {
  for (int attempt = 0; attempt < attempts && runner::interrupted() == 0; ++attempt) {
    const auto run = replay.run(program);
    if (!run)
      return Error{run.error()};
    if (run->judgement.diverged() && !run->judgement.disturbed)
      return std::optional(std::string(rule(run->judgement.divergences.front().rule).id));
  }
  return std::optional<std::string>();
}

int carry_out(const Asked& asked) {
  if (!asked.rule.empty() && find_rule(asked.rule) == nullptr)
    return complain("--rule " + asked.rule + ": unknown; `timerlaw rules` lists them", runner::kExitUsage);
  const auto program = read_program(asked.file);
  if (!program)
    return complain(program.error(), runner::kExitUsage);
  const auto probe = Session::start(asked.session);
  if (!probe)
    return complain(probe.error(), runner::kExitHarness);
  const auto choice = versions::ProfileChoice::read(asked.law.profile);
  if (!choice)
    return complain(choice.error(), runner::kExitUsage);
  const auto profile = choice->of((*probe)->facts());
  if (!profile)
    return complain(profile.error(), runner::kExitUsage);
  runner::Replay replay(asked.session, **profile, asked.law.judging(false));
  std::string id = asked.rule;
  if (id.empty()) {
    const auto found = broken_rule(replay, *program, asked.attempts);
    if (!found)
      return complain(found.error(), runner::kExitHarness);
    if (!*found)
      return complain("the program broke no rule in " + std::to_string(asked.attempts) + " runs; try more --attempts",
                      runner::kExitHarness);
    id = **found;
  }
  const auto until = Clock::now() + std::chrono::nanoseconds(asked.time.ns);
  const runner::Shrunk shrunk = runner::shrink(replay, *program, id, asked.attempts, until);
  if (runner::interrupted() != 0)
    return runner::kExitSignal + runner::interrupted();
  std::fprintf(stderr, "timerlaw: %s, %zu steps of %zu left after %llu runs%s\n", id.c_str(),
               shrunk.program.steps.size(), program->steps.size(), static_cast<unsigned long long>(shrunk.tried),
               shrunk.finished ? "" : "; the time was up");
  std::fputs(to_text(shrunk.program).c_str(), stdout);
  return runner::kExitConforms;
}

}  // namespace

Action add_shrink(CLI::App& app) {
  auto asked = std::make_shared<Asked>();
  CLI::App& command = *app.add_subcommand("shrink", "Find the smallest program that still breaks the same rule");
  command.footer("Example:  timerlaw shrink --time 30s diverging.program > minimal.program");
  command.add_option("FILE", asked->file, "a program or a trace; - is stdin")->required();
  command.add_option("--rule", asked->rule, "the rule to keep broken; default: the one it breaks first");
  add_session_options(command, asked->session);
  add_law_options(command, asked->law);
  add_duration(command, "--time", asked->time, "end after this long; default 60s");
  command.add_option("--attempts", asked->attempts, "runs of each candidate")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  return [asked] { return carry_out(*asked); };
}

}  // namespace timerlaw::cli
