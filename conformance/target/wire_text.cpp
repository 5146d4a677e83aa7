// SPDX-License-Identifier: Apache-2.0
#include "conformance/target/wire_text.h"

#include <algorithm>
#include <utility>

#include "conformance/wire/line.h"

namespace timerlaw {

static_assert(static_cast<int>(Ending::done) == wire::kDone && static_cast<int>(Ending::died) == wire::kDied &&
              static_cast<int>(Ending::hung) == wire::kHung && static_cast<int>(Ending::refused) == wire::kRefused);
static_assert(static_cast<int>(Refusal::too_long) == wire::kTooLong &&
              static_cast<int>(Refusal::too_many_timers) == wire::kTooManyTimers &&
              static_cast<int>(Refusal::no_such_cpu) == wire::kNoSuchCpu &&
              static_cast<int>(Refusal::unknown_step) == wire::kUnknownStep &&
              static_cast<int>(Refusal::no_rights) == wire::kNoRights &&
              static_cast<int>(Refusal::wrong_abi) == wire::kWrongAbi &&
              static_cast<int>(Refusal::needs_fresh) == wire::kNeedsFresh &&
              static_cast<int>(Refusal::no_party) == wire::kNoParty &&
              static_cast<int>(Refusal::no_cpu_time) == wire::kNoCpuTime);

void append_program(std::uint64_t index, const Program& program, std::string& text) {
  const std::vector<ClockId> clocks = clocks_of(program);
  const auto clock_count = std::min<std::size_t>(clocks.size(), wire::kMaxClocks);
  const std::size_t sent_steps = program.steps.size() > wire::kMaxSteps ? 0 : program.steps.size();
  const std::size_t used = text.size();
  text.resize(used + wire::kFrameChars + (4 + wire::kMaxClocks) * wire::kMaxChars + sent_steps * wire::kMaxStepChars);
  wire::Writer out(text.data() + used, text.data() + text.size());
  begin_line(out, wire::Kind::program);
  const char* payload = out.at();
  put_program(out, {index, program.child == Child::fresh, clocks.data(), static_cast<std::uint32_t>(clock_count),
                    program.steps.data(), static_cast<std::uint32_t>(program.steps.size())});
  end_line(out, payload);
  text.resize(static_cast<std::size_t>(out.at() - text.data()));
}

Program program_of(const wire::ProgramRecord& record) {
  Program program;
  program.child = record.fresh ? Child::fresh : Child::reused;
  if (record.step_count <= wire::kMaxSteps) {
    program.steps.assign(record.steps, record.steps + record.step_count);
  }
  return program;
}

Trace trace_of(const wire::TraceRecord& record, Program program) {
  Trace trace;
  trace.program = std::move(program);
  trace.pid = record.pid;
  trace.uid = record.uid;
  trace.next_id = record.next_id;
  trace.stopped = record.stopped;
  for (std::uint32_t p = 0; p < record.party_count; ++p) {
    trace.parties.push_back({record.party[p].tid, record.party[p].pid});
  }
  trace.clocks.assign(record.clocks, record.clocks + record.clock_count);
  trace.readings.reserve(std::size_t{record.boundaries} * record.clock_count);
  for (std::uint32_t r = 0; r < record.boundaries * record.clock_count; ++r) {
    trace.readings.push_back({record.readings[r]});
  }
  trace.results.assign(record.result, record.result + record.results);
  trace.deliveries.assign(record.delivery, record.delivery + record.deliveries);
  trace.ending = static_cast<Ending>(record.ending);
  trace.number = record.number;
  return trace;
}

TargetFacts facts_of(const wire::HelloRecord& hello) {
  TargetFacts facts;
  facts.release = hello.release;
  facts.machine = hello.machine;
  facts.abi = hello.abi;
  facts.clock_source = hello.vdso ? "vdso" : "syscall";
  facts.tick = {hello.tick};
  facts.high_resolution = hello.high_resolution;
  facts.rtc = hello.rtc;
  facts.wake_alarm = hello.wake_alarm;
  facts.aux_clocks = hello.aux_clocks;
  facts.cpu_time = hello.cpu_time;
  facts.user_time = hello.user_time;
  facts.set_clock = hello.set_clock;
  facts.time_namespaces = hello.time_namespaces;
  facts.cpus = hello.cpus;
  facts.sigpending_limit = hello.sigpending_limit;
  facts.sigpending_used = hello.sigpending_used;
  facts.tainted = hello.tainted;
  facts.bracket = {hello.bracket};
  facts.in_order = hello.in_order;
  facts.virtual_time = hello.virtual_time;
  return facts;
}

}  // namespace timerlaw
