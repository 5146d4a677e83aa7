// SPDX-License-Identifier: Apache-2.0
#include "generators/shrink.h"

#include <algorithm>
#include <bit>

#include "generators/parties.h"
#include "generators/plan.h"
#include "generators/steps.h"

namespace timerlaw {
namespace {

// Digits to read; trailing zeros are read at half the price.
std::uint64_t cost(std::int64_t n) {
  std::uint64_t total = n < 0 ? 1 : 0;
  bool trailing = true;
  for (; n != 0; n /= 10) {
    trailing = trailing && n % 10 == 0;
    total += trailing ? 1 : 2;
  }
  return total;
}

std::uint64_t cost(const TimeArg& t) {
  return cost(t.sec) + cost(t.frac) + (t.origin == Origin::literal ? 0 : 1);
}

std::uint64_t cost(SigSet set) {
  return set == kAllSignals ? 2 : static_cast<std::uint64_t>(std::popcount(set.bits));
}

bool names_signal(Op op) {
  return op == Op::create || op == Op::ignore || op == Op::dflt || op == Op::handler || op == Op::kill ||
         op == Op::queue;
}

bool makes_party(Op op) {
  return op == Op::thread || op == Op::fork;
}

std::uint64_t cost(const Step& s) {
  std::uint64_t total = (s.in == Pointer::ok ? 0U : 1U) + (s.party == 0 ? 0U : 1U) + (s.time32 ? 1U : 0U);
  total += s.out == Pointer::null ? 0 : s.out == Pointer::ok ? 1 : 2;
  total += s.slot == kNoSlot ? 2 + cost(s.id) : static_cast<std::uint64_t>(s.slot);
  total += s.op == Op::create && s.clock == static_cast<std::int64_t>(ClockId::monotonic) ? 0 : cost(s.clock);
  total += cost(s.flags) + cost(s.notify) + (s.tid == kSelfTid ? 0 : 1) + (s.sival == 0 ? 0 : 1);
  total += s.op == Op::create && s.slot != kNoSlot ? cost(s.id) : 0;
  total += makes_party(s.op) ? 0 : names_signal(s.op) && s.number == kRtMin ? 1 : cost(s.number);
  return total + cost(s.set) + cost(s.value) + cost(s.interval);
}

// The leading digit alone, then half of it: numbers that can be read at a glance.
std::vector<std::int64_t> rounder(std::int64_t n) {
  std::int64_t unit = 1;
  while (n / unit >= 10 || n / unit <= -10) {
    unit *= 10;
  }
  return {0, n / unit * unit, unit == 1 ? n / 2 : n / unit * unit / 2, n / 1000 * 1000};
}

std::vector<TimeArg> simpler(const TimeArg& t) {
  std::vector<TimeArg> out{{}};
  for (const std::int64_t sec : rounder(t.sec)) {
    out.push_back({sec, t.frac, t.origin});
  }
  for (const std::int64_t frac : rounder(t.frac)) {
    out.push_back({t.sec, frac, t.origin});
  }
  return out;
}

std::vector<SigSet> simpler(SigSet set) {
  if (set == kAllSignals) {
    return {};
  }
  std::vector<SigSet> out;
  for (Signo s = 1; s <= kSigMax; ++s) {
    if (set.has(s)) {
      out.push_back(set);
      out.back().remove(s);
    }
  }
  return out;
}

// Waits that may be in vain: longer than kSoon, with nothing that surely ends them.
int waits_in_vain(const Program& program) {
  Plan plan;
  int count = 0;
  for (const Step& step : program.steps) {
    const std::optional<Nanos> wait = plan.wait(step);
    const Nanos bound = step.op == Op::burn ? kLongestBurn : kSoon;
    count += (!wait || *wait > bound) && !plan.surely_ends(step) ? 1 : 0;
    plan.follow(step);
  }
  return count;
}

Program without(const Program& program, std::size_t first, std::size_t count) {
  Program out{.child = program.child, .steps = {}};
  out.steps.reserve(program.steps.size());
  const auto at = [&](std::size_t i) { return program.steps.begin() + static_cast<std::ptrdiff_t>(i); };
  out.steps.insert(out.steps.end(), at(0), at(first));
  out.steps.insert(out.steps.end(), at(std::min(first + count, program.steps.size())), program.steps.end());
  return out;
}

void cut_chunks(const Program& program, std::vector<Program>& out) {
  const std::size_t size = program.steps.size();
  for (std::size_t chunk = size; chunk > 0; chunk /= 2) {
    for (std::size_t first = 0; first < size; first += chunk) {
      out.push_back(without(program, first, chunk));
    }
  }
}

void cut_timers(const Program& program, std::vector<Program>& out) {
  std::int32_t slots = 0;
  for (const Step& s : program.steps) {
    slots = std::max(slots, s.slot + 1);
  }
  for (std::int32_t slot = 0; slot < slots; ++slot) {
    Program rest = program;
    std::erase_if(rest.steps, [slot](const Step& s) { return s.slot == slot; });
    out.push_back(std::move(rest));
  }
}

bool names_party(const Step& s, Party party) {
  return s.party == party || (makes_party(s.op) && s.number == party) ||
         ((s.op == Op::create || s.op == Op::kill) && is_party_tid(s.tid) && party_of_tid(s.tid) == party) ||
         (s.op == Op::create && is_party_clock(s.clock) && party_of_clock(s.clock) == party);
}

// What `party` names becomes its maker's.
Step told_of(Step s, Party party, Party maker) {
  s.party = s.party == party ? maker : s.party;
  if (is_party_tid(s.tid) && party_of_tid(s.tid) == party) {
    s.tid = maker == s.party ? kSelfTid : party_tid(maker);
  }
  if (is_party_clock(s.clock) && party_of_clock(s.clock) == party) {
    s.clock = party_clock(maker, kind_of_party_clock(s.clock));
  }
  return s;
}

// Without one party: with all that it does, or with its maker in its place.
void cut_parties(const Program& program, std::vector<Program>& out) {
  for (const Step& making : program.steps) {
    if (!makes_party(making.op) || making.number <= 0 || making.number >= kParties) {
      continue;
    }
    const auto party = static_cast<Party>(making.number);
    Program rest = program;
    std::erase_if(rest.steps, [party](const Step& s) { return names_party(s, party); });
    out.push_back(std::move(rest));
    Program merged{.child = program.child, .steps = {}};
    for (const Step& s : program.steps) {
      if (s != making && !(s.party == party && s.op == Op::exit)) {
        merged.steps.push_back(told_of(s, party, making.party));
      }
    }
    out.push_back(std::move(merged));
  }
}

void simplify_arguments(const Program& program, std::vector<Program>& out) {
  for (std::size_t i = 0; i < program.steps.size(); ++i) {
    for (const Step& step : simpler_steps(program.steps[i])) {
      out.push_back(program);
      out.back().steps[i] = step;
    }
  }
  if (program.child == Child::fresh) {
    out.push_back(program);
    out.back().child = Child::reused;
  }
}

}  // namespace

Measure measure(const Program& program) {
  Measure m{.steps = program.steps.size(), .arguments = program.child == Child::fresh ? 1U : 0U};
  for (const Step& s : program.steps) {
    m.arguments += cost(s);
  }
  return m;
}

std::vector<Step> simpler_steps(const Step& step) {
  std::vector<Step> out;
  const auto offer = [&](auto change) {
    Step simpler = step;
    change(simpler);
    simpler = steps::canonical(simpler);
    if (cost(simpler) < cost(step) && std::ranges::find(out, simpler) == out.end()) {
      out.push_back(simpler);
    }
  };
  const bool itimer = step.op == Op::setitimer || step.op == Op::getitimer;
  offer([](Step& s) { s.in = Pointer::ok; });
  if (step.op == Op::settime || step.op == Op::setitimer) {
    offer([](Step& s) { s.out = Pointer::null; });
  }
  offer([](Step& s) { s.out = s.out == Pointer::null ? s.out : Pointer::ok; });
  offer([](Step& s) { s.interval = {}; });
  for (const TimeArg& t : simpler(step.value)) {
    offer([&](Step& s) { s.value = t; });
  }
  for (const TimeArg& t : simpler(step.interval)) {
    offer([&](Step& s) { s.interval = t; });
  }
  for (const SigSet set : simpler(step.set)) {
    offer([&](Step& s) { s.set = set; });
  }
  if (step.op == Op::create || itimer) {
    offer([&](Step& s) { s.clock = itimer ? 0 : static_cast<std::int64_t>(ClockId::monotonic); });
  }
  if (is_party_clock(step.clock) && kind_of_party_clock(step.clock) != 3) {
    offer([](Step& s) { s.clock = kind_of_party_clock(s.clock) - 8; });  // its own
  }
  offer([](Step& s) { s.time32 = false; });
  offer([](Step& s) { s.id = s.op == Op::create ? 0 : s.id; });
  offer([](Step& s) { s.flags = s.value.origin == Origin::literal ? 0 : kAbstime; });
  offer([](Step& s) { s.notify = steps::kNotifySignal; });
  offer([](Step& s) { s.tid = kSelfTid; });
  offer([](Step& s) { s.sival = 0; });
  if (names_signal(step.op)) {
    offer([](Step& s) { s.number = kRtMin; });
  } else if (!makes_party(step.op)) {
    for (const std::int64_t n : rounder(step.number)) {
      offer([&](Step& s) { s.number = n; });
    }
  }
  if (step.slot == kNoSlot) {
    for (const std::int64_t n : rounder(step.id)) {
      offer([&](Step& s) { s.id = n; });
    }
  }
  return out;
}

std::vector<Program> shrink_candidates(const Program& program) {
  std::vector<Program> out;
  cut_chunks(program, out);
  cut_parties(program, out);
  cut_timers(program, out);
  simplify_arguments(program, out);
  const Measure whole = measure(program);
  const int in_vain = waits_in_vain(program);
  // What was no program to run before (a format's test) need not become one.
  const bool runs = admissible(program);
  std::erase_if(out, [&](const Program& p) {
    return !(measure(p) < whole) || (runs && !admissible(p)) || waits_in_vain(p) > in_vain;
  });
  return out;
}

}  // namespace timerlaw
