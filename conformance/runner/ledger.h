// SPDX-License-Identifier: Apache-2.0
// Where the jobs hand in their results: puts them in the order of the plan, counts them and writes them down.
// Thread-safe.
#pragma once

#include <bitset>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "conformance/runner/record.h"
#include "conformance/runner/results_file.h"
#include "conformance/runner/tally.h"
#include "model/judge.h"

namespace timerlaw::runner {

struct Entry {
  Record record;
  std::bitset<kMaxRules> exercised;
  std::string trace_text;      // empty: not kept
  std::optional<Trace> trace;  // of a divergence
};

class Ledger {
 public:
  // Goes on behind `tally`, which counts what stands in the results already; `next` is the first ordinal to come.
  // `each` sees every entry in order, under the ledger's lock.
  Ledger(ResultsWriter results, TraceWriter traces, Tally tally, std::uint64_t next, std::function<void(Entry&)> each);

  // Takes the entry of an ordinal; returns the first ordinal still missing.
  std::uint64_t put(std::uint64_t ordinal, Entry entry);

  // Writes down what waits. The first write that failed (disk full) is kept in `error`.
  void flush();
  // Takes nothing more: results that come after are not part of the run.
  void close();

  Tally tally() const;
  std::uint64_t next() const;
  std::string error() const;

 private:
  void write(Entry& entry);
  void flush_locked();

  mutable std::mutex mutex_;
  ResultsWriter results_;
  TraceWriter traces_;
  Tally tally_;
  std::bitset<kMaxRules> seen_;
  std::uint64_t next_;
  std::function<void(Entry&)> each_;
  std::map<std::uint64_t, Entry> waiting_;
  std::string error_;
  bool closed_ = false;
};

}  // namespace timerlaw::runner
