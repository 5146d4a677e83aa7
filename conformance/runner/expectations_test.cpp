// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/expectations.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "conformance/formats/program_text.h"
#include "model/rule.h"

namespace timerlaw::runner {
namespace {

std::string id() {
  return std::string(rules().front().id);
}

std::string entry(const std::string& rest) {
  return "[[divergence]]\nrule = \"" + id() + "\"\n" + rest;
}

std::string error_of(const std::string& toml) {
  const auto read = parse_expectations(toml, "host.toml");
  return read ? "" : read.error();
}

Program program() {
  return parse_programs("timerlaw program 1\nalarm 0\n", "test")->front();
}

TEST(Expectations, AFileOfCommentsHoldsNone) {
  const auto read = parse_expectations("# nothing yet\n", "host.toml");
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->divergences.empty());
}

TEST(Expectations, ReadsEveryKey) {
  const auto read = parse_expectations(entry("program = '''timerlaw program 1\nalarm 0\n'''\n"
                                             "condition = \"kernel >= 6.13\"\nreason = \"seen on 6.18\"\n"
                                             "when = \"sometimes\"\nshown = \"3/10\"\n"
                                             "link = \"https://example.org/1\"\n"),
                                       "host.toml");
  ASSERT_TRUE(read) << read.error();
  ASSERT_EQ(read->divergences.size(), 1u);
  const Expectation& one = read->divergences.front();
  EXPECT_EQ(one.rule, id());
  EXPECT_EQ(one.program, program());
  EXPECT_EQ(one.reason, "seen on 6.18");
  EXPECT_FALSE(one.always);
  EXPECT_EQ(one.shown, (Measured{3, 10}));
  EXPECT_EQ(one.link, "https://example.org/1");
  EXPECT_EQ(one.line, 1u);
  TargetFacts old;
  old.release = "6.1.0";
  EXPECT_TRUE(applicable(*read, old).divergences.empty());
}

TEST(Expectations, AnErrorNamesFileLineAndColumn) {
  EXPECT_EQ(error_of(entry("reason = \"r\"\nprogramm = \"\"\n")).find("host.toml:4:"), 0u);
  EXPECT_NE(error_of(entry("reason = \"r\"\nprogramm = \"\"\n")).find("unknown key `programm`"), std::string::npos);
  EXPECT_EQ(error_of(entry("")).find("host.toml:1:1: expected `reason`"), 0u);
  EXPECT_EQ(error_of("[[divergence]\n").find("host.toml:1:"), 0u);
  EXPECT_EQ(error_of("\n[[divergence]]\nrule = \"NO-SUCH-RULE\"\nreason = \"r\"\n").find("host.toml:3:8: unknown rule"),
            0u);
  EXPECT_EQ(error_of(entry("reason = \"r\"\nwhen = \"never\"\n")).find("host.toml:4:8: expected \"always\""), 0u);
  EXPECT_EQ(error_of(entry("reason = \"r\"\ncondition = \"host == a\"\n")).find("host.toml:4:13: unknown field"), 0u);
  EXPECT_EQ(error_of(entry("reason = \"r\"\nprogram = \"alarm 0\"\n")).find("host.toml:4:11: bad program"), 0u);
  EXPECT_EQ(error_of(entry("reason = 7\n")).find("host.toml:3:10: expected a string"), 0u);
  EXPECT_EQ(error_of("title = \"x\"\n").find("host.toml:1:9: expected [[divergence]]"), 0u);
  EXPECT_EQ(error_of(entry("reason = \"r\"\nlink = \"page 7\"\n")).find("host.toml:4:8: expected an address"), 0u);
  EXPECT_EQ(error_of(entry("reason = \"r\"\nshown = \"1/2\"\n")).find("host.toml:4:9: `shown` belongs to"), 0u);
  for (const char* wrong : {"3", "3/", "4/3", "-1/3", "1/3x", "0/0"})
    EXPECT_EQ(error_of(entry("reason = \"r\"\nwhen = \"sometimes\"\nshown = \"" + std::string(wrong) + "\"\n"))
                  .find("host.toml:5:9: expected K/N"),
              0u)
        << wrong;
}

TEST(Expectations, AReasonThatNobodyHasWrittenYetIsAnError) {
  EXPECT_EQ(error_of(entry("reason = \"WHY?\"\n")).find("host.toml:3:10: the reason is still to be written"), 0u);
  EXPECT_EQ(error_of(entry("reason = '''\nWHY? perhaps'''\n")).find("host.toml:3:10: the reason is"), 0u);
}

TEST(Expectations, ASecondEntryForTheSameIsAnErrorWithItsPlace) {
  const std::string one = entry("reason = \"r\"\n");
  EXPECT_EQ(error_of(one + "\n" + one), "host.toml:5:1: duplicate of the entry in line 1");
  EXPECT_EQ(error_of(one + entry("reason = \"r\"\nprogram = '''timerlaw program 1\nalarm 0\n'''\n"))
                .find("host.toml:4:1: unreachable: the entry in line 1"),
            0u);
}

TEST(Expectations, RulesThatMustBeExercisedStandInTheFileToo) {
  const auto read = parse_expectations(
      "[[exercised]]\nrules = [\"" + id() + "\"]\ncondition = \"kernel >= 6.13\"\n" + entry("reason = \"r\"\n"),
      "host.toml");
  ASSERT_TRUE(read) << read.error();
  ASSERT_EQ(read->exercised.size(), 1u);
  EXPECT_EQ(read->exercised.front().rules, std::vector<std::string>{id()});
  TargetFacts old;
  old.release = "6.1.0";
  EXPECT_TRUE(applicable(*read, old).exercised.empty());
  EXPECT_EQ(error_of("[[exercised]]\nrules = [\"NO-SUCH\"]\n").find("host.toml:2:10: unknown rule"), 0u);
  EXPECT_EQ(error_of("[[exercised]]\nrules = []\n").find("host.toml:1:1: expected `rules`"), 0u);
  EXPECT_EQ(error_of("[[exercised]]\nrule = \"x\"\n").find("host.toml:2:8: unknown key `rule`"), 0u);
}

TEST(Expectations, OneWithAProgramMatchesThatProgramOrWhatShrinksToIt) {
  Expectation one;
  one.rule = "ITR-3";
  one.program = program();
  const Program other;
  const Program same = program();
  EXPECT_EQ(match({one}, "ITR-3", &same, nullptr), 0u);
  EXPECT_EQ(match({one}, "ITR-3", &other, &same), 0u);
  EXPECT_EQ(match({one}, "ITR-3", &other, &other), std::nullopt);
  EXPECT_EQ(match({one}, "ITR-3", nullptr, nullptr), std::nullopt);
  EXPECT_EQ(match({one}, "ITR-4", &same, &same), std::nullopt);
}

TEST(Expectations, OneWithoutAProgramMatchesAny) {
  Expectation one;
  one.rule = "KERNEL-SPLAT";
  EXPECT_EQ(match({one}, "KERNEL-SPLAT", nullptr, nullptr), 0u);
}

TEST(Expectations, ThoseOfThisProjectAreInOrder) {
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(TIMERLAW_SOURCE "/ci/expect")) {
    const auto read = read_expectations(file.path().string());
    EXPECT_TRUE(read) << read.error();
    files += file.path().extension() == ".toml" ? 1 : 0;
  }
  EXPECT_GE(files, 7u);
}

}  // namespace
}  // namespace timerlaw::runner
