// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/profile_file.h"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

#include "conformance/versions/switches.h"
#include "model/spelling.h"

namespace timerlaw::versions {
namespace {

Error wrong(const std::string& path, const toml::source_region& where, const std::string& what) {
  return Error{path + ":" + std::to_string(where.begin.line) + ":" + std::to_string(where.begin.column) + ": " + what};
}

std::vector<std::string_view> profile_names() {
  std::vector<std::string_view> names;
  for (const Profile& one : profiles())
    names.emplace_back(one.name);
  return names;
}

std::vector<std::string_view> keys() {
  std::vector<std::string_view> names{"name", "base"};
  for (const Switch& one : switches())
    names.push_back(one.name);
  return names;
}

Expected<std::string> text_of(const toml::table& file, std::string_view key, std::string_view hint,
                              const std::string& path) {
  const toml::node* node = file.get(key);
  if (node == nullptr)
    return Error{path + ": expected `" + std::string(key) + "`: " + std::string(hint)};
  const auto text = node->value_exact<std::string>();
  if (!text || text->empty())
    return wrong(path, node->source(), "expected a string for `" + std::string(key) + "`: " + std::string(hint));
  return *text;
}

// The index of the value that stands in the file; nothing if it is none of the switch's.
std::optional<std::size_t> value_of(const Switch& one, const toml::node& node) {
  if (one.boolean()) {
    const auto flag = node.value_exact<bool>();
    return flag ? std::optional<std::size_t>(*flag ? 1 : 0) : std::nullopt;
  }
  const auto word = node.value_exact<std::string>();
  for (std::size_t i = 0; word && i < one.values.size(); ++i)
    if (one.values[i] == *word)
      return i;
  return std::nullopt;
}

std::string allowed_values(const Switch& one) {
  std::string list;
  for (const std::string_view value : one.values) {
    const std::string quote = one.boolean() ? "" : "\"";
    list.append(list.empty() ? "" : ", ").append(quote).append(value).append(quote);
  }
  return list;
}

std::string found_text(const toml::node& node) {
  std::ostringstream text;
  node.visit([&](const auto& value) { text << value; });
  return text.str();
}

Status apply(Profile& profile, std::string_view key, const toml::node& node, const std::string& path) {
  const Switch* one = find_switch(key);
  if (one == nullptr)
    return wrong(path, node.source(),
                 "unknown key `" + std::string(key) + "`; nearest are " + list_of(nearest(key, keys())));
  const auto value = value_of(*one, node);
  if (!value)
    return wrong(path, node.source(),
                 "expected " + allowed_values(*one) + " for `" + std::string(key) + "`, found " + found_text(node));
  one->set(profile, *value);
  return Done{};
}

}  // namespace

bool is_path(std::string_view profile) {
  return profile.find('/') != std::string_view::npos || profile.ends_with(".toml");
}

std::string known_profiles() {
  return list_of(profile_names());
}

Expected<Profile> parse_profile(std::string_view toml, const std::string& path) {
  toml::table file;
  try {
    file = toml::parse(toml, path);
  } catch (const toml::parse_error& bad) {
    return wrong(path, bad.source(), std::string(bad.description()));
  }
  const auto base = text_of(file, "base", "the profile that it differs from, such as \"linux-6.12\"", path);
  if (!base)
    return Error{base.error()};
  const Profile* known = find_profile(*base);
  if (known == nullptr)
    return wrong(path, file.get("base")->source(),
                 "unknown base `" + *base + "`; nearest are " + list_of(nearest(*base, profile_names())));
  const auto name = text_of(file, "name", "what reports call it, such as \"distribution-6.12\"", path);
  if (!name)
    return Error{name.error()};
  if (find_profile(*name) != nullptr || *name == "auto")
    return wrong(path, file.get("name")->source(), "`" + *name + "` is the name of a known profile; choose another");
  Profile profile = *known;
  profile.name = *name;
  profile.releases = "as " + path.substr(path.rfind('/') + 1) + " says";
  profile.confirmed.clear();
  for (const auto& [key, node] : file)
    if (key.str() != "name" && key.str() != "base")
      if (const Status applied = apply(profile, key.str(), node, path); !applied)
        return Error{applied.error()};
  return profile;
}

std::string to_toml(const Profile& profile) {
  const Profile& base = *std::ranges::min_element(
      profiles(), {}, [&](const Profile& known) { return differing_switches(profile, known).size(); });
  std::string text = "name = \"" + profile.name + "\"\nbase = \"" + base.name + "\"\n";
  for (const Switch* one : differing_switches(profile, base)) {
    const std::string_view quote = one->boolean() ? "" : "\"";
    text.append(one->name).append(" = ").append(quote).append(one->value_in(profile)).append(quote).append("\n");
  }
  return text;
}

Expected<Profile> read_profile_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return Error{path + ": cannot be read; --profile takes the path of a TOML file, or auto, or one of " +
                 known_profiles()};
  std::ostringstream text;
  text << file.rdbuf();
  return parse_profile(text.str(), path);
}

}  // namespace timerlaw::versions
