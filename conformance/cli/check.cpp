// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "conformance/cli/command.h"
#include "conformance/cli/options.h"
#include "conformance/formats/facts_text.h"
#include "conformance/formats/trace_text.h"
#include "conformance/runner/exit_code.h"
#include "conformance/runner/interrupt.h"
#include "conformance/runner/judged_before.h"
#include "conformance/runner/kept_traces.h"
#include "conformance/runner/record.h"
#include "conformance/runner/results_file.h"
#include "conformance/runner/run_info.h"
#include "conformance/target/offline.h"
#include "conformance/versions/profile_choice.h"
#include "reports/annotate.h"

namespace timerlaw::cli {
namespace {

namespace fs = std::filesystem;

struct Asked {
  std::vector<std::string> files;
  LawOptions law;
  bool annotate = false;
};

runner::Record recorded(const Judgement& judgement) {
  runner::Record record;
  runner::fill(record, judgement);
  return record;
}

// `accepted steps=9 weak=1`, `diverged steps=9 weak=0 REM-4@7`.
std::string verdict_text(const Trace& trace, const Judgement& judgement) {
  if (trace.ending == Ending::refused)
    return "refused";
  const runner::Record record = recorded(judgement);
  std::string text(judgement.disturbed ? "disturbed" : runner::verdict_name(record.verdict));
  text += " steps=" + std::to_string(trace.program.steps.size());
  for (const Verdict verdict : {Verdict::weak, Verdict::quirk, Verdict::unspecified, Verdict::undecided})
    if (const auto count = record.steps[static_cast<std::size_t>(verdict)]; count != 0)
      text += " " + std::string(runner::verdict_name(verdict)) + "=" + std::to_string(count);
  for (const Divergence& divergence : judgement.divergences)
    text += " " + std::string(rule(divergence.rule).id) + "@" + std::to_string(divergence.step);
  return text;
}

class Checker {
 public:
  Checker(const Asked& asked, versions::ProfileChoice profile) : asked_(asked), asked_profile_(std::move(profile)) {}

  Status check_file(const std::string& given) {
    std::error_code ignored;
    const bool folder = given != "-" && fs::is_directory(given, ignored);
    const std::string file = folder ? (fs::path(given) / runner::kTracesFile).string() : given;
    if (const Status known = know_the_law(fs::path(file)); !known)
      return known;
    if (const Status saved = recall(fs::path(file)); !saved)
      return saved;
    std::uint64_t number = 0;
    const auto read = runner::read_text(file, [&](std::string_view text) {
      return before_ ? check_kept(text, file, number) : check_text(text, file, number);
    });
    if (!read)
      return Error{read.error()};
    if (read->torn)
      std::fprintf(stderr, "timerlaw: %s: the end is torn; judged what is whole\n", file.c_str());
    if (before_)
      std::fprintf(stderr, "timerlaw: %s: %s\n", fs::path(file).parent_path().string().c_str(),
                   before_->summary().c_str());
    return Done{};
  }

  int exit_code() const {
    runner::Outcome outcome;
    outcome.new_divergence = diverged_;
    outcome.harness_failed = judged_ == 0 || lost_;
    return runner::exit_code(outcome);
  }
  std::uint64_t judged() const { return judged_; }

 private:
  // What the run said of the same programs, where its results stand beside the traces.
  Status recall(const fs::path& file) {
    before_.reset();
    std::error_code ignored;
    const fs::path folder = file.parent_path();
    if (file.filename() != runner::kTracesFile || !fs::exists(folder / runner::kRunFile, ignored) ||
        !fs::exists(folder / runner::kResultsFile, ignored))
      return Done{};
    auto before = runner::JudgedBefore::read(folder);
    if (!before)
      return Error{before.error()};
    before_ = std::move(*before);
    return Done{};
  }

  // Results of a run are judged by the profile that the run was judged by, unless the user names another.
  Status know_the_law(const fs::path& file) {
    profile_ = asked_profile_;
    strict_ = asked_.law.strict;
    std::error_code ignored;
    const fs::path run = file.parent_path() / runner::kRunFile;
    if (!profile_.automatic() || file.filename() != runner::kTracesFile || !fs::exists(run, ignored))
      return Done{};
    const auto info = runner::read_run_info(run.string());
    if (!info)
      return Error{info.error()};
    const auto profile = runner::profile_of(*info);
    if (!profile)
      return Error{profile.error()};
    profile_ = versions::ProfileChoice(*profile);
    strict_ = strict_ || info->strict;
    return Done{};
  }

  Status check_kept(std::string_view frame, const std::string& file, std::uint64_t& number) {
    return runner::split_kept(frame, [&](const runner::KeptTrace& one) {
      index_ = one.index;
      const std::string text = std::string(one.facts).append(one.text);
      TraceReader reader(text, file);
      return check_all(reader, file, number);
    });
  }

