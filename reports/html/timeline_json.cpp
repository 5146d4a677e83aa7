// SPDX-License-Identifier: Apache-2.0
#include "reports/html/timeline_json.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <string_view>

#include "conformance/formats/info_text.h"
#include "conformance/formats/names.h"
#include "conformance/formats/result_text.h"
#include "conformance/formats/step_text.h"
#include "conformance/runner/record.h"

namespace timerlaw::reports {
namespace {

constexpr std::int64_t kExact = std::int64_t{1} << 53;  // what a number of JavaScript holds exactly
constexpr std::int64_t kUnread = -1;

Json instant(Nanos at, Nanos start) {
  std::int64_t ns = 0;
  if (__builtin_sub_overflow(at.ns, start.ns, &ns))
    ns = at.ns;
  return ns > -kExact && ns < kExact ? Json(ns) : Json(std::to_string(ns));
}

Json instants(const Bracket& bracket, Nanos start) {
  return {instant(bracket.before, start), instant(bracket.after, start)};
}

// The first reading of each clock.
std::vector<Nanos> starts(const Trace& trace) {
  std::vector<Nanos> all(trace.clocks.size());
  for (std::size_t c = 0; c < all.size(); ++c)
    for (std::size_t i = trace.boundaries(); i-- > 0;)
      if (const Nanos at = trace.readings[i * all.size() + c]; at.ns != kUnread)
        all[c] = at;
  return all;
}

Json clocks_of_trace(const Trace& trace, const std::vector<Nanos>& start) {
  Json all = Json::array();
  for (std::size_t c = 0; c < trace.clocks.size(); ++c) {
    Json at = Json::array();
    for (std::size_t i = 0; i < trace.boundaries(); ++i) {
      const Nanos reading = trace.readings[i * trace.clocks.size() + c];
      at.push_back(reading.ns == kUnread ? Json(nullptr) : instant(reading, start[c]));
    }
    all.push_back({{"name", clock_name(static_cast<std::int64_t>(trace.clocks[c]))},
                   {"start", std::to_string(start[c].ns)},
                   {"at", std::move(at)}});
  }
  return all;
}

// `timer 17`, which the program calls t0 → `t0 (id 17)`.
std::string called(const Trace& trace, const std::string& name) {
  constexpr std::string_view kTimer = "timer ";
  if (!name.starts_with(kTimer))
    return name;
  std::int64_t id = 0;
  const char* const end = name.data() + name.size();
  const char* const rest = std::from_chars(name.data() + kTimer.size(), end, id).ptr;
  for (std::size_t i = 0; i < trace.results.size(); ++i) {
    const Step& step = trace.program.steps[i];
    if (step.op == Op::create && step.slot != kNoSlot && trace.results[i].ret == 0 && trace.results[i].id == id)
      return "t" + std::to_string(step.slot) + " (id " + std::to_string(id) + ")" + std::string(rest, end);
  }
  return name;
}

// Numbers the timers as they appear, and says of each row what changed.
class Changes {
 public:
  Changes(const Trace& trace, const std::vector<Nanos>& start) : trace_(trace), start_(start) {}

  void add(Json& row, const Beliefs& beliefs) {
    Json changes = Json::array();
    Json gone = Json::array();
    for (const TimerBelief& one : beliefs)
      if (const auto before = last_.find(one.name); before == last_.end() || before->second != one)
        changes.push_back(change(one));
    for (const auto& [name, one] : last_)
      if (std::ranges::find(beliefs, name, &TimerBelief::name) == beliefs.end())
        gone.push_back(numbers_.at(name));
    last_.clear();
    for (const TimerBelief& one : beliefs)
      last_.emplace(one.name, one);
    if (!changes.empty())
      row["changes"] = std::move(changes);
    if (!gone.empty())
      row["gone"] = std::move(gone);
  }
  Json timers() const { return timers_; }

