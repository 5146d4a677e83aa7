// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <optional>

#include "conformance/cli/command.h"
#include "conformance/formats/program_text.h"
#include "conformance/runner/duration.h"
#include "conformance/runner/exit_code.h"
#include "conformance/runner/interrupt.h"
#include "conformance/runner/known_facts.h"
#include "conformance/target/lab.h"
#include "conformance/target/session.h"

namespace timerlaw::cli {
namespace {

struct Asked {
  bool probe = false;
  std::vector<std::string> names;
};

// A target as it is listed. What is not known is left open.
struct Listed {
  std::string name;
  bool ready = true;
  std::string get;    // what makes it ready
  std::string wrong;  // why it could not be asked
  std::optional<TargetFacts> facts;
  std::string abis;
  std::optional<bool> threads;
};

using Row = std::vector<std::string>;

std::string yes_no(bool yes) {
  return yes ? "yes" : "no";
}

Expected<bool> runs_threads(Session& session) {
  const auto program = parse_program("timerlaw program 1 child=fresh\nthread 1 {\npending\n}\n");
  if (!program)
    return Error{program.error()};
  Status sent = session.send(0, *program);
  if (sent)
    sent = session.flush();
  const auto received = session.receive();
  if (!received)
    return Error{received.error()};
  return *received && (*received)->trace.ending == Ending::done;
}

// Starts the target and asks. A guest's clock may be set; nobody else's is.
void probe(Listed& listed) {
  const auto spec = parse_target(listed.name);
  for (const std::string abi : {"x86_64", "i386", "aarch64"}) {
    if (spec && !spec->abi.empty() && spec->abi != abi)
      continue;
    SessionOptions options;
    options.target = listed.name;
    options.abi = abi;
    options.allow_set_clock = has_a_clock_of_its_own(listed.name);
    const auto session = Session::start(options);
    if (!session) {
      listed.wrong = listed.wrong.empty() ? session.error() : listed.wrong;
      continue;
    }
    listed.abis.append(listed.abis.empty() ? "" : ",").append(abi);
    const TargetFacts facts = (*session)->facts();
    std::optional<bool> threads;
    if (const auto ran = runs_threads(**session))
      threads = *ran;
    runner::remember_facts(*parse_target(listed.name), facts, threads);
    listed.threads = threads ? threads : listed.threads;
    if (!listed.facts)
      listed.facts = facts;
  }
  if (listed.facts)
    listed.wrong.clear();
}

void recall(Listed& listed) {
  for (const std::string abi : {"x86_64", "i386", "aarch64"}) {
    const auto known = runner::recall_facts(listed.name, abi);
    if (!known)
      continue;
    listed.abis.append(listed.abis.empty() ? "" : ",").append(abi);
    if (!listed.facts)
      listed.facts = known->facts;
    if (!listed.threads)
      listed.threads = known->threads;
  }
}

Row row_of(const Listed& listed) {
  Row row = {listed.name, !listed.ready ? "missing" : listed.wrong.empty() ? "ready" : "fails"};
  if (!listed.facts) {
    row.insert(row.end(), 8, "?");
    row.push_back(listed.ready ? "" : listed.get);
    return row;
  }
  const TargetFacts& facts = *listed.facts;
  row.push_back(facts.release);
  row.emplace_back(facts.virtual_time ? "virtual" : "real");
  row.push_back(yes_no(facts.set_clock));
  const auto spec = parse_target(listed.name);
  const bool with_cpu = spec && spec->kind == TargetKind::uml && facts.virtual_time && !facts.cpu_time;
  row.push_back(with_cpu ? "as +cpu" : yes_no(facts.cpu_time));
  row.push_back(listed.abis.empty() ? facts.abi : listed.abis);
  row.push_back(listed.threads ? yes_no(*listed.threads) : "?");
  row.push_back(std::to_string(facts.cpus));
  row.push_back(facts.lateness_bound.ns < 0 ? "none" : runner::show_duration(facts.lateness_bound));
  row.push_back(listed.ready ? "" : listed.get);
  return row;
}

void print_table(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const Row& row : rows)
    for (std::size_t column = 0; column < row.size(); ++column)
      widths[column] = std::max(widths[column], row[column].size());
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t column = 0; column < row.size(); ++column)
      line.append(row[column]).append(column + 1 == row.size() ? 0 : widths[column] + 2 - row[column].size(), ' ');
    std::printf("%s\n", line.c_str());
  }
}

int carry_out(const Asked& asked) {
  std::vector<Listed> all(1);
  all.front().name = "host";
  const auto lab = lab_targets();
  if (lab)
    for (const LabTarget& one : *lab)
      if (runs_programs(one))
        all.push_back({one.name, one.ready, one.get, "", std::nullopt, "", std::nullopt});
  for (const std::string& name : asked.names)
    if (std::ranges::find(all, name, &Listed::name) == all.end())
      return complain("no target " + name + "; `timerlaw targets` lists them" + (lab ? "" : "; " + lab.error()),
                      lab ? runner::kExitUsage : runner::kExitHarness);
  if (!asked.names.empty())
    std::erase_if(all, [&](const Listed& one) { return std::ranges::count(asked.names, one.name) == 0; });

  std::vector<Row> rows = {{"target", "state", "kernel", "time", "sets clock", "burns CPU", "ABIs", "threads", "CPUs",
                            "lateness", "to get it"}};
  for (Listed& one : all) {
    if (runner::interrupted() != 0)
      return runner::kExitSignal + runner::interrupted();
    if (one.ready && (asked.probe || one.name == "host"))
      probe(one);
    else
      recall(one);
    rows.push_back(row_of(one));
  }
  print_table(rows);
  for (const Listed& one : all)
    if (!one.wrong.empty())
      std::printf("%s fails: %s\n", one.name.c_str(), one.wrong.c_str());
  if (!lab)
    return complain(lab.error(), runner::kExitConforms);
  const bool failed = std::ranges::any_of(all, [](const Listed& one) { return !one.wrong.empty(); });
  return failed ? runner::kExitHarness : runner::kExitConforms;
}

}  // namespace

Action add_targets(CLI::App& app) {
  auto asked = std::make_shared<Asked>();
  CLI::App& command = *app.add_subcommand("targets", "List what --target can name, what it can do, and how to get it");
  command.footer(
      "What is not known is a `?`: --probe asks. Whatever else runs programs is a target, too: --target cmd:COMMAND.\n"
      "Example:  timerlaw targets --probe uml-6.12");
  command.add_option("NAME", asked->names, "only these");
  command.add_flag("--probe", asked->probe, "start each that is ready, and ask it");
  return [asked] { return carry_out(*asked); };
}

}  // namespace timerlaw::cli
