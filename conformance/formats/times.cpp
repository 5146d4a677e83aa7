// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/times.h"

#include <charconv>
#include <limits>

#include "conformance/formats/numbers.h"
#include "conformance/formats/values.h"

namespace timerlaw {
namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

struct Unit {
  std::string_view name;
  std::int64_t nanos;
};
// Largest first: a duration names each at most once, in this order.
constexpr Unit kUnits[] = {{"s", kNanosPerSecond}, {"ms", 1'000'000}, {"us", 1'000}, {"ns", 1}};

// Never negative, nanos below one second.
struct Duration {
  std::int64_t sec = 0;
  std::int64_t nanos = 0;
};

void append_duration(std::string& out, Duration duration) {
  if (duration.sec == 0 && duration.nanos == 0) {
    out += '0';
    return;
  }
  if (duration.sec != 0) {
    append_number(out, duration.sec);
    out += 's';
  }
  if (duration.nanos == 0) {
    return;
  }
  for (const Unit& unit : kUnits) {
    if (duration.nanos % unit.nanos == 0) {
      append_number(out, duration.nanos / unit.nanos);
      out += unit.name;
      return;
    }
  }
}

// Adds count units; false where the sum is above the greatest duration.
bool add(Duration& sum, std::int64_t count, const Unit& unit) {
  const std::int64_t per_second = kNanosPerSecond / unit.nanos;
  std::int64_t sec = count / per_second;
  sum.nanos += count % per_second * unit.nanos;
  if (sum.nanos >= kNanosPerSecond) {
    sum.nanos -= kNanosPerSecond;
    sec += 1;  // count / per_second is far below the maximum wherever there is a remainder
  }
  if (sum.sec > kMax - sec) {
    return false;
  }
  sum.sec += sec;
  return true;
}

bool read_units(const Token& token, Duration& out, Problem& problem) {
  constexpr std::string_view kExpected = "a duration with units s, ms, us, ns in this order, such as 1s500ms or 0";
  constexpr std::string_view kTooLong = "a duration below 9223372036854775808s";
  if (token.text == "0") {
    return true;
  }
  if (token.empty()) {
    return fail(problem, token, kExpected);
  }
  const Unit* unit = std::begin(kUnits);
  std::string_view rest = token.text;
  while (!rest.empty()) {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), count);
    if (error == std::errc::result_out_of_range) {
      return fail(problem, token, kTooLong);
    }
    if (error != std::errc{} || count < 0) {
      return fail(problem, token, kExpected);
    }
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    const std::string_view name = rest.substr(0, rest.find_first_of("0123456789"));
    while (unit != std::end(kUnits) && unit->name != name) {
      ++unit;
    }
    if (unit == std::end(kUnits)) {
      return fail(problem, token, kExpected);
    }
    if (!add(out, count, *unit)) {
      return fail(problem, token, kTooLong);
    }
    rest.remove_prefix(name.size());
    ++unit;
  }
  return true;
}

// Whether `+DURATION` or `-DURATION` can say it. (The negation of the smallest second cannot be written so.)
bool is_offset(const TimeArg& time) {
  const bool up = time.sec >= 0 && time.frac >= 0 && time.frac < kNanosPerSecond;
  const bool down = time.sec <= 0 && time.sec >= -kMax && time.frac <= 0 && time.frac > -kNanosPerSecond;
  return up || down;
}

void append_signed(std::string& out, const TimeArg& time) {
  if (time.sec == 0 && time.frac == 0) {
    return;
  }
  const bool down = time.sec < 0 || time.frac < 0;
  out += down ? '-' : '+';
  append_duration(out, down ? Duration{-time.sec, -time.frac} : Duration{time.sec, time.frac});
}

void append_raw(std::string& out, std::string_view prefix, const TimeArg& time, Frac frac) {
  if (time.origin != Origin::literal) {
    out += ' ';
    out += prefix;
    out += time.origin == Origin::now ? "origin=now" : "origin=start";
  }
  out += ' ';
  out += prefix;
  out += "sec=";
  append_number(out, time.sec);
  out += ' ';
  out += prefix;
  out += frac == Frac::microseconds && time.origin == Origin::literal ? "usec=" : "nsec=";
  append_number(out, time.frac);
}

}  // namespace

