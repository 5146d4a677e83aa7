// SPDX-License-Identifier: Apache-2.0
#include "conformance/selftest/directed.h"

#include <stdexcept>
#include <utility>
#include <vector>

#include "conformance/formats/program_text.h"

namespace timerlaw {
namespace {

constexpr std::string_view kPrograms = R"(
# SIGCONT takes stop signals back: one that was sent, and a timer's, which is parked.
timerlaw program 1
create  t0 clock=monotonic notify=signal signo=TTIN
settime t0 rel value=100us interval=1s
sleep   200us
kill    TSTP
pending
kill    CONT
pending
take    any timeout=0

# A stop signal takes SIGCONT back.
timerlaw program 1
mask    CONT
kill    CONT
pending
kill    TSTP
pending
take    any timeout=0
take    any timeout=0

# An ITIMER_REAL that stands still is started by a SIGALRM of the process, not by one of the thread.
timerlaw program 1
ignore    ALRM
unmask    ALRM
setitimer real value=100us interval=10ms
sleep     200us
mask      ALRM
getitimer real
kill      ALRM thread
take      ALRM timeout=0
getitimer real
kill      ALRM
take      ALRM timeout=0
getitimer real

# Blocking does not bring a parked timer back; replacing SIG_IGN does. What gettime shows proves that it expired.
timerlaw program 1
create  t0 clock=monotonic notify=signal signo=USR1
ignore  USR1
unmask  USR1
settime t0 rel value=100us interval=1s
sleep   200us
gettime t0
mask    USR1
pending
take    USR1 timeout=0
handler USR1
pending
take    USR1 timeout=0

# An interval is checked even where it does not count.
timerlaw program 1
create  t0 clock=monotonic notify=signal signo=RTMIN+0
settime t0 rel value=1s interval=1s
settime t0 rel value=0 interval_sec=0 interval_nsec=1000000000
gettime t0
setitimer real value=0 interval_sec=0 interval_usec=1000000
)";

class Directed : public Source {
 public:
  Directed() {
    Expected<std::vector<Program>> programs = parse_programs(kPrograms, "directed");
    if (!programs) {
      throw std::logic_error(programs.error());
    }
    programs_ = std::move(*programs);
  }
  std::string_view name() const override { return "directed"; }
  std::uint64_t size() const override { return programs_.size(); }
  Program at(std::uint64_t index) const override { return programs_[index]; }

 private:
  std::vector<Program> programs_;
};

}  // namespace

std::unique_ptr<Source> directed_source() {
  return std::make_unique<Directed>();
}

}  // namespace timerlaw
