// SPDX-License-Identifier: Apache-2.0
// The oracle's public face: is there a behaviour that the law allows and that explains this trace?
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/facts.h"
#include "model/lawful.h"
#include "model/profile.h"
#include "model/rule.h"
#include "model/trace.h"

namespace timerlaw {

inline constexpr std::size_t kMaxRules = 256;

enum class Verdict : std::uint8_t {
  accepted,
  weak,         // accepted, but the bracket left more than one behaviour possible beforehand
  quirk,        // accepted by a rule of class quirk
  unspecified,  // the profile leaves it open
  undecided,    // a cap was hit: nothing is claimed
  diverged,
};
inline constexpr std::size_t kVerdictCount = 6;

// A trace that no allowed behaviour explains, at the step where that became certain.
struct Divergence {
  std::size_t step = 0;  // index into Program::steps
  RuleIndex rule{};
  std::string observed;  // what the trace says
  std::string allowed;   // "allowed are only: …"
  std::vector<std::string>
      because;      // the earlier lines that made it so, e.g. "step 2 puts the deadline of t0 at or after …"
  Lawful lawful{};  // what is allowed, in numbers
};

// How late a timer was seen to fire: reported as a distribution, never judged.
struct Lateness {
  std::size_t step = 0;
  Nanos at_most;  // from the earliest possible deadline to the end of the bracket that saw the signal
};

struct Judgement {
  std::vector<Verdict> verdicts;  // one per result
  std::vector<RuleIndex> rules;   // the rule that decided each result
  std::vector<Divergence> divergences;
  std::vector<Lateness> lateness;
  // How closely the deadline of an armed POSIX timer was known after each reading of it (ITIMER_REAL is read in
  // microseconds).
  std::vector<Nanos> deadline_widths;
  std::bitset<kMaxRules> exercised;  // rules under which at least one wrong result would have been rejected
  bool disturbed = false;            // a clock was stepped or the machine suspended while the program ran: run it again
  bool diverged() const { return !divergences.empty(); }
};

struct JudgeOptions {
  Nanos liveness_limit{
      10'000'000'000};  // the only time constant: a timer not seen this long after its deadline is lost
  bool explain = true;  // fill observed, allowed and because
  bool strict = false;  // quirks diverge
};

// Judges one trace. Never fails: a trace that contradicts itself (readings that go backward, a wrong number of results)
// is a divergence of a rule of class trace. `out` is overwritten; reusing it saves allocations.
void judge(const Trace& trace, const Profile& profile, const TargetFacts& facts, const JudgeOptions& options,
           Judgement& out);

}  // namespace timerlaw
