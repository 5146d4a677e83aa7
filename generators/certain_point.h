// SPDX-License-Identifier: Apache-2.0
// Points at which the law leaves a program only one result, though nobody knows when exactly its calls were made, and
// that lie as near to another result as that allows. Found by the solver (generators/solver/certain.h), kept in
// generators/corpus/certain.edges, read without it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/arithmetic/law.h"
#include "model/units.h"

namespace timerlaw {

// On which side of the change the bracket lies: the result is about to change as time passes, or has just changed.
enum class Side : std::uint8_t { before, after };

// What of an output is looked at. Of a fraction it is `zero` only together with its seconds.
enum class Aspect : std::uint8_t { value, zero, negative };
constexpr Wide aspect_of(Wide output, Aspect aspect) {
  return aspect == Aspect::value ? output : aspect == Aspect::zero ? Wide{output == 0} : Wide{output < 0};
}

// Which change of which result.
struct Boundary {
  Side side = Side::before;
  std::string output;
  Aspect aspect = Aspect::value;
  std::string change;  // the branches that are left and those that are entered; `step` where they are the same
  friend bool operator==(const Boundary&, const Boundary&) = default;
  friend auto operator<=>(const Boundary&, const Boundary&) = default;
};

struct CertainPoint {
  Boundary boundary;
  Nanos width;               // nanoseconds that pass before the look: earliest … earliest + width
  std::vector<Wide> inputs;  // of the formula, in its order: `now` is 0, time passed as at the earliest
  Wide earliest = 0;
  Wide flip = 0;   // the nearest number of nanoseconds, passed before the look, with another result
  Wide shown = 0;  // the one result, in its aspect
  friend bool operator==(const CertainPoint&, const CertainPoint&) = default;
};

// From the flip to the farthest instant of the bracket: a boundary that is wrong by so much is noticed wherever in the
// bracket the calls were made.
constexpr Nanos distance(const CertainPoint& point) {
  return {static_cast<std::int64_t>(point.boundary.side == Side::before
                                        ? point.flip - point.earliest
                                        : point.earliest + point.width.ns - point.flip)};
}

// The points of one formula, for laws under which they are the same.
struct CertainGroup {
  std::string formula;
  std::vector<arithmetic::Law> laws;
  std::vector<CertainPoint> points;
  friend bool operator==(const CertainGroup&, const CertainGroup&) = default;
};

struct CertainFile {
  std::string solver;  // `z3 4.8.12.0`
  std::vector<CertainGroup> groups;
  friend bool operator==(const CertainFile&, const CertainFile&) = default;
};

// The file of this text; nullopt with an error that names the line, which begins with `name`.
std::optional<CertainFile> read_certain(std::string_view text, std::string_view name, std::string& error);
std::string to_text(const CertainFile& file);
std::string to_text(const Boundary& boundary);  // `before seconds value ALRM-4/fits > ALRM-4/one-word-lost`

// The input that says how much time passes before the look, `waited`, `burnt` or `left` (what remains, rather); -1 if
// there is none.
int time_input(std::span<const arithmetic::Input> inputs);

}  // namespace timerlaw
