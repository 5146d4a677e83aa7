// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/info_text.h"

#include "conformance/formats/names.h"
#include "conformance/formats/numbers.h"
#include "conformance/formats/values.h"

namespace timerlaw {
namespace {

using Converter = std::optional<std::int64_t> (*)(std::string_view);

bool read_named(const Token& token, Converter converter, std::string_view expected, std::int32_t& out,
                Problem& problem) {
  const auto number = converter(token.text);
  if (!number || *number < INT32_MIN || *number > INT32_MAX) {
    return fail(problem, token, expected);
  }
  out = static_cast<std::int32_t>(*number);
  return true;
}

// One field of siginfo has two names, after the kind of signal.
bool read_either(const Arguments& arguments, Key one, Key other, std::int32_t& out, Problem& problem) {
  if (arguments.has(one) && arguments.has(other)) {
    return fail(problem, arguments[other], "timerid= and overrun=, or pid= and uid=, not both");
  }
  const Key key = arguments.has(one) ? one : other;
  return !arguments.has(key) || read_value(arguments[key], out, problem);
}

}  // namespace

void append_info(std::string& out, const SigInfo& info) {
  const bool timer = info.code == kSiTimer;
  out += " signo=";
  append_signal(out, info.signo);
  out += " code=";
  append_code(out, info.code);
  out += timer ? " timerid=" : " pid=";
  append_number(out, info.a);
  out += timer ? " overrun=" : " uid=";
  append_number(out, info.b);
  if (timer || info.value != 0) {
    out += " value=";
    append_hex(out, info.value);
  }
  if (info.error != 0) {
    out += " error=";
    append_number(out, info.error);
  }
  if (info.extra != 0) {
    out += " extra=";
    append_hex(out, info.extra);
  }
}

bool read_info(const Arguments& a, SigInfo& out, Problem& problem) {
  if (!a.has(Key::signo) || !a.has(Key::code)) {
    return fail(problem, a.end(), a.has(Key::signo) ? "code=" : "signo=");
  }
  return read_named(a[Key::signo], signal_number, "a signal of 32 bits", out.signo, problem) &&
         read_named(a[Key::code], code_number, "user, kernel, timer, tkill, queue or an integer of 32 bits", out.code,
                    problem) &&
         read_either(a, Key::timerid, Key::pid, out.a, problem) &&
         read_either(a, Key::overrun, Key::uid, out.b, problem) &&
         (!a.has(Key::value) || read_value(a[Key::value], out.value, problem)) &&
         (!a.has(Key::error) || read_value(a[Key::error], out.error, problem)) &&
         (!a.has(Key::extra) || read_value(a[Key::extra], out.extra, problem));
}

}  // namespace timerlaw
