// SPDX-License-Identifier: Apache-2.0
// The kept traces of a run, each with the program of the plan that it belongs to.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

#include "conformance/expected.h"
#include "conformance/runner/trace_store.h"

namespace timerlaw::runner {

// Stands before every trace of a run, with the index of its program.
inline constexpr std::string_view kProgramMark = "# program ";

struct KeptTrace {
  std::uint64_t index = 0;
  std::string_view facts;  // the line of the target that it was recorded on
  std::string_view text;   // from its mark on
};

// Splits a frame of traces.zst, or a plain file of them; traces without a mark before them are passed over. Ends at the
// first error of `each`.
Status split_kept(std::string_view frame, const std::function<Status(const KeptTrace&)>& each);

// All of a file. A run that kept none has no file: that is no error.
Expected<TextRead> read_kept(const std::filesystem::path& path, const std::function<Status(const KeptTrace&)>& each);

}  // namespace timerlaw::runner
