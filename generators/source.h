// SPDX-License-Identifier: Apache-2.0
// A source of programs. Program i is a pure function of (generator version, seed, i): never of jobs, machine or time.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "model/trace.h"

namespace timerlaw {

// Raised whenever any source's programs change: results of different versions are never merged.
inline constexpr int kGeneratorVersion = 1;

class Source {
 public:
  virtual ~Source() = default;
  virtual std::string_view name() const = 0;
  // How many programs there are; kUnbounded for a random source.
  virtual std::uint64_t size() const = 0;
  // Program `index`; thread-safe. index < size().
  virtual Program at(std::uint64_t index) const = 0;
};
inline constexpr std::uint64_t kUnbounded = ~std::uint64_t{0};

// The default mix of random programs (RapidCheck), including ones that wait. With `waits` false no program sleeps,
// spins or burns.
std::unique_ptr<Source> random_source(std::uint64_t seed, bool waits = true);

// Every sequence up to length 3 over the alphabet of steps, from each prepared state; then the argument products of
// every call.
std::unique_ptr<Source> exhaustive_source();

// Every call swept over ±3 µs around an expiry, from the same CPU and (cpus > 1) from another.
std::unique_ptr<Source> aimed_source(int cpus);

}  // namespace timerlaw
