// SPDX-License-Identifier: Apache-2.0
#include "conformance/wire/hello.h"

#include "conformance/wire/program.h"

namespace timerlaw::wire {
namespace {

void put_text(Writer& out, const char* text) {
  int length = 0;
  while (length < kMaxText - 1 && text[length] != '\0') {
    ++length;
  }
  out.put(static_cast<std::uint64_t>(length));
  for (int i = 0; i < length; ++i) {
    out.put(static_cast<unsigned char>(text[i]));
  }
}

void get_text(Reader& in, char* text) {
  const std::uint64_t length = in.get_below(kMaxText);
  for (std::uint64_t i = 0; i < length; ++i) {
    text[i] = static_cast<char>(in.get_below(256));
  }
  text[length] = '\0';
}

bool get_flag(Reader& in) {
  return in.get_below(2) != 0;
}

}  // namespace

void put_hello(Writer& out, const HelloRecord& hello) {
  out.put(hello.version);
  put_text(out, hello.release);
  put_text(out, hello.machine);
  put_text(out, hello.abi);
  out.put(hello.vdso ? 1 : 0);
  out.put_signed(hello.tick);
  out.put(hello.high_resolution ? 1 : 0);
  out.put(hello.rtc ? 1 : 0);
  out.put(hello.wake_alarm ? 1 : 0);
  out.put_signed(hello.cpus);
  out.put_signed(hello.sigpending_limit);
  out.put_signed(hello.sigpending_used);
  out.put_signed(hello.tainted);
  out.put_signed(hello.bracket);
  out.put(hello.in_order ? 1 : 0);
  out.put(hello.aux_clocks ? 1 : 0);
  out.put(hello.cpu_time ? 1 : 0);
  out.put(hello.user_time ? 1 : 0);
  out.put(hello.set_clock ? 1 : 0);
  out.put(hello.time_namespaces ? 1 : 0);
  out.put(hello.virtual_time ? 1 : 0);
  out.put(hello.record ? 1 : 0);
}

bool get_hello(Reader& in, HelloRecord& hello) {
  hello.version = static_cast<std::uint32_t>(in.get());
  if (hello.version != kVersion) {
    return !in.bad();
  }
  get_text(in, hello.release);
  get_text(in, hello.machine);
  get_text(in, hello.abi);
  hello.vdso = get_flag(in);
  hello.tick = in.get_signed();
  hello.high_resolution = get_flag(in);
  hello.rtc = get_flag(in);
  hello.wake_alarm = get_flag(in);
  hello.cpus = in.get_signed();
  hello.sigpending_limit = in.get_signed();
  hello.sigpending_used = in.get_signed();
  hello.tainted = in.get_signed();
  hello.bracket = in.get_signed();
  hello.in_order = get_flag(in);
  hello.aux_clocks = get_flag(in);
  hello.cpu_time = get_flag(in);
  hello.user_time = get_flag(in);
  hello.set_clock = get_flag(in);
  hello.time_namespaces = get_flag(in);
  hello.virtual_time = get_flag(in);
  hello.record = get_flag(in);
  return in.done();
}

void put_bye(Writer& out, const ByeRecord& bye) {
  out.put(bye.programs);
  out.put(bye.noise);
  out.put(bye.damaged);
  out.put_signed(bye.tainted);
}

bool get_bye(Reader& in, ByeRecord& bye) {
  bye.programs = in.get();
  bye.noise = in.get();
  bye.damaged = in.get();
  bye.tainted = in.get_signed();
  return in.done();
}

}  // namespace timerlaw::wire
