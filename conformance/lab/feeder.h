// SPDX-License-Identifier: Apache-2.0
// Programs on their way to a machine and the answers on their way back. It knows of the agent's protocol only which
// lines ask for an answer and which ones are answers.
#pragma once

#include <cstddef>
#include <string>

namespace timerlaw::lab {

class Feeder {
 public:
  // What came from the runner, what came from the machine. The latter is returned as far as it is for the runner.
  void take_input(const char* bytes, std::size_t size);
  void end_input() { ended_ = true; }
  std::string take_output(const char* bytes, std::size_t size);

  bool ready() const { return ready_; }                                     // the machine's end of the line is set up
  bool idle() const { return greeted_ && unanswered_ == 0 && !end_sent_; }  // the agent waits for a program
  bool has_room() const;
  bool can_send() const;
  // The next line for the machine; the end of the input is one.
  std::string next_line();
  // All that there is, for machines that need not be led.
  std::string all();

 private:
  std::string input_, line_;
  std::size_t at_ = 0;  // of input_, before it all is sent
  bool ended_ = false;
  bool end_sent_ = false;
  bool ready_ = false;
  bool greeted_ = false;
  std::size_t unanswered_ = 0;
};

}  // namespace timerlaw::lab
