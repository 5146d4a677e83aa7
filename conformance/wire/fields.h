// SPDX-License-Identifier: Apache-2.0
// The fields of a step and of a result, each named once: writing and reading both walk these lists. A field that
// equals its default is not sent; a mask in front says which are.
#pragma once

#include <type_traits>

#include "conformance/wire/vlq.h"
#include "model/step.h"

namespace timerlaw::wire {

// Visits the fields of one step, the most frequent first, so that the mask stays short. A default other than zero
// stands beside its field.
template <class S, class Visit>
constexpr void step_fields(S& step, Visit&& visit) {
  visit(step.slot, kNoSlot);
  visit(step.out, Pointer::null);
  visit(step.value.frac);
  visit(step.value.sec);
  visit(step.interval.frac);
  visit(step.flags);
  visit(step.number);
  visit(step.clock);
  visit(step.set.bits);
  visit(step.interval.sec);
  visit(step.id);
  visit(step.notify);
  visit(step.sival);
  visit(step.in);
  visit(step.value.origin);
  visit(step.anchor);
  visit(step.tid, kSelfTid);
  visit(step.interval.origin);
  visit(step.party);
  visit(step.time32);
}

// All of a result but `first_delivery`, which follows from the counts before it.
template <class R, class Visit>
constexpr void result_fields(R& result, Visit&& visit) {
  visit(result.ret);
  visit(result.out);
  visit(result.frac);
  visit(result.sec);
  visit(result.interval_frac);
  visit(result.id);
  visit(result.info.signo);
  visit(result.info.code);
  visit(result.info.a);
  visit(result.info.b);
  visit(result.info.value);
  visit(result.pending.bits);
  visit(result.interval_sec);
  visit(result.deliveries);
  visit(result.info.error);
  visit(result.info.extra);
  visit(result.ran, true);
}

template <class D, class Visit>
constexpr void delivery_fields(D& delivery, Visit&& visit) {
  visit(delivery.info.signo);
  visit(delivery.info.code);
  visit(delivery.info.a);
  visit(delivery.info.b);
  visit(delivery.info.value);
  visit(delivery.info.error);
  visit(delivery.info.extra);
  visit(delivery.party);
}

inline void put_field(Writer& out, Pointer p) {
  out.put(static_cast<std::uint64_t>(p));
}
inline void put_field(Writer& out, Origin o) {
  out.put(static_cast<std::uint64_t>(o));
}
inline void put_field(Writer& out, Anchor a) {
  out.put(static_cast<std::uint64_t>(a));
}
inline void put_field(Writer& out, Out o) {
  out.put(static_cast<std::uint64_t>(o));
}
inline void put_field(Writer& out, bool b) {
  out.put(b ? 1 : 0);
}
inline void put_field(Writer& out, Party p) {
  out.put(p);
}
inline void put_field(Writer& out, std::uint64_t v) {
  out.put(v);
}
inline void put_field(Writer& out, std::uint32_t v) {
  out.put(v);
}
inline void put_field(Writer& out, std::int64_t v) {
  out.put_signed(v);
}
inline void put_field(Writer& out, std::int32_t v) {
  out.put_signed(v);
}

inline void get_field(Reader& in, Pointer& p) {
  p = static_cast<Pointer>(in.get_below(kPointerCount));
}
inline void get_field(Reader& in, Origin& o) {
  o = static_cast<Origin>(in.get_below(3));
}
inline void get_field(Reader& in, Anchor& a) {
  a = static_cast<Anchor>(in.get_below(4));
}
inline void get_field(Reader& in, Out& o) {
  o = static_cast<Out>(in.get_below(3));
}
inline void get_field(Reader& in, bool& b) {
  b = in.get_below(2) != 0;
}
inline void get_field(Reader& in, Party& p) {
  p = static_cast<Party>(in.get_below(256));
}
inline void get_field(Reader& in, std::uint64_t& v) {
  v = in.get();
}
inline void get_field(Reader& in, std::uint32_t& v) {
  v = static_cast<std::uint32_t>(in.get());
}
inline void get_field(Reader& in, std::int64_t& v) {
  v = in.get_signed();
}
inline void get_field(Reader& in, std::int32_t& v) {
  v = static_cast<std::int32_t>(in.get_signed());
}

// Writes the fields that differ from their defaults. `fields` is one of the lists above.
template <class T, class Fields>
void put_record(Writer& out, const T& record, Fields fields) {
  std::uint64_t mask = 0;
  int bit = 0;
  fields(record, [&]<class F>(const F& field, std::type_identity_t<F> plain = F{}) {
    mask |= static_cast<std::uint64_t>(field != plain) << bit++;
  });
  out.put(mask);
  bit = 0;
  fields(record, [&]<class F>(const F& field, std::type_identity_t<F> = F{}) {
    if (((mask >> bit++) & 1) != 0) {
      put_field(out, field);
    }
  });
}

// Reads a record that starts out with its defaults.
template <class T, class Fields>
void get_record(Reader& in, T& record, Fields fields) {
  const std::uint64_t mask = in.get();
  int bit = 0;
  fields(record, [&]<class F>(F& field, std::type_identity_t<F> = F{}) {
    if (((mask >> bit++) & 1) != 0) {
      get_field(in, field);
    }
  });
}

}  // namespace timerlaw::wire
