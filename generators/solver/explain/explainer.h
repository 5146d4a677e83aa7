// SPDX-License-Identifier: Apache-2.0
// Looks for a run that explains a trace, depth first. Each way to go on is taken inside the conditions that it needs;
// `Rest` is everything that comes after, and whether it came to the end.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "generators/solver/explain/explain_trace.h"
#include "generators/solver/explain/kernel_run.h"
#include "generators/solver/symbolic.h"

namespace timerlaw::solver {

class Explainer {
 public:
  Explainer(const Trace& trace, const Profile& profile, const TargetFacts& facts, const ExplainOptions& options);
  Explanation explain();

 private:
  using Found = bool;
  using Rest = std::function<Found(const Run&)>;
  using RestAt = std::function<Found(const Run&, const Term& now)>;
  using RestWith = std::function<Found(const std::vector<Term>& outputs)>;
  // The entry that left the queue, as its siginfo says but for the count; signo 0: there was none.
  using RestTaken = std::function<Found(const Run&, const SigInfo& info, const Term& count)>;

  // Where the trace is.
  struct At {
    std::size_t index;
    const Step& step;
    const StepResult& result;
    Wide before;
    Wide after;
  };

  // explainer.cpp
  Found from(std::size_t step, const Run& run);
  Found call(const Run& run, const At& at, const Rest& rest);
  Found waited(const Run& run, const At& at, const Rest& rest);
  // Goes on if the condition can hold beside all others; `given` does not ask.
  Found assume(const Condition& condition, const std::function<Found()>& rest);
  Found given(const Condition& condition, const std::function<Found()>& rest);
  bool possible();
  // A reading of the clock in the course of the call.
  Found at_an_instant(const Run& run, const At& at, const RestAt& rest);
  Term fresh(const char* name);
  // Follows every branch of a rule: rule(e, arrive), arrive({outputs}).
  template <class Rule>
  Found follow(Rule&& rule, const RestWith& rest) {
    Symbolic e(context_);
    rule(e, [&](const std::vector<Term>& outputs) { e.arrive(outputs); });
    for (const Path& path : std::move(e).paths()) {
      if (given(condition_of(path), [&] { return rest(outputs_of(path)); })) {
        return true;
      }
    }
    return false;
  }
  static Condition condition_of(const Path& path);
  static std::vector<Term> outputs_of(const Path& path);

  // expiry.cpp
  struct Due {
    const Armed* armed;
    std::size_t timer;
  };
  Found interrupt(const Run& run, const At& at, const Rest& rest);
  Found expire_next(const Run& run, const Term& instant, const std::vector<Due>& due, const Due* previous,
                    const Rest& rest);
  Run expired(const Run& run, std::size_t timer) const;
  Found none_is_lost(const Run& run, const At& at, const Rest& rest, std::size_t timer = 0);

  // posix.cpp
  Found create(const Run& run, const At& at, const Rest& rest);
  Found settime(const Run& run, const At& at, const Rest& rest);
  Found gettime(const Run& run, const At& at, const Rest& rest);
  Found overrun(const Run& run, const At& at, const Rest& rest);
  Found remove(const Run& run, const At& at, const Rest& rest);
  std::size_t find(const Run& run, const Step& step) const;
  TimeArg value_of(const At& at) const;
  Found shown(const Run& run, const At& at, std::size_t timer, const Term& now, const Rest& rest);
  Found set(const Run& run, const At& at, std::size_t timer, const TimeArg& value, const Term& now, const Rest& rest);

  // real.cpp
  Found setitimer(const Run& run, const At& at, const Rest& rest);
  Found getitimer(const Run& run, const At& at, const Rest& rest);
  Found alarm(const Run& run, const At& at, const Rest& rest);
  Found shown_real(const Run& run, const At& at, const Term& now, const Rest& rest);
  Found set_real(const Run& run, const At& at, const TimeArg& value, Wide interval, const Rest& rest);
  Found rearm_real(const Run& run, const At& at, const Rest& rest);

  // signals.cpp
  Found take(const Run& run, const At& at, const Rest& rest);
  Found pending(const Run& run, const At& at, const Rest& rest);
  Found dequeue(const Run& run, const At& at, SigSet set, const RestTaken& rest);
  Found deliver(const Run& run, const At& at, std::size_t timer, const RestTaken& rest);
  Found took(const Run& run, const At& at, const SigInfo& info, const Term& count, const Rest& rest);

  const Trace& trace_;
  const Profile& profile_;
  const TargetFacts& facts_;
  const ExplainOptions& options_;
  z3::context context_;
  z3::solver solver_;
  std::uint64_t questions_ = 0;
  std::uint64_t unknowns_ = 0;  // so many names were given
  std::size_t furthest_ = 0;    // the most steps that a run explained
  bool gave_up_ = false;
};

inline constexpr std::size_t kNoTimer = ~std::size_t{0} - 1;

}  // namespace timerlaw::solver
