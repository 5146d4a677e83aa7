// SPDX-License-Identifier: Apache-2.0
// The functions that a compiler calls on its own, and the entry point.
#include "conformance/agent/arch.h"

using Size = decltype(sizeof(0));

extern "C" {

void* memcpy(void* to, const void* from, Size count) {
  auto* t = static_cast<char*>(to);
  const auto* f = static_cast<const char*>(from);
  for (Size i = 0; i < count; ++i) {
    t[i] = f[i];
  }
  return to;
}

void* memmove(void* to, const void* from, Size count) {
  auto* t = static_cast<char*>(to);
  const auto* f = static_cast<const char*>(from);
  if (t <= f) {
    return memcpy(to, from, count);
  }
  for (Size i = count; i > 0; --i) {
    t[i - 1] = f[i - 1];
  }
  return to;
}

void* memset(void* to, int value, Size count) {
  auto* t = static_cast<char*>(to);
  for (Size i = 0; i < count; ++i) {
    t[i] = static_cast<char>(value);
  }
  return to;
}

int memcmp(const void* a, const void* b, Size count) {
  const auto* x = static_cast<const unsigned char*>(a);
  const auto* y = static_cast<const unsigned char*>(b);
  for (Size i = 0; i < count; ++i) {
    if (x[i] != y[i]) {
      return x[i] < y[i] ? -1 : 1;
    }
  }
  return 0;
}

}  // extern "C"

TIMERLAW_ENTRY
