// SPDX-License-Identifier: Apache-2.0
#include "generators/mix.h"
#include "generators/source.h"

namespace timerlaw {
namespace {

class RandomSource : public Source {
 public:
  RandomSource(std::uint64_t seed, bool waits, const Capabilities& can) : seed_(seed), waits_(waits), can_(can) {}
  std::string_view name() const override { return waits_ ? "random" : "random-without-waits"; }
  std::uint64_t size() const override { return kUnbounded; }
  Program at(std::uint64_t index) const override {
    const rc::Random::Key key{seed_, index, static_cast<std::uint64_t>(kGeneratorVersion), waits_ ? 1U : 0U};
    return mixed_program(rc::Random(key), waits_, can_);
  }

 private:
  std::uint64_t seed_;
  bool waits_;
  Capabilities can_;
};

}  // namespace

std::unique_ptr<Source> random_source(std::uint64_t seed, bool waits, const Capabilities& capabilities) {
  return std::make_unique<RandomSource>(seed, waits, capabilities);
}

}  // namespace timerlaw
