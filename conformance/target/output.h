// SPDX-License-Identifier: Apache-2.0
// The lines that come out of a process: its stdout line by line; its stderr, and what is noise on its stdout, are a
// console, which is written down, searched for what kernels say when something is wrong, and kept for error messages.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/target/console.h"
#include "model/units.h"

namespace timerlaw {

class Output {
 public:
  // With `log`, what the console says is written there.
  Output(int out, int err, std::shared_ptr<ConsoleLog> log = nullptr) : out_(out), err_(err), log_(std::move(log)) {}

  enum class Next { line, end, timeout };
  // The next line of stdout, without its newline, valid until the next call. With a limit, waits no longer than that.
  Next next(std::string_view& line, std::optional<Nanos> limit = std::nullopt);

  // A line of stdout that was not the agent's.
  void noise(std::string_view line);

  // What the kernel complained about on its console since the last call, its first few lines; empty: nothing. All that
  // was printed before the last line of stdout has been looked at.
  std::string take_splat();

  // The last of what the process said to humans, for an error message; reads what is left on stderr.
  std::string last_lines();

 private:
  bool fill(std::optional<Nanos> deadline, bool& timed_out);
  void read_err();
  void drain_err();
  void console(std::string_view line, const char* from);

  int out_;
  int err_;
  bool err_open_ = true;
  std::string buffer_;
  std::size_t begin_ = 0;    // of the first line not yet returned
  std::size_t scanned_ = 0;  // no newline between begin_ and here
  bool ended_ = false;
  std::string err_line_;
  std::shared_ptr<ConsoleLog> log_;
  std::deque<std::string> kept_;
  std::string splat_;
  int splat_lines_ = 0;
};

}  // namespace timerlaw
