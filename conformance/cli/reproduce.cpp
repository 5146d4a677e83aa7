// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>

#include "conformance/cli/command.h"
#include "conformance/cli/options.h"
#include "conformance/formats/trace_text.h"
#include "conformance/runner/exit_code.h"
#include "conformance/runner/results_file.h"
#include "conformance/versions/profile_choice.h"
#include "reports/reproducer/reproducer.h"

namespace timerlaw::cli {
namespace {

struct Asked {
  std::string file;
  std::string rule;
  LawOptions law;
};

// The C file of the first divergence that was asked for; empty if none of the traces diverges so.
Expected<std::string> first_of(std::string_view text, const Asked& asked, const versions::ProfileChoice& choice) {
  TraceReader reader(text, asked.file);
  Judgement judgement;
  while (true) {
    const auto trace = reader.next();
    if (!trace)
      return Error{trace.error()};
    if (!*trace)
      return std::string();
    const auto profile = choice.of(reader.facts());
    if (!profile)
      return Error{asked.file + ": " + profile.error()};
    judge(**trace, **profile, reader.facts(), {asked.law.liveness, true, asked.law.strict}, judgement);
    const auto found = std::ranges::find_if(judgement.divergences, [&](const Divergence& divergence) {
      return asked.rule.empty() || rule(divergence.rule).id == asked.rule;
    });
    if (found == judgement.divergences.end())
      continue;
    auto made = reports::reproducer(**trace, *found, reader.facts());
    if (!made)
      return Error{asked.file + ": no C file can show this: " + made.error()};
    return made;
  }
}

int carry_out(const Asked& asked) {
  const auto choice = versions::ProfileChoice::read(asked.law.profile);
  if (!choice)
    return complain(choice.error(), runner::kExitUsage);
  Expected<std::string> made = std::string();
  const auto read = runner::read_text(asked.file, [&](std::string_view text) -> Status {
    made = first_of(text, asked, *choice);
    return Done{};
  });
  if (!read)
    return complain(read.error(), runner::kExitUsage);
  if (!made)
    return complain(made.error(), runner::kExitUsage);
  if (made->empty())
    return complain(asked.file + ": no trace in it diverges" + (asked.rule.empty() ? "" : " by " + asked.rule),
                    runner::kExitUsage);
  std::fputs(made->c_str(), stdout);
  return runner::kExitConforms;
}

}  // namespace

Action add_reproduce(CLI::App& app) {
  auto asked = std::make_shared<Asked>();
  CLI::App& command = *app.add_subcommand("reproduce", "Print the first divergence of saved traces as one C file");
  command.footer("Example:  timerlaw reproduce diverged.trace > r.c && cc -Wall -pthread r.c && ./a.out");
  command.add_option("FILE", asked->file, "traces, plain or .zst; - is stdin")->required();
  command.add_option("--rule", asked->rule, "the first divergence by this rule");
  add_law_options(command, asked->law);
  return [asked] { return carry_out(*asked); };
}

}  // namespace timerlaw::cli
