// SPDX-License-Identifier: Apache-2.0
#include "conformance/target/session.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <mutex>
#include <utility>

#include "conformance/target/command.h"
#include "conformance/target/output.h"
#include "conformance/target/process.h"
#include "conformance/target/target_spec.h"
#include "conformance/target/wire_text.h"
#include "conformance/wire/line.h"

namespace timerlaw {
namespace {

constexpr std::size_t kSendBytes = 32 * 1024;

// How long the steps of a program may take if everything goes well, by the wall: as far as they say. A virtual machine
// skips 100,000 seconds in one, however busy its host is.
Nanos longest(const Program& program, bool virtual_time) {
  const std::int64_t skipped_at_once = virtual_time ? 100'000 : 1;
  const std::int64_t most = 1'000'000 * skipped_at_once;  // seconds
  constexpr std::int64_t kSpinning = 15;  // what burns CPU time or spins, the agent's own limit and a little
  std::int64_t seconds = 0;
  for (const Step& step : program.steps) {
    const bool waits = step.op == Op::sleep || step.op == Op::take || step.op == Op::window || step.op == Op::read;
    if (waits && step.value.sec >= 0)
      seconds += std::min(step.value.sec, most) + 1;
    else if (step.op == Op::until || step.op == Op::burn)
      seconds += kSpinning;
  }
  return Nanos{std::min(seconds, most) / skipped_at_once * 1'000'000'000};
}

// Behind the last output of a target that did not come up.
std::string what_to_do(const TargetSpec& spec, const std::vector<std::string>& command) {
  if (spec.kind == TargetKind::host || spec.kind == TargetKind::command) {
    return "";
  }
  std::string text = "\nto see it start: ";
  for (const std::string& word : command) {
    text += word + " ";
  }
  return text + "</dev/null";
}

class AgentSession final : public Session {
 public:
  AgentSession(std::unique_ptr<Process> process, const SessionOptions& options, TargetKind kind, std::string name)
      : process_(std::move(process)),
        output_(process_->out(), process_->err(), options.console),
        name_(std::move(name)),
        kind_(kind),
        hang_limit_(options.hang_limit),
        record_(std::make_unique<wire::TraceRecord>()) {}

  Status greet(const SessionOptions& options);

  const TargetFacts& facts() const override { return facts_; }
  std::uint64_t noise() const override { return noise_; }
  Status send(std::uint64_t index, const Program& program) override;
  Status flush() override;
  Status finish() override;
  Expected<std::optional<Received>> receive() override;
  void end() override { process_->end(); }
  bool hung() const override { return hung_; }
  std::string take_splat() override { return output_.take_splat(); }
  std::optional<std::int64_t> tainted_at_end() const override { return tainted_at_end_; }

 private:
  struct Sent {
    std::uint64_t index;
    Program program;
  };

  Error ended(const std::string& when) {
    const std::string status = process_->wait();
    return {name_ + " ended " + when + " (" + status + "); " + output_.last_lines()};
  }
  Error lost(const std::string& why) {
    const Sent sent = pop();
    return {"no trace of program " + std::to_string(sent.index) + ": " + why};
  }
  Sent pop() {
    const std::lock_guard lock(mutex_);
    Sent sent = std::move(sent_.front());
    sent_.pop_front();
    return sent;
  }
  // How long the next line may still take to come: its program's waits and the limit, from when it was its turn.
  Nanos patience() {
    const std::lock_guard lock(mutex_);
    const Awaited now_awaited = !sent_.empty() ? Awaited::trace : finished_ ? Awaited::end : Awaited::nothing;
    const std::uint64_t index = sent_.empty() ? 0 : sent_.front().index;
    const auto now = std::chrono::steady_clock::now();
    if (now_awaited == Awaited::nothing || now_awaited != awaited_ || index != awaited_index_) {
      awaited_ = now_awaited;
      awaited_index_ = index;
      const bool waits = now_awaited == Awaited::trace;
      due_ = now + std::chrono::nanoseconds(
                       (hang_limit_ + (waits ? longest(sent_.front().program, facts_.virtual_time) : Nanos{})).ns);
    }
    return Nanos{std::chrono::duration_cast<std::chrono::nanoseconds>(due_ - now).count()};
  }
  Error silent() {
    hung_ = true;
    const auto index = expected();
    return {name_ + " hangs: it said nothing for " + std::to_string(hang_limit_.ns / 1'000'000) + " ms" +
            (index ? " beyond the waits of program " + std::to_string(*index) : " after the last program") + "; " +
            output_.last_lines()};
  }
  // The index of the program whose trace comes next.
  std::optional<std::uint64_t> expected() {
    const std::lock_guard lock(mutex_);
    return sent_.empty() ? std::nullopt : std::optional(sent_.front().index);
  }
  void said_bye(const wire::Line& line);
  Expected<std::optional<Received>> answer(const wire::Line& line);
  Expected<std::optional<Received>> deliver();

  std::unique_ptr<Process> process_;
  Output output_;
  std::string name_;
  const TargetKind kind_;
  const Nanos hang_limit_;
  enum class Awaited { nothing, trace, end } awaited_ = Awaited::nothing;
  std::uint64_t awaited_index_ = 0;
  std::chrono::steady_clock::time_point due_;
  bool hung_ = false;
  TargetFacts facts_;
  std::optional<std::int64_t> tainted_at_end_;
  std::atomic<std::uint64_t> noise_ = 0;
  std::string to_send_;

  std::mutex mutex_;  // guards sent_ and finished_: one thread sends while another receives
  std::deque<Sent> sent_;
  bool finished_ = false;

  std::unique_ptr<wire::TraceRecord> record_;
  bool record_waits_ = false;  // a trace was read that belongs to a later program than the one expected
};

Status AgentSession::greet(const SessionOptions& options) {
  while (true) {
    std::string_view text;
    const Output::Next next = output_.next(text, options.hello_limit);
    if (next == Output::Next::end) {
      return ended("before its hello: is it a timerlaw-agent of this version, built for that machine?");
    }
    if (next == Output::Next::timeout) {
      return Error{name_ + " sent no hello within " + std::to_string(options.hello_limit.ns / 1'000'000) +
                   " ms: does the command start the agent and pass its stdin and stdout? " + output_.last_lines()};
    }
    const wire::Scan scan = wire::scan(text.data(), text.data() + text.size());
    wire::HelloRecord hello;
    if (scan.found == wire::Found::line && scan.line.kind == wire::Kind::hello) {
      wire::Reader in(scan.line.begin, scan.line.end);
      if (!get_hello(in, hello) || hello.version != wire::kVersion) {
        return Error{name_ + " speaks protocol version " + std::to_string(hello.version) + ", this program version " +
                     std::to_string(wire::kVersion) + ": use the agent that was built with it"};
      }
      noise_ += scan.noise ? 1 : 0;
      facts_ = facts_of(hello);
      facts_.lateness_bound = options.lateness.ns >= 0 ? options.lateness : promised_lateness(kind_, facts_);
      static_cast<void>(output_.take_splat());  // of the boot
      if (!options.abi.empty() && options.abi != facts_.abi) {
        return Error{name_ + " is an agent for " + facts_.abi + ", and --abi asks for " + options.abi};
      }
      if (options.cpu >= facts_.cpus) {
        return Error{"cpu " + std::to_string(options.cpu) + ": the agent may use " + std::to_string(facts_.cpus) +
                     " CPUs there, counted from 0"};
      }
      return Done{};
    }
    ++noise_;
    output_.noise(text);
  }
}

Status AgentSession::send(std::uint64_t index, const Program& program) {
  append_program(index, program, to_send_);
  {
    const std::lock_guard lock(mutex_);
    sent_.push_back({index, program});
  }
  return to_send_.size() < kSendBytes ? Status(Done{}) : flush();
}

Status AgentSession::flush() {
  const bool written = process_->write(to_send_);
  to_send_.clear();
  return written ? Status(Done{}) : Status(Error{name_ + " takes no more programs: it has ended"});
}

Status AgentSession::finish() {
  const Status status = flush();
  {
    const std::lock_guard lock(mutex_);
    finished_ = true;
  }
  process_->close_input();
  return status;
}

Expected<std::optional<Received>> AgentSession::receive() {
  if (record_waits_) {
    return deliver();
  }
  while (true) {
    std::string_view text;
    const Output::Next next = output_.next(text, patience());
    if (next == Output::Next::timeout) {
      if (patience().ns > 0) {
        continue;  // nothing was to come, or something else is by now
      }
      return silent();
    }
    if (next == Output::Next::end) {
      const bool all_done = [this] {
        const std::lock_guard lock(mutex_);
        return finished_ && sent_.empty();
      }();
      if (all_done) {
        return std::optional<Received>();
      }
      const auto index = expected();
      return ended(index ? "before the trace of program " + std::to_string(*index) : "before it was told to");
    }
    const wire::Scan scan = wire::scan(text.data(), text.data() + text.size());
    if (scan.found == wire::Found::noise) {
      ++noise_;
      output_.noise(text);
      continue;
    }
    noise_ += scan.noise ? 1 : 0;
    if (scan.found == wire::Found::damaged) {
      output_.noise(text);
      if (expected()) {
        return lost("its line was damaged on the way here; " + output_.last_lines());
      }
      continue;
    }
    switch (scan.line.kind) {
      case wire::Kind::trace:
      case wire::Kind::damaged:
        if (expected()) {
          return answer(scan.line);
        }
        return Error{name_ + " answers a program that was not sent"};
      case wire::Kind::bye:
        said_bye(scan.line);
        continue;
      case wire::Kind::hello:
      case wire::Kind::program:
        continue;
    }
  }
}

void AgentSession::said_bye(const wire::Line& line) {
  wire::ByeRecord bye;
  wire::Reader in(line.begin, line.end);
  if (get_bye(in, bye)) {
    tainted_at_end_ = bye.tainted;
  }
}

Expected<std::optional<Received>> AgentSession::answer(const wire::Line& line) {
  if (line.kind == wire::Kind::damaged) {
    return lost("its line was damaged on the way to the agent");
  }
  wire::Reader in(line.begin, line.end);
  if (!get_trace(in, *record_)) {
    return lost("the agent's answer is not a trace: use the agent that was built with this program");
  }
  return deliver();
}

Expected<std::optional<Received>> AgentSession::deliver() {
  record_waits_ = false;
  const auto index = expected();
  if (!index) {
    return Error{name_ + " answers a program that was not sent"};
  }
  if (*index != record_->index) {
    record_waits_ = true;
    return lost("the agent went on to program " + std::to_string(record_->index) + "; a line was lost on the way");
  }
  Sent sent = pop();
  return std::optional(Received{sent.index, trace_of(*record_, std::move(sent.program))});
}

}  // namespace

Expected<std::unique_ptr<Session>> Session::start(const SessionOptions& asked) {
  const Expected<TargetSpec> spec = parse_target(asked.target);
  if (!spec) {
    return Error{spec.error()};
  }
  SessionOptions options = asked;
  if (!spec->abi.empty() && !options.abi.empty() && spec->abi != options.abi) {
    return Error{"target '" + options.target + "' runs programs for " + spec->abi + ", and --abi asks for " +
                 options.abi};
  }
  options.abi = options.abi.empty() ? spec->abi : options.abi;
  // The agent ends a hung program before anybody takes the whole target for hung.
  options.watchdog.ns = std::min(options.watchdog.ns, options.hang_limit.ns / 2);
  const Expected<std::string> agent = find_agent(options.agent, options.abi);
  if (!agent) {
    return Error{agent.error()};
  }
  const Expected<std::vector<std::string>> command = agent_command(options, *spec, *agent);
  if (!command) {
    return Error{command.error()};
  }
  Expected<std::unique_ptr<Process>> process = Process::start(*command);
  if (!process) {
    return Error{process.error() + (options.abi == "i386" ? "; the kernel must run 32-bit programs" : "")};
  }
  auto session = std::make_unique<AgentSession>(
      std::move(*process), options, spec->kind,
      spec->kind == TargetKind::host ? "the agent '" + *agent + "'" : "'" + options.target + "'");
  const Status greeted = session->greet(options);
  if (!greeted) {
    return Error{greeted.error() + what_to_do(*spec, *command)};
  }
  return std::unique_ptr<Session>(std::move(session));
}

}  // namespace timerlaw
