// SPDX-License-Identifier: Apache-2.0
#include "conformance/cli/command_tree.h"

namespace timerlaw::cli {
namespace {

// `TEXT:{vdso,syscall}` → the choices.
std::vector<std::string> choices_in(const std::string& type) {
  std::vector<std::string> choices;
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}', open);
  if (open == std::string::npos || close == std::string::npos)
    return choices;
  for (std::size_t begin = open + 1; begin < close;) {
    const std::size_t end = std::min(type.find(',', begin), close);
    choices.push_back(type.substr(begin, end - begin));
    begin = end + 1;
  }
  return choices;
}

OptionText read(const CLI::Option& option) {
  OptionText text;
  for (const std::string& name : option.get_snames())
    text.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames())
    text.names.push_back("--" + name);
  const bool flag = option.get_items_expected_max() == 0;
  if (!flag) {
    const std::string type = option.get_type_name();
    text.choices = choices_in(type);
    text.argument = text.names.empty() ? option.get_name(true) : type.substr(0, type.find(':'));
    text.standard = option.get_default_str();
  }
  text.help = option.get_description();
  text.required = option.get_required();
  text.repeated = option.get_items_expected_max() > 1;
  return text;
}

}  // namespace

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); });
}

std::vector<OptionText> options_of(const CLI::App& command) {
  std::vector<OptionText> all;
  for (const CLI::Option* option :
       command.get_options([](const CLI::Option* one) { return !one->get_group().empty(); }))
    all.push_back(read(*option));
  return all;
}

}  // namespace timerlaw::cli
