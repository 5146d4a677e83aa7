// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <thread>

#include "conformance/cli/command.h"
#include "conformance/corpus/corpus_text.h"
#include "conformance/runner/exit_code.h"
#include "generators/certain_point.h"
#include "generators/differences_file.h"
#include "generators/edge_check.h"
#include "model/spelling.h"
#ifdef TIMERLAW_Z3
#include "generators/solver/certain.h"
#include "generators/solver/differ.h"
#include "generators/solver/subjects.h"
#endif

namespace timerlaw::cli {
namespace {

struct Asked {
  std::string out = ".";
  std::string formula;
  std::string profile;
  bool check = false;
  bool certain = false;
  bool closeness = false;
  std::vector<std::string> differ;  // two profiles
};

std::string meant(std::string_view name, std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view near : nearest(name, names)) {
    text += (text.empty() ? "; is it one of " : ", ") + std::string(near);
  }
  return text;
}

// The exit code, once the problems are told.
int tell(const std::vector<std::string>& problems, int exit_code) {
  for (const std::string& problem : problems) {
    complain("edges: " + problem, exit_code);
  }
  return problems.empty() ? runner::kExitConforms : exit_code;
}

// The embedded corpus: each witness by the law on integers; with Z3, that no class is missing.
int check(const Asked& asked) {
  std::vector<EdgeFile> files;
  std::ranges::copy_if(edge_corpus(), std::back_inserter(files),
                       [&](const EdgeFile& file) { return asked.formula.empty() || asked.formula == file.formula; });
  std::vector<std::string> problems;
  std::size_t witnesses = 0;
  std::size_t classes = 0;
  for (const EdgeFile& file : files) {
    std::ranges::copy(check_witnesses(file), std::back_inserter(problems));
    for (const EdgeGroup& group : file.groups) {
      witnesses += group.witnesses.size();
      classes += group.classes.size();
    }
  }
#ifdef TIMERLAW_Z3
  std::ranges::copy(solver::check_complete(files, std::max(1U, std::thread::hardware_concurrency())),
                    std::back_inserter(problems));
  const std::string complete = "the lists of classes are complete";
#else
  const std::string complete = "whether the lists of classes are complete takes a build with -DTIMERLAW_Z3=ON";
#endif
  if (problems.empty()) {
    std::printf("%zu formulas, %zu classes, %zu witnesses: each is in its class; %s\n", files.size(), classes,
                witnesses, complete.c_str());
  }
  return tell(problems, runner::kExitDiverged);
}

#ifdef TIMERLAW_Z3
int write(const Asked& asked) {
  const auto found =
      solver::find_all({asked.formula, asked.profile}, std::max(1U, std::thread::hardware_concurrency()));
  for (const EdgeFile& file : found.files) {
    const std::string path = asked.out + "/" + file.formula + ".edges";
    std::ofstream stream(path);
    stream << to_text(file);
    stream.close();
    if (!stream)
      return complain("edges: " + path + " can't be written", runner::kExitUsage);
    std::size_t classes = 0;
    std::size_t witnesses = 0;
    for (const EdgeGroup& group : file.groups) {
      classes += group.classes.size();
      witnesses += group.witnesses.size();
      if (!group.cap.empty())
        std::fprintf(stderr, "timerlaw: edges: %s: cap: %s\n", file.formula.c_str(), group.cap.c_str());
    }
    std::printf("%s: %zu groups of laws, %zu classes, complete: unsat; %zu witnesses\n", path.c_str(),
                file.groups.size(), classes, witnesses);
  }
  return tell(found.problems, runner::kExitHarness);
}
#else
int write(const Asked&) {
  return complain(
      "edges: this build has no solver; one that is configured with -DTIMERLAW_Z3=ON (package libz3-dev) finds edges. "
      "`timerlaw edges --check` checks the known ones",
      runner::kExitUsage);
}
#endif

// Where the formulas of two profiles differ; `all` `all`: of every two sets of laws. Without Z3 what is committed.
int differ(const Asked& asked) {
  const bool all = asked.differ[0] == "all" && asked.differ[1] == "all";
  for (const std::string& name : asked.differ) {
    if (!all && find_profile(name) == nullptr)
      return complain("edges: no profile " + name, runner::kExitUsage);
  }
#ifdef TIMERLAW_Z3
  const auto found =
      all ? solver::differ() : solver::differ(*find_profile(asked.differ[0]), *find_profile(asked.differ[1]));
#else
  const auto known = differing_inputs();
  const auto found = all ? std::vector<DifferingInputs>(known.begin(), known.end())
                         : differing_inputs(asked.differ[0], asked.differ[1]);
#endif
  std::fputs(to_text(found).c_str(), stdout);
  return runner::kExitConforms;
}

// The points whose result is certain, found anew.
int certain([[maybe_unused]] const Asked& asked) {
#ifdef TIMERLAW_Z3
  std::fputs(to_text(solver::certain_corpus(asked.formula, std::max(1U, std::thread::hardware_concurrency()))).c_str(),
             stdout);
  return runner::kExitConforms;
#else
  return complain("edges: this build has no solver; `timerlaw edges --closeness` prints the known points",
                  runner::kExitUsage);
#endif
}

// How near the committed points come to each boundary, by the width of the bracket.
int closeness() {
  std::string error;
  const auto file = read_certain(certain_text(), "certain.edges", error);
  if (!file)
    return complain("edges: " + error, runner::kExitHarness);
  std::printf("| sequence, side, result, change | width, ns | proven, ns |\n|---|---|---|\n");
  for (const CertainGroup& group : file->groups)
    for (const CertainPoint& point : group.points)
      std::printf("| %s %s | %lld | %lld |\n", group.formula.c_str(), to_text(point.boundary).c_str(),
                  static_cast<long long>(point.width.ns), static_cast<long long>(distance(point).ns));
  return runner::kExitConforms;
}

int carry_out(const Asked& asked) {
  if (asked.closeness)
    return closeness();
  if (!asked.differ.empty())
    return differ(asked);
  const std::vector<std::string> all = missing_formulas({});  // of no files at all
  const std::vector<std::string_view> formulas(all.begin(), all.end());
  if (!asked.formula.empty() && std::ranges::find(formulas, asked.formula) == formulas.end())
    return complain("edges: no formula " + asked.formula + meant(asked.formula, formulas), runner::kExitUsage);
  if (asked.certain)
    return certain(asked);
  std::vector<std::string_view> names;
  for (const Profile& profile : profiles()) {
    names.emplace_back(profile.name);
  }
  if (!asked.profile.empty() && find_profile(asked.profile) == nullptr)
    return complain("edges: no profile " + asked.profile + meant(asked.profile, names), runner::kExitUsage);
  return asked.check ? check(asked) : write(asked);
}

}  // namespace

Action add_edges(CLI::App& app) {
  auto asked = std::make_shared<Asked>();
  CLI::App& command = *app.add_subcommand("edges", "Find the values at which the law changes its mind, with Z3");
  command.footer("Example:  timerlaw edges --formula alarm_shown --out .\nHow to read the files: docs/edges.md");
  command.add_option("--out", asked->out, "the folder to write NAME.edges into")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  command.add_option("--formula", asked->formula, "only this one");
  command.add_option("--profile", asked->profile, "only the law of this one");
  command.add_flag("--certain", asked->certain,
                   "write nothing but the points whose result is certain, as generators/corpus/certain.edges has them");
  command.add_flag(
      "--closeness", asked->closeness,
      "write nothing: how near those points come to each boundary; a run's own figures are in its results");
  command.add_flag("--check", asked->check, "write nothing: check the edges that this binary was built with");
  command
      .add_option("--differ", asked->differ,
                  "write nothing: print the least inputs on which formulas differ under these two profiles; `all all`: "
                  "under every two sets of laws, as generators/corpus/differences.edges has them")
      ->expected(2);
  return [asked] { return carry_out(*asked); };
}

}  // namespace timerlaw::cli
