// SPDX-License-Identifier: Apache-2.0
// Programs on their way to a machine and the answers on their way back.
#pragma once

#include <cstddef>
#include <string>

#include "conformance/lab/answers.h"

namespace timerlaw::lab {

class Feeder {
 public:
  // What came from the runner, what came from the machine. The latter is returned as far as it is for the runner.
  void take_input(const char* bytes, std::size_t size);
  void end_input() { ended_ = true; }
  std::string take_output(const char* bytes, std::size_t size);

  bool idle() const { return answers_.idle(); }  // the agent waits for a program
  bool has_room() const;
  bool can_send() const;
  // Lines for the machine, at most so many; the end of the input is one.
  std::string next_lines(std::size_t most);
  // As many whole lines as keep what was sent since the agent was last idle to so many bytes; to an idle one always
  // one.
  std::string lines_within(std::size_t bytes);
  // What was sent before the last lines is answered.
  bool only_last_unanswered() const { return answers_.unanswered() <= last_; }

 private:
  std::size_t line_size() const;  // of the next one

  Answers answers_;
  std::string input_;
  std::size_t at_ = 0;  // of input_, before it all is sent
  std::size_t last_ = 0;
  std::size_t sent_ = 0;  // bytes, since the agent was last idle
  bool ended_ = false;
  bool end_sent_ = false;
  bool ready_ = false;  // the machine's end of the line is set up
};

}  // namespace timerlaw::lab
