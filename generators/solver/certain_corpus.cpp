// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "generators/certain_check.h"
#include "generators/solver/certain.h"
#include "generators/solver/groups.h"
#include "generators/solver/spread.h"
#include "generators/solver/subjects.h"
#include "model/arithmetic/formulas.h"

namespace timerlaw::solver {
namespace {

// Sequences in which a timer is armed and looked at, and the timer that stays though it is due.
constexpr std::array<std::string_view, 8> kFormulas{
    "posix_shown_none", "settime_gettime",          "settime_gettime_cpu",      "settime_take",
    "setitimer_alarm",  "setitimer_getitimer_real", "setitimer_getitimer_prof", "setitimer_restore_real"};

// Programs that wait longer are run at the widest bracket only.
constexpr Wide kShortWait = 10'000'000;

// So much more passes before the bracket.
void delay(CertainPoint& point, std::span<const arithmetic::Input> inputs, Wide longer) {
  const auto time = static_cast<std::size_t>(time_input(inputs));
  point.earliest += longer;
  point.inputs[time] += inputs[time].name == "left" ? -longer : longer;
}

// The part of the bracket that is nearest to the flip.
CertainPoint part_of(const CertainPoint& point, Nanos width, std::span<const arithmetic::Input> inputs) {
  CertainPoint part = point;
  part.width = width;
  if (point.boundary.side == Side::before) {
    delay(part, inputs, point.width.ns - width.ns);
  }
  return part;
}

// Whether a program can write the inputs: fields may have 32 bits only.
bool fits(const CertainPoint& point, std::string_view formula, const arithmetic::Law& law) {
  bool all = false;
  arithmetic::each_formula([&]<class Formula>(Formula) {
    if (Formula::kName == formula) {
      const std::vector<arithmetic::Input> inputs = written_inputs<Formula>(law);
      all = inputs.size() == point.inputs.size();
      for (std::size_t i = 0; all && i < inputs.size(); ++i) {
        all = (inputs[i].lo <= point.inputs[i] && point.inputs[i] <= inputs[i].hi) || inputs[i].name == "left";
      }
    }
  });
  return all;
}

// The same where `longer` passes before it, and before the flip.
CertainPoint later(CertainPoint point, const CertainGroup& group, Wide longer) {
  arithmetic::each_formula([&]<class Formula>(Formula) {
    if (Formula::kName == group.formula) {
      delay(point, Formula::inputs(group.laws.front()), longer);
    }
  });
  point.flip += longer;
  return point;
}

template <class Formula>
std::vector<CertainPoint> points_at(const arithmetic::Law& law, std::int64_t width) {
  z3::context context;
  std::vector<CertainPoint> points = certain_points(context, question_of<Formula>(context, law), {width});
  std::erase_if(points, [&](const CertainPoint& point) { return !holds(point, Formula::kName, law); });
  return points;
}

// Those that take the solver minutes under every law: it is asked about the newest one's.
constexpr std::array<std::string_view, 2> kSlow{"setitimer_getitimer_prof", "settime_take"};
constexpr std::string_view kNewest = "linux-6.15";

// The laws that the solver is asked about; it takes minutes for each of the others.
bool is_solved(const CertainGroup& group) {
  const arithmetic::Law& law = group.laws.front();
  const bool slow = std::ranges::find(kSlow, group.formula) != kSlow.end();
  return law.abi == Abi::native64 && law.tick == arithmetic::kTicks.front() &&
         (!slow || std::ranges::any_of(group.laws, [](const arithmetic::Law& one) {
           return one.profile->name == kNewest && one.abi == Abi::native64;
         }));
}

// What programs of this law can be told of the points of those that were solved is as certain, and as near: with 32
// bits as it is, with another tick also as much later as the tick is longer.
std::vector<CertainPoint> points_among(std::span<const CertainGroup> all, const CertainGroup& group) {
  const arithmetic::Law& law = group.laws.front();
  std::vector<CertainPoint> points;
  for (const CertainGroup& solved : all) {
    if (solved.formula != group.formula || !is_solved(solved)) {
      continue;
    }
    for (const CertainPoint& point : solved.points) {
      for (const CertainPoint& candidate : {point, later(point, group, law.tick - solved.laws.front().tick)}) {
        if (candidate.earliest >= 0 && fits(candidate, group.formula, law) && holds(candidate, group.formula, law) &&
            std::ranges::find(points, candidate) == points.end()) {
          points.push_back(candidate);
        }
      }
    }
  }
  return points;
}

template <class Formula>
std::vector<CertainPoint> points_of(const arithmetic::Law& law) {
  const std::vector<arithmetic::Input> inputs = Formula::inputs(law);
  const bool cpu_time = inputs.back().name == "burnt";  // no such clock is read in less than a microsecond
  std::vector<CertainPoint> points;
  std::int64_t narrower = 0;
  for (const std::int64_t asked : kAskedWidths) {
    if (cpu_time && asked < kMicrosecond) {
      continue;
    }
    for (const CertainPoint& point : points_at<Formula>(law, asked)) {
      for (const std::int64_t width : kWidths) {
        const bool every = point.earliest < kShortWait || Formula::kName == "settime_take";
        if (width > narrower && width <= asked && (every || width == asked)) {
          points.push_back(part_of(point, {width}, inputs));
        }
      }
    }
    narrower = asked;
  }
  return points;
}

}  // namespace

std::optional<CertainGroup> certain_group(std::string_view formula, const arithmetic::Law& law) {
  std::optional<CertainGroup> group;
  arithmetic::each_formula([&]<class Formula>(Formula) {
    if (Formula::kName == formula && Formula::exists(law) && time_input(Formula::inputs(law)) >= 0) {
      group = CertainGroup{std::string(formula), {law}, points_of<Formula>(law)};
    }
  });
  return group;
}

CertainFile certain_corpus(std::string_view only, unsigned jobs) {
  std::vector<CertainGroup> found;
  for (const std::string_view formula : kFormulas) {
    if (!only.empty() && formula != only) {
      continue;
    }
    arithmetic::each_formula([&]<class Formula>(Formula) {
      for (Laws& laws :
           Formula::kName == formula ? groups<Formula>(arithmetic::laws_of<Formula>()) : std::vector<Laws>{}) {
        found.push_back({std::string(formula), std::move(laws), {}});
      }
    });
  }
  spread(found.size(), jobs, [&](std::size_t i) {
    if (is_solved(found[i])) {
      found[i].points = certain_group(found[i].formula, found[i].laws.front())->points;
    }
  });
  for (CertainGroup& group : found) {
    if (!is_solved(group)) {
      group.points = points_among(found, group);
    }
  }
  CertainFile file{solver_version(), {}};
  for (CertainGroup& group : found) {
    const auto same = std::ranges::find_if(file.groups, [&](const CertainGroup& other) {
      return other.formula == group.formula && other.points == group.points;
    });
    if (group.points.empty()) {
      continue;
    }
    if (same == file.groups.end()) {
      file.groups.push_back(std::move(group));
    } else {
      same->laws.insert(same->laws.end(), group.laws.begin(), group.laws.end());
    }
  }
  return file;
}

}  // namespace timerlaw::solver
