// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/exit_code.h"

namespace timerlaw::runner {
namespace {

int plain_code(const Outcome& outcome) {
  if (outcome.signal != 0)
    return kExitSignal + outcome.signal;
  if (outcome.bad_input)
    return kExitUsage;
  if (outcome.new_divergence)
    return kExitDiverged;
  if (outcome.harness_failed || outcome.untestable || outcome.unexercised)
    return kExitHarness;
  if (outcome.stale)
    return kExitStale;
  return kExitConforms;
}

int kselftest_code(const Outcome& outcome, int code) {
  constexpr int kSkip = 4;
  if (code > kExitSignal || code == kExitConforms)
    return code;
  if (code == kExitHarness && outcome.untestable)
    return kSkip;
  return 1;
}

int bisect_code(int code) {
  constexpr int kSkipThisRevision = 125;
  constexpr int kStopBisecting = 128;
  switch (code) {
    case kExitHarness:
      return kSkipThisRevision;
    case kExitUsage:
      return kStopBisecting;
    case kExitStale:
      return kExitConforms;
    default:
      return code;
  }
}

}  // namespace

Outcome both(const Outcome& a, const Outcome& b) {
  return {.bad_input = a.bad_input || b.bad_input,
          .new_divergence = a.new_divergence || b.new_divergence,
          .harness_failed = a.harness_failed || b.harness_failed,
          .stale = a.stale || b.stale,
          .unexercised = a.unexercised || b.unexercised,
          .untestable = a.untestable || b.untestable,
          .signal = a.signal != 0 ? a.signal : b.signal};
}

std::optional<ExitStyle> exit_style_of(std::string_view name) {
  if (name == "plain")
    return ExitStyle::plain;
  if (name == "kselftest")
    return ExitStyle::kselftest;
  if (name == "bisect")
    return ExitStyle::bisect;
  return std::nullopt;
}

int exit_code(const Outcome& outcome, ExitStyle style) {
  const int code = plain_code(outcome);
  switch (style) {
    case ExitStyle::kselftest:
      return kselftest_code(outcome, code);
    case ExitStyle::bisect:
      return bisect_code(code);
    case ExitStyle::plain:
      break;
  }
  return code;
}

}  // namespace timerlaw::runner
