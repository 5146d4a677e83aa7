// SPDX-License-Identifier: Apache-2.0
// The files of reports/html/page, as they were when the binary was built.
#pragma once

#include <string_view>

namespace timerlaw::reports {

std::string_view page_html();  // with the marks /*STYLE*/, /*SCRIPT*/ and /*RESULTS*/
std::string_view page_style();
std::string_view page_script();

}  // namespace timerlaw::reports
