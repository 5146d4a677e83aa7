// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/replay.h"

#include <algorithm>
#include <utility>

#include "conformance/runner/interrupt.h"
#include "conformance/runner/interruptible.h"
#include "conformance/runner/mishap.h"
#include "generators/shrink.h"

namespace timerlaw::runner {
namespace {

using Clock = std::chrono::steady_clock;

bool time_left(Clock::time_point until) {
  return interrupted() == 0 && Clock::now() < until;
}

}  // namespace

Replay::Replay(SessionOptions session, const Profile& profile, JudgeOptions judge)
    : session_options_(std::move(session)), profile_(profile), judge_options_(judge), twins_(session_options_) {}

Expected<Replayed> Replay::run(const Program& program, std::string_view rule_id) {
  if (!session_) {
    auto started = Session::start(session_options_);
    if (!started)
      return Error{started.error()};
    session_ = std::move(*started);
  }
  const std::uint64_t index = sent_++;
  std::optional<Interruptible> interruptible(*session_);
  Status sent = session_->send(index, program);
  if (sent)
    sent = session_->flush();
  auto received = session_->receive();
  interruptible.reset();
  const std::optional<Mishap> mishap = mishap_of(*session_);
  if (!received || !*received || (*received)->index != index) {
    session_.reset();
    if (mishap) {
      Replayed replayed{trace_of_nothing(program), {}};
      replayed.judgement.divergences.push_back(as_divergence(*mishap, program.steps.size()));
      return replayed;
    }
    return Error{!received ? received.error() : sent ? "the agent ended, or answered another program" : sent.error()};
  }
  Replayed replayed{std::move((*received)->trace), {}};
  if (replayed.trace.ending != Ending::refused)
    judge(replayed.trace, profile_, session_->facts(), judge_options_, replayed.judgement);
  if (mishap) {
    replayed.judgement.disturbed = false;
    replayed.judgement.divergences.push_back(as_divergence(*mishap, program.steps.size()));
    session_.reset();
    return replayed;
  }
  if (const auto kind = twin_kind(rule_id); kind && replayed.trace.ending != Ending::refused) {
    const auto compared = twins_.run(replayed.trace, *kind, profile_);
    if (!compared)
      return Error{compared.error()};
    if (*compared && (*compared)->difference)
      replayed.judgement.divergences.push_back(*(*compared)->difference);
  }
  return replayed;
}

bool breaks(const Judgement& judgement, std::string_view rule_id) {
  return !judgement.disturbed && std::any_of(judgement.divergences.begin(), judgement.divergences.end(),
                                             [&](const Divergence& d) { return rule(d.rule).id == rule_id; });
}

Confirmation confirm(Replay& replay, const Program& program, std::string_view rule_id, int times,
                     Clock::time_point until, std::unique_ptr<Replayed>& shown) {
  Confirmation confirmation;
  while (confirmation.repeated < times && time_left(until)) {
    auto run = replay.run(program, rule_id);
    if (run && run->judgement.disturbed)
      continue;
    ++confirmation.repeated;
    if (!run || !breaks(run->judgement, rule_id))
      continue;
    ++confirmation.shown;
    shown = std::make_unique<Replayed>(std::move(*run));
  }
  return confirmation;
}

Shrunk shrink(Replay& replay, const Program& program, std::string_view rule_id, int attempts, Clock::time_point until) {
  Shrunk shrunk{program, nullptr, 0, false};
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (const Program& candidate : shrink_candidates(shrunk.program)) {
      for (int attempt = 0; attempt < attempts && !smaller; ++attempt) {
        if (!time_left(until))
          return shrunk;
        auto run = replay.run(candidate, rule_id);
        ++shrunk.tried;
        if (!run || !breaks(run->judgement, rule_id))
          continue;
        shrunk.program = candidate;
        shrunk.run = std::make_unique<Replayed>(std::move(*run));
        smaller = true;
      }
      if (smaller)
        break;
    }
  }
  shrunk.finished = true;
  return shrunk;
}

}  // namespace timerlaw::runner
