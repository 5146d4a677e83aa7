// SPDX-License-Identifier: Apache-2.0
// The words that programs and traces use in place of the kernel's numbers. Each pair is its own inverse: a number
// without a name is written as the number, and every name or number reads back as the number it stands for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/step.h"
#include "model/trace.h"

namespace timerlaw {

// `ALRM`, `RTMIN+0` … `RTMIN+30`, or any number. Reading takes `SIGALRM` and `RTMIN` too.
// Source: signal(7), the numbers of x86 and ARM.
void append_signal(std::string& out, std::int64_t signo);
std::string signal_name(std::int64_t signo);
std::optional<std::int64_t> signal_number(std::string_view name);

// `ALRM,RTMIN+0`, `any` (all 64) or `none`.
void append_signal_set(std::string& out, SigSet set);
std::string signal_set_text(SigSet set);

// `monotonic`: the names of ClockId; `party:1:prof`, `party:1:thread_sched`: the CPU-time clocks of a party; or any
// number.
void append_clock(std::string& out, std::int64_t clock);
std::string clock_name(std::int64_t clock);
std::optional<std::int64_t> clock_number(std::string_view name);

// `party:1`.
void append_party(std::string& out, Party party);
std::optional<Party> party_number(std::string_view name);

// A return value: `-EINVAL` for the negated errno, or any number.
void append_return(std::string& out, std::int64_t ret);
std::string return_text(std::int64_t ret);
std::optional<std::int64_t> return_number(std::string_view text);

// sigev_notify: `signal`, `none`, `thread`, `thread_id`, or any number.
void append_notify(std::string& out, std::int64_t notify);
std::optional<std::int64_t> notify_number(std::string_view name);

// si_code: `user`, `kernel`, `timer`, `tkill`, `queue`, or any number.
void append_code(std::string& out, std::int64_t code);
std::optional<std::int64_t> code_number(std::string_view name);

// Why an agent could not run a program: `too_long` …, or any number.
void append_refusal(std::string& out, std::int64_t refusal);
std::optional<std::int64_t> refusal_number(std::string_view name);
std::string refusal_names();  // of all, for messages

std::string_view op_name(Op op);  // `create`, …, `delete`, `default`
std::optional<Op> op_of(std::string_view name);

std::string_view pointer_name(Pointer pointer);
std::string_view child_name(Child child);
std::string_view ending_name(Ending ending);

}  // namespace timerlaw
