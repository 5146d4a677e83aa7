// SPDX-License-Identifier: Apache-2.0
// Steps spelled briefly, and programs run on the simulated kernel, for its tests.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "model/simulator/simulator.h"

namespace timerlaw::simulated {

inline constexpr std::int64_t kUs = 1'000;
inline constexpr std::int64_t kMs = 1'000'000;
inline constexpr std::int64_t kS = 1'000'000'000;
inline constexpr Signo kUsr1 = 10;

// A duration in the fields of a timespec, and of a timeval.
constexpr TimeArg ns(std::int64_t n) {
  return {n / kS, n % kS, Origin::literal};
}
constexpr TimeArg us(std::int64_t n) {
  return {n / 1'000'000, n % 1'000'000, Origin::literal};
}
constexpr TimeArg from_now(std::int64_t n) {
  return {0, n, Origin::now};
}
constexpr SigSet only(Signo signo) {
  SigSet set;
  set.add(signo);
  return set;
}

constexpr Step create(std::int32_t slot, Signo signo = kRtMin, ClockId clock = ClockId::monotonic,
                      std::int64_t notify = 0) {
  return {.op = Op::create,
          .out = Pointer::ok,
          .slot = slot,
          .clock = static_cast<std::int64_t>(clock),
          .notify = notify,
          .number = signo,
          .sival = 0x1122'3344'5566'7788};
}
constexpr Step settime(std::int32_t slot, TimeArg value, TimeArg interval = {}) {
  return {.op = Op::settime, .out = Pointer::ok, .slot = slot, .value = value, .interval = interval};
}
constexpr Step settime_abs(std::int32_t slot, TimeArg value, TimeArg interval = {}) {
  Step step = settime(slot, value, interval);
  step.flags = kAbstime;
  return step;
}
constexpr Step gettime(std::int32_t slot) {
  return {.op = Op::gettime, .out = Pointer::ok, .slot = slot};
}
constexpr Step overrun(std::int32_t slot) {
  return {.op = Op::overrun, .slot = slot};
}
constexpr Step remove(std::int32_t slot) {
  return {.op = Op::remove, .slot = slot};
}
constexpr Step setitimer(TimeArg value, TimeArg interval = {}) {
  return {.op = Op::setitimer, .out = Pointer::ok, .value = value, .interval = interval};
}
constexpr Step getitimer() {
  return {.op = Op::getitimer, .out = Pointer::ok};
}
constexpr Step alarm(std::int64_t seconds) {
  return {.op = Op::alarm, .number = seconds};
}
constexpr Step sleep(std::int64_t n) {
  return {.op = Op::sleep, .value = ns(n)};
}
constexpr Step cpu(std::int64_t index) {
  return {.op = Op::cpu, .number = index};
}
constexpr Step take(SigSet set = kAllSignals, std::int64_t timeout = 0) {
  return {.op = Op::take, .set = set, .value = ns(timeout)};
}
constexpr Step pending() {
  return {.op = Op::pending};
}
constexpr Step mask(Signo signo) {
  return {.op = Op::mask, .set = only(signo)};
}
constexpr Step unmask(Signo signo) {
  return {.op = Op::unmask, .set = only(signo)};
}
constexpr Step ignore(Signo signo) {
  return {.op = Op::ignore, .number = signo};
}
constexpr Step dflt(Signo signo) {
  return {.op = Op::dflt, .number = signo};
}
constexpr Step handler(Signo signo) {
  return {.op = Op::handler, .number = signo};
}
constexpr Step window(Signo signo, std::int64_t n = 0) {
  return {.op = Op::window, .set = only(signo), .value = ns(n)};
}
constexpr Step kill(Signo signo) {
  return {.op = Op::kill, .number = signo};
}
constexpr Step kill_thread(Signo signo) {
  return {.op = Op::kill, .flags = kKillThread, .number = signo};
}

constexpr Step by(Party party, Step step) {
  step.party = party;
  return step;
}
constexpr Step thread(Party party) {
  return {.op = Op::thread, .number = party};
}
constexpr Step fork(Party party) {
  return {.op = Op::fork, .number = party};
}
constexpr Step exits() {
  return {.op = Op::exit};
}
constexpr Step exec() {
  return {.op = Op::exec};
}
constexpr Step kill_party(Signo signo, Party party, bool its_thread) {
  return {.op = Op::kill, .flags = its_thread ? kKillThread : 0, .number = signo, .tid = party_tid(party)};
}
constexpr Step queue(Signo signo, std::int64_t code) {
  return {.op = Op::queue, .notify = code, .number = signo, .sival = 7};
}

inline int mutant_named(std::string_view name) {
  for (std::size_t i = 0; i < mutants().size(); ++i) {
    if (mutants()[i].name == name) {
      return static_cast<int>(i);
    }
  }
  return kNoMutant;
}

inline Trace run_under(const Profile& profile, std::vector<Step> steps,
                       SimulatorOptions options = {.bracket_width = {0}}) {
  TargetFacts facts;
  facts.cpus = 2;
  return simulate({Child::fresh, std::move(steps)}, profile, facts, options);
}

inline Trace run(std::vector<Step> steps, SimulatorOptions options = {.bracket_width = {0}}) {
  return run_under(*find_profile("linux-6.15"), std::move(steps), options);
}

// What the last step did, where calls take no time.
inline StepResult last(std::vector<Step> steps) {
  const Trace trace = run(std::move(steps));
  return trace.results.empty() ? StepResult{} : trace.results.back();
}
inline std::int64_t nanos(const StepResult& shown) {
  return shown.sec * kS + shown.frac;
}
inline std::int64_t interval_nanos(const StepResult& shown) {
  return shown.interval_sec * kS + shown.interval_frac;
}

}  // namespace timerlaw::simulated
