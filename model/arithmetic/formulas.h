// SPDX-License-Identifier: Apache-2.0
// All formulas, for whoever runs each of them.
#pragma once

#include <span>

#include "model/arithmetic/cpu_sequences.h"
#include "model/arithmetic/jiffies.h"
#include "model/arithmetic/posix_sequences.h"
#include "model/arithmetic/real_sequences.h"
#include "model/arithmetic/shown.h"

namespace timerlaw::arithmetic {

template <class... Formula>
struct Formulas {
  // visit(Formula{}) for each.
  template <class Visit>
  static void each(Visit&& visit) {
    (visit(Formula{}), ...);
  }
};

// One rule each.
using RuleFormulas =
    Formulas<TimespecValid, TimevalValid, TimespecToNs, TimevalToNs, AddSafe, Forward, PosixDeadline, HostDeadline,
             CputimeOf, TimevalToCputime, NextCputimeDeadline, RealShown, AlarmShown, PosixShown<false>,
             PosixShown<true>, CpuItimerShown<false>, CpuItimerShown<true>, OverrunCount, SecondsShown,
             TimevalToJiffies, RealDueJiffy, RealLeftJiffies, AlarmFromJiffies, CpuCountJiffies, CountJiffiesDown>;

// Calls, and sequences of them.
using SequenceFormulas =
    Formulas<SetitimerGetitimerReal, SetitimerAlarm, AlarmAlarm, SetitimerRestoreReal, SetitimerGetitimerProf,
             SetitimerRestoreProf, SettimeGettime<Setting::relative>, SettimeGettime<Setting::absolute>,
             SettimeGettime<Setting::cpu_time>, SettimeRestore, SettimeTake>;

template <class Visit>
void each_formula(Visit&& visit) {
  RuleFormulas::each(visit);
  SequenceFormulas::each(visit);
}

// Every law there is with the usual tick: each profile by each set of calls.
std::vector<Law> laws();

template <class Formula>
concept CountsTicks = requires {
  Formula::kTicks.size();
};

// Those under which the formula exists; with several ticks, where they play a part.
template <class Formula>
std::vector<Law> laws_of() {
  std::span<const Wide> ticks = std::span(kTicks).first(1);
  if constexpr (CountsTicks<Formula>) {
    ticks = Formula::kTicks;
  }
  std::vector<Law> all;
  for (const Wide tick : ticks) {
    for (Law law : laws()) {
      law.tick = tick;
      if (Formula::exists(law)) {
        all.push_back(law);
      }
    }
  }
  return all;
}

}  // namespace timerlaw::arithmetic
