// SPDX-License-Identifier: Apache-2.0
// Options that several subcommands share.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "conformance/expected.h"
#include "conformance/target/session.h"
#include "model/facts.h"
#include "model/profile.h"
#include "model/trace.h"
#include "model/units.h"

namespace timerlaw::cli {

// --target, --abi, --agent and --clock.
void add_session_options(CLI::App& command, SessionOptions& session);

// An option that takes a duration: `90s`, `10us`.
void add_duration(CLI::App& command, const std::string& name, Nanos& into, const std::string& help);

// --profile auto|NAME.
void add_profile_option(CLI::App& command, std::string& profile);

// The profile of that name; for `auto` the one that describes the target's kernel. Errors say what to do.
Expected<const Profile*> choose_profile(const std::string& name, const TargetFacts& facts);

// The programs of a file; `-` is stdin.
Expected<std::vector<Program>> read_programs(const std::string& path);

}  // namespace timerlaw::cli
