// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/execute.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "conformance/runner/interrupt.h"

namespace timerlaw::runner {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kFlush{100};
constexpr milliseconds kSave{5'000};
constexpr milliseconds kGrace{1'000};  // for programs under way when the user interrupts

// Counts the jobs that still run.
class Roll {
 public:
  explicit Roll(std::size_t jobs) : left_(jobs) {}
  void leave() {
    const std::scoped_lock lock(mutex_);
    --left_;
    changed_.notify_all();
  }
  // Whether all have left; waits a little for it.
  bool empty_soon(milliseconds time) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, time, [this] { return left_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t left_;
};

}  // namespace

SessionOptions job_options(SessionOptions options, unsigned number, std::int64_t cpus) {
  options.cpu = static_cast<int>(number % static_cast<std::uint64_t>(std::max<std::int64_t>(cpus, 1)));
  if (options.stop_randomly)
    *options.stop_randomly += number;
  return options;
}

Expected<std::vector<std::unique_ptr<Session>>> start_sessions(SessionOptions options, unsigned count,
                                                               std::unique_ptr<Session> first) {
  const std::int64_t cpus = first->facts().cpus;
  std::vector<std::unique_ptr<Session>> sessions;
  sessions.push_back(std::move(first));
  for (unsigned number = 1; number < count; ++number) {
    auto started = Session::start(job_options(options, number, cpus));
    if (!started)
      return Error{started.error()};
    sessions.push_back(std::move(*started));
  }
  return sessions;
}

Executed execute(const Workshop& shop, const SessionOptions& options, std::vector<std::unique_ptr<Session>> sessions,
                 Progress& progress, const std::function<void()>& save, const std::function<void()>& abandon) {
  const std::int64_t cpus = sessions.front()->facts().cpus;
  const std::int64_t tainted_before = sessions.front()->facts().tainted;
  std::vector<std::unique_ptr<Job>> jobs;
  for (unsigned number = 0; number < sessions.size(); ++number)
    jobs.push_back(std::make_unique<Job>(shop, job_options(options, number, cpus), std::move(sessions[number])));

  Roll roll(jobs.size());
  std::vector<std::thread> threads;
  for (auto& job : jobs)
    threads.emplace_back([&roll, &job] {
      job->run();
      roll.leave();
    });

  auto saved = Clock::now();
  std::optional<Clock::time_point> interrupted_at;
  while (!roll.empty_soon(kFlush)) {
    shop.ledger.flush();
    if (progress.due())
      progress.show(shop.ledger.tally());
    const auto now = Clock::now();
    if (now - saved >= kSave) {
      save();
      saved = now;
    }
    if (!shop.ledger.error().empty())
      shop.dispenser.stop();
    if (interrupted() == 0)
      continue;
    shop.dispenser.stop();
    if (!interrupted_at)
      interrupted_at = now;
    if (now - *interrupted_at > kGrace)
      abandon();
  }
  for (std::thread& thread : threads)
    thread.join();
  shop.twins.finish();
  shop.ledger.close();
  progress.show(shop.ledger.tally());
  progress.end();

  Executed executed;
  for (const auto& job : jobs) {
    executed.restarts += job->restarts();
    executed.noise += job->noise();
    if (executed.failure.empty())
      executed.failure = job->failure();
    executed.complaints.insert(executed.complaints.end(), job->complaints().begin(), job->complaints().end());
    if (!executed.tainted || (job->tainted() && executed.tainted == tainted_before))
      executed.tainted = job->tainted();
  }
  return executed;
}

}  // namespace timerlaw::runner
