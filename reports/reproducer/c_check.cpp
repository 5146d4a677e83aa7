// SPDX-License-Identifier: Apache-2.0
#include "reports/reproducer/c_check.h"

#include "model/calls/checked.h"
#include "reports/reproducer/c_checker.h"
#include "reports/reproducer/c_text.h"

namespace timerlaw::reports {

using Of = Lawful::Of;

std::string between(const std::string& what, std::int64_t least, std::int64_t most) {
  if (least == most)
    return what + " == " + c_number(least);
  return c_number(least) + " <= " + what + " && " + what + " <= " + c_number(most);
}

std::string CChecker::see(const std::string& expression, const std::string& label) {
  program_.variable("long long seen");
  line("seen = " + expression + ";");
  out_.seen = "\"" + label + " %lld\", seen";
  return "seen";
}

std::string CChecker::value_of(const char* field) {
  const std::string name = program_.shown_object(step_) + "." + field;
  return microseconds() ? name + ".tv_sec * 1000000LL + " + name + ".tv_usec"
                        : name + ".tv_sec * 1000000000LL + " + name + ".tv_nsec";
}

bool CChecker::by_law() {
  switch (lawful_.of) {
    case Of::words:
      return whole_wait() || open_and_pending();
    case Of::going_on:
      return false;
    case Of::ret:
      if (step_.op == Op::limit)  // the hard limit belongs to whoever started it
        return false;
      if (step_.op == Op::overrun && lawful_.most >= 0 && (lawful_.most != 0 || took_before()))
        return last_overrun();
      if (step_.op == Op::take && lawful_.least == 0 && lawful_.most == 0) {  // the whole wait, or a signal
        see("ret < 0 ? -errno : ret", "returned");
        lawful_if("seen > 0 || seen == -EAGAIN || seen == -EINTR");
        return true;
      }
      see("ret < 0 ? -errno : ret", "returned");
      lawful_if(lawful_.least == lawful_.most && lawful_.least < 0 ? "seen == -" + c_error(-lawful_.least)
                                                                   : between("seen", lawful_.least, lawful_.most));
      return true;
    case Of::id:
      return timer_id();
    case Of::output: {
      out_.judges_ret = false;
      if (step_.out != Pointer::ok)
        return false;
      const bool id = step_.op == Op::create;
      if (id && step_.slot == kNoSlot)
        return false;
      const std::string name = id ? program_.timer(step_) : program_.shown_object(step_) + ".it_value.tv_sec";
      const auto before = static_cast<std::int32_t>(step_.id);
      if (id && before == 0)  // which may be the very id that is written
        out_.before = {name + " = -1;"};
      see(name + " != " + (id && before != 0 ? c_number(before) : "-1"), "output written:");
      lawful_if(lawful_.least == 1 ? "seen != 0" : "seen == 0");
      return true;
    }
    case Of::value:
      return shown_value();
    case Of::interval:
      out_.judges_ret = false;
      see(value_of("it_interval"), "it_interval");
      lawful_if(between("seen", lawful_.least, lawful_.most));
      return true;
    case Of::fields: {
      out_.judges_ret = false;
      // The one that is shown is the first that is not as it must be.
      const std::string object = program_.shown_object(step_);
      const bool value_is_odd =
          result_.sec < 0 || result_.frac < 0 || result_.frac >= (microseconds() ? 1'000'000 : kSecond);
      const std::string odd = value_is_odd ? "it_value" : "it_interval";
      const std::string of = object + "." + odd + ".tv_";
      see(of + "sec", odd + ".tv_sec");
      lawful_if("seen >= 0 && " + of + (microseconds() ? "usec >= 0 && " : "nsec >= 0 && ") + of +
                (microseconds() ? "usec < 1000000" : "nsec < 1000000000"));
      return true;
    }
    case Of::overrun:
      return overruns();
    case Of::info:
      return siginfo();
    case Of::sender:
      return sender();
    case Of::signal:
      return there();
    case Of::lateness:
      return late();
  }
  return false;
}

// Waits end when their time is over, or a handler ran.
bool CChecker::whole_wait() {
  const std::string_view broken = rule(divergence_.rule).id;
  if (broken == "SIG-EINTR" || broken == "SIG-RESTART") {
    see("ret < 0 ? -errno : ret", "returned");
    const bool handlers = broken == "SIG-EINTR" && program_.uses("handler");
    lawful_if(handlers ? "seen != -EINTR || handled != 0" : "seen != -EINTR");
    return result_.ret == -kEintr;
  }
  if (broken != "WAIT-SHORT" || (step_.op != Op::sleep && step_.op != Op::take && step_.op != Op::read))
    return false;
  const ClockId clock = ClockId::monotonic;
  see(program_.reading(at_, true, clock) + " - " + program_.reading(at_, false, clock), "nanoseconds at most:");
  lawful_if(std::string(step_.op == Op::take ? "ret > 0 || (ret == -1 && errno == EINTR)" : "ret == -1") +
            " || seen >= " + c_number(step_.value.sec * kSecond + step_.value.frac));
  return true;
}

// What is not blocked is delivered, or discarded: never pending.
bool CChecker::open_and_pending() {
  if (rule(divergence_.rule).id != "SIG-GEN-1" || step_.op != Op::pending)
    return false;
  SigSet open;
  open.add(kSigCont);
  for (std::size_t i = 0; i < at_; ++i) {
    const Step& one = trace_.program.steps[i];
    if (one.party != step_.party || one.op == Op::thread || one.op == Op::fork)
      return false;
    if (one.op == Op::unmask)
      open.bits |= one.set.bits;
    if (one.op == Op::mask)
      open.bits &= ~one.set.bits;
  }
  program_.use("bit");
  see("(pending & (" + c_signals({result_.pending.bits & open.bits}) + ")) != 0", "pending and not blocked:");
  lawful_if("!seen");
  return true;
}

bool CChecker::took_before() const {
  for (std::size_t i = program_.image_begins(); i < at_; ++i)
    if (trace_.program.steps[i].op == Op::take && trace_.results[i].ret > 0)
      return true;
  return false;
}

// timer_getoverrun repeats what the last signal of that timer said.
bool CChecker::last_overrun() {
  for (std::size_t i = at_; i-- > 0;) {
    const Step& one = trace_.program.steps[i];
    const StepResult& result = trace_.results[i];
    if (one.op != Op::take || result.ret <= 0)
      continue;
    if (result.info.code != kSiTimer || result.info.b != lawful_.least || lawful_.least != lawful_.most ||
        timer_of(result.info) != program_.timer(step_))
      return false;
    line("NEED(info.si_code == SI_TIMER && info.si_timerid == " + program_.timer(step_) + ");");
    see("ret", "returned");
    lawful_if("seen == info.si_overrun");
    return true;
  }
  return false;
}

// No expression says what is lawful: is what was seen seen again? Only for what does not depend on time.
void CChecker::same_again() {
  out_.by_law = false;
  const std::string& observed = divergence_.observed;
  const auto says = [&](const char* begin) { return observed.starts_with(begin); };
  if (step_.op == Op::take && result_.ret > 0 && observed.find("took ") != std::string::npos) {
    std::string same = "ret == " + c_signal(result_.ret) + " && info.si_code == " + c_number(result_.info.code);
    if (const std::string id = timer_of(result_.info); !id.empty())
      same += " && info.si_timerid == " + id;
    else if (result_.info.code == kSiTimer)
      return;
    if (!guard_expiries())
      return;
    see(same, "the same signal was taken:");
    lawful_if("seen == 0");
  } else if (says("it_value 0") && result_.sec == 0 && result_.frac == 0 && guard_expiries()) {
    out_.judges_ret = false;
    see(value_of("it_value"), "it_value");
    lawful_if("seen != 0");
  } else if (says("a handler ran") && result_.deliveries == 1 && guard_expiries()) {
    out_.judges_ret = false;
    program_.use("handler");
    program_.use("bit");
    see("(handled & BIT(" + c_signal(trace_.deliveries[result_.first_delivery].info.signo) + ")) != 0",
        "its handler ran:");
    lawful_if("seen == 0");
  } else if (says("returned ") && !says("returned after") && step_.op != Op::overrun && step_.op != Op::alarm) {
    see("ret < 0 ? -errno : ret", "returned");
    lawful_if(result_.ret < 0 ? "seen != -" + c_error(-result_.ret) : "seen != " + c_number(result_.ret));
  }
}

// Neither: what the step says, for a reader to judge.
void CChecker::show() {
  out_.only_shows = true;
  switch (step_.op) {
    case Op::take:
      out_.seen = "\"returned %ld, si_code %d, si_overrun %d\", ret, info.si_code, info.si_overrun";
      break;
    case Op::pending:
      out_.seen = "\"returned %ld, pending %llx\", ret, pending";
      break;
    case Op::settime:
    case Op::gettime:
    case Op::setitimer:
    case Op::getitimer:
      out_.seen = "\"returned %ld, it_value %lld, it_interval %lld\", ret, " + value_of("it_value") + ", " +
                  value_of("it_interval");
      break;
    default:
      out_.seen = "\"returned %ld\", ret";
  }
}

CCheck CChecker::check() {
  // What ARG-TC-9 says depends on the clocks that the machine has.
  if (rule(divergence_.rule).id == "ARG-TC-9" || !by_law()) {
    out_ = {};
    same_again();
  }
  if (out_.seen.empty()) {
    out_ = {};
    show();
  }
  return std::move(out_);
}

std::optional<CCheck> CChecker::guard() {
  return guard_expiries() ? std::optional(std::move(out_)) : std::nullopt;
}

std::optional<CCheck> c_guard(const Trace& trace, const Divergence& divergence, CProgram& program) {
  return CChecker(trace, divergence, program).guard();
}

CCheck c_check(const Trace& trace, const Divergence& divergence, CProgram& program) {
  return CChecker(trace, divergence, program).check();
}

}  // namespace timerlaw::reports
