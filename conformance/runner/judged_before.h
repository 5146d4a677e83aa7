// SPDX-License-Identifier: Apache-2.0
// What a run said of its programs, beside what the law says today.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "conformance/expected.h"
#include "conformance/runner/record.h"
#include "conformance/runner/run_info.h"

namespace timerlaw::runner {

class JudgedBefore {
 public:
  // The results in a folder.
  static Expected<JudgedBefore> read(const std::filesystem::path& folder);

  const RunInfo& info() const { return info_; }

  // Divergences of the program that its trace alone cannot show again: its twin's, a kernel's complaint.
  std::vector<std::string> of_the_run(std::uint64_t index) const;

  // Compares and counts: `accepted`, `diverged ITR-3 REM-4` as it was said then; empty if it is the same today.
  std::string difference(std::uint64_t index, const Record& now);

  // `60 of 80 results judged again: 58 as before; 2 accepted -> diverged ITR-3`.
  std::string summary() const;

 private:
  RunInfo info_;
  std::map<std::uint64_t, Record> kept_;
  std::uint64_t all_ = 0;
  std::uint64_t same_ = 0;
  std::map<std::pair<std::string, std::string>, std::uint64_t> changed_;  // before, after → programs
};

}  // namespace timerlaw::runner
