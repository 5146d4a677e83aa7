// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ostream>

#include "conformance/selftest/changes.h"
#include "conformance/selftest/selftest.h"
#include "model/judge.h"

namespace timerlaw {
namespace {

// What changed traces said about one rule.
struct RuleTest {
  std::uint64_t steps = 0;     // that it decided and that were changed
  std::vector<bool> tried;     // by change
  std::vector<bool> rejected;  // by change
  std::uint64_t named = 0;     // rejections in its name, whatever rule had decided the step
  bool tested() const { return named > 0 || std::ranges::find(rejected, true) != rejected.end(); }
};

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
      RuleTest& test = rules_[static_cast<std::size_t>(as_it_is.rules[i])];
      if (test.steps < options_.steps_per_rule) {
        ++test.steps;
        change_step(recorded, i, test);
      }
    }
    return true;
  }

  void print(std::ostream& out) const {
    out << "| rule | steps changed | changes rejected | rejections in its name | changes never rejected |\n"
           "|---|---|---|---|---|\n";
    std::size_t not_tested = 0;
    for (std::size_t r = 0; r < rules_.size(); ++r) {
      const RuleTest& test = rules_[r];
      out << "| " << rules()[r].id << " | " << test.steps << " | ";
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
  void change_step(const Recorded& recorded, std::size_t i, RuleTest& test) {
    Judgement judgement;
    for (std::size_t c = 0; c < changes().size(); ++c) {
      Trace changed = recorded.trace;
      if (!changes()[c].apply(changed, i)) {
        continue;
      }
      test.tried[c] = true;
      judge(changed, profile_, recorded.facts, quick_, judgement);
      if (judgement.diverged()) {
        test.rejected[c] = true;
        ++rules_[static_cast<std::size_t>(judgement.divergences.front().rule)].named;
      }
    }
  }

  const Profile& profile_;
  const LawSelftestOptions& options_;
  JudgeOptions quick_;
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
