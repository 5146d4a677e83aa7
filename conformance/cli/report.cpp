// SPDX-License-Identifier: Apache-2.0
#include "reports/report.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <functional>

#include "conformance/cli/command.h"
#include "conformance/runner/exit_code.h"
#include "conformance/runner/trace_store.h"
#include "reports/html/html_report.h"
#include "reports/markdown.h"
#include "reports/terminal.h"

namespace timerlaw::cli {
namespace {

struct Asked {
  std::vector<std::string> folders;
  std::string format = "terminal";
  std::string out;
  bool force = false;
};

struct Format {
  const char* name;
  std::function<Expected<std::string>(const reports::Report&, const Asked&)> write;
};

// In the order in which --help names them.
const std::array kFormats = {
    Format{"terminal", [](const reports::Report& report, const Asked&) { return reports::terminal_report(report); }},
    Format{"md", [](const reports::Report& report, const Asked&) { return reports::markdown_report(report); }},
    Format{"html", [](const reports::Report& report, const Asked&) { return reports::html_report(report); }},
};

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const Format& format : kFormats)
    names.emplace_back(format.name);
  return names;
}

Status write(const std::string& text, const Asked& asked) {
  if (asked.out.empty() || asked.out == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return Done{};
  }
  std::error_code ignored;
  if (!asked.force && std::filesystem::exists(asked.out, ignored))
    return Error{"--out " + asked.out + ": exists already; give another name, or --force to write over it"};
  return runner::replace_file(asked.out, text);
}

int carry_out(const Asked& asked) {
  const auto report = reports::load_report(asked.folders);
  if (!report)
    return complain(report.error(), runner::kExitUsage);
  for (const Format& format : kFormats) {
    if (asked.format != format.name)
      continue;
    const auto text = format.write(*report, asked);
    if (!text)
      return complain(text.error(), runner::kExitUsage);
    if (const Status written = write(*text, asked); !written)
      return complain(written.error(), runner::kExitUsage);
  }
  return runner::kExitConforms;
}

}  // namespace

Action add_report(CLI::App& app) {
  auto asked = std::make_shared<Asked>();
  CLI::App& command = *app.add_subcommand("report", "Saved results as a report; nothing is run again");
  command.footer(
      "Its exit code says whether the report was written; `timerlaw gate` judges.\n"
      "Example:  timerlaw report --format md --out report.md timerlaw-results/20260131T235959Z-host");
  command.add_option("RESULTS", asked->folders, "folders of runs, or of a matrix")->required();
  command.add_option("--format", asked->format, "of the report")
      ->check(CLI::IsMember(format_names()))
      ->capture_default_str();
  command.add_option("--out", asked->out, "file to write; default: stdout");
  command.add_flag("--force", asked->force, "write over a file that is there");
  return [asked] { return carry_out(*asked); };
}

}  // namespace timerlaw::cli
