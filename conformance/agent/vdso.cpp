// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/vdso.h"

#include <cstdint>

namespace timerlaw::agent {
namespace {

using Word = std::uintptr_t;

struct ElfHeader {
  unsigned char ident[16];
  std::uint16_t type, machine;
  std::uint32_t version;
  Word entry, program_headers, section_headers;
  std::uint32_t flags;
  std::uint16_t header_size, program_header_size, program_header_count;
  std::uint16_t section_header_size, section_header_count, section_names;
};

struct ElfSection {
  std::uint32_t name, type;
  Word flags, address, offset, size;
  std::uint32_t link, info;
  Word alignment, entry_size;
};

struct ElfSymbol64 {
  std::uint32_t name;
  unsigned char info, other;
  std::uint16_t section;
  std::uint64_t value, size;
};

struct ElfSymbol32 {
  std::uint32_t name, value, size;
  unsigned char info, other;
  std::uint16_t section;
};

template <bool wide>
struct SymbolOf {
  using type = ElfSymbol64;
};
template <>
struct SymbolOf<false> {
  using type = ElfSymbol32;
};
using ElfSymbol = SymbolOf<sizeof(Word) == 8>::type;

constexpr unsigned long kAtSysinfoEhdr = 33;
constexpr std::uint32_t kDynamicSymbols = 11;  // SHT_DYNSYM

bool same(const char* a, const char* b) {
  while (*a != '\0' && *a == *b) {
    ++a;
    ++b;
  }
  return *a == *b;
}

}  // namespace

void* vdso_symbol(const unsigned long* auxv, const char* name) {
  const char* image = nullptr;
  for (; auxv[0] != 0; auxv += 2) {
    if (auxv[0] == kAtSysinfoEhdr) {
      image = reinterpret_cast<const char*>(auxv[1]);
    }
  }
  if (image == nullptr) {
    return nullptr;
  }
  const auto* header = reinterpret_cast<const ElfHeader*>(image);
  if (header->section_headers == 0 || header->section_header_size != sizeof(ElfSection)) {
    return nullptr;
  }
  const auto* sections = reinterpret_cast<const ElfSection*>(image + header->section_headers);
  for (int s = 0; s < header->section_header_count; ++s) {
    if (sections[s].type != kDynamicSymbols || sections[s].link >= header->section_header_count) {
      continue;
    }
    const char* names = image + sections[sections[s].link].offset;
    const auto* symbols = reinterpret_cast<const ElfSymbol*>(image + sections[s].offset);
    for (Word i = 0; i < sections[s].size / sizeof(ElfSymbol); ++i) {
      if (symbols[i].section == 0 || symbols[i].section >= header->section_header_count ||
          !same(names + symbols[i].name, name)) {
        continue;
      }
      // The image may be linked for another address than 0, and for another than where it is.
      const ElfSection& home = sections[symbols[i].section];
      return const_cast<char*>(image) + home.offset + (symbols[i].value - home.address);
    }
  }
  return nullptr;
}

}  // namespace timerlaw::agent
