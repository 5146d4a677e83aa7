// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/identify.h"

#include <algorithm>

#include "conformance/formats/names.h"
#include "conformance/versions/distinguishing.h"
#include "conformance/versions/explained.h"

namespace timerlaw::versions {
namespace {

// Races show one side or the other.
constexpr int kRuns = 3;

struct Seen {
  const Distinguishing* program;
  std::vector<Trace> traces;
  std::string refused;  // why it could not be run
};

Expected<std::vector<Seen>> run_all(const RunProgram& run) {
  std::vector<Seen> all;
  for (const Distinguishing& one : distinguishing_programs()) {
    Seen seen{&one, {}, ""};
    for (int i = 0; i < kRuns && seen.refused.empty(); ++i) {
      auto trace = run(one.program);
      if (!trace)
        return Error{trace.error()};
      if (trace->ending == Ending::refused)
        append_refusal(seen.refused, trace->number);
      else
        seen.traces.push_back(std::move(*trace));
    }
    all.push_back(std::move(seen));
  }
  return all;
}

class Identifier {
 public:
  Identifier(const std::vector<Seen>& seen, const TargetFacts& facts) : seen_(seen), facts_(facts) {}

  Identification go() {
    base_ = nearest_base();
    Identification found;
    // A switch that was told may decide what programs of others say: until nothing changes.
    for (int round = 0; round < kRounds; ++round) {
      const Profile before = base_;
      found.answers.clear();
      for (const Switch& one : switches())
        found.answers.push_back(answer(one));
      if (base_ == before)
        break;
    }
    for (const Profile& profile : profiles())
      if (!profile.only_posix)
        found.matches.push_back({&profile, differing(found.answers, profile)});
    std::ranges::reverse(found.matches);
    std::ranges::stable_sort(found.matches, {}, [](const Match& match) { return match.differs.size(); });
    return found;
  }

 private:
  static constexpr int kRounds = 4;

  bool explains(const Profile& profile, const Trace& trace) const { return explained(trace, profile, facts_); }

  // The known profile that explains most programs; the newest of those.
  Profile nearest_base() const {
    const Profile* best = nullptr;
    std::ptrdiff_t most = -1;
    for (const Profile& profile : profiles()) {
      if (profile.only_posix)
        continue;
      const auto count = std::ranges::count_if(seen_, [&](const Seen& seen) {
        return std::ranges::all_of(seen.traces, [&](const Trace& trace) { return explains(profile, trace); });
      });
      if (count >= most) {
        most = count;
        best = &profile;
      }
    }
    return *best;
  }

  Answer answer(const Switch& one) {
    Answer answer{&one, {}, "no program tells it"};
    for (std::size_t value = 0; value < one.values.size(); ++value)
      answer.possible.push_back(value);
    if (one.name == "only_posix")
      return answer;
    for (const Seen& seen : seen_) {
      if (seen.program->of != one.name)
        continue;
      if (!seen.refused.empty()) {
        answer.by = std::string(seen.program->name) + ": the target refused it: " + seen.refused;
        continue;
      }
      narrow(answer, seen);
      if (answer.told())
        break;
    }
    if (answer.told())
      one.set(base_, answer.possible.front());
    return answer;
  }

  void narrow(Answer& answer, const Seen& seen) const {
    std::vector<std::size_t> left;
    for (const std::size_t value : answer.possible) {
      Profile profile = base_;
      answer.of->set(profile, value);
      if (std::ranges::all_of(seen.traces, [&](const Trace& trace) { return explains(profile, trace); }))
        left.push_back(value);
    }
    const std::string name(seen.program->name);
    if (left.empty()) {
      answer.by = name + ": none of its values explains what the target did";
    } else if (left.size() < answer.possible.size()) {
      answer.by = name;
      answer.possible = std::move(left);
    } else if (answer.possible.size() == answer.of->values.size()) {
      answer.by = name + ": each of its values explains what the target did";
    }
  }

  static std::vector<const Switch*> differing(const std::vector<Answer>& answers, const Profile& profile) {
    std::vector<const Switch*> differs;
    for (const Answer& one : answers)
      if (one.of->name != "only_posix" && std::ranges::find(one.possible, one.of->get(profile)) == one.possible.end())
        differs.push_back(one.of);
    return differs;
  }

  const std::vector<Seen>& seen_;
  const TargetFacts& facts_;
  Profile base_;
};

}  // namespace

Expected<Identification> identify(const RunProgram& run, const TargetFacts& facts) {
  const auto seen = run_all(run);
  if (!seen)
    return Error{seen.error()};
  return Identifier(*seen, facts).go();
}

}  // namespace timerlaw::versions
