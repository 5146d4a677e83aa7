// SPDX-License-Identifier: Apache-2.0
// Whether an agent has answered all that it was given. It knows of the agent's protocol only which lines ask for an
// answer and which ones are answers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace timerlaw::lab {

class Answers {
 public:
  // Whole lines, but for the last.
  void take_programs(std::string_view lines);
  void take_output(std::string_view bytes);

  // The agent has greeted and answered everything, and the end of the input was not among it.
  bool idle() const { return greeted_ && unanswered_ == 0 && !ended_; }
  std::size_t unanswered() const { return unanswered_; }

 private:
  std::string line_;  // of the output, as far as it has come
  bool greeted_ = false;
  bool ended_ = false;
  std::size_t unanswered_ = 0;
};

}  // namespace timerlaw::lab
