// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/names.h"

#include <array>
#include <bit>
#include <span>

#include "conformance/formats/numbers.h"

namespace timerlaw {
namespace {

struct Name {
  std::int64_t number;
  std::string_view text;
};

constexpr Name kClocks[] = {{0, "realtime"},         {1, "monotonic"},      {2, "process_cputime"},
                            {3, "thread_cputime"},   {4, "monotonic_raw"},  {5, "realtime_coarse"},
                            {6, "monotonic_coarse"}, {7, "boottime"},       {8, "realtime_alarm"},
                            {9, "boottime_alarm"},   {11, "tai"},           {-8, "process_prof"},
                            {-7, "process_virt"},    {-6, "process_sched"}, {-4, "thread_prof"},
                            {-3, "thread_virt"},     {-2, "thread_sched"}};
// Of party_clock.
constexpr Name kPartyClocks[] = {{0, "prof"},        {1, "virt"},        {2, "sched"},
                                 {4, "thread_prof"}, {5, "thread_virt"}, {6, "thread_sched"}};
constexpr std::string_view kParty = "party:";

constexpr Name kNotify[] = {{0, "signal"}, {1, "none"}, {2, "thread"}, {4, "thread_id"}};
constexpr Name kCodes[] = {
    {kSiUser, "user"}, {kSiKernel, "kernel"}, {kSiTimer, "timer"}, {kSiTkill, "tkill"}, {-1, "queue"}};
constexpr Name kRefusals[] = {{0, "none"},         {1, "too_long"},   {2, "too_many_timers"}, {3, "no_such_cpu"},
                              {4, "unknown_step"}, {5, "no_rights"},  {6, "wrong_abi"},       {7, "needs_fresh"},
                              {8, "no_party"},     {9, "no_cpu_time"}};
static_assert(std::size(kRefusals) == kRefusalCount);

// Indexed by signal number.
constexpr std::string_view kSignals[] = {"",       "HUP",  "INT",    "QUIT", "ILL",   "TRAP", "ABRT", "BUS",
                                         "FPE",    "KILL", "USR1",   "SEGV", "USR2",  "PIPE", "ALRM", "TERM",
                                         "STKFLT", "CHLD", "CONT",   "STOP", "TSTP",  "TTIN", "TTOU", "URG",
                                         "XCPU",   "XFSZ", "VTALRM", "PROF", "WINCH", "IO",   "PWR",  "SYS"};

// Source: errno(3); the numbers of every architecture that an agent is built for.
constexpr Name kErrors[] = {{1, "EPERM"},    {2, "ENOENT"},     {3, "ESRCH"},       {4, "EINTR"},      {5, "EIO"},
                            {6, "ENXIO"},    {7, "E2BIG"},      {8, "ENOEXEC"},     {9, "EBADF"},      {10, "ECHILD"},
                            {11, "EAGAIN"},  {12, "ENOMEM"},    {13, "EACCES"},     {14, "EFAULT"},    {15, "ENOTBLK"},
                            {16, "EBUSY"},   {17, "EEXIST"},    {18, "EXDEV"},      {19, "ENODEV"},    {20, "ENOTDIR"},
                            {21, "EISDIR"},  {22, "EINVAL"},    {23, "ENFILE"},     {24, "EMFILE"},    {25, "ENOTTY"},
                            {26, "ETXTBSY"}, {27, "EFBIG"},     {28, "ENOSPC"},     {29, "ESPIPE"},    {30, "EROFS"},
                            {31, "EMLINK"},  {32, "EPIPE"},     {33, "EDOM"},       {34, "ERANGE"},    {35, "EDEADLK"},
                            {38, "ENOSYS"},  {75, "EOVERFLOW"}, {95, "EOPNOTSUPP"}, {110, "ETIMEDOUT"}};

// In the order of Op.
constexpr std::array<std::string_view, kOpCount> kOps = {
    "create", "settime", "gettime", "overrun",  "delete", "setitimer", "getitimer", "alarm",  "sleep", "until", "cpu",
    "take",   "pending", "mask",    "unmask",   "ignore", "default",   "handler",   "window", "kill",  "burn",  "read",
    "queue",  "restore", "limit",   "setclock", "timens", "thread",    "fork",      "exit",   "exec"};

void append_named(std::string& out, std::span<const Name> names, std::int64_t number) {
  for (const Name& name : names) {
    if (name.number == number) {
      out += name.text;
      return;
    }
  }
  append_number(out, number);
}

std::optional<std::int64_t> number_of(std::span<const Name> names, std::string_view text) {
  for (const Name& name : names) {
    if (name.text == text) {
      return name.number;
    }
  }
  return read_number(text);
}

}  // namespace

void append_signal(std::string& out, std::int64_t signo) {
  if (signo >= 1 && signo < static_cast<std::int64_t>(std::size(kSignals))) {
    out += kSignals[static_cast<std::size_t>(signo)];
    return;
  }
  if (signo >= kRtMin && signo <= kSigMax) {
    out += "RTMIN+";
    signo -= kRtMin;
  }
  append_number(out, signo);
}

std::optional<std::int64_t> signal_number(std::string_view name) {
  if (const auto number = read_number(name)) {
    return number;
  }
  if (name.starts_with("SIG")) {
    name.remove_prefix(3);
  }
  if (name == "RTMIN") {
    return kRtMin;
  }
  if (name.starts_with("RTMIN+")) {
    const auto above = read_unsigned(name.substr(6));
    return above && *above <= static_cast<std::uint64_t>(kSigMax - kRtMin)
               ? std::optional(kRtMin + static_cast<std::int64_t>(*above))
               : std::nullopt;
  }
  for (std::size_t signo = 1; signo < std::size(kSignals); ++signo) {
    if (kSignals[signo] == name) {
      return static_cast<std::int64_t>(signo);
    }
  }
  return std::nullopt;
}

void append_signal_set(std::string& out, SigSet set) {
  if (set.empty()) {
    out += "none";
    return;
  }
  if (set == kAllSignals) {
    out += "any";
    return;
  }
  for (std::uint64_t bits = set.bits; bits != 0; bits &= bits - 1) {
    if (bits != set.bits) {
      out += ',';
    }
    append_signal(out, std::countr_zero(bits) + 1);
  }
}

void append_clock(std::string& out, std::int64_t clock) {
  if (is_party_clock(clock)) {
    for (const Name& kind : kPartyClocks) {
      if (kind.number == kind_of_party_clock(clock)) {
        append_party(out, party_of_clock(clock));
        out += ':';
        out += kind.text;
        return;
      }
    }
  }
  append_named(out, kClocks, clock);
}

std::optional<std::int64_t> clock_number(std::string_view name) {
  const auto party = party_number(name.substr(0, kParty.size() + 1));
  if (!party) {
    return number_of(kClocks, name);
  }
  name.remove_prefix(kParty.size() + 1);
  for (const Name& kind : kPartyClocks) {
    if (name.starts_with(':') && name.substr(1) == kind.text) {
      return party_clock(*party, static_cast<int>(kind.number));
    }
  }
  return std::nullopt;
}

void append_party(std::string& out, Party party) {
  out += kParty;
  append_number(out, party);
}

std::optional<Party> party_number(std::string_view name) {
  if (!name.starts_with(kParty) || name.size() != kParty.size() + 1) {
    return std::nullopt;
  }
  const int digit = name.back() - '0';
  return digit >= 0 && digit < kParties ? std::optional(static_cast<Party>(digit)) : std::nullopt;
}

void append_return(std::string& out, std::int64_t ret) {
  for (const Name& name : kErrors) {
    if (-name.number == ret) {
      out += '-';
      out += name.text;
      return;
    }
  }
  append_number(out, ret);
}

std::optional<std::int64_t> return_number(std::string_view text) {
  if (text.starts_with("-E")) {
    for (const Name& name : kErrors) {
      if (name.text == text.substr(1)) {
        return -name.number;
      }
    }
  }
  return read_number(text);
}

void append_notify(std::string& out, std::int64_t notify) {
  append_named(out, kNotify, notify);
}
std::optional<std::int64_t> notify_number(std::string_view name) {
  return number_of(kNotify, name);
}

void append_code(std::string& out, std::int64_t code) {
  append_named(out, kCodes, code);
}
std::optional<std::int64_t> code_number(std::string_view name) {
  return number_of(kCodes, name);
}

void append_refusal(std::string& out, std::int64_t refusal) {
  append_named(out, kRefusals, refusal);
}
std::optional<std::int64_t> refusal_number(std::string_view name) {
  return number_of(kRefusals, name);
}

std::string refusal_names() {
  std::string out;
  for (const Name& name : kRefusals) {
    if (name.number != 0) {
      out += out.empty() ? "" : ", ";
      out += name.text;
    }
  }
  return out;
}

std::string signal_name(std::int64_t signo) {
  std::string out;
  append_signal(out, signo);
  return out;
}

std::string signal_set_text(SigSet set) {
  std::string out;
  append_signal_set(out, set);
  return out;
}

std::string clock_name(std::int64_t clock) {
  std::string out;
  append_clock(out, clock);
  return out;
}

std::string return_text(std::int64_t ret) {
  std::string out;
  append_return(out, ret);
  return out;
}

std::string_view op_name(Op op) {
  return kOps[static_cast<std::size_t>(op)];
}

std::optional<Op> op_of(std::string_view name) {
  for (std::size_t i = 0; i < kOps.size(); ++i) {
    if (kOps[i] == name) {
      return static_cast<Op>(i);
    }
  }
  return std::nullopt;
}

std::string_view pointer_name(Pointer pointer) {
  constexpr std::array<std::string_view, kPointerCount> kNames = {"ok", "null", "bad", "readonly", "edge"};
  return kNames[static_cast<std::size_t>(pointer)];
}

std::string_view child_name(Child child) {
  return child == Child::fresh ? "fresh" : "reused";
}

std::string_view ending_name(Ending ending) {
  constexpr std::array<std::string_view, 4> kNames = {"done", "died", "hung", "refused"};
  return kNames[static_cast<std::size_t>(ending)];
}

}  // namespace timerlaw
