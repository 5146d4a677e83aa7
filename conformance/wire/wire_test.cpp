// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "conformance/wire/hello.h"
#include "conformance/wire/line.h"
#include "conformance/wire/trace.h"

namespace timerlaw::wire {
namespace {

// Half of the fields keep their default, so that masks of every shape appear.
template <class T>
T some(T plain, T value) {
  return *rc::gen::arbitrary<bool>() ? plain : value;
}
template <class T>
T number(T plain = T{}) {
  return some(plain, *rc::gen::arbitrary<T>());
}
template <class E>
E one_of(E plain, int count) {
  return some(plain, static_cast<E>(*rc::gen::inRange(0, count)));
}
TimeArg time_arg() {
  return {number<std::int64_t>(), number<std::int64_t>(), one_of(Origin::literal, 3)};
}

Step any_step() {
  Step step;
  step.op = static_cast<Op>(*rc::gen::inRange(0, kOpCount));
  step.in = one_of(Pointer::ok, kPointerCount);
  step.out = one_of(Pointer::null, kPointerCount);
  step.anchor = one_of(Anchor::start, 4);
  step.slot = number(kNoSlot);
  step.id = number<std::int64_t>();
  step.clock = number<std::int64_t>();
  step.flags = number<std::int64_t>();
  step.notify = number<std::int64_t>();
  step.number = number<std::int64_t>();
  step.tid = number(kSelfTid);
  step.sival = number<std::uint64_t>();
  step.set.bits = number<std::uint64_t>();
  step.value = time_arg();
  step.interval = time_arg();
  step.party = number<Party>();
  step.time32 = *rc::gen::arbitrary<bool>();
  return step;
}

SigInfo any_info() {
  return {number<std::int32_t>(), number<std::int32_t>(),  number<std::int32_t>(), number<std::int32_t>(),
          number<std::int32_t>(), number<std::uint64_t>(), number<std::uint32_t>()};
}

StepResult any_result() {
  StepResult result;
  result.ran = *rc::gen::arbitrary<bool>();
  result.ret = number<std::int64_t>();
  result.out = one_of(Out::none, 3);
  result.sec = number<std::int64_t>();
  result.frac = number<std::int64_t>();
  result.interval_sec = number<std::int64_t>();
  result.interval_frac = number<std::int64_t>();
  result.id = number<std::int64_t>();
  result.info = any_info();
  result.pending.bits = number<std::uint64_t>();
  return result;
}

std::string line_of(Kind kind, const std::string& payload) {
  std::string text(payload.size() + kFrameChars, '\0');
  Writer out(text.data(), text.data() + text.size());
  begin_line(out, kind);
  const char* begin = out.at();
  for (const char c : payload) {
    out.put_char(c);
  }
  end_line(out, begin);
  EXPECT_FALSE(out.full());
  return text;
}

Scan scan_text(const std::string& text) {
  return scan(text.data(), text.data() + text.size());
}
std::string payload_of(const Scan& found) {
  return {found.line.begin, found.line.end};
}

RC_GTEST_PROP(Wire, AProgramIsReadAsItWasWritten, ()) {
  std::vector<Step> steps(*rc::gen::inRange<std::size_t>(0, 20));
  for (Step& step : steps) {
    step = any_step();
  }
  const std::vector<ClockId> clocks = {ClockId::monotonic, ClockId::tai};
  std::string text(kMaxProgramChars, '\0');
  Writer out(text.data(), text.data() + text.size());
  const auto index = *rc::gen::arbitrary<std::uint64_t>();
  const auto fresh = *rc::gen::arbitrary<bool>();
  put_program(out, {index, fresh, clocks.data(), 2, steps.data(), static_cast<std::uint32_t>(steps.size())});
  RC_ASSERT(!out.full());
  const auto record = std::make_unique<ProgramRecord>();
  Reader in(text.data(), out.at());
  RC_ASSERT(get_program(in, *record));
  RC_ASSERT(record->index == index);
  RC_ASSERT(record->fresh == fresh);
  RC_ASSERT(std::vector<ClockId>(record->clocks, record->clocks + record->clock_count) == clocks);
  RC_ASSERT((std::vector<Step>(record->steps, record->steps + record->step_count) == steps));
}

RC_GTEST_PROP(Wire, ATraceIsReadAsItWasWritten, ()) {
  const auto sent = std::make_unique<TraceRecord>();
  sent->index = *rc::gen::arbitrary<std::uint64_t>();
  sent->ending = *rc::gen::inRange<std::uint8_t>(0, 4);
  sent->number = *rc::gen::arbitrary<std::int64_t>();
  sent->pid = *rc::gen::arbitrary<std::int32_t>();
  sent->uid = *rc::gen::arbitrary<std::uint32_t>();
  sent->next_id = *rc::gen::arbitrary<std::int32_t>();
  sent->stopped = *rc::gen::arbitrary<bool>();
  sent->party_count = *rc::gen::inRange<std::uint32_t>(0, kParties);
  for (std::uint32_t p = 0; p < sent->party_count; ++p) {
    sent->party[p] = {*rc::gen::arbitrary<std::int32_t>(), *rc::gen::arbitrary<std::int32_t>()};
  }
  sent->clock_count = *rc::gen::inRange<std::uint32_t>(1, kMaxClocks + 1);
  for (std::uint32_t c = 0; c < sent->clock_count; ++c) {
    sent->clocks[c] = static_cast<ClockId>(*rc::gen::arbitrary<std::int32_t>());
  }
  sent->boundaries = *rc::gen::inRange<std::uint32_t>(0, 10);
  for (std::uint32_t r = 0; r < sent->boundaries * sent->clock_count; ++r) {
    sent->readings[r] = *rc::gen::arbitrary<std::int64_t>();
  }
  sent->results = *rc::gen::inRange<std::uint32_t>(0, 10);
  sent->deliveries = 0;
  for (std::uint32_t i = 0; i < sent->results; ++i) {
    sent->result[i] = any_result();
    const auto runs = *rc::gen::inRange<std::uint32_t>(0, 3);
    sent->result[i].deliveries = runs;
    sent->result[i].first_delivery = runs == 0 ? 0 : sent->deliveries;
    sent->deliveries += runs;
  }
  for (std::uint32_t d = 0; d < sent->deliveries; ++d) {
    sent->delivery[d] = {any_info(), number<Party>()};
  }
  std::string text(kMaxTraceChars, '\0');
  Writer out(text.data(), text.data() + text.size());
  put_trace(out, *sent);
  RC_ASSERT(!out.full());
  const auto got = std::make_unique<TraceRecord>();
  Reader in(text.data(), out.at());
  RC_ASSERT(get_trace(in, *got));
  RC_ASSERT(got->index == sent->index && got->ending == sent->ending && got->number == sent->number);
  RC_ASSERT(got->pid == sent->pid && got->uid == sent->uid && got->next_id == sent->next_id);
  RC_ASSERT(got->stopped == sent->stopped && got->clock_count == sent->clock_count);
  RC_ASSERT(got->party_count == sent->party_count);
  for (std::uint32_t p = 0; p < sent->party_count; ++p) {
    RC_ASSERT(got->party[p].tid == sent->party[p].tid && got->party[p].pid == sent->party[p].pid);
  }
  RC_ASSERT(got->boundaries == sent->boundaries && got->results == sent->results);
  RC_ASSERT(got->deliveries == sent->deliveries);
  for (std::uint32_t r = 0; r < sent->boundaries * sent->clock_count; ++r) {
    RC_ASSERT(got->readings[r] == sent->readings[r]);
  }
  for (std::uint32_t i = 0; i < sent->results; ++i) {
    RC_ASSERT((got->result[i] == sent->result[i]));
  }
  for (std::uint32_t d = 0; d < sent->deliveries; ++d) {
    RC_ASSERT((got->delivery[d] == sent->delivery[d]));
  }
}

RC_GTEST_PROP(Wire, NoPayloadMakesAReaderFail, (const std::string& payload)) {
  const auto program = std::make_unique<ProgramRecord>();
  const auto trace = std::make_unique<TraceRecord>();
  HelloRecord hello;
  const char* end = payload.data() + payload.size();
  Reader first(payload.data(), end);
  (void)get_program(first, *program);
  Reader second(payload.data(), end);
  (void)get_trace(second, *trace);
  Reader third(payload.data(), end);
  (void)get_hello(third, hello);
}

TEST(Wire, AHelloIsReadAsItWasWritten) {
  HelloRecord sent;
  sent.version = kVersion;
  std::string("6.18.0-test").copy(sent.release, kMaxText - 1);
  std::string("x86_64").copy(sent.machine, kMaxText - 1);
  sent.vdso = true;
  sent.tick = 4'000'000;
  sent.cpus = 2;
  sent.tainted = -1;
  sent.user_time = true;
  sent.time_namespaces = true;
  sent.virtual_time = true;
  std::string text(kMaxHelloChars, '\0');
  Writer out(text.data(), text.data() + text.size());
  put_hello(out, sent);
  ASSERT_FALSE(out.full());
  HelloRecord got;
  Reader in(text.data(), out.at());
  ASSERT_TRUE(get_hello(in, got));
  EXPECT_STREQ(got.release, "6.18.0-test");
  EXPECT_STREQ(got.machine, "x86_64");
  EXPECT_TRUE(got.vdso);
  EXPECT_EQ(got.tick, 4'000'000);
  EXPECT_EQ(got.cpus, 2);
  EXPECT_EQ(got.tainted, -1);
  EXPECT_FALSE(got.cpu_time);
  EXPECT_TRUE(got.user_time);
  EXPECT_FALSE(got.set_clock);
  EXPECT_TRUE(got.time_namespaces);
  EXPECT_TRUE(got.virtual_time);
  EXPECT_FALSE(got.record);
}

TEST(Wire, AProgramThatIsTooLongSendsItsLengthOnly) {
  const std::vector<Step> steps(kMaxSteps + 1);
  const ClockId clock = ClockId::monotonic;
  char text[200];
  Writer out(text, text + sizeof(text));
  put_program(out, {7, false, &clock, 1, steps.data(), static_cast<std::uint32_t>(steps.size())});
  ASSERT_FALSE(out.full());
  const auto record = std::make_unique<ProgramRecord>();
  Reader in(text, out.at());
  EXPECT_TRUE(get_program(in, *record));
  EXPECT_EQ(record->step_count, kMaxSteps + 1);
}

TEST(Line, NoiseAroundALineDoesNotHideIt) {
  const std::string line = line_of(Kind::trace, "0123456789");
  EXPECT_EQ(scan_text(line).found, Found::line);
  EXPECT_FALSE(scan_text(line).noise);
  const std::string noisy = "[  12.345678] eth0: tl{ link up " + line + "\r";
  const Scan found = scan_text(noisy);
  ASSERT_EQ(found.found, Found::line);
  EXPECT_TRUE(found.noise);
  EXPECT_EQ(found.line.kind, Kind::trace);
  EXPECT_EQ(payload_of(found), "0123456789");
}

TEST(Line, WhatHasNoMarkerIsNoise) {
  EXPECT_EQ(scan_text("").found, Found::noise);
  EXPECT_EQ(scan_text("login: ").found, Found::noise);
  EXPECT_EQ(scan_text("tl").found, Found::noise);
}

TEST(Line, EveryChangedOrMissingCharacterIsNoticed) {
  const std::string line = line_of(Kind::trace, "0123456789:;<=>?@ABCDEF");
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    for (const char other : {'0', '1', 'T', 'P', '{', '}', ' ', '\x7f'}) {
      std::string changed = line;
      changed[i] = other;
      if (changed != line) {
        EXPECT_NE(scan_text(changed).found, Found::line) << changed;
      }
    }
    std::string shorter = line;
    shorter.erase(i, 1);
    EXPECT_NE(scan_text(shorter).found, Found::line) << shorter;
  }
}

}  // namespace
}  // namespace timerlaw::wire
