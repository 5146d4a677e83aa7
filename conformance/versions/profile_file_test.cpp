// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/profile_file.h"

#include <gtest/gtest.h>

namespace timerlaw::versions {
namespace {

std::string error_of(const std::string& toml) {
  const auto read = parse_profile(toml, "kernels/mine.toml");
  return read ? "" : read.error();
}

TEST(ProfileFile, IsItsBaseButForTheSwitchesItNames) {
  const auto read = parse_profile(
      "name = \"mine-6.12\"\nbase = \"linux-6.12\"\nstale_signals_dropped = true\nalarm_round = \"microseconds\"\n",
      "mine.toml");
  ASSERT_TRUE(read) << read.error();
  Profile expected = *find_profile("linux-6.12");
  expected.name = "mine-6.12";
  expected.releases = "as mine.toml says";
  expected.confirmed = "";
  expected.stale_signals_dropped = true;
  expected.alarm_round = AlarmRound::microseconds;
  EXPECT_EQ(*read, expected);
}

TEST(ProfileFile, ErrorsNameFileLineKeyAndWhatIsAllowed) {
  const std::string head = "name = \"mine\"\nbase = \"linux-6.12\"\n";
  EXPECT_EQ(error_of(head + "stale_signal_dropped = true\n").find("kernels/mine.toml:3:"), 0u);
  EXPECT_NE(error_of(head + "stale_signal_dropped = true\n").find("nearest are stale_signals_dropped"),
            std::string::npos);
  EXPECT_NE(error_of(head + "posix_timers = \"yes\"\n").find("expected false, true for `posix_timers`, found"),
            std::string::npos);
  EXPECT_NE(error_of(head + "alarm_round = \"down\"\n")
                .find("expected \"up\", \"microseconds\", \"nanoseconds\" for `alarm_round`"),
            std::string::npos);
  EXPECT_NE(error_of(head + "alarm_round = true\n").find("for `alarm_round`, found true"), std::string::npos);
  EXPECT_NE(error_of("name = \"mine\"\nbase = \"linux-6.11\"\n")
                .find("unknown base `linux-6.11`; nearest are linux-4.11, linux-6.1, "),
            std::string::npos);
  EXPECT_NE(error_of("base = \"linux-6.12\"\n").find("expected `name`"), std::string::npos);
  EXPECT_NE(error_of("name = \"mine\"\n").find("expected `base`"), std::string::npos);
  EXPECT_NE(error_of("name = 5\nbase = \"linux-6.12\"\n").find("mine.toml:1:"), std::string::npos);
  EXPECT_NE(error_of("name = \"posix\"\nbase = \"linux-6.12\"\n").find("choose another"), std::string::npos);
  EXPECT_EQ(error_of("name = \"mine\nbase").find("kernels/mine.toml:1:"), 0u);
}

TEST(ProfileFile, WritesAProfileAsAFileThatReadsBack) {
  Profile mine = *find_profile("linux-5.10");
  mine.name = "mine";
  mine.confirmed = "";
  mine.releases = "as mine.toml says";
  mine.alarm_round = AlarmRound::up;
  mine.restore_ids = true;
  EXPECT_EQ(to_toml(mine), "name = \"mine\"\nbase = \"linux-5.10\"\nalarm_round = \"up\"\nrestore_ids = true\n");
  const auto read = parse_profile(to_toml(mine), "mine.toml");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, mine);
}

TEST(ProfileFile, IsWhatHasASlashOrEndsInToml) {
  EXPECT_TRUE(is_path("mine.toml"));
  EXPECT_TRUE(is_path("./mine"));
  EXPECT_FALSE(is_path("linux-6.12"));
  const auto missing = read_profile_file("missing/mine.toml");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().find("missing/mine.toml: "), 0u);
}

}  // namespace
}  // namespace timerlaw::versions
