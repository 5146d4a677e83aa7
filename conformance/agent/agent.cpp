// SPDX-License-Identifier: Apache-2.0
// The agent: programs in on stdin, traces out on stdout, in order. docs/agent-protocol.md.
#include "conformance/agent/admit.h"
#include "conformance/agent/clock.h"
#include "conformance/agent/cpus.h"
#include "conformance/agent/crew.h"
#include "conformance/agent/facts.h"
#include "conformance/agent/handler.h"
#include "conformance/agent/image.h"
#include "conformance/agent/kernel.h"
#include "conformance/agent/pages.h"
#include "conformance/agent/parties.h"
#include "conformance/agent/start.h"
#include "conformance/agent/terminal.h"
#include "conformance/wire/line.h"

namespace timerlaw::agent {
namespace {

constexpr long kIn = 0, kOut = 1;
constexpr char kEndOfInput = 4;  // Control-D: a serial line has no other end
constexpr std::uint32_t kInBytes = 2 * (wire::kMaxProgramChars + wire::kFrameChars);
constexpr std::uint32_t kOutBytes = 2 * (wire::kMaxTraceChars + wire::kFrameChars);
constexpr long kEfdNonblock = 04000;
constexpr std::int64_t kBusyWait = 50'000'000;  // how often children are looked after while they run
constexpr std::int64_t kStoppingWait = 300'000;

class Agent {
 public:
  Agent(Ring& ring, const Options& options)
      : ring_(ring), options_(options), parent_(call(nr::getppid)), crew_(ring, options) {}

  void run() {
    greet();
    while (true) {
      crew_.look_after();
      take_lines();
      crew_.dispatch(filled_);
      answer();
      if (in_ended_ && answered_ == filled_ && in_at_ == in_end_) {
        break;
      }
      if (can_progress()) {
        continue;
      }
      flush();
      wait();
    }
    say_bye();
    crew_.end();
  }

 private:
  std::uint32_t room() const { return kRingSlots - (filled_ - answered_); }

  // Something is left to do without waiting for anybody.
  bool can_progress() const {
    return load(ring_.completed) != answered_ || (line_waits_ && room() > 0) ||
           (!crew_.busy() && before(load(ring_.released), filled_));
  }

  void greet() {
    wire::HelloRecord hello;
    if (options_.virtual_time) {
      await_first_instant();  // a machine that has just booted is not in high-resolution mode yet
    }
    measure(hello, options_);
    hello.record = options_.record;
    virtual_time_ = hello.virtual_time;
    ring_.settings.virtual_time = hello.virtual_time && !hello.cpu_time;
    ring_.settings.skips_idle = hello.virtual_time && hello.cpu_time;
    if (ring_.settings.virtual_time) {
      leave_untouched();
      await_first_instant();
    }
    abilities_ = {hello.cpus, hello.cpu_time, hello.set_clock, hello.time_namespaces, ring_.image.exe_fd >= 0,
                  can_fork()};
    wire::Writer out = open_line(wire::Kind::hello);
    put_hello(out, hello);
    close_line(out);
    flush();
  }

  void say_bye() {
    counts_.tainted = read_taint_flags();
    wire::Writer out = open_line(wire::Kind::bye);
    put_bye(out, counts_);
    close_line(out);
    flush();
  }

  wire::Writer open_line(wire::Kind kind) {
    wire::Writer out(out_ + out_end_, out_ + kOutBytes);
    begin_line(out, kind);
    payload_ = out.at();
    return out;
  }

  void close_line(wire::Writer& out) {
    end_line(out, payload_);
    out_end_ = static_cast<std::uint32_t>(out.at() - out_);
    if (out_end_ > kOutBytes / 2) {
      flush();
    }
  }

  // Admits whole lines of the input buffer while the ring has room.
  void take_lines() {
    line_waits_ = false;
    while (true) {
      std::uint32_t end = scanned_;
      while (end != in_end_ && in_[end] != '\n') {
        ++end;
      }
      scanned_ = end;
      if (end == in_end_ && !(in_ended_ && in_at_ != in_end_)) {
        break;
      }
      if (room() == 0) {
        line_waits_ = true;
        return;
      }
      take_line(in_ + in_at_, in_ + end);
      in_at_ = scanned_ = end == in_end_ ? end : end + 1;
    }
    make_space();
  }

