// SPDX-License-Identifier: Apache-2.0
#include "conformance/target/session.h"

#include <atomic>
#include <deque>
#include <mutex>
#include <utility>

#include "conformance/target/command.h"
#include "conformance/target/output.h"
#include "conformance/target/process.h"
#include "conformance/target/wire_text.h"
#include "conformance/wire/line.h"

namespace timerlaw {
namespace {

constexpr std::size_t kSendBytes = 32 * 1024;

class AgentSession final : public Session {
 public:
  AgentSession(std::unique_ptr<Process> process, std::string name)
      : process_(std::move(process)),
        output_(process_->out(), process_->err()),
        name_(std::move(name)),
        record_(std::make_unique<wire::TraceRecord>()) {}

  Status greet(const SessionOptions& options);

  const TargetFacts& facts() const override { return facts_; }
  std::uint64_t noise() const override { return noise_; }
  Status send(std::uint64_t index, const Program& program) override;
  Status flush() override;
  Status finish() override;
  Expected<std::optional<Received>> receive() override;

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
  // The index of the program whose trace comes next.
  std::optional<std::uint64_t> expected() {
    const std::lock_guard lock(mutex_);
    return sent_.empty() ? std::nullopt : std::optional(sent_.front().index);
  }
  Expected<std::optional<Received>> answer(const wire::Line& line);
  Expected<std::optional<Received>> deliver();

  std::unique_ptr<Process> process_;
  Output output_;
  std::string name_;
  TargetFacts facts_;
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
    output_.keep(text);
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
    if (output_.next(text) == Output::Next::end) {
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
      output_.keep(text);
      continue;
    }
    noise_ += scan.noise ? 1 : 0;
    if (scan.found == wire::Found::damaged) {
      output_.keep(text);
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
      case wire::Kind::hello:
      case wire::Kind::program:
        continue;
    }
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

Expected<std::unique_ptr<Session>> Session::start(const SessionOptions& options) {
  const Expected<std::string> agent = find_agent(options.agent, options.abi);
  if (!agent) {
    return Error{agent.error()};
  }
  const Expected<std::vector<std::string>> command = agent_command(options, *agent);
  if (!command) {
    return Error{command.error()};
  }
  Expected<std::unique_ptr<Process>> process = Process::start(*command);
  if (!process) {
    return Error{process.error() + (options.abi == "i386" ? "; the kernel must run 32-bit programs" : "")};
  }
  auto session = std::make_unique<AgentSession>(
      std::move(*process), options.target == "host" ? "the agent '" + *agent + "'" : "'" + options.target + "'");
  const Status greeted = session->greet(options);
  if (!greeted) {
    return Error{greeted.error()};
  }
  return std::unique_ptr<Session>(std::move(session));
}

}  // namespace timerlaw
