// SPDX-License-Identifier: Apache-2.0
// Steps spelled as in a program: what the alphabet, the prepared states and the aimed suite are written in.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "model/step.h"

namespace timerlaw::steps {

inline constexpr std::int64_t kSecond = 1'000'000'000;
inline constexpr std::int64_t kNotifySignal = 0;
inline constexpr std::int64_t kNotifyNone = 1;
inline constexpr std::int64_t kNotifyThread = 2;
inline constexpr std::int64_t kNotifyThreadId = 4;
inline constexpr Signo kUsr1 = 10;
inline constexpr std::int64_t kSiQueue = -1;

constexpr Nanos us(std::int64_t n) {
  return {n * 1000};
}

// A duration, or an offset: the fields of a timespec, both of the sign of `d`.
constexpr TimeArg span(Nanos d) {
  return {d.ns / kSecond, d.ns % kSecond, Origin::literal};
}
constexpr TimeArg from_now(Nanos d) {
  return {d.ns / kSecond, d.ns % kSecond, Origin::now};
}
constexpr TimeArg from_start(Nanos d) {
  return {d.ns / kSecond, d.ns % kSecond, Origin::start};
}
// The same in the fields of a timeval.
constexpr TimeArg timeval(Nanos d) {
  return {d.ns / kSecond, d.ns % kSecond / 1000, Origin::literal};
}

constexpr SigSet set_of(std::initializer_list<Signo> signals) {
  SigSet set;
  for (const Signo s : signals) {
    set.add(s);
  }
  return set;
}

constexpr Step create(std::int32_t slot, ClockId clock, std::int64_t notify, Signo signo) {
  return {.op = Op::create,
          .out = Pointer::ok,
          .slot = slot,
          .clock = static_cast<std::int64_t>(clock),
          .notify = notify,
          .number = signo,
          .sival = static_cast<std::uint64_t>(slot) + 1};
}
constexpr Step create_null(std::int32_t slot, ClockId clock) {
  return {.op = Op::create,
          .in = Pointer::null,
          .out = Pointer::ok,
          .slot = slot,
          .clock = static_cast<std::int64_t>(clock)};
}
constexpr Step settime(std::int32_t slot, TimeArg value, TimeArg interval = {}, Pointer old = Pointer::null) {
  return {.op = Op::settime, .out = old, .slot = slot, .value = value, .interval = interval};
}
constexpr Step settime_abs(std::int32_t slot, TimeArg value, TimeArg interval = {}, Pointer old = Pointer::null) {
  return {.op = Op::settime, .out = old, .slot = slot, .flags = kAbstime, .value = value, .interval = interval};
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

// setitimer takes microseconds: `value` and `interval` are timeval fields.
constexpr Step setitimer(Which which, TimeArg value, TimeArg interval = {}, Pointer old = Pointer::null) {
  return {
      .op = Op::setitimer, .out = old, .clock = static_cast<std::int64_t>(which), .value = value, .interval = interval};
}
constexpr Step getitimer(Which which) {
  return {.op = Op::getitimer, .out = Pointer::ok, .clock = static_cast<std::int64_t>(which)};
}
// The signal that an interval timer sends.
constexpr Signo signal_of(Which which) {
  return which == Which::real ? kSigAlrm : which == Which::virt ? kSigVtalrm : kSigProf;
}
constexpr Step alarm(std::int64_t seconds) {
  return {.op = Op::alarm, .number = seconds};
}

constexpr Step sleep(Nanos d) {
  return {.op = Op::sleep, .value = span(d)};
}
constexpr Step burn(Nanos d) {
  return {.op = Op::burn, .value = span(d)};
}
// Until a signal of `set` is pending: the wait for a timer that CPU time makes due.
constexpr Step burn_for(SigSet set, Nanos d) {
  return {.op = Op::burn, .set = set, .value = span(d)};
}
constexpr Step read(Nanos d) {
  return {.op = Op::read, .value = span(d)};
}
constexpr Step until_timer(std::int32_t slot, Nanos offset) {
  return {.op = Op::until, .anchor = Anchor::timer, .slot = slot, .value = span(offset)};
}
constexpr Step until_real(Nanos offset) {
  return {.op = Op::until, .anchor = Anchor::real, .value = span(offset)};
}
constexpr Step until_now(Nanos offset) {
  return {.op = Op::until, .anchor = Anchor::now, .value = span(offset)};
}
constexpr Step cpu(std::int64_t index) {
  return {.op = Op::cpu, .number = index};
}

constexpr Step take(SigSet set, Nanos timeout = {}) {
  return {.op = Op::take, .set = set, .value = span(timeout)};
}
constexpr Step pending() {
  return {.op = Op::pending};
}
constexpr Step mask(SigSet set) {
  return {.op = Op::mask, .set = set};
}
constexpr Step unmask(SigSet set) {
  return {.op = Op::unmask, .set = set};
}
constexpr Step window(SigSet set, Nanos d = {}) {
  return {.op = Op::window, .set = set, .value = span(d)};
}
constexpr Step ignore(Signo s) {
  return {.op = Op::ignore, .number = s};
}
constexpr Step dflt(Signo s) {
  return {.op = Op::dflt, .number = s};
}
constexpr Step handler(Signo s, std::int64_t flags = 0) {
  return {.op = Op::handler, .flags = flags, .number = s};
}
constexpr Step kill(Signo s, std::int64_t flags = 0) {
  return {.op = Op::kill, .flags = flags, .number = s};
}

// To the process of a party; with kKillThread, to its thread.
constexpr Step kill_party(Party party, Signo s, std::int64_t flags = 0) {
  return {.op = Op::kill, .flags = flags, .number = s, .tid = party_tid(party)};
}
constexpr Step queue(Signo s, std::int64_t code, std::uint64_t value = 0) {
  return {.op = Op::queue, .notify = code, .number = s, .sival = value};
}

constexpr Step restore(std::int64_t mode) {
  return {.op = Op::restore, .number = mode};
}
constexpr Step limit(std::int64_t resource, std::int64_t soft, Pointer old = Pointer::null) {
  return {.op = Op::limit, .out = old, .clock = resource, .number = soft};
}
constexpr Step setclock(ClockId clock, Nanos by) {
  return {.op = Op::setclock, .clock = static_cast<std::int64_t>(clock), .value = span(by)};
}
constexpr Step timens(Nanos monotonic, Nanos boottime) {
  return {.op = Op::timens, .value = span(monotonic), .interval = span(boottime)};
}

constexpr Step thread(Party made) {
  return {.op = Op::thread, .number = made};
}
constexpr Step fork(Party made) {
  return {.op = Op::fork, .number = made};
}
constexpr Step exit() {
  return {.op = Op::exit};
}
constexpr Step exec() {
  return {.op = Op::exec};
}
// The same, performed by `party`.
constexpr Step by(Party party, Step step) {
  step.party = party;
  return step;
}

// Whether the kernel can read what `p` points to.
constexpr bool readable(Pointer p) {
  return p == Pointer::ok || p == Pointer::readonly;
}

// Fields behind an argument that cannot be read keep their defaults, as in the text of a program.
constexpr Step canonical(Step step) {
  if ((step.op == Op::settime || step.op == Op::setitimer) && !readable(step.in)) {
    step.value = {};
    step.interval = {};
  }
  if (step.op == Op::create && !readable(step.in)) {
    step.notify = 0;
    step.number = 0;
    step.sival = 0;
    step.tid = kSelfTid;
  }
  return step;
}

}  // namespace timerlaw::steps
