// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/proof.h"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "generators/solver/smallest.h"

namespace timerlaw::solver {
namespace {

std::vector<z3::expr> unknowns_of_all(std::span<const Encoded> runs) {
  std::vector<z3::expr> all;
  for (const Encoded& run : runs) {
    all.insert(all.end(), run.unknowns.begin(), run.unknowns.end());
  }
  return all;
}

class Examination {
 public:
  Examination(const arithmetic::Law& law, std::span<const Encoded> runs, std::span<const std::string_view> outputs,
              const std::function<Claim(std::span<const Way>)>& claim)
      : law_(law),
        runs_(runs),
        outputs_(outputs),
        claim_(claim),
        solver_(limited_solver(runs.front().domain.ctx())),
        smallest_(unknowns_of_all(runs)) {}

  // The values of all inputs in their order, if the claim is refuted.
  std::optional<std::vector<Wide>> smallest() {
    ways(0);
    return smallest_.values();
  }
  // Whether what is given can be, on some way.
  bool given() const { return given_; }

 private:
  void ways(std::size_t run) {
    if (run > 0 && !chosen_.back().path().quotients.empty() && runs_.size() > 1) {
      throw std::logic_error("the quotients of two runs would have the same names");
    }
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
    solver_.push();
    solver_.add(claim.given.in(context));
    given_ = given_ || solver_.check() == z3::sat;
    solver_.add(!claim.claimed.in(context));
    if (possible(solver_)) {
      smallest_.improve(solver_);
    }
    solver_.pop();
  }

  const arithmetic::Law& law_;
  std::span<const Encoded> runs_;
  std::span<const std::string_view> outputs_;
  const std::function<Claim(std::span<const Way>)>& claim_;
  z3::solver solver_;
  std::vector<Way> chosen_;
  Smallest smallest_;
  bool given_ = false;
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
  Examination examination(laws.front(), runs, outputs, claim);
  const auto values = examination.smallest();
  Finding finding{laws, !values, {}, examination.given()};
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
