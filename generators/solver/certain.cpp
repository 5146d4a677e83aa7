// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/certain.h"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace timerlaw::solver {
namespace {

// Z3's rlimit for a question whose answer is claimed, and for one that only makes the numbers smaller.
constexpr unsigned kEffort = 400'000'000;
constexpr unsigned kTidyEffort = 1'000'000;
constexpr Wide kLongestWait = kSecond;        // that a program really waits
constexpr Wide kLongestPast = Wide{1} << 60;  // that a timer's deadline may lie back

z3::expr constant(z3::context& context, Wide value) {
  return Term(value).in(context);
}

// The formula at one choice of inputs.
struct Instance {
  std::vector<Path> paths;
  std::vector<z3::expr> taken;    // one for each path
  std::vector<z3::expr> outputs;  // of the path that is taken
};

struct Search {
  z3::context& context;
  const Question& question;
  Nanos width;
  std::vector<std::string> names;
  int time = -1;   // index of the input that time enters by
  int again = -1;  // of the second one
  int now = -1;
  int interval = -1;
  Wide interval_length = 1;  // a number: then how often it fits in is no product of unknowns
  bool shifted = false;      // deadlines may lie in the past: no program has to wait
};

int index_of(const std::vector<std::string>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

bool is_fraction(std::string_view output) {
  return output == "usec" || output == "nsec";
}

// What is worth looking at: fractions change all the time, and old values are what the shorter formulas show.
std::vector<Aspect> aspects_of(std::string_view output) {
  if (output.starts_with("old_")) {
    return {};
  }
  if (is_fraction(output) || output == "ns") {
    return {Aspect::zero};
  }
  return output == "sec" || output == "overrun" ? std::vector{Aspect::value, Aspect::negative}
                                                : std::vector{Aspect::value};
}

// Whether time plays a part on this way: a timer is armed.
bool arms(const Path& path) {
  for (const std::string_view name : path.names()) {
    if (name.ends_with("/arms")) {
      return true;
    }
    if (name.ends_with("/disarms") || (name.starts_with("CONV-6/") && name != "CONV-6/valid")) {
      return false;
    }
  }
  return true;
}

// What is unknown: the inputs, but for those that stand for time; what passes at least; and how far the flip is.
struct Unknowns {
  std::vector<z3::expr> values;
  z3::expr earliest;
  z3::expr gap;
};

// The inputs when `passed` (of the first wait) and `again` (of the second) have passed since `now`, which is 0.
std::vector<z3::expr> inputs_at(const Search& search, const Unknowns& unknowns, const z3::expr& passed,
                                const z3::expr& again) {
  std::vector<z3::expr> inputs = unknowns.values;
  const auto set = [&](int at, const z3::expr& value) {
    if (at >= 0) {
      inputs[static_cast<std::size_t>(at)] = value;
    }
  };
  const auto time = static_cast<std::size_t>(search.time);
  set(search.time, search.names[time] == "left" ? unknowns.values[time] - passed : passed);
  set(search.again, again);
  set(search.now, constant(search.context, 0));
  set(search.interval, constant(search.context, search.interval_length));
  return inputs;
}

class Attempt {
 public:
  Attempt(const Search& search, Side side, std::size_t output, Aspect aspect)
      : search_(search),
        side_(side),
        output_(output),
        aspect_(aspect),
        solver_(search.context),
        unknowns_{unknowns_of(search.context, search.question.inputs, ""), search.context.int_const("earliest"),
                  search.context.int_const("gap")} {
    limit(kEffort);
    bound();
    stay_certain();
    flip();
    order_objectives();
  }

  // The nearest point of a change that was not found yet.
  std::optional<CertainPoint> next() {
    if (!satisfiable()) {
      return std::nullopt;
    }
    solver_.push();
    settle_at_least(unknowns_.gap);
    limit(kTidyEffort);
    gives_up_ = true;
    for (const z3::expr& objective : objectives_) {
      settle_at_least(objective);
    }
    limit(kEffort);
    gives_up_ = false;
    const z3::model model = *model_;
    solver_.pop();
    const std::size_t from = taken(model, near_.front());
    const std::size_t to = taken(model, beyond_.front());
    solver_.add(!(near_.front().taken[from] && beyond_.front().taken[to]));
    return point(model, near_.front().paths[from], beyond_.front().paths[to]);
  }

 private:
  void limit(unsigned effort) {
    z3::params params(search_.context);
    params.set("rlimit", effort);
    solver_.set(params);
  }

  bool satisfiable() {
    const z3::check_result result = solver_.check();
    if (result == z3::unknown && !gives_up_) {
      throw std::runtime_error(std::string(search_.question.formula) +
                               ": the solver gave up: " + solver_.reason_unknown());
    }
    if (result == z3::sat) {
      model_ = solver_.get_model();
    }
    return result == z3::sat;
  }

  // Gives a number that is not below 0 the least value that it can have, or that was found without much effort.
  void settle_at_least(const z3::expr& objective) {
    Wide below = -1;  // no value up to here
    Wide least = number(model_->eval(objective, true));
    for (Wide attempt = std::min<Wide>(1, least); below + 1 < least;) {
      solver_.push();
      solver_.add(objective > number_of(below) && objective <= number_of(attempt));
      if (satisfiable()) {
        least = number(model_->eval(objective, true));
      } else {
        below = attempt;
      }
      solver_.pop();
      attempt =
          below + 1 < least / 2 && below < 2 ? std::min<Wide>(least - 1, 2 * kSecond) : below + (least - below) / 2;
    }
    solver_.add(objective == number_of(least));
  }

  z3::expr number_of(Wide value) const { return constant(search_.context, value); }

  void bound() {
    for (std::size_t i = 0; i < unknowns_.values.size(); ++i) {
      const arithmetic::Input& input = search_.question.inputs[i];
      solver_.add(unknowns_.values[i] >= number_of(input.lo) && unknowns_.values[i] <= number_of(input.hi));
      if (search_.names[i] != "left") {
        solver_.add(unknowns_.values[i] >= 0);
      }
    }
    const Wide longest = search_.shifted ? kLongestPast : kLongestWait;
    solver_.add(unknowns_.earliest >= 0 && unknowns_.earliest <= number_of(longest));
    solver_.add(unknowns_.gap >= 1 && unknowns_.gap <= number_of(2 * Wide{search_.width.ns} + 2 * kMicrosecond));
    const auto time = static_cast<std::size_t>(search_.time);
    if (search_.names[time] == "left") {
      solver_.add(unknowns_.values[time] >= 1);
    }
  }

  Instance instance(const std::vector<z3::expr>& inputs) {
    const std::string name = "i" + std::to_string(instances_++) + ".";
    Instance made;
    z3::expr_vector any(search_.context);
    for (std::size_t o = 0; o < search_.question.outputs.size(); ++o) {
      made.outputs.push_back(search_.context.int_const((name + "o" + std::to_string(o)).c_str()));
    }
    for (Path& path : search_.question.paths(inputs)) {
      if (!arms(path)) {
        continue;
      }
      z3::expr_vector from(search_.context);
      z3::expr_vector to(search_.context);
      for (const z3::expr& unknown : path.unknowns) {
        from.push_back(unknown);
        to.push_back(search_.context.int_const((name + unknown.to_string()).c_str()));
      }
      const z3::expr taken = search_.context.bool_const((name + "p" + std::to_string(made.taken.size())).c_str());
      solver_.add(implies(taken, path.condition.substitute(from, to)));
      for (std::size_t o = 0; o < made.outputs.size(); ++o) {
        solver_.add(implies(taken, made.outputs[o] == path.outputs[o].substitute(from, to)));
      }
      any.push_back(taken);
      made.taken.push_back(taken);
      made.paths.push_back(std::move(path));
    }
    solver_.add(z3::mk_or(any));
    return made;
  }

  z3::expr seen(const Instance& at) const {
    const z3::expr& output = at.outputs[output_];
    switch (aspect_) {
      case Aspect::zero:  // of seconds and fraction, both
        return z3::ite(
            is_fraction(search_.question.outputs[output_]) ? output == 0 && at.outputs[output_ - 1] == 0 : output == 0,
            number_of(1), number_of(0));
      case Aspect::negative:
        return z3::ite(output < 0, number_of(1), number_of(0));
      default:
        return output;
    }
  }

  // A timer that is due may be gone already when it is looked at; one that has no signal, or whose signal waits, stays.
  void keep_from_expiring(const Instance& at) {
    if (search_.shifted) {
      return;
    }
    for (std::size_t p = 0; p < at.paths.size(); ++p) {
      for (const std::string_view name : at.paths[p].names()) {
        if (name.ends_with("/due") || name == "ITC-3/past" || name == "ITC-3/now") {
          solver_.add(!at.taken[p]);
          break;
        }
      }
    }
  }

  // At the ends of the bracket, and of the second one: the end that is farthest from the flip is first.
  void stay_certain() {
    const z3::expr first = unknowns_.earliest;
    const z3::expr last = unknowns_.earliest + number_of(search_.width.ns);
    for (const z3::expr& passed : side_ == Side::before ? std::array{first, last} : std::array{last, first}) {
      for (const Wide again : search_.again < 0 ? std::vector<Wide>{0} : std::vector<Wide>{0, search_.width.ns}) {
        near_.push_back(instance(inputs_at(search_, unknowns_, passed, number_of(again))));
        keep_from_expiring(near_.back());
      }
    }
    // Less than a microsecond is shown as none: for no wider bracket. The solver takes long to see it by itself.
    if (aspect_ == Aspect::zero && search_.width.ns >= kMicrosecond && search_.question.outputs[output_] == "usec") {
      solver_.add(seen(near_.front()) == 0);
    }
    for (const Instance& at : near_) {
      solver_.add(seen(at) == seen(near_.front()));
      for (std::size_t o = 0; o < at.outputs.size(); ++o) {
        if (search_.question.outputs[o].starts_with("old_")) {  // set again, as a literal
          solver_.add(at.outputs[o] == near_.front().outputs[o]);
        }
      }
    }
  }

  void flip() {
    const bool later = side_ == Side::before;
    const z3::expr passed =
        later ? unknowns_.earliest + number_of(search_.width.ns) + unknowns_.gap : unknowns_.earliest - unknowns_.gap;
    beyond_.push_back(instance(inputs_at(search_, unknowns_, passed, number_of(later ? search_.width.ns : 0))));
    solver_.add(seen(beyond_.back()) != seen(near_.front()));
  }

  // Of the nearest points one with little waiting, then with small numbers.
  void order_objectives() {
    objectives_.push_back(unknowns_.earliest);
    for (std::size_t i = 0; i < unknowns_.values.size(); ++i) {
      const int at = static_cast<int>(i);
      if (at == search_.interval) {
        solver_.add(unknowns_.values[i] == number_of(search_.interval_length));
        continue;
      }
      if (at == search_.now || at == search_.again || (at == search_.time && search_.names[i] != "left")) {
        solver_.add(unknowns_.values[i] == 0);
        continue;
      }
      const z3::expr& one = unknowns_.values[i];
      objectives_.push_back(z3::ite(one < 0, -2 * one - 1, 2 * one));
    }
  }

  static std::size_t taken(const z3::model& model, const Instance& at) {
    for (std::size_t p = 0; p < at.taken.size(); ++p) {
      if (model.eval(at.taken[p], true).is_true()) {
        return p;
      }
    }
    throw std::logic_error("no path is taken");
  }

  CertainPoint point(const z3::model& model, const Path& from, const Path& to) const {
    const auto of = [&](const z3::expr& e) { return number(model.eval(e, true)); };
    CertainPoint found;
    found.boundary = {side_, search_.question.outputs[output_], aspect_, change(from, to)};
    found.width = search_.width;
    const Wide earliest = of(unknowns_.earliest);
    const Wide gap = of(unknowns_.gap);
    for (const z3::expr& one : unknowns_.values) {
      found.inputs.push_back(of(one));
    }
    const auto time = static_cast<std::size_t>(search_.time);
    found.inputs[time] = search_.names[time] == "left" ? found.inputs[time] - earliest : earliest;
    found.shown = of(seen(near_.front()));
    found.flip = side_ == Side::before ? earliest + search_.width.ns + gap : earliest - gap;
    found.earliest = earliest;
    return found;
  }

  // The names on one way that the other does not have.
  static std::string without(const Path& path, const Path& other) {
    std::string text;
    const auto names = other.names();
    for (const std::string_view name : path.names()) {
      if (std::ranges::find(names, name) == names.end()) {
        text += text.empty() ? "" : " ";
        text += name;
      }
    }
    return text;
  }
  static std::string change(const Path& from, const Path& to) {
    return from.key() == to.key() ? "step" : without(from, to) + " > " + without(to, from);
  }

  const Search& search_;
  Side side_;
  std::size_t output_;
  Aspect aspect_;
  z3::solver solver_;
  std::optional<z3::model> model_;
  std::vector<z3::expr> objectives_;
  Unknowns unknowns_;
  std::vector<Instance> near_;
  std::vector<Instance> beyond_;
  int instances_ = 0;
  bool gives_up_ = false;  // an answer that takes long counts as no
};

}  // namespace

std::vector<CertainPoint> certain_points(z3::context& context, const Question& question, Nanos width) {
  Search search{context, question, width, {}};
  for (const arithmetic::Input& input : question.inputs) {
    search.names.emplace_back(input.name);
  }
  search.time = time_input(question.inputs);
  search.again = index_of(search.names, "waited_again");
  search.now = index_of(search.names, "now");
  search.interval = index_of(search.names, "interval");
  search.shifted = question.formula == "settime_take" || question.formula == "posix_shown_none";
  // The shortest intervals: one that gives a count that is certain, one that gives more than can be counted.
  std::vector<Wide> intervals{1};
  if (search.interval >= 0) {
    intervals.insert(intervals.begin(), width.ns + 1);
  }
  std::vector<CertainPoint> points;
  for (std::size_t output = 0; output < question.outputs.size(); ++output) {
    for (const Aspect aspect : aspects_of(question.outputs[output])) {
      // CPU time is read no closer, and the solver takes long.
      if (aspect == Aspect::zero && width.ns < kMicrosecond && index_of(search.names, "burnt") >= 0) {
        continue;
      }
      for (const Side side : {Side::before, Side::after}) {
        for (const Wide interval : intervals) {
          search.interval_length = interval;
          Attempt attempt(search, side, output, aspect);
          while (auto found = attempt.next()) {
            points.push_back(std::move(*found));
          }
        }
      }
    }
  }
  return points;
}

}  // namespace timerlaw::solver
