// SPDX-License-Identifier: Apache-2.0
#include "generators/edge_check.h"

#include <algorithm>

#include "generators/edge_laws.h"
#include "generators/wide_text.h"
#include "model/arithmetic/followed.h"
#include "model/arithmetic/formulas.h"

namespace timerlaw {
namespace {

using arithmetic::Law;

std::string text_of(const EdgeFile& file, const Law& law, const Witness& witness) {
  std::string text = file.formula + ", " + law.profile->name + " " + std::string(calls_of(law)) + ":";
  for (std::size_t i = 0; i < witness.inputs.size(); ++i) {
    text += " " + file.inputs[i] + "=" + decimal(witness.inputs[i]);
  }
  return text;
}

std::string joined(const std::vector<std::string_view>& branches) {
  std::string text;
  for (const std::string_view branch : branches) {
    text.append(text.empty() ? "" : " ").append(branch);
  }
  return text;
}

// Empty: nothing.
template <class Formula>
std::string problem_of(const Law& law, const EdgeGroup& group, const Witness& witness) {
  const std::vector<arithmetic::Input> domain = Formula::inputs(law);
  for (std::size_t i = 0; i < domain.size(); ++i) {
    if (witness.inputs[i] < domain[i].lo || witness.inputs[i] > domain[i].hi) {
      return " outside the domain";
    }
  }
  const auto outcomes = arithmetic::follow<Formula>(law, witness.inputs);
  const std::string branches = joined(outcomes.front().branches);
  const std::string& expected = group.classes[witness.of_class].branches;
  if (branches != expected) {
    return " is of the class " + branches + ", not " + expected;
  }
  return outcomes.front().outputs == witness.outputs ? "" : " has other outputs";
}

template <class Formula>
void check(const EdgeFile& file, std::vector<std::string>& problems) {
  for (const Law& law : arithmetic::laws_of<Formula>()) {
    int groups = 0;
    for (const EdgeGroup& group : file.groups) {
      const auto same = [&](const Law& other) {
        return other.profile == law.profile && calls_of(other) == calls_of(law) && other.tick == law.tick;
      };
      if (std::ranges::none_of(group.laws, same)) {
        continue;
      }
      ++groups;
      for (const Witness& witness : group.witnesses) {
        const std::string problem = problem_of<Formula>(law, group, witness);
        if (!problem.empty()) {
          problems.push_back(text_of(file, law, witness) + problem);
        }
      }
    }
    if (groups != 1) {
      problems.push_back(file.formula + ": " + law.profile->name + " " + std::string(calls_of(law)) +
                         " tick=" + decimal(law.tick) + " stands in " + std::to_string(groups) + " groups");
    }
  }
}

template <class Formula>
bool has_its_names(const EdgeFile& file) {
  std::vector<std::string> inputs;
  for (const Law& law : file.groups.empty() ? std::vector<Law>{} : file.groups.front().laws) {
    inputs.clear();
    for (const arithmetic::Input& input : Formula::inputs(law)) {
      inputs.emplace_back(input.name);
    }
  }
  return inputs == file.inputs && std::ranges::equal(file.outputs, Formula::kOutputs);
}

}  // namespace

std::vector<std::string> check_witnesses(const EdgeFile& file) {
  std::vector<std::string> problems;
  bool known = false;
  arithmetic::each_formula([&]<class Formula>(Formula) {
    if (file.formula != Formula::kName) {
      return;
    }
    known = true;
    if (has_its_names<Formula>(file)) {
      check<Formula>(file, problems);
    } else {
      problems.push_back(file.formula + ": its inputs or outputs have other names");
    }
  });
  if (!known) {
    problems.push_back(file.formula + ": there is no such formula");
  }
  return problems;
}

std::vector<std::string> missing_formulas(std::span<const EdgeFile> files) {
  std::vector<std::string> missing;
  arithmetic::each_formula([&]<class Formula>(Formula) {
    if (std::ranges::find(files, Formula::kName, &EdgeFile::formula) == files.end()) {
      missing.emplace_back(Formula::kName);
    }
  });
  return missing;
}

}  // namespace timerlaw
