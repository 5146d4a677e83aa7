// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/twin_room.h"

#include <algorithm>
#include <utility>

#include "conformance/formats/trace_text.h"
#include "conformance/runner/interrupt.h"
#include "conformance/runner/kept_traces.h"

namespace timerlaw::runner {

TwinRoom::TwinRoom(SessionOptions target, std::uint64_t one_in, const Profile& profile, Put put)
    : run_(target), one_in_(one_in), profile_(profile), put_(std::move(put)) {
  for (int kind = 0; kind < kTwinKinds; ++kind)
    runs_[static_cast<std::size_t>(kind)] = runs_twin(target, static_cast<TwinKind>(kind));
  if (one_in_ != 0)
    thread_ = std::thread([this] { work(); });
}

bool TwinRoom::take(std::uint64_t ordinal, Entry& entry, const Trace& trace) {
  // A child that was stopped has waits that end early.
  if (one_in_ == 0 || entry.record.index % one_in_ != 0 || trace.stopped)
    return false;
  std::vector<TwinKind> kinds = twin_kinds(trace.program);
  std::erase_if(kinds, [&](TwinKind kind) { return !runs_[static_cast<std::size_t>(kind)]; });
  if (kinds.empty())
    return false;
  const std::scoped_lock lock(mutex_);
  if (closed_ || waiting_.size() >= kRoom)
    return false;
  waiting_.push_back({ordinal, std::move(entry), trace, kinds[entry.record.index / one_in_ % kinds.size()]});
  changed_.notify_one();
  return true;
}

void TwinRoom::finish() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable())
    thread_.join();
}

void TwinRoom::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
    if (waiting_.empty())
      return;
    Waiting one = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    if (failure_.empty() && interrupted() == 0)
      compare(one);
    put_(one.ordinal, std::move(one.entry));
    lock.lock();
  }
}

void TwinRoom::compare(Waiting& one) {
  const auto compared = run_.run(one.trace, one.kind, profile_);
  if (!compared) {
    failure_ = compared.error();
    return;
  }
  if (!*compared)
    return;
  const RuleIndex index = twin_rule(one.kind);
  one.entry.record.twin = rule(index).id;
  one.entry.exercised.set(static_cast<std::size_t>(index));
  if (!(*compared)->difference)
    return;
  one.entry.record.verdict = Verdict::diverged;
  one.entry.record.diverged.emplace_back(rule((*compared)->difference->rule).id);
  if (one.entry.trace_text.empty()) {
    one.entry.trace_text = std::string(kProgramMark) + std::to_string(one.entry.record.index) + "\n";
    append_trace(one.entry.trace_text, one.trace);
  }
  one.entry.trace = std::move(one.trace);
}

}  // namespace timerlaw::runner
