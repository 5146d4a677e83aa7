// SPDX-License-Identifier: Apache-2.0
// The interval timers of Linux 2.0. ITIMER_REAL is due at the beginning of a jiffy: an instant of MONOTONIC that is
// known modulo 10 ms once one such instant is. Jiffies are counted from where MONOTONIC is 0.
#include "model/calls/jiffies.h"

#include <algorithm>

#include "model/calls/compat.h"
#include "model/calls/conversions.h"
#include "model/oracle/oracle.h"

namespace timerlaw {
namespace {

constexpr Wide kMicrosPerSecond = 1'000'000;

bool is_queued_real(const RealSignal& s) {
  return s.queued;
}
bool is_armed_real(const RealSignal& s) {
  return s.status == RealStatus::armed;
}
RealSignal without_entry(const RealSignal& s) {
  return {s.status, false};
}

Wide jiffies_of(std::int64_t sec, std::int64_t usec) {
  Concrete e;
  Wide result = 0;
  timeval_to_jiffies(e, Wide{sec}, Wide{usec}, [&](Wide jiffies) { result = jiffies; });
  return result;
}

// When `left` jiffies are to go until a jiffy begins: the time until then, in nanoseconds.
Range nanoseconds(Range left) {
  return {left.lo <= -kFar / kJiffy.ns ? -kFar : (left.lo - 1) * kJiffy.ns + 1,
          left.hi >= kFar / kJiffy.ns ? kFar : left.hi * kJiffy.ns};
}

// The last jiffy that 32 bits can count is when later ones are due.
Range not_after_the_last(Range due) {
  return {std::min(due.lo, kJiffiesMax * kJiffy.ns), std::min(due.hi, kJiffyWord * kJiffy.ns - 1)};
}

// Of `instants`, the smallest range that holds all at which a jiffy may begin.
Range beginnings(Range phase, Range instants) {
  const Wide width = phase.hi - phase.lo;
  const Wide below = phase.lo + floor_div(instants.lo - phase.lo, kJiffy.ns) * kJiffy.ns;
  const Wide above = phase.lo + floor_div(instants.hi - phase.lo, kJiffy.ns) * kJiffy.ns;
  return {instants.lo <= below + width ? instants.lo : below + kJiffy.ns, std::min(instants.hi, above + width)};
}

// What remains of the phase when a jiffy begins within `instants`.
Range narrowed(Range phase, Range instants) {
  Range found = kNothing;
  if (instants.hi - instants.lo < kJiffy.ns) {
    for (Wide k = ceil_div(phase.lo - instants.hi, kJiffy.ns); k <= floor_div(phase.hi - instants.lo, kJiffy.ns); ++k) {
      found = hull(found, phase & Range{instants.lo + k * kJiffy.ns, instants.hi + k * kJiffy.ns});
    }
  }
  return found.empty() ? phase : found;
}

}  // namespace

RuleIndex Oracle::law_of(RuleIndex rule) const {
  return in_jiffies() ? "L20-6"_rule : profile_.cputime_unit == CputimeUnit::jiffies ? "ITC-10"_rule : rule;
}

Wide Oracle::cputime_tick() const {
  return in_jiffies() ? kJiffy.ns : facts_.tick.ns;
}

// The deadline lies in `window`, and begins a jiffy. False if that cannot be.
bool Oracle::narrow_in_jiffies(Range window) {
  Deadline narrower = world_->real.deadline;
  if (!narrower.narrow(window, step_) || !narrower.narrow(beginnings(world_->phase, narrower.range()), step_)) {
    return false;
  }
  world_->real.deadline = narrower;
  world_->phase = narrowed(world_->phase, narrower.range());
  return true;
}

// L20-5: it may have expired, and is armed again at once.
void Oracle::touch_real_in_jiffies() {
  RealTimer& real = world_->real;
  if (!real.signal.any(is_queued_real)) {
    real.unexpired.reset();
  }
  if (!real.known || !real.signal.any(is_armed_real) || real.deadline.lo() > now().hi) {
    return;
  }
  if (!real.unexpired) {
    real.unexpired = real.deadline;
    real.lossy = false;
    real.place = {.at = {std::max(real.deadline.lo(), real.unfired_until), now().hi}, .order = real.order};
  }
  real.place.at.hi = now().hi;
  const Ignored is = ignored_for(kSigAlrm, kProcess, PreferredThread::leader);
  real.lossy = real.lossy || is.possible;
  const RealStatus next = real.interval > 0 ? RealStatus::armed : RealStatus::idle;
  const PossibleReal armed = real.signal.only(is_armed_real);
  const auto after = [&](bool joins) {
    return armed.map([&](const RealSignal& s) { return RealSignal{next, s.queued || joins}; });
  };
  PossibleReal fired = after(!is.certain);
  if (real.lossy) {
    fired = fired | after(false);
  }
  if (real.interval > 0) {
    const Range again{real.deadline.lo() + real.interval, now().hi + real.interval};
    real.deadline = Deadline(hull(real.deadline.range(), not_after_the_last(again)), 0, step_);
  }
  const bool must = real.unexpired->hi() <= now().lo - options_.liveness_limit.ns;
  real.signal = fired | (must ? real.signal.only([](const RealSignal& s) { return !is_armed_real(s); }) : real.signal);
}

// SIGALRM was not pending at an instant of this step: so ITIMER_REAL had not expired, unless that left no trace.
void Oracle::real_not_queued_in_jiffies() {
  RealTimer& real = world_->real;
  if (real.unexpired && !real.lossy) {
    real.deadline = *real.unexpired;
  }
  real.unexpired.reset();
  real.left_over = false;
  touch_real_in_jiffies();  // within the rest of this step it may have expired
}

// L20-3
void Oracle::arm_real_in_jiffies(const TimeArg& value, const TimeArg& period) {
  RealTimer& real = world_->real;
  const Wide count = jiffies_of(value.sec, value.frac);
  real.known = true;
  real.signal = real.signal.map([&](const RealSignal& s) {
    return RealSignal{count != 0 ? RealStatus::armed : RealStatus::idle, s.queued};
  });
  real.interval = jiffies_of(period.sec, period.frac) * kJiffy.ns;
  real.order = world_->next_order++;
  real.armed_by = step_;
  real.unexpired.reset();
  real.left_over = real.signal.any(is_queued_real);
  real.armed = kNothing;
  real.deadline = {};
  if (count == 0) {
    return;
  }
  const Range from_now = nanoseconds({count, count});
  const Range due = not_after_the_last({now().lo + from_now.lo, now().hi + from_now.hi});
  real.deadline = Deadline(beginnings(world_->phase, due), 0, step_);
  world_->phase = narrowed(world_->phase, real.deadline.range());
  real.armed = now();
  real.unfired_until = now().lo;
}

// Keeps the states that explain what was seen: `left`, in jiffies, of a timer that is armed.
void Oracle::real_seen_in_jiffies(Range left, Wide number, RuleIndex rule) {
  RealTimer& real = world_->real;
  const bool armed_possible = real.signal.any(is_armed_real);
  const bool idle_possible = !real.signal.all(is_armed_real);
  const Range to_go = nanoseconds(left);
  const bool armed_explains =
      armed_possible && !left.empty() && narrow_in_jiffies({now().lo + to_go.lo, now().hi + to_go.hi});
  const bool idle_explains = idle_possible && number == 0;
  if (!armed_explains && !idle_explains) {
    diverge(rule, "remaining " + show(number),
            armed_possible ? "allowed are only: what " + show(real.deadline.lo() - now().hi) + " to " +
                                 show(real.deadline.hi() - now().lo) + " ns to go are shown as"
                           : std::string("allowed are only: 0"),
            because_real());
    real.known = false;
    real.signal = {};
    return;
  }
  real.signal =
      real.signal.only([&](const RealSignal& s) { return is_armed_real(s) ? armed_explains : idle_explains; });
  if (real.unexpired && !real.lossy && real.deadline.lo() > real.unexpired->hi() && real.signal.any(is_queued_real)) {
    real.signal = real.signal.only(is_queued_real);
  }
  accept(rule, armed_possible && idle_possible);
  exercise("L20-2"_rule);
}

// L20-2, L20-4. False after a divergence.
bool Oracle::check_real_shown_in_jiffies(const StepResult& result) {
  RealTimer& real = world_->real;
  touch_real_in_jiffies();
  if (!real.known) {
    accept("L20-4"_rule, true);
    outcome_.verdict = Verdict::unspecified;
    return true;
  }
  const Wide value = Wide{result.sec} * kMicrosPerSecond + result.frac;
  const Wide interval = Wide{result.interval_sec} * kMicrosPerSecond + result.interval_frac;
  if (result.out != Out::written || value % kMicrosPerJiffy != 0 || result.frac < 0 ||
      result.frac >= kMicrosPerSecond) {
    diverge("L20-2"_rule, "it_value " + show(value) + " us", "allowed are only: multiples of 10 ms");
    return false;
  }
  if (interval * kMicrosecond != real.interval) {
    diverge("L20-3"_rule, "it_interval " + show(interval) + " us",
            "allowed are only: " + show(real.interval / kMicrosecond), because_real());
    return false;
  }
  Preimage preimage(kEverything);
  real_left_jiffies(preimage, preimage.hidden(),
                    [&](const Preimage::Num& jiffies) { preimage.observe(jiffies, value / kMicrosPerJiffy); });
  real_seen_in_jiffies(preimage.found(), value, "L20-4"_rule);
  return !outcome_.diverged;
}

void Oracle::setitimer_in_jiffies(const Step& step, const StepResult& result) {
  const auto which = static_cast<std::int32_t>(step.clock);
  const Checked expected = check_setitimer_in_jiffies(which, step.in, step.out);
  if (!expect_error(expected, result) || expected.error != 0) {
    return;
  }
  const bool time32 = has_time32(step, abi_);
  const bool nothing = step.in == Pointer::null;
  const TimeArg value = nothing ? TimeArg{} : as_taken(step.value, time32, abi_);
  const TimeArg period = nothing ? TimeArg{} : as_taken(step.interval, time32, abi_);
  exercise("L20-1"_rule);
  if (which == static_cast<std::int32_t>(Which::real)) {
    touch_real();
    if (step.out == Pointer::ok) {
      check_real_shown_in_jiffies(result);
    }
    accept("L20-3"_rule, outcome_.verdict == Verdict::weak);
    arm_real_in_jiffies(value, period);
    return;
  }
  CpuItimer& cpu = world_->cpu_itimers[which == static_cast<std::int32_t>(Which::prof) ? kProf : kVirt];
  if (step.out == Pointer::ok) {
    check_shown(cpu, step, result, true);
  }
  accept("L20-6"_rule, outcome_.verdict == Verdict::weak);
  Concrete e;
  Wide count = 0;
  cpu_count_jiffies(e, jiffies_of(value.sec, value.frac), [&](Wide jiffies) { count = jiffies; });
  set(cpu, {count * kJiffy.ns, count * kJiffy.ns}, count != 0, jiffies_of(period.sec, period.frac) * kJiffy.ns);
}

void Oracle::alarm_in_jiffies(const Step& step, const StepResult& result) {
  touch_real();
  if (!world_->real.known) {
    accept("ALRM-3"_rule, true);
    outcome_.verdict = Verdict::unspecified;
  } else {
    Preimage preimage(kEverything);
    real_left_jiffies(preimage, preimage.hidden(), [&](const Preimage::Num& jiffies) {
      alarm_from_jiffies(preimage, jiffies,
                         [&](const Preimage::Num& seconds) { preimage.observe(seconds, result.ret); });
    });
    real_seen_in_jiffies(preimage.found(), result.ret, "ALRM-3"_rule);
  }
  exercise("ITR-11"_rule);
  exercise("ARG-AL-1"_rule);
  arm_real_in_jiffies({.sec = static_cast<std::uint32_t>(step.number)}, {});
}

// L20-7: a signal left the set of those that are pending, whoever sent it.
void Oracle::dequeue_bit(const SigInfo& info, SigSet from) {
  const Signo signo = info.signo;
  RealTimer& real = world_->real;
  CpuItimer* cpu = cpu_itimer_of(signo);
  const auto ours = [&](const Sent& sent) { return sent.signo() == signo; };
  bool possible = std::ranges::any_of(world_->sent, ours);
  bool certain = std::ranges::any_of(world_->sent, [&](const Sent& sent) { return ours(sent) && !sent.maybe; });
  bool early = false;
  std::vector<std::string> why;
  if (signo == kSigAlrm) {
    touch_real();
    const bool queued = real.signal.any(is_queued_real);
    early = real.known && real.signal.any(is_armed_real) && real.deadline.lo() > now().hi;
    why = because_real();
    certain = certain || (real.known && real.signal.all(is_queued_real));
    if (queued && !possible && real.known && !real.left_over) {  // it has expired
      if (!real.unexpired->narrow({-kFar, now().hi}, step_)) {
        early = true;
      } else if (real.interval == 0) {
        narrow_in_jiffies({-kFar, now().hi});
        out_.lateness.push_back({step_, {static_cast<std::int64_t>(now().hi - real.deadline.lo())}});
      } else {
        narrow_in_jiffies({real.unexpired->lo() + real.interval, kFar});
      }
      exercise("L20-5"_rule);
    }
    if (queued && !possible && real.known) {
      real.signal = real.signal.only(is_queued_real);
    }
    possible = possible || queued || !real.known;
    real.signal = real.signal.map(without_entry);
    real.unexpired.reset();
    real.left_over = false;
  }
  if (cpu != nullptr) {
    touch(*cpu);
    possible = possible || may_be_queued(*cpu);
    certain = certain || must_be_queued(*cpu);
    why = because(*cpu);
    if (cpu->known && !cpu->left_over && !cpu->lossy && may_be_queued(*cpu)) {
      cpu->fires.lo = std::max(cpu->fires.lo, cpu->seen.lo + 1);
    }
    taken(*cpu);
  }
  std::erase_if(world_->sent, ours);
  if (!possible) {
    diverge(early ? "TIME-EARLY"_rule : "SIG-SPURIOUS"_rule, "took signal " + std::to_string(signo),
            early ? "allowed are only: SIGALRM at or after " + show(real.deadline.lo())
                  : std::string("allowed are only: signals that something sent"),
            why);
    return;
  }
  const Place place{.at = now()};
  settle_order({signo, kProcess, &place, nullptr}, from);
  check_info(info, {.signo = signo}, "L20-7"_rule);
  accept("L20-7"_rule, !certain);
  touch_real();
}

}  // namespace timerlaw
