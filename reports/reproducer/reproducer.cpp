// SPDX-License-Identifier: Apache-2.0
#include "reports/reproducer/reproducer.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <string_view>
#include <vector>

#include "model/rule.h"
#include "reports/reproducer/c_check.h"
#include "reports/reproducer/c_helpers.h"
#include "reports/reproducer/c_program.h"
#include "reports/reproducer/c_text.h"

namespace timerlaw::reports {
namespace {

const std::string kOnlyShows =
    "What is allowed follows from more than this file looks at: it shows what it sees, and exits 4.";

// Text as lines of a comment, broken at blanks.
std::string comment(const std::string& text) {
  constexpr std::size_t kWidth = 96;
  std::string out;
  std::string line;
  const auto flush = [&] {
    if (!line.empty())
      out += "//" + line + "\n";
    line.clear();
  };
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
    if (line.size() + (end - at) > kWidth)
      flush();
    line += " " + text.substr(at, end - at);
    if (end < text.size() && text[end] == '\n')
      flush();
    at = end + 1;
  }
  flush();
  return out;
}

std::string header(const Divergence& divergence, const TargetFacts& facts, const CCheck& check) {
  const Rule& broken = rule(divergence.rule);
  std::string out = "// SPDX-License-Identifier: MIT OR GPL-2.0-only\n";
  out += comment(std::string(broken.id) + ": " + std::string(broken.text));
  out += comment("Seen on " + facts.release + " (" + facts.machine + "): " + divergence.observed + "; " +
                 divergence.allowed + ".");
  if (check.only_shows)
    out += comment(kOnlyShows);
  else if (!check.by_law)
    out += comment("What is allowed depends on more than one reading: this looks for the same result again.");
  if (abi_of(facts.abi) == Abi::compat32)
    out += comment("For i386: cc -m32 -pthread.");
  return check.only_shows ? out
                          : out + comment("Exits 1 where it is so, 0 where it is not, 4 where it cannot be tested.");
}

bool signals_matter(const Trace& trace, std::size_t last) {
  return std::any_of(trace.program.steps.begin(), trace.program.steps.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                     [](const Step& step) {
                       switch (step.op) {
                         case Op::create:
                           return step.notify != 1;
                         case Op::settime:
                         case Op::gettime:
                         case Op::overrun:
                         case Op::remove:
                         case Op::sleep:
                         case Op::until:
                         case Op::burn:
                         case Op::cpu:
                         case Op::getitimer:
                         case Op::restore:
                           return false;
                         default:
                           return true;
                       }
                     });
}

// 32 and 33.
bool uses_signals_of_threads(const Program& program) {
  const auto kept = [](std::int64_t signo) { return signo == kKernelRtMin || signo == kKernelRtMin + 1; };
  return std::ranges::any_of(program.steps, [&](const Step& step) {
    const bool all = step.set.bits == ~std::uint64_t{0};
    return (!all && (step.set.has(kKernelRtMin) || step.set.has(kKernelRtMin + 1))) ||
           (step.op == Op::create && step.notify != 1 && kept(step.number)) ||
           ((step.op == Op::kill || step.op == Op::queue || step.op == Op::handler || step.op == Op::ignore ||
             step.op == Op::dflt) &&
            kept(step.number));
  });
}

std::string lines_of(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& one : lines)
    out += one + "\n";
  return out;
}

bool leaves(const std::vector<std::string>& body) {
  return !body.empty() && (body.back().starts_with("\treturn") || body.back().starts_with("\texit("));
}

// `struct itimerspec shown = …`: whether a statement names it. A compiler would warn.
bool is_used(std::string declaration, const CProgram& program, const std::string& beginning) {
  declaration.resize(std::min(declaration.find(" ="), declaration.size()));
  const std::string name = declaration.substr(declaration.rfind(' ') + 1);
  std::string text = beginning;
  const auto add = [&](const std::vector<std::string>& lines) {
    for (const std::string& line : lines)
      if (line.find("/* ") == std::string::npos)
        text += line + "\n";
  };
  add(program.before_exec());
  for (Party party = 0; party < kParties; ++party)
    add(program.body(party));
  const auto part_of_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1))
    if (!part_of_name(text[at + name.size()]) && (at == 0 || !part_of_name(text[at - 1])))
      return true;
  return false;
}

