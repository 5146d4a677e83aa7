// SPDX-License-Identifier: Apache-2.0
// Profiles that users write: a known profile and the switches in which their kernel differs from it, for kernels with
// backports. docs/profiles.md describes the file.
#pragma once

#include <string>
#include <string_view>

#include "conformance/expected.h"
#include "model/profile.h"

namespace timerlaw::versions {

// Whether what --profile was given is the path of a file: it has a slash, or ends in .toml.
bool is_path(std::string_view profile);

// Errors name file, line, key, and what is allowed there.
Expected<Profile> parse_profile(std::string_view toml, const std::string& path);
Expected<Profile> read_profile_file(const std::string& path);

// A profile as such a file, against the known profile that is nearest.
std::string to_toml(const Profile& profile);

// `linux-2.0, …, posix`.
std::string known_profiles();

}  // namespace timerlaw::versions
