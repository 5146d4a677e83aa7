// SPDX-License-Identifier: Apache-2.0
#include "reports/matrix.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "conformance/runner/reach.h"

namespace timerlaw::reports {
namespace {

using Json = nlohmann::ordered_json;
using runner::FindingInfo;

constexpr int kSchema = 1;
constexpr std::array<const char*, 7> kNames = {"holds",      "quirk",  "diverges",  "not exercised",
                                               "untestable", "no law", "no results"};

// What a divergence without a program counts for.
std::uint64_t found_without_program(const Rule& rule, const MatrixColumn& column) {
  return static_cast<std::uint64_t>(std::ranges::count_if(
      column.info->findings, [&](const FindingInfo& one) { return one.rule == rule.id && one.program.empty(); }));
}

bool all_expected(const Rule& rule, const MatrixColumn& column) {
  const auto about_it = [&](const FindingInfo& one) { return one.rule == rule.id; };
  const auto new_one = [&](const FindingInfo& one) { return about_it(one) && one.expected.empty(); };
  return std::ranges::any_of(column.info->findings, about_it) && std::ranges::none_of(column.info->findings, new_one);
}

// A short mark for a narrow table.
std::string mark(const MatrixCell& cell) {
  switch (cell.state) {
    case MatrixState::holds:
      return "+";
    case MatrixState::quirk:
      return "q";
    case MatrixState::diverges:
      return "D" + std::to_string(cell.programs);
    case MatrixState::not_exercised:
      return "-";
    case MatrixState::untestable:
      return "x";
    case MatrixState::no_law:
      return ".";
    case MatrixState::unknown:
      return "?";
  }
  return "?";
}

bool stands_in_table(const Rule& rule, const std::vector<MatrixColumn>& columns) {
  return rule.left_out.empty() && std::ranges::any_of(columns, [&](const MatrixColumn& column) {
           const MatrixState state = matrix_cell(rule, column).state;
           return state != MatrixState::no_law && state != MatrixState::unknown;
         });
}

std::string about(const MatrixColumn& column) {
  if (!column.info)
    return "no results: " + column.failure;
  std::ostringstream out;
  out << "kernel " << column.info->facts.release << ", " << column.info->facts.abi << ", profile "
      << column.info->profile << (column.info->facts.virtual_time ? ", virtual time" : "") << "; "
      << column.tally.judged << " programs judged";
  if (column.tally.refused != 0)
    out << ", " << column.tally.refused << " refused";
  if (!column.info->complete)
    out << "; not finished: " << (column.info->ended.empty() ? "it runs" : column.info->ended);
  if (!column.failure.empty())
    out << "; " << column.failure;
  return out.str();
}

// Why rules cannot be tested, by reason; a reason's rules once for all targets that share it.
std::map<std::string, std::map<std::string, std::vector<std::string>>> reasons(
    const std::vector<MatrixColumn>& columns) {
  std::map<std::string, std::map<std::string, std::vector<std::string>>> all;
  for (const Rule& rule : rules())
    for (const MatrixColumn& column : columns)
      if (const MatrixCell cell = matrix_cell(rule, column);
          rule.left_out.empty() && cell.state == MatrixState::untestable)
        all[cell.reason][column.name].emplace_back(rule.id);
  return all;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text.append(text.empty() ? "" : " ").append(word);
  return text;
}

void add_reasons(std::ostream& out, const std::vector<MatrixColumn>& columns, const char* bullet) {
  for (const auto& [reason, targets] : reasons(columns)) {
    // Targets that cannot test the same rules are named together.
    std::map<std::string, std::vector<std::string>> by_rules;
    for (const auto& [target, ids] : targets)
      by_rules[joined(ids)].push_back(target);
    for (const auto& [ids, names] : by_rules)
      out << bullet << reason << " (" << joined(names) << "): " << ids << "\n";
  }
}

}  // namespace

std::string state_name(MatrixState state) {
  return kNames[static_cast<std::size_t>(state)];
}

MatrixCell matrix_cell(const Rule& rule, const MatrixColumn& column) {
  if (!column.info)
    return {MatrixState::unknown, 0, column.failure};
  const std::string id(rule.id);
  const auto broken = column.tally.diverged.find(id);
  std::uint64_t programs = broken == column.tally.diverged.end() ? 0 : broken->second;
  programs += found_without_program(rule, column);
  if (programs != 0)
    return {MatrixState::diverges, programs, all_expected(rule, column) ? "expected" : ""};
  const auto profile = runner::profile_of(*column.info);
  if (!profile || !applies(rule, *profile))
    return {MatrixState::no_law, 0, ""};
  if (runner::exercised(rule, column.tally, *column.info))
    return {rule.rule_class == RuleClass::quirk ? MatrixState::quirk : MatrixState::holds, 0, ""};
  if (const std::string_view why = runner::out_of_reach(rule, *column.info); !why.empty())
    return {MatrixState::untestable, 0, std::string(why)};
  return {MatrixState::not_exercised, 0, ""};
}

std::string matrix_text(const std::vector<MatrixColumn>& columns) {
  std::ostringstream out;
  for (std::size_t i = 0; i < columns.size(); ++i)
    out << "  " << static_cast<char>('a' + i % 26) << (i < 26 ? "" : std::to_string(i / 26)) << "  " << columns[i].name
        << ": " << about(columns[i]) << "\n";
  std::vector<std::vector<std::string>> rows = {{"rule"}};
  for (std::size_t i = 0; i < columns.size(); ++i)
    rows.front().push_back(std::string(1, static_cast<char>('a' + i % 26)) + (i < 26 ? "" : std::to_string(i / 26)));
  for (const Rule& rule : rules()) {
    if (!stands_in_table(rule, columns))
      continue;
    std::vector<std::string> row = {std::string(rule.id)};
    for (const MatrixColumn& column : columns)
      row.push_back(mark(matrix_cell(rule, column)));
    rows.push_back(std::move(row));
  }
  std::vector<std::size_t> widths(columns.size() + 1, 0);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], row[i].size());
  out << "\n";
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i)
      out << row[i] << (i + 1 == row.size() ? "" : std::string(widths[i] + 2 - row[i].size(), ' '));
    out << "\n";
  }
  out << "\n+ holds   q holds, a quirk   D3 diverges in 3 programs   - not exercised   x cannot be tested there   . no "
         "law "
         "there   ? no results\n";
  add_reasons(out, columns, "x ");
  return out.str();
}

