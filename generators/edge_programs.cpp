// SPDX-License-Identifier: Apache-2.0
#include "generators/edge_programs.h"

#include <algorithm>
#include <optional>

#include "generators/edge_shapes.h"
#include "generators/steps.h"
#include "model/arithmetic/formulas.h"

namespace timerlaw {
namespace {

using namespace steps;

constexpr std::string_view kNoCalls = "no calls lead there";

class Maker {
 public:
  // `earliest`: of a certain point, the least that passes before the look.
  Maker(std::string_view formula, std::span<const Wide> inputs, std::optional<Wide> earliest, const Capabilities& can)
      : formula_(formula),
        inputs_(inputs),
        earliest_(earliest.value_or(0)),
        certain_(earliest.has_value()),
        can_(can),
        shapes_(can, earliest.has_value()) {
    arithmetic::each_formula([&]<class Formula>(Formula) {
      if (Formula::kName == formula) {
        for (const arithmetic::Input& input : Formula::inputs({.profile = &profiles().back()})) {
          names_.push_back(input.name);
        }
      }
    });
  }
  EdgePrograms make();

 private:
  bool has(std::string_view name) const { return std::ranges::find(names_, name) != names_.end(); }
  Wide in(std::string_view name) const {
    const auto at = static_cast<std::size_t>(std::ranges::find(names_, name) - names_.begin());
    return at < inputs_.size() ? inputs_[at] : 0;
  }
  bool is(std::string_view formula) const { return formula_ == formula; }
  bool begins(std::string_view start) const { return formula_.starts_with(start); }

  void jiffies();
  void rules();

  std::string_view formula_;
  std::span<const Wide> inputs_;
  Wide earliest_;
  bool certain_;
  const Capabilities& can_;
  std::vector<std::string_view> names_;
  EdgeShapes shapes_;
};

// Interval timers that count ticks.
void Maker::jiffies() {
  const Wide tick = can_.tick.ns;
  if (is("timeval_to_jiffies")) {
    shapes_.real(fields(in("sec"), in("usec")), 0, false);
    shapes_.cpu_itimer(fields(in("sec"), in("usec")), 0);
    return;
  }
  const Wide count = has("count")     ? in("count")
                     : has("jiffies") ? in("jiffies")
                     : has("left")    ? in("left")
                                      : in("value");
  if (count < 0) {
    return shapes_.skip(kNoCalls);
  }
  if (is("cpu_count_jiffies") || is("count_jiffies_down")) {
    shapes_.cpu_itimer(timeval_up(count * tick), 0);
  } else {
    shapes_.real(timeval_up(count * tick), 0, is("alarm_from_jiffies"));
  }
}

// A rule by itself: the shortest calls that come by it.
void Maker::rules() {
  const Wide left = in("left");
  if (is("timespec_valid") || is("timespec_to_ns") || is("posix_deadline")) {
    shapes_.posix(fields(in("sec"), in("nsec")), 0, true);
  } else if (is("timeval_valid") || is("timeval_to_ns")) {
    shapes_.real(fields(in("sec"), in("usec")), 0, false);
    shapes_.cpu_itimer(fields(in("sec"), in("usec")), 0);
  } else if (is("cputime_of") || is("timeval_to_cputime")) {
    shapes_.cpu_itimer(fields(in("sec"), in("usec")), 0);
  } else if (is("next_cputime_deadline")) {
    shapes_.cpu_itimer(timeval_up(std::max<Wide>(in("interval"), 0)), 0);
  } else if (is("add_safe")) {
    shapes_.posix(timespec(in("ns")), 0, false);
  } else if (is("forward")) {
    shapes_.overruns(1, in("interval"), std::max<Wide>(in("now") - in("deadline"), 0) + 1);
  } else if (is("overrun_count")) {
    shapes_.overruns(1, 1, in("periods") + 1);
  } else if (is("host_deadline")) {
    shapes_.in_namespace(in("deadline"), in("offset"));
  } else if (is("real_shown") || is("alarm_shown")) {
    if (ends_soon(left)) {
      shapes_.real_with_left(left, is("alarm_shown"));
    } else {
      shapes_.real(left > 0 ? timeval_up(left) : fields(0, 1), left > 0 ? 0 : 1000 - left, is("alarm_shown"));
    }
  } else if (is("posix_shown") || is("posix_shown_none")) {
    shapes_.posix_past(left, is("posix_shown") ? kNotifySignal : kNotifyNone, earliest_);
  } else if (begins("cpu_itimer_")) {
    const Wide value = left - can_.tick.ns;
    if (value > 0) {
      shapes_.cpu_itimer(timeval_up(value), 0);
    } else if (left == 0) {
      shapes_.prof_at_its_deadline();
    } else {
      shapes_.cpu_itimer(fields(0, 1), 1000 - value);
    }
  } else if (is("seconds_shown")) {
    shapes_.posix(fields(in("sec"), 0), 0, true);
    shapes_.real(fields(in("sec"), 0), 0, false);
  } else if (std::ranges::find(names_, "jiffies") != names_.end() || formula_.find("jiff") != formula_.npos) {
    jiffies();
  } else {
    shapes_.skip(kNoCalls);
  }
}

EdgePrograms Maker::make() {
  for (const Wide value : inputs_) {
    if (!fits(value)) {
      shapes_.skip(kWide);
      return shapes_.take_all();
    }
  }
  const Wide passed = has("waited") ? in("waited") : in("burnt");
  if (begins("settime_gettime") || is("settime_restore")) {
    const bool cpu = is("settime_gettime_cpu");
    shapes_.posix(fields(in("sec"), in("nsec")), is("settime_gettime_abs") ? 0 : passed, cpu || is("settime_restore"),
                  !cpu);
  } else if (is("settime_take")) {
    shapes_.overruns(in("ns"), in("interval"), passed);
  } else if (is("setitimer_alarm")) {
    shapes_.real(fields(in("sec"), in("usec")), passed, true);
  } else if (is("setitimer_restore_real") && certain_) {
    shapes_.restored_real(inputs_, passed);
  } else if (is("setitimer_getitimer_real") || is("setitimer_restore_real")) {
    shapes_.real(fields(in("sec"), in("usec")), passed, false);
  } else if (is("setitimer_getitimer_prof") || is("setitimer_restore_prof")) {
    shapes_.cpu_itimer(fields(in("sec"), in("usec")), passed);
    if (in("sec") * timerlaw::kSecond + in("usec") * timerlaw::kMicrosecond + can_.tick.ns == passed) {
      shapes_.prof_at_its_deadline();
    }
  } else if (is("alarm_alarm")) {
    shapes_.alarm_twice(in("seconds"), passed);
  } else {
    rules();
  }
  return shapes_.take_all();
}

}  // namespace

EdgePrograms edge_programs(std::string_view formula, std::span<const Wide> inputs, const Capabilities& can) {
  return Maker(formula, inputs, {}, can).make();
}

EdgePrograms edge_programs(std::string_view formula, const CertainPoint& point, const Capabilities& can) {
  return Maker(formula, point.inputs, point.earliest, can).make();
}

}  // namespace timerlaw
