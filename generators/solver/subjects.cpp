// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/subjects.h"

#include <algorithm>
#include <optional>

#include "generators/edge_laws.h"
#include "generators/solver/groups.h"
#include "generators/solver/spread.h"

namespace timerlaw::solver {
namespace {

template <class Formula>
Subject subject_of(const Laws& laws) {
  const arithmetic::Law law = laws.front();
  return {std::string(Formula::kName),
          {Formula::kOutputs.begin(), Formula::kOutputs.end()},
          laws,
          [law](z3::context& context) { return encode<Formula>(context, law); },
          [law](std::span<const Wide> inputs) { return arithmetic::follow<Formula>(law, inputs); }};
}

// The problem with the subject, if it can't be solved.
template <class Solve>
std::string problem_of(const Subject& subject, Solve&& solve) {
  try {
    solve();
    return "";
  } catch (const GaveUp& gave_up) {
    return subject.formula + ": " + gave_up.what();
  } catch (const z3::exception& error) {
    return subject.formula + ": " + error.msg();
  }
}

std::vector<std::string> input_names(const Subject& subject) {
  z3::context context;
  std::vector<std::string> names;
  for (const arithmetic::Input& input : subject.encode(context).inputs) {
    names.emplace_back(input.name);
  }
  return names;
}

std::string check(const Subject& subject, const EdgeGroup& group) {
  z3::context context;
  const Encoded encoded = subject.encode(context);
  std::vector<std::string> keys;
  for (const Path* path : classes(context, subject, encoded)) {
    keys.push_back(path->key());
  }
  for (const EdgeClass& listed : group.classes) {
    if (std::ranges::find(keys, listed.branches) == keys.end()) {
      return subject.formula + ": no inputs are of the class " + listed.branches;
    }
  }
  for (const std::string& key : keys) {
    if (std::ranges::find(group.classes, key, &EdgeClass::branches) == group.classes.end()) {
      return subject.formula + ": a class is not listed: " + key;
    }
  }
  return "";
}

}  // namespace

std::vector<Subject> subjects(const Selection& selection) {
  std::vector<Subject> all;
  arithmetic::each_formula([&]<class Formula>(Formula) {
    if (!selection.formula.empty() && selection.formula != Formula::kName) {
      return;
    }
    for (Laws laws : groups<Formula>(arithmetic::laws_of<Formula>())) {
      if (!selection.profile.empty()) {
        std::erase_if(laws, [&](const arithmetic::Law& law) { return law.profile->name != selection.profile; });
      }
      if (!laws.empty()) {
        all.push_back(subject_of<Formula>(laws));
      }
    }
  });
  return all;
}

std::string solver_version() {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned build = 0;
  unsigned revision = 0;
  Z3_get_version(&major, &minor, &build, &revision);
  return "z3 " + std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(build) + "." +
         std::to_string(revision);
}

Found find_all(const Selection& selection, unsigned jobs) {
  const std::vector<Subject> all = subjects(selection);
  std::vector<EdgeGroup> groups(all.size());
  std::vector<std::string> problems(all.size());
  spread(all.size(), jobs,
         [&](std::size_t i) { problems[i] = problem_of(all[i], [&] { groups[i] = find_edges(all[i]); }); });
  Found found;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!problems[i].empty()) {
      found.problems.push_back(problems[i]);
      continue;
    }
    if (found.files.empty() || found.files.back().formula != all[i].formula) {
      found.files.push_back({all[i].formula, solver_version(), input_names(all[i]), all[i].outputs, {}});
    }
    found.files.back().groups.push_back(std::move(groups[i]));
  }
  return found;
}

std::vector<std::string> check_complete(const std::vector<EdgeFile>& files, unsigned jobs) {
  std::vector<Subject> all;
  std::vector<const EdgeGroup*> groups;
  std::vector<std::string> problems;
  for (const EdgeFile& file : files) {
    for (Subject& subject : subjects({file.formula, ""})) {
      const auto same = [&](const EdgeGroup& group) { return law_lines(group.laws) == law_lines(subject.laws); };
      const auto group = std::ranges::find_if(file.groups, same);
      if (group == file.groups.end()) {
        problems.push_back(file.formula + ": no group has exactly the laws " + names_of(subject.laws));
        continue;
      }
      groups.push_back(&*group);
      all.push_back(std::move(subject));
    }
  }
  std::vector<std::string> found(all.size());
  spread(all.size(), jobs, [&](std::size_t i) {
    const std::string gave_up = problem_of(all[i], [&] { found[i] = check(all[i], *groups[i]); });
    found[i] += gave_up;
  });
  std::ranges::copy_if(found, std::back_inserter(problems), [](const std::string& text) { return !text.empty(); });
  return problems;
}

}  // namespace timerlaw::solver
