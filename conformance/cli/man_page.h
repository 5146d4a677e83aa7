// SPDX-License-Identifier: Apache-2.0
// The manual page and the completions of shells, made from the definition of the command line.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace timerlaw::cli {

// timerlaw(1), as man(7).
std::string man_page(const CLI::App& app);

std::string bash_completion(const CLI::App& app);
std::string zsh_completion(const CLI::App& app);
std::string fish_completion(const CLI::App& app);

}  // namespace timerlaw::cli
