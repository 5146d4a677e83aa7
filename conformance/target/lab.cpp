// SPDX-License-Identifier: Apache-2.0
#include "conformance/target/lab.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <ranges>
#include <system_error>

#include "conformance/target/output.h"
#include "conformance/target/process.h"

namespace timerlaw {
namespace fs = std::filesystem;
namespace {

constexpr const char* kPlace = "TIMERLAW_LAB";
constexpr const char* kKernels = "kernel.sh";
constexpr const char* kBoot = "boot.sh";

bool is_lab(const fs::path& folder) {
  return access((folder / kKernels).c_str(), X_OK) == 0 && access((folder / kBoot).c_str(), X_OK) == 0;
}

std::string names_of(const std::vector<LabTarget>& all) {
  std::string names;
  for (const LabTarget& one : all)
    names.append(names.empty() ? "" : ", ").append(one.name);
  return names;
}

Expected<std::string> own_kernel(const std::string& path) {
  std::error_code wrong;
  if (!fs::is_regular_file(path, wrong))
    return Error{"no kernel '" + path + "': build it first, or name its path"};
  return fs::absolute(path).string();
}

}  // namespace

bool runs_programs(const LabTarget& one) {
  const auto spec = parse_target(one.name);
  return spec && (one.kind == kind_name(spec->kind) || one.kind == one.name);
}

Expected<fs::path> find_lab() {
  if (const char* given = std::getenv(kPlace); given != nullptr && *given != '\0') {
    if (!is_lab(given))
      return Error{std::string(kPlace) + "=" + given + ": no " + kKernels + " and " + kBoot +
                   " that can be executed lie there"};
    return fs::absolute(given);
  }
  std::error_code ignored;
  const fs::path self = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  if (const fs::path installed = self.parent_path() / "share" / "timerlaw" / "lab"; is_lab(installed))
    return installed;
  for (fs::path above = self; above != above.parent_path(); above = above.parent_path())
    if (is_lab(above / "ci" / "lab"))
      return above / "ci" / "lab";
  return Error{std::string("no lab belongs to this program: set ") + kPlace +
               " to the folder ci/lab of timerlaw's sources, or use cmd: with a command of yours"};
}

Expected<LabTarget> read_lab_target(std::string_view line) {
  std::vector<std::string> fields;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find('\t', begin), line.size());
    fields.emplace_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  if (fields.size() != 5 || fields[0].empty() || (fields[2] != "ready" && fields[2] != "missing"))
    return Error{std::string(kKernels) +
                 " list: expected `name kind ready|missing path command` between tabs, found `" + std::string(line) +
                 "`"};
  return LabTarget{fields[0], fields[1], fields[2] == "ready", fields[3], fields[4]};
}

Expected<std::vector<LabTarget>> lab_targets(const std::string& name) {
  const auto lab = find_lab();
  if (!lab)
    return Error{lab.error()};
  auto process = Process::start({(*lab / kKernels).string(), "list", name});
  if (!process)
    return Error{process.error()};
  (*process)->close_input();
  Output output((*process)->out(), (*process)->err());
  std::vector<LabTarget> all;
  for (std::string_view line; output.next(line) == Output::Next::line;) {
    auto read = read_lab_target(line);
    if (!read)
      return Error{read.error()};
    all.push_back(std::move(*read));
  }
  if (const std::string status = (*process)->wait(); status != "exit status 0" || all.empty())
    return Error{(*lab / kKernels).string() + " list: " + status + "; " + output.last_lines()};
  return all;
}

Expected<LabTarget> choose_lab_target(const std::vector<LabTarget>& all, const std::string& name) {
  const auto named = [&](const LabTarget& one) { return one.name == name; };
  const auto of_kind = [&](const LabTarget& one) { return one.kind == name; };
  auto found = std::ranges::find_if(all, named);
  if (found == all.end())
    for (auto one = all.begin(); one != all.end(); ++one)
      if (of_kind(*one) && (found == all.end() || one->ready || !found->ready))
        found = one;
  if (found == all.end())
    return Error{"the lab has no " + name + "; it has " + names_of(all)};
  if (!found->ready)
    return Error{found->name + " is not there yet: run `" + found->get + "`"};
  return *found;
}

Expected<std::vector<std::string>> lab_command(const TargetSpec& spec, const std::vector<std::string>& agent) {
  const auto lab = find_lab();
  if (!lab)
    return Error{lab.error()};
  std::vector<std::string> command = {(*lab / kBoot).string()};
  if (!spec.pace.empty())
    command.insert(command.end(), {"--time", spec.pace});
  if (!spec.kernel.empty()) {
    const auto kernel = own_kernel(spec.kernel);
    if (!kernel)
      return Error{kernel.error()};
    command.emplace_back(kind_name(spec.kind));
    command.push_back(*kernel);
  } else {
    const auto all = lab_targets(spec.lab_name);
    if (!all)
      return Error{all.error()};
    const auto chosen = choose_lab_target(*all, spec.lab_name);
    if (!chosen)
      return Error{chosen.error()};
    command.emplace_back(kind_name(spec.kind));
    command.push_back(chosen->name);
  }
  command.insert(command.end(), agent.begin(), agent.end());
  return command;
}

}  // namespace timerlaw
