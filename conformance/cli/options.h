// SPDX-License-Identifier: Apache-2.0
// Options that several subcommands share.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "conformance/expected.h"
#include "conformance/target/session.h"
#include "model/facts.h"
#include "model/judge.h"
#include "model/trace.h"
#include "model/units.h"

namespace timerlaw::cli {

// --target, --abi, --agent, --clock, --allow-set-clock, --hang-limit and --lateness.
void add_session_options(CLI::App& command, SessionOptions& session);

// An option that takes a duration: `90s`, `10us`.
void add_duration(CLI::App& command, const std::string& name, Nanos& into, const std::string& help);

// --profile auto|NAME|FILE.
void add_profile_option(CLI::App& command, std::string& profile);

// --profile, --strict and --liveness: what traces are judged by.
struct LawOptions {
  std::string profile = "auto";
  bool strict = false;
  Nanos liveness{10'000'000'000};
  JudgeOptions judging(bool explain) const { return {liveness, explain, strict}; }
};
void add_law_options(CLI::App& command, LawOptions& law);
void add_strict_option(CLI::App& command, bool& strict);
void add_liveness_option(CLI::App& command, Nanos& liveness);

// The programs of a file; `-` is stdin.
Expected<std::vector<Program>> read_programs(const std::string& path);

}  // namespace timerlaw::cli
