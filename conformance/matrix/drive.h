// SPDX-License-Identifier: Apache-2.0
// Runs the commands of a matrix on this machine, several at a time.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "conformance/matrix/plan.h"

namespace timerlaw::matrix {

struct Driven {
  int code = -1;        // its exit code; 128 and the signal that ended it; -1: it was not started
  bool before = false;  // it was complete already
};

// `program` is this program's own path. What a run prints goes to FOLDER.txt, its messages to FOLDER.log. A run whose
// results are complete is not run again. An interrupt ends those that run, which save what they have. `told` is called
// when a run begins (code -1) and when it has ended.
std::vector<Driven> drive(const std::string& program, const std::vector<MatrixRun>& runs, unsigned at_once,
                          const std::function<void(const MatrixRun& run, const Driven& how)>& told);

// Whether these are the results of this very run, finished; the exit code it had is not known any more.
bool is_complete(const MatrixRun& run);

}  // namespace timerlaw::matrix
