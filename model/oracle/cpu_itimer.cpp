// SPDX-License-Identifier: Apache-2.0
// ITIMER_VIRTUAL, ITIMER_PROF and RLIMIT_CPU: deadlines on CPU-time clocks that move on by one interval at a tick.
#include "model/calls/cpu_itimer.h"

#include <algorithm>

#include "model/calls/cputime_jiffies.h"
#include "model/oracle/oracle.h"

namespace timerlaw {
namespace {

constexpr Wide kMicrosPerSecond = kSecond / kMicrosecond;

Range deadline(const CpuItimer& timer) {
  return {timer.first.lo + timer.fires.lo * timer.interval, timer.first.hi + timer.fires.hi * timer.interval};
}

bool may_run(const CpuItimer& timer) {
  return timer.armed && (timer.interval > 0 || timer.fires.lo == 0);
}

}  // namespace

// The clock that the timer counts on, within this step.
Range Oracle::cpu_now(const CpuItimer& timer) const {
  const Which which = timer.signo == kSigVtalrm ? Which::virt : Which::prof;
  return now(reading_clock(trace_.program, which, world_->leader));
}

CpuItimer* Oracle::cpu_itimer_of(Signo signo) {
  const auto found = std::ranges::find(world_->cpu_itimers, signo, &CpuItimer::signo);
  return found == world_->cpu_itimers.end() ? nullptr : &*found;
}

// ITC-6: it may have expired at any tick since its deadline was reached.
void Oracle::touch(CpuItimer& timer) {
  if (!timer.known || !may_run(timer)) {
    return;
  }
  const Wide before = timer.fires.hi;
  const Range here = cpu_now(timer);
  if (timer.interval == 0) {
    timer.fires.hi = timer.first.lo <= here.hi ? 1 : timer.fires.hi;
    if (timer.first.hi <= here.lo - options_.liveness_limit.ns) {
      timer.fires.lo = 1;
    }
  } else if (timer.first.lo <= here.hi) {
    timer.fires.hi = std::max(timer.fires.hi, floor_div(here.hi - timer.first.lo, timer.interval) + 1);
    if (timer.first.hi + timer.fires.lo * timer.interval <= here.lo - options_.liveness_limit.ns) {
      ++timer.fires.lo;
    }
  }
  if (timer.fires.hi == before) {
    return;
  }
  const Ignored is = ignored_for(timer.signo, kProcess, PreferredThread::current);
  bool others = false;
  for (const Sent& sent : world_->sent) {
    others = others || (sent.signo() == timer.signo && sent.to == kProcess);
  }
  for (const std::int32_t index : world_->hot[static_cast<std::size_t>(timer.signo)]) {
    OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
    touch(t);
    others = others || (t.to == kProcess && (t.signal.any(is_in_queue) || !t.known));
  }
  timer.lossy = timer.lossy || is.possible || others;
  timer.place = {.at = {timer.place.at.empty() ? now().lo : std::min(timer.place.at.lo, now().lo), now().hi}};
}

bool Oracle::may_be_queued(const CpuItimer& timer) const {
  return !timer.known || timer.left_over || timer.fires.hi > timer.seen.lo;
}
bool Oracle::must_be_queued(const CpuItimer& timer) const {
  return timer.known && !timer.lossy && timer.fires.lo > timer.seen.hi;
}

// Its signal was not pending at an instant of this step, though each expiry would have left it there.
void Oracle::not_queued(CpuItimer& timer) {
  if (timer.known && !timer.lossy) {
    timer.fires.hi = std::max(timer.fires.lo, std::min(timer.fires.hi, timer.seen.hi));
  }
  timer.seen = timer.fires;
  timer.left_over = false;
  timer.lossy = false;
  timer.place = {};
  touch(timer);  // within the rest of this step it may have expired again
}

// Its signal, or one it merged with, left the queue within this step.
void Oracle::taken(CpuItimer& timer) {
  timer.seen = {timer.fires.lo, timer.fires.hi};
  timer.left_over = false;
  timer.lossy = false;
  timer.place = {};
}

std::vector<std::string> Oracle::because(const CpuItimer& timer) const {
  if (!options_.explain || !timer.armed) {
    return {};
  }
  return {"step " + std::to_string(timer.armed_by) + " armed it: deadline " + show(timer.first) + " of CPU time" +
              (timer.interval > 0 ? ", then every " + show(timer.interval) : std::string()),
          "it has expired " + show(timer.fires) + " times since"};
}

LawfulDeadline Oracle::lawful_deadline(const CpuItimer& timer) const {
  if (!timer.armed || timer.fires.hi != 0 || timer.first.lo < 0 || timer.first.hi > kTimeMax) {
    return {};
  }
  const Which which = timer.signo == kSigVtalrm ? Which::virt : Which::prof;
  return {static_cast<std::int64_t>(timer.first.lo),
          static_cast<std::int64_t>(timer.first.hi),
          timer.armed_by,
          timer.armed_by,
          static_cast<std::int64_t>(timer.interval),
          reading_clock(trace_.program, which, world_->leader),
          true};
}

bool Oracle::check_shown(CpuItimer& timer, const Step& step, const StepResult& result, bool old_value) {
  const bool never_set = !timer.armed && timer.shown_interval == 0;
  const RuleIndex rule = never_set ? "ITR-12"_rule : law_of(old_value ? "ITC-4"_rule : "ITC-3"_rule);
  if (result.out != Out::written) {
    diverge(rule, "the output was not written", "allowed are only: the timer's setting", {},
            lawful_number(Lawful::Of::output, 1));
    return false;
  }
  if (!timer.known) {
    accept(rule, true);
    outcome_.verdict = Verdict::unspecified;
    return true;
  }
  touch(timer);
  const bool time32 = has_time32(step, abi_);
  const Wide interval_sec =
      time32 ? behind_shown(result.interval_sec, floor_div(timer.shown_interval, kSecond)) : Wide{result.interval_sec};
  const Wide interval = interval_sec * kMicrosPerSecond + result.interval_frac;
  Concrete concrete;
  const Wide shown_interval = floor_div(with_sign(concrete, timer.shown_interval), kMicrosecond);
  if (interval != shown_interval) {
    diverge(never_set ? rule : law_of("ITC-1"_rule), "it_interval " + show(interval) + " us",
            "allowed are only: " + show(shown_interval), because(timer),
            lawful_number(Lawful::Of::interval, shown_interval, kMicrosecond));
    return false;
  }
  if (profile_.cputime_unit == CputimeUnit::jiffies && result.frac * 1'000 % cputime_tick() != 0) {
    diverge(law_of(rule), "it_value of " + std::to_string(result.frac) + " us", "allowed are only: multiples of a tick",
            because(timer));
    return false;
  }
  const Range here = cpu_now(timer);
  const Range left{deadline(timer).lo - here.hi, deadline(timer).hi - here.lo};
  const Wide sec = time32 ? behind_shown(result.sec, floor_div(left.lo, kSecond)) : Wide{result.sec};
  const Wide value = sec * kMicrosPerSecond + result.frac;
  const bool idle_possible = !timer.armed || (timer.interval == 0 && timer.fires.hi > 0);
  const auto explaining = [&](Range guess) {
    Preimage preimage(guess);
    cpu_itimer_remaining(
        preimage, profile_, preimage.hidden(), cputime_tick(), old_value,
        [&](const Preimage::Num& ns) { preimage.observe(Preimage::floor_div(ns, kMicrosecond), value); });
    return preimage.found();
  };
  // Past, now and to go are looked at one by one: they may show the same.
  Range fires = kNothing;
  Range at_once = kNothing;
  if (may_run(timer)) {
    for (const Range& guess : {Range{-kFar, -1}, Range{0, 0}, Range{1, kFar}}) {
      const Range found = explaining(guess & left);
      if (found.empty()) {
        continue;
      }
      const Range window{here.lo + found.lo, here.hi + found.hi};
      Range k = timer.interval == 0 ? Range{0, 0}
                                    : Range{ceil_div(window.lo - timer.first.hi, timer.interval),
                                            floor_div(window.hi - timer.first.lo, timer.interval)};
      if (timer.interval == 0 && (window & timer.first).empty()) {
        continue;
      }
      k = k & timer.fires;
      if (!k.empty()) {
        fires = hull(fires, k);
        at_once = hull(at_once, found);
      }
    }
  }
  const bool running_explains = !fires.empty();
  const bool idle_explains = idle_possible && value == 0;
  if (!running_explains && !idle_explains) {
    note_shown(timer, explaining({0, kTimeMax}), world_->leader);
    diverge(
        rule, "it_value " + show(value) + " us",
        std::string("allowed are only: ") + (may_run(timer) ? "what " + show(left) + " ns to go are shown as" : "0"),
        because(timer),
        {.of = Lawful::Of::value,
         .least = idle_possible ? 0 : 1,
         .most = 0,
         .left = may_run(timer),
         .due_shows = static_cast<std::int64_t>(cputime_tick()),
         .unit = static_cast<std::int64_t>(kMicrosecond),
         .due = lawful_deadline(timer)});
    timer.known = false;
    return false;
  }
  if (running_explains && !idle_explains) {
    timer.fires = fires;
    if (fires.lo == fires.hi && !timer.rounded) {
      const Wide moved = fires.lo * timer.interval;
      timer.first = timer.first & Range{here.lo + at_once.lo - moved, here.hi + at_once.hi - moved};
    }
    accept(at_once.hi <= 0 && value == 0 ? "ITC-5"_rule : rule, left.lo != left.hi && left.lo <= 0);
    exercise("ITC-7"_rule);
    if (old_value) {
      exercise(law_of("ITC-4"_rule));
    } else if (at_once.hi <= 0 && value == 0) {
      exercise("ITC-5"_rule);
    }
    if (fires.lo > 0) {
      exercise(law_of("ITC-6"_rule));
      exercise("ITC-8"_rule);
    } else if (left.lo > 0) {
      exercise(law_of("ITC-2"_rule));
    }
  } else if (!running_explains && may_run(timer)) {
    timer.fires = {1, 1};
    accept(rule);
  } else {
    accept(timer.armed ? rule : "ITR-12"_rule, timer.armed);
  }
  if (timer.shown_interval > 0 && !timer.armed) {
    exercise(law_of("ITC-1"_rule));
  }
  return true;
}

// ITC-1, ITC-2, ITC-10. A value of zero disarms.
void Oracle::arm(CpuItimer& timer, const TimeArg& value, const TimeArg& period) {
  Concrete e;
  const Wide tick = cputime_tick();
  if (profile_.cputime_unit == CputimeUnit::nanoseconds) {
    cputime_of(e, profile_, Wide{value.sec}, Wide{value.frac}, [&](Wide ns) {
      cputime_of(e, profile_, Wide{period.sec}, Wide{period.frac}, [&](Wide interval) {
        cpu_itimer_deadline(e, Wide{0}, ns, tick, [&](Wide due) { set(timer, {due, due}, ns != 0, interval); });
      });
    });
    return;
  }
  timeval_to_cputime(e, Wide{value.sec}, Wide{value.frac}, tick, [&](Wide ns, Wide error) {
    timeval_to_cputime(e, Wide{period.sec}, Wide{period.frac}, tick, [&](Wide interval, Wide interval_error) {
      cpu_itimer_deadline(e, Wide{0}, ns, tick, [&](Wide due) {
        set(timer, {due, due}, ns != 0, interval);
        if (interval_error != 0) {
          // Errors are given back by whole jiffies: each deadline is less than one after the grid that was asked for.
          timer.first = {timer.first.lo - error, timer.first.hi - error + tick - 1};
          timer.interval -= interval_error;
          timer.rounded = true;
        }
      });
    });
  });
}

void Oracle::set(CpuItimer& timer, Range due, bool armed, Wide interval) {
  touch(timer);
  const bool queued = may_be_queued(timer);
  const Range at = timer.place.at;
  const bool was_lossy = timer.lossy;
  const Signo signo = timer.signo;
  timer = {.signo = signo, .armed_by = step_};
  timer.left_over = queued;
  timer.lossy = queued || was_lossy;
  timer.place.at = at;
  timer.shown_interval = interval;
  timer.armed = armed;
  if (armed) {
    timer.interval = interval;
    timer.first = {cpu_now(timer).lo + due.lo, cpu_now(timer).hi + due.hi};
  }
}

// prlimit. The soft RLIMIT_CPU is a timer of one second on the process's CPU time (ITC-9).
void Oracle::limit(const Step& step, const StepResult& result) {
  if (result.ret == -kEinval) {
    accept("ITC-9"_rule, true);  // above the hard limit, which belongs to whoever started the agent
    return;
  }
  const bool late_fault = step.out != Pointer::ok && step.out != Pointer::null;  // the limit is set already
  if (!expect_value("ITC-9"_rule, result.ret, late_fault ? -kEfault : 0, "returned")) {
    return;
  }
  if (step.clock == kLimitSigpending) {
    world_->sigpending_limit = static_cast<Wide>(static_cast<std::uint64_t>(step.number));
    accept("ARG-TC-8"_rule, true);
    return;
  }
  if (step.clock != kLimitCpu) {
    return;
  }
  CpuItimer& timer = world_->cpu_itimers[kXcpu];
  touch(timer);
  if (timer.armed && timer.known && result.out == Out::written) {
    const Range soft = deadline(timer);
    if (result.sec * kSecond < soft.lo || result.sec * kSecond > soft.hi) {
      diverge("ITC-9"_rule, "soft limit " + std::to_string(result.sec),
              "allowed are only: " + show(floor_div(soft.lo, kSecond)) + " to " + show(floor_div(soft.hi, kSecond)));
      return;
    }
    const Wide grown = floor_div(result.sec * kSecond - timer.first.lo, kSecond);
    timer.fires = timer.fires & Range{grown, grown};
    accept("ITC-9"_rule);
  }
  const Wide seconds = static_cast<Wide>(static_cast<std::uint64_t>(step.number));
  const bool pending = may_be_queued(timer);
  timer = {.signo = kSigXcpu, .left_over = pending, .lossy = pending, .armed_by = step_};
  if (seconds < kSecondsMax) {
    timer.armed = true;
    timer.first = {seconds * kSecond, seconds * kSecond};
    timer.interval = kSecond;
  }
}

void Oracle::dequeue_cpu_itimer(CpuItimer& timer, const SigInfo& info, SigSet from) {
  touch(timer);
  const RuleIndex rule = timer.signo == kSigXcpu ? "ITC-9"_rule : law_of("ITC-6"_rule);
  if (!may_be_queued(timer) && was_on_its_way(info)) {
    return;
  }
  if (!may_be_queued(timer)) {
    const bool early = may_run(timer) && deadline(timer).lo > cpu_now(timer).hi;
    diverge(early ? "ITC-7"_rule : "SIG-SPURIOUS"_rule, "took " + show_info(info),
            early ? "allowed are only: its signal once " + show(deadline(timer).lo) + " ns of CPU time are used"
                  : std::string("allowed are only: no such signal"),
            because(timer), lawful_signal(timer.signo, false, early ? lawful_deadline(timer) : LawfulDeadline{}));
    timer.known = false;
    return;
  }
  const bool certain = must_be_queued(timer);
  const Place place = timer.place;
  if (timer.known && !timer.left_over && !timer.lossy) {
    timer.fires.lo = std::max(timer.fires.lo, timer.seen.lo + 1);
  }
  settle_order({timer.signo, kProcess, &place, &timer}, from);
  check_info(info, {.signo = timer.signo, .code = kSiKernel}, "SIG-INFO-6"_rule);
  if (world_->sigpending_limit < kFar) {
    exercise("SIG-INFO-3"_rule);
  }
  accept(rule, !certain);
  exercise(rule);
  taken(timer);
}

}  // namespace timerlaw
