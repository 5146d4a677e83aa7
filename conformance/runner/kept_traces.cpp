// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/kept_traces.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace timerlaw::runner {

Status split_kept(std::string_view frame, const std::function<Status(const KeptTrace&)>& each) {
  const std::string next_mark = std::string("\n").append(kProgramMark);
  const std::size_t first = frame.starts_with(kProgramMark) ? 0 : frame.find(next_mark);
  if (first == std::string_view::npos)
    return Done{};
  const std::size_t begin = first == 0 ? 0 : first + 1;
  KeptTrace one;
  one.facts = frame.substr(0, begin);
  for (frame.remove_prefix(begin); !frame.empty();) {
    const std::size_t next = frame.find(next_mark);
    const std::size_t length = next == std::string_view::npos ? frame.size() : next + 1;
    one.text = frame.substr(0, length);
    const std::string_view number = one.text.substr(kProgramMark.size());
    std::from_chars(number.data(), number.data() + number.size(), one.index);
    if (Status taken = each(one); !taken)
      return taken;
    frame.remove_prefix(length);
  }
  return Done{};
}

Expected<TextRead> read_kept(const std::filesystem::path& path, const std::function<Status(const KeptTrace&)>& each) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored))
    return TextRead{};
  return read_text(path.string(), [&](std::string_view frame) { return split_kept(frame, each); });
}

}  // namespace timerlaw::runner
