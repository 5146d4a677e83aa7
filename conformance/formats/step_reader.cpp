// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/step_reader.h"

#include "conformance/formats/values.h"

namespace timerlaw {

bool StepReader::rest(const Keys& allowed) {
  if (!arguments_.read(line_, allowed, problem_)) {
    return false;
  }
  return arguments_.end().empty() || fail(problem_, arguments_.end(), "end of line");
}

bool StepReader::missing(std::string_view what) {
  return fail(problem_, arguments_.end(), what);
}

// t0, t1, … or id=N
bool StepReader::timer() {
  const Token token = line_.next();
  if (token.text.starts_with("id=")) {
    return read_value(token.from(3), step_.id, problem_);
  }
  return read_slot(token, step_.slot, problem_) || fail(problem_, token, "a timer (t0, t1, … or id=N)");
}

bool StepReader::which() {
  const Token token = line_.next();
  if (token.text.starts_with("which=")) {
    return read_value(token.from(6), step_.clock, problem_);
  }
  constexpr std::string_view kNames[] = {"real", "virtual", "prof"};
  for (int i = 0; i < 3; ++i) {
    if (token.text == kNames[i]) {
      step_.clock = i;
      return true;
    }
  }
  return fail(problem_, token, "real, virtual, prof or which=N");
}

bool StepReader::set() {
  return read_signal_set(line_.next(), step_.set, problem_);
}

bool StepReader::signal() {
  return read_signal(line_.next(), step_.number, problem_);
}

bool StepReader::flags(Key name, std::int64_t named) {
  if (arguments_.has(name) && arguments_.has(Key::flags)) {
    return fail(problem_, arguments_[Key::flags], "either a name or flags=, not both");
  }
  step_.flags = arguments_.has(name) ? named : 0;
  return !arguments_.has(Key::flags) || read_value(arguments_[Key::flags], step_.flags, problem_);
}

bool StepReader::time(const TimeKeys& keys, Frac frac, TimeArg& out, bool mandatory) {
  const bool whole = arguments_.has(keys.whole);
  const bool raw = has_raw(arguments_, keys);
  if (whole && raw) {
    return fail(problem_, arguments_[keys.whole], "either " + std::string(keys.key) + " or raw fields, not both");
  }
  if (whole) {
    const Token& token = arguments_[keys.whole];
    return keys.instant ? read_instant(token, frac, out, problem_) : read_duration(token, frac, out, problem_);
  }
  if (raw) {
    return read_raw(arguments_, keys, frac, out, problem_);
  }
  return !mandatory || missing(keys.key);
}

bool StepReader::times(Frac frac) {
  if (arguments_.has(Key::new_value) && !read_pointer(arguments_[Key::new_value], true, step_.in, problem_)) {
    return false;
  }
  const bool read = step_.in != Pointer::null && step_.in != Pointer::bad;
  return time(kValue, frac, step_.value, read) && time(kInterval, frac, step_.interval, false);
}

bool StepReader::old() {
  if (!arguments_.has(Key::old)) {
    return true;
  }
  step_.out = Pointer::ok;
  return arguments_.bare(Key::old) || read_pointer(arguments_[Key::old], false, step_.out, problem_);
}

bool StepReader::output(const Keys& allowed) {
  step_.out = Pointer::ok;
  return rest(allowed) && (!arguments_.has(Key::out) || read_pointer(arguments_[Key::out], true, step_.out, problem_));
}

// A duration as the next word, or raw fields.
bool StepReader::time_alone(const Keys& more) {
  const Token token = line_.peek();
  if (token.text.find('=') != std::string_view::npos) {
    return rest(with(more, {Key::sec, Key::nsec})) && time(kAlone, Frac::nanoseconds, step_.value, true);
  }
  line_.next();
  return read_duration(token, Frac::nanoseconds, step_.value, problem_) && rest(more);
}

bool StepReader::time32() {
  step_.time32 = arguments_.has(Key::time32);
  return true;
}

}  // namespace timerlaw