  // Moves what is left of the input to the front. A line that fills the whole buffer is none of ours.
  void make_space() {
    if (in_at_ == 0 && in_end_ == kInBytes) {
      in_end_ = scanned_ = 0;
      ++counts_.noise;
    }
    if (in_at_ == in_end_) {
      in_at_ = in_end_ = scanned_ = 0;
    } else if (in_end_ == kInBytes) {
      __builtin_memmove(in_, in_ + in_at_, in_end_ - in_at_);
      in_end_ -= in_at_;
      scanned_ -= in_at_;
      in_at_ = 0;
    }
  }

  void take_line(const char* begin, const char* end) {
    const wire::Scan scan = wire::scan(begin, end);
    if (scan.found == wire::Found::noise) {
      counts_.noise += begin != end ? 1 : 0;
      return;
    }
    counts_.noise += scan.noise ? 1 : 0;
    Entry& slot = entry(ring_, filled_);
    wire::Reader in(scan.line.begin, scan.line.end);
    if (scan.found == wire::Found::damaged || scan.line.kind != wire::Kind::program || !get_program(in, slot.program)) {
      ++counts_.damaged;
      slot.way = Way::damaged;
    } else {
      ++counts_.programs;
      admit(slot, abilities_);
      if (options_.echo) {
        echo(scan.line);
      }
    }
    ++filled_;
  }

  void echo(const wire::Line& line) {
    wire::Writer out = open_line(wire::Kind::program);
    for (const char* c = line.begin; c != line.end; ++c) {
      out.put_char(*c);
    }
    close_line(out);
  }

  void answer() {
    while (before(answered_, load(ring_.completed))) {
      const Entry& slot = entry(ring_, answered_);
      if (slot.way == Way::damaged) {
        wire::Writer out = open_line(wire::Kind::damaged);
        close_line(out);
      } else {
        wire::TraceRecord& trace = entry(ring_, answered_).trace;
        if (!options_.record) {
          trace.boundaries = trace.results = trace.deliveries = 0;
        }
        wire::Writer out = open_line(wire::Kind::trace);
        put_trace(out, trace);
        close_line(out);
      }
      ++answered_;
    }
  }

  void flush() {
    for (std::uint32_t at = 0; at < out_end_;) {
      const long count = call(nr::write, kOut, out_ + at, out_end_ - at);
      if (count > 0) {
        at += static_cast<std::uint32_t>(count);
      } else if (count != -kEintr) {
        leave();
      }
    }
    out_end_ = 0;
  }

  [[noreturn]] void leave() {
    crew_.end();
    call(nr::exit_group, 1);
    __builtin_unreachable();
  }

  // Where time is virtual, looking every 50 ms at a program that waits for years would take years, and looking at all
  // while a program runs would move its time.
  std::int64_t busy_wait_length() const {
    const std::int64_t usual = options_.stop ? kStoppingWait : kBusyWait;
    return virtual_time_ && !options_.stop && crew_.patience() > usual ? crew_.patience() : usual;
  }

  // Where time is virtual, a program that waits for weeks takes none, but the machine a while: what was done before it
  // is answered first.
  std::uint32_t next_wake(std::uint32_t completed, std::uint32_t latest) const {
    constexpr std::int64_t kWeeks = 1'000'000'000'000'000;
    if (virtual_time_ && entry(ring_, completed).budget > kWeeks) {
      return completed + 1;
    }
    for (std::uint32_t i = completed + 1; virtual_time_ && before(i, latest) && before(i, load(ring_.released)); ++i) {
      if (entry(ring_, i).budget > kWeeks) {
        return i;
      }
    }
    return latest;
  }

  void wait() {
    const bool busy = crew_.busy();
    const std::uint32_t completed = load(ring_.completed);
    const std::uint32_t ahead = load(ring_.released) - completed;
    const std::uint32_t wake_at = next_wake(completed, completed + (ahead > 1 ? ahead / 2 : 1));
    store(ring_.wake_at, wake_at);
    if (busy && !before(load(ring_.completed), wake_at)) {
      return;
    }
    const bool reads = !in_ended_ && in_end_ < kInBytes;
    KernelPollFd fds[3] = {{ring_.settings.wake_fd, kPollIn, 0},
                           {static_cast<std::int32_t>(kOut), 0, 0},
                           {static_cast<std::int32_t>(kIn), kPollIn, 0}};
    const KernelTimespec busy_wait = timespec_of(busy_wait_length());
    const SigSet none;
    call(nr::ppoll, fds, reads ? 3 : 2, busy ? &busy_wait : nullptr, &none, kSigSetBytes);
    if ((fds[1].revents & (kPollErr | kPollHup)) != 0 || call(nr::getppid) != parent_) {
      leave();  // nobody is there to hear more
    }
    if (fds[0].revents != 0) {
      std::uint64_t wakes = 0;
      call(nr::read, ring_.settings.wake_fd, &wakes, sizeof(wakes));
    }
    if (reads && fds[2].revents != 0) {
      read_input();
    }
  }

