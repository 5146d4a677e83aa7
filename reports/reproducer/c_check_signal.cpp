// SPDX-License-Identifier: Apache-2.0
// What is lawful of ids and signals: which timer sent one, what it says, and whether it is there.
#include <algorithm>

#include "reports/reproducer/c_checker.h"
#include "reports/reproducer/c_text.h"

namespace timerlaw::reports {

// A timer id is told by how many were given before.
bool CChecker::timer_id() {
  out_.judges_ret = false;
  if (trace_.program.child == Child::fresh) {
    see(program_.timer(step_), "id");
    lawful_if(between("seen", lawful_.least, lawful_.most));
    return true;
  }
  if (lawful_.least < trace_.next_id || step_.slot == kNoSlot)
    return false;
  program_.variable("int first");
  out_.before = {
      "/* The id that comes next. */",
      "NEED(syscall(SYS_timer_create, CLOCK_MONOTONIC, &(struct sigevent){.sigev_notify = SIGEV_NONE}, &first) == 0);",
      "NEED(syscall(SYS_timer_delete, first) == 0);"};
  see(program_.timer(step_) + " - first", "id after that of the first timer:");
  lawful_if(between("seen", lawful_.least - trace_.next_id + 1, lawful_.most - trace_.next_id + 1));
  return true;
}

// What differs from what it must be.
bool CChecker::siginfo() {
  const auto limits = [](const Step& step) { return step.op == Op::limit; };
  if (step_.op != Op::take || std::ranges::any_of(trace_.program.steps, limits))  // then some say less
    return false;
  out_.judges_ret = false;
  const SigInfo& want = lawful_.info;
  const SigInfo& got = result_.info;
  const bool timer = want.code == kSiTimer;
  std::string all;
  const auto field = [&](const char* name, const std::string& expected, bool differs) {
    if (!differs)
      return;
    all += (all.empty() ? "" : " && ") + std::string(name) + " == " + expected;
    if (out_.seen.empty())
      see("(long long)" + std::string(name).replace(0, 0, std::string_view(name).ends_with("ptr") ? "(long)" : ""),
          std::string(name).substr(5));
  };
  field("info.si_signo", c_signal(want.signo), want.signo != got.signo);
  field("info.si_errno", c_number(want.error), want.error != got.error);
  field("info.si_code", c_number(want.code), want.code != got.code);
  if (want.a != got.a && timer) {
    const std::string id = timer_of(want);
    if (id.empty())
      return false;
    field("info.si_timerid", id, true);
  } else {
    if (want.a != got.a && want.a != trace_.pid && want.a != 0)
      return false;
    field("info.si_pid", want.a == 0 ? "0" : "getpid()", want.a != got.a);
  }
  if (want.b != got.b && !timer)
    field("info.si_uid", want.b == trace_.uid && want.code != kSiKernel ? "getuid()" : c_number(want.b), true);
  // Without a sigevent the value is the timer's id.
  const std::string own = timer && want.value == static_cast<std::uint64_t>(want.a) ? timer_of(want) : "";
  field("info.si_value.sival_ptr", own.empty() ? program_.sival(want.value) : "(void *)(unsigned long)" + own,
        want.value != got.value);
  if (want.extra != got.extra && all.empty()) {  // si_sys_private, which C libraries have no name for
    see(program_.abi() == Abi::native64 ? "((int *)&info)[8]" : "((int *)&info)[6]", "si_sys_private");
    all = "seen == " + c_number(want.extra);
  }
  if (all.empty())
    return false;
  // Another signal of that number may come first.
  if (want.code == got.code) {
    const std::string id = timer && want.a == got.a ? timer_of(want) : "";
    line("NEED(info.si_code == " + c_number(want.code) + (id.empty() ? "" : " && info.si_timerid == " + id) + ");");
  }
  lawful_if(all);
  return true;
}

bool CChecker::sender() {
  if (step_.op != Op::take)
    return false;
  out_.judges_ret = false;
  std::string all;
  for (std::size_t i = program_.image_begins(); i < at_; ++i) {  // execve deletes those before it
    const Step& one = trace_.program.steps[i];
    if (one.op == Op::create && trace_.results[i].ret == 0 && one.slot != kNoSlot)
      all += (all.empty() ? "seen == " : " || seen == ") + program_.timer(one);
  }
  line("NEED(info.si_code == SI_TIMER);");
  see("info.si_timerid", "si_timerid");
  lawful_if(all.empty() ? "0" : all);
  return true;
}

// The variable of the timer that sent it; empty if there is none.
std::string CChecker::timer_of(const SigInfo& info) {
  std::string found;
  for (std::size_t i = program_.image_begins(); i < at_; ++i) {
    const Step& one = trace_.program.steps[i];
    if (info.code == kSiTimer && one.op == Op::create && one.slot != kNoSlot && trace_.results[i].ret == 0 &&
        static_cast<std::int32_t>(trace_.results[i].id) == info.a)
      found = program_.timer(one);
  }
  return found;
}

std::string CChecker::signal_is_there(Signo signo) {
  program_.use("bit");
  const std::string bit = "BIT(" + c_signal(signo) + ")";
  switch (step_.op) {
    case Op::take: {
      std::string there = "ret == " + c_signal(signo);
      if (result_.ret > 0 && result_.ret == signo) {
        there += " && info.si_code == " + c_number(result_.info.code);
        if (const std::string id = timer_of(result_.info); !id.empty())
          there += " && info.si_timerid == " + id;
      }
      return there;
    }
    case Op::pending:
      return "(pending & " + bit + ") != 0";
    default:
      program_.use("handler");
      return "(handled & " + bit + ") != 0";
  }
}

bool CChecker::there() {
  const bool must = lawful_.least == 1;
  const Signo signo = lawful_.info.signo;
  bool timed = lawful_.due.known && due();
  out_.pinned = must && lawful_.patience == 0;
  if ((!must && !timed) || (must && lawful_.due.known && when_ != When::past)) {
    // It follows from what happened before.
    timed = false;
    out_.lines.clear();
    if (lawful_.patience != 0 || !guard_expiries())
      return false;
  }
  if (must && lawful_.patience != 0)
    line("NEED(" + after_ + " - due_hi >= " + c_number(lawful_.patience) + ");");
  else if (must && timed)
    guard_due();
  const std::string is = signal_is_there(signo);
  see(is, "signal " + std::to_string(signo) + " is there:");
  lawful_if(must ? "seen != 0" : timed ? "!seen || " + after_ + " >= due_lo" : "!seen");
  return true;
}

}  // namespace timerlaw::reports
