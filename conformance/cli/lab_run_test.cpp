// SPDX-License-Identifier: Apache-2.0
// Kernels in virtual time, where they are in the lab's cache: a run repeats exactly, and is the sum of its shards.
#include <regex>

#include "conformance/cli/shell_for_test.h"

namespace timerlaw::cli {
namespace {

class VirtualTime : public Cli, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    setenv("TIMERLAW_BUILD", TIMERLAW_BUILD_FOLDER, 1);
    const std::string name = GetParam();
    if (sh(TIMERLAW_LAB_FOLDER "/kernel.sh path uml-" + name).code != 0)
      GTEST_SKIP() << "uml-" << name << " is not in the lab's cache: ci/lab/kernel.sh get uml-" << name;
  }
  std::string matrix(const std::string& more) const {
    return std::string("timerlaw matrix --no-corpus --exhaustive-one-in 0 --programs 700 --seed 1 --shrink-time 0s ") +
           "--targets uml:" + GetParam() + " " + more;
  }
  std::string column(const std::string& out) const { return out + "/uml-" + GetParam(); }
  // The first line in which two texts differ; empty: they are the same.
  static std::string difference(const std::string& a, const std::string& b) {
    std::size_t same = 0;
    while (same < a.size() && same < b.size() && a[same] == b[same])
      ++same;
    if (same == a.size() && same == b.size())
      return "";
    const auto line = [same](const std::string& text) {
      const std::size_t begin = same == 0 ? 0 : text.rfind('\n', same - 1) + 1;
      return text.substr(begin, text.find('\n', same) - begin);
    };
    return line(a) + "\n" + line(b);
  }
  std::string text_of(const std::string& file) const { return *runner::read_bytes(path(file).string()); }
  // Where in a period an absolute periodic timer's program begins decides how late it is seen, and whether a step is
  // weak: shards begin theirs at other virtual instants.
  std::string outcomes(const std::string& file) const {
    static const std::regex of_the_instant(",\"(late|steps)\":\\[[^\\]]*\\]");
    return std::regex_replace(text_of(file), of_the_instant, "");
  }
  std::string traces_of(const std::string& folder) const {
    std::string all;
    EXPECT_TRUE(runner::read_text((path(folder) / runner::kTracesFile).string(), [&](std::string_view text) -> Status {
      all += text.substr(text.find('\n') + 1);  // each piece begins with the target's facts
      return Done{};
    }));
    return all;
  }
};

TEST_P(VirtualTime, TheSameSeedGivesTheSameTraces) {
  const std::string run =
      std::string("timerlaw run --programs 200 --seed 3 --shrink-time 0s --keep all --quiet --target uml:") +
      GetParam();
  ASSERT_TRUE(judged(sh(run + " --out one").code));
  ASSERT_TRUE(judged(sh(run + " --out two").code));
  EXPECT_EQ(difference(text_of("one/results.jsonl"), text_of("two/results.jsonl")), "");
  EXPECT_EQ(difference(traces_of("one"), traces_of("two")), "");
}

// Each look at it would cost virtual time: ten days of 50 ms are 17 million looks.
TEST_P(VirtualTime, AProgramWithAChildOfItsOwnIsNotLookedAtWhileItWaits) {
  const Ran ran = sh(std::string("printf 'timerlaw program 1 child=fresh\\nsleep 864000s\\n' | "
                                 "timerlaw exec - --hang-limit 20s --target uml:") +
                     GetParam() + " | timerlaw check -");
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
}

TEST_P(VirtualTime, AGateMaySetTheClockOfAMachineOfItsOwn) {
  sh(std::string("timerlaw gate --quiet --programs 1 --exhaustive-one-in 0 --corpus " TIMERLAW_LAB_FOLDER
                 "/overrun.program --out gate --target uml:") +
     GetParam());
  EXPECT_NE(text_of("gate/run.json").find("\"set_clock\": true"), std::string::npos) << text_of("gate/run.json");
}

// Not on 5.10, whose clock may panic there: docs/findings.md, time goes backwards.
class PlainTimeTravel : public VirtualTime {};

TEST_P(PlainTimeTravel, BurningCpuTakesTime) {
  const std::string program =
      "printf 'timerlaw program 1\\nsetitimer prof value=30ms interval=0\\nburn 500ms for=PROF\\n"
      "take PROF timeout=0\\n' | timerlaw exec - --target uml:";
  const Ran ran = sh(program + GetParam() + "+cpu | tee trace | timerlaw check -");
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_NE(text_of("trace").find("signo=PROF"), std::string::npos) << text_of("trace");
  EXPECT_NE(text_of("trace").find("virtual_time=yes"), std::string::npos);
  EXPECT_NE(sh(program + GetParam()).out.find("end refused no_cpu_time"), std::string::npos);
  // To spin to a deadline in CPU time is to burn too: by readings, which take time on as well.
  const Ran spun =
      sh(std::string("printf 'timerlaw program 1\\ncreate t0 clock=process_cputime notify=signal signo=USR1\\n"
                     "settime t0 rel value=30ms\\nuntil t0\\ntake USR1 timeout=0\\n' | "
                     "timerlaw exec - --target uml:") +
         GetParam() + "+cpu");
  EXPECT_NE(spun.out.find("signo=USR1 code=timer"), std::string::npos) << spun.out << spun.err;
}

TEST_P(VirtualTime, FourShardsOfWhichOneIsKilledAndResumedGiveTheReportOfTheWhole) {
  ASSERT_TRUE(judged(sh(matrix("--out whole")).code));
  ASSERT_EQ(sh(matrix("--shards 4 --out parts --plan > plan")).code, 0);
  const Ran killed =
      sh("mkdir parts; eval \"exec $(tail -n 1 plan)\" & "
         "until [ -s parts/*.shard-3-of-4/results.jsonl ]; do sleep 0.01; done; kill -KILL $!; wait $!");
  ASSERT_EQ(killed.code, 137) << killed.err;
  ASSERT_TRUE(judged(sh(matrix("--shards 4 --out parts --resume")).code));
  EXPECT_EQ(difference(outcomes(column("whole") + "/results.jsonl"), outcomes(column("parts") + "/results.jsonl")), "");
  EXPECT_EQ(difference(text_of("whole/matrix.md"), text_of("parts/matrix.md")), "");
}

std::string version(const testing::TestParamInfo<const char*>& info) {
  std::string name = info.param;
  name.replace(name.find('.'), 1, "_");
  return name;
}

INSTANTIATE_TEST_SUITE_P(Uml, VirtualTime, testing::Values("5.10", "6.12"), version);
INSTANTIATE_TEST_SUITE_P(Uml, PlainTimeTravel, testing::Values("6.12"), version);

}  // namespace
}  // namespace timerlaw::cli
