// SPDX-License-Identifier: Apache-2.0
// The evaluator that runs a formula on terms and follows every branch: each way through is a class of inputs.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "generators/solver/term.h"
#include "model/arithmetic/law.h"

namespace timerlaw::solver {

// One branch on the way.
struct Guard {
  std::string_view name;  // "RULE-ID/class"
  z3::expr condition;
};

// dividend / divisor, toward minus infinity, is what the unknown stands for.
struct Quotient {
  z3::expr unknown;
  z3::expr dividend;
  z3::expr divisor;
  z3::expr meaning() const { return unknown * divisor <= dividend && dividend < unknown * divisor + divisor; }
};

// A class of inputs: all that take the same branches. The condition does not include the domain.
struct Path {
  std::vector<Guard> guards;
  z3::expr condition;  // all guards
  std::vector<z3::expr> outputs;
  // What quotients by an unknown stand for; part of the condition.
  std::vector<z3::expr> unknowns;   // those quotients
  std::vector<Quotient> quotients;  // the same, with what they are
  std::vector<std::string_view> names() const;
  std::string key() const;  // the names, joined by spaces
};

class Symbolic {
 public:
  using Num = Term;
  using Bool = Condition;
  explicit Symbolic(z3::context& context) : context_(context) {}

  // Toward minus infinity. A divisor that is not a constant is positive; the quotient is then an unknown of its own.
  Num floor_div(const Num& a, const Num& divisor);
  // The low 32 bits, with their sign.
  Num trunc32(const Num& a);

  template <class Then>
  void branch(const char* name, const Bool& guard, Then&& then) {
    if (guard.certainly(false)) {
      return;
    }
    guards_.push_back({name, guard.in(context_)});
    const auto quotients = quotients_.size();
    then();
    forget(quotients);
    guards_.pop_back();
  }
  // The end of a way.
  void arrive(std::span<const Num> outputs);
  std::vector<Path> paths() && { return std::move(paths_); }

 private:
  void forget(std::size_t quotients) {
    quotients_.erase(quotients_.begin() + static_cast<std::ptrdiff_t>(quotients), quotients_.end());
  }

  z3::context& context_;
  std::vector<Guard> guards_;
  std::vector<Quotient> quotients_;
  std::vector<Path> paths_;
};

// A formula under one law: its unknowns, their domain, and its classes, some of which may be empty.
struct Encoded {
  std::vector<arithmetic::Input> inputs;
  std::vector<z3::expr> unknowns;  // in the order of the inputs
  z3::expr domain;
  std::vector<Path> paths;
};

// `suffix` keeps the unknowns of two encodings apart.
std::vector<z3::expr> unknowns_of(z3::context& context, std::span<const arithmetic::Input> inputs,
                                  std::string_view suffix);
z3::expr domain_of(std::span<const arithmetic::Input> inputs, std::span<const z3::expr> unknowns);

template <class Formula>
std::vector<Path> paths_of(z3::context& context, const arithmetic::Law& law, std::span<const z3::expr> inputs) {
  arithmetic::Numbers<Symbolic> numbers;
  for (const z3::expr& input : inputs) {
    numbers.emplace_back(input);
  }
  Symbolic e(context);
  Formula::run(e, law, numbers, [&](const arithmetic::Numbers<Symbolic>& outputs) { e.arrive(outputs); });
  return std::move(e).paths();
}

template <class Formula>
Encoded encode(z3::context& context, const arithmetic::Law& law, std::string_view suffix = "") {
  Encoded encoded{Formula::inputs(law), {}, context.bool_val(true), {}};
  encoded.unknowns = unknowns_of(context, encoded.inputs, suffix);
  encoded.domain = domain_of(encoded.inputs, encoded.unknowns);
  encoded.paths = paths_of<Formula>(context, law, encoded.unknowns);
  return encoded;
}

}  // namespace timerlaw::solver
