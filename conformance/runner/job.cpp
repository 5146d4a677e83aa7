// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/job.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "conformance/formats/names.h"
#include "conformance/formats/trace_text.h"
#include "conformance/runner/interrupt.h"
#include "conformance/runner/kept_traces.h"

namespace timerlaw::runner {
namespace {

// What may be under way in one agent: enough that it never runs dry, little enough that the run ends soon when asked
// to.
constexpr std::size_t kMostUnderWay = 512;
constexpr std::int64_t kMostWaitsUnderWay = 500'000'000;

constexpr std::uint32_t kDisturbancesBorne = 3;
constexpr int kBarrenRestartsBorne = 10;  // in a row, without an answer between
constexpr std::uint64_t kRestartsBorne = 1000;
constexpr std::uint64_t kKeepOneIn = 1000;
constexpr std::size_t kReasonLength = 300;

std::int64_t length_ns(const TimeArg& value) {
  if (value.sec > 3600)
    return 3600'000'000'000;
  return std::max<std::int64_t>(value.sec, 0) * 1'000'000'000 + std::clamp<std::int64_t>(value.frac, 0, 999'999'999);
}

bool waits(Op op) {
  return op == Op::sleep || op == Op::until || op == Op::take || op == Op::window || op == Op::burn;
}

bool interesting(const Record& record, bool listed) {
  return listed || record.verdict == Verdict::diverged || record.verdict == Verdict::quirk ||
         record.verdict == Verdict::undecided || record.index % kKeepOneIn == 0;
}

}  // namespace

std::int64_t waits_ns(const Program& program) {
  std::int64_t sum = 0;
  for (const Step& step : program.steps)
    if (waits(step.op))
      sum = std::min<std::int64_t>(sum + length_ns(step.value), 3600'000'000'000);
  return sum;
}

Job::Job(const Workshop& shop, SessionOptions options, std::unique_ptr<Session> session)
    : shop_(shop), options_(std::move(options)), session_(std::move(session)) {}

void Job::run() {
  for (int barren = 0;;) {
    broken_ = false;
    answered_ = 0;
    std::thread sender([this] { send_all(); });
    std::string error;
    const bool finished = receive_all(error);
    if (!finished) {
      const std::scoped_lock lock(mutex_);
      broken_ = true;
      changed_.notify_all();
    }
    if (!finished)
      session_->end();
    sender.join();
    noise_ += session_->noise();
    if (const auto tainted = session_->tainted_at_end())
      tainted_ = tainted;
    if (!finished && interrupted() == 0)
      sort_out(error);
    session_.reset();
    settle_complaint();
    if (finished || interrupted() != 0 || nothing_left())
      return;
    barren = answered_ == 0 ? barren + 1 : 0;
    if (++restarts_ > kRestartsBorne || barren > kBarrenRestartsBorne)
      return give_up("the agent died " + std::to_string(restarts_) + " times: " + error);
    auto started = Session::start(options_);
    if (!started)
      return give_up(started.error());
    session_ = std::move(*started);
  }
}

void Job::send_all() {
  Sent sent;
  while (next(sent))
    if (!send_one(sent))
      return;
  // A failure to finish shows as the end of the answers.
  const std::scoped_lock lock(mutex_);
  if (!broken_)
    static_cast<void>(session_->finish());
}

bool Job::next(Sent& sent) {
  std::unique_lock lock(mutex_);
  while (!broken_ && interrupted() == 0) {
    if (!again_.empty()) {
      sent = again_.front();
      again_.pop_front();
      return true;
    }
    if (!hand_.empty()) {
      sent = Sent{hand_.next++, 0, 0, false};
      return true;
    }
    const auto dealt = shop_.dispenser.deal(hand_);
    if (dealt == Dispenser::Dealt::hand)
      continue;
    if (dealt == Dispenser::Dealt::nothing && under_way_.empty())
      return false;
    wait(lock);
  }
  return false;
}

bool Job::has_room(const Sent& sent) const {
  if (under_way_.empty())
    return true;
  if (sent.alone || under_way_.back().alone)
    return false;
  return under_way_.size() < kMostUnderWay && waits_under_way_ns_ + sent.waits_ns <= kMostWaitsUnderWay;
}

void Job::wait(std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  // Not under the lock: it blocks while the agent's input is full, and the receiver must go on then.
  static_cast<void>(session_->flush());
  lock.lock();
  if (!broken_)
    changed_.wait_for(lock, std::chrono::milliseconds(5));
}

bool Job::send_one(Sent sent) {
  const std::uint64_t position = shop_.shard.position(sent.ordinal);
  const Program program = shop_.plan.at(position);
  sent.waits_ns = session_->facts().virtual_time ? 0 : waits_ns(program);
  {
    std::unique_lock lock(mutex_);
    while (!broken_ && !has_room(sent))
      wait(lock);
    if (broken_) {
      again_.push_front(sent);
      return false;
    }
    under_way_.push_back(sent);
    waits_under_way_ns_ += sent.waits_ns;
  }
  return static_cast<bool>(session_->send(position, program));
}

bool Job::receive_all(std::string& error) {
  while (true) {
    auto received = session_->receive();
    if (!received) {
      error = received.error();
      return false;
    }
    Sent sent;
    {
      const std::scoped_lock lock(mutex_);
      if (!*received) {
        if (under_way_.empty())
          return true;
        error = "the agent ended before it had answered";
        return false;
      }
      if (under_way_.empty() || shop_.shard.position(under_way_.front().ordinal) != (*received)->index) {
        error = "the agent answered program " + std::to_string((*received)->index) + " out of turn";
        return false;
      }
      sent = under_way_.front();
    }
    const std::optional<Mishap> mishap = mishap_of(*session_);
    if (mishap && !alone()) {
      complaint_ = mishap;
      error = "the kernel complained: " + mishap->observed;
      return false;
    }
    ++answered_;
    take(std::move((*received)->trace), sent, mishap);
    // Only now: the sender takes an empty queue for the end, and a disturbed program must be back in again_ by then.
    const std::scoped_lock lock(mutex_);
    under_way_.pop_front();
    waits_under_way_ns_ -= sent.waits_ns;
    // Not at every answer: waking the sender for one program's room costs more than that program.
    if (under_way_.empty() || under_way_.size() == kMostUnderWay / 2)
      changed_.notify_all();
    if (mishap) {
      // A kernel says many things once only, and after a complaint nothing it does is worth much.
      complaint_.reset();
      sent_home_ = true;
      error = "the kernel complained: " + mishap->observed;
      return false;
    }
  }
}

bool Job::alone() {
  const std::scoped_lock lock(mutex_);
  return under_way_.size() == 1;
}

void Job::take(const Mishap& mishap, const Sent& sent) {
  Judgement judgement;
  const Program program = shop_.plan.at(shop_.shard.position(sent.ordinal));
  judgement.divergences.push_back(as_divergence(mishap, program.steps.size()));
  Entry entry;
  fill(entry.record, judgement);
  entry.record.disturbances = sent.disturbances;
  entry.record.reason = mishap.observed.substr(0, kReasonLength);
  ++answered_;
  put(sent, std::move(entry));
}

void Job::take(Trace trace, const Sent& sent, const std::optional<Mishap>& mishap) {
  Entry entry;
  Record& record = entry.record;
  record.index = shop_.shard.position(sent.ordinal);
  record.disturbances = sent.disturbances;
  if (trace.ending == Ending::refused) {
    record.fate = Fate::refused;
    append_refusal(record.reason, trace.number);
    return put(sent, std::move(entry));
  }
  record.stopped = trace.stopped;
  judge(trace, shop_.profile, session_->facts(), shop_.judge, judgement_);
  if (mishap) {
    judgement_.disturbed = false;
    judgement_.divergences.push_back(as_divergence(*mishap, trace.program.steps.size()));
    record.reason = mishap->observed.substr(0, kReasonLength);
  }
  if (judgement_.disturbed) {
    ++record.disturbances;
    if (record.disturbances <= kDisturbancesBorne) {
      const std::scoped_lock lock(mutex_);
      again_.push_back({sent.ordinal, record.disturbances, 0, false});
      return;
    }
    record.fate = Fate::disturbed;
    return put(sent, std::move(entry));
  }
  fill(record, judgement_);
  entry.exercised = judgement_.exercised;
  const bool listed = shop_.plan.parts()[shop_.plan.origin(record.index).part].ahead;
  if (listed && shop_.closeness != nullptr)
    record.closeness = shop_.closeness->of(trace);
  if (shop_.keep_all || interesting(record, listed)) {
    entry.trace_text = std::string(kProgramMark) + std::to_string(record.index) + "\n";
    append_trace(entry.trace_text, trace);
  }
  if (judgement_.diverged())
    entry.trace = std::move(trace);
  else if (shop_.twins.take(sent.ordinal, entry, trace))
    return;
  put(sent, std::move(entry));
}

void Job::sort_out(const std::string& error) {
  const std::optional<Mishap> mishap = mishap_of(*session_);
  const std::scoped_lock lock(mutex_);
  if (std::exchange(sent_home_, false)) {
    for (; !under_way_.empty(); under_way_.pop_back())
      again_.push_front(under_way_.back());
  }
  if (under_way_.size() == 1) {
    if (mishap)
      take(*mishap, under_way_.front());
    else
      fail(under_way_.front(), error);
    if (mishap)
      complaint_.reset();
    under_way_.clear();
  } else if (mishap) {
    complaint_ = mishap;
  }
  for (; !under_way_.empty(); under_way_.pop_back()) {
    under_way_.back().alone = true;
    again_.push_front(under_way_.back());
  }
  waits_under_way_ns_ = 0;
}

void Job::settle_complaint() {
  const std::scoped_lock lock(mutex_);
  const bool some_alone = std::ranges::any_of(again_, &Sent::alone);
  if (complaint_ && !some_alone)
    complaints_.push_back(*std::exchange(complaint_, {}));
}

bool Job::nothing_left() {
  const std::scoped_lock lock(mutex_);
  return again_.empty() && hand_.empty() && shop_.dispenser.deal(hand_) == Dispenser::Dealt::nothing;
}

void Job::give_up(const std::string& error) {
  shop_.dispenser.stop();
  failure_ = error;
  const std::scoped_lock lock(mutex_);
  for (const Sent& sent : again_)
    fail(sent, "not run: the job gave up");
  for (; !hand_.empty(); ++hand_.next)
    fail({hand_.next, 0, 0, false}, "not run: the job gave up");
}

void Job::fail(const Sent& sent, const std::string& reason) {
  Entry entry;
  entry.record.fate = Fate::failed;
  entry.record.disturbances = sent.disturbances;
  entry.record.reason = reason.substr(0, kReasonLength);
  put(sent, std::move(entry));
}

void Job::put(const Sent& sent, Entry entry) {
  entry.record.index = shop_.shard.position(sent.ordinal);
  shop_.dispenser.written(shop_.ledger.put(sent.ordinal, std::move(entry)));
}

}  // namespace timerlaw::runner
