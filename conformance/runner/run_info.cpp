// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/run_info.h"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "conformance/runner/results_file.h"
#include "conformance/runner/trace_store.h"
#include "conformance/target/target_spec.h"
#include "conformance/versions/switches.h"
#include "generators/source.h"

namespace timerlaw::runner {
namespace {

using Json = nlohmann::ordered_json;

Json facts_json(const TargetFacts& facts) {
  return {{"release", facts.release},
          {"machine", facts.machine},
          {"abi", facts.abi},
          {"clock_source", facts.clock_source},
          {"tick_ns", facts.tick.ns},
          {"high_resolution", facts.high_resolution},
          {"rtc", facts.rtc},
          {"wake_alarm", facts.wake_alarm},
          {"aux_clocks", facts.aux_clocks},
          {"cpu_time", facts.cpu_time},
          {"user_time", facts.user_time},
          {"set_clock", facts.set_clock},
          {"time_namespaces", facts.time_namespaces},
          {"cpus", facts.cpus},
          {"sigpending_limit", facts.sigpending_limit},
          {"sigpending_used", facts.sigpending_used},
          {"tainted", facts.tainted},
          {"bracket_ns", facts.bracket.ns},
          {"in_order", facts.in_order},
          {"virtual_time", facts.virtual_time},
          {"lateness_bound_ns", facts.lateness_bound.ns}};
}

TargetFacts facts_of(const Json& json) {
  TargetFacts facts;
  json.at("release").get_to(facts.release);
  json.at("machine").get_to(facts.machine);
  json.at("abi").get_to(facts.abi);
  json.at("clock_source").get_to(facts.clock_source);
  json.at("tick_ns").get_to(facts.tick.ns);
  json.at("high_resolution").get_to(facts.high_resolution);
  json.at("rtc").get_to(facts.rtc);
  json.at("wake_alarm").get_to(facts.wake_alarm);
  json.at("aux_clocks").get_to(facts.aux_clocks);
  json.at("cpu_time").get_to(facts.cpu_time);
  json.at("user_time").get_to(facts.user_time);
  json.at("set_clock").get_to(facts.set_clock);
  json.at("time_namespaces").get_to(facts.time_namespaces);
  json.at("cpus").get_to(facts.cpus);
  json.at("sigpending_limit").get_to(facts.sigpending_limit);
  json.at("sigpending_used").get_to(facts.sigpending_used);
  json.at("tainted").get_to(facts.tainted);
  json.at("bracket_ns").get_to(facts.bracket.ns);
  json.at("in_order").get_to(facts.in_order);
  json.at("virtual_time").get_to(facts.virtual_time);
  json.at("lateness_bound_ns").get_to(facts.lateness_bound.ns);
  return facts;
}

Json plan_json(const std::vector<PlannedPart>& plan) {
  Json json = Json::array();
  for (const PlannedPart& part : plan)
    json.push_back({{"source", part.source}, {"programs", part.programs == kUnbounded ? Json() : Json(part.programs)}});
  return json;
}

std::vector<PlannedPart> plan_of(const Json& json) {
  std::vector<PlannedPart> plan;
  for (const Json& part : json) {
    const Json& programs = part.at("programs");
    plan.push_back({part.at("source"), programs.is_null() ? kUnbounded : programs.get<std::uint64_t>()});
  }
  return plan;
}

Json skipped_json(const std::vector<SkippedEdges>& skipped) {
  Json json = Json::array();
  for (const SkippedEdges& one : skipped)
    json.push_back({{"reason", one.reason}, {"edges", one.edges}});
  return json;
}

// Runs without a corpus, and those of older versions, have none.
std::vector<SkippedEdges> skipped_of(const Json& json) {
  std::vector<SkippedEdges> skipped;
  for (const Json& one : json)
    skipped.push_back({one.at("reason"), one.at("edges")});
  return skipped;
}

Json switches_json(const std::vector<SwitchValue>& switches) {
  Json json = Json::object();
  for (const SwitchValue& one : switches)
    json[one.name] = one.value;
  return json;
}

Json findings_json(const std::vector<FindingInfo>& findings) {
  Json json = Json::array();
  for (const FindingInfo& finding : findings)
    json.push_back({{"rule", finding.rule},
                    {"index", finding.index},
                    {"seen", finding.seen},
                    {"confirmed", finding.confirmed},
                    {"repeated", finding.repeated},
                    {"program", finding.program},
                    {"card", finding.card},
                    {"expected", finding.expected},
                    {"source", finding.source},
                    {"shrunk", finding.shrunk},
                    {"observed", finding.observed},
                    {"link", finding.link}});
  return json;
}

std::vector<FindingInfo> findings_of(const Json& json) {
  std::vector<FindingInfo> findings;
  for (const Json& one : json)
    findings.push_back({one.at("rule"), one.at("index"), one.at("seen"), one.at("confirmed"), one.at("repeated"),
                        one.at("program"), one.at("card"), one.at("expected"), one.at("source"), one.at("shrunk"),
                        one.at("observed"), one.at("link")});
  return findings;
}

Json stale_json(const std::vector<StaleInfo>& stale) {
  Json json = Json::array();
  for (const StaleInfo& one : stale)
    json.push_back({{"rule", one.rule}, {"line", one.line}, {"reason", one.reason}});
  return json;
}

Json unexercised_json(const std::vector<UnexercisedInfo>& unexercised) {
  Json json = Json::array();
  for (const UnexercisedInfo& one : unexercised)
    json.push_back({{"rule", one.rule}, {"reason", one.reason}});
  return json;
}

// `REM-4 (line 12): reason`, as schemas 1 to 4 have it.
Json stale_of_text(const std::string& text) {
  const auto line = text.find(" (line ");
  const auto end = text.find("): ", line);
  if (line == std::string::npos || end == std::string::npos)
    return {{"rule", text}, {"line", 0}, {"reason", ""}};
  return {{"rule", text.substr(0, line)},
          {"line", std::strtoull(text.c_str() + line + 7, nullptr, 10)},
          {"reason", text.substr(end + 3)}};
}

void add_missing(Json& json, const Json& defaults) {
  for (const auto& [key, value] : defaults.items())
    if (!json.contains(key))
      json[key] = value;
}

// Makes a run.json of an earlier schema one of today's.
void bring_up_to_date(Json& json, int schema) {
  if (schema < 3)
    add_missing(json.at("facts"), facts_json(TargetFacts{}));
  add_missing(json, {{"switches", Json::object()}, {"strict", false}, {"twins", 0}});
  add_missing(json, {{"unexercised", Json::array()}, {"unexplained", 0}});
  for (Json& finding : json.at("findings")) {
    add_missing(finding, {{"source", ""}, {"shrunk", false}, {"observed", ""}, {"link", ""}});
    if (finding.at("expected").get_ref<const std::string&>().empty())
      json["unexplained"] = json["unexplained"].get<std::uint64_t>() + finding.at("seen").get<std::uint64_t>();
  }
  for (Json& one : json.at("stale"))
    one = stale_of_text(one.get<std::string>());
}

std::string last_part(std::string_view path) {
  while (path.size() > 1 && path.back() == '/')
    path.remove_suffix(1);
  const auto slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

}  // namespace

std::string to_text(const StaleInfo& stale) {
  return stale.rule + " (line " + std::to_string(stale.line) + "): " + stale.reason;
}

std::string write_run_info(const RunInfo& info) {
  const Json json{{"schema", kResultsSchema},
                  {"tool", info.tool},
                  {"generator", info.generator},
                  {"corpus", info.corpus},
                  {"arguments", info.arguments},
                  {"seed", info.seed},
                  {"shard", {{"index", info.shard.index}, {"count", info.shard.count}}},
                  {"shards", info.shards},
                  {"profile", info.profile},
                  {"switches", switches_json(info.switches)},
                  {"strict", info.strict},
                  {"twins", info.twins},
                  {"target", info.target},
                  {"clock", info.clock},
                  {"liveness_ns", info.liveness_ns},
                  {"plan", plan_json(info.plan)},
                  {"skipped", skipped_json(info.skipped)},
                  {"facts", facts_json(info.facts)},
                  {"tainted_after", info.tainted_after},
                  {"complete", info.complete},
                  {"ended", info.ended},
                  {"seconds", info.seconds},
                  {"restarts", info.restarts},
                  {"noise", info.noise},
                  {"findings", findings_json(info.findings)},
                  {"unexplained", info.unexplained},
                  {"stale", stale_json(info.stale)},
                  {"unexercised", unexercised_json(info.unexercised)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Expected<RunInfo> read_run_info(const std::string& path) {
  const auto bytes = read_bytes(path);
  if (!bytes)
    return Error{bytes.error()};
  RunInfo info;
  try {
    Json json = Json::parse(*bytes);
    const int schema = json.at("schema");
    if (schema < kOldestSchema || schema > kResultsSchema)
      return Error{path + ": schema " + std::to_string(schema) + ", this timerlaw reads schemas " +
                   std::to_string(kOldestSchema) + " to " + std::to_string(kResultsSchema) +
                   ": use the version that wrote it"};
    if (schema < kResultsSchema)
      bring_up_to_date(json, schema);
    json.at("tool").get_to(info.tool);
    json.at("generator").get_to(info.generator);
    json.at("corpus").get_to(info.corpus);
    json.at("arguments").get_to(info.arguments);
    json.at("seed").get_to(info.seed);
    info.shard = {json.at("shard").at("index"), json.at("shard").at("count")};
    json.at("shards").get_to(info.shards);
    json.at("profile").get_to(info.profile);
    for (const auto& [name, value] : json.at("switches").items())
      info.switches.push_back({name, value.get<std::string>()});
    json.at("strict").get_to(info.strict);
    json.at("twins").get_to(info.twins);
    json.at("target").get_to(info.target);
    json.at("clock").get_to(info.clock);
    json.at("liveness_ns").get_to(info.liveness_ns);
    info.plan = plan_of(json.at("plan"));
    info.skipped = skipped_of(json.value("skipped", Json::array()));
    info.facts = facts_of(json.at("facts"));
    json.at("tainted_after").get_to(info.tainted_after);
    json.at("complete").get_to(info.complete);
    json.at("ended").get_to(info.ended);
    json.at("seconds").get_to(info.seconds);
    json.at("restarts").get_to(info.restarts);
    json.at("noise").get_to(info.noise);
    info.findings = findings_of(json.at("findings"));
    json.at("unexplained").get_to(info.unexplained);
    for (const Json& one : json.at("stale"))
      info.stale.push_back({one.at("rule"), one.at("line"), one.at("reason")});
    for (const Json& one : json.at("unexercised"))
      info.unexercised.push_back({one.at("rule"), one.at("reason")});
  } catch (const Json::exception& wrong) {
    return Error{path + ": not a run.json of timerlaw: " + wrong.what()};
  }
  if (info.shard.index >= info.shard.count || info.shards.empty())
    return Error{path + ": not a run.json of timerlaw: shard out of range"};
  return info;
}

std::vector<SwitchValue> switches_of(const Profile& profile) {
  std::vector<SwitchValue> values;
  for (const versions::Switch& one : versions::switches())
    values.push_back({std::string(one.name), std::string(one.value_in(profile))});
  return values;
}

Expected<Profile> profile_of(const RunInfo& info) {
  if (const Profile* known = find_profile(info.profile))
    return *known;
  Profile profile;
  profile.name = info.profile;
  for (const SwitchValue& given : info.switches) {
    const versions::Switch* one = versions::find_switch(given.name);
    const auto value =
        one == nullptr ? std::span<const std::string_view>::iterator{} : std::ranges::find(one->values, given.value);
    if (one == nullptr || value == one->values.end())
      return Error{std::string(kRunFile) + ": profile " + info.profile + ": this timerlaw knows no switch " +
                   given.name + " = " + given.value};
    one->set(profile, static_cast<std::size_t>(value - one->values.begin()));
  }
  if (info.switches.empty())
    return Error{std::string(kRunFile) + ": profile " + info.profile + " is unknown, and no switches stand there"};
  return profile;
}

std::vector<std::string> public_arguments(const std::vector<std::string>& arguments) {
  std::vector<std::string> out;
  bool target = false;
  for (const std::string& argument : arguments) {
    const auto equals = argument.starts_with("--") ? argument.find('=') : std::string::npos;
    const std::string name = equals == std::string::npos ? "" : argument.substr(0, equals + 1);
    const std::string value = argument.substr(name.size());
    if (target || name == "--target=") {
      out.push_back(name + public_target(value));
    } else {
      out.push_back(name + (value.starts_with('/') ? last_part(value) : value));
    }
    target = argument == "--target";
  }
  return out;
}

std::string public_target(const std::string& target) {
  constexpr std::string_view kCommand = "cmd:";
  if (const auto spec = parse_target(target); spec && !spec->kernel.empty())
    return std::string(kind_name(spec->kind)) + ":" + last_part(spec->kernel);
  if (!target.starts_with(kCommand))
    return target;
  std::istringstream words(target.substr(kCommand.size()));
  std::string first;
  words >> first;
  return std::string(kCommand) + last_part(first);
}

std::string difference(const RunInfo& a, const RunInfo& b) {
  const auto differs = [](std::string_view what, const auto& x, const auto& y) {
    std::ostringstream text;
    if (x != y)
      text << what << ": " << x << " and " << y;
    return text.str();
  };
  for (const std::string& found :
       {differs("tool version", a.tool, b.tool), differs("generator version", a.generator, b.generator),
        differs("corpus", a.corpus, b.corpus), differs("seed", a.seed, b.seed),
        differs("profile", a.profile, b.profile),
        differs("switches", switches_json(a.switches).dump(), switches_json(b.switches).dump()),
        differs("what random programs may ask for", to_text(capabilities_of(a.facts)),
                to_text(capabilities_of(b.facts))),
        differs("--strict", a.strict, b.strict), differs("clock", a.clock, b.clock),
        differs("liveness limit (ns)", a.liveness_ns, b.liveness_ns),
        differs("kernel release", a.facts.release, b.facts.release), differs("ABI", a.facts.abi, b.facts.abi),
        differs("promised lateness (ns)", a.facts.lateness_bound.ns, b.facts.lateness_bound.ns),
        differs("number of shards", a.shard.count, b.shard.count),
        differs("plan", plan_json(a.plan).dump(), plan_json(b.plan).dump())})
    if (!found.empty())
      return found;
  return "";
}

}  // namespace timerlaw::runner
