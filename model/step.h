// SPDX-License-Identifier: Apache-2.0
// The step encoding: what one line of a program says, and what one line of a trace says it did.
//
// Freestanding and plain: the agent includes this file and no other of the model's.
#pragma once

#include "model/units.h"

namespace timerlaw {

enum class Op : std::uint8_t {
  create,     // timer_create(clock, in: sigevent, out: id)
  settime,    // timer_settime(timer, flags, in: new, out: old)
  gettime,    // timer_gettime(timer, out)
  overrun,    // timer_getoverrun(timer)
  remove,     // timer_delete(timer); `delete` in the text
  setitimer,  // setitimer(which, in: new, out: old)
  getitimer,  // getitimer(which, out)
  alarm,      // alarm(number)
  sleep,      // clock_nanosleep(MONOTONIC, relative, value)
  until,      // spin to an instant: anchor + value
  cpu,        // sched_setaffinity to the number-th CPU the agent may use
  take,       // rt_sigtimedwait(set, timeout = value)
  pending,    // rt_sigpending
  mask,       // rt_sigprocmask(SIG_BLOCK, set)
  unmask,     // rt_sigprocmask(SIG_UNBLOCK, set); see kHandlerRuns
  ignore,     // rt_sigaction(number, SIG_IGN)
  dflt,       // rt_sigaction(number, SIG_DFL); `default` in the text
  handler,    // rt_sigaction(number, the agent's handler; sa_mask full, flags: SA_RESTART bit)
  window,     // unblock set, sleep value (0: don't), restore the mask
  kill,       // kill(getpid(), number), or tgkill to the calling thread with flags = kKillThread
  burn,       // spin until the calling thread has used `value` of CPU time, or a signal of `set` is pending
  read,       // read(2) of a timerfd that is due `value` from now: a wait that SA_RESTART restarts
  queue,      // rt_sigqueueinfo(getpid(), number) with si_code = notify and si_value = sival
  restore,    // prctl(PR_TIMER_CREATE_RESTORE_IDS, number, 0, 0, 0)
  limit,      // prlimit(0, resource = clock, soft limit = number, out: old)
  setclock,   // clock_settime(clock, what it reads + value): only on targets that allow it
  timens,     // unshare(CLONE_NEWTIME), offsets of MONOTONIC = value, of BOOTTIME = interval: for the next fork
  thread,     // a new thread of the party's process: party `number`, which waits for its first step
  fork,       // a new process: party `number`. Its steps follow at once, up to its exit; its parent waits for it
  exit,       // the party ends: a thread by exit(2), a forked process as a whole
  exec,       // execve: the party's process runs on in a new image
};
inline constexpr int kOpCount = 31;

// Who performs a step: 0 is the thread that the program starts in, others are named by `thread` and `fork`. Steps are
// performed one after the other, whoever performs them: only signals and timers act in between.
using Party = std::uint8_t;
inline constexpr int kParties = 8;

// The CPU-time clock of a party, for `create`: its thread's or its process's. The agent puts the kernel's id in its
// place. `kind`: 0 PROF, 1 VIRT, 2 SCHED of the process; 4, 5, 6 of the thread (clock_getcpuclockid(3)).
inline constexpr std::int32_t kFirstPartyClock = 0x40000000;
constexpr std::int32_t party_clock(Party party, int kind) {
  return kFirstPartyClock + party * 8 + kind;
}
constexpr bool is_party_clock(std::int64_t clock) {
  return clock >= kFirstPartyClock && clock < kFirstPartyClock + kParties * 8;
}
constexpr Party party_of_clock(std::int64_t clock) {
  return static_cast<Party>((clock - kFirstPartyClock) / 8);
}
constexpr int kind_of_party_clock(std::int64_t clock) {
  return static_cast<int>((clock - kFirstPartyClock) % 8);
}

// What stands in a pointer argument.
enum class Pointer : std::uint8_t {
  ok,
  null,
  bad,       // an address that is never mapped
  readonly,  // a page that can be read but not written
  edge,      // the object crosses from a mapped page into an unmapped one
};
inline constexpr int kPointerCount = 5;

// How a time argument becomes an absolute value: as written, or counted from a reading of the timer's own clock
// (the one just before this step, or the first of the program). Resolution is `resolve` below, so that the agent,
// the oracle and the simulator agree on the number.
enum class Origin : std::uint8_t { literal, now, start };

// A timespec or timeval as raw fields: `frac` is nanoseconds, or microseconds for setitimer. With an origin other than
// literal, `sec` and `frac` (nanoseconds always) are an offset and may be negative.
struct TimeArg {
  std::int64_t sec = 0;
  std::int64_t frac = 0;
  Origin origin = Origin::literal;
  friend constexpr bool operator==(const TimeArg&, const TimeArg&) = default;
};

// What `until` counts from: the deadline the agent aimed at when it armed a timer, or a reading.
enum class Anchor : std::uint8_t { start, now, timer, real };

inline constexpr std::int64_t kKillThread = 1;
inline constexpr std::int64_t kAbstime = 1;  // TIMER_ABSTIME
inline constexpr std::int64_t kSaRestart = 0x10000000;
inline constexpr std::int32_t kNoSlot = -1;
inline constexpr std::int64_t kSelfTid = -1000000;  // `tid=self`: the agent puts the caller's tid in its place
// `tid=party:n`: the agent puts the tid of party n in its place (kill: of its thread, or its process).
inline constexpr std::int64_t kFirstPartyTid = -2000000;
constexpr std::int64_t party_tid(Party party) {
  return kFirstPartyTid - party;
}
constexpr bool is_party_tid(std::int64_t tid) {
  return tid <= kFirstPartyTid && tid > kFirstPartyTid - kParties;
}
constexpr Party party_of_tid(std::int64_t tid) {
  return static_cast<Party>(kFirstPartyTid - tid);
}

// Resources of `limit`.
inline constexpr std::int64_t kLimitCpu = 0;          // RLIMIT_CPU, seconds
inline constexpr std::int64_t kLimitSigpending = 11;  // RLIMIT_SIGPENDING

// One step. Fields that an Op does not use keep their defaults, so that equal steps compare equal.
struct Step {
  Op op = Op::pending;
  Party party = 0;
  bool time32 = false;          // i386: the call with 32-bit time, where there are two
  Pointer in = Pointer::ok;     // sevp, new; value of setitimer
  Pointer out = Pointer::null;  // old (null: not asked for); id and curr_value default to ok in the text
  Anchor anchor = Anchor::start;
  std::int32_t slot = kNoSlot;  // program-local timer name t0, t1, …; kNoSlot: `id` is used as it is
  std::int64_t id = 0;          // raw timer id, 64 bits: the kernel truncates; create: what stands in *idp before
  std::int64_t clock = 0;       // create, setclock: clock id; setitimer, getitimer: which; limit: resource
  std::int64_t flags = 0;       // settime flags, handler flags, kKillThread
  std::int64_t notify = 0;      // sigev_notify; queue: si_code
  std::int64_t number = 0;      // signo; seconds of alarm; index of cpu; soft limit; party of thread and fork
  std::int64_t tid = kSelfTid;  // sigev_notify_thread_id; kill: whom
  std::uint64_t sival = 0;      // sigev_value, the whole union
  SigSet set{};
  TimeArg value{};     // it_value; duration of sleep, window, burn; offset of until; timeout of take
  TimeArg interval{};  // it_interval
  friend constexpr bool operator==(const Step&, const Step&) = default;
};

// The absolute nanoseconds that `value` stands for, where it has an origin; `reading` is the origin's reading of
// the timer's clock. Never called for Origin::literal.
constexpr Nanos resolve(const TimeArg& value, Nanos reading) {
  return {reading.ns + value.sec * 1'000'000'000 + value.frac};
}

// So many handlers run in one program; the last one blocks all signals, and nothing unblocks any after it.
inline constexpr std::uint32_t kHandlerRuns = 64;

// siginfo_t as the kernel wrote it, without interpretation.
struct SigInfo {
  std::int32_t signo = 0;
  std::int32_t error = 0;
  std::int32_t code = 0;
  std::int32_t a = 0;       // si_timerid, or si_pid
  std::int32_t b = 0;       // si_overrun, or si_uid
  std::uint64_t value = 0;  // si_value, the whole union
  std::uint32_t extra = 0;  // the four bytes after si_value
  friend constexpr bool operator==(const SigInfo&, const SigInfo&) = default;
};
inline constexpr std::int32_t kSiUser = 0;
inline constexpr std::int32_t kSiKernel = 128;
inline constexpr std::int32_t kSiTimer = -2;
inline constexpr std::int32_t kSiTkill = -6;

// What became of an output argument. The agent fills it with a canary first.
enum class Out : std::uint8_t { none, untouched, written };

// One run of the agent's handler.
struct Delivery {
  SigInfo info;
  Party party = 0;  // the thread it ran in
  friend constexpr bool operator==(const Delivery&, const Delivery&) = default;
};

// What a step did. `ret` is the return value, or -errno. `exit` of a forked process: how its parent saw it end, 0 or
// the signal that killed it.
struct StepResult {
  std::int64_t ret = 0;
  bool ran = true;       // false: its party had died before
  Out out = Out::none;   // old of settime/setitimer, curr_value of gettime/getitimer, id of create
  std::int64_t sec = 0;  // it_value written
  std::int64_t frac = 0;
  std::int64_t interval_sec = 0;
  std::int64_t interval_frac = 0;
  std::int64_t id = 0;               // create: what stands in *idp afterwards, if out is written
  SigInfo info{};                    // take, when ret > 0
  SigSet pending{};                  // pending
  std::uint32_t first_delivery = 0;  // handler runs within this step: a range of Trace::deliveries
  std::uint32_t deliveries = 0;
  friend constexpr bool operator==(const StepResult&, const StepResult&) = default;
};

}  // namespace timerlaw
