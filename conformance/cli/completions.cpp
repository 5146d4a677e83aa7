// SPDX-License-Identifier: Apache-2.0
#include <sstream>

#include "conformance/cli/command_tree.h"
#include "conformance/cli/man_page.h"

namespace timerlaw::cli {
namespace {

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string all;
  for (const std::string& word : words)
    all += (all.empty() ? "" : between) + word;
  return all;
}

// Within single quotes of a shell.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text)
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// The first sentence, or the whole: completions show a line.
std::string brief(const std::string& help) {
  return help.substr(0, help.find_first_of(";\n"));
}

bool takes_files(const OptionText& option) {
  return !option.argument.empty() && option.choices.empty();
}

}  // namespace

std::string bash_completion(const CLI::App& app) {
  std::ostringstream out;
  std::vector<std::string> names;
  for (const CLI::App* command : commands_of(app))
    names.push_back(command->get_name());
  out << "# SPDX-License-Identifier: Apache-2.0\n# Made by `timerlaw docs bash`.\n_timerlaw() {\n"
      << "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}\n"
      << "  COMPREPLY=()\n"
      << "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    mapfile -t COMPREPLY < <(compgen -W '" << joined(names, " ")
      << " --help --version' -- \"$word\")\n    return\n  fi\n"
      << "  case \"$command $before\" in\n";
  for (const CLI::App* command : commands_of(app))
    for (const OptionText& option : options_of(*command))
      for (const std::string& name : option.names)
        if (!option.choices.empty())
          out << "    '" << command->get_name() << " " << name << "') mapfile -t COMPREPLY < <(compgen -W '"
              << joined(option.choices, " ") << "' -- \"$word\"); return ;;\n";
  out << "  esac\n  case \"$word\" in\n    -*) ;;\n    *) mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); return "
         ";;\n  esac\n"
      << "  case \"$command\" in\n";
  for (const CLI::App* command : commands_of(app)) {
    std::vector<std::string> options;
    for (const OptionText& option : options_of(*command))
      options.insert(options.end(), option.names.begin(), option.names.end());
    out << "    " << command->get_name() << ") mapfile -t COMPREPLY < <(compgen -W '" << joined(options, " ")
        << "' -- \"$word\") ;;\n";
  }
  out << "  esac\n}\ncomplete -o filenames -F _timerlaw timerlaw\n";
  return out.str();
}

std::string zsh_completion(const CLI::App& app) {
  // `name[help]:argument:action`: brackets and colons of the help would end it.
  const auto plain = [](const std::string& help) {
    std::string out;
    for (const char c : brief(help))
      out += c == '[' || c == ']' || c == ':' ? ' ' : c;
    return out;
  };
  std::ostringstream out;
  out << "#compdef timerlaw\n# SPDX-License-Identifier: Apache-2.0\n# Made by `timerlaw docs zsh`.\n_timerlaw() {\n"
      << "  local -a commands\n  commands=(\n";
  for (const CLI::App* command : commands_of(app))
    out << "    " << quoted(command->get_name() + ":" + plain(command->get_description())) << "\n";
  out << "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n"
      << "  local command=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $command in\n";
  for (const CLI::App* command : commands_of(app)) {
    out << "    " << command->get_name() << ")\n      _arguments";
    for (const OptionText& option : options_of(*command))
      for (const std::string& name : option.names) {
        std::string spec = name + "[" + plain(option.help) + "]";
        if (!option.choices.empty())
          spec += ":" + option.argument + ":(" + joined(option.choices, " ") + ")";
        else if (takes_files(option))
          spec += ":" + option.argument + ":_files";
        out << " \\\n        " << quoted(spec);
      }
    out << " \\\n        '*:file:_files' ;;\n";
  }
  out << "  esac\n}\n_timerlaw \"$@\"\n";
  return out.str();
}

std::string fish_completion(const CLI::App& app) {
  std::ostringstream out;
  out << "# SPDX-License-Identifier: Apache-2.0\n# Made by `timerlaw docs fish`.\n";
  for (const CLI::App* command : commands_of(app))
    out << "complete -c timerlaw -n __fish_use_subcommand -f -a " << command->get_name() << " -d "
        << quoted(brief(command->get_description())) << "\n";
  for (const CLI::App* command : commands_of(app))
    for (const OptionText& option : options_of(*command)) {
      if (option.names.empty())
        continue;
      out << "complete -c timerlaw -n '__fish_seen_subcommand_from " << command->get_name() << "'";
      for (const std::string& name : option.names)
        out << (name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1));
      if (!option.choices.empty())
        out << " -x -a '" << joined(option.choices, " ") << "'";
      else if (takes_files(option))
        out << " -r";
      out << " -d " << quoted(brief(option.help)) << "\n";
    }
  return out.str();
}

}  // namespace timerlaw::cli
