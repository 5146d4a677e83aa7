// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "conformance/cli/command.h"
#include "conformance/cli/options.h"
#include "conformance/runner/exit_code.h"
#include "conformance/versions/profile_choice.h"
#include "reports/history_page.h"

namespace timerlaw::cli {
namespace {

struct Asked {
  std::string a;
  std::string b;
  bool history = false;
  versions::SearchOptions search;
};

Expected<Profile> named(const std::string& option) {
  const auto choice = versions::ProfileChoice::read(option);
  if (!choice)
    return Error{choice.error()};
  if (choice->automatic())
    return Error{"auto: there is no target that it could go by; name a profile"};
  return **choice->of({});
}

int carry_out(const Asked& asked) {
  if (asked.history) {
    std::fputs(reports::history_page(asked.search).c_str(), stdout);
    return runner::kExitConforms;
  }
  if (asked.a.empty() || asked.b.empty())
    return complain("diff-profiles: expected two profiles, or --history", runner::kExitUsage);
  const auto a = named(asked.a);
  if (!a)
    return complain(a.error(), runner::kExitUsage);
  const auto b = named(asked.b);
  if (!b)
    return complain(b.error(), runner::kExitUsage);
  std::fputs(reports::differences_text(*a, *b, versions::differences(*a, *b, asked.search)).c_str(), stdout);
  return runner::kExitConforms;
}

}  // namespace

Action add_diff_profiles(CLI::App& app) {
  auto asked = std::make_shared<Asked>();
  CLI::App& command = *app.add_subcommand(
      "diff-profiles", "Find the shortest programs on which kernels of two profiles must differ, as Markdown");
  command.footer("Example:  timerlaw diff-profiles linux-6.12 linux-6.13");
  command.add_option("A", asked->a, "a profile, or the path of a TOML file");
  command.add_option("B", asked->b, "another");
  command.add_flag("--history", asked->history, "every neighbouring pair of the known profiles, as docs/history.md");
  command.add_option("--bound", asked->search.bound, "programs of the exhaustive source to try")->capture_default_str();
  command.add_option("--programs", asked->search.programs, "random programs to try after those")->capture_default_str();
  command.add_option("--seed", asked->search.seed, "of the random programs")->capture_default_str();
  return [asked] { return carry_out(*asked); };
}

}  // namespace timerlaw::cli
