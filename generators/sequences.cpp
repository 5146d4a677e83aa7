// SPDX-License-Identifier: Apache-2.0
#include "generators/sequences.h"

#include <cassert>

#include "generators/digits.h"
#include "generators/edges.h"
#include "generators/steps.h"

namespace timerlaw {
namespace {

using namespace steps;

constexpr SigSet kRt = set_of({kRtMin});
constexpr SigSet kProfSet = set_of({kSigProf});
constexpr Nanos kTick{4'000'000};  // at 250 Hz

SmallAlphabet itimers() {
  return {"interval timers of CPU time",
          Child::reused,
          {},
          {{setitimer(Which::prof, {0, 1}, {}, Pointer::ok)},
           {setitimer(Which::prof, {0, 1}, {0, 2000})},
           {setitimer(Which::prof, {}, {5, 0}, Pointer::ok)},
           {setitimer(Which::virt, {10, 0}, {5, 0}, Pointer::ok)},
           {getitimer(Which::prof), getitimer(Which::virt)},
           {burn(kTick)},
           {take(kProfSet)}},
          {getitimer(Which::prof), getitimer(Which::virt), pending(), take(kAllSignals)}};
}

SmallAlphabet cpu_timers() {
  return {"POSIX timers of CPU time",
          Child::reused,
          {create(0, ClockId::process_cputime, kNotifySignal, kRtMin)},
          {{settime(0, {0, 1}, {}, Pointer::ok)},
           {settime(0, span(us(50)), span(us(700)), Pointer::ok)},
           {settime(0, {}, {5, 0}, Pointer::ok)},
           {settime_abs(0, {0, 1}, span(us(900)))},
           {gettime(0), overrun(0)},
           {burn(kTick)},
           {take(kRt)}},
          {gettime(0), overrun(0), pending(), take(kAllSignals), gettime(0), overrun(0)}};
}

Step create_with_id(std::int32_t slot, std::int64_t id) {
  Step step = create(slot, ClockId::monotonic, kNotifyNone, 0);
  step.id = id;
  return step;
}

SmallAlphabet ids() {
  return {"ids",
          Child::fresh,
          {},
          {{restore(1)},
           {restore(0)},
           {restore(2)},
           {create_with_id(0, 0)},
           {create_with_id(1, 5)},
           {create_with_id(2, edges::kTwo31 - 1)},
           {create_with_id(3, -1)},
           {remove(0)}},
          {create_with_id(4, 0), restore(2)},
          4};
}

SmallAlphabet parties() {
  Step to_thread = create(1, ClockId::monotonic, kNotifyThreadId, kRtMin + 1);
  to_thread.tid = party_tid(1);
  const Step arm = settime(1, span(us(20)), span(us(30)));
  return {"threads and processes",
          Child::fresh,
          {create(0, ClockId::monotonic, kNotifySignal, kRtMin)},
          {{settime(0, span(us(20)), span(us(30)), Pointer::ok)},
           {setitimer(Which::real, {0, 20}, {0, 30}, Pointer::ok)},
           {until_now(us(40))},
           {pending(), take(kAllSignals)},
           {thread(1), by(1, take(kRt)), by(1, gettime(0))},
           {thread(1), to_thread, arm, until_timer(1, us(5)), by(1, pending()), by(1, take(kAllSignals))},
           {thread(1), to_thread, arm, by(1, exit()), until_now(us(60)), gettime(1)},
           {thread(1), by(1, handler(kRtMin)), by(1, unmask(kRt)), settime(0, span(us(20))), until_timer(0, us(40))},
           {fork(1), by(1, pending()), by(1, gettime(0)), by(1, getitimer(Which::real)),
            by(1, create(4, ClockId::monotonic, kNotifySignal, kRtMin)), by(1, settime(4, span(us(20)))),
            by(1, until_timer(4, us(5))), by(1, take(kAllSignals)), by(1, exit())},
           {queue(10, kSiTimer)}},
          {gettime(0), overrun(0), getitimer(Which::real), pending(), take(kAllSignals), take(kAllSignals)}};
}

// exec ends all threads: it stands by itself between two halves.
SmallAlphabet execs() {
  return {"exec",
          Child::fresh,
          {create(0, ClockId::monotonic, kNotifySignal, kRtMin)},
          {{settime(0, span(us(20)), span(us(30)), Pointer::ok)},
           {setitimer(Which::real, {0, 20}, {0, 30}, Pointer::ok)},
           {until_now(us(40))},
           {queue(10, kSiTimer)},
           {queue(12, kSiQueue)},
           {handler(kRtMin)},
           {ignore(kSigAlrm)},
           {exec()},
           {create(1, ClockId::boottime, kNotifySignal, kUsr1)}},
          {gettime(0), getitimer(Which::real), pending(), take(kAllSignals), take(kAllSignals),
           create(2, ClockId::monotonic, kNotifyNone, 0)}};
}

std::uint64_t count(const SmallAlphabet& alphabet) {
  std::uint64_t total = 0;
  std::uint64_t of_length = 1;
  for (int length = 0; length <= alphabet.longest; ++length) {
    total += of_length;
    of_length *= alphabet.letters.size();
  }
  return total;
}

// The letter with its party numbered `made`; true if it makes one.
bool append(const Letter& letter, Party made, std::vector<Step>& steps) {
  bool makes = false;
  for (Step step : letter) {
    if (step.op == Op::thread || step.op == Op::fork) {
      step.number = made;
      makes = true;
    }
    step.party = step.party == 1 ? made : step.party;
    step.tid = step.tid == party_tid(1) ? party_tid(made) : step.tid;
    steps.push_back(step);
  }
  return makes;
}

Program at(const SmallAlphabet& alphabet, std::uint64_t index) {
  Program program{.child = alphabet.child, .steps = alphabet.before};
  int length = 0;
  for (std::uint64_t of_length = 1; index >= of_length; of_length *= alphabet.letters.size()) {
    index -= of_length;
    ++length;
  }
  Digits digits(index);
  Party next = 1;
  for (; length > 0; --length) {
    next = static_cast<Party>(next + (append(digits.pick(alphabet.letters), next, program.steps) ? 1 : 0));
  }
  program.steps.insert(program.steps.end(), alphabet.after.begin(), alphabet.after.end());
  return program;
}

}  // namespace

std::span<const SmallAlphabet> small_alphabets() {
  static const std::vector<SmallAlphabet> all{itimers(), cpu_timers(), ids(), parties(), execs()};
  return all;
}

std::uint64_t sequence_count() {
  std::uint64_t total = 0;
  for (const SmallAlphabet& alphabet : small_alphabets()) {
    total += count(alphabet);
  }
  return total;
}

Program sequence_at(std::uint64_t index) {
  for (const SmallAlphabet& alphabet : small_alphabets()) {
    if (index < count(alphabet)) {
      return at(alphabet, index);
    }
    index -= count(alphabet);
  }
  assert(false && "index < sequence_count()");
  return {};
}

}  // namespace timerlaw
