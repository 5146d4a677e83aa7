// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/record.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

namespace timerlaw::runner {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, kVerdictCount> kVerdicts{"accepted",    "weak",      "quirk",
                                                                "unspecified", "undecided", "diverged"};
constexpr std::array<std::string_view, 4> kFates{"judged", "disturbed", "refused", "failed"};

// A trace is `weak` only if every step is: one weak step beside judged ones is counted, and no more.
constexpr std::array kGravest{Verdict::diverged,    Verdict::undecided, Verdict::quirk,
                              Verdict::unspecified, Verdict::accepted,  Verdict::weak};

template <class Number>
void append_integer(std::string& out, Number value) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

template <class Range>
void append_numbers(std::string& out, std::string_view key, const Range& range) {
  out.append(",\"").append(key).append("\":[");
  bool first = true;
  for (const auto value : range) {
    if (!first)
      out += ',';
    first = false;
    append_integer(out, value);
  }
  out += ']';
}

// Rule ids are letters, digits and dashes: nothing to escape.
void append_ids(std::string& out, std::string_view key, const std::vector<std::string>& ids) {
  if (ids.empty())
    return;
  out.append(",\"").append(key).append("\":[");
  for (std::size_t i = 0; i < ids.size(); ++i)
    out.append(i == 0 ? "\"" : ",\"").append(ids[i]).append("\"");
  out += ']';
}

template <std::size_t N>
std::optional<std::size_t> position(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
  return kVerdicts.at(static_cast<std::size_t>(verdict));
}

void fill(Record& record, const Judgement& judgement) {
  record.steps = {};
  for (const Verdict verdict : judgement.verdicts)
    ++record.steps[static_cast<std::size_t>(verdict)];
  // A divergence may lie behind the last result (a timer lost): it has no step of its own to be counted with.
  if (judgement.diverged()) {
    record.verdict = Verdict::diverged;
  } else {
    const auto present = [&](Verdict v) { return record.steps[static_cast<std::size_t>(v)] != 0; };
    const auto gravest = std::find_if(kGravest.begin(), kGravest.end(), present);
    record.verdict = gravest == kGravest.end() ? Verdict::accepted : *gravest;
  }
  for (const Divergence& divergence : judgement.divergences) {
    const std::string_view id = rule(divergence.rule).id;
    if (std::find(record.diverged.begin(), record.diverged.end(), id) == record.diverged.end())
      record.diverged.emplace_back(id);
  }
  for (const Lateness& lateness : judgement.lateness)
    if (record.late.size() < kMeasuresKept)
      record.late.push_back(lateness.at_most.ns);
  for (const Nanos width : judgement.deadline_widths)
    if (record.width.size() < kMeasuresKept)
      record.width.push_back(width.ns);
}

void append_line(std::string& out, const Record& record) {
  out += "{\"index\":";
  append_integer(out, record.index);
  if (record.fate != Fate::judged)
    out.append(",\"fate\":\"").append(kFates[static_cast<std::size_t>(record.fate)]).append("\"");
  else
    out.append(",\"verdict\":\"").append(verdict_name(record.verdict)).append("\"");
  append_numbers(out, "steps", record.steps);
  append_ids(out, "diverged", record.diverged);
  append_ids(out, "exercised", record.exercised);
  if (!record.late.empty())
    append_numbers(out, "late", record.late);
  if (!record.width.empty())
    append_numbers(out, "width", record.width);
  if (record.disturbances != 0) {
    out += ",\"disturbances\":";
    append_integer(out, record.disturbances);
  }
  if (record.kept)
    out += ",\"kept\":true";
  if (record.stopped)
    out += ",\"stopped\":true";
  if (!record.twin.empty())
    out.append(",\"twin\":\"").append(record.twin).append("\"");
  if (record.closeness) {
    out.append(",\"closeness\":{\"boundary\":").append(Json(record.closeness->boundary).dump());
    out.append(",\"width\":");
    append_integer(out, record.closeness->width_ns);
    out.append(",\"proven\":");
    append_integer(out, record.closeness->proven_ns);
    out.append(",\"reached\":");
    append_integer(out, record.closeness->reached_ns);
    out += '}';
  }
  if (!record.reason.empty()) {
    out.append(",\"reason\":");
    out.append(Json(record.reason).dump(-1, ' ', true, Json::error_handler_t::replace));
  }
  out += "}\n";
}

Expected<Record> read_record(std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object())
    return Error{"expected a record (a JSON object)"};
  Record record;
  try {
    record.index = json.at("index").get<std::uint64_t>();
    const auto fate = position(kFates, json.value("fate", "judged"));
    if (!fate)
      return Error{"unknown fate '" + json.value("fate", "") + "'"};
    record.fate = static_cast<Fate>(*fate);
    const auto verdict = position(kVerdicts, json.value("verdict", "accepted"));
    if (!verdict)
      return Error{"unknown verdict '" + json.value("verdict", "") + "'"};
    record.verdict = static_cast<Verdict>(*verdict);
    json.at("steps").get_to(record.steps);
    record.diverged = json.value("diverged", std::vector<std::string>{});
    record.exercised = json.value("exercised", std::vector<std::string>{});
    record.late = json.value("late", std::vector<std::int64_t>{});
    record.width = json.value("width", std::vector<std::int64_t>{});
    record.disturbances = json.value("disturbances", 0u);
    record.kept = json.value("kept", false);
    record.stopped = json.value("stopped", false);
    record.twin = json.value("twin", "");
    if (const auto near = json.find("closeness"); near != json.end())
      record.closeness = {near->at("boundary").get<std::string>(), near->at("width").get<std::int64_t>(),
                          near->at("proven").get<std::int64_t>(), near->at("reached").get<std::int64_t>()};
    record.reason = json.value("reason", "");
  } catch (const Json::exception& wrong) {
    return Error{std::string("bad record: ") + wrong.what()};
  }
  return record;
}

}  // namespace timerlaw::runner
