// SPDX-License-Identifier: Apache-2.0
// The saved output of an agent that ran on its own, with --echo: hello, programs and traces among console noise.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/expected.h"
#include "conformance/wire/trace.h"
#include "model/facts.h"
#include "model/trace.h"

namespace timerlaw {

// Whether a whole line of the agent protocol stands in the text.
bool is_agent_output(std::string_view text);

// The traces of such a text, one by one. The text must outlive the reader.
class OfflineReader {
 public:
  OfflineReader(std::string_view text, std::string_view file);

  // The next trace; nothing at the end of the text. Errors are `FILE:LINE: what stood there and what to do`; after one
  // the reader is done.
  Expected<std::optional<Trace>> next();

  // From the hello that the last trace stands behind.
  const TargetFacts& facts() const { return facts_; }
  // Lines that were not the agent's, or had something around them.
  std::uint64_t noise() const { return noise_; }
  // Programs that no trace can be given for, because lines are missing or damaged. Counted at the end of each run.
  std::uint64_t lost() const { return lost_; }
  // An agent's output ended before the agent did.
  bool cut_off() const { return cut_off_; }

 private:
  struct Sent {
    std::uint64_t index;
    Program program;
  };

  Error stop(const std::string& what);
  Status greet(wire::Reader in);
  Status keep(wire::Reader in);
  void part(wire::Reader in);
  void close_run();
  Expected<std::optional<Trace>> answer(wire::Reader in);

  std::string_view text_;
  std::string file_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 0;
  TargetFacts facts_;
  bool greeted_ = false;
  bool echoed_ = false;
  std::deque<Sent> sent_;  // programs whose traces have not come yet
  std::uint64_t noise_ = 0;
  std::uint64_t told_of_ = 0;  // programs of this run of the agent
  std::uint64_t read_ = 0;     // and traces returned of them
  std::uint64_t lost_ = 0;
  bool cut_off_ = false;
  std::unique_ptr<wire::ProgramRecord> program_;
  std::unique_ptr<wire::TraceRecord> trace_;
};

}  // namespace timerlaw
