// SPDX-License-Identifier: Apache-2.0
// Output arguments: filled with a canary before the call and looked at afterwards.
#pragma once

#include "conformance/agent/pages.h"

namespace timerlaw::agent {

template <class T>
T canary() {
  constexpr unsigned char kCanaryByte = 0xa5;
  T value;
  __builtin_memset(&value, kCanaryByte, sizeof(T));  // in line: this is inside the bracket
  return value;
}

// Only a whole, writable object is looked at: what a failing copy leaves in a torn one is nobody's promise.
template <class T>
bool was_written(Pointer pointer, const void* place, const T& untouched, T& content) {
  if (pointer != Pointer::ok) {
    return false;
  }
  __builtin_memcpy(&content, place, sizeof(T));
  return __builtin_memcmp(&content, &untouched, sizeof(T)) != 0;
}

inline Out out_of(Pointer pointer, bool written) {
  if (pointer != Pointer::ok) {
    return Out::none;
  }
  return written ? Out::written : Out::untouched;
}

}  // namespace timerlaw::agent
