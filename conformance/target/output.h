// SPDX-License-Identifier: Apache-2.0
// The lines that come out of a process: its stdout line by line, its stderr kept for the error message.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "model/units.h"

namespace timerlaw {

class Output {
 public:
  Output(int out, int err) : out_(out), err_(err) {}

  enum class Next { line, end, timeout };
  // The next line of stdout, without its newline, valid until the next call. With a limit, waits no longer than that.
  Next next(std::string_view& line, std::optional<Nanos> limit = std::nullopt);

  // Keeps a line that was not the agent's for `last_lines`.
  void keep(std::string_view line);

  // The last of what the process said to humans, for an error message; reads what is left on stderr.
  std::string last_lines();

 private:
  bool fill(std::optional<Nanos> deadline, bool& timed_out);
  void read_err();

  int out_;
  int err_;
  bool err_open_ = true;
  std::string buffer_;
  std::size_t begin_ = 0;    // of the first line not yet returned
  std::size_t scanned_ = 0;  // no newline between begin_ and here
  bool ended_ = false;
  std::string err_line_;
  std::deque<std::string> kept_;
};

}  // namespace timerlaw
