// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/duration.h"

#include <gtest/gtest.h>

namespace timerlaw::runner {
namespace {

TEST(Duration, ReadsEveryUnit) {
  EXPECT_EQ(read_duration("300ns"), Nanos{300});
  EXPECT_EQ(read_duration("10us"), Nanos{10'000});
  EXPECT_EQ(read_duration("250ms"), Nanos{250'000'000});
  EXPECT_EQ(read_duration("90s"), Nanos{90'000'000'000});
  EXPECT_EQ(read_duration("1.5min"), Nanos{90'000'000'000});
  EXPECT_EQ(read_duration("2h"), Nanos{7'200'000'000'000});
  EXPECT_EQ(read_duration("0"), Nanos{0});
}

TEST(Duration, RefusesWhatIsNotOne) {
  for (const char* text : {"", "s", "10", "-1s", "1 s", "1e3s", "nan", "inf", "99999999999h", "1sx"})
    EXPECT_FALSE(read_duration(text)) << text;
}

TEST(Duration, IsShownToThreeDigits) {
  EXPECT_EQ(show_duration({7}), "7 ns");
  EXPECT_EQ(show_duration({1'239}), "1.24 us");
  EXPECT_EQ(show_duration({12'390'000}), "12.4 ms");
  EXPECT_EQ(show_duration({100'000'000'000}), "100 s");
}

}  // namespace
}  // namespace timerlaw::runner
