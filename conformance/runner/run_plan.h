// SPDX-License-Identifier: Apache-2.0
// Which programs a run consists of, and at which positions. The plan depends on the arguments and the number of the
// target's CPUs only: never on jobs, shards or time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "generators/source.h"

namespace timerlaw::runner {

// One source's part of a plan: its first `programs` programs.
struct Part {
  std::shared_ptr<const Source> source;
  std::uint64_t programs = 0;  // kUnbounded: until time is up
  bool ahead = false;          // before all others: its programs are run however short the time is
};

// Where a program of a plan comes from.
struct Origination {
  std::size_t part = 0;
  std::uint64_t index = 0;  // in that part's source
};

class RunPlan {
 public:
  // Parts that are ahead come first. Bounded parts are laid through each other in proportion, so that a run cut off by
  // --time has had some of each; an unbounded part comes last.
  explicit RunPlan(std::vector<Part> parts);

  const std::vector<Part>& parts() const { return parts_; }
  std::uint64_t size() const;  // kUnbounded if a part is
  Origination origin(std::uint64_t position) const;
  Program at(std::uint64_t position) const;
  std::string_view source_name(std::uint64_t position) const;

 private:
  std::vector<Part> parts_;
  std::uint64_t bounded_ = 0;  // programs of the bounded parts, those ahead included
};

// One program in so many of a bounded source, evenly over all of it: `exhaustive/100`.
std::unique_ptr<Source> thinned_source(std::unique_ptr<Source> whole, std::uint64_t one_in);

// The programs of a file (or of expectations) as a source.
std::unique_ptr<Source> listed_source(std::string name, std::vector<Program> programs);

// `--shard I/N` runs the positions p with p mod N = I. Ordinals count a shard's own positions from zero.
struct Shard {
  std::uint64_t index = 0;
  std::uint64_t count = 1;
  std::uint64_t position(std::uint64_t ordinal) const { return index + ordinal * count; }
  // How many of `size` positions are this shard's.
  std::uint64_t programs(std::uint64_t size) const;
  friend bool operator==(const Shard&, const Shard&) = default;
};

}  // namespace timerlaw::runner
