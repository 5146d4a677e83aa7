// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/explain/comparison.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "conformance/formats/names.h"
#include "generators/solver/explain/fragment_programs.h"
#include "generators/solver/explain/trace_mutations.h"
#include "model/rule.h"
#include "model/simulator/simulator.h"

namespace timerlaw::solver {
namespace {

enum class Judged : std::uint8_t { accepted, rejected, not_judged };

Judged judged(const Judgement& judgement) {
  if (judgement.disturbed) {
    return Judged::not_judged;
  }
  if (judgement.diverged()) {
    return Judged::rejected;
  }
  const bool open = std::ranges::any_of(judgement.verdicts,
                                        [](Verdict v) { return v == Verdict::undecided || v == Verdict::unspecified; });
  return open ? Judged::not_judged : Judged::accepted;
}

}  // namespace

Sample sample(std::uint64_t i, const Profile& profile, const TargetFacts& facts) {
  constexpr std::array<std::int64_t, 3> kWidths{0, 300, 100'000};
  Dice dice(i + 1);
  const Nanos width{kWidths[i % kWidths.size()]};
  const Program program = fragment_program(dice, width);
  Sample sample;
  // As the law has it; with one lie, or two; or by a kernel that is broken.
  const std::uint64_t kind = i / kWidths.size() % 4;
  const int mutant = kind == 3 ? static_cast<int>(dice.below(static_cast<std::int64_t>(mutants().size()))) : kNoMutant;
  sample.trace = simulate(program, profile, facts, {.seed = i, .bracket_width = width, .mutant = mutant});
  sample.lie = mutant == kNoMutant ? "" : mutants()[static_cast<std::size_t>(mutant)].name;
  for (std::uint64_t lies = kind % 3; lies > 0 && sample.trace.ending == Ending::done; --lies) {
    const std::string_view lie = mutate(sample.trace, dice);
    sample.lie = lie.empty() ? sample.lie : lie;
  }
  return sample;
}

Compared compare(const Trace& trace, const Explanation& explanation, const Judgement& judgement) {
  Compared compared;
  const Judged verdict = judged(judgement);
  if (explanation.answer == Answer::outside) {
    compared.comparison = Comparison::outside;
    return compared;
  }
  if (verdict == Judged::not_judged || explanation.answer == Answer::unknown) {
    compared.comparison = verdict == Judged::not_judged ? Comparison::not_judged : Comparison::unknown;
    return compared;
  }
  const bool explained = explanation.answer == Answer::explained;
  if (verdict == Judged::rejected) {
    compared.comparison = explained ? Comparison::false_alarm : Comparison::both_reject;
    const Divergence& first = judgement.divergences.front();
    compared.divergence = "step " + std::to_string(first.step) + " " + std::string(rule(first.rule).id) + ": " +
                          first.observed + "; " + first.allowed;
    return compared;
  }
  compared.comparison = explained ? Comparison::both_accept : Comparison::gap;
  if (!explained) {
    const std::size_t step = std::min(explanation.step, trace.results.size() - 1);
    compared.gap =
        std::string(op_name(trace.program.steps[step].op)) + " " + std::string(rule(judgement.rules[step]).id);
  }
  return compared;
}

}  // namespace timerlaw::solver
