// SPDX-License-Identifier: Apache-2.0
// Times in text: durations such as `1s500ms`, instants such as `now+1ms`, and raw fields where neither fits.
#pragma once

#include <string>
#include <string_view>

#include "conformance/formats/arguments.h"
#include "conformance/formats/line.h"
#include "model/step.h"

namespace timerlaw {

// What a literal TimeArg counts in its `frac`.
enum class Frac : std::uint8_t { nanoseconds, microseconds };

// How an argument that is a time is spelled: `value=1ms`, or raw `sec=-1 nsec=5`.
struct TimeKeys {
  std::string_view key;     // `value=`; empty where a time stands alone
  std::string_view prefix;  // of the raw keys: `` or `interval_`
  Key whole, sec, nsec, usec;
  bool instant = false;  // may count from a reading: `now+1ms`, `origin=now`
};
inline constexpr TimeKeys kValue{"value=", "", Key::value, Key::sec, Key::nsec, Key::usec, true};
inline constexpr TimeKeys kInterval{"interval=",       "interval_",        Key::interval,
                                    Key::interval_sec, Key::interval_nsec, Key::interval_usec};
inline constexpr TimeKeys kTimeout{"timeout=", "", Key::timeout, Key::sec, Key::nsec, Key::usec};
inline constexpr TimeKeys kAlone{"", "", Key::value, Key::sec, Key::nsec, Key::usec};

// Appends ` value=…`, with the blank before it.
void append_time(std::string& out, const TimeKeys& keys, const TimeArg& time, Frac frac);

// Appends the offset of `until`: nothing, `+5ms` or `-300ns`; or, after a blank, raw fields.
void append_offset(std::string& out, const TimeArg& offset);

// `1s500ms`, `0`.
bool read_duration(const Token& token, Frac frac, TimeArg& out, Problem& problem);

// A duration, or `now+1ms`, `start-5us`.
bool read_instant(const Token& token, Frac frac, TimeArg& out, Problem& problem);

// Nothing, `+5ms` or `-300ns`.
bool read_offset(const Token& token, TimeArg& out, Problem& problem);

// A signed time as the value of an argument: `5s`, `-3s`, or `SEC,NSEC` where its parts disagree in sign.
void append_signed_time(std::string& out, const TimeArg& time);
bool read_signed_time(const Token& token, TimeArg& out, Problem& problem);

// Whether any raw field of this argument stands on the line.
bool has_raw(const Arguments& arguments, const TimeKeys& keys);

// The raw fields; both sec and its fraction must stand.
bool read_raw(const Arguments& arguments, const TimeKeys& keys, Frac frac, TimeArg& out, Problem& problem);

}  // namespace timerlaw
