// SPDX-License-Identifier: Apache-2.0
#include "conformance/selftest/selftest.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <ostream>
#include <thread>

#include "conformance/corpus/corpus.h"
#include "conformance/corpus/directed.h"
#include "conformance/selftest/kills.h"
#include "generators/source.h"
#include "model/judge.h"

namespace timerlaw {
namespace {

// Runs task(0) to task(count - 1) on `jobs` threads.
void in_parallel(std::size_t count, unsigned jobs, const std::function<void(std::size_t)>& task) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      task(i);
    }
  };
  std::vector<std::jthread> threads;
  for (unsigned j = 1; j < jobs; ++j) {
    threads.emplace_back(work);
  }
  work();
}

// The mutants that were asked for, as indices into mutants(); an error names one that does not exist.
Expected<std::vector<int>> chosen_mutants(const std::vector<std::string>& names) {
  std::vector<int> chosen;
  for (std::size_t i = 0; i < mutants().size(); ++i) {
    if (names.empty() || std::ranges::find(names, mutants()[i].name) != names.end()) {
      chosen.push_back(static_cast<int>(i));
    }
  }
  for (const std::string& name : names) {
    if (std::ranges::find(mutants(), name, &Mutant::name) == mutants().end()) {
      return Error{"mutant '" + name + "': there is none of this name; `timerlaw selftest` prints all names"};
    }
  }
  return chosen;
}

// Of each generator, the programs that the machine's rights and ABI allow.
std::vector<Sample> take_samples(std::uint64_t seed, std::uint64_t limit, const Machine& machine) {
  const std::unique_ptr<Source> sources[] = {random_source(seed, true, capabilities_of(machine.facts)),
                                             exhaustive_source(), aimed_source(static_cast<int>(machine.facts.cpus)),
                                             directed_source(), edges_source(capabilities_of(machine.facts))};
  std::vector<Sample> samples;
  for (const std::unique_ptr<Source>& source : sources) {
    samples.push_back(take_sample(*source, limit));
  }
  return samples;
}

// The rejected trace of an unbroken kernel: a fault of the oracle or of the simulator.
std::string rejection(const Sample& sample, std::size_t at, Nanos width, std::uint64_t seed) {
  const Machine machine = usual_machine();
  const Trace trace = simulate(sample.programs[at].program, *machine.profile, machine.facts,
                               simulation(sample, at, width, kNoMutant, seed));
  Judgement judgement;
  judge(trace, *machine.profile, machine.facts, {}, judgement);
  std::string text = "the unbroken kernel is rejected: " + sample.generator + " program " +
                     std::to_string(sample.programs[at].index) + "\n";
  append_trace(text, trace);
  for (const Divergence& d : judgement.divergences) {
    text += "# step " + std::to_string(d.step) + ", " + std::string(rule(d.rule).id) + ": " + d.observed + "; " +
            d.allowed + "\n";
    for (const std::string& because : d.because) {
      text += "#   " + because + "\n";
    }
  }
  return text;
}

}  // namespace

int run_selftest(const SelftestOptions& options, std::ostream& out, std::ostream& progress) {
  const Expected<std::vector<int>> chosen = chosen_mutants(options.mutants);
  if (!chosen) {
    progress << chosen.error() << "\n";
    return 2;
  }
  const std::uint64_t most = std::max(options.programs, options.clean_programs);
  progress << "generating programs\n";
  const std::vector<Sample> samples = take_samples(options.seed, most, usual_machine());
  // For the mutants of 32-bit calls.
  Machine compat = usual_machine();
  compat.facts.abi = "i386";
  const std::vector<Sample> compat_samples = take_samples(options.seed, options.programs, compat);
  std::vector<std::string> generators;
  for (const Sample& sample : samples) {
    generators.push_back(sample.generator);
  }

  constexpr std::size_t kWidths = kBracketWidths.size();
  const std::size_t cells = samples.size() * kWidths;
  std::vector<std::string> rejections(cells);
  std::atomic<std::uint64_t> clean{0};
  in_parallel(cells, options.jobs, [&](std::size_t cell) {
    const Sample& sample = samples[cell / kWidths];
    const Nanos width = kBracketWidths[cell % kWidths].width;
    const auto at = programs_to_kill(sample, options.clean_programs, width, kNoMutant, options.seed);
    if (at) {
      rejections[cell] = rejection(sample, *at - 1, width, options.seed);
    }
    clean += at.value_or(std::min<std::uint64_t>(options.clean_programs, sample.programs.size()));
  });
  const auto rejected = static_cast<std::size_t>(
      std::ranges::count_if(rejections, [](const std::string& text) { return !text.empty(); }));
  for (const std::string& text : rejections) {
    progress << text;
  }

  std::vector<MutantRow> rows;
  for (const int mutant : *chosen) {
    rows.push_back({mutants()[static_cast<std::size_t>(mutant)], std::vector<Kills>(samples.size())});
  }
  std::mutex speaking;
  std::size_t done = 0;
  in_parallel(rows.size(), options.jobs, [&](std::size_t row) {
    const Machine machine = machine_of(rows[row].mutant);
    const std::vector<Sample>& run = machine.facts.abi == compat.facts.abi ? compat_samples : samples;
    for (std::size_t g = 0; g < run.size(); ++g) {
      for (std::size_t w = 0; w < kWidths; ++w) {
        rows[row].kills[g][w] =
            programs_to_kill(run[g], options.programs, kBracketWidths[w].width, (*chosen)[row], options.seed, machine);
      }
    }
    const std::scoped_lock lock(speaking);
    progress << ++done << " of " << rows.size() << ": " << rows[row].mutant.name << "\n";
  });

  out << kill_table(generators, rows, options.programs) << "\n";
  const auto killed = static_cast<std::size_t>(std::ranges::count_if(rows, &MutantRow::killed_at_a_narrow_width));
  out << killed << " of " << rows.size() << " mutants killed. The unbroken kernel was rejected in " << rejected
      << " of " << cells << " runs of " << clean << " programs together.\n";
  for (const MutantRow& row : rows) {
    if (!row.killed_at_a_narrow_width()) {
      out << "survived: " << row.mutant.name << "\n";
    }
  }
  return killed == rows.size() && rejected == 0 ? 0 : 1;
}

}  // namespace timerlaw
