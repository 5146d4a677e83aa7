// SPDX-License-Identifier: Apache-2.0
// Which kernel generation is it? Runs the distinguishing programs on a target and judges each trace under profiles that
// differ in one switch only: a value whose profile explains the trace is possible, one whose profile does not is not.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/expected.h"
#include "conformance/versions/switches.h"
#include "model/facts.h"
#include "model/trace.h"

namespace timerlaw::versions {

// Runs a program on the target.
using RunProgram = std::function<Expected<Trace>(const Program&)>;

struct Answer {
  const Switch* of = nullptr;
  std::vector<std::size_t> possible;  // values; one: told; several: cannot tell
  std::string by;                     // the program that told it, or why nothing did
  bool told() const { return possible.size() == 1; }
};

// A known profile, and the switches in which the target was seen to differ from it.
struct Match {
  const Profile* profile = nullptr;
  std::vector<const Switch*> differs;
};

struct Identification {
  std::vector<Answer> answers;  // one for each switch
  std::vector<Match> matches;   // of all profiles but posix, nearest first; of equals the newest first
};

Expected<Identification> identify(const RunProgram& run, const TargetFacts& facts);

}  // namespace timerlaw::versions
