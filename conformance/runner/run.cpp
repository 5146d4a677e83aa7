// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/run.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "conformance/formats/facts_text.h"
#include "conformance/formats/program_text.h"
#include "conformance/runner/choose_plan.h"
#include "conformance/runner/execute.h"
#include "conformance/runner/interrupt.h"
#include "conformance/runner/known_facts.h"
#include "conformance/runner/results_folder.h"
#include "conformance/runner/settle.h"
#include "conformance/target/target_spec.h"
#include "conformance/versions/profile_choice.h"
#include "conformance/versions/profile_file.h"
#include "generators/source.h"
#include "model/rule_table.h"

namespace timerlaw::runner {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kCardsPerRule = 3;  // more are counted, not written: cards are read by people

RunResult refused(Outcome outcome, std::string why) {
  RunResult result;
  result.outcome = outcome;
  result.error = std::move(why);
  return result;
}
RunResult bad_input(std::string why) {
  return refused({.bad_input = true}, std::move(why));
}
RunResult untestable(std::string why) {
  return refused({.harness_failed = true, .untestable = true}, std::move(why));
}

RunInfo describe_run(const RunOptions& options, const Choice& choice, const std::vector<Expectation>& expectations,
                     const Profile& profile, const TargetFacts& facts) {
  RunInfo info;
  info.tool = TIMERLAW_VERSION;
  info.generator = kGeneratorVersion;
  info.corpus = corpus_hash(expectations, choice.corpus);
  info.arguments = public_arguments(options.arguments);
  info.seed = options.seed;
  info.shard = options.shard;
  info.shards = {options.shard.index};
  info.profile = profile.name;
  info.switches = switches_of(profile);
  info.strict = options.strict;
  info.twins = options.twins;
  info.target = public_target(options.session.target);
  info.clock = options.session.clock;
  info.liveness_ns = options.liveness.ns;
  info.plan = planned_parts(choice.plan);
  for (const auto& [reason, edges] : choice.corpus.skipped)
    info.skipped.push_back({reason, edges});
  info.facts = facts;
  return info;
}

// One run's moving parts, in the order in which they come to life.
class Run {
 public:
  Run(const RunOptions& options, const WriteCard& write_card, Expectations expectations, Choice choice,
      const Profile& profile, RunInfo info)
      : options_(options),
        write_card_(write_card),
        choice_(std::move(choice)),
        profile_(profile),
        info_(std::move(info)),
        must_(std::move(expectations.exercised)),
        sightings_(std::move(expectations.divergences), programs_of(choice_.plan)) {}

  RunResult go(std::unique_ptr<Session> first) {
    if (const Status opened = open(); !opened)
      return bad_input(opened.error());
    auto sessions = start_sessions(options_.session, jobs(), std::move(first));
    if (!sessions)
      return untestable(sessions.error());
    say("timerlaw: " + describe(choice_) + "; seed " + std::to_string(options_.seed) + ", profile " +
        std::string(profile_.name) + ", kernel " + info_.facts.release + "; results in " + folder_.string());
    const Executed executed = work(std::move(*sessions));
    conclude(executed);
    return result();
  }

 private:
  void say(const std::string& line) const {
    if (!options_.quiet)
      std::fprintf(stderr, "%s\n", line.c_str());
  }

  // No more than there are hands to be dealt.
  unsigned jobs() const {
    const unsigned most =
        options_.jobs != 0 ? options_.jobs : usual_jobs(parse_target(options_.session.target)->kind, info_.facts.cpus);
    const std::uint64_t hands = options_.shard.programs(choice_.plan.size()) / Dispenser::kHand;
    return static_cast<unsigned>(std::clamp<std::uint64_t>(hands, 1, most));
  }

