// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/generators_for_tests.h"

#include <limits>

#include "conformance/formats/parties_for_tests.h"

namespace timerlaw::any {
namespace {

template <class Integer>
rc::Gen<Integer> integer() {
  using Limits = std::numeric_limits<Integer>;
  const auto edge = rc::gen::elementOf(std::vector<Integer>{
      0, 1, 2, 34, 64, 65, static_cast<Integer>(-1), static_cast<Integer>(999'999'999),
      static_cast<Integer>(1'000'000'000), Limits::min(), Limits::max(), static_cast<Integer>(Limits::min() + 1)});
  return rc::gen::oneOf(edge, rc::gen::resize(100, rc::gen::arbitrary<Integer>()));
}

template <class Integer>
Integer draw() {
  return *integer<Integer>();
}

bool coin() {
  return *rc::gen::inRange(0, 2) == 1;
}

Pointer pointer() {
  return static_cast<Pointer>(*rc::gen::inRange(0, kPointerCount));
}

std::int32_t slot() {
  return *rc::gen::oneOf(rc::gen::inRange(0, 4), rc::gen::just(INT32_MAX));
}

std::int64_t small() {
  return *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-1, 70), integer<std::int64_t>());
}

SigSet set() {
  return SigSet{*rc::gen::oneOf(rc::gen::elementOf(std::vector<std::uint64_t>{0, 1, 1u << 13, ~std::uint64_t{0}}),
                                rc::gen::resize(100, rc::gen::arbitrary<std::uint64_t>()))};
}

// Normal times, times as raw fields, and offsets whose parts agree or disagree in sign.
TimeArg time(bool instant) {
  TimeArg out;
  if (coin()) {
    out.sec = *rc::gen::inRange<std::int64_t>(0, 4) * *rc::gen::inRange<std::int64_t>(0, 1000);
    out.frac = *rc::gen::inRange<std::int64_t>(0, 1000) *
               *rc::gen::elementOf(std::vector<std::int64_t>{1, 1'000, 999, 1'000'000});
  } else {
    out.sec = draw<std::int64_t>();
    out.frac = draw<std::int64_t>();
  }
  if (instant) {
    out.origin = static_cast<Origin>(*rc::gen::inRange(0, 3));
  }
  return out;
}

Party party() {
  return static_cast<Party>(*rc::gen::inRange(0, kParties));
}

std::int64_t clock() {
  return *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-10, 70),
                         rc::gen::inRange<std::int64_t>(party_clock(0, 0) - 1, party_clock(kParties, 0) + 1),
                         integer<std::int64_t>());
}

TimeArg offset() {
  const TimeArg out = time(false);
  return coin() || out.sec == INT64_MIN || out.frac == INT64_MIN ? out : TimeArg{-out.sec, -out.frac};
}

void timer(Step& step) {
  if (coin()) {
    step.slot = slot();
  } else {
    step.id = draw<std::int64_t>();
  }
}

void times(Step& step) {
  step.in = pointer();
  step.out = pointer();
  step.value = time(true);
  step.interval = time(false);
}

void fill(Step& step) {
  switch (step.op) {
    case Op::create:
      step.slot = coin() ? slot() : kNoSlot;
      step.in = pointer();
      step.out = pointer();
      step.id = coin() ? 0 : draw<std::int64_t>();
      step.clock = clock();
      step.notify = *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-1, 6), integer<std::int64_t>());
      step.number = small();
      step.tid = coin() ? kSelfTid : coin() ? party_tid(party()) : draw<std::int64_t>();
      step.sival = draw<std::uint64_t>();
      return;
    case Op::settime:
      timer(step);
      times(step);
      step.flags = small();
      step.time32 = coin();
      return;
    case Op::gettime:
      timer(step);
      step.time32 = coin();
      step.out = pointer();
      return;
    case Op::overrun:
    case Op::remove:
      return timer(step);
    case Op::setitimer:
      times(step);
      step.clock = small();
      return;
    case Op::getitimer:
      step.out = pointer();
      step.clock = small();
      return;
    case Op::alarm:
    case Op::cpu:
      step.number = draw<std::int64_t>();
      return;
    case Op::restore:
    case Op::thread:
    case Op::fork:
      step.number = step.op == Op::restore ? small() : *rc::gen::inRange<std::int64_t>(1, kParties);
      return;
    case Op::sleep:
    case Op::read:
      step.value = time(false);
      return;
    case Op::burn:
      step.value = time(false);
      step.set = coin() ? SigSet{} : set();
      return;
    case Op::setclock:
      step.clock = clock();
      step.value = offset();
      return;
    case Op::timens:
      step.value = offset();
      step.interval = offset();
      return;
    case Op::limit:
      step.clock = small();
      step.number = draw<std::int64_t>();
      step.out = pointer();
      return;
    case Op::queue:
      step.number = small();
      step.notify = *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-8, 1), integer<std::int64_t>());
      step.sival = draw<std::uint64_t>();
      return;
    case Op::until:
      step.anchor = static_cast<Anchor>(*rc::gen::inRange(0, 4));
      step.slot = step.anchor == Anchor::timer ? slot() : kNoSlot;
      step.value = time(false);
      return;
    case Op::take:
    case Op::window:
      step.value = time(false);
      [[fallthrough]];
    case Op::mask:
    case Op::unmask:
      step.set = set();
      return;
    case Op::pending:
    case Op::exit:
    case Op::exec:
      return;
    case Op::kill:
      step.tid = coin() ? kSelfTid : party_tid(party());
      [[fallthrough]];
    case Op::handler:
      step.flags = *rc::gen::elementOf(std::vector<std::int64_t>{0, kKillThread, kSaRestart, -1, INT64_MIN});
      [[fallthrough]];
    case Op::ignore:
    case Op::dflt:
      step.number = small();
      return;
  }
}