 private:
  Json change(const TimerBelief& one) {
    const std::size_t clock = position(one.clock);
    const auto [known, fresh] = numbers_.emplace(one.name, numbers_.size());
    if (fresh)
      timers_.push_back(
          {{"name", called(trace_, one.name)}, {"clock", clock < start_.size() ? Json(clock) : Json(nullptr)}});
    const Nanos start = clock < start_.size() ? start_[clock] : Nanos{0};
    Json all{
        {"timer", known->second}, {"armed", static_cast<int>(one.armed)}, {"pending", static_cast<int>(one.pending)}};
    if (!one.known)
      all["known"] = false;
    if (one.interval.ns != 0)
      all["interval"] = instant(one.interval, {0});
    if (one.armed != Likely::no) {
      all["deadline"] = instants(one.deadline, start);
      all["from"] = {one.lo_from, one.hi_from};
    }
    if (one.shown)
      all["shown"] = instants(*one.shown, start);
    return all;
  }
  std::size_t position(ClockId clock) const {
    return static_cast<std::size_t>(std::ranges::find(trace_.clocks, clock) - trace_.clocks.begin());
  }

  const Trace& trace_;
  const std::vector<Nanos>& start_;
  std::map<std::string, TimerBelief> last_;
  std::map<std::string, std::size_t> numbers_;
  Json timers_ = Json::array();
};

Json signals_of(const Trace& trace, const StepResult& result) {
  Json all = Json::array();
  const std::size_t end = std::min<std::size_t>(trace.deliveries.size(), result.first_delivery + result.deliveries);
  for (std::size_t i = result.first_delivery; i < end; ++i) {
    std::string text;
    append_info(text, trace.deliveries[i].info);
    if (trace.deliveries[i].party != 0)
      text += " by=" + std::to_string(trace.deliveries[i].party);
    all.push_back(text.substr(1));
  }
  return all;
}

// `step 3 puts …` is about row 3.
Json reason(const std::string& text) {
  constexpr std::string_view kStep = "step ";
  std::size_t row = 0;
  if (text.starts_with(kStep) &&
      std::from_chars(text.data() + kStep.size(), text.data() + text.size(), row).ec == std::errc{})
    return {{"row", row}, {"text", text}};
  return {{"row", nullptr}, {"text", text}};
}

Json conflict(const Divergence& divergence) {
  Json because = Json::array();
  for (const std::string& text : divergence.because)
    because.push_back(reason(text));
  const Rule& broken = rule(divergence.rule);
  return {{"row", divergence.step},          {"rule", std::string(broken.id)}, {"text", std::string(broken.text)},
          {"observed", divergence.observed}, {"allowed", divergence.allowed},  {"because", std::move(because)}};
}

std::string end_of(const Trace& trace) {
  std::string text(ending_name(trace.ending));
  if (trace.ending == Ending::died)
    text += " of " + signal_name(trace.number);
  return text;
}

}  // namespace

Json timeline_json(const Trace& trace, const Judgement& judgement, const std::vector<Beliefs>& beliefs) {
  const std::vector<Nanos> start = starts(trace);
  Changes changes(trace, start);
  Json rows = Json::array();
  for (std::size_t i = 0; i < trace.program.steps.size(); ++i) {
    const Step& step = trace.program.steps[i];
    Json row{{"step", to_text(step)}};
    if (step.party != 0)
      row["party"] = step.party;
    if (i < trace.results.size()) {
      row["result"] = result_text(step, trace.results[i]);
      if (Json signals = signals_of(trace, trace.results[i]); !signals.empty())
        row["signals"] = std::move(signals);
    }
    if (i < judgement.verdicts.size()) {
      row["verdict"] = std::string(runner::verdict_name(judgement.verdicts[i]));
      row["rule"] = std::string(rule(judgement.rules[i]).id);
    }
    if (i < beliefs.size())
      changes.add(row, beliefs[i]);
    rows.push_back(std::move(row));
  }
  Json conflicts = Json::array();
  for (const Divergence& divergence : judgement.divergences)
    conflicts.push_back(conflict(divergence));
  return {{"clocks", clocks_of_trace(trace, start)},
          {"timers", changes.timers()},
          {"rows", std::move(rows)},
          {"conflicts", std::move(conflicts)},
          {"end", end_of(trace)}};
}

}  // namespace timerlaw::reports
