// SPDX-License-Identifier: Apache-2.0
// What --profile says: auto, the name of a known profile, or the path of a file.
#pragma once

#include <memory>
#include <string>

#include "conformance/expected.h"
#include "model/facts.h"
#include "model/profile.h"

namespace timerlaw::versions {

// Keeps the profile of a file alive: what `of` returns is valid as long as this choice or a copy of it.
class ProfileChoice {
 public:
  static Expected<ProfileChoice> read(const std::string& option);
  explicit ProfileChoice(Profile profile) : fixed_(std::make_shared<const Profile>(std::move(profile))) {}

  // `auto`: the profile that describes the target's kernel. It is taken at its word only where kernels that can be
  // had confirm the profile: sandboxes call themselves by releases of old.
  Expected<const Profile*> of(const TargetFacts& facts) const;
  bool automatic() const { return fixed_ == nullptr; }

 private:
  ProfileChoice() = default;
  std::shared_ptr<const Profile> fixed_;
};

}  // namespace timerlaw::versions