  Status open() {
    folder_ = options_.out.empty() ? default_folder(options_.session.target) : fs::path(options_.out);
    Resumed before;
    if (options_.resume) {
      auto resumed = resume_folder(folder_, info_, [this](const Record& record) {
        Entry entry;
        entry.record = record;
        sightings_.add(entry);
      });
      if (!resumed)
        return Error{resumed.error()};
      if (*resumed) {
        before = std::move(**resumed);
        info_.facts.tainted = before.info.facts.tainted;
        seconds_before_ = before.info.seconds;
        info_.restarts = before.info.restarts;
        info_.noise = before.info.noise;
      }
    } else if (const Status made = make_folder(folder_); !made) {
      return made;
    }
    if (const Status saved = save(); !saved)
      return saved;
    if (find_profile(profile_.name) == nullptr)
      if (const Status written = replace_file(folder_ / kProfileFile, versions::to_toml(profile_)); !written)
        return written;
    options_.session.console->to_file(folder_ / kConsoleFile);
    auto results = ResultsWriter::open(folder_ / kResultsFile, before.good_bytes);
    if (!results)
      return Error{results.error()};
    auto traces = TraceWriter::open(folder_ / kTracesFile, to_text(info_.facts));
    if (!traces)
      return Error{traces.error()};
    first_ = before.next;
    ledger_ = std::make_unique<Ledger>(std::move(*results), std::move(*traces), std::move(before.tally), first_,
                                       [this](Entry& entry) { sightings_.add(entry); });
    return Done{};
  }

  Status save() {
    info_.seconds = seconds_before_ + std::chrono::duration<double>(Clock::now() - begun_).count();
    return replace_file(folder_ / kRunFile, write_run_info(info_));
  }

  Executed work(std::vector<std::unique_ptr<Session>> sessions) {
    const std::uint64_t planned = options_.shard.programs(choice_.plan.size());
    std::optional<Clock::time_point> until;
    if (const auto time = options_.budget ? options_.budget : choice_.time)
      until = Clock::now() + std::chrono::nanoseconds(time->ns);
    Dispenser dispenser(first_, std::max(first_, planned), until);
    TwinRoom twins(
        job_options(options_.session, jobs(), info_.facts.cpus), options_.twins, profile_,
        [&](std::uint64_t ordinal, Entry entry) { dispenser.written(ledger_->put(ordinal, std::move(entry))); });
    const ClosenessMeasure closeness(choice_.corpus.certain, profile_, info_.facts);
    const Workshop shop{
        choice_.plan, options_.shard, profile_, {options_.liveness, false, options_.strict}, options_.keep_all,
        dispenser,    *ledger_,       twins,    closeness.empty() ? nullptr : &closeness};
    Progress progress(options_.quiet, planned, rules_of(profile_), ledger_->tally());
    const auto abandon = [&] {
      ledger_->close();
      progress.end();
      info_.ended = "interrupted";
      static_cast<void>(save());
      say("timerlaw: interrupted; what is done is in " + folder_.string() + " (go on with --resume)");
      // Jobs hang in programs that wait; their agents end with this process.
      std::_Exit(kExitSignal + interrupted());
    };
    Executed executed = execute(
        shop, options_.session, std::move(sessions), progress, [&] { static_cast<void>(save()); }, abandon);
    if (!twins.failure().empty())
      say("timerlaw: twins were not compared to the end: " + twins.failure());
    dealt_ = dispenser.dealt();
    planned_ = planned;
    return executed;
  }

  void conclude(const Executed& executed) {
    info_.restarts += executed.restarts;
    info_.noise += executed.noise;
    tally_ = ledger_->tally();
    const int signal = interrupted();
    if (signal == 0)
      see_the_target_again(executed);
    investigate_divergences();
    settle(sightings_, must_, tally_, info_);
    info_.ended = signal != 0 ? "interrupted" : why_incomplete(executed);
    info_.complete = info_.ended.empty();
    outcome_ = outcome_of(info_);
    outcome_.signal = signal;
    if (const Status saved = save(); !saved) {
      outcome_.harness_failed = true;
      say("timerlaw: " + saved.error());
    }
  }

  std::string why_incomplete(const Executed& executed) const {
    if (!ledger_->error().empty())
      return ledger_->error();
    if (!executed.failure.empty())
      return executed.failure;
    if (tally_.failed != 0)
      return std::to_string(tally_.failed) + " programs were not judged: the agent failed";
    if (options_.budget && dealt_ < planned_)
      return "the budget ran out after " + std::to_string(dealt_) + " of " + std::to_string(planned_) + " programs";
    if (ledger_->next() != dealt_ || (dealt_ < planned_ && !choice_.time))
      return "the plan was not finished";
    if (!end_failure_.empty())
      return end_failure_;
    if (tally_.judged == 0 && planned_ != 0)
      return "nothing was judged";
    return planned_ == 0 ? "the plan is empty" : "";
  }

