// SPDX-License-Identifier: Apache-2.0
#include "conformance/corpus/directed.h"

#include <stdexcept>
#include <utility>
#include <vector>

#include "conformance/corpus/corpus_text.h"
#include "conformance/formats/program_text.h"

namespace timerlaw {
namespace {

class Directed : public Source {
 public:
  Directed() {
    for (const CorpusText& file : corpus_texts()) {
      Expected<std::vector<Program>> programs = parse_programs(file.text, std::string(file.family) + ".prog");
      if (!programs) {
        throw std::logic_error(programs.error());
      }
      programs_.insert(programs_.end(), programs->begin(), programs->end());
    }
  }
  std::string_view name() const override { return "directed"; }
  std::uint64_t size() const override { return programs_.size(); }
  Program at(std::uint64_t index) const override { return programs_[index]; }

 private:
  std::vector<Program> programs_;
};

}  // namespace

std::unique_ptr<Source> directed_source() {
  return std::make_unique<Directed>();
}

}  // namespace timerlaw
