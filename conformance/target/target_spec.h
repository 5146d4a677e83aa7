// SPDX-License-Identifier: Apache-2.0
// What the user wrote after --target: which machine is to run the agent.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "conformance/expected.h"
#include "model/facts.h"

namespace timerlaw {

enum class TargetKind { host, uml, qemu, gvisor, qemu_user, command };

struct TargetSpec {
  TargetKind kind = TargetKind::host;
  // `uml-6.12`, as the lab calls it; `gvisor` alone is its newest version. Empty: none of the lab's.
  std::string lab_name;
  std::string kernel;   // path of the user's own kernel; empty: the lab's
  std::string command;  // of cmd:
  std::string abi;      // that the target asks for (qemu-user:ARCH); empty: any
  std::string pace;     // `cpu`, `real`: how time passes in a User-Mode kernel; empty: as usual there
};

// `host`, `uml:NAME|PATH`, `qemu:NAME|PATH`, `gvisor[:VERSION]`, `qemu-user[:ARCH]`, `cmd:COMMAND`. What holds a slash
// is a path. The lab's own names (`uml-6.12`) are understood, too. Behind uml: there may be `+cpu` (virtual time
// in which burning CPU takes time) or `+real`. Says nothing about whether the target is there.
Expected<TargetSpec> parse_target(const std::string& text);

// `uml`, `qemu-user`, …: the first word of the spelling, and what the lab calls the kind.
std::string_view kind_name(TargetKind kind);

// How late a timer may fire on this target, if it promises anything: below zero, it does not.
Nanos promised_lateness(TargetKind kind, const TargetFacts& facts);

// How many agents to have at once where nobody says, on so many CPUs of the target: one in each machine's CPU; two
// where they are processes, for each waits half of its time; many in sandboxes and emulators, where each signal that
// they fail to send is waited for, for 10 s.
unsigned usual_jobs(TargetKind kind, std::int64_t cpus);

// Of a machine that is started for the run: nobody else lives by its clock.
bool has_a_clock_of_its_own(const std::string& target);

// The ABI of this program.
std::string own_abi();

}  // namespace timerlaw