  Status check_text(std::string_view text, const std::string& file, std::uint64_t& number) {
    if (is_agent_output(text)) {
      OfflineReader reader(text, file);
      const Status checked = check_all(reader, file, number);
      tell_skipped(reader, file);
      lost_ = lost_ || reader.lost() != 0;
      return checked;
    }
    TraceReader reader(text, file);
    return check_all(reader, file, number);
  }

  template <class Reader>
  Status check_all(Reader& reader, const std::string& file, std::uint64_t& number) {
    while (runner::interrupted() == 0) {
      const auto trace = reader.next();
      if (!trace)
        return Error{trace.error()};
      if (!*trace)
        break;
      const auto profile = profile_.of(reader.facts());
      if (!profile)
        return Error{file + ": " + profile.error()};
      check(**trace, reader.facts(), **profile, file + ":" + std::to_string(++number));
    }
    return Done{};
  }

  void check(const Trace& trace, const TargetFacts& facts, const Profile& profile, const std::string& name) {
    const bool refused = trace.ending == Ending::refused;
    if (refused) {
      judgement_ = {};
    } else {
      judge(trace, profile, facts, {asked_.law.liveness, asked_.annotate, strict_}, judgement_);
      ++judged_;
      diverged_ = diverged_ || (judgement_.diverged() && !judgement_.disturbed);
    }
    const std::string verdict = verdict_text(trace, judgement_) + (before_ ? beside_before() : "");
    if (!asked_.annotate) {
      std::printf("%s %s\n", name.c_str(), verdict.c_str());
      return;
    }
    std::string facts_line = to_text(facts);
    if (facts_line == facts_line_)
      facts_line.clear();
    else
      facts_line_ = facts_line;
    std::printf("%s# %s %s\n%s", facts_line.c_str(), name.c_str(), verdict.c_str(),
                reports::annotate(trace, judgement_).c_str());
  }

  // ` TWIN-1 (of its run)`, ` (was accepted)`.
  std::string beside_before() {
    std::string text;
    runner::Record now = recorded(judgement_);
    for (const std::string& rule : before_->of_the_run(index_)) {
      if (std::ranges::find(now.diverged, rule) != now.diverged.end())
        continue;
      now.diverged.push_back(rule);
      now.verdict = Verdict::diverged;
      diverged_ = true;
      text += " " + rule + " (of its run)";
    }
    if (const std::string then = before_->difference(index_, now); !then.empty())
      text += " (was " + then + ")";
    return text;
  }

  static void tell_skipped(const OfflineReader& reader, const std::string& file) {
    if (reader.noise() != 0)
      std::fprintf(stderr, "timerlaw: %s: %llu lines with noise, skipped\n", file.c_str(),
                   static_cast<unsigned long long>(reader.noise()));
    if (reader.cut_off())
      std::fprintf(stderr, "timerlaw: %s: the end is torn; judged what is whole\n", file.c_str());
    if (reader.lost() != 0)
      std::fprintf(stderr, "timerlaw: %s: %llu programs can't be judged: a line was damaged or cut off\n", file.c_str(),
                   static_cast<unsigned long long>(reader.lost()));
  }

  const Asked& asked_;
  const versions::ProfileChoice asked_profile_;
  versions::ProfileChoice profile_ = asked_profile_;
  bool strict_ = false;
  Judgement judgement_;
  std::optional<runner::JudgedBefore> before_;
  std::uint64_t index_ = 0;  // of the program at hand, in the plan of its run
  std::string facts_line_;
  std::uint64_t judged_ = 0;
  bool diverged_ = false;
  bool lost_ = false;
};

int carry_out(const Asked& asked) {
  const auto profile = versions::ProfileChoice::read(asked.law.profile);
  if (!profile)
    return complain(profile.error(), runner::kExitUsage);
  Checker checker(asked, *profile);
  for (const std::string& file : asked.files)
    if (const Status checked = checker.check_file(file); !checked) {
      std::fflush(stdout);
      return complain(checked.error(), runner::kExitUsage);
    }
  if (runner::interrupted() != 0)
    return runner::kExitSignal + runner::interrupted();
  if (checker.judged() == 0)
    complain("no trace in it was judged", 0);
  return checker.exit_code();
}

}  // namespace

Action add_check(CLI::App& app) {
  auto asked = std::make_shared<Asked>();
  CLI::App& command = *app.add_subcommand("check", "Judge saved traces: one line each, VERDICT and RULE@STEP (from 0)");
  command.footer(
      "Of a folder of results, what the law says today is compared with what the run said: `(was accepted)`.\n"
      "Example:  timerlaw check --annotate some.traces");
  command
      .add_option("FILE", asked->files,
                  "traces, plain or .zst, a folder of results, or what an agent printed with --echo; - is stdin")
      ->required();
  add_law_options(command, asked->law);
  command.add_flag("--annotate", asked->annotate, "print the traces with what the law says of each step");
  return [asked] { return carry_out(*asked); };
}

}  // namespace timerlaw::cli
