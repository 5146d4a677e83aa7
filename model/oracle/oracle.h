// SPDX-License-Identifier: Apache-2.0
// The oracle at work on one trace: follows the trace step by step in every world that is still possible.
//
// Time. Each step happened at one instant within its bracket. What is unknown of a timer is held as ranges and as a set
// of (status, entry) states, so the cost of a step does not depend on how many behaviours are possible.
//
// The hidden instant H. On one CPU, an interrupt at an instant n expires every timer whose key (the later of its
// deadline and its arming) is at or before n. So there is one never decreasing H: a timer has fired exactly when its
// key was reached by H. A timer seen fired raises H; one seen unfired must have its key above H. The world keeps H's
// lower bound.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/belief.h"
#include "model/calls/checked.h"
#include "model/calls/compat.h"
#include "model/calls/timer_create.h"
#include "model/judge.h"
#include "model/oracle/world.h"

namespace timerlaw {

class Oracle {
 public:
  Oracle(const Trace& trace, const Profile& profile, const TargetFacts& facts, const JudgeOptions& options,
         Judgement& out)
      : trace_(trace), profile_(profile), facts_(facts), options_(options), out_(out), abi_(abi_of(facts.abi)) {}
  void run();
  // Puts what is held of the timers after each step into `beliefs`, for pictures.
  void watch(std::vector<Beliefs>& beliefs) { watched_ = &beliefs; }

 private:
  // What one step came to in one world.
  struct Outcome {
    RuleIndex rule = "TRACE-FORM"_rule;
    Verdict verdict = Verdict::accepted;
    bool diverged = false;
    Divergence divergence;
  };

  // oracle.cpp, readings.cpp
  void leave_time_namespaces();
  bool readings_are_sound();
  void learn_offsets();
  bool sets_clock(std::size_t step) const;
  void clock_was_set();
  void clock_was_set_for_process();
  World first_world() const;
  std::vector<std::vector<std::uint32_t>> delivery_orders(const StepResult& result) const;
  void step_in_every_world();
  void step_in(World& world, std::uint32_t deliveries_before);
  void call(const Step& step, const StepResult& result);
  bool discards_alarms_forever(const Step& step) const;
  bool behind_a_far_deadline(const OracleTimer& t) const;
  void finish();

  // verdicts: verdicts.cpp
  void accept(RuleIndex rule, bool weak = false);
  void exercise(RuleIndex rule);
  void note_width(OracleTimer& t) {
    if (t.width == kNoWidth) {
      t.width = out_.deadline_widths.size();
      out_.deadline_widths.emplace_back();
    }
    out_.deadline_widths[t.width] = {static_cast<std::int64_t>(t.deadline.hi() - t.deadline.lo())};
  }
  void diverge(RuleIndex rule, std::string observed, std::string allowed, std::vector<std::string> because = {},
               const Lawful& lawful = {});
  bool expect_error(const Checked& checked, const StepResult& result);
  bool expect_value(RuleIndex rule, std::int64_t observed, std::int64_t expected, const char* what);
  std::vector<std::string> because(const OracleTimer& t) const;
  std::vector<std::string> because_real() const;
  // The deadline, as another program can follow it: if it has not moved on since it was set.
  LawfulDeadline lawful_deadline(const OracleTimer& t) const;
  LawfulDeadline lawful_deadline_of_real() const;
  LawfulDeadline lawful_deadline(const CpuItimer& timer) const;

  // for pictures: belief.cpp
  TimerBelief belief(const OracleTimer& t) const;
  TimerBelief belief(const RealTimer& real) const;
  TimerBelief belief(const CpuItimer& timer, Party leader) const;
  void add_beliefs(const ProcessState& process, Beliefs& to) const;
  // `left` to go were shown of a timer that they contradict: where that alone would put its deadline.
  template <class Timer, class... Leader>
  void note_shown(const Timer& timer, Range left, Leader... leader) {
    if (watched_ == nullptr || shown_ || left.empty()) {
      return;
    }
    const TimerBelief of = belief(timer, leader...);
    const Range here = now(of.clock);
    shown_ = {of.name, {here.lo + left.lo, here.hi + left.hi}};
  }
  Beliefs beliefs_now();

