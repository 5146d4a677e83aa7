// SPDX-License-Identifier: Apache-2.0
#include "reports/html/script_json.h"

namespace timerlaw::reports {

std::string script_json(const Json& json) {
  const std::string plain = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string out;
  out.reserve(plain.size() + plain.size() / 64);
  for (const char c : plain) {
    // Outside of strings JSON has none of these.
    if (c == '<')
      out += "\\u003c";
    else if (c == '>')
      out += "\\u003e";
    else if (c == '&')
      out += "\\u0026";
    else
      out += c;
  }
  return out;
}

}  // namespace timerlaw::reports
