// SPDX-License-Identifier: Apache-2.0
#include "conformance/target/command.h"

#include <unistd.h>

#include <filesystem>

#include "conformance/target/lab.h"

namespace timerlaw {
namespace {

constexpr std::string_view kPlaceholder = "{agent}";

// Options that differ from the agent's own defaults, so that the usual command stays short.
std::vector<std::string> agent_arguments(const SessionOptions& options) {
  const SessionOptions plain;
  std::vector<std::string> arguments;
  const auto add = [&arguments](const char* name, std::string value) {
    arguments.emplace_back(name);
    arguments.push_back(std::move(value));
  };
  if (options.clock != plain.clock) {
    add("--clock", options.clock);
  }
  if (options.cpu != plain.cpu) {
    add("--cpu", std::to_string(options.cpu));
  }
  if (!options.record) {
    add("--record", "0");
  }
  if (options.allow_set_clock) {
    arguments.emplace_back("--allow-set-clock");
  }
  if (options.watchdog != plain.watchdog) {
    add("--watchdog", std::to_string(options.watchdog.ns));
  }
  if (options.stop_randomly) {
    add("--stop-randomly", std::to_string(*options.stop_randomly & 0xffffffff));
  }
  return arguments;
}

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  result += "'";
  return result;
}

}  // namespace

std::vector<std::string> built_abis() {
  const std::string own = own_abi();
  return own == "x86_64" ? std::vector<std::string>{own, "i386"} : std::vector<std::string>{own};
}

Expected<std::string> find_agent(const std::string& given, const std::string& abi) {
  std::error_code ignored;
  if (!given.empty()) {
    if (access(given.c_str(), X_OK) != 0) {
      return Error{"the agent '" + given +
                   "' cannot be executed: give the path of a timerlaw-agent built for this target"};
    }
    return std::filesystem::absolute(given, ignored).string();
  }
  const std::string name = abi.empty() || abi == own_abi() ? "timerlaw-agent" : "timerlaw-agent-" + abi;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  // Beside this program; where it is installed; in a build folder.
  for (const auto& folder : {self, self.parent_path() / "libexec" / "timerlaw", self.parent_path() / "agent"}) {
    const auto path = folder / name;
    if (access(path.c_str(), X_OK) == 0) {
      return path.string();
    }
  }
  return Error{"no " + name + " lies in '" + self.string() + "', beside this program: build the target " + name +
               " or name its path"};
}

Expected<std::vector<std::string>> agent_command(const SessionOptions& options, const TargetSpec& spec,
                                                 const std::string& agent) {
  if (options.clock != "vdso" && options.clock != "syscall") {
    return Error{"clock '" + options.clock + "': the agent reads clocks by 'vdso' or 'syscall'"};
  }
  if (options.cpu < 0) {
    return Error{"cpu " + std::to_string(options.cpu) + ": CPUs are counted from 0"};
  }
  std::vector<std::string> command = {agent};
  for (std::string& argument : agent_arguments(options)) {
    command.push_back(std::move(argument));
  }
  if (spec.kind == TargetKind::host) {
    return command;
  }
  if (spec.kind != TargetKind::command) {
    return lab_command(spec, command);
  }
  std::string invocation;
  for (const std::string& word : command) {
    invocation += quoted(word);
    invocation += ' ';
  }
  invocation.pop_back();
  std::string text = spec.command;
  const auto at = text.find(kPlaceholder);
  if (at == std::string::npos) {
    text += ' ';
    text += invocation;
  } else {
    text.replace(at, kPlaceholder.size(), invocation);
  }
  return std::vector<std::string>{"/bin/sh", "-c", text};
}

}  // namespace timerlaw
