// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/proof.h"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace timerlaw::solver {
namespace {

constexpr unsigned kEffort = 50'000'000;  // Z3's own units: the same on every machine

bool possible(z3::solver& solver) {
  const z3::check_result result = solver.check();
  if (result == z3::unknown) {
    throw std::runtime_error("the solver gives up: " + solver.reason_unknown());
  }
  return result == z3::sat;
}

z3::expr within(const z3::expr& unknown, Wide magnitude) {
  z3::context& context = unknown.ctx();
  return unknown <= Term(magnitude).in(context) && unknown >= Term(-magnitude).in(context);
}

// The least magnitude that the unknown can have; the solver is left with it.
Wide fix_smallest(z3::solver& solver, const z3::expr& unknown) {
  Wide lo = 0;  // magnitudes below are impossible
  Wide hi = number(solver.get_model().eval(unknown, true));
  hi = hi < 0 ? -hi : hi;
  while (lo < hi) {
    const Wide middle = (lo + hi) / 2;
    solver.push();
    solver.add(within(unknown, middle));
    if (possible(solver)) {
      const Wide found = number(solver.get_model().eval(unknown, true));
      hi = found < 0 ? -found : found;
    } else {
      lo = middle + 1;
    }
    solver.pop();
  }
  z3::context& context = unknown.ctx();
  solver.push();
  solver.add(unknown == Term(hi).in(context));
  const bool positive = possible(solver);
  solver.pop();
  const Wide value = positive ? hi : -hi;
  solver.add(unknown == Term(value).in(context));
  possible(solver);
  return value;
}

class Examination {
 public:
  Examination(const arithmetic::Law& law, std::span<const Encoded> runs, std::span<const std::string_view> outputs,
              const std::function<Claim(std::span<const Way>)>& claim)
      : law_(law), runs_(runs), outputs_(outputs), claim_(claim), solver_(runs.front().domain.ctx()) {
    z3::params params(solver_.ctx());
    params.set("rlimit", kEffort);
    params.set("random_seed", 0U);
    solver_.set(params);
  }

  // The values of all inputs in their order, if the claim is refuted.
  std::optional<std::vector<Wide>> smallest() {
    ways(0);
    return smallest_;
  }

 private:
  void ways(std::size_t run) {
    if (run == runs_.size()) {
      decide();
      return;
    }
    solver_.push();
    solver_.add(runs_[run].domain);
    for (const Path& path : runs_[run].paths) {
      solver_.push();
      solver_.add(path.condition);
      chosen_.emplace_back(law_, runs_[run], path, outputs_);
      if (path.quotients.empty() && !possible(solver_)) {
        chosen_.pop_back();
        solver_.pop();
        continue;
      }
      ways(run + 1);
      chosen_.pop_back();
      solver_.pop();
    }
    solver_.pop();
  }

  void decide() {
    z3::context& context = solver_.ctx();
    const Claim claim = claim_(chosen_);
    if (claim.claimed.certainly(true) || claim.given.certainly(false)) {
      return;
    }
    solver_.push();
    solver_.add(claim.given.in(context));
    solver_.add(!claim.claimed.in(context));
    if (possible(solver_)) {
      std::vector<Wide> values;
      for (const Encoded& run : runs_) {
        for (const z3::expr& unknown : run.unknowns) {
          values.push_back(fix_smallest(solver_, unknown));
        }
      }
      const auto magnitude = [](Wide value) { return value < 0 ? -value : value; };
      if (!smallest_ || std::ranges::lexicographical_compare(values, *smallest_, {}, magnitude, magnitude)) {
        smallest_ = values;
      }
    }
    solver_.pop();
  }

  const arithmetic::Law& law_;
  std::span<const Encoded> runs_;
  std::span<const std::string_view> outputs_;
  const std::function<Claim(std::span<const Way>)>& claim_;
  z3::solver solver_;
  std::vector<Way> chosen_;
  std::optional<std::vector<Wide>> smallest_;
};

}  // namespace

Term Way::in(std::string_view name) const {
  for (std::size_t i = 0; i < encoded_.inputs.size(); ++i) {
    if (encoded_.inputs[i].name == name) {
      return Term(encoded_.unknowns[i]);
    }
  }
  throw std::logic_error("no input " + std::string(name));
}

Term Way::out(std::string_view name) const {
  const auto found = std::ranges::find(outputs_, name);
  if (found == outputs_.end()) {
    throw std::logic_error("no output " + std::string(name));
  }
  return Term(path_.outputs[static_cast<std::size_t>(found - outputs_.begin())]);
}

Finding examine(const Laws& laws, std::span<const Encoded> runs, std::span<const std::string_view> outputs,
                const std::function<Claim(std::span<const Way>)>& claim) {
  const auto values = Examination(laws.front(), runs, outputs, claim).smallest();
  Finding finding{laws, !values, {}};
  if (values) {
    std::size_t at = 0;
    for (const Encoded& run : runs) {
      for (const z3::expr& unknown : run.unknowns) {
        finding.refutation[unknown.decl().name().str()] = (*values)[at++];
      }
    }
  }
  return finding;
}

bool Findings::hold() const {
  return std::ranges::all_of(all, &Finding::holds);
}

std::string Findings::fail_exactly_where(const std::function<bool(const arithmetic::Law&)>& fails) const {
  std::string text;
  for (const Finding& finding : all) {
    for (const arithmetic::Law& law : finding.laws) {
      if (fails(law) == finding.holds) {
        text += (finding.holds ? "holds: " : "fails: ") + names_of({law});
        for (const auto& [name, value] : finding.refutation) {
          text += " " + name + "=" + decimal(value);
        }
        text += '\n';
      }
    }
  }
  return text;
}

Refutation Findings::refutation(std::string_view profile, Abi abi, bool time32) const {
  for (const Finding& finding : all) {
    for (const arithmetic::Law& law : finding.laws) {
      if (law.profile->name == profile && law.abi == abi && law.time32 == time32) {
        return finding.refutation;
      }
    }
  }
  throw std::logic_error("the formula does not exist under " + std::string(profile));
}

}  // namespace timerlaw::solver
