// SPDX-License-Identifier: Apache-2.0
// The binary itself, from a shell in a folder of the test's own.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "conformance/runner/results_file.h"
#include "conformance/runner/temporary_folder_for_test.h"
#include "conformance/runner/trace_store.h"

namespace timerlaw::cli {

struct Ran {
  int code = -1;
  std::string out;
  std::string err;
};

class Cli : public testing::Test {
 protected:
  // Runs a shell command in the test's folder; `timerlaw` is the binary.
  Ran sh(const std::string& command) {
    const std::string script = "PATH='" TIMERLAW_FOLDER "':$PATH; cd '" + path("").string() + "' && { " + command +
                               "; } > out.txt 2> err.txt < /dev/null";
    const int status = std::system(script.c_str());
    Ran ran;
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    ran.out = *runner::read_bytes(path("out.txt").string());
    ran.err = *runner::read_bytes(path("err.txt").string());
    return ran;
  }
  std::filesystem::path path(const std::string& name) const { return folder_.path() / name; }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
  std::uint64_t records(const std::string& folder) const {
    const auto read = runner::read_results(path(folder) / runner::kResultsFile, [](const runner::Record&) {});
    return read ? read->records : 0;
  }

 private:
  const runner::TemporaryFolder folder_;
};

// What a run may end with: divergences of the kernel that runs the tests are not the tests' business.
inline bool judged(int code) {
  return code == 0 || code == 1;
}

}  // namespace timerlaw::cli
