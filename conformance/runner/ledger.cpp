// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/ledger.h"

#include <utility>

namespace timerlaw::runner {

Ledger::Ledger(ResultsWriter results, TraceWriter traces, Tally tally, std::uint64_t next,
               std::function<void(Entry&)> each)
    : results_(std::move(results)),
      traces_(std::move(traces)),
      tally_(std::move(tally)),
      next_(next),
      each_(std::move(each)) {
  const auto all = rules();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (tally_.exercised.contains(std::string(all[i].id)))
      seen_.set(i);
}

std::uint64_t Ledger::put(std::uint64_t ordinal, Entry entry) {
  const std::scoped_lock lock(mutex_);
  if (closed_)
    return next_;
  if (ordinal != next_) {
    waiting_.emplace(ordinal, std::move(entry));
    return next_;
  }
  write(entry);
  for (auto first = waiting_.begin(); first != waiting_.end() && first->first == next_; first = waiting_.begin()) {
    write(first->second);
    waiting_.erase(first);
  }
  return next_;
}

void Ledger::write(Entry& entry) {
  const auto fresh = entry.exercised & ~seen_;
  if (fresh.any()) {
    const auto all = rules();
    for (std::size_t i = 0; i < all.size(); ++i)
      if (fresh.test(i))
        entry.record.exercised.emplace_back(all[i].id);
    seen_ |= fresh;
  }
  entry.record.kept = !entry.trace_text.empty();
  tally_.add(entry.record);
  each_(entry);
  if (entry.record.kept)
    traces_.add(entry.trace_text);
  results_.add(entry.record);
  ++next_;
  // A divergence is on disk before anything else happens.
  if (results_.full() || traces_.full() || !entry.record.diverged.empty())
    flush_locked();
}

void Ledger::flush_locked() {
  // Traces first: a record that says its trace is kept tells the truth even if this is the last thing written.
  for (const Status& status : {traces_.flush(), results_.flush()})
    if (!status && error_.empty())
      error_ = status.error();
}

void Ledger::flush() {
  const std::scoped_lock lock(mutex_);
  flush_locked();
}

void Ledger::close() {
  const std::scoped_lock lock(mutex_);
  flush_locked();
  closed_ = true;
}

Tally Ledger::tally() const {
  const std::scoped_lock lock(mutex_);
  return tally_;
}

std::uint64_t Ledger::next() const {
  const std::scoped_lock lock(mutex_);
  return next_;
}

std::string Ledger::error() const {
  const std::scoped_lock lock(mutex_);
  return error_;
}

}  // namespace timerlaw::runner
