// SPDX-License-Identifier: Apache-2.0
// Runs single programs on a target and judges them: for confirming, shrinking, `exec` and `shrink`.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "conformance/expected.h"
#include "conformance/runner/twin_run.h"
#include "conformance/target/session.h"
#include "model/judge.h"

namespace timerlaw::runner {

struct Replayed {
  Trace trace;
  Judgement judgement;
};

class Replay {
 public:
  Replay(SessionOptions session, const Profile& profile, JudgeOptions judge);

  // Runs one program, and its twin if `rule_id` is about twins. A kernel that complains, and a target that falls
  // silent, diverge; an agent that dies under it otherwise is an error. Then the next program gets a new one.
  Expected<Replayed> run(const Program& program, std::string_view rule_id = "");

 private:
  SessionOptions session_options_;
  const Profile& profile_;
  JudgeOptions judge_options_;
  TwinRun twins_;
  std::unique_ptr<Session> session_;
  std::uint64_t sent_ = 0;
};

// Whether the judgement has a divergence of this rule.
bool breaks(const Judgement& judgement, std::string_view rule_id);

struct Confirmation {
  int shown = 0;     // k: runs that broke the rule again
  int repeated = 0;  // n: runs
};

// Runs the program `times` times, or until the time is up; keeps the last run that broke the rule in `shown`, if any.
Confirmation confirm(Replay& replay, const Program& program, std::string_view rule_id, int times,
                     std::chrono::steady_clock::time_point until, std::unique_ptr<Replayed>& shown);

struct Shrunk {
  Program program;
  std::unique_ptr<Replayed> run;  // one that broke the rule; nothing if `program` is what was given and nothing was run
  std::uint64_t tried = 0;
  bool finished = false;  // no smaller candidate is left; false: the time was up
};

// The smallest program found that still breaks the same rule. A candidate gets `attempts` runs.
Shrunk shrink(Replay& replay, const Program& program, std::string_view rule_id, int attempts,
              std::chrono::steady_clock::time_point until);

}  // namespace timerlaw::runner
