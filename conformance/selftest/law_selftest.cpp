// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ostream>

#include "conformance/selftest/at_stake.h"
#include "conformance/selftest/changes.h"
#include "conformance/selftest/selftest.h"
#include "model/judge.h"

namespace timerlaw {
namespace {

// What changed traces said about one rule.
struct RuleTest {
  std::uint64_t steps = 0;     // that it decided and that were changed
  std::uint64_t at_stake = 0;  // that it had a part in, whatever rule decided them
  std::vector<bool> tried;     // by change
  std::vector<bool> rejected;  // by change
  std::uint64_t named = 0;     // rejections in its name, whatever rule had decided the step
  bool tested() const { return named > 0 || std::ranges::find(rejected, true) != rejected.end(); }
};

std::size_t change_named(std::string_view name) {
  const auto found = std::ranges::find(changes(), name, &Change::name);
  return static_cast<std::size_t>(found - changes().begin());
}

class LawSelftest {
 public:
  LawSelftest(const Profile& profile, const LawSelftestOptions& options)
      : profile_(profile), options_(options), rules_(rules().size()) {
    quick_.explain = false;
    for (RuleTest& test : rules_) {
      test.tried.resize(changes().size());
      test.rejected.resize(changes().size());
    }
  }

  // False if the trace diverges as it is.
  bool add(const Recorded& recorded) {
    Judgement as_it_is;
    judge(recorded.trace, profile_, recorded.facts, quick_, as_it_is);
    if (as_it_is.diverged() || as_it_is.disturbed || recorded.trace.ending == Ending::refused) {
      return false;
    }
    for (std::size_t i = 0; i < as_it_is.rules.size(); ++i) {
      RuleTest& decided_by = of(as_it_is.rules[i]);
      if (decided_by.steps < options_.steps_per_rule) {
        ++decided_by.steps;
        for (std::size_t c = 0; c < changes().size(); ++c) {
          try_change(recorded, i, c, decided_by);
        }
      }
      for (const AtStake& stake : at_stake()) {
        RuleTest& test = of(stake.rule);
        const std::size_t c = change_named(stake.change);
        if (test.at_stake < options_.steps_per_rule && stake.here(recorded.trace, i) &&
            try_change(recorded, i, c, test)) {
          ++test.at_stake;
        }
      }
    }
    return true;
  }

  void print(std::ostream& out) const {
    out << "| rule | steps decided | steps at stake | changes rejected | rejections in its name | changes never "
           "rejected |\n"
           "|---|---|---|---|---|---|\n";
    std::size_t not_tested = 0;
    for (std::size_t r = 0; r < rules_.size(); ++r) {
      const RuleTest& test = rules_[r];
      out << "| " << rules()[r].id << " | " << test.steps << " | " << test.at_stake << " | ";
      if (test.tested()) {
        out << std::ranges::count(test.rejected, true) << " of " << std::ranges::count(test.tried, true);
      } else {
        out << "not tested";
        ++not_tested;
      }
      out << " | " << test.named << " |";
      for (std::size_t c = 0; c < changes().size(); ++c) {
        if (test.tried[c] && !test.rejected[c]) {
          out << " " << changes()[c].name;
        }
      }
      out << " |\n";
    }
    out << "\n" << rules_.size() - not_tested << " of " << rules_.size() << " rules tested.\n";
  }

 private:
  RuleTest& of(RuleIndex rule) { return rules_[static_cast<std::size_t>(rule)]; }

  // False where the change says nothing.
  bool try_change(const Recorded& recorded, std::size_t i, std::size_t c, RuleTest& test) {
    Trace changed = recorded.trace;
    if (!changes()[c].apply(changed, i)) {
      return false;
    }
    test.tried[c] = true;
    judge(changed, profile_, recorded.facts, quick_, judgement_);
    if (judgement_.diverged()) {
      test.rejected[c] = true;
      ++of(judgement_.divergences.front().rule).named;
    }
    return true;
  }

  const Profile& profile_;
  const LawSelftestOptions& options_;
  JudgeOptions quick_;
  Judgement judgement_;
  std::vector<RuleTest> rules_;
};

}  // namespace

int run_law_selftest(const std::vector<Recorded>& traces, const Profile& profile, const LawSelftestOptions& options,
                     std::ostream& out, std::ostream& progress) {
  LawSelftest selftest(profile, options);
  std::size_t used = 0;
  for (const Recorded& recorded : traces) {
    used += selftest.add(recorded) ? 1 : 0;
  }
  progress << used << " of " << traces.size() << " traces used; the others diverge as they are\n";
  if (used == 0) {
    progress << "selftest --law needs traces that conform: save some with `timerlaw run --keep all`\n";
    return 4;
  }
  selftest.print(out);
  return 0;
}

}  // namespace timerlaw
