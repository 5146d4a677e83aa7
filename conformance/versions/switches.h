// SPDX-License-Identifier: Apache-2.0
// The switches of a profile by name: the ways in which kernel generations differ, one table for files, results, reports
// and the documentation.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/profile.h"

namespace timerlaw::versions {

struct Switch {
  std::string_view name;                     // stale_signals_dropped
  std::string_view meaning;                  // what a program sees of it
  std::span<const std::string_view> values;  // false and true, or the words of an enumeration
  std::size_t (*get)(const Profile&);        // an index into `values`
  void (*set)(Profile&, std::size_t);

  bool boolean() const { return values.front() == "false"; }
  std::string_view value_in(const Profile& profile) const { return values[get(profile)]; }
};

// In the order of the fields of Profile.
std::span<const Switch> switches();

// The switch of this name; nullptr if there is none.
const Switch* find_switch(std::string_view name);

// The switches in which two profiles differ.
std::vector<const Switch*> differing_switches(const Profile& a, const Profile& b);

// `a`, but with the value that the switch has in `b`.
Profile with(const Profile& a, const Switch& one, const Profile& b);

// `false, true`.
std::string list_of(std::span<const std::string_view> values);

}  // namespace timerlaw::versions
