// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <optional>

#include "conformance/cli/command.h"
#include "conformance/formats/program_text.h"
#include "conformance/runner/interrupt.h"
#include "conformance/target/wire_text.h"
#include "generators/source.h"

namespace timerlaw::cli {
namespace {

constexpr std::uint64_t kDefaultRandom = 10;

struct Asked {
  std::string source = "random";
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> programs;
  bool waits = true;
  int cpus = 2;
  bool wire = false;
};

std::unique_ptr<Source> source_of(const Asked& asked) {
  if (asked.source == "exhaustive")
    return exhaustive_source();
  if (asked.source == "aimed")
    return aimed_source(asked.cpus);
  return random_source(asked.seed, asked.waits);
}

int carry_out(const Asked& asked) {
  const auto source = source_of(asked);
  const bool endless = source->size() == kUnbounded;
  const std::uint64_t wanted = asked.programs.value_or(endless ? kDefaultRandom : source->size());
  std::string text;
  for (std::uint64_t i = 0; i < std::min(wanted, source->size()) && runner::interrupted() == 0; ++i) {
    text.clear();
    if (asked.wire)
      append_program(i, source->at(i), text);
    else
      append_program(text, source->at(i));
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size())
      return 0;  // nobody reads on
  }
  return runner::interrupted() == 0 ? 0 : 128 + runner::interrupted();
}

}  // namespace

Action add_gen(CLI::App& app) {
  auto asked = std::make_shared<Asked>();
  CLI::App& command = *app.add_subcommand("gen", "Print programs");
  command.footer("Example:  timerlaw gen --seed 7 --programs 100 > some.programs");
  command.add_option("--source", asked->source, "which generator")
      ->check(CLI::IsMember({"random", "exhaustive", "aimed"}))
      ->capture_default_str();
  command.add_option("--seed", asked->seed, "of the random programs")->capture_default_str();
  command.add_option("--programs", asked->programs, "how many; default: 10 random ones, or the whole suite");
  command.add_flag("--no-waits{false}", asked->waits, "random programs that never sleep, spin or burn");
  command.add_option("--cpus", asked->cpus, "CPUs of the target, for the aimed suite")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  command.add_flag("--wire", asked->wire, "print what an agent reads: timerlaw-agent --echo < programs > traces");
  return [asked] { return carry_out(*asked); };
}

}  // namespace timerlaw::cli
