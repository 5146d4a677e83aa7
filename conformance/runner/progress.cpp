// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/progress.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "conformance/runner/run_plan.h"
#include "model/rule.h"

namespace timerlaw::runner {
namespace {

constexpr auto kRedraw = std::chrono::milliseconds(200);
constexpr auto kPlainLine = std::chrono::seconds(5);

}  // namespace

std::string progress_text(const Tally& tally, std::uint64_t total, std::size_t rules_of_profile,
                          double steps_per_second) {
  const std::uint64_t steps = tally.judged_steps();
  const double weak = steps == 0 ? 0
                                 : 100.0 * static_cast<double>(tally.steps[static_cast<std::size_t>(Verdict::weak)]) /
                                       static_cast<double>(steps);
  std::array<char, 80> rates;
  std::snprintf(rates.data(), rates.size(), " programs, %.0f steps/s, %.1f %% weak, ", steps_per_second, weak);
  std::string text = std::to_string(tally.programs);
  if (total != kUnbounded)
    text += " of " + std::to_string(total);
  text += rates.data();
  text += std::to_string(tally.exercised.size()) + "/" + std::to_string(rules_of_profile) + " rules exercised, ";
  text += std::to_string(tally.verdicts[static_cast<std::size_t>(Verdict::diverged)]) + " diverged";
  return text;
}

Progress::Progress(bool quiet, std::uint64_t total, std::size_t rules_of_profile, const Tally& before)
    : quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) != 0 && std::getenv("TERM") != nullptr),
      colour_(terminal_ && (std::getenv("NO_COLOR") == nullptr || *std::getenv("NO_COLOR") == '\0')),
      total_(total),
      rules_of_profile_(rules_of_profile),
      last_steps_(before.judged_steps()),
      last_(Clock::now()) {}

bool Progress::due() const {
  if (quiet_)
    return false;
  return Clock::now() - last_ >= (terminal_ ? Clock::duration(kRedraw) : Clock::duration(kPlainLine));
}

void Progress::show(const Tally& tally) {
  if (quiet_)
    return;
  const auto now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - last_).count();
  const std::uint64_t steps = tally.judged_steps();
  const double rate = seconds > 0 ? static_cast<double>(steps - last_steps_) / seconds : 0;
  last_ = now;
  last_steps_ = steps;
  const std::string text = progress_text(tally, total_, rules_of_profile_, rate);
  const bool diverged = tally.verdicts[static_cast<std::size_t>(Verdict::diverged)] != 0;
  if (!terminal_) {
    std::fprintf(stderr, "%s\n", text.c_str());
  } else if (colour_ && diverged) {
    std::fprintf(stderr, "\r\x1b[31m%s\x1b[0m\x1b[K", text.c_str());
  } else {
    std::fprintf(stderr, "\r%s\x1b[K", text.c_str());
  }
  drawn_ = true;
}

void Progress::end() {
  if (drawn_ && terminal_)
    std::fputc('\n', stderr);
  drawn_ = false;
}

}  // namespace timerlaw::runner
