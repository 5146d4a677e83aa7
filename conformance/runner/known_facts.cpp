// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/known_facts.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "conformance/formats/facts_text.h"
#include "conformance/runner/trace_store.h"

namespace timerlaw::runner {
namespace fs = std::filesystem;
namespace {

fs::path folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  const fs::path base = cache != nullptr && *cache != '\0' ? fs::path(cache)
                        : home != nullptr && *home != '\0' ? fs::path(home) / ".cache"
                                                           : fs::path();
  return base.empty() ? base : base / "timerlaw" / "facts";
}

}  // namespace

void remember_facts(const TargetSpec& spec, const TargetFacts& facts, std::optional<bool> threads) {
  const fs::path place = folder();
  if (place.empty() || spec.lab_name.empty() || !spec.pace.empty())
    return;
  TargetFacts known = facts;
  // A run that may not set the clock says nothing of whether it can be set, nor one without threads of those.
  if (const auto before = recall_facts(spec.lab_name, facts.abi); before && before->facts.release == facts.release) {
    known.set_clock = known.set_clock || before->facts.set_clock;
    threads = threads ? threads : before->threads;
  }
  std::string text = to_text(known);
  if (threads)
    text += *threads ? "threads=yes\n" : "threads=no\n";
  std::error_code wrong;
  fs::create_directories(place, wrong);
  if (!wrong)
    static_cast<void>(replace_file(place / (spec.lab_name + "." + facts.abi), text));
}

std::optional<KnownFacts> recall_facts(const std::string& lab_name, const std::string& abi) {
  const fs::path place = folder();
  const fs::path file = place / (lab_name + "." + abi);
  std::error_code ignored;
  if (place.empty() || !fs::exists(file, ignored))
    return std::nullopt;
  const auto text = read_bytes(file.string());
  if (!text)
    return std::nullopt;
  const Lines lines(*text, file.string());
  KnownFacts known;
  Problem problem;
  if (lines.done() || !read_facts(lines.line(), known.facts, problem))
    return std::nullopt;
  for (const bool threads : {false, true})
    if (text->find(threads ? "\nthreads=yes\n" : "\nthreads=no\n") != std::string::npos)
      known.threads = threads;
  return known;
}

}  // namespace timerlaw::runner
