// SPDX-License-Identifier: Apache-2.0
#include "conformance/target/splat.h"

#include <gtest/gtest.h>

namespace timerlaw {
namespace {

TEST(Splat, TheHeadsOfAKernelsReportsAreKnown) {
  for (const char* line :
       {"[    1.234567] WARNING: CPU: 0 PID: 12 at kernel/time/posix-timers.c:123 posix_timer_fn+0x1/0x2",
        "[   12.000000] WARNING: kernel/time/hrtimer.c:1080 at hrtimer_start+0x5/0x10, CPU#0: agent/41",
        "[    1.0] WARNING: possible circular locking dependency detected", "[    1.0] WARNING: suspicious RCU usage",
        "[    1.0][  T41] BUG: KASAN: slab-use-after-free in it_real_fn+0x1/0x2",
        "BUG: unable to handle page fault for address: 0000000000001000",
        "[    1.0] kernel BUG at kernel/signal.c:2000!", "[    1.0] Oops: 0000 [#1] SMP",
        "[    1.0] Oops: general protection fault, probably for non-canonical address",
        "[    9.9] rcu: INFO: rcu_preempt self-detected stall on CPU",
        "[    9.9] watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [agent:41]",
        "[    9.9] INFO: task agent:41 blocked for more than 120 seconds.",
        "<0>[    1.0] Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b",
        "\033[1;31mKernel panic - not syncing: going to sleep forever\r",
        "[    1.0] UBSAN: signed-integer-overflow in kernel/time/itimer.c:70:4"})
    EXPECT_TRUE(is_splat(line)) << line;
}

TEST(Splat, WhatOthersSayIsNone) {
  for (const char* line :
       {"", "[    0.000000] Linux version 6.12.0 (BUG: none)", "qemu-system-x86_64: warning: TCG doesn't support it",
        "WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!", "@ WARNING: UNPROTECTED PRIVATE KEY FILE! @",
        "[    0.5] hrtimer: interrupt took 3900000 ns", "[    0.1] rcu: Preemptible hierarchical RCU implementation.",
        "[    0.1] Warning: unable to open an initial console.", "tl{Tabc}01234", "[0] INFO: all is well"})
    EXPECT_FALSE(is_splat(line)) << line;
}

TEST(Splat, StampsAndColoursAreTakenOff) {
  EXPECT_EQ(without_stamp("\033[0m<4>[    1.5][   T41] hello [x]"), "hello [x]");
  EXPECT_EQ(without_stamp("[#1] hello"), "[#1] hello");
}

}  // namespace
}  // namespace timerlaw
