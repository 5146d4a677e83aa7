// SPDX-License-Identifier: Apache-2.0
// Small folders of results for tests of reports.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "conformance/formats/facts_text.h"
#include "conformance/runner/record.h"
#include "conformance/runner/results_file.h"
#include "conformance/runner/run_info.h"
#include "conformance/runner/temporary_folder_for_test.h"
#include "model/profile.h"

namespace timerlaw::reports {

// On Linux 6.18: a timer without notification that is disarmed, and still shows time to go (PT-ARM-6).
inline constexpr const char* kDisarmedProgram =
    "timerlaw program 1\n"
    "create t0 clock=monotonic notify=none\n"
    "settime t0 rel value=10s\n"
    "settime t0 rel value=0\n"
    "gettime t0\n";
inline constexpr const char* kDisarmedTrace =
    "timerlaw trace 1 child=reused pid=435 uid=0 next_id=1\n"
    "clocks monotonic\n"
    "@ 22330133274286\n"
    "create t0 clock=monotonic notify=none\n"
    "= 0 id=1 @ 22330133275798\n"
    "settime t0 rel value=10s interval=0\n"
    "= 0 @ 22330133276990\n"
    "settime t0 rel value=0 interval=0\n"
    "= 0 @ 22330133277571\n"
    "gettime t0\n"
    "= 0 value=9,999998608 interval=0,0 @ 22330133278462\n"
    "end done\n";

inline runner::RunInfo finished_run(const std::string& target) {
  runner::RunInfo info;
  info.tool = "0.0";
  info.seed = 7;
  info.shards = {0};
  info.profile = "linux-6.15";
  info.switches = runner::switches_of(*find_profile("linux-6.15"));
  info.target = target;
  info.clock = "vdso";
  info.liveness_ns = 10'000'000'000;
  info.plan = {{"random", 3}};
  info.facts.release = "6.18.0";
  info.facts.machine = "x86_64";
  info.facts.abi = "x86_64";
  info.complete = true;
  info.seconds = 1;
  return info;
}

inline runner::FindingInfo disarmed_finding(const std::string& reason) {
  return {.rule = "PT-ARM-6",
          .index = 1,
          .seen = 1,
          .confirmed = 10,
          .repeated = 10,
          .program = kDisarmedProgram,
          .card = "",
          .expected = reason,
          .source = "random",
          .shrunk = true,
          .observed = "",
          .link = ""};
}

inline runner::Record accepted_record(std::uint64_t index) {
  runner::Record record;
  record.index = index;
  record.steps[static_cast<std::size_t>(Verdict::accepted)] = 4;
  record.exercised = {"PT-GET-1"};
  return record;
}

// Three programs, of which that at position 1 shows PT-ARM-6.
inline void write_results(const std::filesystem::path& folder, const runner::RunInfo& info) {
  std::filesystem::create_directories(folder);
  ASSERT_TRUE(runner::replace_file(folder / runner::kRunFile, runner::write_run_info(info)));
  std::string lines;
  for (const std::uint64_t index : {0u, 1u, 2u}) {
    runner::Record record = accepted_record(index);
    if (index == 1) {
      record.verdict = Verdict::diverged;
      record.diverged = {"PT-ARM-6"};
      record.kept = true;
    }
    if (index == 2) {
      record.late = {7000, 9000};
      record.steps[static_cast<std::size_t>(Verdict::weak)] = 3;
    }
    runner::append_line(lines, record);
  }
  ASSERT_TRUE(runner::replace_file(folder / runner::kResultsFile, lines));
  auto traces = runner::TraceWriter::open(folder / runner::kTracesFile, to_text(info.facts));
  ASSERT_TRUE(traces);
  traces->add("# program 0\ntimerlaw trace 1 child=reused pid=435 uid=0 next_id=1\nclocks monotonic\n@ 1\nend done\n");
  traces->add(std::string("# program 1\n") + kDisarmedTrace);
  ASSERT_TRUE(traces->flush());
}

}  // namespace timerlaw::reports
