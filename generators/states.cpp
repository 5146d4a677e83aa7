// SPDX-License-Identifier: Apache-2.0
#include "generators/states.h"

#include <algorithm>
#include <cassert>

#include "generators/steps.h"

namespace timerlaw {

using namespace steps;

std::span<const PreparedState> prepared_states() {
  static constexpr SigSet kRt = set_of({kRtMin});
  static constexpr TimeArg kShort = span(us(20));
  static constexpr TimeArg kPeriod = span(us(30));
  static constexpr TimeArg kLong = {10, 0};
  static const Step make = create(0, ClockId::monotonic, kNotifySignal, kRtMin);
  static const Step make_second = create(1, ClockId::monotonic, kNotifySignal, kRtMin);
  static const Step make_silent = create(0, ClockId::boottime, kNotifyNone, 0);
  static const Step make_threaded = create(0, ClockId::tai, kNotifyThreadId, kRtMin);
  static const Step expire = until_timer(0, us(5));
  static const std::vector<PreparedState> states{
      {"fresh", {}},
      {"idle", {make}},
      {"armed", {make, settime(0, kLong, {5, 0})}},
      {"due", {make, settime(0, kShort), until_timer(0, {200})}},
      {"pending", {make, settime(0, kShort), expire}},
      {"periodic pending", {make, settime(0, kShort, kPeriod), expire}},
      {"periodic overrun", {make, settime(0, kShort, span(us(10))), until_timer(0, us(35))}},
      {"ignored", {make, ignore(kRtMin), unmask(kRt), settime(0, kShort), expire}},
      {"parked", {make, ignore(kRtMin), unmask(kRt), settime(0, kShort, kPeriod), expire}},
      {"ignored but blocked", {make, ignore(kRtMin), settime(0, kShort, kPeriod), expire}},
      {"disarmed", {make, settime(0, kLong, {5, 0}), settime(0, {}, {5, 0})}},
      {"silent", {make_silent, settime(0, kLong, {5, 0})}},
      {"silent periodic", {make_silent, settime(0, kShort, kPeriod), expire}},
      {"two on one signal",
       {make, make_second, settime_abs(1, from_start(us(20))), settime_abs(0, from_start(us(20)), kPeriod), expire}},
      {"real armed", {setitimer(Which::real, {10, 0}, {5, 0})}},
      {"real pending", {setitimer(Which::real, {0, 20}, {0, 30}), until_real(us(5))}},
      {"stale", {make, settime(0, kShort, kPeriod), expire, settime(0, kLong)}},
      {"deleted while pending", {make_threaded, settime(0, kShort), expire, remove(0)}},
      {"handler", {make, handler(kRtMin, kSaRestart), unmask(kRt), settime(0, kShort, kPeriod)}},
      {"two senders of SIGALRM",
       {create_null(0, ClockId::realtime), setitimer(Which::real, {0, 25}, {0, 30}), settime(0, kShort),
        until_real(us(5))}},
  };
  return states;
}

const PreparedState& prepared_state(std::string_view name) {
  const auto states = prepared_states();
  const auto it = std::ranges::find(states, name, &PreparedState::name);
  assert(it != states.end());
  return *it;
}

}  // namespace timerlaw
