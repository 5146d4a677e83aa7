// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/result_text.h"

#include "conformance/formats/arguments.h"
#include "conformance/formats/info_text.h"
#include "conformance/formats/names.h"
#include "conformance/formats/numbers.h"
#include "conformance/formats/values.h"

namespace timerlaw {
namespace {

constexpr std::string_view kNotRun = "not-run";

// What an output argument is called in a result; none where the call has no such argument.
enum class Output : std::uint8_t { none, id, old, limit, current };

Output output_of(Op op) {
  switch (op) {
    case Op::create:
      return Output::id;
    case Op::settime:
    case Op::setitimer:
      return Output::old;
    case Op::limit:
      return Output::limit;
    case Op::gettime:
    case Op::getitimer:
      return Output::current;
    default:
      return Output::none;
  }
}

Key untouched_key(Output output) {
  return output == Output::id ? Key::id : output == Output::current ? Key::out : Key::old;
}

void append_pair(std::string& out, std::string_view key, std::int64_t sec, std::int64_t frac) {
  out += key;
  append_number(out, sec);
  out += ',';
  append_number(out, frac);
}

bool read_pair(const Token& token, std::int64_t& sec, std::int64_t& frac, Problem& problem) {
  const std::size_t comma = token.text.find(',');
  const auto first = read_number(token.text.substr(0, comma));
  const auto second = comma == token.text.npos ? std::nullopt : read_number(token.text.substr(comma + 1));
  if (!first || !second) {
    return fail(problem, token, "SEC,FRAC, two integers of 64 bits");
  }
  sec = *first;
  frac = *second;
  return true;
}

bool read_output(const Arguments& a, Output output, StepResult& out, Problem& problem) {
  const Key untouched = untouched_key(output);
  if (a.has(untouched) && a[untouched].text == "untouched") {
    out.out = Out::untouched;
    return true;
  }
  if (output == Output::id) {
    if (a.has(Key::id)) {
      out.out = Out::written;
      return read_value(a[Key::id], out.id, problem) || fail(problem, a[Key::id], "untouched or a timer id");
    }
    return true;
  }
  if (output == Output::limit) {
    if (a.has(Key::old)) {
      out.out = Out::written;
      return read_value(a[Key::old], out.sec, problem) || fail(problem, a[Key::old], "untouched or a limit");
    }
    return true;
  }
  if (a.has(untouched)) {
    return fail(problem, a[untouched], "untouched");
  }
  if (!a.has(Key::value) && !a.has(Key::interval)) {
    return true;
  }
  if (!a.has(Key::value) || !a.has(Key::interval)) {
    return fail(problem, a.end(), a.has(Key::value) ? "interval=" : "value=");
  }
  out.out = Out::written;
  return read_pair(a[Key::value], out.sec, out.frac, problem) &&
         read_pair(a[Key::interval], out.interval_sec, out.interval_frac, problem);
}

Keys allowed_keys(Op op) {
  switch (output_of(op)) {
    case Output::id:
      return {Key::id};
    case Output::old:
      return {Key::old, Key::value, Key::interval};
    case Output::current:
      return {Key::out, Key::value, Key::interval};
    case Output::limit:
      return {Key::old};
    case Output::none:
      break;
  }
  return op == Op::take ? kInfoKeys : op == Op::pending ? Keys{Key::pending} : Keys{};
}

}  // namespace

void append_result(std::string& out, const Step& step, const StepResult& result) {
  if (!result.ran) {
    out += kNotRun;
    return;
  }
  append_return(out, result.ret);
  const Output output = output_of(step.op);
  if (output != Output::none && result.out == Out::untouched) {
    out += output == Output::id ? " id=untouched" : output == Output::current ? " out=untouched" : " old=untouched";
  } else if (output == Output::id && result.out == Out::written) {
    out += " id=";
    append_number(out, result.id);
  } else if (output == Output::limit && result.out == Out::written) {
    out += " old=";
    append_number(out, result.sec);
  } else if (output != Output::none && result.out == Out::written) {
    append_pair(out, " value=", result.sec, result.frac);
    append_pair(out, " interval=", result.interval_sec, result.interval_frac);
  }
  if (step.op == Op::take && result.info != SigInfo{}) {
    append_info(out, result.info);
  }
  if (step.op == Op::pending) {
    out += " pending=";
    append_signal_set(out, result.pending);
  }
}

std::string result_text(const Step& step, const StepResult& result) {
  std::string out;
  append_result(out, step, result);
  return out;
}

bool read_result(Line& line, const Step& step, StepResult& out, Problem& problem) {
  out = {};
  const Token ret = line.next();
  if (ret.text == kNotRun) {
    out.ran = false;
    Arguments none;
    return none.read(line, {}, problem);
  }
  const auto number = return_number(ret.text);
  if (!number) {
    return fail(problem, ret, "a return value (a number or -EINVAL, -EFAULT, …) or not-run");
  }
  out.ret = *number;
  Arguments arguments;
  if (!arguments.read(line, allowed_keys(step.op), problem)) {
    return false;
  }
  if (step.op == Op::pending) {
    return arguments.maybe(Key::pending, out.pending, read_signal_set, problem);
  }
  if (step.op == Op::take) {
    return arguments.empty() || read_info(arguments, out.info, problem);
  }
  const Output output = output_of(step.op);
  return output == Output::none || read_output(arguments, output, out, problem);
}

}  // namespace timerlaw
