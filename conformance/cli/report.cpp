// SPDX-License-Identifier: Apache-2.0
#include "reports/report.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <functional>

#include "conformance/cli/command.h"
#include "conformance/runner/exit_code.h"
#include "conformance/runner/trace_store.h"
#include "reports/compare.h"
#include "reports/html/html_report.h"
#include "reports/json.h"
#include "reports/junit.h"
#include "reports/kcidb.h"
#include "reports/ktap.h"
#include "reports/markdown.h"
#include "reports/perfetto.h"
#include "reports/terminal.h"

namespace timerlaw::cli {
namespace {

struct Asked {
  std::vector<std::string> folders;
  std::string format = "terminal";
  std::string out;
  bool force = false;
  std::vector<std::string> compared;  // two folders
  reports::KcidbIdentity kcidb;
  std::size_t card = 1;
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
    Format{"json", [](const reports::Report& report, const Asked&) { return reports::json_report(report); }},
    Format{"junit", [](const reports::Report& report, const Asked&) { return reports::junit_report(report); }},
    Format{"ktap", [](const reports::Report& report, const Asked&) { return reports::ktap_report(report); }},
    Format{"kcidb", [](const reports::Report& report,
                       const Asked& asked) { return reports::kcidb_report(report, asked.kcidb); }},
    Format{"perfetto", [](const reports::Report& report,
                          const Asked& asked) { return reports::perfetto_report(report, asked.card); }},
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

Expected<std::string> comparison(const Asked& asked) {
  const auto before = reports::load_report({asked.compared[0]});
  if (!before)
    return Error{before.error()};
  const auto after = reports::load_report({asked.compared[1]});
  if (!after)
    return Error{after.error()};
  const reports::Comparison changes = reports::compare(*before, *after);
  if (asked.format == "terminal")
    return reports::comparison_text(changes);
  if (asked.format == "md")
    return reports::comparison_markdown(changes);
  if (asked.format == "json")
    return reports::comparison_json(changes);
  return Error{"--compare: as terminal, md or json, not as " + asked.format};
}

int carry_out(const Asked& asked) {
  if (asked.compared.empty() == asked.folders.empty())
    return complain("expected RESULTS, or --compare OLD NEW", runner::kExitUsage);
  if (!asked.compared.empty()) {
    const auto text = comparison(asked);
    if (!text)
      return complain(text.error(), runner::kExitUsage);
    const Status written = write(*text, asked);
    return written ? runner::kExitConforms : complain(written.error(), runner::kExitUsage);
  }
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
  command.add_option("RESULTS", asked->folders, "folders of runs, or of a matrix");
  command.add_option("--compare", asked->compared, "what appeared, disappeared and changed from one to the other")
      ->type_name("OLD NEW")
      ->expected(2);
  command.add_option("--format", asked->format, "of the report")
      ->check(CLI::IsMember(format_names()))
      ->capture_default_str();
  command.add_option("--out", asked->out, "file to write; default: stdout");
  command.add_option("--kcidb-origin", asked->kcidb.origin, "of --format kcidb: the CI system's name in KCIDB");
  command.add_option("--kcidb-build-id", asked->kcidb.build_id,
                     "of --format kcidb: the id of the kernel's build there");
  command.add_option("--card", asked->card, "of --format perfetto: whose trace, counted from 1")->capture_default_str();
  command.add_flag("--force", asked->force, "write over a file that is there");
  return [asked] { return carry_out(*asked); };
}

}  // namespace timerlaw::cli
