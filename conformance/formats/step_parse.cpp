// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/arguments.h"
#include "conformance/formats/names.h"
#include "conformance/formats/numbers.h"
#include "conformance/formats/step_text.h"
#include "conformance/formats/times.h"
#include "conformance/formats/values.h"

namespace timerlaw {
namespace {

constexpr Keys kTimeKeys = {Key::value,         Key::sec,       Key::nsec,         Key::usec,
                            Key::origin,        Key::interval,  Key::interval_sec, Key::interval_nsec,
                            Key::interval_usec, Key::new_value, Key::old};

constexpr Keys with(Keys keys, std::initializer_list<Key> more) {
  for (const Key key : more) {
    keys.add(key);
  }
  return keys;
}

// The arguments of one step: first words in fixed places, then arguments in any order.
class StepReader {
 public:
  StepReader(Line& line, Step& step, Problem& problem) : line_(line), step_(step), problem_(problem) {}

  bool read() {
    const Token name = line_.next();
    const auto op = op_of(name.text);
    if (!op) {
      std::string expected = "a step (";
      for (int i = 0; i < kOpCount; ++i) {
        expected += i == 0 ? "" : ", ";
        expected += op_name(static_cast<Op>(i));
      }
      return fail(problem_, name, expected + ")");
    }
    step_.op = *op;
    return arguments();
  }

 private:
  bool arguments() {
    switch (step_.op) {
      case Op::create:
        return create();
      case Op::settime:
        return timer() && rest(with(kTimeKeys, {Key::rel, Key::abs, Key::flags, Key::time32})) && settime_flags() &&
               times(Frac::nanoseconds) && old() && time32();
      case Op::gettime:
        return timer() && output({Key::out, Key::time32}) && time32();
      case Op::overrun:
      case Op::remove:
        return timer() && rest({});
      case Op::setitimer:
        return which() && rest(kTimeKeys) && times(Frac::microseconds) && old();
      case Op::getitimer:
        return which() && output({Key::out});
      case Op::alarm:
      case Op::cpu:
        return read_value(line_.next(), step_.number, problem_) && rest({});
      case Op::sleep:
      case Op::read:
        return time_alone({});
      case Op::burn:
        return time_alone({Key::burn_for}) && arguments_.maybe(Key::burn_for, step_.set, read_signal_set, problem_);
      case Op::until:
        return until();
      case Op::take:
        return set() && rest({Key::timeout, Key::sec, Key::nsec}) &&
               time(kTimeout, Frac::nanoseconds, step_.value, true);
      case Op::window:
        return set() && time_alone({});
      case Op::mask:
      case Op::unmask:
        return set() && rest({});
      case Op::pending:
        return rest({});
      case Op::ignore:
      case Op::dflt:
        return signal() && rest({});
      case Op::handler:
        return signal() && rest({Key::restart, Key::flags}) && flags(Key::restart, kSaRestart);
      case Op::kill:
        return signal() && rest({Key::thread, Key::flags, Key::to}) && flags(Key::thread, kKillThread) && whom();
      case Op::queue:
        return signal() && rest({Key::code, Key::value}) && queued();
      case Op::restore:
        return restore();
      case Op::limit:
        return limit();
      case Op::setclock:
        return read_clock(line_.next(), step_.clock, problem_) && rest({Key::by}) &&
               (arguments_.has(Key::by) || missing("by=")) &&
               arguments_.maybe(Key::by, step_.value, read_signed_time, problem_);
      case Op::timens:
        return rest({Key::monotonic, Key::boottime}) &&
               arguments_.maybe(Key::monotonic, step_.value, read_signed_time, problem_) &&
               arguments_.maybe(Key::boottime, step_.interval, read_signed_time, problem_);
      case Op::thread:
      case Op::fork:
        return new_party();
      case Op::exit:
      case Op::exec:
        return rest({});
    }
    return false;
  }

  bool rest(const Keys& allowed) {
    if (!arguments_.read(line_, allowed, problem_)) {
      return false;
    }
    return arguments_.end().empty() || fail(problem_, arguments_.end(), "end of line");
  }

  // t0, t1, … or id=N
  bool timer() {
    const Token token = line_.next();
    if (token.text.starts_with("id=")) {
      return read_value(token.from(3), step_.id, problem_);
    }
    return read_slot(token, step_.slot, problem_) || fail(problem_, token, "a timer (t0, t1, … or id=N)");
  }