// The variables that are used, those of one type in one line.
std::string declarations(const CProgram& program, const std::string& beginning) {
  constexpr std::size_t kWidth = 96;
  std::map<std::string, std::string> of_type;
  std::string out;
  for (const std::string& one : program.variables()) {
    if (!is_used(one, program, beginning))
      continue;
    if (one.find('=') != std::string::npos) {
      out += "static " + one + ";\n";
      continue;
    }
    const std::size_t name = one.rfind(' ') + 1;
    std::string& line = of_type[one.substr(0, name)];
    if (line.size() + one.size() > kWidth) {
      out += line + ";\n";
      line.clear();
    }
    line += line.empty() ? "static " + one : ", " + one.substr(name);
  }
  for (const auto& [type, line] : of_type)
    out += line + ";\n";
  return out;
}

std::string includes(const CProgram& program, const std::string& beginning, bool pinned, bool waits) {
  std::vector<std::string> all{"signal.h", "stdio.h", "stdlib.h", "sys/syscall.h", "time.h", "unistd.h"};
  if (is_used("errno", program, beginning))
    all.emplace_back("errno.h");
  if (is_used("shown_us", program, beginning) || is_used("itimerval", program, beginning))
    all.emplace_back("sys/time.h");
  if (program.uses("step_clock") || program.uses("edge"))
    all.emplace_back("string.h");
  for (const CHelper& one : c_helpers())
    if (program.uses(std::string(one.name)) && !one.includes.empty())
      all.emplace_back(one.includes);
  if (program.uses("turns"))
    all.emplace_back("semaphore.h");
  if (program.uses("wait") || waits)
    all.emplace_back("sys/wait.h");
  if (pinned)
    all.emplace_back("sched.h");
  std::ranges::sort(all);
  const auto twice = std::ranges::unique(all);
  all.erase(twice.begin(), twice.end());
  std::string out;
  for (const std::string& one : all)
    out += "#include <" + one + ">\n";
  return out;
}

// The statements before the first step.
std::string beginning(const Trace& trace, std::size_t last, CProgram& program, const CCheck& check) {
  std::string out;
  if (program.uses("turns")) {
    out += "\tfor (int i = 0; i < 8; i++)\n\t\tsem_init(&go[i], 0, 0);\n\ttid[0] = syscall(SYS_gettid);\n";
  }
  if (check.pinned) {
    out += "\tCPU_SET(sched_getcpu(), &one);\n\tNEED(sched_setaffinity(0, sizeof(one), &one) == 0);\n";
  }
  if (signals_matter(trace, last)) {
    program.use("bit");
    out += "\tNEED(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &(unsigned long long){~BIT(SIGCONT)}, NULL, 8) == 0);\n";
  }
  for (const std::string& one : check.before)
    out += "\t" + one + "\n";
  return out;
}

// A result that never comes, or the end of the process, is seen from another process.
std::string watched_main(const Trace& trace, bool must_die) {
  const bool hung = !must_die && trace.ending == Ending::hung;
  std::string out =
      "int main(void)\n{\n\tpid_t child = fork();\n\tint status;\n\n\tNEED(child >= 0);\n\tif (child == 0)\n\t\t"
      "run();\n";
  if (hung) {
    out +=
        "\tfor (int i = 0; i < 200; i++) {\n\t\tif (waitpid(child, &status, WNOHANG) == child)\n"
        "\t\t\treturn WIFEXITED(status) ? WEXITSTATUS(status) : 4;\n\t\tusleep(100000);\n\t}\n"
        "\tprintf(\"diverged: it has not returned for 20 s\\n\");\n\tkill(child, SIGKILL);\n\treturn 1;\n}\n";
  } else {
    out +=
        "\tNEED(waitpid(child, &status, 0) == child);\n\tif (WIFEXITED(status))\n\t\treturn WEXITSTATUS(status);\n"
        "\tprintf(\"" +
        std::string(must_die ? "lawful" : "diverged") + ": it died of signal %d\\n\", WTERMSIG(status));\n\treturn " +
        (must_die ? "0" : "1") + ";\n}\n";
  }
  return out;
}

}  // namespace

bool only_shows(std::string_view reproducer) {
  return reproducer.find("// " + kOnlyShows) != std::string_view::npos;
}

std::string reproducer_command(std::string_view abi, int shown, int runs) {
  return std::string("cc -Wall -o reproducer reproducer.c -pthread") + (abi == "i386" ? " -m32" : "") +
         (shown == runs ? " && ./reproducer" : " && for i in $(seq 100); do ./reproducer; [ $? != 1 ] || break; done");
}

