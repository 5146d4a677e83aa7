// SPDX-License-Identifier: Apache-2.0
// The arguments of one step: first words in fixed places, then arguments in any order. Every member reads a part and
// is false where it could not, with the problem said.
#pragma once

#include "conformance/formats/arguments.h"
#include "conformance/formats/line.h"
#include "conformance/formats/times.h"
#include "model/step.h"

namespace timerlaw {

class StepReader {
 public:
  StepReader(Line& line, Step& step, Problem& problem) : line_(line), step_(step), problem_(problem) {}
  bool read();

 private:
  bool arguments();

  // What several steps have in common.
  bool rest(const Keys& allowed);
  bool missing(std::string_view what);
  bool timer();
  bool which();
  bool set();
  bool signal();
  bool flags(Key name, std::int64_t named);
  bool time(const TimeKeys& keys, Frac frac, TimeArg& out, bool mandatory);
  bool times(Frac frac);
  bool old();
  bool output(const Keys& allowed);
  bool time_alone(const Keys& more);
  bool time32();

  // What only one has.
  bool create();
  bool id_before(const Token& token);
  bool settime_flags();
  bool until();
  bool read_party_tid(const Token& token);
  bool whom();
  bool queued();
  bool restore();
  bool limit();
  bool new_party();

  Line& line_;
  Step& step_;
  Problem& problem_;
  Arguments arguments_;
};

}  // namespace timerlaw