  bool which() {
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

  bool set() { return read_signal_set(line_.next(), step_.set, problem_); }
  bool signal() { return read_signal(line_.next(), step_.number, problem_); }

  bool missing(std::string_view what) { return fail(problem_, arguments_.end(), what); }

  bool create() {
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
    return read_clock(a[Key::clock], step_.clock, problem_) &&
           a.maybe(Key::signo, step_.number, read_signal, problem_) &&
           (!a.has(Key::sival) || read_value(a[Key::sival], step_.sival, problem_)) &&
           (!a.has(Key::id) || id_before(a[Key::id]));
  }

  // What stands at the id's address before the call, and what is wrong with that address: N, POINTER or POINTER:N.
  bool id_before(const Token& token) {
    const std::size_t colon = token.text.find(':');
    if (colon != token.text.npos) {
      return read_pointer(token.first(colon), true, step_.out, problem_) &&
             read_value(token.from(colon + 1), step_.id, problem_);
    }
    return read_value(token, step_.id, problem_) || read_pointer(token, true, step_.out, problem_) ||
           fail(problem_, token, "null, bad, readonly, edge, or the number that stands there before the call");
  }

  bool read_party_tid(const Token& token) {
    const auto party = party_number(token.text);
    step_.tid = party ? party_tid(*party) : step_.tid;
    return party.has_value();
  }

  bool whom() {
    return !arguments_.has(Key::to) || read_party_tid(arguments_[Key::to]) ||
           fail(problem_, arguments_[Key::to], "party:0 to party:7");
  }

  bool queued() {
    if (!arguments_.has(Key::code)) {
      return missing("code=");
    }
    return read_code(arguments_[Key::code], step_.notify, problem_) &&
           (!arguments_.has(Key::value) || read_value(arguments_[Key::value], step_.sival, problem_));
  }

  bool restore() {
    const Token token = line_.next();
    for (std::size_t i = 0; i < std::size(kRestoreNames); ++i) {
      if (token.text == kRestoreNames[i]) {
        step_.number = static_cast<std::int64_t>(i);
        return rest({});
      }
    }
    return (read_value(token, step_.number, problem_) ||
            fail(problem_, token, "on, off, get or an integer of 64 bits")) &&
           rest({});
  }

  // RESOURCE=N
  bool limit() {
    const Token token = line_.next();
    const Token resource = token.first(token.text.find('='));
    if (resource.text.size() == token.text.size()) {
      return fail(problem_, token, "sigpending=N, cpu=N or a resource's number=N");
    }
    if (resource.text == "sigpending" || resource.text == "cpu") {
      step_.clock = resource.text == "cpu" ? kLimitCpu : kLimitSigpending;
    } else if (!read_value(resource, step_.clock, problem_)) {
      return fail(problem_, resource, "sigpending, cpu or the number of a resource");
    }
    return read_value(token.from(resource.text.size() + 1), step_.number, problem_) && rest({Key::old}) && old();
  }

  // The brace after it is the reader's of blocks.
  bool new_party() {
    const Token token = line_.next();
    const auto number = read_number(token.text);
    if (!number || *number < 1 || *number >= kParties) {
      return fail(problem_, token, "a party from 1 to 7 (party 0 acts outside of all blocks)");
    }
    step_.number = *number;
    return true;
  }

  bool time32() {
    step_.time32 = arguments_.has(Key::time32);
    return true;
  }

  bool settime_flags() {
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

  bool flags(Key name, std::int64_t named) {
    if (arguments_.has(name) && arguments_.has(Key::flags)) {
      return fail(problem_, arguments_[Key::flags], "either a name or flags=, not both");
    }
    step_.flags = arguments_.has(name) ? named : 0;
    return !arguments_.has(Key::flags) || read_value(arguments_[Key::flags], step_.flags, problem_);
  }

  bool time(const TimeKeys& keys, Frac frac, TimeArg& out, bool mandatory) {
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

  bool times(Frac frac) {
    if (arguments_.has(Key::new_value) && !read_pointer(arguments_[Key::new_value], true, step_.in, problem_)) {
      return false;
    }
    const bool read = step_.in != Pointer::null && step_.in != Pointer::bad;
    return time(kValue, frac, step_.value, read) && time(kInterval, frac, step_.interval, false);
  }

  bool old() {
    if (!arguments_.has(Key::old)) {
      return true;
    }
    step_.out = Pointer::ok;
    return arguments_.bare(Key::old) || read_pointer(arguments_[Key::old], false, step_.out, problem_);
  }

  bool output(const Keys& allowed) {
    step_.out = Pointer::ok;
    return rest(allowed) &&
           (!arguments_.has(Key::out) || read_pointer(arguments_[Key::out], true, step_.out, problem_));
  }

  // A duration as the next word, or raw fields.
  bool time_alone(const Keys& more) {
    const Token token = line_.peek();
    if (token.text.find('=') != std::string_view::npos) {
      return rest(with(more, {Key::sec, Key::nsec})) && time(kAlone, Frac::nanoseconds, step_.value, true);
    }
    line_.next();
    return read_duration(token, Frac::nanoseconds, step_.value, problem_) && rest(more);
  }

  bool until() {
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

  Line& line_;
  Step& step_;
  Problem& problem_;
  Arguments arguments_;
};

}  // namespace

bool read_step(Line& line, Step& out, Problem& problem) {
  out = {};
  return StepReader(line, out, problem).read();
}

Expected<Step> parse_step(std::string_view text, std::string_view file) {
  Lines lines(text, file);
  if (lines.done()) {
    return lines.stop_here("a step");
  }
  Step step;
  Problem problem;
  Line line = lines.line();
  if (!read_step(line, step, problem) || !at_end(line, problem)) {
    return lines.stop(problem);
  }
  lines.advance();
  if (!lines.done()) {
    return lines.stop_here("one step");
  }
  return step;
}

}  // namespace timerlaw
