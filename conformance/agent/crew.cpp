// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/crew.h"

#include "conformance/agent/clock.h"
#include "conformance/agent/kernel.h"
#include "conformance/agent/parties.h"
#include "conformance/agent/program.h"
#include "conformance/agent/relay.h"
#include "conformance/agent/start.h"

namespace timerlaw::agent {
namespace {

constexpr long kNoHang = 1, kUntraced = 2;       // wait4(2)
constexpr std::uint64_t kStopEvery = 4'000'000;  // nanoseconds, at most
constexpr std::uint64_t kStopLength = 500'000;

bool was_stopped(std::int32_t status) {
  return (status & 0xff) == 0x7f;
}
std::int64_t stop_signal(std::int32_t status) {
  return (status >> 8) & 0xff;
}
std::int64_t end_signal(std::int32_t status) {
  return status & 0x7f;
}

}  // namespace

Crew::Crew(Ring& ring, const Options& options) : ring_(ring), options_(options), random_state_(options.seed * 2 + 1) {}

void Crew::dispatch(std::uint32_t filled) {
  while (fresh_pid_ == 0) {
    const std::uint32_t next = load(ring_.completed);
    if (next != load(ring_.released) || !before(next, filled)) {
      break;
    }
    const Way way = entry(ring_, next).way;
    if (way == Way::reused) {
      break;
    }
    if (way == Way::fresh) {
      const long pid = start_child(ring_, true);
      fresh_pid_ = pid > 0 ? pid : 0;
      return;
    }
    skip();
  }
  if (fresh_pid_ == 0) {
    release(filled);
  }
}

// Goes past the next entry, which no child is to run. The child that stays sees that there is nothing for it.
void Crew::skip() {
  const std::uint32_t after = load(ring_.completed) + 1;
  store(ring_.completed, after);
  store(ring_.released, after);
}

// Releases a run of entries for the child that stays. Under --stop-randomly no run mixes entries that may be stopped
// with ones that may not: a stop can arrive an entry late.
void Crew::release(std::uint32_t filled) {
  const std::uint32_t released = load(ring_.released);
  std::uint32_t limit = released;
  const bool idle = load(ring_.completed) == released;
  const bool stoppable = entry(ring_, idle ? released : released - 1).stoppable;
  while (before(limit, filled) && entry(ring_, limit).way == Way::reused &&
         (!options_.stop || entry(ring_, limit).stoppable == stoppable)) {
    ++limit;
  }
  store(ring_.released, limit);
  if (main_pid_ == 0 && before(load(ring_.completed), limit)) {
    const long pid = start_child(ring_, false);
    main_pid_ = pid > 0 ? pid : 0;
  } else if (limit != released) {
    wake_all(ring_.released);
  }
}

void Crew::look_after() {
  reap();
  // A dead child's entries wait for the next one. No signal may go to pid 0: that is the agent's whole process group.
  if (!busy() || active_pid() == 0) {
    watched_since_ = -1;
    return;
  }
  const std::int64_t now = read_clock(ClockId::monotonic);
  watch(now);
  if (options_.stop && active_pid() != 0) {
    stop_at_random(now);
  }
}

void Crew::reap() {
  std::int32_t status = 0;
  long pid = 0;
  while ((pid = call(nr::wait4, -1, &status, kNoHang | kUntraced, 0)) > 0) {
    if (was_stopped(status)) {
      // A program stopped its own child, and nobody else would continue it.
      bury(pid);
      lose(pid, wire::kDied, stop_signal(status));
    } else {
      lose(pid, wire::kDied, end_signal(status));
    }
  }
}

void Crew::bury(long pid) {
  std::int32_t status = 0;
  call(nr::kill, pid, kSigKill);
  while (call(nr::wait4, pid, &status, 0, 0) == -kEintr) {
  }
}

// The child is gone: completes the trace of the program it was running, if there was one.
void Crew::lose(long pid, std::uint8_t ending, std::int64_t number) {
  const bool fresh = pid == fresh_pid_;
  if (!fresh && pid != main_pid_) {
    return;  // what a program's process left behind
  }
  const std::uint32_t sequence = load(ring_.completed);
  const bool was_running = fresh ? sequence == load(ring_.released) : before(sequence, load(ring_.released));
  if (fresh) {
    fresh_pid_ = 0;
    end_children(ring_.state);
  } else {
    main_pid_ = 0;
  }
  if (was_running) {
    put_clock_back(ring_.state);
    wire::TraceRecord& trace = entry(ring_, sequence).trace;
    const wire::ProgramRecord& program = entry(ring_, sequence).program;
    const bool left = ending == wire::kDied && number == 0 && trace.results < program.step_count &&
                      program.steps[trace.results].op == Op::exit;
    std::uint32_t boundary = trace.boundaries == 0 ? 0 : trace.results + 1;
    if (left) {
      // The last thread ended as it was told to; steps behind its exit are those of parties that could not be made.
      for (std::uint32_t i = trace.results + 1; i < program.step_count; ++i) {
        trace.result[i].ran = false;
      }
      trace.results = program.step_count;
    } else {
      trace.ending = ending;
      trace.number = number;
    }
    // Boundaries up to the step that did not end; one before the first step, even if the child never got there.
    for (; boundary <= trace.results + 1 && boundary <= program.step_count; ++boundary) {
      for (std::uint32_t c = 0; c < program.clock_count; ++c) {
        trace.readings[boundary * program.clock_count + c] =
            counts_cpu_time(program.clocks[c]) ? -1 : read_clock(program.clocks[c]);
      }
    }
    trace.boundaries = boundary;
    ring_.ended = end_of(entry(ring_, sequence));
    store(ring_.completed, sequence + 1);
  }
  if (fresh) {
    store(ring_.released, load(ring_.completed));
  }
}

std::int64_t Crew::limit(std::uint32_t sequence) const {
  const std::int64_t spare = options_.watchdog + (ring_.settings.virtual_time ? kLongestAwait : 0);
  std::int64_t limit = 0;
  const bool forever = __builtin_add_overflow(entry(ring_, sequence).budget, spare, &limit);
  return forever ? INT64_MAX : limit;
}

std::int64_t Crew::patience() const {
  std::int64_t sum = 0;
  // A child of its own runs an entry that is not released to the one that stays.
  const std::uint32_t end = fresh_pid_ > 0 ? load(ring_.completed) + 1 : load(ring_.released);
  for (std::uint32_t i = load(ring_.completed); before(i, end); ++i) {
    if (__builtin_add_overflow(sum, limit(i), &sum)) {
      return INT64_MAX;
    }
  }
  return sum;
}

void Crew::watch(std::int64_t now) {
  const std::uint32_t running = load(ring_.completed);
  if (watched_since_ < 0 || running != watched_) {
    watched_ = running;
    watched_since_ = now;
    return;
  }
  if (now - watched_since_ <= limit(running)) {
    return;
  }
  const long pid = active_pid();
  bury(pid);
  lose(pid, wire::kHung, 0);
  watched_since_ = -1;
}

void Crew::stop_at_random(std::int64_t now) {
  if (now < next_stop_ || !busy() || !entry(ring_, load(ring_.completed)).stoppable) {
    return;
  }
  next_stop_ = now + static_cast<std::int64_t>(random() % kStopEvery);
  const long pid = active_pid();
  std::int32_t status = 0;
  call(nr::kill, pid, kSigStop);
  while (call(nr::wait4, pid, &status, kUntraced, 0) == -kEintr) {
  }
  if (!was_stopped(status)) {
    lose(pid, wire::kDied, end_signal(status));
    return;
  }
  if (busy()) {
    entry(ring_, load(ring_.completed)).trace.stopped = true;
  }
  const KernelTimespec length{0, static_cast<std::int64_t>(random() % kStopLength)};
  call(nr::clock_nanosleep, static_cast<std::int32_t>(ClockId::monotonic), 0, &length, 0);
  call(nr::kill, pid, kSigCont);
}

std::uint64_t Crew::random() {
  random_state_ ^= random_state_ << 13;
  random_state_ ^= random_state_ >> 7;
  random_state_ ^= random_state_ << 17;
  return random_state_;
}

void Crew::end() {
  if (fresh_pid_ > 0) {
    bury(fresh_pid_);
    end_children(ring_.state);
  }
  if (main_pid_ > 0) {
    bury(main_pid_);
  }
}

}  // namespace timerlaw::agent
