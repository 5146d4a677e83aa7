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

void append_tid(std::string& out, std::string_view key, std::int64_t tid) {
  if (!is_party_tid(tid)) {
    append_key(out, key, tid);
    return;
  }
  out += key;
  append_party(out, party_of_tid(tid));
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
    append_tid(out, " tid=", step.tid);
  } else if (!unread && step.notify == kNotifyThreadId) {
    out += " tid=self";
  }
  if (step.sival != 0) {
    out += " sival=";
    append_hex(out, step.sival);
  }
  append_pointer(out, " sevp=", step.in);
  append_pointer(out, " id=", step.out);
  if (step.id != 0) {
    append_key(out, step.out == Pointer::ok ? " id=" : ":", step.id);
  }
}

void append_time32(std::string& out, const Step& step) {
  out += step.time32 ? " time32" : "";
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
  append_time32(out, step);
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

void append_kill(std::string& out, const Step& step) {
  append_flags(out, step.flags, kKillThread, " thread");
  if (step.tid != kSelfTid) {
    append_tid(out, " to=", step.tid);
  }
}

void append_queue(std::string& out, const Step& step) {
  out += " code=";
  append_code(out, step.notify);
  if (step.sival != 0) {
    out += " value=";
    append_hex(out, step.sival);
  }
}

void append_restore(std::string& out, std::int64_t argument) {
  if (argument >= 0 && argument < static_cast<std::int64_t>(std::size(kRestoreNames))) {
    out += ' ';
    out += kRestoreNames[argument];
  } else {
    append_key(out, " ", argument);
  }
}

void append_limit(std::string& out, const Step& step) {
  if (step.clock == kLimitCpu || step.clock == kLimitSigpending) {
    out += step.clock == kLimitCpu ? " cpu" : " sigpending";
  } else {
    append_key(out, " ", step.clock);
  }
  append_key(out, "=", step.number);
  append_old(out, step.out);
}

void append_setclock(std::string& out, const Step& step) {
  out += ' ';
  append_clock(out, step.clock);
  out += " by=";
  append_signed_time(out, step.value);
}

void append_timens(std::string& out, const Step& step) {
  out += " monotonic=";
  append_signed_time(out, step.value);
  out += " boottime=";
  append_signed_time(out, step.interval);
}

void append_arguments(std::string& out, const Step& step) {
  switch (step.op) {
    case Op::create:
      return append_create(out, step);
    case Op::settime:
      return append_settime(out, step);
    case Op::gettime:
      append_timer(out, step);
      append_pointer(out, " out=", step.out);
      return append_time32(out, step);
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
    case Op::thread:
    case Op::fork:
      return append_key(out, " ", step.number);
    case Op::sleep:
    case Op::read:
      return append_time(out, kAlone, step.value, Frac::nanoseconds);
    case Op::burn:
      append_time(out, kAlone, step.value, Frac::nanoseconds);
      if (!step.set.empty()) {
        out += " for=";
        append_signal_set(out, step.set);
      }
      return;
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
    case Op::exit:
    case Op::exec:
      return;
    case Op::restore:
      return append_restore(out, step.number);
    case Op::limit:
      return append_limit(out, step);
    case Op::setclock:
      return append_setclock(out, step);
    case Op::timens:
      return append_timens(out, step);
    case Op::ignore:
    case Op::dflt:
    case Op::handler:
    case Op::kill:
    case Op::queue:
      out += ' ';
      append_signal(out, step.number);
      if (step.op == Op::handler) {
        append_flags(out, step.flags, kSaRestart, " restart");
      } else if (step.op == Op::kill) {
        append_kill(out, step);
      } else if (step.op == Op::queue) {
        append_queue(out, step);
      }
      return;
  }
}

// Braces begin where a name ends, and trailing blanks stand nowhere.
bool is_aligned(Op op) {
  return op != Op::thread && op != Op::fork && op != Op::exit && op != Op::exec;
}

}  // namespace

void append_step(std::string& out, const Step& step) {
  const std::string_view name = op_name(step.op);
  out += name;
  if (name.size() < kOpColumn && is_aligned(step.op)) {
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
