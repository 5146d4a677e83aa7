// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/names.h"
#include "conformance/formats/step_reader.h"
#include "conformance/formats/step_text.h"
#include "conformance/formats/values.h"

namespace timerlaw {
namespace {

constexpr Keys kTimeKeys = {Key::value,         Key::sec,       Key::nsec,         Key::usec,
                            Key::origin,        Key::interval,  Key::interval_sec, Key::interval_nsec,
                            Key::interval_usec, Key::new_value, Key::old};

}  // namespace

bool StepReader::read() {
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

bool StepReader::arguments() {
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
      return set() && rest({Key::timeout, Key::sec, Key::nsec}) && time(kTimeout, Frac::nanoseconds, step_.value, true);
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
