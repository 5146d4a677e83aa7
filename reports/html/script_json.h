// SPDX-License-Identifier: Apache-2.0
// JSON inside an HTML page.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace timerlaw::reports {

using Json = nlohmann::ordered_json;

// The JSON as it may stand in a <script> element: no `<`, `>` or `&` is left in it, so that nothing that a target
// printed ends the element or begins another. Bytes that are no UTF-8 are replaced.
std::string script_json(const Json& json);

}  // namespace timerlaw::reports
