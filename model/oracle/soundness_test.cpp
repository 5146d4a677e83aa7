// SPDX-License-Identifier: Apache-2.0
// Whatever the simulated kernel does, the oracle accepts: two machines made from one set of branches, and nothing else.
#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/corpus/directed.h"
#include "conformance/formats/program_text.h"
#include "conformance/formats/trace_text.h"
#include "generators/source.h"
#include "model/calls/jiffies.h"
#include "model/judge.h"
#include "model/rule.h"
#include "model/simulator/simulator.h"

namespace timerlaw {
namespace {

struct Kernel {
  std::string_view profile;
  std::string_view abi = "x86_64";
  std::uint64_t programs = 3'000;  // of each generator
};

void PrintTo(const Kernel& kernel, std::ostream* out) {
  *out << kernel.profile << ' ' << kernel.abi;
}

TargetFacts machine(const Profile& profile, std::string_view abi) {
  TargetFacts facts;
  facts.abi = abi;
  facts.cpus = 2;
  facts.set_clock = true;
  facts.time_namespaces = true;
  facts.tick = profile.time_base == TimeBase::jiffies ? kJiffy : facts.tick;
  return facts;
}

class Soundness : public testing::TestWithParam<Kernel> {
 protected:
  // Of a source that ends, programs spread over all of it; each is run at one of the widths of brackets.
  void expect_accepted(const Source& source, std::uint64_t programs = GetParam().programs) {
    constexpr std::int64_t kWidths[] = {0, 1, 100, 300, 5'000, 100'000};
    const std::uint64_t stride = source.size() == kUnbounded ? 1 : std::max<std::uint64_t>(source.size() / programs, 1);
    Judgement judgement;
    int shown = 0;
    for (std::uint64_t i = 0; i < programs && shown < 5; ++i) {
      const std::uint64_t at = source.size() == kUnbounded ? i : i * stride % source.size();
      const std::uint64_t round = source.size() < programs ? i / source.size() : i;
      const SimulatorOptions options{.seed = i, .bracket_width = {kWidths[round % std::size(kWidths)]}};
      const Trace trace = simulate(source.at(at), profile_, facts_, options);
      if (trace.ending == Ending::refused) {
        continue;
      }
      judge(trace, profile_, facts_, {}, judgement);
      const auto unexpected = std::ranges::find_if(
          judgement.divergences, [](const Divergence& d) { return rule(d.rule).rule_class != RuleClass::suspect; });
      if (unexpected != judgement.divergences.end()) {
        ++shown;
        ADD_FAILURE() << source.name() << ' ' << at << ", seed " << i << ", bracket " << options.bracket_width.ns
                      << " ns, " << rule(unexpected->rule).id << " at step " << unexpected->step << ": "
                      << unexpected->observed << "; " << unexpected->allowed << '\n'
                      << to_text(trace);
      }
      EXPECT_FALSE(judgement.disturbed) << to_text(trace);
    }
  }

  const Profile& profile_ = *find_profile(GetParam().profile);
  const TargetFacts facts_ = machine(profile_, GetParam().abi);
};

TEST_P(Soundness, OfRandomPrograms) {
  expect_accepted(*random_source(7, true, capabilities_of(facts_)));
}

TEST_P(Soundness, OfProgramsWithoutWaits) {
  expect_accepted(*random_source(8, false, capabilities_of(facts_)));
}

TEST_P(Soundness, OfShortSequences) {
  expect_accepted(*exhaustive_source());
}

TEST_P(Soundness, AroundAnExpiry) {
  expect_accepted(*aimed_source(static_cast<int>(facts_.cpus)));
}

TEST_P(Soundness, OfDirectedPrograms) {
  const auto source = directed_source();
  expect_accepted(*source, source->size() * 12);
}

INSTANTIATE_TEST_SUITE_P(Kernels, Soundness,
                         testing::Values(Kernel{"linux-2.0"}, Kernel{"linux-2.6.39"}, Kernel{"linux-4.10"},
                                         Kernel{"linux-4.19"}, Kernel{"linux-5.10"}, Kernel{"linux-6.1"},
                                         Kernel{"linux-6.4"}, Kernel{"linux-6.12"}, Kernel{"linux-6.13"},
                                         Kernel{"linux-6.15", "x86_64", 20'000}, Kernel{"linux-6.15", "i386", 5'000},
                                         Kernel{"linux-7.2"}, Kernel{"linux-7.3"}),
                         [](const testing::TestParamInfo<Kernel>& one) {
                           std::string name = std::string(one.param.profile) + "_" + std::string(one.param.abi);
                           std::ranges::replace_if(
                               name, [](char c) { return c == '-' || c == '.'; }, '_');
                           return name;
                         });

TEST(Oracle, AcceptsLinux20AsItIsSimulatedAndNoneOfItsFaults) {
  const Profile& profile = *find_profile("linux-2.0");
  const TargetFacts facts = machine(profile, "x86_64");
  const auto source = random_source(9, true, capabilities_of(facts));
  Judgement judgement;
  const auto rejected = [&](std::uint64_t i, int mutant) {
    const SimulatorOptions options{.seed = i, .bracket_width = {i % 3 == 0 ? 0 : 300}, .mutant = mutant};
    const Trace trace = simulate(source->at(i), profile, facts, options);
    if (trace.ending != Ending::refused) {
      judge(trace, profile, facts, {}, judgement);
    }
    return trace.ending != Ending::refused && judgement.diverged();
  };
  constexpr std::uint64_t kPrograms = 10'000;
  for (std::uint64_t i = 0; i < kPrograms; ++i) {
    ASSERT_FALSE(rejected(i, kNoMutant)) << to_text(source->at(i));
  }
  for (std::size_t m = 0; m < mutants().size(); ++m) {
    // The intervals of CPU time are met by directed programs.
    if (mutants()[m].family != "jiffies" || mutants()[m].name == "jiffies-lose-the-interval") {
      continue;
    }
    std::uint64_t i = 0;
    while (i < kPrograms && !rejected(i, static_cast<int>(m))) {
      ++i;
    }
    EXPECT_LT(i, kPrograms) << mutants()[m].name;
  }
}

}  // namespace
}  // namespace timerlaw