void append_time(std::string& out, const TimeKeys& keys, const TimeArg& time, Frac frac) {
  if (time.origin != Origin::literal) {
    if (!is_offset(time)) {
      append_raw(out, keys.prefix, time, frac);
      return;
    }
    out += ' ';
    out += keys.key;
    out += time.origin == Origin::now ? "now" : "start";
    append_signed(out, time);
    return;
  }
  const std::int64_t scale = frac == Frac::microseconds ? 1'000 : 1;
  if (time.sec < 0 || time.frac < 0 || time.frac >= kNanosPerSecond / scale) {
    append_raw(out, keys.prefix, time, frac);
    return;
  }
  out += ' ';
  out += keys.key;
  append_duration(out, {time.sec, time.frac * scale});
}

void append_offset(std::string& out, const TimeArg& offset) {
  if (is_offset(offset)) {
    append_signed(out, offset);
  } else {
    append_raw(out, "", offset, Frac::nanoseconds);
  }
}

bool read_offset(const Token& token, TimeArg& out, Problem& problem) {
  if (token.empty()) {
    return true;
  }
  if ((token.text.front() != '+' && token.text.front() != '-') || token.text.size() == 1) {
    return fail(problem, token, "+ or - and a duration, such as +5ms");
  }
  Duration duration;
  if (!read_units(token.from(1), duration, problem)) {
    return false;
  }
  const std::int64_t sign = token.text.front() == '-' ? -1 : 1;
  out.sec = sign * duration.sec;
  out.frac = sign * duration.nanos;
  return true;
}

bool read_duration(const Token& token, Frac frac, TimeArg& out, Problem& problem) {
  Duration duration;
  if (!read_units(token, duration, problem)) {
    return false;
  }
  if (frac == Frac::microseconds && duration.nanos % 1'000 != 0) {
    return fail(problem, token, "a whole number of microseconds");
  }
  out = {duration.sec, frac == Frac::microseconds ? duration.nanos / 1'000 : duration.nanos, Origin::literal};
  return true;
}

bool read_instant(const Token& token, Frac frac, TimeArg& out, Problem& problem) {
  const std::string_view name = token.text.substr(0, token.text.find_first_of("+-"));
  if (name != "now" && name != "start") {
    return read_duration(token, frac, out, problem);
  }
  out.origin = name == "now" ? Origin::now : Origin::start;
  return read_offset(token.from(name.size()), out, problem);
}

void append_signed_time(std::string& out, const TimeArg& time) {
  if (!is_offset(time)) {
    append_number(out, time.sec);
    out += ',';
    append_number(out, time.frac);
    return;
  }
  const bool down = time.sec < 0 || time.frac < 0;
  out += down ? "-" : "";
  append_duration(out, down ? Duration{-time.sec, -time.frac} : Duration{time.sec, time.frac});
}

bool read_signed_time(const Token& token, TimeArg& out, Problem& problem) {
  const std::size_t comma = token.text.find(',');
  if (comma != token.text.npos) {
    return read_value(token.first(comma), out.sec, problem) && read_value(token.from(comma + 1), out.frac, problem);
  }
  const bool is_signed = token.text.starts_with('+') || token.text.starts_with('-');
  Duration duration;
  if (!read_units(token.from(is_signed ? 1 : 0), duration, problem)) {
    return false;
  }
  const std::int64_t sign = token.text.starts_with('-') ? -1 : 1;
  out.sec = sign * duration.sec;
  out.frac = sign * duration.nanos;
  return true;
}

bool has_raw(const Arguments& arguments, const TimeKeys& keys) {
  return arguments.has(keys.sec) || arguments.has(keys.nsec) || arguments.has(keys.usec) ||
         (keys.instant && arguments.has(Key::origin));
}

bool read_raw(const Arguments& arguments, const TimeKeys& keys, Frac frac, TimeArg& out, Problem& problem) {
  if (keys.instant && arguments.has(Key::origin)) {
    const Token& origin = arguments[Key::origin];
    if (origin.text != "now" && origin.text != "start") {
      return fail(problem, origin, "now or start");
    }
    out.origin = origin.text == "now" ? Origin::now : Origin::start;
  }
  const bool micros = frac == Frac::microseconds && out.origin == Origin::literal;
  const Key wanted = micros ? keys.usec : keys.nsec;
  const Key other = micros ? keys.nsec : keys.usec;
  const std::string prefix(keys.prefix);
  const std::string fields = prefix + "sec= with " + prefix + (micros ? "usec=" : "nsec=");
  if (arguments.has(other)) {
    return fail(problem, arguments[other], fields);
  }
  if (!arguments.has(keys.sec) || !arguments.has(wanted)) {
    return fail(problem, arguments.end(), fields);
  }
  return read_value(arguments[keys.sec], out.sec, problem) && read_value(arguments[wanted], out.frac, problem);
}

}  // namespace timerlaw
