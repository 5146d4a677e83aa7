// SPDX-License-Identifier: Apache-2.0
#include "conformance/selftest/kills.h"

#include <algorithm>

#include "model/judge.h"
#include "model/rule.h"

namespace timerlaw {

Machine usual_machine() {
  TargetFacts facts;
  facts.release = "simulated";
  facts.cpus = 2;
  facts.set_clock = true;
  facts.time_namespaces = true;
  return {find_profile("linux-6.15"), facts};
}

Machine machine_of(const Mutant& mutant) {
  Machine machine = usual_machine();
  if (!mutant.profile.empty()) {
    machine.profile = find_profile(mutant.profile);
  }
  machine.facts.abi = mutant.abi;
  return machine;
}

SimulatorOptions simulation(const Sample& sample, std::size_t at, Nanos width, int mutant, std::uint64_t seed) {
  return {.seed = seed * 0x9e37'79b9 + sample.programs[at].index, .bracket_width = width, .mutant = mutant};
}

namespace {

// By more than suspects: what they say of real kernels the unbroken simulated one does, too.
bool rejected(const Program& program, const SimulatorOptions& options, const Machine& machine, Judgement& scratch) {
  JudgeOptions quick;
  quick.explain = false;
  const Trace trace = simulate(program, *machine.profile, machine.facts, options);
  if (trace.ending == Ending::refused) {
    return false;
  }
  judge(trace, *machine.profile, machine.facts, quick, scratch);
  return std::ranges::any_of(scratch.divergences,
                             [](const Divergence& d) { return rule(d.rule).rule_class != RuleClass::suspect; });
}

}  // namespace

std::optional<std::uint64_t> programs_to_kill(const Sample& sample, std::uint64_t limit, Nanos width, int mutant,
                                              std::uint64_t seed, const Machine& machine) {
  Judgement scratch;
  const std::size_t count = std::min<std::size_t>(limit, sample.programs.size());
  for (std::size_t i = 0; i < count; ++i) {
    const Program& program = sample.programs[i].program;
    SimulatorOptions options = simulation(sample, i, width, mutant, seed);
    if (!rejected(program, options, machine, scratch)) {
      continue;
    }
    // A false alarm about the unbroken kernel is no kill.
    options.mutant = kNoMutant;
    if (mutant == kNoMutant || !rejected(program, options, machine, scratch)) {
      return i + 1;
    }
  }
  return std::nullopt;
}

bool MutantRow::killed_at_a_narrow_width() const {
  return std::ranges::any_of(kills, [](const Kills& k) {
    for (std::size_t w = 0; w < k.size(); ++w) {
      if (kBracketWidths[w].narrow && k[w]) {
        return true;
      }
    }
    return false;
  });
}

std::string kill_table(const std::vector<std::string>& generators, const std::vector<MutantRow>& rows,
                       std::uint64_t limit) {
  std::string text = "Programs until the mutant is rejected, at brackets of";
  for (const BracketWidth& width : kBracketWidths) {
    text += std::string(&width == kBracketWidths.data() ? " " : " / ") + width.name;
  }
  text += "; – not within " + std::to_string(limit) + ".\n\n| family | mutant |";
  std::string line = "|---|---|";
  for (const std::string& generator : generators) {
    text += " " + generator + " |";
    line += "---|";
  }
  text += " what it does |\n" + line + "---|\n";
  for (const MutantRow& row : rows) {
    text += "| " + std::string(row.mutant.family) + " | `" + std::string(row.mutant.name) + "` |";
    for (const Kills& kills : row.kills) {
      for (std::size_t w = 0; w < kills.size(); ++w) {
        text += (w == 0 ? " " : " / ") + (kills[w] ? std::to_string(*kills[w]) : std::string("–"));
      }
      text += " |";
    }
    text += " " + std::string(row.mutant.text) + " |\n";
  }
  return text;
}

}  // namespace timerlaw
