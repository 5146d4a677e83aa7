// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/symbolic.h"

namespace timerlaw::solver {
namespace {

z3::expr all_of(z3::context& context, std::span<const Guard> guards, std::span<const Quotient> quotients) {
  z3::expr_vector terms(context);
  for (const Quotient& quotient : quotients) {
    terms.push_back(quotient.meaning());
  }
  for (const Guard& guard : guards) {
    terms.push_back(guard.condition);
  }
  return z3::mk_and(terms);
}

}  // namespace

std::vector<std::string_view> Path::names() const {
  std::vector<std::string_view> names;
  for (const Guard& guard : guards) {
    names.push_back(guard.name);
  }
  return names;
}

std::string Path::key() const {
  std::string joined;
  for (const Guard& guard : guards) {
    joined.append(joined.empty() ? "" : " ").append(guard.name);
  }
  return joined;
}

Term Symbolic::floor_div(const Term& a, const Term& divisor) {
  if (divisor.is_constant()) {
    if (a.is_constant()) {
      return timerlaw::floor_div(a.constant(), divisor.constant());
    }
    return Term(a.expression() / divisor.in(context_));  // Z3's, by a positive constant: toward minus infinity
  }
  const std::string name = "q" + std::to_string(paths_.size()) + "." + std::to_string(quotients_.size());
  const z3::expr quotient = context_.int_const(name.c_str());
  quotients_.push_back({quotient, a.in(context_), divisor.in(context_)});
  return Term(quotient);
}

Term Symbolic::trunc32(const Term& a) {
  constexpr Wide kWord = Wide{1} << 32;
  return a - floor_div(a + kWord / 2, kWord) * kWord;
}

void Symbolic::arrive(std::span<const Num> outputs) {
  Path path{guards_, all_of(context_, guards_, quotients_), {}, {}, quotients_};
  for (const Quotient& quotient : quotients_) {
    path.unknowns.push_back(quotient.unknown);
  }
  for (const Num& output : outputs) {
    path.outputs.push_back(output.in(context_));
  }
  paths_.push_back(std::move(path));
}

std::vector<z3::expr> unknowns_of(z3::context& context, std::span<const arithmetic::Input> inputs,
                                  std::string_view suffix) {
  std::vector<z3::expr> unknowns;
  for (const arithmetic::Input& input : inputs) {
    unknowns.push_back(context.int_const((std::string(input.name) + std::string(suffix)).c_str()));
  }
  return unknowns;
}

z3::expr domain_of(std::span<const arithmetic::Input> inputs, std::span<const z3::expr> unknowns) {
  z3::context& context = unknowns.front().ctx();
  z3::expr_vector bounds(context);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    bounds.push_back(unknowns[i] >= Term(inputs[i].lo).in(context));
    bounds.push_back(unknowns[i] <= Term(inputs[i].hi).in(context));
  }
  return z3::mk_and(bounds);
}

}  // namespace timerlaw::solver
