// SPDX-License-Identifier: Apache-2.0
#include "conformance/corpus/corpus.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

#include "conformance/corpus/corpus_text.h"
#include "conformance/formats/program_text.h"

namespace timerlaw {
namespace {

namespace fs = std::filesystem;

class Collector {
 public:
  explicit Collector(const Capabilities& can) : can_(can) {}

  Status add_programs(std::string_view text, const std::string& name) {
    auto programs = parse_programs(text, name);
    if (!programs) {
      return Error{programs.error()};
    }
    for (Program& program : *programs) {
      add(std::move(program));
    }
    corpus_.text.append(text);
    return Done{};
  }

  Status add_edge_text(std::string_view text, const std::string& name) {
    std::string error;
    if (text.starts_with("timerlaw certain")) {
      const auto file = read_certain(text, name, error);
      if (!file) {
        return Error{error};
      }
      add(*file);
    } else if (text.starts_with("timerlaw differences")) {  // between profiles: for diff-profiles
      return Done{};
    } else {
      const auto file = read_edges(text, name, error);
      if (!file) {
        return Error{error};
      }
      add(*file);
    }
    return Done{};
  }

  void add(const EdgeFile& file) {
    for (const EdgeGroup& group : file.groups) {
      if (of_another_tick(group.laws)) {
        continue;
      }
      for (const Witness& witness : group.witnesses) {
        take(edge_programs(file.formula, witness.inputs, can_), [](const EdgeProgram&) {});
      }
    }
    corpus_.text += to_text(file);
  }

  void add(const CertainFile& file) {
    for (const CertainGroup& group : file.groups) {
      if (of_another_tick(group.laws)) {
        continue;
      }
      for (const CertainPoint& point : group.points) {
        take(edge_programs(group.formula, point, can_), [&](const EdgeProgram& made) {
          if (made.counting != Counting::none) {
            corpus_.certain.push_back({group.formula, point, made});
          }
        });
      }
    }
    corpus_.text += to_text(file);
  }

  Corpus done() { return std::move(corpus_); }

 private:
  // Formulas that count ticks have groups for each length; those of the usual one are run everywhere.
  bool of_another_tick(std::span<const arithmetic::Law> laws) const {
    return !laws.empty() && laws.front().tick != arithmetic::kTicks.front() && laws.front().tick != can_.tick.ns;
  }
  void add(Program program) {
    if (seen_.insert(to_text(program)).second) {
      corpus_.programs.push_back(std::move(program));
    }
  }
  template <class Each>
  void take(EdgePrograms made, Each&& each) {
    if (!made.skipped.empty()) {
      ++corpus_.skipped[std::string(made.skipped)];
    }
    for (EdgeProgram& one : made.programs) {
      each(one);
      add(std::move(one.program));
    }
  }

  const Capabilities& can_;
  Corpus corpus_;
  std::set<std::string> seen_;
};

class Edges final : public Source {
 public:
  explicit Edges(std::vector<Program> programs) : programs_(std::move(programs)) {}
  std::string_view name() const override { return "edges"; }
  std::uint64_t size() const override { return programs_.size(); }
  Program at(std::uint64_t index) const override { return programs_[index]; }

 private:
  std::vector<Program> programs_;
};

void require(const Status& status) {
  if (!status) {
    throw std::logic_error(status.error());
  }
}

void add_embedded_edges(Collector& collector) {
  for (const EdgeFile& file : edge_corpus()) {
    collector.add(file);
  }
  require(collector.add_edge_text(certain_text(), "certain.edges"));
}

Expected<std::string> read_whole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) {
    return Error{path.string() + ": cannot be read"};
  }
  return text.str();
}

}  // namespace

std::unique_ptr<Source> edges_source(const Capabilities& can) {
  Collector collector(can);
  add_embedded_edges(collector);
  return std::make_unique<Edges>(collector.done().programs);
}

Corpus embedded_corpus(const Capabilities& can) {
  Collector collector(can);
  for (const CorpusText& file : corpus_texts()) {
    require(collector.add_programs(file.text, std::string(file.family) + ".prog"));
  }
  add_embedded_edges(collector);
  return collector.done();
}

Expected<Corpus> read_corpus(const std::string& path, const Capabilities& can) {
  std::vector<fs::path> files;
  std::error_code problem;
  if (fs::is_directory(path, problem)) {
    for (const auto& entry : fs::directory_iterator(path, problem)) {
      if (entry.path().extension() == ".prog" || entry.path().extension() == ".edges") {
        files.push_back(entry.path());
      }
    }
    std::ranges::sort(files);
    if (files.empty()) {
      return Error{path + ": expected files *.prog or *.edges in this folder"};
    }
  } else {
    files.emplace_back(path);
  }
  Collector collector(can);
  for (const fs::path& file : files) {
    const auto text = read_whole(file);
    if (!text) {
      return Error{text.error()};
    }
    const Status added = file.extension() == ".edges" ? collector.add_edge_text(*text, file.string())
                                                      : collector.add_programs(*text, file.string());
    if (!added) {
      return Error{added.error()};
    }
  }
  return collector.done();
}

}  // namespace timerlaw
