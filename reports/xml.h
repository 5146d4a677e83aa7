// SPDX-License-Identifier: Apache-2.0
// Text as XML takes it.
#pragma once

#include <string>
#include <string_view>

namespace timerlaw::reports {

// For an element or an attribute between double quotes. What XML has no way to say (control characters, bytes that are
// no UTF-8) becomes U+FFFD.
std::string xml_text(std::string_view text);

}  // namespace timerlaw::reports