  // parties: parties.cpp
  void make_thread(const Step& step, const StepResult& result);
  void make_process(const Step& step, const StepResult& result);
  void exit_party(const Step& step, const StepResult& result);
  void tell_parent(Party child, std::int64_t signo);
  void exec(const Step& step, const StepResult& result);
  void begin_turn();
  SigSet& blocked() { return world_->threads[party_].blocked; }
  const SigSet& blocked() const { return world_->threads[party_].blocked; }
  bool takes(Target to) const { return to == kProcess || to == static_cast<Target>(party_); }
  std::int64_t tid_of(Party party) const;
  std::int64_t pid_of(Party party) const;
  bool same_process(Party party) const;
  bool process_alive(std::int64_t pid) const;
  // Whether a signal that a timer generates now may be ignored, and whether it may not be (SIG-GEN-1, SIG-GEN-3).
  struct Ignored {
    bool possible;
    bool certain;
  };
  Ignored ignored_for(Signo signo, Target to, PreferredThread decides) const;
  // Another thread may take a process-directed signal at any time, and drop it unseen.
  bool dropped_elsewhere(Signo signo) const;
  bool open_elsewhere(Signo signo) const;
  // on_its_way.cpp: another thread may have taken such an entry, and not have run the handler yet that notes it.
  bool on_its_way_perhaps(Signo signo, Target to) const;
  void note_on_its_way(Signo signo);
  bool note_on_its_way(const OracleTimer& t);
  bool note_on_its_way(const Sent& entry, std::optional<Wide> most_overruns = {});
  bool was_on_its_way(const SigInfo& info);

  // readings
  std::size_t clock_position(ClockId clock) const;
  Nanos reading(std::size_t boundary, std::size_t clock) const {
    return {readings_[boundary * trace_.clocks.size() + clock].ns};
  }
  Range now() const { return now(ClockId::monotonic); }
  Range now(ClockId clock) const;
  Range to_monotonic(Range instants, ClockId clock) const;

  // timers: create.cpp, posix.cpp, shown.cpp
  void create(const Step& step, const StepResult& result);
  void settime(const Step& step, const StepResult& result);
  void gettime(const Step& step, const StepResult& result);
  void overrun(const Step& step, const StepResult& result);
  void remove(const Step& step, const StepResult& result);
  OracleTimer* find(const Step& step);
  OracleTimer* find_id(std::int64_t id);
  bool check_shown(OracleTimer& t, const Step& step, const StepResult& result, RuleIndex rule);
  Wide seconds_behind(const OracleTimer& t, std::int64_t shown, Wide frac) const;
  bool check_shown_none(OracleTimer& t, Wide value, RuleIndex rule);
  bool check_shown_stuck(OracleTimer& t, Wide value);
  bool check_shown_forwarded(OracleTimer& t, Wide value);
  bool check_shown_signal(OracleTimer& t, Wide value, RuleIndex rule);
  bool stops_short(const OracleTimer& t) const;
  void seen_unfired(OracleTimer& t);
  void seen_fired(OracleTimer& t);
  bool was_due_when_set(const OracleTimer& t) const;
  OracleTimer& add_timer(const Step& step, std::int64_t id);
  Wide argument_ns(const Step& step, ClockId clock) const;
  void note_stale(OracleTimer& t);
  void arm(OracleTimer& t, bool absolute, Wide sec, Wide nsec, Wide interval);
  Party thread_named(std::int64_t tid) const;
  CreateContext create_context(const Step& step);
  bool expect_create_error(const CreateChecked& expected, const Step& step, const StepResult& result);
  std::int64_t free_id();
  void restore(const Step& step, const StepResult& result);
  void limit(const Step& step, const StepResult& result);

  // expiry: expiry.cpp
  void touch(OracleTimer& t);
  void touch_real();
  void touch_signal(Signo signo);
  void touch_opposites(SigSet set);
  void flush_opposites_perhaps(Signo signo);
  bool counts_too_much(const SigInfo& info) const;
  void forget_cold(Signo signo);
  void promote_due();
  void make_hot(std::int32_t index);
  void schedule(std::int32_t index);
  void rearm_real(bool certain = true);
  Range key(const OracleTimer& t) const;
  Range real_key() const;
  bool in_order(const OracleTimer& t) const;
  bool may_be_due(const OracleTimer& t) const;
  Place expiry_place(Range key, Range deadline, ClockId base, std::uint32_t order, Wide unfired_until,
                     bool by_interrupt) const;
  void raise_fired_through(Wide instant);
  bool has_made_a_time_namespace() const;
  bool no_interrupt_overdue_for(ClockId base, Wide deadline) const;
  bool must_have_fired(Range key) const;
  bool overdue(Range key) const;
  RuleIndex overdue_rule(Range key, bool clock_set) const;
  void note_lateness(Range key, bool clock_set, const LawfulDeadline& due);

