// SPDX-License-Identifier: Apache-2.0
// What the definition of the command line says of its commands and options.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace timerlaw::cli {

struct OptionText {
  std::vector<std::string> names;    // --seed, or -h and --help; empty: a positional argument
  std::string argument;              // what it takes: UINT, FILE; empty: a flag
  std::vector<std::string> choices;  // where only these are taken
  std::string standard;              // the default; may be empty
  std::string help;
  bool required = false;
  bool repeated = false;
};

// Those that --help lists, in its order.
std::vector<const CLI::App*> commands_of(const CLI::App& app);
std::vector<OptionText> options_of(const CLI::App& command);

}  // namespace timerlaw::cli
