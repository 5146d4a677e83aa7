// SPDX-License-Identifier: Apache-2.0
// A source of programs. Program i is a pure function of (generator version, seed, i) and of what the target can do:
// never of jobs or time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "model/facts.h"
#include "model/trace.h"

namespace timerlaw {

// Raised whenever any source's programs change: results of different versions are never merged.
inline constexpr int kGeneratorVersion = 4;

// What a target can do, as far as random programs depend on it: they ask for nothing that it would refuse.
struct Capabilities {
  Nanos tick{4'000'000};  // CPU-time timers are set around it
  bool cpu_time = true;   // programs burn CPU time, and wait for timers that count it
  bool user_time = true;  // … that count user time
  bool set_clock = false;
  bool time_namespaces = false;
  bool time32 = false;        // the calls with 32-bit time, beside those with 64-bit time
  bool virtual_time = false;  // long waits cost nothing
  friend bool operator==(const Capabilities&, const Capabilities&) = default;
};
Capabilities capabilities_of(const TargetFacts& facts);
// `tick=4000000 cpu_time user_time`: runs whose texts differ have different programs.
std::string to_text(const Capabilities& capabilities);

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
std::unique_ptr<Source> random_source(std::uint64_t seed, bool waits = true, const Capabilities& capabilities = {});

// Every sequence up to length 3 over the alphabet of steps, from each prepared state; the argument products of every
// call; then every sequence over each of the small alphabets: CPU time, ids, processes.
std::unique_ptr<Source> exhaustive_source();

// Every call swept over ±3 µs around an expiry, from the same CPU and (cpus > 1) from another.
std::unique_ptr<Source> aimed_source(int cpus);

}  // namespace timerlaw
