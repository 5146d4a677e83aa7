// SPDX-License-Identifier: Apache-2.0
#include "conformance/wire/trace.h"

#include "conformance/wire/fields.h"

namespace timerlaw::wire {
namespace {

constexpr auto kResultFields = [](auto& result, auto&& visit) { result_fields(result, visit); };
constexpr auto kDeliveryFields = [](auto& delivery, auto&& visit) { delivery_fields(delivery, visit); };
constexpr std::uint64_t kEndings = 4;

std::uint64_t bits(std::int64_t value) {
  return static_cast<std::uint64_t>(value);
}

// How far the clock at `at` moved since the boundary before; for all but the first clock, how much further than the
// first clock did. Both are small, and wrap rather than overflow.
std::uint64_t predicted(const TraceRecord& trace, std::uint32_t boundary, std::uint32_t clock) {
  if (boundary == 0) {
    return 0;
  }
  const std::int64_t* now = trace.readings + boundary * trace.clock_count;
  const std::int64_t* before = now - trace.clock_count;
  const std::uint64_t first_moved = clock == 0 ? 0 : bits(now[0]) - bits(before[0]);
  return bits(before[clock]) + first_moved;
}

}  // namespace

void put_trace(Writer& out, const TraceRecord& trace) {
  out.put(trace.index);
  out.put(trace.ending);
  out.put_signed(trace.number);
  out.put_signed(trace.pid);
  out.put_signed(trace.uid);
  out.put_signed(trace.next_id);
  out.put(trace.stopped ? 1 : 0);
  out.put(trace.party_count);
  for (std::uint32_t p = 0; p < trace.party_count; ++p) {
    out.put_signed(trace.party[p].tid);
    out.put_signed(trace.party[p].pid);
  }
  out.put(trace.clock_count);
  for (std::uint32_t c = 0; c < trace.clock_count; ++c) {
    out.put_signed(static_cast<std::int32_t>(trace.clocks[c]));
  }
  out.put(trace.boundaries);
  for (std::uint32_t b = 0; b < trace.boundaries; ++b) {
    for (std::uint32_t c = 0; c < trace.clock_count; ++c) {
      const std::uint64_t reading = bits(trace.readings[b * trace.clock_count + c]);
      out.put_signed(static_cast<std::int64_t>(reading - predicted(trace, b, c)));
    }
  }
  out.put(trace.results);
  for (std::uint32_t i = 0; i < trace.results; ++i) {
    put_record(out, trace.result[i], kResultFields);
  }
  out.put(trace.deliveries);
  for (std::uint32_t d = 0; d < trace.deliveries; ++d) {
    put_record(out, trace.delivery[d], kDeliveryFields);
  }
}

bool get_trace(Reader& in, TraceRecord& trace) {
  trace.index = in.get();
  trace.ending = static_cast<std::uint8_t>(in.get_below(kEndings));
  trace.number = in.get_signed();
  trace.pid = in.get_signed();
  trace.uid = in.get_signed();
  trace.next_id = in.get_signed();
  trace.stopped = in.get_below(2) != 0;
  trace.party_count = static_cast<std::uint32_t>(in.get_below(kParties));
  for (std::uint32_t p = 0; p < trace.party_count; ++p) {
    trace.party[p].tid = in.get_signed();
    trace.party[p].pid = in.get_signed();
  }
  trace.clock_count = static_cast<std::uint32_t>(in.get_below(kMaxClocks + 1));
  for (std::uint32_t c = 0; c < trace.clock_count; ++c) {
    trace.clocks[c] = static_cast<ClockId>(in.get_signed());
  }
  trace.boundaries = static_cast<std::uint32_t>(in.get_below(kMaxBoundaries + 1));
  for (std::uint32_t b = 0; b < trace.boundaries; ++b) {
    for (std::uint32_t c = 0; c < trace.clock_count; ++c) {
      const std::uint64_t moved = bits(in.get_signed());
      trace.readings[b * trace.clock_count + c] = static_cast<std::int64_t>(predicted(trace, b, c) + moved);
    }
  }
  trace.results = static_cast<std::uint32_t>(in.get_below(kMaxSteps + 1));
  std::uint32_t delivered = 0;
  for (std::uint32_t i = 0; i < trace.results && !in.bad(); ++i) {
    StepResult& result = trace.result[i];
    result = StepResult{};
    get_record(in, result, kResultFields);
    result.first_delivery = result.deliveries == 0 ? 0 : delivered;
    delivered += result.deliveries;
  }
  trace.deliveries = static_cast<std::uint32_t>(in.get_below(kMaxDeliveries + 1));
  for (std::uint32_t d = 0; d < trace.deliveries && !in.bad(); ++d) {
    trace.delivery[d] = Delivery{};
    get_record(in, trace.delivery[d], kDeliveryFields);
  }
  return in.done() && delivered <= trace.deliveries;
}

}  // namespace timerlaw::wire
