// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/pages.h"

#include "conformance/agent/kernel.h"

namespace timerlaw::agent {
namespace {

constexpr long kPage = 65536;  // the largest page size of any machine the agent runs on
constexpr long kRead = 1, kWrite = 2, kShared = 1, kAnonymous = 0x20, kMayMove = 1;
constexpr long kOutputOffset = 2048;
constexpr long kNoexecSeal = 8;  // memfd_create(2)

struct Pages {
  char* right;     // input, and the output at kOutputOffset
  char* readonly;  // the same memory as readonly_writable
  char* readonly_writable;
  char* edge;  // the first address after the last mapped page
  char* bad;   // nothing is ever mapped here
};
Pages pages{};
bool untouched = false;

bool failed(long address) {
  return address < 0 && address > -4096;
}

// The file's memory, or any where `fd` is none.
char* map(long size, long fd = -1) {
  const long flags = fd < 0 ? kShared | kAnonymous : kShared;
  const long address = call(nr::mmap, 0, size, kRead | kWrite, flags, fd, 0);
  return failed(address) ? nullptr : reinterpret_cast<char*>(address);
}

// A page that can be written at one address and is made readonly at the other.
bool map_twins() {
  pages.readonly_writable = map(kPage);
  if (pages.readonly_writable == nullptr) {
    return false;
  }
  // An old size of 0 makes a second mapping of the same shared memory: mremap(2).
  const long twin = call(nr::mremap, pages.readonly_writable, 0, kPage, kMayMove, 0);
  if (!failed(twin)) {
    pages.readonly = reinterpret_cast<char*>(twin);
    return true;
  }
  // QEMU's user mode knows nothing of that.
  call(nr::munmap, pages.readonly_writable, kPage);
  const long fd = memory_file(kPage);
  if (fd < 0) {
    return false;
  }
  pages.readonly_writable = map(kPage, fd);
  pages.readonly = map(kPage, fd);
  call(nr::close, fd);
  return pages.readonly_writable != nullptr && pages.readonly != nullptr;
}

// By words, in line: this is inside the bracket.
void copy(char* to, const void* from, long size) {
  const auto* source = static_cast<const char*>(from);
  constexpr long kWord = sizeof(std::uint64_t);
  for (; size >= kWord; size -= kWord, to += kWord, source += kWord) {
    __builtin_memcpy(to, source, kWord);
  }
  for (; size > 0; --size) {
    *to++ = *source++;
  }
}

char* place(Pointer pointer, const void* content, long size, long offset) {
  switch (pointer) {
    case Pointer::ok:
      copy(pages.right + offset, content, size);
      return pages.right + offset;
    case Pointer::readonly:
      copy(pages.readonly_writable + offset, content, size);
      return pages.readonly + offset;
    case Pointer::edge:
      copy(pages.edge - size / 2, content, size / 2);
      return pages.edge - size / 2;
    case Pointer::bad:
      return pages.bad + offset;
    case Pointer::null:
      break;
  }
  return nullptr;
}

}  // namespace

long memory_file(long size) {
  long fd = call(nr::memfd_create, "timerlaw", kNoexecSeal);
  if (fd < 0) {
    fd = call(nr::memfd_create, "timerlaw", 0);
  }
  if (fd >= 0 && call(nr::ftruncate, fd, size) != 0) {
    call(nr::close, fd);
    return -1;
  }
  return fd;
}

bool set_up_pages() {
  pages.right = map(kPage);
  char* ending = map(3 * kPage);
  if (pages.right == nullptr || ending == nullptr || !map_twins()) {
    return false;
  }
  pages.edge = ending + kPage;
  pages.bad = pages.edge + kPage;
  pages.right[0] = pages.readonly_writable[0] = pages.edge[-1] = 0;
  return call(nr::mprotect, pages.readonly, kPage, kRead) == 0 && call(nr::munmap, pages.edge, 2 * kPage) == 0;
}

void touch(void* begin, std::int64_t size) {
  constexpr std::int64_t kSmallestPage = 4096;
  for (std::int64_t at = 0; at < size && !untouched; at += kSmallestPage) {
    __atomic_fetch_or(static_cast<char*>(begin) + at, 0, __ATOMIC_RELAXED);
  }
}

void leave_untouched() {
  untouched = true;
}

void touch_pages() {
  if (untouched) {
    return;
  }
  touch(pages.right, 1);
  touch(pages.readonly_writable, 1);
  touch(pages.edge - 1, 1);
  barrier();
  static_cast<void>(*static_cast<volatile char*>(pages.readonly));
}

void* place_input(Pointer pointer, const void* content, long size) {
  return place(pointer, content, size, 0);
}

void* place_output(Pointer pointer, const void* canary, long size) {
  return place(pointer, canary, size, kOutputOffset);
}

}  // namespace timerlaw::agent
