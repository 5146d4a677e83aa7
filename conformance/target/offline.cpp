// SPDX-License-Identifier: Apache-2.0
#include "conformance/target/offline.h"

#include <algorithm>
#include <utility>

#include "conformance/target/wire_text.h"
#include "conformance/wire/line.h"

namespace timerlaw {
namespace {

wire::Scan scan(std::string_view line) {
  return wire::scan(line.data(), line.data() + line.size());
}

// The line that begins at `at`, without its newline.
std::string_view line_at(std::string_view text, std::size_t at) {
  return text.substr(at, text.find('\n', at) - at);
}

bool is_known(const wire::ProgramRecord& program) {
  const std::uint32_t held = program.step_count > wire::kMaxSteps ? 0 : program.step_count;
  return std::all_of(program.steps, program.steps + held, [](const Step& step) {
    return static_cast<int>(step.op) < kOpCount && step.slot >= kNoSlot && step.party < kParties;
  });
}

// A judge takes results to be those of the first steps, with a boundary on each side.
bool fits(const wire::TraceRecord& trace, const Program& program) {
  if (trace.ending == wire::kRefused) {
    return trace.results == 0;
  }
  const bool whole = trace.ending != wire::kDone || trace.results == program.steps.size();
  return whole && trace.results <= program.steps.size() && trace.clock_count > 0 &&
         (trace.boundaries == trace.results + 1 || trace.boundaries == trace.results + 2);
}

}  // namespace

bool is_agent_output(std::string_view text) {
  std::size_t at = text.find(wire::kMarker);
  while (at != std::string_view::npos) {
    const std::string_view line = line_at(text, at);
    if (scan(line).found == wire::Found::line) {
      return true;
    }
    at = text.find(wire::kMarker, at + line.size());
  }
  return false;
}

OfflineReader::OfflineReader(std::string_view text, std::string_view file)
    : text_(text),
      file_(file),
      program_(std::make_unique<wire::ProgramRecord>()),
      trace_(std::make_unique<wire::TraceRecord>()) {}

Error OfflineReader::stop(const std::string& what) {
  at_ = text_.size();
  sent_.clear();
  return {file_ + ":" + std::to_string(line_) + ": " + what};
}

Expected<std::optional<Trace>> OfflineReader::next() {
  while (at_ < text_.size()) {
    const std::string_view text = line_at(text_, at_);
    at_ = std::min(at_ + text.size() + 1, text_.size());
    ++line_;
    const wire::Scan found = scan(text);
    noise_ += (found.found == wire::Found::noise && !text.empty()) || found.noise ? 1 : 0;
    if (found.found != wire::Found::line) {
      continue;
    }
    const wire::Reader in(found.line.begin, found.line.end);
    switch (found.line.kind) {
      case wire::Kind::hello:
        if (const Status greeted = greet(in); !greeted) {
          return Error{greeted.error()};
        }
        continue;
      case wire::Kind::program:
        if (const Status kept = keep(in); !kept) {
          return Error{kept.error()};
        }
        continue;
      case wire::Kind::trace: {
        auto trace = answer(in);
        if (!trace || *trace) {
          return trace;
        }
        continue;
      }
      case wire::Kind::damaged:
        ++told_of_;
        continue;
      case wire::Kind::bye:
        part(in);
        continue;
    }
  }
  cut_off_ = cut_off_ || greeted_;
  close_run();
  return std::optional<Trace>();
}

Status OfflineReader::greet(wire::Reader in) {
  wire::HelloRecord hello;
  if (!get_hello(in, hello) || hello.version != wire::kVersion) {
    return stop("the agent speaks protocol version " + std::to_string(hello.version) + ", this program version " +
                std::to_string(wire::kVersion) + ": use the agent that was built with it");
  }
  if (!hello.record) {
    return stop("the agent ran with --record 0, which leaves nothing to judge: run it without");
  }
  cut_off_ = cut_off_ || greeted_;
  close_run();
  facts_ = facts_of(hello);
  greeted_ = true;
  return Done{};
}

// The agent counted better: a program may have lost both its lines.
void OfflineReader::part(wire::Reader in) {
  wire::ByeRecord bye;
  if (get_bye(in, bye)) {
    told_of_ = std::max(told_of_, bye.programs + bye.damaged);
  }
  close_run();
}

// What has no answer by now gets none.
void OfflineReader::close_run() {
  lost_ += told_of_ - std::exchange(read_, 0);
  told_of_ = 0;
  sent_.clear();
  greeted_ = false;
  echoed_ = false;
}

Status OfflineReader::keep(wire::Reader in) {
  if (!get_program(in, *program_) || !is_known(*program_)) {
    return stop("a program that this version does not know: use the `timerlaw` that it was made with");
  }
  echoed_ = true;
  ++told_of_;
  sent_.push_back({program_->index, program_of(*program_)});
  return Done{};
}

Expected<std::optional<Trace>> OfflineReader::answer(wire::Reader in) {
  if (!get_trace(in, *trace_)) {
    return stop("an answer that is not a trace: use the agent that was built with this program");
  }
  if (!greeted_) {
    return stop("a trace before any hello, so nothing is known of its target: save the agent's whole output");
  }
  if (!echoed_) {
    return stop("a trace without its program: run the agent with --echo");
  }
  const auto sent = std::find_if(sent_.begin(), sent_.end(),
                                 [this](const Sent& candidate) { return candidate.index == trace_->index; });
  if (sent == sent_.end()) {
    // Its program's line was damaged on the console.
    ++told_of_;
    return std::optional<Trace>();
  }
  if (!fits(*trace_, sent->program)) {
    return stop("the trace of program " + std::to_string(trace_->index) + " does not fit that program");
  }
  Trace trace = trace_of(*trace_, std::move(sent->program));
  sent_.erase(sent_.begin(), sent + 1);
  ++read_;
  return std::optional(std::move(trace));
}

}  // namespace timerlaw
