// SPDX-License-Identifier: Apache-2.0
#include "reports/html/timeline_json.h"

#include <gtest/gtest.h>

#include "conformance/formats/trace_text.h"

namespace timerlaw::reports {
namespace {

Json drawn(const std::string& steps, const std::string& clocks = "monotonic", const std::string& first = "1000") {
  const std::string text = "timerlaw trace 1 child=reused pid=4711 uid=0 next_id=17\nclocks " + clocks + "\n@ " +
                           first + "\n" + steps + "end done\n";
  const auto traces = parse_traces(text, "trace");
  EXPECT_TRUE(traces) << traces.error();
  const auto& [facts, trace] = traces->front();
  const Profile& profile = *find_profile("linux-6.15");
  Judgement judgement;
  judge(trace, profile, facts, {}, judgement);
  return timeline_json(trace, judgement, beliefs(trace, profile, facts, {}));
}

const std::string kArmed =
    "create  t0 clock=monotonic notify=signal signo=USR1\n= 0 id=17 @ 2000\n"
    "settime t0 rel value=1ms interval=0\n= 0 @ 2300\n";

TEST(Timeline, CountsFromTheFirstReading) {
  const Json one = drawn(kArmed);
  EXPECT_EQ(one["clocks"][0]["name"], "monotonic");
  EXPECT_EQ(one["clocks"][0]["start"], "1000");
  EXPECT_EQ(one["clocks"][0]["at"], Json({0, 1000, 1300}));
}

TEST(Timeline, NamesTimersAsTheProgramDoes) {
  const Json one = drawn(kArmed);
  EXPECT_EQ(one["timers"][0]["name"], "t0 (id 17)");
  EXPECT_EQ(one["timers"][0]["clock"], 0);
}

TEST(Timeline, ARowHasOnlyWhatChanged) {
  const Json one = drawn(kArmed +
                         "pending\n= 0 pending=none @ 2400\n"
                         "gettime t0\n= 0 value=0,999900 interval=0,0 @ 2450\n"
                         "delete t0\n= 0 @ 2500\n");
  EXPECT_EQ(one["rows"][1]["changes"][0]["deadline"], Json({1'001'000, 1'001'300}));
  EXPECT_FALSE(one["rows"][2].contains("changes"));
  EXPECT_EQ(one["rows"][3]["changes"][0]["deadline"], Json({1'001'300, 1'001'300}));
  EXPECT_EQ(one["rows"][3]["changes"][0]["from"], Json({3, 1}));
  EXPECT_EQ(one["rows"][4]["gone"], Json({0}));
}

TEST(Timeline, AConflictNamesTheRowsThatMadeIt) {
  const Json one = drawn(kArmed + "gettime t0\n= 0 value=0,990000 interval=0,0 @ 2450\n");
  ASSERT_EQ(one["conflicts"].size(), 1u);
  const Json& conflict = one["conflicts"][0];
  EXPECT_EQ(conflict["row"], 2);
  EXPECT_EQ(conflict["rule"], "PT-GET-1");
  EXPECT_EQ(conflict["because"][0]["row"], 1);
  EXPECT_EQ(one["rows"][2]["verdict"], "diverged");
  EXPECT_EQ(one["rows"][2]["changes"][0]["shown"], Json({991'300, 991'450}));
}

TEST(Timeline, ReadingsThatJavaScriptWouldRoundAreStrings) {
  const Json one = drawn("setitimer real sec=9223372036 usec=0 interval=0\n= 0 @ 2000\n");
  EXPECT_TRUE(one["rows"][0]["changes"][0]["deadline"][0].is_string());
}

TEST(Timeline, AClockThatWasNotReadHasNoInstant) {
  const Json one = drawn("pending\n= 0 pending=none @ 2000 -\n", "monotonic thread_cputime", "1000 -");
  EXPECT_EQ(one["clocks"][1]["at"], Json({nullptr, nullptr}));
}

}  // namespace
}  // namespace timerlaw::reports