  // The taint flags at the end, as the agents saw them; where none did, as a new one sees them.
  void see_the_target_again(const Executed& executed) {
    if (executed.tainted) {
      info_.tainted_after = *executed.tainted;
    } else if (const auto session = Session::start(options_.session)) {
      info_.tainted_after = (*session)->facts().tainted;
    } else {
      end_failure_ = "the target does not answer any more: " + session.error();
      return;
    }
    if (info_.facts.tainted >= 0 && info_.tainted_after >= 0 && info_.tainted_after != info_.facts.tainted)
      report_without_program({"KERNEL-SPLAT"_rule, "/proc/sys/kernel/tainted was " +
                                                       std::to_string(info_.facts.tainted) + " before the run and " +
                                                       std::to_string(info_.tainted_after) + " after it"});
    for (const Mishap& complaint : executed.complaints)
      report_without_program(complaint);
  }

  void report_without_program(const Mishap& mishap) {
    Finding finding;
    finding.rule = rule(mishap.rule).id;
    finding.seen = 1;
    finding.observed = mishap.observed;
    finding.expectation = match(sightings_.expectations(), finding.rule, nullptr, nullptr);
    if (finding.expectation)
      sightings_.explained(*finding.expectation, 0);
    else
      ++info_.unexplained;
    report(finding);
  }

  void investigate_divergences() {
    if (!sightings_.unexplained().empty() && interrupted() == 0)
      say("timerlaw: looking into divergences (" + std::to_string(options_.shrink_time.ns / 1'000'000'000) +
          " s at most)");
    const Investigation found = investigate(options_, choice_.plan, profile_, info_.facts, sightings_);
    info_.unexplained += found.unexplained;
    for (const Finding& finding : found.findings)
      report(finding);
  }

  void report(const Finding& finding) {
    if (finding.expectation)
      return;
    FindingInfo info{finding.rule,
                     finding.index,
                     finding.seen,
                     finding.confirmation.shown,
                     finding.confirmation.repeated,
                     finding.program ? to_text(*finding.program) : "",
                     "",
                     "",
                     finding.source,
                     finding.shrunk_fully,
                     finding.observed,
                     ""};
    const auto cards = std::count_if(info_.findings.begin(), info_.findings.end(), [&](const FindingInfo& known) {
      return known.rule == finding.rule && !known.card.empty();
    });
    if (cards < kCardsPerRule)
      info.card = write_card_(folder_, ++cards_, finding, info_);
    info_.findings.push_back(std::move(info));
  }

  RunResult result() {
    RunResult result;
    result.outcome = outcome_;
    result.info = std::move(info_);
    result.tally = std::move(tally_);
    result.folder = folder_;
    return result;
  }

  const RunOptions& options_;
  const WriteCard& write_card_;
  Choice choice_;
  const Profile& profile_;
  RunInfo info_;
  std::vector<MustExercise> must_;
  Sightings sightings_;
  fs::path folder_;
  std::unique_ptr<Ledger> ledger_;
  Clock::time_point begun_ = Clock::now();
  double seconds_before_ = 0;
  std::uint64_t first_ = 0;
  std::uint64_t dealt_ = 0;
  std::uint64_t planned_ = 0;
  std::string end_failure_;
  int cards_ = 0;
  Tally tally_;
  Outcome outcome_;
};

}  // namespace

RunResult run(const RunOptions& asked, const WriteCard& write_card) {
  RunOptions options = asked;
  options.session.console = std::make_shared<ConsoleLog>();
  Expectations expectations;
  if (!options.expect.empty()) {
    auto read = read_expectations(options.expect);
    if (!read)
      return bad_input(read.error());
    expectations = std::move(*read);
  }
  if (!options.must_exercise)
    expectations.exercised.clear();
  const auto chosen = versions::ProfileChoice::read(options.profile);
  if (!chosen)
    return bad_input(chosen.error());
  auto first = Session::start(options.session);
  if (!first)
    return untestable(first.error());
  const TargetFacts facts = (*first)->facts();
  if (const auto spec = parse_target(options.session.target))
    remember_facts(*spec, facts);
  const auto found = chosen->of(facts);
  if (!found)
    return untestable(found.error());
  const Profile& profile = **found;
  Expected<Choice> choice = choose_plan(options, expectations.divergences, facts);
  if (!choice)
    return bad_input(choice.error());
  RunInfo info = describe_run(options, *choice, expectations.divergences, profile, facts);
  Run whole(options, write_card, applicable(std::move(expectations), facts), std::move(*choice), profile,
            std::move(info));
  return whole.go(std::move(*first));
}

}  // namespace timerlaw::runner
