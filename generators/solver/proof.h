// SPDX-License-Identifier: Apache-2.0
// Lemmas about the law: what is claimed of every input, under every profile and for every set of calls. A claim is
// refuted by inputs, the smallest there are; one that nothing refutes is proved.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "generators/solver/groups.h"

namespace timerlaw::solver {

// One way through a formula, for a claim to speak about.
class Way {
 public:
  Way(const arithmetic::Law& law, const Encoded& encoded, const Path& path, std::span<const std::string_view> outputs)
      : law_(law), encoded_(encoded), path_(path), outputs_(outputs) {}
  const arithmetic::Law& law() const { return law_; }
  Term in(std::string_view name) const;
  Term out(std::string_view name) const;
  const Path& path() const { return path_; }

 private:
  const arithmetic::Law& law_;
  const Encoded& encoded_;
  const Path& path_;
  std::span<const std::string_view> outputs_;
};

// Whatever is given, what is claimed holds. A product with an unknown that the solver has to be told of is a hint: it
// must follow from a lemma of its own.
struct Claim {
  Condition given;
  Condition claimed;
};
using ClaimOfOne = std::function<Claim(const Way&)>;
// Of two runs of a formula under one law.
using ClaimOfTwo = std::function<Claim(const Way&, const Way&)>;

// Values of the inputs of each run, of least magnitude, the first input first.
using Refutation = std::map<std::string, Wide, std::less<>>;

// What comes of a claim, for one group of laws.
struct Finding {
  Laws laws;
  bool holds = true;
  Refutation refutation;
  bool given = false;  // what is given can be
};

class Findings {
 public:
  std::vector<Finding> all;
  bool hold() const;  // everywhere
  // Every law under which the claim fails satisfies the predicate, every other doesn't; else a text that says which.
  std::string fail_exactly_where(const std::function<bool(const arithmetic::Law&)>& fails) const;
  // What refutes the claim under this law; empty if nothing does.
  Refutation refutation(std::string_view profile, Abi abi = Abi::native64, bool time32 = false) const;
};

// Throws where the solver does not know; so does what follows, and where a claim says nothing under any law.
Finding examine(const Laws& laws, std::span<const Encoded> runs, std::span<const std::string_view> outputs,
                const std::function<Claim(std::span<const Way>)>& claim);

template <class Formula>
Findings examine_all(std::size_t runs, const std::function<Claim(std::span<const Way>)>& claim) {
  Findings findings;
  for (const Laws& laws : groups<Formula>(arithmetic::laws())) {
    z3::context context;
    std::vector<Encoded> encoded;
    for (std::size_t i = 0; i < runs; ++i) {
      encoded.push_back(encode<Formula>(context, laws.front(), i == 0 ? "" : "'"));
    }
    findings.all.push_back(examine(laws, encoded, Formula::kOutputs, claim));
  }
  if (std::ranges::none_of(findings.all, &Finding::given)) {
    throw std::logic_error("what is given never is: the claim says nothing");
  }
  return findings;
}

template <class Formula>
Findings prove(const ClaimOfOne& claim) {
  return examine_all<Formula>(1, [&](std::span<const Way> ways) { return claim(ways[0]); });
}
template <class Formula>
Findings prove_of_two(const ClaimOfTwo& claim) {
  return examine_all<Formula>(2, [&](std::span<const Way> ways) { return claim(ways[0], ways[1]); });
}

}  // namespace timerlaw::solver
