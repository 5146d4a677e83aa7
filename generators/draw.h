// SPDX-License-Identifier: Apache-2.0
// A stream of choices from one rc::Random. RapidCheck's Random is a hash of its key in plain integers, so that the same
// key gives the same choices on every machine; no distribution of the standard library may be used here, for they
// differ.
#pragma once

#include <rapidcheck.h>

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace timerlaw {

class Draw {
 public:
  explicit Draw(const rc::Random& random) : random_(random) {}

  template <class T>
  T of(const rc::Gen<T>& gen) {
    return gen(random_.split()).value();
  }
  // 0 to n-1, each as likely (to 1 part in 2^64/n).
  std::uint64_t below(std::uint64_t n) { return random_.split().next() % n; }
  bool once_in(std::uint64_t n) { return below(n) == 0; }
  template <class Table>
  auto element(const Table& table) {
    return *(std::begin(table) + static_cast<std::ptrdiff_t>(below(std::size(table))));
  }

 private:
  rc::Random random_;
};

}  // namespace timerlaw
