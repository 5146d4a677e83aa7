// SPDX-License-Identifier: Apache-2.0
#include "reports/card.h"

#include <array>
#include <cstdio>
#include <sstream>
#include <system_error>

#include "conformance/formats/facts_text.h"
#include "conformance/formats/program_text.h"
#include "conformance/runner/results_file.h"
#include "conformance/runner/trace_store.h"
#include "model/rule.h"
#include "reports/annotate.h"
#include "reports/reproducer/reproducer.h"

namespace timerlaw::reports {
namespace fs = std::filesystem;
namespace {

// The divergence of the trace that the card is about.
const Divergence* shown_divergence(const runner::Finding& finding) {
  if (!finding.shown)
    return nullptr;
  for (const Divergence& divergence : finding.shown->judgement.divergences)
    if (rule(divergence.rule).id == finding.rule)
      return &divergence;
  return nullptr;
}

// An error says why the card has no C file.
Expected<std::string> reproducer_of(const runner::Finding& finding, const runner::RunInfo& info) {
  const Divergence* divergence = shown_divergence(finding);
  if (divergence == nullptr)
    return Error{"no trace of it was saved in which the rule is broken"};
  return reproducer(finding.shown->trace, *divergence, info.facts);
}

void add_reproducer(std::ostream& out, const runner::Finding& finding, const runner::RunInfo& info) {
  const auto made = reproducer_of(finding, info);
  out << "## In C, without timerlaw\n\n";
  if (made && only_shows(*made))
    out << kReproducerFile << " makes the same calls and shows what it sees; it does not judge:\n\n    "
        << reproducer_command(info.facts.abi, 0, 0) << "\n\n```c\n"
        << *made << "```\n";
  else if (made)
    out << kReproducerFile
        << " exits 1 where the divergence is present, 0 where it is not, 4 where it can't be tested:\n\n    "
        << reproducer_command(info.facts.abi, finding.confirmation.shown, finding.confirmation.repeated) << "\n\n```c\n"
        << *made << "```\n";
  else
    out << "There is none: " << made.error() << ".\n";
}

void add_rule(std::ostream& out, const std::string& id) {
  const Rule* broken = find_rule(id);
  if (broken == nullptr)
    return;
  out << "> " << broken->text << "\n\nSource: " << broken->source << "\n\n";
}

void add_sightings(std::ostream& out, const runner::Finding& finding, const runner::RunInfo& info) {
  out << "* kernel " << info.facts.release << " (" << info.facts.machine << ", " << info.facts.abi << " agent, "
      << info.facts.clock_source << " clocks), judged by profile " << info.profile << "\n";
  if (!finding.program)
    return;
  out << "* first seen in program " << finding.index << " (" << finding.source << ", seed " << info.seed << ")\n"
      << "* shown again in " << finding.confirmation.shown << " of " << finding.confirmation.repeated
      << " runs of that program\n";
  if (finding.seen > 1)
    out << "* " << finding.seen << " programs shrink to the one below\n";
}

// `--profile NAME`, or of a file, from a card's folder; and --strict.
std::string law_options(const runner::RunInfo& info) {
  const std::string profile =
      find_profile(info.profile) != nullptr ? info.profile : "../../" + std::string(runner::kProfileFile);
  return "--profile " + profile + (info.strict ? " --strict" : "");
}

void add_again(std::ostream& out, const runner::RunInfo& info) {
  out << "## See it again\n\nIn this folder, on the same target:\n\n    " << see_again(info) << "\n\n"
      << "The saved trace, without the target: `timerlaw check --annotate " << law_options(info) << " " << kTraceFile
      << "`\n";
}

// The trace that is shown may be of a larger program than the minimal one: the one that was seen, if it did not show
// again.
void add_program(std::ostream& out, const runner::Finding& finding) {
  if (!finding.program)
    return;
  out << (finding.confirmation.shown == 0 ? "## Program (did not show again, so not shrunk)\n\n```\n"
          : finding.shrunk_fully          ? "## Minimal program\n\n```\n"
                                          : "## Program (the time for shrinking was up)\n\n```\n")
      << to_text(*finding.program) << "```\n\n";
}

void add_trace(std::ostream& out, const runner::Finding& finding) {
  if (!finding.shown && !finding.observed.empty()) {
    out << "## What the target said\n\n```\n"
        << finding.observed << "\n```\n\nAll that it printed is in " << runner::kConsoleFile << ".\n\n";
    return;
  }
  if (!finding.shown) {
    out << "The trace was saved before the run was resumed: look for program " << finding.index
        << " in traces.zst.\n\n";
    return;
  }
  if (const Divergence* divergence = shown_divergence(finding))
    out << "## What was observed, and what is allowed\n\n```\n" << explain(*divergence, "") << "```\n\n";
  out << "## Trace\n\n```\n" << annotate(finding.shown->trace, finding.shown->judgement, true) << "```\n\n";
}

}  // namespace

std::string see_again(const runner::RunInfo& info) {
  std::string command = std::string("timerlaw exec ") + kProgramFile;
  if (info.target != "host")
    command += " --target '" + info.target + " …'";
  if (info.clock != "vdso")
    command += " --clock " + info.clock;
  if (info.facts.abi != "x86_64")
    command += " --abi " + info.facts.abi;
  return command + " | timerlaw check --annotate " + law_options(info) + " -";
}

std::string card_text(const runner::Finding& finding, const runner::RunInfo& info) {
  std::ostringstream out;
  out << "# " << finding.rule << "\n\n";
  add_rule(out, finding.rule);
  add_sightings(out, finding, info);
  out << "\n";
  if (!finding.program) {
    out << "```\n"
        << finding.observed << "\n```\n\n"
        << "No single program brought it back. What the target printed is in " << runner::kConsoleFile
        << ", if it printed anything; else the kernel's log says why.\n";
    return out.str();
  }
  add_program(out, finding);
  add_trace(out, finding);
  add_again(out, info);
  out << "\n";
  add_reproducer(out, finding, info);
  return out.str();
}

std::string write_card(const fs::path& folder, int number, const runner::Finding& finding,
                       const runner::RunInfo& info) {
  std::array<char, 16> counted;
  std::snprintf(counted.data(), counted.size(), "%03d-", number);
  const fs::path card = fs::path(runner::kCardsFolder) / (counted.data() + finding.rule);
  std::error_code wrong;
  fs::create_directories(folder / card, wrong);
  Status written = runner::replace_file(folder / card / kCardFile, card_text(finding, info));
  if (written && finding.program)
    written = runner::replace_file(folder / card / kProgramFile, to_text(*finding.program));
  if (written && finding.shown)
    written = runner::replace_file(folder / card / kTraceFile,
                                   to_text(info.facts) + annotate(finding.shown->trace, finding.shown->judgement));
  if (const auto made = reproducer_of(finding, info); written && made)
    written = runner::replace_file(folder / card / kReproducerFile, *made);
  return written ? card.string() : "";
}

}  // namespace timerlaw::reports
