// SPDX-License-Identifier: Apache-2.0
#include "conformance/bench/bench.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iomanip>
#include <ostream>
#include <thread>
#include <vector>

#include "generators/source.h"
#include "model/judge.h"

namespace timerlaw {
namespace {

using Programs = std::function<Program(std::uint64_t)>;
using Visit = std::function<void(Trace&)>;

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.empty() ? 0 : values[values.size() / 2];
}

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Sends every program through one session and shows each trace that comes back.
Status through(Session& session, std::uint64_t count, const Programs& program, const Visit& visit) {
  Status sent = Done{};
  std::thread sender([&] {
    for (std::uint64_t i = 0; i < count && sent; ++i) {
      sent = session.send(i, program(i));
    }
    if (sent) {
      sent = session.finish();
    }
  });
  Status received = Done{};
  for (;;) {
    auto next = session.receive();
    if (!next) {
      received = Error{next.error()};
      break;
    }
    if (!*next) {
      break;
    }
    visit((**next).trace);
  }
  sender.join();
  return received ? sent : received;
}

// Seconds that a session of its own takes from the first program to the last trace.
Expected<double> time_session(const SessionOptions& options, std::uint64_t count, const Programs& program,
                              const Visit& visit) {
  auto session = Session::start(options);
  if (!session) {
    return Error{session.error()};
  }
  Status status = Done{};
  const double seconds = seconds_of([&] { status = through(**session, count, program, visit); });
  if (!status) {
    return Error{status.error()};
  }
  return seconds;
}

class Bench {
 public:
  Bench(const BenchOptions& options, std::ostream& out) : options_(options), out_(out) {}

  Status run() {
    auto session = Session::start(options_.session);
    if (!session) {
      return Error{session.error()};
    }
    facts_ = (*session)->facts();
    profile_ = profile_for_release(facts_.release);
    if (profile_ == nullptr) {
      return Error{"no profile describes release " + facts_.release + "; the bench needs a kernel that one does"};
    }
    session->reset();
    out_ << "rounds " << options_.rounds << ", programs " << options_.programs << ", medians\n";
    generate();
    for (const auto measure : {&Bench::overhead, &Bench::judging, &Bench::end_to_end}) {
      const Status status = (this->*measure)();
      if (!status) {
        return status;
      }
    }
    return Done{};
  }

 private:
  void line(const char* what, double value, const char* unit) {
    out_ << std::left << std::setw(58) << what << std::right << std::setw(14) << std::fixed << std::setprecision(2)
         << value << ' ' << unit << '\n';
  }

  void generate() {
    const auto source = random_source(options_.seed, false);
    std::vector<double> rates;
    for (int round = 0; round < options_.rounds; ++round) {
      const double seconds = seconds_of([&] {
        programs_.clear();
        for (std::uint64_t i = 0; i < options_.programs; ++i) {
          programs_.push_back(source->at(i));
        }
      });
      rates.push_back(static_cast<double>(options_.programs) / seconds);
    }
    line("generate, programs of 10 steps without waits", median(rates), "programs/s");
  }

  // The same programs with brackets and trace, and without: in turn, so that the machine's mood meets both.
  Status overhead() {
    const auto stored = [&](std::uint64_t i) { return programs_[i]; };
    SessionOptions bare = options_.session;
    bare.record = false;
    std::vector<double> ratios;
    std::vector<double> rates;
    for (int round = 0; round < options_.rounds; ++round) {
      const auto recorded = time_session(options_.session, options_.programs, stored, [](Trace&) {});
      const auto replayed = time_session(bare, options_.programs, stored, [](Trace&) {});
      if (!recorded || !replayed) {
        return Error{recorded ? replayed.error() : recorded.error()};
      }
      ratios.push_back(*recorded / *replayed);
      rates.push_back(static_cast<double>(options_.programs) / *recorded);
    }
    line("execute, with brackets and trace", median(rates), "programs/s");
    line("execute, time with brackets and trace / replay only", median(ratios), "times");
    return Done{};
  }

  Status judging() {
    for (const bool waits : {false, true}) {
      const auto source = random_source(options_.seed, waits);
      std::vector<Trace> traces;
      const std::uint64_t count = waits ? options_.programs / 10 : options_.programs;
      const auto taken = time_session(
          options_.session, count, [&](std::uint64_t i) { return source->at(i); },
          [&](Trace& trace) { traces.push_back(std::move(trace)); });
      if (!taken) {
        return Error{taken.error()};
      }
      Judgement judgement;
      std::vector<double> rates;
      std::vector<double> widths;
      for (int round = 0; round < options_.rounds; ++round) {
        std::uint64_t steps = 0;
        widths.clear();
        const double seconds = seconds_of([&] {
          for (const Trace& trace : traces) {
            judge(trace, *profile_, facts_, {}, judgement);
            steps += judgement.verdicts.size();
            for (const Nanos width : judgement.deadline_widths) {
              widths.push_back(static_cast<double>(width.ns));
            }
          }
        });
        rates.push_back(static_cast<double>(steps) / seconds / 1e6);
      }
      line(waits ? "judge, default mix" : "judge, mix without waits", median(rates), "million steps/s");
      line(waits ? "deadline width, default mix" : "deadline width, mix without waits", median(widths), "ns");
    }
    return Done{};
  }

  Status end_to_end() {
    const auto source = random_source(options_.seed, false);
    std::vector<double> rates;
    for (int round = 0; round < options_.rounds; ++round) {
      Judgement judgement;
      const auto seconds = time_session(
          options_.session, options_.programs, [&](std::uint64_t i) { return source->at(i); },
          [&](Trace& trace) { judge(trace, *profile_, facts_, {}, judgement); });
      if (!seconds) {
        return Error{seconds.error()};
      }
      rates.push_back(static_cast<double>(options_.programs) / *seconds);
    }
    line("generate, execute and judge, programs without waits", median(rates), "programs/s");
    return Done{};
  }

  BenchOptions options_;
  std::ostream& out_;
  TargetFacts facts_;
  const Profile* profile_ = nullptr;
  std::vector<Program> programs_;
};

}  // namespace

Status run_bench(const BenchOptions& options, std::ostream& out) {
  return Bench(options, out).run();
}

}  // namespace timerlaw