  // ITIMER_REAL: itimer.cpp
  void setitimer(const Step& step, const StepResult& result);
  void getitimer(const Step& step, const StepResult& result);
  void alarm(const Step& step, const StepResult& result);
  // What was seen of ITIMER_REAL: which values of deadline - now explain it, and whether one that is not armed, or one
  // whose callback is running, does.
  struct RealSeen {
    Range left = kNothing;
    bool idle = false;
    bool running = false;
    Wide number = 0;
    Range alone = kNothing;  // where nothing explains it: which values would, if nothing else were known
    Wide unit = 1;           // nanoseconds
  };
  bool check_real_shown(const Step& step, const StepResult& result, RuleIndex rule);
  bool real_seen(const RealSeen& seen, RuleIndex rule);

  // The interval timers of Linux 2.0: jiffies.cpp
  bool in_jiffies() const { return profile_.time_base == TimeBase::jiffies; }
  bool narrow_in_jiffies(Range window);
  void touch_real_in_jiffies();
  void real_not_queued_in_jiffies();
  void arm_real_in_jiffies(const TimeArg& value, const TimeArg& period);
  void real_seen_in_jiffies(Range left, Wide number, RuleIndex rule);
  bool check_real_shown_in_jiffies(const StepResult& result);
  void setitimer_in_jiffies(const Step& step, const StepResult& result);
  void alarm_in_jiffies(const Step& step, const StepResult& result);
  void dequeue_bit(const SigInfo& info, SigSet from);

  // ITIMER_VIRTUAL, ITIMER_PROF, RLIMIT_CPU: cpu_itimer.cpp
  Range cpu_now(const CpuItimer& timer) const;
  void touch(CpuItimer& timer);
  bool check_shown(CpuItimer& timer, const Step& step, const StepResult& result, bool old_value);
  void arm(CpuItimer& timer, const TimeArg& value, const TimeArg& period);
  // Due when its clock has moved by `due`, then every `interval`.
  void set(CpuItimer& timer, Range due, bool armed, Wide interval);
  // The rule that stands for `rule` where ITIMER_VIRTUAL and ITIMER_PROF count jiffies.
  RuleIndex law_of(RuleIndex rule) const;
  Wide cputime_tick() const;
  bool may_be_queued(const CpuItimer& timer) const;
  bool must_be_queued(const CpuItimer& timer) const;
  void not_queued(CpuItimer& timer);
  void taken(CpuItimer& timer);
  void dequeue_cpu_itimer(CpuItimer& timer, const SigInfo& info, SigSet from);
  std::vector<std::string> because(const CpuItimer& timer) const;
  CpuItimer* cpu_itimer_of(Signo signo);
  void arm_real(Wide sec, Wide usec, Wide interval);

  // queues: take.cpp, dequeue.cpp, order.cpp, overrun.cpp
  void take(const Step& step, const StepResult& result);
  void first_attempt(SigSet set);
  void drop_stale(OracleTimer& t, bool certain);
  void pending(const StepResult& result);
  void pending_shown(Signo signo);
  bool nothing_queued(SigSet set, bool dequeued, RuleIndex rule, const char* observed, Wide since);
  void dequeue(const SigInfo& info, SigSet from);
  void dequeue_timer(OracleTimer& t, const SigInfo& info, SigSet from);
  void dequeue_real(const SigInfo& info, SigSet from);
  void dequeue_sent(const SigInfo& info, SigSet from);
  static std::vector<Sent>::iterator find_sent(std::vector<Sent>& among, const SigInfo& info, Target party);
  static Sent take_sent(std::vector<Sent>& from, std::vector<Sent>::iterator which);
  bool delivers(const TimerSignal& s) const { return timerlaw::delivers(profile_, s.entry); }
  void count_refire(OracleTimer& t) const;
  void forget_refires(OracleTimer& t, bool ignored_perhaps) const;
  bool check_overrun(OracleTimer& t, std::int32_t count);
  OracleTimer* sender_of(const SigInfo& info);
  bool check_info(const SigInfo& info, const SigInfo& expected, RuleIndex rule);
  // What leaves the queues, for the order among those that wait there.
  struct Leaving {
    Signo signo = 0;
    Target to = kProcess;
    const Place* place = nullptr;
    const void* entry = nullptr;  // the OracleTimer, RealTimer, CpuItimer or Sent itself
  };
  enum class Turn : std::uint8_t { before, unknown, after };
  Turn turn(Signo signo, Target to, const Place& place, const Leaving& leaving) const;
  void settle_order(const Leaving& leaving, SigSet from);
  void settle_order_of(OracleTimer& t, const Leaving& leaving);
  bool may_precede(const Place& a, const Place& b) const;