std::string matrix_markdown(const std::vector<MatrixColumn>& columns) {
  std::ostringstream out;
  out << "# Rules on targets\n\n| target | what it is |\n|---|---|\n";
  for (const MatrixColumn& column : columns)
    out << "| " << column.name << " | " << about(column) << " |\n";
  out << "\n| rule |";
  for (const MatrixColumn& column : columns)
    out << " " << column.name << " |";
  out << "\n|---|";
  for (std::size_t i = 0; i < columns.size(); ++i)
    out << "---|";
  out << "\n";
  for (const Rule& rule : rules()) {
    if (!stands_in_table(rule, columns))
      continue;
    out << "| " << rule.id << " |";
    for (const MatrixColumn& column : columns) {
      const MatrixCell cell = matrix_cell(rule, column);
      out << " " << (cell.state == MatrixState::no_law ? "" : state_name(cell.state));
      if (cell.state == MatrixState::diverges)
        out << " (" << cell.programs << (cell.reason.empty() ? ")" : ", " + cell.reason + ")");
      out << " |";
    }
    out << "\n";
  }
  out << "\nAn empty cell: no law in the profile that the target was judged by. Untestable there:\n\n";
  add_reasons(out, columns, "* ");
  return out.str();
}

std::string matrix_json(const std::vector<MatrixColumn>& columns) {
  Json targets = Json::array();
  for (const MatrixColumn& column : columns) {
    Json one{{"name", column.name},
             {"folder", std::filesystem::path(column.folder).lexically_normal().filename().string()},
             {"failure", column.failure}};
    if (column.info) {
      one["kernel"] = column.info->facts.release;
      one["abi"] = column.info->facts.abi;
      one["profile"] = column.info->profile;
      one["virtual_time"] = column.info->facts.virtual_time;
      one["complete"] = column.info->complete;
      one["programs"] = column.tally.judged;
      one["refused"] = column.tally.refused;
    }
    targets.push_back(std::move(one));
  }
  Json table = Json::array();
  for (const Rule& rule : rules()) {
    if (!stands_in_table(rule, columns))
      continue;
    Json cells = Json::object();
    for (const MatrixColumn& column : columns) {
      const MatrixCell cell = matrix_cell(rule, column);
      Json one{{"state", state_name(cell.state)}};
      if (cell.programs != 0)
        one["programs"] = cell.programs;
      if (!cell.reason.empty())
        one["reason"] = cell.reason;
      cells[column.name] = std::move(one);
    }
    table.push_back({{"id", std::string(rule.id)}, {"text", std::string(rule.text)}, {"cells", std::move(cells)}});
  }
  return Json{{"schema", kSchema}, {"targets", std::move(targets)}, {"rules", std::move(table)}}.dump(
             2, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

}  // namespace timerlaw::reports
