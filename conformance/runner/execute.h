// SPDX-License-Identifier: Apache-2.0
// Runs the jobs of a run side by side until the plan, the time or the user ends them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/expected.h"
#include "conformance/runner/job.h"
#include "conformance/runner/progress.h"

namespace timerlaw::runner {

struct Executed {
  std::uint64_t restarts = 0;
  std::uint64_t noise = 0;
  std::string failure;                  // of the first job that gave up
  std::vector<Mishap> complaints;       // that no program alone brought back
  std::optional<std::int64_t> tainted;  // at the end, of the first job whose kernel's flags had changed; else of any
};

// `sessions` holds one started session for each job. `save` is called every few seconds; `abandon` if the jobs don't
// end soon after an interrupt, and does not return.
Executed execute(const Workshop& shop, const SessionOptions& options, std::vector<std::unique_ptr<Session>> sessions,
                 Progress& progress, const std::function<void()>& save, const std::function<void()>& abandon);

// Starts `count` agents, each with its child on a CPU of its own as far as there are CPUs.
Expected<std::vector<std::unique_ptr<Session>>> start_sessions(SessionOptions options, unsigned count,
                                                               std::unique_ptr<Session> first);

// The options of job `number`.
SessionOptions job_options(SessionOptions options, unsigned number, std::int64_t cpus);

}  // namespace timerlaw::runner
