// SPDX-License-Identifier: Apache-2.0
#include "conformance/cli/man_page.h"

#include <sstream>

#include "conformance/cli/command_tree.h"

namespace timerlaw::cli {
namespace {

// Text that roff leaves alone: a leading dot or quote would be a request, `-` a hyphen.
std::string roff(const std::string& text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\''))
      out += "\\&";
    line_begins = c == '\n';
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if (c == '`')
      out += "\\(ga";
    else if (c == '~')
      out += "\\(ti";
    else if (c == '^')
      out += "\\(ha";
    else
      out += c;
  }
  return out;
}

std::string names_of(const OptionText& option) {
  std::string text;
  for (const std::string& name : option.names)
    text += (text.empty() ? "\\fB" : "\\fR, \\fB") + roff(name);
  if (!text.empty())
    text += "\\fR";
  if (option.argument.empty())
    return text;
  std::string argument = roff(option.argument);
  if (!option.choices.empty()) {
    argument.clear();
    for (const std::string& choice : option.choices)
      argument += (argument.empty() ? "" : "|") + roff(choice);
  }
  return text + (text.empty() ? "" : " ") + "\\fI" + argument + "\\fR";
}

void add_options(std::ostream& out, const CLI::App& command) {
  for (const OptionText& option : options_of(command)) {
    out << ".TP\n" << names_of(option) << "\n" << roff(option.help);
    if (!option.standard.empty())
      out << " [" << roff(option.standard) << "]";
    out << "\n";
  }
}

void add_footer(std::ostream& out, const CLI::App& command) {
  if (!command.get_footer().empty())
    out << ".PP\n.nf\n" << roff(command.get_footer()) << "\n.fi\n";
}

}  // namespace

std::string man_page(const CLI::App& app) {
  std::ostringstream out;
  out << ".\\\" SPDX-License-Identifier: Apache-2.0\n.\\\" Made by `timerlaw docs man`.\n"
      << ".TH TIMERLAW 1 \"\" \"" << roff(app.version()) << "\" \"User Commands\"\n"
      << ".SH NAME\ntimerlaw \\- judge a kernel's timers against the law of Linux timers\n"
      << ".SH SYNOPSIS\n.B timerlaw\n.I command\n.RI [ options ]\n"
      << ".SH DESCRIPTION\n"
      << "Runs programs of timer system calls on a target, encloses every call by clock readings, and says whether any "
         "behaviour\nthat the law allows explains what was seen.\nNothing is tolerated, nothing is tried again.\n"
      << ".SH COMMANDS\n";
  for (const CLI::App* command : commands_of(app)) {
    out << ".SS timerlaw " << roff(command->get_name()) << "\n" << roff(command->get_description()) << ".\n";
    add_options(out, *command);
    add_footer(out, *command);
  }
  out << ".SH EXIT STATUS\n"
      << ".TP\n0\nit conforms: every divergence is expected\n"
      << ".TP\n1\na new divergence\n"
      << ".TP\n2\nwrong usage or bad input\n"
      << ".TP\n3\nan expected divergence does not happen any more\n"
      << ".TP\n4\nthe harness failed, did not finish, or judged nothing\n"
      << ".TP\n130, 143\ninterrupted, after saving\n"
      << ".SH ENVIRONMENT\n"
      << ".TP\n.B TIMERLAW_LAB\nthe folder of the lab's scripts\n"
      << ".TP\n.B XDG_CACHE_HOME\nwhere kernels of the lab, and what targets said of themselves, are kept\n"
      << ".SH SEE ALSO\n.BR timer_create (2),\n.BR setitimer (2),\n.BR signal (7),\n.BR time (7)\n";
  return out.str();
}

}  // namespace timerlaw::cli
