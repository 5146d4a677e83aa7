// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "model/oracle/oracle.h"

namespace timerlaw {

std::string show(Wide ns) {
  const bool negative = ns < 0;
  unsigned __int128 rest = negative ? -static_cast<unsigned __int128>(ns) : static_cast<unsigned __int128>(ns);
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
    rest /= 10;
  } while (rest != 0);
  if (negative) {
    digits.push_back('-');
  }
  std::ranges::reverse(digits);
  return digits;
}

std::string show(Range ns) {
  return ns.lo == ns.hi ? show(ns.lo) : show(ns.lo) + " to " + show(ns.hi);
}

std::string show_info(const SigInfo& info) {
  return "signo " + std::to_string(info.signo) + " code " + std::to_string(info.code) + " timerid/pid " +
         std::to_string(info.a) + " overrun/uid " + std::to_string(info.b) + " value " + std::to_string(info.value) +
         " errno " + std::to_string(info.error) +
         (info.extra != 0 ? " extra " + std::to_string(info.extra) : std::string());
}

std::string show_timer(const OracleTimer& t) {
  return "timer id " + std::to_string(static_cast<std::int32_t>(t.id)) +
         (t.deadline.interval() > 0 ? " (interval " + show(t.deadline.interval()) + " ns)" : std::string());
}

}  // namespace timerlaw