  // signals: dispositions.cpp, sending.cpp, waits.cpp, unseen.cpp
  void burn(const Step& step, const StepResult& result);
  void read(const Step& step, const StepResult& result);
  void queue(const Step& step, const StepResult& result);
  void change_mask(const Step& step, const StepResult& result);
  void change_disposition(const Step& step, const StepResult& result, Disposition next);
  void window(const Step& step, const StepResult& result);
  void kill(const Step& step, const StepResult& result);
  void send(const SigInfo& info, Target to);
  void send_to_waiting(Party target, Signo signo, bool to_thread);
  bool waiting_parent_took(const Delivery& delivery);
  std::uint64_t handled() const;
  void deliver(std::uint32_t first, std::uint32_t count);
  void wait_result(const StepResult& result, RuleIndex rule, Wide least);
  void flush(Signo signo);
  void unignore(Signo signo);
  void settle_unblocked(SigSet among = kAllSignals);
  void drop_unseen(Signo signo, bool surely);
  void drop_discarded_perhaps();
  void judge_death(Signo signo, const Step& step);

  const Trace& trace_;
  const Profile& profile_;
  const TargetFacts& facts_;
  const JudgeOptions& options_;
  Judgement& out_;
  const Abi abi_;
  std::vector<Nanos> readings_;  // as in the trace, but MONOTONIC and BOOTTIME as outside of any time namespace
  std::array<Wide, kParties> monotonic_of_{};  // by how much the party's clocks are ahead of those outside (CLK-5)
  std::array<Wide, kParties> boottime_of_{};
  bool parties_ = false;           // there is more than one
  bool mixed_deliveries_ = false;  // handlers of more than one thread ran in this step: their order is not known
  Party party_ = 0;                // who performs the step, or whose handler ran
  std::vector<std::vector<Range>> offsets_;  // of each clock of the trace to MONOTONIC
  std::size_t first_epoch_ = 0;              // REALTIME was set so often before this step
  std::size_t epoch_ = 0;                    // … and with what this step did so far
  std::vector<World> worlds_;
  // The boundary at which each party last was seen; and, while a parked one's handler is followed, from where on its
  // signal may have been taken: it may have been noted long after.
  std::array<std::uint32_t, kParties> seen_at_{};
  std::uint32_t taken_from_ = kNeverSet;
  bool called_ = false;  // the step's call has been made: its thread took what it takes now after that
  SigSet flushing_;      // signals whose expiries flush their opposites, being gathered
  bool gathering_flushes_ = false;
  std::vector<std::uint32_t> order_;  // of this step's deliveries; empty: as they were noted
  World* world_ = nullptr;
  Outcome outcome_;
  std::uint32_t step_ = 0;
  std::vector<Beliefs>* watched_ = nullptr;
  struct Shown {
    std::string of;
    Range deadline = kNothing;
  };
  std::optional<Shown> shown_;  // in this step
};

// A number that is lawful at any time.
Lawful lawful_number(Lawful::Of of, Wide number, Wide unit = 1);
// Signal `signo` must be there, or must not.
Lawful lawful_signal(Signo signo, bool there, const LawfulDeadline& due = {}, Nanos patience = {});

// Numbers and names in explanations: oracle/explain.cpp.
std::string show(Wide ns);
std::string show(Range ns);
std::string show_info(const SigInfo& info);
std::string show_timer(const OracleTimer& t);

}  // namespace timerlaw
