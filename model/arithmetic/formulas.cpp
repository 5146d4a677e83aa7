// SPDX-License-Identifier: Apache-2.0
#include "model/arithmetic/formulas.h"

namespace timerlaw::arithmetic {

std::vector<Law> laws() {
  std::vector<Law> all;
  for (const Profile& profile : profiles()) {
    all.push_back({.profile = &profile});
    if (profile.time_base == TimeBase::nanoseconds) {
      all.push_back({.profile = &profile, .abi = Abi::compat32, .time32 = true});
      all.push_back({.profile = &profile, .abi = Abi::compat32});
    }
  }
  return all;
}

}  // namespace timerlaw::arithmetic
