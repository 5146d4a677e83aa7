// SPDX-License-Identifier: Apache-2.0
#include "reports/perfetto.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "conformance/formats/info_text.h"
#include "conformance/formats/names.h"
#include "conformance/formats/result_text.h"
#include "conformance/formats/step_text.h"
#include "conformance/runner/record.h"
#include "model/belief.h"

namespace timerlaw::reports {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSteps = 1;      // the process of the program's own tracks
constexpr int kDeadlines = 2;  // and that of what the oracle knows

// What is due later would make everything else too small to be seen.
constexpr std::int64_t kHorizon = 3600'000'000'000;

class Timeline {
 public:
  Timeline(const runner::Replayed& run, const Profile& profile, const runner::RunInfo& info)
      : trace_(run.trace), judgement_(run.judgement) {
    if (!trace_.readings.empty())
      first_ = trace_.readings.front();
    beliefs_ = beliefs(trace_, profile, info.facts, {Nanos{info.liveness_ns}, true, info.strict});
  }

  Json events() {
    name_tracks();
    for (std::size_t i = 0; i < trace_.results.size() && i + 1 < trace_.boundaries(); ++i) {
      add_step(i);
      add_signals(i);
    }
    for (const Divergence& divergence : judgement_.divergences)
      add_divergence(divergence);
    for (std::size_t i = 0; i < beliefs_.size() && i + 1 < trace_.boundaries(); ++i)
      add_deadlines(i);
    return std::move(events_);
  }

 private:
  // Microseconds, as the format has them; exact to the nanosecond for the first 200 days.
  double microseconds(Nanos monotonic) const { return static_cast<double>(monotonic.ns - first_.ns) / 1000.0; }
  Nanos reading(std::size_t boundary, std::size_t clock) const {
    return trace_.readings[boundary * trace_.clocks.size() + clock];
  }
  int track(std::size_t step) const { return 1 + trace_.program.steps[step].party; }

  void name(int process, int thread, const char* what, const std::string& as) {
    events_.push_back({{"ph", "M"}, {"name", what}, {"pid", process}, {"tid", thread}, {"args", {{"name", as}}}});
  }

  void name_tracks() {
    name(kSteps, 0, "process_name", "program");
    name(kDeadlines, 0, "process_name", "deadlines, as far as they are known");
    int parties = 1;
    for (const Step& step : trace_.program.steps)
      parties = std::max(parties, 1 + step.party);
    for (int party = 0; party < parties; ++party)
      name(kSteps, 1 + party, "thread_name", party == 0 ? "steps" : "steps of party " + std::to_string(party));
  }

  // As text: a number beyond 2^53 would be rounded.
  Json brackets(std::size_t step) const {
    Json all = Json::object();
    for (std::size_t c = 0; c < trace_.clocks.size(); ++c) {
      const Bracket bracket = trace_.bracket(step, c);
      all[clock_name(static_cast<std::int64_t>(trace_.clocks[c]))] =
          std::to_string(bracket.before.ns) + " … " + std::to_string(bracket.after.ns);
    }
    return all;
  }

  void add_step(std::size_t i) {
    const Step& step = trace_.program.steps[i];
    const Bracket bracket = trace_.bracket(i, 0);
    std::string result;
    append_result(result, step, trace_.results[i]);
    Json args{{"step", i}, {"result", result.substr(0, result.find('\n'))}, {"brackets", brackets(i)}};
    std::string category = "step";
    if (i < judgement_.verdicts.size()) {
      category = runner::verdict_name(judgement_.verdicts[i]);
      args["verdict"] = category;
    }
    if (i < judgement_.rules.size())
      args["rule"] = rule(judgement_.rules[i]).id;
    events_.push_back({{"ph", "X"},
                       {"name", to_text(step)},
                       {"cat", category},
                       {"pid", kSteps},
                       {"tid", track(i)},
                       {"ts", microseconds(bracket.before)},
                       {"dur", static_cast<double>(bracket.after.ns - bracket.before.ns) / 1000.0},
                       {"args", std::move(args)}});
  }

  void add_instant(const std::string& what, const char* category, std::size_t step, int thread, Json args) {
    const std::size_t boundary = std::min(step + 1, trace_.boundaries() - 1);
    events_.push_back({{"ph", "i"},
                       {"s", "t"},
                       {"name", what},
                       {"cat", category},
                       {"pid", kSteps},
                       {"tid", thread},
                       {"ts", microseconds(reading(boundary, 0))},
                       {"args", std::move(args)}});
  }

