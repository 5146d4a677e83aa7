// SPDX-License-Identifier: Apache-2.0
#include "generators/alphabet.h"
#include "generators/digits.h"
#include "generators/products.h"
#include "generators/sequences.h"
#include "generators/source.h"
#include "generators/states.h"

namespace timerlaw {
namespace {

constexpr int kLongest = 3;

// The words of one length, all lengths up to kLongest.
std::uint64_t word_count() {
  std::uint64_t total = 0;
  std::uint64_t of_length = 1;
  for (int length = 0; length <= kLongest; ++length) {
    total += of_length;
    of_length *= alphabet().size();
  }
  return total;
}

// Word number `index`, the short ones first.
void append_word(std::uint64_t index, std::vector<Step>& steps) {
  int length = 0;
  std::uint64_t of_length = 1;
  while (index >= of_length) {
    index -= of_length;
    of_length *= alphabet().size();
    ++length;
  }
  Digits digits(index);
  for (; length > 0; --length) {
    const Letter letter = digits.pick(alphabet());
    steps.insert(steps.end(), letter.begin(), letter.end());
  }
}

class ExhaustiveSource : public Source {
 public:
  std::string_view name() const override { return "exhaustive"; }
  std::uint64_t size() const override { return words_ + product_count() + sequence_count(); }
  Program at(std::uint64_t index) const override {
    if (index >= words_ + product_count()) {
      return sequence_at(index - words_ - product_count());
    }
    if (index >= words_) {
      return product_at(index - words_);
    }
    // The state is the lowest digit: the shortest words come first, from every state.
    Digits digits(index);
    Program program{.child = Child::reused, .steps = digits.pick(prepared_states()).steps};
    append_word(index / prepared_states().size(), program.steps);
    const auto after = observations();
    program.steps.insert(program.steps.end(), after.begin(), after.end());
    return program;
  }

 private:
  std::uint64_t words_ = prepared_states().size() * word_count();
};

}  // namespace

std::unique_ptr<Source> exhaustive_source() {
  return std::make_unique<ExhaustiveSource>();
}

}  // namespace timerlaw
