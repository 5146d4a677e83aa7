// SPDX-License-Identifier: Apache-2.0
// Where the jobs of a run hand in programs whose twins are to be run: a thread with an agent of its own. What it cannot
// take is put in the ledger uncompared: comparing never holds a run up.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "conformance/runner/ledger.h"
#include "conformance/runner/twin_run.h"

namespace timerlaw::runner {

class TwinRoom {
 public:
  using Put = std::function<void(std::uint64_t ordinal, Entry entry)>;

  // Programs whose index is a multiple of `one_in` are compared; 0: none.
  TwinRoom(SessionOptions target, std::uint64_t one_in, const Profile& profile, Put put);
  ~TwinRoom() { finish(); }

  // Takes the entry of a program that did not diverge, to put it once its twin was run; false: it is not for the room,
  // or the room is full, and the entry is still the caller's.
  bool take(std::uint64_t ordinal, Entry& entry, const Trace& trace);

  // Everything taken is put.
  void finish();

  // Why it gave up; empty: it did not. After finish().
  const std::string& failure() const { return failure_; }

 private:
  struct Waiting {
    std::uint64_t ordinal = 0;
    Entry entry;
    Trace trace;
    TwinKind kind{};
  };
  static constexpr std::size_t kRoom = 16;

  void work();
  void compare(Waiting& one);

  TwinRun run_;
  const std::uint64_t one_in_;
  const Profile& profile_;
  const Put put_;
  std::array<bool, kTwinKinds> runs_{};
  std::string failure_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;
  bool closed_ = false;
  std::thread thread_;
};

}  // namespace timerlaw::runner
