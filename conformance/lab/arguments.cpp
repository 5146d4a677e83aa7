// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/arguments.h"

#include <filesystem>

namespace timerlaw::lab {
namespace {

constexpr const char* kUsage =
    "[--time virtual|cpu|real] [--qemu COMMAND] [--kernel-argument WORD]… [--init FILE] uml|qemu KERNEL AGENT "
    "[agent options]";

Error wrong(const std::string& what) {
  return Error{what + "\nusage: timerlaw-boot " + kUsage};
}

}  // namespace

Expected<Machine> parse(const std::vector<std::string>& words) {
  Machine machine;
  machine.init = (std::filesystem::canonical("/proc/self/exe").parent_path() / "timerlaw-init").string();
  std::string time;
  std::size_t at = 0;
  for (; at < words.size() && words[at].starts_with("--"); at += 2) {
    if (at + 1 == words.size()) {
      return wrong(words[at] + " needs a value");
    }
    const std::string& value = words[at + 1];
    if (words[at] == "--time") {
      time = value;
    } else if (words[at] == "--qemu") {
      machine.qemu = value;
    } else if (words[at] == "--kernel-argument") {
      machine.kernel_arguments.push_back(value);
    } else if (words[at] == "--init") {
      machine.init = value;
    } else {
      return wrong(words[at] + " is no option");
    }
  }
  if (words.size() < at + 3) {
    return wrong("a kind of machine, a kernel and an agent are needed");
  }
  machine.kind = words[at];
  machine.kernel = words[at + 1];
  machine.agent = words[at + 2];
  machine.agent_arguments.assign(words.begin() + static_cast<std::ptrdiff_t>(at) + 3, words.end());
  if (machine.kind != "uml" && machine.kind != "qemu") {
    return wrong("'" + machine.kind + "' is no kind of machine");
  }
  if (time.empty()) {
    time = machine.kind == "uml" ? "virtual" : "real";
  }
  if (time == "real") {
    machine.pace = Pace::real;
  } else if (time != "virtual" && time != "cpu") {
    return wrong("--time '" + time + "' is none of virtual, cpu, real");
  } else if (machine.kind == "qemu") {
    return wrong("virtual time is for uml");
  } else {
    machine.pace = time == "cpu" ? Pace::cpu : Pace::held;
  }
  // It is started from a shell's point of view: a file here, not a command.
  if (!std::filesystem::is_regular_file(machine.kernel)) {
    return wrong("no kernel at '" + machine.kernel + "'");
  }
  machine.kernel = std::filesystem::absolute(machine.kernel).string();
  return machine;
}

}  // namespace timerlaw::lab
