// SPDX-License-Identifier: Apache-2.0
#include "conformance/cli/options.h"

#include "conformance/formats/program_text.h"
#include "conformance/runner/duration.h"
#include "conformance/runner/trace_store.h"
#include "conformance/target/target_spec.h"
#include "conformance/versions/profile_file.h"

namespace timerlaw::cli {

void add_session_options(CLI::App& command, SessionOptions& session) {
  command
      .add_option("--target", session.target,
                  "host, uml:NAME|PATH[+cpu|+real], qemu:NAME|PATH, gvisor[:VERSION], qemu-user[:ARCH] (`timerlaw "
                  "targets` lists them), or "
                  "cmd:COMMAND that passes stdin and stdout to an agent")
      ->check([](const std::string& target) {
        const auto spec = parse_target(target);
        return spec ? std::string() : spec.error();
      })
      ->capture_default_str();
  command.add_option("--abi", session.abi, "of the agent; default: the target's own, or this program's")
      ->check(CLI::IsMember({"x86_64", "i386", "aarch64"}));
  command.add_option("--agent", session.agent, "the agent's file; default: the one of that ABI beside this program");
  command.add_option("--clock", session.clock, "how the agent reads clocks")
      ->check(CLI::IsMember({"vdso", "syscall"}))
      ->capture_default_str();
  command.add_flag("--allow-set-clock", session.allow_set_clock,
                   "programs may step the target's REALTIME; it is stepped back after each");
  add_duration(command, "--hang-limit", session.hang_limit,
               "a target that says nothing for so long beyond a program's waits hangs; default 60s");
  add_duration(
      command, "--lateness", session.lateness,
      "the target promises that no timer fires later: later ones break TIME-LATE; default: what its kind promises");
}

void add_duration(CLI::App& command, const std::string& name, Nanos& into, const std::string& help) {
  command
      .add_option_function<std::string>(
          name,
          [&into, name](const std::string& text) {
            const auto duration = runner::read_duration(text);
            if (!duration)
              throw CLI::ValidationError(name, "expected a duration like 90s, 250ms or 10min, found `" + text + "`");
            into = *duration;
          },
          help)
      ->type_name("DURATION");
}

void add_profile_option(CLI::App& command, std::string& profile) {
  command
      .add_option("--profile", profile,
                  "auto (by the target's kernel), the path of a TOML file, or one of " + versions::known_profiles())
      ->capture_default_str();
}

void add_strict_option(CLI::App& command, bool& strict) {
  command.add_flag("--strict", strict, "what only a quirk explains diverges");
}

void add_liveness_option(CLI::App& command, Nanos& liveness) {
  add_duration(command, "--liveness", liveness, "a timer not seen this long after it was due is lost; default 10s");
}

void add_law_options(CLI::App& command, LawOptions& law) {
  add_profile_option(command, law.profile);
  add_strict_option(command, law.strict);
  add_liveness_option(command, law.liveness);
}

Expected<std::vector<Program>> read_programs(const std::string& path) {
  const auto text = runner::read_bytes(path);
  if (!text)
    return Error{text.error()};
  return parse_programs(*text, path);
}

}  // namespace timerlaw::cli
