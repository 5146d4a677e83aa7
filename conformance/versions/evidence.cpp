// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/evidence.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace timerlaw::versions {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTrace = ".trace";
constexpr std::string_view kBroken = ".broken.trace";

Expected<std::vector<fs::path>> files_of(const fs::path& folder, std::string_view ending) {
  std::error_code wrong;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder, wrong))
    if (entry.path().filename().string().ends_with(ending))
      files.push_back(entry.path());
  if (wrong)
    return Error{folder.string() + ": " + wrong.message() + "; run this in a checkout, or name it"};
  std::ranges::sort(files);
  return files;
}

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// What stands behind `# KEY` in the comments at the beginning; empty if there is none.
std::string comment(const std::string& text, std::string_view key) {
  std::istringstream in(text);
  for (std::string line; std::getline(in, line) && line.starts_with('#');) {
    const std::string head = "# " + std::string(key) + " ";
    if (line.starts_with(head))
      return line.substr(head.size());
  }
  return "";
}

}  // namespace

std::vector<std::string> cited(std::string_view evidence) {
  std::istringstream words{std::string(evidence)};
  std::vector<std::string> numbers;
  for (std::string number; words >> number;)
    numbers.push_back(number);
  return numbers;
}

Expected<std::vector<Evidence>> read_evidence(const fs::path& folder) {
  if (std::error_code ignored; !fs::exists(folder, ignored))
    return std::vector<Evidence>();
  const auto files = files_of(folder, kTrace);
  if (!files)
    return Error{files.error()};
  std::vector<Evidence> all;
  for (const fs::path& file : *files) {
    const std::string text = text_of(file);
    Evidence one;
    one.file = file.filename().string();
    one.number = one.file.substr(0, one.file.find('-'));
    one.expected = comment(text, "expect:");
    one.shows = cited(comment(text, "shows:"));
    if (one.expected.empty())
      return Error{file.string() + ":1: expected `# expect: accepted`, or `# expect: RULE at step N`"};
    auto traces = parse_traces(text, file.string());
    if (!traces)
      return Error{traces.error()};
    one.traces = std::move(*traces);
    if (one.traces.empty() || one.traces.front().facts.release.empty())
      return Error{file.string() + ": expected a trace behind a `timerlaw target` line with the kernel's release"};
    all.push_back(std::move(one));
  }
  return all;
}

Expected<std::map<std::string, std::vector<std::string>>> golden_traces(const fs::path& folder) {
  const auto files = files_of(folder, kBroken);
  if (!files)
    return Error{files.error()};
  std::map<std::string, std::vector<std::string>> by_rule;
  for (const fs::path& file : *files) {
    const std::string text = text_of(file);
    const std::string name = file.filename().string();
    std::set<std::string> broken;
    for (const std::string& id : cited(comment(text, "breaks:")))
      broken.insert(id);
    if (const auto expected = cited(comment(text, "expect:")); !expected.empty())
      broken.insert(expected.front());
    for (const std::string& id : broken)
      by_rule[id].push_back(name.substr(0, name.size() - kBroken.size()));
  }
  return by_rule;
}

}  // namespace timerlaw::versions
