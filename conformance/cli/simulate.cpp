// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "conformance/cli/command.h"
#include "conformance/cli/options.h"
#include "conformance/formats/trace_text.h"
#include "conformance/runner/exit_code.h"
#include "conformance/versions/differences.h"
#include "conformance/versions/profile_choice.h"
#include "model/simulator/simulator.h"

namespace timerlaw::cli {
namespace {

struct Asked {
  std::string file;
  std::string profile;
  std::string mutant;
  SimulatorOptions simulator;
};

// A machine that can do everything, under the first kernel that a profile describes, so that `check` finds the profile
// by itself.
TargetFacts facts_of(const Profile& profile) {
  constexpr std::string_view kLinux = "linux-";
  TargetFacts facts = versions::facts_for(profile, profile);
  facts.release = profile.name.starts_with(kLinux) ? profile.name.substr(kLinux.size()) : profile.name;
  return facts;
}

Expected<int> find_mutant(const std::string& name) {
  if (name.empty())
    return kNoMutant;
  for (std::size_t i = 0; i < mutants().size(); ++i)
    if (mutants()[i].name == name)
      return static_cast<int>(i);
  std::string known;
  for (const Mutant& one : mutants())
    known.append(known.empty() ? "" : ", ").append(one.name);
  return Error{"--mutant " + name + ": unknown; known are " + known};
}

int carry_out(Asked& asked) {
  const auto mutant = find_mutant(asked.mutant);
  if (!mutant)
    return complain(mutant.error(), runner::kExitUsage);
  asked.simulator.mutant = *mutant;
  const auto choice = versions::ProfileChoice::read(asked.profile);
  if (!choice)
    return complain(choice.error(), runner::kExitUsage);
  if (choice->automatic())
    return complain("--profile auto: there is no target that it could go by; name a profile", runner::kExitUsage);
  const Profile& profile = **choice->of({});
  const auto programs = read_programs(asked.file);
  if (!programs)
    return complain(programs.error(), runner::kExitUsage);
  const TargetFacts facts = facts_of(profile);
  std::fputs(to_text(facts).c_str(), stdout);
  for (const Program& program : *programs) {
    std::fputs(to_text(simulate(program, profile, facts, asked.simulator)).c_str(), stdout);
    ++asked.simulator.seed;
  }
  return runner::kExitConforms;
}

}  // namespace

Action add_simulate(CLI::App& app) {
  auto asked = std::make_shared<Asked>();
  CLI::App& command = *app.add_subcommand("simulate", "Run programs on the simulated kernel, in virtual time");
  command.footer("Example:  timerlaw simulate --profile linux-6.13 some.programs | timerlaw check -");
  command.add_option("FILE", asked->file, "programs; - is stdin")->required();
  command.add_option("--profile", asked->profile, "the kernel to simulate")->required();
  command.add_option("--seed", asked->simulator.seed, "of latencies")->capture_default_str();
  add_duration(command, "--bracket-width", asked->simulator.bracket_width,
               "distance of the readings around a call; default 300ns");
  command.add_option("--mutant", asked->mutant, "break the simulated kernel in this way");
  return [asked] { return carry_out(*asked); };
}

}  // namespace timerlaw::cli