SigInfo info() {
  SigInfo out;
  out.signo = draw<std::int32_t>();
  out.error = draw<std::int32_t>();
  out.code = *rc::gen::oneOf(rc::gen::elementOf(std::vector<std::int32_t>{kSiTimer, kSiUser, kSiKernel, kSiTkill}),
                             integer<std::int32_t>());
  out.a = draw<std::int32_t>();
  out.b = draw<std::int32_t>();
  out.value = draw<std::uint64_t>();
  out.extra = draw<std::uint32_t>();
  return out;
}

void deliver(Trace& trace) {
  const auto count = *rc::gen::oneOf(rc::gen::just(0u), rc::gen::inRange(0u, 4u));
  StepResult& result = trace.results.back();
  result.deliveries = count;
  result.first_delivery = count == 0 ? 0 : static_cast<std::uint32_t>(trace.deliveries.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    trace.deliveries.push_back({info(), coin() ? Party{0} : party()});
  }
}

std::string text() {
  return *rc::gen::arbitrary<std::string>();
}

}  // namespace

rc::Gen<Step> step() {
  return rc::gen::exec([] {
    Step out;
    out.op = static_cast<Op>(*rc::gen::inRange(0, kOpCount));
    fill(out);
    return out;
  });
}

rc::Gen<Program> program() {
  return rc::gen::exec([] {
    Program out;
    out.child = coin() ? Child::fresh : Child::reused;
    out.steps = parties_of(*rc::gen::container<std::vector<Step>>(step()));
    return out;
  });
}

rc::Gen<StepResult> result(const Step& of) {
  return rc::gen::exec([op = of.op] {
    StepResult out;
    if (*rc::gen::inRange(0, 8) == 0) {
      out.ran = false;
      return out;
    }
    out.ret = coin() ? -*rc::gen::inRange<std::int64_t>(0, 140) : draw<std::int64_t>();
    const bool calls = op == Op::settime || op == Op::setitimer || op == Op::gettime || op == Op::getitimer;
    if (calls || op == Op::create || op == Op::limit) {
      out.out = static_cast<Out>(*rc::gen::inRange(0, 3));
    }
    if (out.out == Out::written && calls) {
      out.sec = draw<std::int64_t>();
      out.frac = draw<std::int64_t>();
      out.interval_sec = draw<std::int64_t>();
      out.interval_frac = draw<std::int64_t>();
    } else if (out.out == Out::written && op == Op::limit) {
      out.sec = draw<std::int64_t>();
    } else if (out.out == Out::written) {
      out.id = draw<std::int64_t>();
    }
    if (op == Op::take && coin()) {
      out.info = info();
    }
    if (op == Op::pending) {
      out.pending = set();
    }
    return out;
  });
}

rc::Gen<Trace> trace() {
  return rc::gen::exec([] {
    Trace out;
    out.program = *program();
    out.pid = draw<std::int64_t>();
    out.uid = draw<std::int64_t>();
    out.next_id = draw<std::int64_t>();
    out.stopped = coin();
    out.ending = static_cast<Ending>(*rc::gen::inRange(0, 4));
    if (out.ending == Ending::died || out.ending == Ending::refused) {
      out.number = small();
    }
    const auto clocks = *rc::gen::inRange<std::size_t>(0, 5);
    for (std::size_t i = 0; i < clocks; ++i) {
      out.clocks.push_back(static_cast<ClockId>(clock()));
    }
    for (auto parties = *rc::gen::inRange(0, kParties); parties > 0; --parties) {
      out.parties.push_back({draw<std::int64_t>(), draw<std::int64_t>()});
    }
    const auto results = *rc::gen::inRange<std::size_t>(0, out.program.steps.size() + 1);
    for (std::size_t i = 0; i < results; ++i) {
      out.results.push_back(*result(out.program.steps[i]));
      deliver(out);
    }
    const std::size_t boundaries = coin() ? 0 : results + *rc::gen::inRange<std::size_t>(1, 3);
    for (std::size_t i = 0; i < boundaries * clocks; ++i) {
      out.readings.push_back({draw<std::int64_t>()});
    }
    return out;
  });
}

rc::Gen<TargetFacts> facts() {
  return rc::gen::exec([] {
    TargetFacts out;
    out.release = text();
    out.machine = text();
    out.abi = text();
    out.clock_source = text();
    out.tick.ns = draw<std::int64_t>();
    out.high_resolution = coin();
    out.rtc = coin();
    out.wake_alarm = coin();
    out.aux_clocks = coin();
    out.cpu_time = coin();
    out.user_time = coin();
    out.set_clock = coin();
    out.time_namespaces = coin();
    out.cpus = draw<std::int64_t>();
    out.sigpending_limit = draw<std::int64_t>();
    out.sigpending_used = draw<std::int64_t>();
    out.tainted = draw<std::int64_t>();
    out.bracket.ns = draw<std::int64_t>();
    out.in_order = coin();
    out.virtual_time = coin();
    out.lateness_bound.ns = draw<std::int64_t>();
    return out;
  });
}

}  // namespace timerlaw::any
