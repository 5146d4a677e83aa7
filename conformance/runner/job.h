// SPDX-License-Identifier: Apache-2.0
// One job of a run: one agent, one thread that generates and sends, one that receives and judges.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "conformance/runner/closeness.h"
#include "conformance/runner/dispenser.h"
#include "conformance/runner/ledger.h"
#include "conformance/runner/mishap.h"
#include "conformance/runner/run_plan.h"
#include "conformance/runner/twin_room.h"
#include "conformance/target/session.h"
#include "model/judge.h"

namespace timerlaw::runner {

// What all jobs of a run share. Outlives them.
struct Workshop {
  const RunPlan& plan;
  Shard shard;
  const Profile& profile;
  JudgeOptions judge;
  bool keep_all = false;
  Dispenser& dispenser;
  Ledger& ledger;
  TwinRoom& twins;
  const ClosenessMeasure* closeness = nullptr;  // where the plan has the corpus
};

class Job {
 public:
  // Goes on with a session that was started already.
  Job(const Workshop& shop, SessionOptions options, std::unique_ptr<Session> session);

  // Until the dispenser has nothing more, or no target stays up any more. A target that complains or dies is started
  // again; what was under way then is run again, one by one, so that the program that did it is known.
  void run();

  // After run().
  std::uint64_t restarts() const { return restarts_; }
  std::uint64_t noise() const { return noise_; }
  const std::string& failure() const { return failure_; }  // why it gave up; empty: it did not
  // What kernels complained about while several programs were under way, if none of them alone brought it back.
  const std::vector<Mishap>& complaints() const { return complaints_; }
  // The taint flags when the last agent ended; nothing if none said.
  std::optional<std::int64_t> tainted() const { return tainted_; }

 private:
  struct Sent {
    std::uint64_t ordinal = 0;
    std::uint32_t disturbances = 0;
    std::int64_t waits_ns = 0;
    bool alone = false;  // sent with nothing else under way, to learn whether the agent dies of it
  };

  void send_all();
  bool send_one(Sent sent);  // false if the session broke
  bool next(Sent& sent);     // what to send now; false at the end
  bool has_room(const Sent& sent) const;
  void wait(std::unique_lock<std::mutex>& lock);  // for an answer; everything sent is on its way first
  bool receive_all(std::string& error);           // false if the session broke
  void take(Trace trace, const Sent& sent, const std::optional<Mishap>& mishap);
  void take(const Mishap& mishap, const Sent& sent);  // of a program that has no trace
  void sort_out(const std::string& error);            // puts what was under way when the session broke where it belongs
  void settle_complaint();                            // once nothing is left to be run alone
  bool nothing_left();
  bool alone();  // one program is under way
  void give_up(const std::string& error);
  void fail(const Sent& sent, const std::string& reason);
  void put(const Sent& sent, Entry entry);

  const Workshop& shop_;
  const SessionOptions options_;
  std::unique_ptr<Session> session_;
  Judgement judgement_;  // reused: of the receiving thread

  std::mutex mutex_;  // guards all below, which both threads use
  std::condition_variable changed_;
  std::deque<Sent> under_way_;  // in the order sent, which is the order of the answers
  std::deque<Sent> again_;      // disturbed, or under way when an agent died
  std::int64_t waits_under_way_ns_ = 0;
  Hand hand_;
  bool broken_ = false;
  bool sent_home_ = false;  // the session answered all it should, and is not to be used any more

  std::uint64_t restarts_ = 0;
  std::uint64_t answered_ = 0;       // by the session that is running
  std::optional<Mishap> complaint_;  // under several programs, which are run again alone
  std::vector<Mishap> complaints_;
  std::optional<std::int64_t> tainted_;
  std::uint64_t noise_ = 0;
  std::string failure_;
};

// How long the steps of a program may wait, at most, as far as they say.
std::int64_t waits_ns(const Program& program);

}  // namespace timerlaw::runner
