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

void remember_facts(const TargetSpec& spec, const TargetFacts& facts) {
  const fs::path place = folder();
  if (place.empty() || spec.lab_name.empty() || !spec.pace.empty())
    return;
  TargetFacts known = facts;
  // A run that may not set the clock says nothing of whether it can be set.
  if (const auto before = recall_facts(spec.lab_name, facts.abi); before && before->release == facts.release)
    known.set_clock = known.set_clock || before->set_clock;
  std::error_code wrong;
  fs::create_directories(place, wrong);
  if (!wrong)
    static_cast<void>(replace_file(place / (spec.lab_name + "." + facts.abi), to_text(known)));
}

std::optional<TargetFacts> recall_facts(const std::string& lab_name, const std::string& abi) {
  const fs::path place = folder();
  const fs::path file = place / (lab_name + "." + abi);
  std::error_code ignored;
  if (place.empty() || !fs::exists(file, ignored))
    return std::nullopt;
  const auto text = read_bytes(file.string());
  if (!text)
    return std::nullopt;
  const Lines lines(*text, file.string());
  TargetFacts facts;
  Problem problem;
  return !lines.done() && read_facts(lines.line(), facts, problem) ? std::optional(facts) : std::nullopt;
}

}  // namespace timerlaw::runner