  // They were seen somewhere within the step; they are drawn at its end.
  void add_signals(std::size_t i) {
    const auto add = [&](const SigInfo& info, const char* how, int thread) {
      std::string text;
      append_info(text, info);
      add_instant(signal_name(info.signo) + how, "signal", i, thread, {{"siginfo", text}, {"step", i}});
    };
    const StepResult& result = trace_.results[i];
    if (trace_.program.steps[i].op == Op::take && result.ret > 0)
      add(result.info, " taken", track(i));
    for (std::uint32_t d = 0; d < result.deliveries; ++d) {
      const Delivery& delivery = trace_.deliveries[result.first_delivery + d];
      add(delivery.info, " handled", 1 + delivery.party);
    }
  }

  void add_divergence(const Divergence& divergence) {
    if (trace_.boundaries() == 0)
      return;
    const std::size_t step = std::min(divergence.step, trace_.program.steps.size() - 1);
    add_instant("DIVERGED: " + std::string(rule(divergence.rule).id), "diverged", step, track(step),
                {{"observed", divergence.observed},
                 {"allowed", divergence.allowed},
                 {"because", divergence.because},
                 {"step", divergence.step}});
  }

  // Where a deadline on another clock lies on MONOTONIC, as the clocks stood to each other after the step; nothing for
  // a clock that does not run with it.
  std::optional<Bracket> on_monotonic(const TimerBelief& belief, std::size_t step) const {
    const auto place = std::ranges::find(trace_.clocks, belief.clock);
    if (place == trace_.clocks.end() || counts_cpu_time(belief.clock))
      return std::nullopt;
    const auto c = static_cast<std::size_t>(place - trace_.clocks.begin());
    if (reading(step + 1, c).ns < 0)
      return std::nullopt;
    const std::int64_t offset = reading(step + 1, 0).ns - reading(step + 1, c).ns;
    std::int64_t before = 0;
    std::int64_t after = 0;
    if (__builtin_add_overflow(belief.deadline.before.ns, offset, &before) ||
        __builtin_add_overflow(belief.deadline.after.ns, offset, &after) ||
        after > trace_.readings[(trace_.boundaries() - 1) * trace_.clocks.size()].ns + kHorizon)
      return std::nullopt;
    return Bracket{{before}, {after}};
  }

  void add_deadlines(std::size_t i) {
    for (const TimerBelief& belief : beliefs_[i]) {
      const bool armed = belief.known && belief.armed != Likely::no;
      const auto last = drawn_.find(belief.name);
      const bool same = last != drawn_.end() && last->second == belief.deadline;
      if (!armed)
        drawn_.erase(belief.name);
      if (!armed || same)
        continue;
      drawn_[belief.name] = belief.deadline;
      const auto band = on_monotonic(belief, i);
      if (!band)
        continue;
      const Json args{{"after step", i},
                      {"clock", clock_name(static_cast<std::int64_t>(belief.clock))},
                      {"not before", std::to_string(belief.deadline.before.ns)},
                      {"not after", std::to_string(belief.deadline.after.ns)},
                      {"width_ns", belief.deadline.after.ns - belief.deadline.before.ns}};
      const int id = ++bands_;
      const auto edge = [&](const char* phase, Nanos at) {
        events_.push_back({{"ph", phase},
                           {"id", id},
                           {"name", belief.name},
                           {"cat", "deadline"},
                           {"pid", kDeadlines},
                           {"tid", 0},
                           {"ts", microseconds(at)},
                           {"args", args}});
      };
      edge("b", band->before);
      edge("e", band->after);
    }
  }

  const Trace& trace_;
  const Judgement& judgement_;
  std::vector<Beliefs> beliefs_;
  Nanos first_{0};
  std::map<std::string, Bracket> drawn_;
  int bands_ = 0;
  Json events_ = Json::array();
};

}  // namespace

Expected<std::string> perfetto_report(const Report& report, std::size_t number) {
  std::size_t cards = 0;
  for (const TargetReport& target : report.targets) {
    if (number > cards + target.cards.size() || number == 0) {
      cards += target.cards.size();
      continue;
    }
    const Card& card = target.cards[number - cards - 1];
    if (!card.finding.shown)
      return Error{"--card " + std::to_string(number) + " (" + card.finding.rule + "): its trace was not kept"};
    const auto profile = runner::profile_of(*target.column.info);
    if (!profile)
      return Error{profile.error()};
    const Json all{
        {"traceEvents", Timeline(*card.finding.shown, *profile, *target.column.info).events()},
        {"displayTimeUnit", "ns"},
        {"otherData",
         {{"rule", card.finding.rule}, {"kernel", target.column.info->facts.release}, {"target", target.column.name}}}};
    return all.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return Error{"--card " + std::to_string(number) + ": the report has " + std::to_string(cards) + " cards"};
}

}  // namespace timerlaw::reports
