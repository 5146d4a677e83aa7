// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/record.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace timerlaw::runner {
namespace {

rc::Gen<std::string> id() {
  return rc::gen::element<std::string>("ITR-3", "REM-4", "ARG-TC-6", "KERNEL-SPLAT");
}

Record any_record() {
  Record record;
  record.index = *rc::gen::arbitrary<std::uint64_t>();
  record.fate = *rc::gen::element(Fate::judged, Fate::disturbed, Fate::refused, Fate::failed);
  if (record.fate == Fate::judged)
    record.verdict = static_cast<Verdict>(*rc::gen::inRange(0, static_cast<int>(kVerdictCount)));
  record.steps = *rc::gen::arbitrary<std::array<std::uint32_t, kVerdictCount>>();
  record.diverged = *rc::gen::container<std::vector<std::string>>(id());
  record.exercised = *rc::gen::container<std::vector<std::string>>(id());
  record.late = *rc::gen::arbitrary<std::vector<std::int64_t>>();
  record.width = *rc::gen::arbitrary<std::vector<std::int64_t>>();
  record.disturbances = *rc::gen::arbitrary<std::uint32_t>();
  record.kept = *rc::gen::arbitrary<bool>();
  record.stopped = *rc::gen::arbitrary<bool>();
  record.reason = *rc::gen::string<std::string>();
  for (char& c : record.reason)
    c = static_cast<char>(c & 0x7f);  // what isn't UTF-8 is replaced, knowingly
  return record;
}

RC_GTEST_PROP(Record, ReadsBackAsItWasWritten, ()) {
  const Record record = any_record();
  std::string line;
  append_line(line, record);
  RC_ASSERT(line.find('\n') == line.size() - 1);
  const auto read = read_record(line);
  RC_ASSERT(static_cast<bool>(read));
  RC_ASSERT(*read == record);
}

RC_GTEST_PROP(Record, ATornLineIsNeverTakenForARecord, ()) {
  std::string line;
  append_line(line, any_record());
  const auto length = *rc::gen::inRange<std::size_t>(0, line.size() - 1);
  RC_ASSERT(!read_record(std::string_view(line).substr(0, length)));
}

TEST(Record, TakesTheGravestVerdictOfItsSteps) {
  Judgement judgement;
  judgement.verdicts = {Verdict::weak, Verdict::accepted, Verdict::quirk, Verdict::unspecified};
  Record record;
  fill(record, judgement);
  EXPECT_EQ(record.verdict, Verdict::quirk);
  EXPECT_EQ(record.steps, (std::array<std::uint32_t, kVerdictCount>{1, 1, 1, 1, 0, 0}));
}

TEST(Record, IsWeakOnlyIfEveryStepIs) {
  Judgement judgement;
  judgement.verdicts = {Verdict::weak, Verdict::weak};
  Record record;
  fill(record, judgement);
  EXPECT_EQ(record.verdict, Verdict::weak);
  judgement.verdicts.push_back(Verdict::accepted);
  fill(record, judgement);
  EXPECT_EQ(record.verdict, Verdict::accepted);
}

TEST(Record, SaysWhatWasWrongWithALine) {
  EXPECT_EQ(read_record("7").error(), "expected a record (a JSON object)");
  EXPECT_EQ(read_record(R"({"index":1,"verdict":"fine","steps":[0,0,0,0,0,0]})").error(), "unknown verdict 'fine'");
}

}  // namespace
}  // namespace timerlaw::runner
