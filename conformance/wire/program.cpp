// SPDX-License-Identifier: Apache-2.0
#include "conformance/wire/program.h"

#include "conformance/wire/fields.h"

namespace timerlaw::wire {
namespace {

constexpr auto kStepFields = [](auto& step, auto&& visit) { step_fields(step, visit); };

}  // namespace

void put_program(Writer& out, const ProgramView& program) {
  out.put(program.index);
  out.put(program.fresh ? 1 : 0);
  out.put(program.clock_count);
  for (std::uint32_t c = 0; c < program.clock_count; ++c) {
    out.put_signed(static_cast<std::int32_t>(program.clocks[c]));
  }
  out.put(program.step_count);
  if (program.step_count > kMaxSteps) {
    return;
  }
  for (std::uint32_t i = 0; i < program.step_count; ++i) {
    out.put(static_cast<std::uint64_t>(program.steps[i].op));
    put_record(out, program.steps[i], kStepFields);
  }
}

bool get_program(Reader& in, ProgramRecord& program) {
  program.index = in.get();
  program.fresh = in.get_below(2) != 0;
  program.clock_count = static_cast<std::uint32_t>(in.get_below(kMaxClocks + 1));
  for (std::uint32_t c = 0; c < program.clock_count; ++c) {
    program.clocks[c] = static_cast<ClockId>(in.get_signed());
  }
  program.step_count = static_cast<std::uint32_t>(in.get_below(std::uint64_t{1} << 32));
  if (program.step_count <= kMaxSteps) {
    for (std::uint32_t i = 0; i < program.step_count && !in.bad(); ++i) {
      program.steps[i] = Step{};
      program.steps[i].op = static_cast<Op>(in.get_below(256));
      get_record(in, program.steps[i], kStepFields);
    }
  }
  return in.done() && program.clock_count > 0;
}

}  // namespace timerlaw::wire
