// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/twin_run.h"

#include <algorithm>
#include <utility>

#include "conformance/formats/program_text.h"
#include "conformance/formats/step_text.h"
#include "conformance/target/command.h"

namespace timerlaw::runner {
namespace {

constexpr const char* kOther = "i386";

Divergence as_divergence(const TwinDifference& found, const Twin& twin) {
  Divergence divergence;
  divergence.step = found.step;
  divergence.rule = twin_rule(twin.kind);
  divergence.observed = found.original;
  divergence.allowed = "allowed are only: what its twin says, " + found.twin;
  divergence.because.push_back(twin.kind == TwinKind::abi ? "the twin is the same program, run by the i386 agent"
                                                          : "the twin is\n" + to_text(twin.program));
  return divergence;
}

}  // namespace

bool runs_twin(const SessionOptions& target, TwinKind kind) {
  if (kind != TwinKind::abi)
    return true;
  const auto abis = built_abis();
  return target.target == "host" && target.agent.empty() && (target.abi.empty() || target.abi == abis.front()) &&
         std::ranges::find(abis, kOther) != abis.end();
}

Expected<std::optional<TwinRun::Compared>> TwinRun::run(const Trace& original, TwinKind kind, const Profile& profile) {
  const auto twin = make_twin(original.program, kind);
  if (!twin)
    return std::optional<Compared>();
  const auto trace = execute(twin->program, kind == TwinKind::abi);
  if (mishap_) {
    Compared compared;
    compared.difference = as_divergence(*std::exchange(mishap_, {}), original.program.steps.size());
    compared.difference->because.push_back("it was its twin that ran, by " + std::string(rule(twin_rule(kind)).id));
    return std::optional(std::move(compared));
  }
  if (!trace)
    return Error{trace.error()};
  const TargetFacts& facts = sessions_[kind == TwinKind::abi ? 1 : 0]->facts();
  if (!comparable(original, *trace, facts.abi))
    return std::optional<Compared>();
  Judgement judgement;
  judge(*trace, profile, facts, {.explain = false}, judgement);
  if (judgement.disturbed)
    return std::optional<Compared>();
  Compared compared;
  if (const auto found = compare(original, *trace, *twin))
    compared.difference = as_divergence(*found, *twin);
  return std::optional(std::move(compared));
}

Expected<Trace> TwinRun::execute(const Program& program, bool i386) {
  std::unique_ptr<Session>& session = sessions_[i386 ? 1 : 0];
  if (!session) {
    SessionOptions options = target_;
    if (i386)
      options.abi = kOther;
    auto started = Session::start(options);
    if (!started)
      return Error{started.error()};
    session = std::move(*started);
  }
  const std::uint64_t index = sent_++;
  Status sent = session->send(index, program);
  if (sent)
    sent = session->flush();
  auto received = session->receive();
  mishap_ = mishap_of(*session);
  if (mishap_)
    session.reset();
  if (mishap_ || !sent || !received || !*received || (*received)->index != index) {
    session.reset();
    return Error{!received ? received.error() : "the agent ended, or answered another program"};
  }
  return std::move((*received)->trace);
}

}  // namespace timerlaw::runner
