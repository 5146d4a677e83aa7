// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/values.h"

#include <optional>

#include "conformance/formats/names.h"
#include "conformance/formats/numbers.h"

namespace timerlaw {
namespace {

bool take(std::optional<std::int64_t> number, const Token& token, std::string_view expected, std::int64_t& out,
          Problem& problem) {
  if (!number) {
    return fail(problem, token, expected);
  }
  out = *number;
  return true;
}

}  // namespace

bool read_value(const Token& token, std::int64_t& out, Problem& problem) {
  return take(read_number(token.text), token, "an integer of 64 bits", out, problem);
}

bool read_value(const Token& token, std::uint64_t& out, Problem& problem) {
  const auto number = read_unsigned(token.text);
  if (!number) {
    return fail(problem, token, "an unsigned integer of 64 bits, such as 0x2a");
  }
  out = *number;
  return true;
}

bool read_value(const Token& token, std::int32_t& out, Problem& problem) {
  const auto number = read_number(token.text);
  if (!number || *number < std::numeric_limits<std::int32_t>::min() ||
      *number > std::numeric_limits<std::int32_t>::max()) {
    return fail(problem, token, "an integer of 32 bits");
  }
  out = static_cast<std::int32_t>(*number);
  return true;
}

bool read_value(const Token& token, std::uint32_t& out, Problem& problem) {
  const auto number = read_unsigned(token.text);
  if (!number || *number > std::numeric_limits<std::uint32_t>::max()) {
    return fail(problem, token, "an unsigned integer of 32 bits");
  }
  out = static_cast<std::uint32_t>(*number);
  return true;
}

bool read_value(const Token& token, bool& out, Problem& problem) {
  if (token.text != "yes" && token.text != "no") {
    return fail(problem, token, "yes or no");
  }
  out = token.text == "yes";
  return true;
}

bool read_signal(const Token& token, std::int64_t& out, Problem& problem) {
  return take(signal_number(token.text), token, "a signal (ALRM, RTMIN+0 to RTMIN+30, or a number)", out, problem);
}

bool read_signal_set(const Token& token, SigSet& out, Problem& problem) {
  out = {};
  if (token.text == "none") {
    return true;
  }
  if (token.text == "any") {
    out = kAllSignals;
    return true;
  }
  constexpr std::string_view kExpected = "signals from 1 to 64 (ALRM,RTMIN+0), any or none";
  if (token.empty()) {
    return fail(problem, token, kExpected);
  }
  for (std::size_t at = 0; at <= token.text.size();) {
    const Token rest = token.from(at);
    const Token item = rest.first(rest.text.find(','));
    const auto signo = signal_number(item.text);
    if (!signo || *signo < 1 || *signo > kSigMax) {
      return fail(problem, item.empty() ? token : item, kExpected);
    }
    out.add(static_cast<Signo>(*signo));
    at += item.text.size() + 1;
  }
  return true;
}

bool read_clock(const Token& token, std::int64_t& out, Problem& problem) {
  return take(clock_number(token.text), token,
              "a clock (realtime, monotonic, process_prof, party:1:thread_sched, … or a number)", out, problem);
}

bool read_notify(const Token& token, std::int64_t& out, Problem& problem) {
  return take(notify_number(token.text), token, "signal, none, thread, thread_id or a number", out, problem);
}

bool read_code(const Token& token, std::int64_t& out, Problem& problem) {
  return take(code_number(token.text), token, "user, kernel, timer, tkill, queue or an integer", out, problem);
}

bool read_party(const Token& token, Party& out, Problem& problem) {
  const auto number = read_number(token.text);
  if (!number || *number < 0 || *number >= kParties) {
    return fail(problem, token, "a party from 0 to 7");
  }
  out = static_cast<Party>(*number);
  return true;
}

bool read_slot(const Token& token, std::int32_t& out, Problem& problem) {
  if (token.text.size() < 2 || token.text[0] != 't' || token.text[1] < '0' || token.text[1] > '9') {
    return fail(problem, token, "a timer (t0, t1, …)");
  }
  return read_value(token.from(1), out, problem);
}

bool read_pointer(const Token& token, bool null, Pointer& out, Problem& problem) {
  for (const Pointer pointer : {Pointer::null, Pointer::bad, Pointer::readonly, Pointer::edge}) {
    if (token.text == pointer_name(pointer) && (null || pointer != Pointer::null)) {
      out = pointer;
      return true;
    }
  }
  return fail(problem, token, null ? "null, bad, readonly or edge" : "bad, readonly or edge");
}

}  // namespace timerlaw
