// SPDX-License-Identifier: Apache-2.0
// A rule is written once: what Z3 makes of it is what it does on integers, branch by branch and number by number.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "generators/edge_file.h"
#include "generators/solver/compiled_for_test.h"
#include "generators/solver/groups.h"
#include "generators/solver/inputs_for_test.h"
#include "generators/solver/substituted_for_test.h"

namespace timerlaw::solver {
namespace {

using arithmetic::Law;
using arithmetic::Outcome;

constexpr int kThroughTheSolver = 10'000;  // of each formula, spread over its groups of laws
constexpr int kConcrete = 30'000;          // of each formula, likewise

std::string shown(const std::vector<Outcome>& outcomes) {
  std::string text;
  for (const Outcome& outcome : outcomes) {
    text += "\n ";
    for (const std::string_view branch : outcome.branches) {
      text.append(" ").append(branch);
    }
    text += " :";
    for (const Wide output : outcome.outputs) {
      text += ' ' + decimal(output);
    }
  }
  return text;
}

// Where the two runs part, in words; empty if they agree.
template <class Formula>
std::string disagreement(auto& symbolic, const Law& law, std::span<const Wide> inputs) {
  const std::vector<Outcome> expected = arithmetic::follow<Formula>(law, inputs);
  const std::vector<Outcome> found = symbolic.run(inputs);
  if (found == expected) {
    return "";
  }
  std::string text = std::string(Formula::kName) + " under " + std::string(law.profile->name) + ":";
  for (const Wide input : inputs) {
    text += ' ' + decimal(input);
  }
  return text + "\non integers" + shown(expected) + "\non terms" + shown(found);
}

// How often it was tried under each group of laws before it parted, if it did.
template <class OnTerms, class OnIntegers, class Run>
std::string compare(int times, std::uint64_t seed, int& tried) {
  const std::vector<Laws> all = groups<OnTerms>(arithmetic::laws_of<OnTerms>());
  const int each = times / static_cast<int>(all.size()) + 1;
  for (const Laws& group : all) {
    z3::context context;
    const Encoded encoded = encode<OnTerms>(context, group.front());
    const Compiled compiled(encoded);
    Inputs inputs(encoded.inputs, compiled.numerals(), seed);
    Run run(encoded);
    for (int i = 0; i < each; ++i, ++tried) {
      // Every law of the group in turn: that they are one is compared too.
      const Law& law = group[static_cast<std::size_t>(i) % group.size()];
      const std::string parted = disagreement<OnIntegers>(run, law, inputs.draw());
      if (!parted.empty()) {
        return parted;
      }
    }
  }
  return "";
}

template <class One, class Other>
struct Joined;
template <class... One, class... Other>
struct Joined<arithmetic::Formulas<One...>, arithmetic::Formulas<Other...>> {
  using Types = testing::Types<One..., Other...>;
  static_assert((sizeof...(One) + sizeof...(Other)) * kConcrete >= 1'000'000);
};

template <class Formula>
class OneSourceOf : public testing::Test {};
struct FormulaName {
  template <class Formula>
  static std::string GetName(int) {
    return std::string(Formula::kName);
  }
};
using Everything = Joined<arithmetic::RuleFormulas, arithmetic::SequenceFormulas>::Types;
TYPED_TEST_SUITE(OneSourceOf, Everything, FormulaName);

TYPED_TEST(OneSourceOf, WhatZ3MakesOfItIsWhatItDoesOnIntegers) {
  int tried = 0;
  EXPECT_EQ((compare<TypeParam, TypeParam, Substituted>(kThroughTheSolver, 1, tried)), "");
  EXPECT_GE(tried, kThroughTheSolver);
}

TYPED_TEST(OneSourceOf, ItsTermsComeToWhatItDoesOnThousandsOfIntegers) {
  int tried = 0;
  EXPECT_EQ((compare<TypeParam, TypeParam, Compiled>(kConcrete, 2, tried)), "");
  EXPECT_GE(tried, kConcrete);
}

// Of the committed edges.
TYPED_TEST(OneSourceOf, ItsEdgesAreTheSameOnTermsAndOnIntegers) {
  const EdgeFile* const file = find_edges(TypeParam::kName);
  ASSERT_NE(file, nullptr) << "generators/corpus has no " << TypeParam::kName << ".edges: run ci/update-edges.sh";
  for (const EdgeGroup& group : file->groups) {
    z3::context context;
    const Encoded encoded = encode<TypeParam>(context, group.laws.front());
    Substituted through_solver(encoded);
    Compiled compiled(encoded);
    for (const Witness& witness : group.witnesses) {
      EXPECT_EQ(disagreement<TypeParam>(through_solver, group.laws.front(), witness.inputs), "");
      for (const Law& law : group.laws) {
        EXPECT_EQ(disagreement<TypeParam>(compiled, law, witness.inputs), "");
      }
    }
  }
}

// A rule with a second encoding that is off by one nanosecond.
struct DueAtOne : arithmetic::RealShown {
  template <class E, class Then>
  static void run(E& e, const Law&, const arithmetic::Numbers<E>& in, Then&& then) {
    e.branch("ITR-3/due", in[0] < 0, [&] { then(arithmetic::Numbers<E>{1}); });
    e.branch("ITR-3/running", in[0] >= 0, [&] { then(arithmetic::Numbers<E>{e.floor_div(in[0], kMicrosecond)}); });
  }
};

// One whose quotient by an unknown is one too small.
struct ForwardOneLess : arithmetic::Forward {
  template <class E, class Then>
  static void run(E& e, const Law&, const arithmetic::Numbers<E>& in, Then&& then) {
    using Num = typename E::Num;
    forward(e, in[0], in[1], in[2], [&](const Num& next, const Num& periods) {
      then(arithmetic::Numbers<E>{next, periods - 1});
    });
  }
};

template <class Faulty, class Formula>
void expect_noticed() {
  int tried = 0;
  EXPECT_NE((compare<Faulty, Formula, Substituted>(kThroughTheSolver, 1, tried)), "");
  EXPECT_NE((compare<Faulty, Formula, Compiled>(kConcrete, 2, tried)), "");
}

TEST(OneSource, ARuleThatIsEncodedTwiceAndOffByOneIsNoticed) {
  expect_noticed<DueAtOne, arithmetic::RealShown>();
  expect_noticed<ForwardOneLess, arithmetic::Forward>();
}

}  // namespace
}  // namespace timerlaw::solver
