// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/choose_plan.h"

#include <array>
#include <cstdio>
#include <utility>

#include "conformance/corpus/directed.h"
#include "conformance/formats/program_text.h"
#include "conformance/runner/duration.h"

namespace timerlaw::runner {
namespace {

std::vector<Program> programs_of(const std::vector<Expectation>& expectations) {
  std::vector<Program> programs;
  for (const Expectation& one : expectations)
    if (one.program)
      programs.push_back(*one.program);
  return programs;
}

}  // namespace

Expected<Choice> choose_plan(const RunOptions& options, const std::vector<Expectation>& expectations,
                             const TargetFacts& facts) {
  const bool suites = options.exhaustive_one_in != 0 || options.aimed || options.corpus;
  const bool plain = !suites && !options.programs && !options.time;
  std::vector<Part> parts;
  const auto add = [&](std::shared_ptr<const Source> source, std::uint64_t programs, bool ahead = false) {
    parts.push_back({std::move(source), programs, ahead});
  };
  add(listed_source("expected", programs_of(expectations)), kUnbounded, true);
  Corpus corpus;
  if (options.corpus) {
    auto read = options.corpus_path.empty() ? Expected<Corpus>(embedded_corpus(capabilities_of(facts)))
                                            : read_corpus(options.corpus_path, capabilities_of(facts));
    if (!read)
      return Error{read.error()};
    corpus = std::move(*read);
    add(listed_source("corpus", corpus.programs), kUnbounded, true);
  } else if (options.waits && (plain || options.time)) {
    add(directed_source(), kUnbounded, true);
  }
  if (options.aimed || plain || (!suites && options.time && !options.programs && options.waits))
    add(aimed_source(static_cast<int>(facts.cpus)), kUnbounded);
  if (options.exhaustive_one_in == 1)
    add(exhaustive_source(), kUnbounded);
  else if (options.exhaustive_one_in > 1)
    add(thinned_source(exhaustive_source(), options.exhaustive_one_in), kUnbounded);
  if (options.programs || plain || (options.time && !suites))
    add(random_source(options.seed, options.waits, capabilities_of(facts)),
        options.programs.value_or(plain ? kDefaultPrograms : kUnbounded));
  return Choice{RunPlan(std::move(parts)), plain ? std::optional(kDefaultTime) : options.time, std::move(corpus)};
}

std::string describe(const Choice& choice) {
  std::string text;
  for (const Part& part : choice.plan.parts()) {
    if (!text.empty())
      text += ", ";
    text.append(part.source->name());
    text.append(" ").append(part.programs == kUnbounded ? "without end" : std::to_string(part.programs));
  }
  text += text.empty() ? "no programs" : " programs";
  if (choice.time)
    text += "; at most " + show_duration(*choice.time);
  return text;
}

std::vector<PlannedPart> planned_parts(const RunPlan& plan) {
  std::vector<PlannedPart> parts;
  for (const Part& part : plan.parts())
    parts.push_back({std::string(part.source->name()), part.programs});
  return parts;
}

std::string corpus_hash(const std::vector<Expectation>& expectations, const Corpus& corpus) {
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  const auto add = [&](const std::string& text) {
    for (const char c : text) {
      hash ^= static_cast<unsigned char>(c);
      hash *= 0x100000001b3;
    }
  };
  for (const Program& program : programs_of(expectations))
    add(to_text(program));
  add(corpus.text);
  std::array<char, 17> text;
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
  return text.data();
}

}  // namespace timerlaw::runner
