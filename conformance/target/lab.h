// SPDX-License-Identifier: Apache-2.0
// The lab (ci/lab): kernels, sandboxes and emulators that scripts fetch, build and boot. docs/lab.md.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/expected.h"
#include "conformance/target/target_spec.h"

namespace timerlaw {

// A line of `kernel.sh list`.
struct LabTarget {
  std::string name;  // uml-6.12
  std::string kind;  // uml, qemu, gvisor, qemu-user; others are what these need
  bool ready = false;
  std::string path;  // of the kernel, sandbox or emulator; empty until it is ready
  std::string get;   // the command that makes it ready
};

// Whether programs can be run there, or it is something that others need.
bool runs_programs(const LabTarget& one);

// The folder that holds kernel.sh and boot.sh: $TIMERLAW_LAB, else the one that belongs to this program.
Expected<std::filesystem::path> find_lab();

// What the lab can have, in its own order: all, or what has this name or is of this kind; all, too, where there is
// none.
Expected<std::vector<LabTarget>> lab_targets(const std::string& name = "");

// A line of `kernel.sh list`: five fields between tabs.
Expected<LabTarget> read_lab_target(std::string_view line);

// The one of this name; `gvisor` alone is the last one of that kind that is ready. One that is missing is an error that
// names the command that gets it.
Expected<LabTarget> choose_lab_target(const std::vector<LabTarget>& all, const std::string& name);

// argv that runs `agent` (its path and arguments) on a target of the lab, or on the user's own kernel.
Expected<std::vector<std::string>> lab_command(const TargetSpec& spec, const std::vector<std::string>& agent);

}  // namespace timerlaw
