// SPDX-License-Identifier: Apache-2.0
// The folder of a run's results: a new one, or one to go on with.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "conformance/expected.h"
#include "conformance/runner/record.h"
#include "conformance/runner/run_info.h"
#include "conformance/runner/tally.h"

namespace timerlaw::runner {

// `timerlaw-results/20260131T235959Z-host`.
std::filesystem::path default_folder(const std::string& target);

// Makes the folder if it isn't there. One with something in it is refused.
Status make_folder(const std::filesystem::path& folder);

struct Resumed {
  RunInfo info;
  Tally tally;
  std::uint64_t next = 0;  // the first ordinal without a record
  std::uint64_t good_bytes = 0;
};

// Reads what stands in the folder; `each` sees every record. Nothing if the folder has no results yet. An error if it
// belongs to another run than `info` describes, naming the first difference.
Expected<std::optional<Resumed>> resume_folder(const std::filesystem::path& folder, const RunInfo& info,
                                               const std::function<void(const Record&)>& each);

}  // namespace timerlaw::runner
