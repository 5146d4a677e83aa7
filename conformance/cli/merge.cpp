// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/merge.h"

#include <cstdio>

#include "conformance/cli/command.h"
#include "conformance/runner/exit_code.h"
#include "conformance/runner/settle.h"
#include "conformance/runner/tally.h"
#include "conformance/runner/trace_store.h"
#include "reports/closeness.h"
#include "reports/summary.h"

namespace timerlaw::cli {
namespace {

namespace fs = std::filesystem;

struct Asked {
  std::string out;
  std::vector<std::string> folders;
};

int carry_out(const Asked& asked) {
  std::optional<runner::Results> merged;
  for (const std::string& folder : asked.folders) {
    auto results = runner::read_folder(folder);
    if (!results)
      return complain(results.error(), runner::kExitUsage);
    if (!merged) {
      merged = std::move(*results);
      continue;
    }
    auto both = runner::merge(std::move(*merged), *results);
    if (!both)
      return complain(asked.folders.front() + ", " + folder + ": " + both.error(), runner::kExitUsage);
    merged = std::move(*both);
  }
  const auto missing = runner::missing_shards(*merged);
  for (const std::uint64_t shard : missing)
    std::fprintf(stderr, "timerlaw: shard %llu/%llu is missing\n", static_cast<unsigned long long>(shard),
                 static_cast<unsigned long long>(merged->info.shard.count));
  for (const auto& [index, verdicts] : merged->conflicts) {
    std::string all;
    for (const std::string& verdict : verdicts)
      all.append(all.empty() ? "" : " and ").append(verdict);
    std::fprintf(stderr, "timerlaw: program %llu was judged %s\n", static_cast<unsigned long long>(index), all.c_str());
  }
  if (!missing.empty() && merged->info.ended.empty())
    merged->info.ended = "shards are missing";
  merged->info.complete = merged->info.complete && missing.empty();
  if (const Status written = runner::write_merged(*merged, asked.out, {asked.folders.begin(), asked.folders.end()});
      !written)
    return complain(written.error(), runner::kExitUsage);

  runner::Tally tally;
  for (const auto& [index, record] : merged->records)
    tally.add(record);
  if (const std::string table = reports::closeness_table(tally); !tally.closest.empty())
    if (const Status written = runner::replace_file(fs::path(asked.out) / reports::kClosenessFile, table); !written)
      return complain(written.error(), runner::kExitUsage);
  runner::Outcome outcome = runner::outcome_of(merged->info);
  outcome.harness_failed = outcome.harness_failed || tally.judged == 0;
  std::fputs(reports::summary_text({outcome, merged->info, tally, asked.out, merged->info.unexplained}).c_str(),
             stdout);
  return runner::exit_code(outcome);
}

}  // namespace

Action add_merge(CLI::App& app) {
  auto asked = std::make_shared<Asked>();
  CLI::App& command = *app.add_subcommand("merge", "Put the results of shards together");
  command.footer("Example:  timerlaw merge all shard0 shard1 shard2");
  command.add_option("OUT", asked->out, "new folder for the merged results")->required();
  command.add_option("DIR", asked->folders, "folders of results")->required();
  return [asked] { return carry_out(*asked); };
}

}  // namespace timerlaw::cli
