// SPDX-License-Identifier: Apache-2.0
// rt_sigtimedwait and rt_sigpending: what leaves the queue, and what stands in it.
#include "model/calls/signals.h"

#include "generators/solver/explain/explainer.h"
#include "model/calls/timer_getoverrun.h"

namespace timerlaw::solver {

// SIG-WAIT: one look at the queue, and if that finds nothing and there is time, another when a signal came or the time
// is over.
bool Explainer::take(const Run& run, const At& at, const Rest& rest) {
  Concrete e;
  bool valid = false;
  Wide timeout = 0;
  validate_time(e, at.step.value.sec, at.step.value.frac, kSecond, [&](bool v) { valid = v; });
  if (!valid) {
    return at.result.ret == -kEinval && rest(run);
  }
  timespec_to_ns(e, at.step.value.sec, at.step.value.frac, [&](Wide ns) { timeout = ns; });
  const SigSet wanted{at.step.set.bits & ~kUnblockable.bits};
  const auto look_again = [&](const Run& woken, const Term& began) {
    return at_an_instant(woken, at, [&](const Run& here, const Term& now) {
      return dequeue(here, at, wanted, [&](const Run& after, const SigInfo& info, const Term& count) {
        if (info.signo != 0) {
          return took(after, at, info, count, rest);
        }
        return at.result.ret == -kEagain && assume(now - began >= timeout, [&] { return rest(after); });
      });
    });
  };
  return at_an_instant(run, at, [&](const Run& here, const Term& began) {
    return dequeue(here, at, wanted, [&](const Run& after, const SigInfo& info, const Term& count) {
      if (info.signo != 0) {
        return took(after, at, info, count, rest);
      }
      if (timeout == 0) {
        return at.result.ret == -kEagain && rest(after);
      }
      return interrupt(after, at, [&](const Run& woken) { return look_again(woken, began); });
    });
  });
}

// SIG-Q-1, PND-3.
bool Explainer::pending(const Run& run, const At& at, const Rest& rest) {
  SigSet shown;
  for (const Pending& entry : run.queue) {
    shown.add(entry.signo);
  }
  return at.result.ret == 0 && shown == at.result.pending &&
         at_an_instant(run, at, [&](const Run& here, const Term&) { return rest(here); });
}

// SIG-Q-2: the entry whose turn it is leaves; one that is dropped makes place for the next.
bool Explainer::dequeue(const Run& run, const At& at, SigSet set, const RestTaken& rest) {
  std::size_t first = run.queue.size();
  for (std::size_t i = 0; i < run.queue.size(); ++i) {
    const bool wanted = set.has(run.queue[i].signo);
    if (wanted && (first == run.queue.size() || dequeues_before(run.queue[i].signo, run.queue[first].signo))) {
      first = i;
    }
  }
  if (first == run.queue.size()) {
    return rest(run, {}, 0);
  }
  const Pending entry = run.queue[first];
  Run without = run;
  without.queue.erase(without.queue.begin() + static_cast<std::ptrdiff_t>(first));
  const RestTaken then = [&](const Run& after, const SigInfo& info, const Term& count) {
    const auto go_on = [&](const Run& rearmed) {
      return info.signo == 0 ? dequeue(rearmed, at, set, rest) : rest(rearmed, info, count);
    };
    return entry.signo == kSigAlrm ? rearm_real(after, at, go_on) : go_on(after);
  };
  if (entry.timer == kItimerReal) {
    return then(without, {.signo = kSigAlrm, .code = kSiKernel}, 0);
  }
  return deliver(without, at, entry.timer, then);
}

// PTM-DEQ, PTC-DEQ, OVR-1, OVR-4, OVR-5.
bool Explainer::deliver(const Run& run, const At& at, std::size_t timer, const RestTaken& rest) {
  const PosixRun& t = run.timers[timer];
  const bool valid = t.signal.entry == Entry::queued;
  const bool delivered = delivers(profile_, t.signal.entry);
  const Wide refires = profile_.refire_bumps_overrun ? t.refires : 0;
  const SigInfo info{
      .signo = delivered ? t.signo : 0, .code = kSiTimer, .a = static_cast<std::int32_t>(t.id), .value = t.sival};
  Run after = run;
  after.timers[timer].signal = dequeued(t.signal, valid && t.interval != 0);
  if (!valid || t.interval == 0) {
    return rest(after, info, refires);
  }
  return at_an_instant(after, at, [&](const Run& here, const Term& now) {
    return follow(
        [&](Symbolic& e, const auto& arrive) {
          forward(e, t.armed.deadline, now, Term(t.interval), [&](const Term& next, const Term& periods) {
            arrive({next, periods});
          });
        },
        [&](const std::vector<Term>& out) {
          Run rearmed = here;
          PosixRun& moved = rearmed.timers[timer];
          moved.armed = {out[0], now, at.before + 1, rearmed.next_turn++};
          moved.last = moved.counted + out[1];
          moved.counted = -1;
          return rest(rearmed, info, moved.last + refires);
        });
  });
}

// The step's result is this signal.
bool Explainer::took(const Run& run, const At& at, const SigInfo& info, const Term& count, const Rest& rest) {
  SigInfo seen = at.result.info;
  seen.b = 0;
  if (at.result.ret != info.signo || seen != info) {
    return false;
  }
  if (info.code == kSiKernel) {
    return at.result.info.b == 0 && rest(run);
  }
  return follow(
      [&](Symbolic& e, const auto& arrive) {
        overrun_count(e, profile_, count, [&](const Term& shown) { arrive({shown}); });
      },
      [&](const std::vector<Term>& out) { return assume(out[0] == at.result.info.b, [&] { return rest(run); }); });
}

}  // namespace timerlaw::solver
