// SPDX-License-Identifier: Apache-2.0
#include "model/profile.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace timerlaw {
namespace {

struct ReleaseRange {
  std::pair<int, int> first;
  std::pair<int, int> last;
};

constexpr Profile kProfiles[] = {
    {.name = "linux-6.13",
     .releases = "6.13 to 6.18",
     .confirmed = "6.18",
     .getitimer_null_first = false,
     .alarm_round = AlarmRound::nanoseconds,
     .sevp_before_clock = true,
     .notify_strict = true},
};
constexpr ReleaseRange kReleases[] = {{{6, 13}, {6, 18}}};
static_assert(std::size(kProfiles) == std::size(kReleases));

}  // namespace

std::span<const Profile> profiles() {
  return kProfiles;
}

const Profile* find_profile(std::string_view name) {
  const auto* found = std::ranges::find(kProfiles, name, &Profile::name);
  return found == std::end(kProfiles) ? nullptr : found;
}

const Profile* profile_for_release(std::string_view release) {
  std::pair<int, int> version{0, 0};
  const char* end = release.data() + release.size();
  const auto major = std::from_chars(release.data(), end, version.first);
  if (major.ec != std::errc{} || major.ptr == end || *major.ptr != '.' ||
      std::from_chars(major.ptr + 1, end, version.second).ec != std::errc{}) {
    return nullptr;
  }
  for (std::size_t i = 0; i < std::size(kProfiles); ++i) {
    if (kReleases[i].first <= version && version <= kReleases[i].last) {
      return &kProfiles[i];
    }
  }
  return nullptr;
}

}  // namespace timerlaw
