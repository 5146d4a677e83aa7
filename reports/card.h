// SPDX-License-Identifier: Apache-2.0
// A divergence card: everything somebody needs to believe a divergence and to see it again.
#pragma once

#include <filesystem>
#include <string>

#include "conformance/runner/run.h"

namespace timerlaw::reports {

// The files in a card's folder.
inline constexpr const char* kCardFile = "card.md";
inline constexpr const char* kProgramFile = "minimal.program";
inline constexpr const char* kTraceFile = "diverged.trace";

// The card as Markdown.
std::string card_text(const runner::Finding& finding, const runner::RunInfo& info);

// The command that runs a card's program again and judges it, in the card's folder.
std::string see_again(const runner::RunInfo& info);

// Writes `cards/NNN-RULE/` below `folder`: card.md, and where there are ones: minimal.program, diverged.trace
// (annotated), reproducer.c. Returns its path relative to `folder`; empty if it could not be written.
std::string write_card(const std::filesystem::path& folder, int number, const runner::Finding& finding,
                       const runner::RunInfo& info);

}  // namespace timerlaw::reports
