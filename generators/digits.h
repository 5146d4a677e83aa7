// SPDX-License-Identifier: Apache-2.0
// An index taken apart into choices from tables (mixed radix): how an enumeration computes program i without storing
// any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace timerlaw {

class Digits {
 public:
  explicit Digits(std::uint64_t index) : rest_(index) {}

  // The next digit, below `n`.
  std::uint64_t below(std::uint64_t n) {
    const std::uint64_t digit = rest_ % n;
    rest_ /= n;
    radix_ *= n;
    return digit;
  }
  template <class Table>
  auto pick(const Table& table) {
    return *(std::begin(table) + static_cast<std::ptrdiff_t>(below(std::size(table))));
  }
  // The product of all radices so far: the number of different indices. A builder that always makes the same picks has
  // its size here after one run.
  std::uint64_t radix() const { return radix_; }

 private:
  std::uint64_t rest_;
  std::uint64_t radix_ = 1;
};

}  // namespace timerlaw
