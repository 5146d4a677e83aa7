// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/names.h"
#include "conformance/formats/numbers.h"
#include "conformance/formats/step_text.h"
#include "conformance/formats/times.h"

namespace timerlaw {
namespace {

constexpr std::size_t kOpColumn = 7;  // arguments of short steps stand below each other
constexpr std::int64_t kNotifyThreadId = 4;
constexpr std::int64_t kNotifyNone = 1;

void append_key(std::string& out, std::string_view key, std::int64_t number) {
  out += key;
  append_number(out, number);
}

void append_timer(std::string& out, const Step& step) {
  append_key(out, step.slot == kNoSlot ? " id=" : " t", step.slot == kNoSlot ? step.id : step.slot);
}

// A pointer argument that is wrong on purpose.
void append_pointer(std::string& out, std::string_view key, Pointer pointer) {
  if (pointer != Pointer::ok) {
    out += key;
    out += pointer_name(pointer);
  }
}

// Where the old value goes: not asked for, asked for, or wrong on purpose.
void append_old(std::string& out, Pointer pointer) {
  if (pointer != Pointer::null) {
    out += " old";
    append_pointer(out, "=", pointer);
  }
}

void append_times(std::string& out, const Step& step, Frac frac) {
  const bool unread = step.in == Pointer::null || step.in == Pointer::bad;
  if (!unread || step.value != TimeArg{}) {
    append_time(out, kValue, step.value, frac);
  }
  if (!unread || step.interval != TimeArg{}) {
    append_time(out, kInterval, step.interval, frac);
  }
  append_pointer(out, " new=", step.in);
}

void append_which(std::string& out, std::int64_t which) {
  constexpr std::string_view kNames[] = {" real", " virtual", " prof"};
  if (which >= 0 && which <= 2) {
    out += kNames[which];
  } else {
    append_key(out, " which=", which);
  }
}

void append_create(std::string& out, const Step& step) {
  const bool unread = step.in == Pointer::null || step.in == Pointer::bad;
  if (step.slot != kNoSlot) {
    append_timer(out, step);
  }
  out += " clock=";
  append_clock(out, step.clock);
  if (!unread || step.notify != 0) {
    out += " notify=";
    append_notify(out, step.notify);
  }
  if ((!unread && step.notify != kNotifyNone) || step.number != 0) {
    out += " signo=";
    append_signal(out, step.number);
  }
  if (step.tid != kSelfTid) {
    append_key(out, " tid=", step.tid);
  } else if (!unread && step.notify == kNotifyThreadId) {
    out += " tid=self";
  }
  if (step.sival != 0) {
    out += " sival=";
    append_hex(out, step.sival);
  }
  append_pointer(out, " sevp=", step.in);
  append_pointer(out, " id=", step.out);
}

void append_settime(std::string& out, const Step& step) {
  append_timer(out, step);
  if (step.flags == 0 || step.flags == kAbstime) {
    out += step.flags == 0 ? " rel" : " abs";
  } else {
    append_key(out, " flags=", step.flags);
  }
  append_times(out, step, Frac::nanoseconds);
  append_old(out, step.out);
}

void append_until(std::string& out, const Step& step) {
  switch (step.anchor) {
    case Anchor::start:
      out += " start";
      break;
    case Anchor::now:
      out += " now";
      break;
    case Anchor::real:
      out += " real";
      break;
    case Anchor::timer:
      append_key(out, " t", step.slot);
      break;
  }
  append_offset(out, step.value);
}

void append_flags(std::string& out, std::int64_t flags, std::int64_t named, std::string_view name) {
  if (flags == named) {
    out += name;
  } else if (flags != 0) {
    append_key(out, " flags=", flags);
  }
}

void append_arguments(std::string& out, const Step& step) {
  switch (step.op) {
    case Op::create:
      return append_create(out, step);
    case Op::settime:
      return append_settime(out, step);
    case Op::gettime:
      append_timer(out, step);
      return append_pointer(out, " out=", step.out);
    case Op::overrun:
    case Op::remove:
      return append_timer(out, step);
    case Op::setitimer:
      append_which(out, step.clock);
      append_times(out, step, Frac::microseconds);
      return append_old(out, step.out);
    case Op::getitimer:
      append_which(out, step.clock);
      return append_pointer(out, " out=", step.out);
    case Op::alarm:
    case Op::cpu:
      return append_key(out, " ", step.number);
    case Op::sleep:
    case Op::burn:
      return append_time(out, kAlone, step.value, Frac::nanoseconds);
    case Op::until:
      return append_until(out, step);
    case Op::take:
    case Op::window:
    case Op::mask:
    case Op::unmask:
      out += ' ';
      append_signal_set(out, step.set);
      if (step.op == Op::take || step.op == Op::window) {
        append_time(out, step.op == Op::take ? kTimeout : kAlone, step.value, Frac::nanoseconds);
      }
      return;
    case Op::pending:
      return;
    case Op::ignore:
    case Op::dflt:
    case Op::handler:
    case Op::kill:
      out += ' ';
      append_signal(out, step.number);
      if (step.op == Op::handler) {
        append_flags(out, step.flags, kSaRestart, " restart");
      } else if (step.op == Op::kill) {
        append_flags(out, step.flags, kKillThread, " thread");
      }
      return;
  }
}

}  // namespace

void append_step(std::string& out, const Step& step) {
  const std::string_view name = op_name(step.op);
  out += name;
  if (name.size() < kOpColumn && step.op != Op::pending) {
    out.append(kOpColumn - name.size(), ' ');
  }
  append_arguments(out, step);
}

std::string to_text(const Step& step) {
  std::string out;
  append_step(out, step);
  return out;
}

}  // namespace timerlaw