  void read_input() {
    const long count = call(nr::read, kIn, in_ + in_end_, kInBytes - in_end_);
    if (count > 0) {
      const char* fresh = in_ + in_end_;
      in_end_ += static_cast<std::uint32_t>(count);
      for (const char* c = fresh; c != in_ + in_end_; ++c) {
        if (*c == kEndOfInput) {
          in_end_ = static_cast<std::uint32_t>(c - in_);
          in_ended_ = true;
          break;
        }
      }
    } else if (count != -kEintr && count != -kEagain) {
      in_ended_ = true;
    }
  }

  Ring& ring_;
  const Options& options_;
  const long parent_;
  Crew crew_;
  Abilities abilities_;
  wire::ByeRecord counts_;
  bool virtual_time_ = false;
  std::uint32_t filled_ = 0;    // entries before it hold programs
  std::uint32_t answered_ = 0;  // entries before it are written out and free
  bool in_ended_ = false;
  bool line_waits_ = false;    // a whole line is in the buffer, and the ring was full
  std::uint32_t in_at_ = 0;    // the first character not yet taken
  std::uint32_t scanned_ = 0;  // no newline between in_at_ and here
  std::uint32_t in_end_ = 0;
  std::uint32_t out_end_ = 0;
  char* payload_ = nullptr;
  static char in_[kInBytes];
  static char out_[kOutBytes];
};

char Agent::in_[kInBytes];
char Agent::out_[kOutBytes];

void on_child(int /*signo*/, KernelSigInfo* /*info*/, char* /*ucontext*/) {}

// Default dispositions, whatever the caller left ignored; SIGCHLD interrupts the wait and nothing else.
void set_up_signals() {
  const KernelSigaction plain{};
  for (Signo signo = 1; signo <= kSigMax; ++signo) {
    call(nr::rt_sigaction, signo, &plain, 0, kSigSetBytes);
  }
  KernelSigaction noticed = handler_action(0);
  noticed.handler = reinterpret_cast<std::uintptr_t>(&on_child);
  call(nr::rt_sigaction, kSigChld, &noticed, 0, kSigSetBytes);
  SigSet blocked;
  blocked.add(kSigChld);
  call(nr::rt_sigprocmask, kSigSetmask, &blocked, 0, kSigSetBytes);
}

}  // namespace
}  // namespace timerlaw::agent

// `stack` is what the kernel leaves a new process: argc, argv, NULL, envp, NULL, auxv.
extern "C" [[noreturn]] void timerlaw_agent_main(unsigned long* stack) {
  using namespace timerlaw::agent;
  constexpr long kWrongUsage = 2, kNoMemory = 3;
  constexpr long kSetChildSubreaper = 36;  // prctl(2): what programs leave behind comes here
  const auto argc = static_cast<int>(stack[0]);
  auto** argv = reinterpret_cast<char**>(stack + 1);
  const unsigned long* auxv = stack + 1 + argc + 1;
  while (*auxv++ != 0) {
  }
  Options options;
  if (!parse_options(argc, argv, options)) {
    call(nr::exit_group, kWrongUsage);
  }
  if (options.resume_fd >= 0) {
    resume(options.resume_fd, auxv);
  }
  set_up_calls(auxv);
  set_up_clock(auxv, options.by_syscall);
  const CpuMask cpus = allowed_cpus();
  set_up_cpus(cpus);
  set_up_signals();
  call(nr::prctl, kSetChildSubreaper, 1, 0, 0, 0);
  Ring* ring = make_ring(auxv);
  const long wake_fd = call(nr::eventfd2, 0, kEfdNonblock);
  if (ring == nullptr || wake_fd < 0) {
    call(nr::exit_group, kNoMemory);
  }
  if (options.cpu >= cpu_count()) {
    options.cpu %= cpu_count();
  }
  ring->settings = {options.cpu, options.record, static_cast<std::int32_t>(wake_fd)};
  ring->image.by_syscall = options.by_syscall;
  ring->image.cpus = cpus;
  make_raw(0);
  make_raw(1);
  Agent agent(*ring, options);
  agent.run();
  call(nr::exit_group, 0);
  __builtin_unreachable();
}