Expected<std::string> reproducer(const Trace& trace, const Divergence& divergence, const TargetFacts& facts) {
  if (trace.program.steps.empty())
    return Error{"there is no step"};
  if (rule(divergence.rule).rule_class == RuleClass::trace)
    return Error{"it is the trace that contradicts itself"};
  const bool must_die = rule(divergence.rule).id == "SIG-DEATH" && divergence.lawful.of == Lawful::Of::signal;
  const bool ends = must_die || divergence.lawful.of == Lawful::Of::going_on;
  if ((!ends || must_die) && divergence.step >= trace.results.size())
    return Error{"the step that diverged has no result"};
  const std::size_t last = std::min(divergence.step, trace.program.steps.size() - 1);
  CProgram program(trace, facts);
  CCheck check;
  for (int pass = 0; pass < 2; ++pass) {  // what the check needs of earlier steps is known after the first
    if (!ends)
      check = c_check(trace, divergence, program);
    if (must_die) {
      const auto guard = c_guard(trace, divergence, program);
      if (!guard)
        return Error{"when it must die follows from more than a C file can look at"};
      check = *guard;
    }
    program.write(last, check.judges_ret && !ends);
  }
  for (const std::string& one : check.lines)
    program.statement(one);
  if (must_die) {
    if (trace.program.steps[last].party != 0)
      return Error{"what it looks at is how a party ends"};
    program.statement("printf(\"" + std::string(rule(divergence.rule).id) + " diverged: it goes on\\n\");");
    program.finish("1");
  } else if (ends) {
    program.finish("0");
  } else if (check.only_shows) {
    program.statement("printf(" + check.seen.substr(0, check.seen.rfind('"', check.seen.find("\", "))) + "\\n" +
                      check.seen.substr(check.seen.find("\", ")) + ");");
    program.finish("4");
  } else {
    program.variable("int lawful");
    const std::size_t arguments = check.seen.rfind("\",");
    program.statement("printf(\"%s: " + check.seen.substr(1, arguments - 1) + "\\n\", lawful ? \"lawful\" : \"" +
                      std::string(rule(divergence.rule).id) + " diverged\"" + check.seen.substr(arguments + 1) + ");");
    program.finish("lawful ? 0 : 1");
  }
  const bool executes = !program.before_exec().empty();
  if (executes && (ends || program.uses("step_clock")))
    return Error{"it goes on behind an execve, and needs a main of its own"};
  if (!program.unfit().empty())
    return Error{program.unfit()};
  if (program.uses("turns") && uses_signals_of_threads(trace.program))
    return Error{"it uses a signal that the C library's threads keep for themselves"};

  if (program.uses("handler") && check.lines.empty())
    program.use("bit");
  const std::string begin = beginning(trace, last, program, check);
  std::string out = header(divergence, facts, ends ? CCheck{} : check);
  out += "#define _GNU_SOURCE\n" + includes(program, begin, check.pinned, ends) + "\n";
  out +=
      "#define NEED(ok) do { if (!(ok)) { printf(\"line %d: cannot be tested here: %m\\n\", __LINE__); exit(4); } } "
      "while "
      "(0)\n";
  for (const CHelper& one : c_helpers())
    if (program.uses(std::string(one.name)))
      out += std::string(one.text.starts_with("#") ? "" : "\n") + std::string(one.text);
  out += "\n";
  out += declarations(program, begin);
  if (check.pinned)
    out += "static cpu_set_t one;\n";
  for (Party party = 1; party < kParties; ++party) {
    if (!program.is_thread(party))
      continue;
    const std::string number = std::to_string(party);
    out += "\nstatic void *party" + number + "(void *unused)\n{\n\t(void)unused;\n\ttid[" + number +
           "] = syscall(SYS_gettid);\n\thand_over(" + number + ", 0);\n" + lines_of(program.body(party)) +
           (leaves(program.body(party)) ? "}\n" : "\treturn NULL;\n}\n");
  }
  if (executes)
    out += "\nstatic void before_execve(void)\n{\n" + begin + lines_of(program.before_exec()) + "}\n";
  out += ends                         ? "\nstatic void run(void)\n{\n"
         : program.uses("step_clock") ? "\nint main(int argc, char **argv)\n{\n"
         : executes                   ? "\nint main(int argc, char **argv)\n{\n\t(void)argv;\n"
                                        "\tif (argc == 1)\n\t\tbefore_execve();\n"
                                      : "\nint main(void)\n{\n";
  if (program.uses("step_clock")) {
    out +=
        "\tif (argc != 2 || strcmp(argv[1], \"--set-clock\") != 0) {\n"
        "\t\tprintf(\"it sets the clock and back: run it with --set-clock where nobody minds\\n\");\n\t\treturn "
        "4;\n\t}\n";
  }
  out += (executes ? "" : begin) + lines_of(program.body(0)) + "}\n";
  if (ends)
    out += "\n" + watched_main(trace, must_die);
  return out;
}

}  // namespace timerlaw::reports
