// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/compiled_for_test.h"

#include <algorithm>
#include <stdexcept>

namespace timerlaw::solver {

Compiled::Compiled(const Encoded& encoded) {
  for (const z3::expr& unknown : encoded.unknowns) {
    known_[unknown.id()] = static_cast<Register>(registers_.size());
    kept_.push_back(unknown);
    registers_.push_back(0);
  }
  for (const Path& path : encoded.paths) {
    for (const Quotient& quotient : path.quotients) {
      if (!known_.contains(quotient.unknown.id())) {
        known_[quotient.unknown.id()] = emit(Kind::divide, of(quotient.dividend), of(quotient.divisor));
        kept_.push_back(quotient.unknown);
      }
    }
    Class one{path.names(), of(path.condition), {}};
    for (const z3::expr& output : path.outputs) {
      one.outputs.push_back(of(output));
    }
    classes_.push_back(std::move(one));
  }
}

Compiled::Register Compiled::emit(Kind kind, Register a, Register b, Register c) {
  const auto to = static_cast<Register>(registers_.size());
  registers_.push_back(0);
  operations_.push_back({kind, a, b, c, to});
  return to;
}

Compiled::Register Compiled::number(Wide value) {
  const auto to = static_cast<Register>(registers_.size());
  registers_.push_back(value);
  numerals_.push_back(value);
  return to;
}

Compiled::Register Compiled::folded(Kind kind, const z3::expr& term) {
  Register all = of(term.arg(0));
  for (unsigned i = 1; i < term.num_args(); ++i) {
    all = emit(kind, all, of(term.arg(i)));
  }
  return all;
}

Compiled::Register Compiled::of(const z3::expr& term) {
  if (const auto found = known_.find(term.id()); found != known_.end()) {
    return found->second;
  }
  const auto register_of = [&]() -> Register {
    if (term.is_numeral()) {
      return number(solver::number(term));
    }
    switch (term.decl().decl_kind()) {
      case Z3_OP_TRUE:
        return number(1);
      case Z3_OP_FALSE:
        return number(0);
      case Z3_OP_ADD:
        return folded(Kind::add, term);
      case Z3_OP_MUL:
        return folded(Kind::multiply, term);
      case Z3_OP_SUB: {
        const Register minus_one = number(-1);
        Register all = of(term.arg(0));
        for (unsigned i = 1; i < term.num_args(); ++i) {
          all = emit(Kind::add, all, emit(Kind::multiply, of(term.arg(i)), minus_one));
        }
        return all;
      }
      case Z3_OP_UMINUS:
        return emit(Kind::multiply, of(term.arg(0)), number(-1));
      case Z3_OP_IDIV:
        return emit(Kind::divide, of(term.arg(0)), of(term.arg(1)));
      case Z3_OP_LT:
        return emit(Kind::less, of(term.arg(0)), of(term.arg(1)));
      case Z3_OP_GT:
        return emit(Kind::less, of(term.arg(1)), of(term.arg(0)));
      case Z3_OP_LE:
        return emit(Kind::less_equal, of(term.arg(0)), of(term.arg(1)));
      case Z3_OP_GE:
        return emit(Kind::less_equal, of(term.arg(1)), of(term.arg(0)));
      case Z3_OP_EQ:
        return emit(Kind::equal, of(term.arg(0)), of(term.arg(1)));
      case Z3_OP_NOT:
        return emit(Kind::negate, of(term.arg(0)));
      case Z3_OP_AND:
        return term.num_args() == 0 ? number(1) : folded(Kind::both, term);
      case Z3_OP_OR:
        return term.num_args() == 0 ? number(0) : folded(Kind::either, term);
      case Z3_OP_ITE:
        return emit(Kind::choose, of(term.arg(0)), of(term.arg(1)), of(term.arg(2)));
      default:
        throw std::logic_error("no operation for " + term.to_string());
    }
  };
  const Register to = register_of();
  known_[term.id()] = to;
  kept_.push_back(term);
  return to;
}

std::vector<arithmetic::Outcome> Compiled::run(std::span<const Wide> inputs) {
  std::ranges::copy(inputs, registers_.begin());
  for (const Operation& o : operations_) {
    const Wide a = registers_[o.a];
    const Wide b = registers_[o.b];
    Wide& to = registers_[o.to];
    switch (o.kind) {
      case Kind::add:
        to = a + b;
        break;
      case Kind::multiply:
        to = a * b;
        break;
      case Kind::divide:
        // A quotient on another way may divide by nothing here; its class is not taken then.
        to = b == 0 ? 0 : (a - ((a % b + b) % b)) / b;
        break;
      case Kind::less:
        to = a < b ? 1 : 0;
        break;
      case Kind::less_equal:
        to = a <= b ? 1 : 0;
        break;
      case Kind::equal:
        to = a == b ? 1 : 0;
        break;
      case Kind::negate:
        to = 1 - a;
        break;
      case Kind::both:
        to = a & b;
        break;
      case Kind::either:
        to = a | b;
        break;
      case Kind::choose:
        to = a != 0 ? b : registers_[o.c];
        break;
    }
  }
  std::vector<arithmetic::Outcome> outcomes;
  for (const Class& one : classes_) {
    if (registers_[one.condition] == 0) {
      continue;
    }
    arithmetic::Outcome outcome{one.names, {}};
    for (const Register output : one.outputs) {
      outcome.outputs.push_back(registers_[output]);
    }
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

}  // namespace timerlaw::solver
