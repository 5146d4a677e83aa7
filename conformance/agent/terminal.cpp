// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/terminal.h"

#include "conformance/agent/kernel.h"

namespace timerlaw::agent {
namespace {

constexpr long kTcgets = 0x5401, kTcsets = 0x5402;  // ioctl_tty(2)
constexpr int kVtime = 5, kVmin = 6;

struct KernelTermios {
  std::uint32_t input, output, control, local;
  unsigned char line;
  unsigned char characters[19];
};

}  // namespace

void make_raw(int fd) {
  KernelTermios mode{};
  if (call(nr::ioctl, fd, kTcgets, &mode) != 0) {
    return;
  }
  // As cfmakeraw(3), whose list of flags comes to clearing all of these words but the size of a character.
  constexpr std::uint32_t kCharacterSize = 060, kEightBits = 060, kParity = 0400;
  mode.input = 0;
  mode.output = 0;
  mode.local = 0;
  mode.control = (mode.control & ~(kCharacterSize | kParity)) | kEightBits;
  mode.characters[kVmin] = 1;
  mode.characters[kVtime] = 0;
  call(nr::ioctl, fd, kTcsets, &mode);
}

}  // namespace timerlaw::agent
