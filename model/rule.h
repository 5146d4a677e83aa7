// SPDX-License-Identifier: Apache-2.0
// The registry of the law: every rule with its id, text and source. Ids are interface: never renamed, never reused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace timerlaw {

struct Profile;

enum class RuleClass : std::uint8_t {
  law,      // what POSIX, the manual page or the kernel's documentation promises, as Linux does it
  quirk,    // surprising, and knowingly kept by its makers
  suspect,  // known on real kernels, though nobody intended it or it contradicts what is documented: diverges
  trace,    // not about the kernel: what a well-formed trace must be
};

struct Rule {
  std::string_view id;      // ITR-3
  std::string_view family;  // the table it stands in: arguments, conversions, itimer, …
  RuleClass rule_class;
  std::string_view text;          // one statement, in our own words
  std::string_view source;        // POSIX clause, manual page, kernel file and function
  bool (*holds)(const Profile&);  // in which profiles
  // Numbers of the traces of real kernels in model/evidence/ that show it, separated by spaces; empty: source only.
  std::string_view evidence = "";
  std::string_view left_out = "";  // why no verdict follows from it; empty: traces are judged by it
};

// Position in the registry. Small, so that a verdict carries it by value.
enum class RuleIndex : std::uint16_t {};

// All rules, in the order of docs/rules.md.
std::span<const Rule> rules();
const Rule& rule(RuleIndex index);

// Whether the rule holds in this profile, and traces are judged by it.
bool applies(const Rule& rule, const Profile& profile);
// Whether the standard itself promises it: its source names a clause of POSIX.
bool promised_by_posix(const Rule& rule);
std::size_t rules_of(const Profile& profile);

// The rule with this id; nullptr if there is none.
const Rule* find_rule(std::string_view id);

// Up to three ids that are spelled most like `id`, nearest first.
std::vector<std::string_view> nearest_rules(std::string_view id);

}  // namespace timerlaw
