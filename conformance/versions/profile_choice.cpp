// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/profile_choice.h"

#include "conformance/versions/profile_file.h"

namespace timerlaw::versions {

Expected<ProfileChoice> ProfileChoice::read(const std::string& option) {
  if (option == "auto")
    return ProfileChoice();
  if (is_path(option)) {
    auto read = read_profile_file(option);
    if (!read)
      return Error{read.error()};
    return ProfileChoice(std::move(*read));
  }
  if (const Profile* known = find_profile(option))
    return ProfileChoice(*known);
  return Error{"--profile " + option + ": unknown; known are auto, " + known_profiles() +
               ", and the path of a TOML file"};
}

Expected<const Profile*> ProfileChoice::of(const TargetFacts& facts) const {
  if (fixed_ != nullptr)
    return fixed_.get();
  if (facts.release.empty())
    return Error{"no `timerlaw target` line says on which kernel this was recorded; name a profile with --profile"};
  const Profile* profile = profile_for_release(facts.release);
  if (profile == nullptr)
    return Error{"no profile describes kernel " + facts.release + "; name one with --profile: " + known_profiles()};
  if (!profile->obtainable && facts.machine != "simulated")
    return Error{"the target calls itself kernel " + facts.release +
                 ", as sandboxes and emulators do: name its profile with --profile, " + profile->name +
                 " if it is such a kernel; `timerlaw identify` tells which profile it is most like"};
  return profile;
}

}  // namespace timerlaw::versions
