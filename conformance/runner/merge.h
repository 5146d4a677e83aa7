// SPDX-License-Identifier: Apache-2.0
// Several shards' results as one. Merging is commutative and idempotent: the order and the repetition of folders change
// nothing.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "conformance/expected.h"
#include "conformance/runner/record.h"
#include "conformance/runner/run_info.h"

namespace timerlaw::runner {

// The parts of one run: its shards, or several runs of one shard.
struct Results {
  RunInfo info;  // of the whole: `info.shards` are those that are there
  std::map<std::uint64_t, Record> records;
  std::map<std::uint64_t, std::set<std::string>> conflicts;  // programs that got more than one verdict
};

Expected<Results> read_folder(const std::filesystem::path& folder);

// Refuses runs that differ in version, seed or plan, naming the difference. Of two records of one program the graver is
// kept, whichever came first.
Expected<Results> merge(Results a, const Results& b);

std::vector<std::uint64_t> missing_shards(const Results& results);

// Writes run.json, results.jsonl and the traces and cards of the folders into `out`, which must be new or empty. A
// trace that stands in several folders is written once.
Status write_merged(const Results& results, const std::filesystem::path& out,
                    const std::vector<std::filesystem::path>& folders);

}  // namespace timerlaw::runner
