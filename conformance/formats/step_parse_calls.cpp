// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/names.h"
#include "conformance/formats/step_reader.h"
#include "conformance/formats/values.h"

namespace timerlaw {

bool StepReader::create() {
  if (line_.peek().text.starts_with('t') && line_.peek().text.find('=') == std::string_view::npos &&
      !read_slot(line_.next(), step_.slot, problem_)) {
    return false;
  }
  if (!rest({Key::clock, Key::notify, Key::signo, Key::tid, Key::sival, Key::sevp, Key::id})) {
    return false;
  }
  const auto& a = arguments_;
  step_.out = Pointer::ok;
  if (a.has(Key::sevp) && !read_pointer(a[Key::sevp], true, step_.in, problem_)) {
    return false;
  }
  const bool read = step_.in != Pointer::null && step_.in != Pointer::bad;
  if (!a.has(Key::clock)) {
    return missing("clock=");
  }
  if (read && !a.has(Key::notify)) {
    return missing("notify=");
  }
  if (!a.maybe(Key::notify, step_.notify, read_notify, problem_)) {
    return false;
  }
  if (read && step_.notify != 1 && !a.has(Key::signo)) {
    return missing("signo=");
  }
  if (a.has(Key::tid) && a[Key::tid].text != "self" && !read_party_tid(a[Key::tid]) &&
      !read_value(a[Key::tid], step_.tid, problem_)) {
    return fail(problem_, a[Key::tid], "self, party:0 to party:7 or an integer of 64 bits");
  }
  return read_clock(a[Key::clock], step_.clock, problem_) && a.maybe(Key::signo, step_.number, read_signal, problem_) &&
         (!a.has(Key::sival) || read_value(a[Key::sival], step_.sival, problem_)) &&
         (!a.has(Key::id) || id_before(a[Key::id]));
}

// What stands at the id's address before the call, and what is wrong with that address: N, POINTER or POINTER:N.
bool StepReader::id_before(const Token& token) {
  const std::size_t colon = token.text.find(':');
  if (colon != token.text.npos) {
    return read_pointer(token.first(colon), true, step_.out, problem_) &&
           read_value(token.from(colon + 1), step_.id, problem_);
  }
  return read_value(token, step_.id, problem_) || read_pointer(token, true, step_.out, problem_) ||
         fail(problem_, token, "null, bad, readonly, edge, or the number that stands there before the call");
}

bool StepReader::settime_flags() {
  const auto& a = arguments_;
  const int given = int{a.has(Key::rel)} + int{a.has(Key::abs)} + int{a.has(Key::flags)};
  if (given == 0) {
    return missing("rel, abs or flags=");
  }
  if (given > 1) {
    return fail(problem_, a[a.has(Key::flags) ? Key::flags : Key::abs], "only one of rel, abs and flags=");
  }
  step_.flags = a.has(Key::abs) ? kAbstime : 0;
  return !a.has(Key::flags) || read_value(a[Key::flags], step_.flags, problem_);
}

bool StepReader::until() {
  const Token token = line_.next();
  const Token anchor = token.first(token.text.find_first_of("+-"));
  if (anchor.text == "start") {
    step_.anchor = Anchor::start;
  } else if (anchor.text == "now") {
    step_.anchor = Anchor::now;
  } else if (anchor.text == "real") {
    step_.anchor = Anchor::real;
  } else {
    step_.anchor = Anchor::timer;
    if (!read_slot(anchor, step_.slot, problem_)) {
      return fail(problem_, anchor.empty() ? token : anchor, "start, now, real or a timer (t0, t1, …)");
    }
  }
  const Token offset = token.from(anchor.text.size());
  if (!read_offset(offset, step_.value, problem_)) {
    return false;
  }
  if (!offset.empty()) {
    return rest({});
  }
  return rest({Key::sec, Key::nsec}) && time(kAlone, Frac::nanoseconds, step_.value, false);
}

}  // namespace timerlaw
