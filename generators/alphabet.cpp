// SPDX-License-Identifier: Apache-2.0
#include "generators/alphabet.h"

#include "generators/edges.h"
#include "generators/steps.h"

namespace timerlaw {

using namespace steps;

std::span<const Letter> alphabet() {
  static constexpr SigSet kRt = set_of({kRtMin});
  static constexpr SigSet kAlrm = set_of({kSigAlrm});
  static constexpr TimeArg kShort = span(us(20));
  static constexpr TimeArg kPeriod = span(us(30));
  static const std::vector<Letter> letters{
      {create(2, ClockId::realtime, kNotifyThreadId, kRtMin)},
      {settime(2, kShort)},
      {settime(0, kShort, {}, Pointer::ok)},
      {settime(0, {10, 0}, {}, Pointer::ok)},
      {settime(0, kShort, kPeriod)},
      {settime(0, {}, {5, 0}, Pointer::ok)},
      {settime_abs(0, {0, 1}, {}, Pointer::ok)},
      {settime_abs(0, from_now(us(-1)), kPeriod)},
      {settime(0, {edges::kMax, 0}, {}, Pointer::ok)},
      {settime(0, {0, 1'000'000'000})},
      {settime(0, {10, 0}, {}, Pointer::bad)},
      {gettime(0)},
      {overrun(0)},
      {remove(0)},
      {settime(1, kShort, {}, Pointer::ok)},
      {setitimer(Which::real, {0, 20}, {}, Pointer::ok)},
      {setitimer(Which::real, {0, 20}, {0, 30})},
      {setitimer(Which::real, {}, {}, Pointer::ok)},
      {getitimer(Which::real)},
      {alarm(0)},
      {alarm(2)},
      {take(kAllSignals)},
      {take(kRt)},
      {until_now(us(25))},
      {pending()},
      {ignore(kRtMin)},
      {handler(kRtMin), window(kRt)},
      {dflt(kRtMin)},
      {handler(kRtMin), unmask(kRt)},
      {mask(kRt)},
      {kill(kRtMin)},
      {kill(kSigAlrm)},
      {ignore(kSigAlrm)},
      {handler(kSigAlrm), window(kAlrm)},
  };
  return letters;
}

std::span<const Step> observations() {
  static const std::vector<Step> steps{gettime(0), overrun(0),        getitimer(Which::real),
                                       pending(),  take(kAllSignals), take(kAllSignals)};
  return steps;
}

}  // namespace timerlaw
