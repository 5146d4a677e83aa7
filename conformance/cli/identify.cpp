// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/identify.h"

#include <algorithm>
#include <cstdio>

#include "conformance/cli/command.h"
#include "conformance/cli/options.h"
#include "conformance/runner/exit_code.h"
#include "conformance/runner/interrupt.h"
#include "conformance/runner/interruptible.h"

namespace timerlaw::cli {
namespace {

constexpr std::size_t kMatchesShown = 4;

// One program at a time through a session.
versions::RunProgram through(Session& session) {
  return [&session, sent = std::uint64_t{0}](const Program& program) mutable -> Expected<Trace> {
    Status status = session.send(sent++, program);
    if (status)
      status = session.flush();
    if (!status)
      return Error{status.error()};
    auto received = session.receive();
    if (!received)
      return Error{received.error()};
    if (!*received)
      return Error{"the agent ended before it ran all programs"};
    return std::move((*received)->trace);
  };
}

std::string values_of(const versions::Answer& answer) {
  std::string text;
  for (const std::size_t value : answer.possible)
    text.append(text.empty() ? "" : " or ").append(answer.of->values[value]);
  return text;
}

void print_answer(const versions::Answer& answer) {
  const bool nothing = answer.possible.size() == answer.of->values.size();
  const std::string value = nothing ? "cannot tell" : values_of(answer);
  std::printf("%-30s %-13s %s\n", std::string(answer.of->name).c_str(), value.c_str(), answer.by.c_str());
}

std::string differences_of(const versions::Match& match, const versions::Identification& found) {
  std::string text;
  for (const versions::Switch* one : match.differs) {
    const auto answer = std::ranges::find(found.answers, one, &versions::Answer::of);
    text.append(text.empty() ? "" : ", ").append(one->name).append(" = ").append(values_of(*answer));
  }
  return text;
}

void print_matches(const versions::Identification& found) {
  std::printf("\n");
  const std::size_t least = found.matches.front().differs.size();
  for (std::size_t i = 0; i < found.matches.size(); ++i) {
    const versions::Match& match = found.matches[i];
    if (i >= kMatchesShown && match.differs.size() > least)
      break;
    const std::string about = match.profile->releases + (match.profile->obtainable ? "" : "; source only");
    std::printf("%-14s (%s) %s\n", match.profile->name.c_str(), about.c_str(),
                match.differs.empty() ? "matches" : ("differs: " + differences_of(match, found)).c_str());
  }
}

int carry_out(const SessionOptions& options) {
  auto started = Session::start(options);
  if (!started)
    return complain(started.error(), runner::kExitHarness);
  const runner::Interruptible interruptible(**started);
  const auto found = versions::identify(through(**started), (*started)->facts());
  if (runner::interrupted() != 0)
    return runner::kExitSignal + runner::interrupted();
  if (!found)
    return complain(found.error(), runner::kExitHarness);
  for (const versions::Answer& answer : found->answers)
    print_answer(answer);
  print_matches(*found);
  return runner::kExitConforms;
}

}  // namespace

Action add_identify(CLI::App& app) {
  auto session = std::make_shared<SessionOptions>();
  CLI::App& command =
      *app.add_subcommand("identify", "Run programs that tell kernel generations apart, and name the nearest profiles");
  command.footer("Example:  timerlaw identify --target 'cmd:runsc do {agent}'");
  add_session_options(command, *session);
  return [session] { return carry_out(*session); };
}

}  // namespace timerlaw::cli
