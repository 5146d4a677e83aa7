// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/arguments.h"

#include <bit>
#include <string>

namespace timerlaw {
namespace {

enum class Form : std::uint8_t {
  valued,  // key=value
  bare,    // key
  either,
  string,  // key=value, where the value may be empty
};

struct Spelling {
  std::string_view text;
  Form form = Form::valued;
};

// In the order of Key.
constexpr std::array<Spelling, kKeyCount> kSpellings = {{
    {"clock"},
    {"notify"},
    {"signo"},
    {"tid"},
    {"sival"},
    {"sevp"},
    {"id"},
    {"rel", Form::bare},
    {"abs", Form::bare},
    {"flags"},
    {"value"},
    {"sec"},
    {"nsec"},
    {"usec"},
    {"origin"},
    {"interval"},
    {"interval_sec"},
    {"interval_nsec"},
    {"interval_usec"},
    {"timeout"},
    {"new"},
    {"old", Form::either},
    {"out"},
    {"restart", Form::bare},
    {"thread", Form::bare},
    {"to"},
    {"by"},
    {"for"},
    {"monotonic"},
    {"boottime"},
    {"time32", Form::bare},
    {"code"},
    {"timerid"},
    {"overrun"},
    {"pid"},
    {"uid"},
    {"error"},
    {"extra"},
    {"pending"},
    {"child"},
    {"next_id"},
    {"stopped", Form::bare},
    {"release", Form::string},
    {"machine", Form::string},
    {"abi", Form::string},
    {"clock_source", Form::string},
    {"tick_ns"},
    {"high_resolution"},
    {"rtc"},
    {"wake_alarm"},
    {"aux_clocks"},
    {"cpu_time"},
    {"user_time"},
    {"set_clock"},
    {"time_namespaces"},
    {"cpus"},
    {"sigpending_limit"},
    {"sigpending_used"},
    {"tainted"},
    {"bracket_ns"},
    {"in_order"},
    {"virtual_time"},
    {"lateness_ns"},
}};

const Spelling& spelling(Key key) {
  return kSpellings[static_cast<std::size_t>(key)];
}

// Calls `visit` with each key of the set until it returns true.
template <class Visit>
bool any_of(const Keys& keys, const Visit& visit) {
  for (std::uint64_t bits = keys.bits(); bits != 0; bits &= bits - 1) {
    if (visit(static_cast<Key>(std::countr_zero(bits)))) {
      return true;
    }
  }
  return false;
}

std::string listed(const Keys& keys) {
  std::string out;
  any_of(keys, [&](Key key) {
    out += out.empty() ? "" : ", ";
    out += spelling(key).text;
    out += spelling(key).form == Form::valued || spelling(key).form == Form::string ? "=" : "";
    return false;
  });
  return out;
}

}  // namespace

bool Arguments::read(Line& line, const Keys& allowed, Problem& problem) {
  while (true) {
    const Token word = line.peek();
    if (word.empty() || word.text == "@") {
      end_ = word;
      return true;
    }
    line.next();
    const std::size_t length = word.text.find('=');
    const std::string_view name = word.text.substr(0, length);
    Key key{};
    if (!any_of(allowed, [&](Key candidate) {
          key = candidate;
          return spelling(candidate).text == name;
        })) {
      const std::string all = listed(allowed);
      return fail(problem, word, all.empty() ? "end of line" : all.find(',') == all.npos ? all : "one of " + all);
    }
    if (has(key)) {
      return fail(problem, word, std::string(name) + " only once");
    }
    seen_.add(key);
    const Form form = spelling(key).form;
    Token& value = values_[static_cast<std::size_t>(key)];
    if (length == word.text.npos) {
      if (form == Form::valued || form == Form::string) {
        return fail(problem, word, std::string(name) + "=");
      }
      bare_.add(key);
      value = word;
      continue;
    }
    if (form == Form::bare) {
      return fail(problem, word, std::string(name) + " without a value");
    }
    value = word.from(length + 1);
    if (value.empty() && form != Form::string) {
      return fail(problem, word, "a value after " + std::string(name) + "=");
    }
  }
}

}  // namespace timerlaw
