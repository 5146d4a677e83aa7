// SPDX-License-Identifier: Apache-2.0
#include "conformance/target/target_spec.h"

#include <algorithm>
#include <array>
#include <utility>

namespace timerlaw {
namespace {

constexpr std::array<std::pair<TargetKind, std::string_view>, 6> kKinds = {{{TargetKind::host, "host"},
                                                                            {TargetKind::uml, "uml"},
                                                                            {TargetKind::qemu, "qemu"},
                                                                            {TargetKind::gvisor, "gvisor"},
                                                                            {TargetKind::qemu_user, "qemu-user"},
                                                                            {TargetKind::command, "cmd"}}};

Error unknown(const std::string& text) {
  return {"target '" + text +
          "': expected host, uml:NAME, qemu:NAME, gvisor[:VERSION], qemu-user[:ARCH], the path of a kernel of yours as "
          "uml:PATH or qemu:PATH, or cmd: and a command that runs the agent, such as cmd:'ssh board'; `timerlaw "
          "targets` lists the names"};
}

Error wants(const std::string& text, const std::string& what) {
  return {"target '" + text + "': " + what};
}

// `uml-6.12` as `uml:6.12`: the kind with the longest name that fits.
std::string as_kind_and_name(const std::string& text) {
  if (text == kind_name(TargetKind::qemu_user))
    return text;
  for (const std::string_view kind : {"qemu-user-", "gvisor-", "qemu-", "uml-"})
    if (text.starts_with(kind) && text.find_first_of(":/ ") == std::string::npos)
      return std::string(kind.substr(0, kind.size() - 1)) + ":" + text.substr(kind.size());
  return text;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_';
  });
}

}  // namespace

std::string_view kind_name(TargetKind kind) {
  return std::ranges::find(kKinds, kind, [](const auto& one) { return one.first; })->second;
}

// In a User-Mode kernel whose CPU is infinitely fast, time passes between an expiry and the return of who waited for it
// only where the kernel reads its clock: 256 ns each time. 3000 random programs on 6.12 needed eight readings at most;
// forty are a margin for many timers at once, and a thousandth of a tick.
Nanos promised_lateness(TargetKind kind, const TargetFacts& facts) {
  constexpr Nanos kFortyReadings{40 * 256};
  return kind == TargetKind::uml && facts.virtual_time && !facts.cpu_time ? kFortyReadings : Nanos{-1};
}

unsigned usual_jobs(TargetKind kind, std::int64_t cpus) {
  constexpr unsigned kWaiters = 32, kMost = 512;
  const auto of_cpus = static_cast<unsigned>(std::clamp<std::int64_t>(cpus, 1, kMost));
  switch (kind) {
    case TargetKind::uml:
    case TargetKind::qemu:
      return of_cpus;
    case TargetKind::host:
    case TargetKind::command:
      return 2 * of_cpus;
    case TargetKind::gvisor:
    case TargetKind::qemu_user:
      break;
  }
  return kWaiters;
}

bool has_a_clock_of_its_own(const std::string& target) {
  const auto spec = parse_target(target);
  return spec && (spec->kind == TargetKind::uml || spec->kind == TargetKind::qemu);
}

std::string own_abi() {
#if defined(__x86_64__)
  return "x86_64";
#elif defined(__aarch64__)
  return "aarch64";
#elif defined(__i386__)
  return "i386";
#endif
}

Expected<TargetSpec> parse_target(const std::string& text) {
  const std::string spelled = text.starts_with("cmd:") ? text : as_kind_and_name(text);
  const auto colon = spelled.find(':');
  const std::string first = spelled.substr(0, colon);
  std::string rest = colon == std::string::npos ? "" : spelled.substr(colon + 1);
  const auto kind = std::ranges::find(kKinds, std::string_view(first), [](const auto& one) { return one.second; });
  if (kind == kKinds.end())
    return unknown(text);
  TargetSpec spec;
  spec.kind = kind->first;
  switch (spec.kind) {
    case TargetKind::host:
      return colon == std::string::npos ? Expected<TargetSpec>(spec) : wants(text, "host takes nothing behind it");
    case TargetKind::command:
      if (rest.empty())
        return wants(text, "expected a command behind cmd:, such as cmd:'ssh board'");
      spec.command = rest;
      return spec;
    case TargetKind::uml:
      for (const std::string pace : {"cpu", "real"})
        if (rest.ends_with("+" + pace)) {
          spec.pace = pace;
          rest.resize(rest.size() - pace.size() - 1);
        }
      [[fallthrough]];
    case TargetKind::qemu:
      if (rest.find('/') != std::string::npos) {
        spec.kernel = rest;
        return spec;
      }
      if (!is_name(rest))
        return wants(text,
                     "expected " + first + ": and a name of the lab's (`timerlaw targets` lists them), or the path " +
                         "of a kernel, with a slash in it: " + first + ":./" + (first == "uml" ? "linux" : "bzImage"));
      break;
    case TargetKind::gvisor:
      if (rest.empty() && colon == std::string::npos) {
        spec.lab_name = first;
        return spec;
      }
      if (!is_name(rest))
        return wants(text, "expected gvisor, or gvisor: and a version such as gvisor:2024");
      break;
    case TargetKind::qemu_user:
      spec.abi = colon == std::string::npos ? own_abi() : rest;
      if (!is_name(spec.abi))
        return wants(text, "expected qemu-user, or qemu-user: and an architecture such as qemu-user:aarch64");
      spec.lab_name = first + "-" + spec.abi;
      return spec;
  }
  spec.lab_name = first + "-" + rest;
  return spec;
}

}  // namespace timerlaw
