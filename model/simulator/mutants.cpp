// SPDX-License-Identifier: Apache-2.0
#include "model/simulator/mutants.h"

#include "model/simulator/simulator.h"

namespace timerlaw {
namespace {

struct Named {
  M m;
  Mutant mutant;
};

constexpr Named kNamed[] = {
    {M::nsec_limit_inclusive, {"nsec-limit-inclusive", "validation", "timer_settime accepts nsec = 10^9"}},
    {M::usec_limit_inclusive, {"usec-limit-inclusive", "validation", "setitimer accepts usec = 10^6"}},
    {M::negative_seconds_accepted,
     {"negative-seconds-accepted", "validation", "timer_settime takes negative seconds for 0"}},
    {M::interval_not_validated,
     {"interval-not-validated", "validation", "timer_settime does not check the interval when it disarms"}},
    {M::settime_timer_before_new,
     {"settime-timer-before-new", "order of checks", "timer_settime looks for the timer before it reads new_value"}},
    {M::settime_null_is_efault,
     {"settime-null-is-efault", "order of checks", "timer_settime says EFAULT to a NULL new_value"}},
    {M::setitimer_null_is_efault,
     {"setitimer-null-is-efault", "order of checks", "setitimer says EFAULT to a NULL new_value"}},
    {M::settime_old_before_setting,
     {"settime-old-before-setting", "side effects", "timer_settime with a bad old pointer does not set the timer"}},
    {M::setitimer_old_before_setting,
     {"setitimer-old-before-setting", "side effects", "setitimer with a bad old pointer does not set the timer"}},
    {M::failing_settime_disarms,
     {"failing-settime-disarms", "side effects", "timer_settime that fails its checks disarms the timer"}},
    {M::getitimer_null_first,
     {"getitimer-null-first", "order of checks", "getitimer looks at a NULL pointer before the timer's number"}},
    {M::gettime_pointer_first,
     {"gettime-pointer-first", "order of checks", "timer_gettime looks at the pointer before the timer"}},
    {M::create_clock_before_sevp,
     {"create-clock-before-sevp", "order of checks", "timer_create looks at the clock before it reads sevp"}},
    {M::notify_three_accepted, {"notify-three-accepted", "validation", "timer_create takes sigev_notify 3"}},
    {M::signo_zero_accepted, {"signo-zero-accepted", "validation", "timer_create takes signal number 0"}},
    {M::signo_64_refused, {"signo-64-refused", "validation", "timer_create refuses signal number 64"}},
    {M::thread_id_not_checked,
     {"thread-id-not-checked", "validation", "timer_create takes any thread for SIGEV_THREAD_ID"}},
    {M::coarse_clock_is_einval,
     {"coarse-clock-is-einval", "validation", "timer_create says EINVAL to clocks without timers"}},
    {M::id_not_truncated, {"id-not-truncated", "validation", "timer ids are looked up with all 64 bits"}},
    {M::unknown_flags_refused, {"unknown-flags-refused", "validation", "timer_settime refuses unknown flags"}},
    {M::which_three_accepted, {"which-three-accepted", "validation", "setitimer takes timer number 3"}},
    {M::deleted_twice, {"deleted-twice", "validation", "timer_delete of an unknown timer succeeds"}},

    {M::id_reused, {"id-reused", "ids", "the id of a deleted timer is given to the next"}},
    {M::early_failure_takes_id,
     {"early-failure-takes-id", "ids", "timer_create uses up an id even if it fails before it took one"}},
    {M::late_failure_keeps_id,
     {"late-failure-keeps-id", "ids", "timer_create gives an id back if it fails after it took one"}},

    {M::saturates_a_second_late,
     {"saturates-a-second-late", "conversions", "9223372036 seconds are not yet saturated"}},
    {M::saturates_a_second_early,
     {"saturates-a-second-early", "conversions", "9223372035 seconds are saturated already"}},
    {M::sum_saturates_at_whole_seconds,
     {"sum-saturates-at-whole-seconds", "conversions", "a relative deadline saturates at whole seconds"}},
    {M::timeval_rounds_up, {"timeval-rounds-up", "conversions", "getitimer rounds up to microseconds"}},
    {M::timeval_rounds_to_nearest,
     {"timeval-rounds-to-nearest", "conversions", "getitimer rounds to the nearest microsecond"}},

    {M::due_timer_shows_zero, {"due-timer-shows-zero", "remaining", "a due POSIX timer shows 0 in place of 1 ns"}},
    {M::due_itimer_shows_zero, {"due-itimer-shows-zero", "remaining", "a due ITIMER_REAL shows 0 in place of 1 us"}},
    {M::remaining_one_ns_more, {"remaining-one-ns-more", "remaining", "timer_gettime shows 1 ns too much"}},
    {M::remaining_one_us_more, {"remaining-one-us-more", "remaining", "getitimer shows 1 us too much"}},
    {M::silent_due_shows_one_ns,
     {"silent-due-shows-one-ns", "remaining", "an expired SIGEV_NONE timer shows 1 ns in place of 0"}},
    {M::pending_periodic_shows_due,
     {"pending-periodic-shows-due", "remaining", "a periodic timer with its signal pending shows 1 ns"}},
    {M::expired_one_shot_shows_one_ns,
     {"expired-one-shot-shows-one-ns", "remaining", "an expired one-shot timer shows 1 ns"}},
    {M::pending_itimer_shows_interval,
     {"pending-itimer-shows-interval", "remaining", "an expired ITIMER_REAL shows its interval as remaining time"}},

    {M::absolute_taken_for_relative,
     {"absolute-taken-for-relative", "arming", "timer_settime counts an absolute time from now"}},
    {M::relative_taken_for_absolute,
     {"relative-taken-for-absolute", "arming", "timer_settime takes a relative time for an instant"}},
    {M::interval_not_stored, {"interval-not-stored", "arming", "timer_settime forgets the interval"}},
    {M::disarm_keeps_interval, {"disarm-keeps-interval", "arming", "timer_settime that disarms keeps the interval"}},
    {M::itimer_disarm_keeps_interval,
     {"itimer-disarm-keeps-interval", "arming", "setitimer that disarms keeps the interval"}},
    {M::realtime_relative_from_tick,
     {"realtime-relative-from-tick", "arming", "relative REALTIME timers count from the last tick"}},
    {M::old_value_is_new, {"old-value-is-new", "arming", "timer_settime reports the new value as the old"}},
    {M::old_interval_is_zero, {"old-interval-is-zero", "arming", "timer_settime reports no old interval"}},
    {M::deadline_one_ns_later, {"deadline-one-ns-later", "arming", "timers are set 1 ns late"}},
    {M::alarm_keeps_interval, {"alarm-keeps-interval", "arming", "alarm leaves the interval of setitimer"}},

    {M::fires_a_ns_early, {"fires-a-ns-early", "expiry", "timers fire 1 ns before their deadline"}},
    {M::fires_a_us_early, {"fires-a-us-early", "expiry", "timers fire 1 us before their deadline"}},
    {M::expiry_lost, {"expiry-lost", "expiry", "one expiry in four sends no signal"}},
    {M::deadlines_expire_backward,
     {"deadlines-expire-backward", "expiry", "an interrupt expires the latest deadline first"}},
    {M::clocks_expire_backward, {"clocks-expire-backward", "expiry", "an interrupt expires TAI first, MONOTONIC last"}},
    {M::silent_timer_signals, {"silent-timer-signals", "expiry", "a SIGEV_NONE timer sends its signal"}},

    {M::overrun_one_more, {"overrun-one-more", "overrun", "a delivery counts one overrun too many"}},
    {M::overrun_one_less, {"overrun-one-less", "overrun", "a delivery counts one overrun too few"}},
    {M::overrun_not_reset, {"overrun-not-reset", "overrun", "timer_settime leaves the overrun count"}},
    {M::overrun_not_clamped, {"overrun-not-clamped", "overrun", "overrun counts above INT_MAX wrap"}},
    {M::overrun_counts_refire,
     {"overrun-counts-refire", "overrun", "firing again while the signal is queued counts as an overrun"}},
    {M::gettime_loses_overrun,
     {"gettime-loses-overrun", "overrun", "periods that timer_gettime stepped over are not counted"}},

    {M::rearm_from_now, {"rearm-from-now", "delivery", "delivery rearms from now in place of the deadline"}},
    {M::periodic_fires_once, {"periodic-fires-once", "delivery", "delivery does not rearm"}},
    {M::signal_twice, {"signal-twice", "delivery", "an expiry sends its signal twice"}},
    {M::stale_signal_delivered,
     {"stale-signal-delivered", "delivery", "a signal of an earlier setting is delivered after timer_settime"}},
    {M::deleted_timer_delivers,
     {"deleted-timer-delivers", "delivery", "a pending signal is delivered after timer_delete"}},
    {M::settime_takes_signal_back,
     {"settime-takes-signal-back", "delivery", "timer_settime removes the pending signal at once"}},
    {M::refire_joins_the_end,
     {"refire-joins-the-end", "delivery", "a timer that fires again moves to the end of the queue"}},

    {M::itimer_not_rearmed, {"itimer-not-rearmed", "itimer", "taking SIGALRM does not rearm ITIMER_REAL"}},
    {M::itimer_rearmed_by_tgkill,
     {"itimer-rearmed-by-tgkill", "itimer", "a SIGALRM of the thread's own queue rearms ITIMER_REAL"}},
    {M::itimer_rearmed_at_expiry, {"itimer-rearmed-at-expiry", "itimer", "ITIMER_REAL is rearmed when it expires"}},
    {M::itimer_rearm_from_now, {"itimer-rearm-from-now", "itimer", "ITIMER_REAL is rearmed from now, off its grid"}},
    {M::setitimer_takes_signal_back,
     {"setitimer-takes-signal-back", "itimer", "setting ITIMER_REAL removes a pending SIGALRM"}},

    {M::alarm_rounds_up, {"alarm-rounds-up", "alarm", "alarm rounds up to seconds"}},
    {M::alarm_truncates, {"alarm-truncates", "alarm", "alarm truncates to seconds"}},
    {M::alarm_hides_a_fraction, {"alarm-hides-a-fraction", "alarm", "alarm shows less than half a second as 0"}},
    {M::alarm_keeps_high_bits, {"alarm-keeps-high-bits", "alarm", "alarm's result is not truncated to 32 bits"}},

    {M::standard_signal_not_merged,
     {"standard-signal-not-merged", "queue", "a standard signal is queued though it is pending"}},
    {M::realtime_signal_merged,
     {"realtime-signal-merged", "queue", "a real-time signal is dropped because it is pending"}},
    {M::timer_signal_merged, {"timer-signal-merged", "queue", "a timer's signal is dropped because it is pending"}},
    {M::newest_first, {"newest-first", "queue", "of one signal the newest is taken first"}},
    {M::highest_number_first, {"highest-number-first", "queue", "the highest signal number is taken first"}},
    {M::process_queue_first, {"process-queue-first", "queue", "the process's queue comes before the thread's own"}},
    {M::blocked_ignored_discarded,
     {"blocked-ignored-discarded", "ignored", "an ignored signal is discarded even if it is blocked"}},
    {M::ignored_expiry_not_parked,
     {"ignored-expiry-not-parked", "ignored", "a periodic timer whose signal is ignored is forgotten"}},
    {M::unignore_queues_nothing,
     {"unignore-queues-nothing", "ignored", "replacing SIG_IGN does not bring parked timers back"}},
    {M::default_queues_nothing,
     {"default-queues-nothing", "ignored", "SIG_DFL after SIG_IGN does not bring parked timers back"}},
    {M::ignore_keeps_pending, {"ignore-keeps-pending", "ignored", "SIG_IGN leaves what is pending"}},
    {M::ignore_forgets_periodic,
     {"ignore-forgets-periodic", "ignored", "SIG_IGN discards a periodic timer's signal without parking it"}},
    {M::mask_revives_parked, {"mask-revives-parked", "ignored", "blocking a signal brings its parked timers back"}},
    {M::mask_lost, {"mask-lost", "signals", "a signal mask is not added"}},
    {M::unmask_lost, {"unmask-lost", "signals", "a signal mask is not removed"}},
    {M::stop_survives_cont, {"stop-survives-cont", "signals", "SIGCONT leaves pending stop signals"}},
    {M::take_leaves_signal, {"take-leaves-signal", "signals", "a signal that was taken is still pending"}},
    {M::take_misses_signal, {"take-misses-signal", "signals", "rt_sigtimedwait sometimes misses what is pending"}},
    {M::take_ends_early, {"take-ends-early", "signals", "rt_sigtimedwait waits an eighth too short"}},
    {M::sleep_ends_early, {"sleep-ends-early", "signals", "clock_nanosleep waits an eighth too short"}},
    {M::wait_interrupted_for_nothing,
     {"wait-interrupted-for-nothing", "signals", "a wait ends with EINTR without a handler"}},
    {M::handler_not_run, {"handler-not-run", "signals", "a signal with a handler is dropped"}},
    {M::handler_twice, {"handler-twice", "signals", "a handler runs twice"}},
    {M::dies_in_spite_of_handler,
     {"dies-in-spite-of-handler", "signals", "the default action is taken though there is a handler"}},
    {M::survives_default_action,
     {"survives-default-action", "signals", "a deadly signal is dropped when it is delivered"}},
    {M::pending_misses_thread_queue,
     {"pending-misses-thread-queue", "signals", "sigpending does not show the thread's own queue"}},

    {M::itimer_info_is_user, {"itimer-info-is-user", "siginfo", "ITIMER_REAL's SIGALRM looks sent by kill"}},
    {M::timer_info_is_queue, {"timer-info-is-queue", "siginfo", "a timer's signal has si_code SI_QUEUE"}},
    {M::timer_info_wrong_id, {"timer-info-wrong-id", "siginfo", "a timer's signal carries the next timer's id"}},
    {M::timer_info_value_truncated,
     {"timer-info-value-truncated", "siginfo", "a timer's signal carries half of its value"}},
    {M::timer_info_without_overrun, {"timer-info-without-overrun", "siginfo", "a timer's signal carries overrun 0"}},
    {M::null_sevp_without_value,
     {"null-sevp-without-value", "siginfo", "a timer made with a NULL sevp has the value 0"}},
    {M::kill_info_without_pid, {"kill-info-without-pid", "siginfo", "kill's signal carries no pid"}},
    {M::tkill_info_is_user, {"tkill-info-is-user", "siginfo", "tgkill's signal has si_code SI_USER"}},

    {M::cpu_itimer_without_tick,
     {"cpu-itimer-without-tick", "cpu-itimer",
      "ITIMER_VIRTUAL and ITIMER_PROF are due a tick earlier than they should be"}},
    {M::cpu_itimer_disarm_drops_interval,
     {"cpu-itimer-disarm-drops-interval", "cpu-itimer",
      "ITIMER_VIRTUAL and ITIMER_PROF set to zero forget the interval"}},
    {M::due_cpu_itimer_shows_zero,
     {"due-cpu-itimer-shows-zero", "cpu-itimer", "ITIMER_VIRTUAL and ITIMER_PROF past their deadline show zero"}},
    {M::cpu_itimer_fires_early,
     {"cpu-itimer-fires-early", "cpu-itimer", "ITIMER_VIRTUAL and ITIMER_PROF fire two ticks before their deadline"}},
    {M::cpu_itimer_fires_once,
     {"cpu-itimer-fires-once", "cpu-itimer", "a periodic ITIMER_VIRTUAL or ITIMER_PROF stops at its first expiry"}},
    {M::cpu_itimer_catches_up,
     {"cpu-itimer-catches-up", "cpu-itimer", "ITIMER_VIRTUAL and ITIMER_PROF skip the intervals that have passed"}},
    {M::cpu_itimer_waits_for_delivery,
     {"cpu-itimer-waits-for-delivery", "cpu-itimer",
      "ITIMER_VIRTUAL and ITIMER_PROF rest while their signal is pending"}},
    {M::virtual_counts_system_time,
     {"virtual-counts-system-time", "cpu-itimer", "ITIMER_VIRTUAL counts the time in the kernel too"}},
    {M::cpu_itimers_swapped,
     {"cpu-itimers-swapped", "cpu-itimer", "ITIMER_VIRTUAL sends SIGPROF, and ITIMER_PROF SIGVTALRM"}},
    {M::cpu_limit_early, {"cpu-limit-early", "cpu-itimer", "SIGXCPU comes half a second before the soft limit"}},
    {M::cpu_limit_once, {"cpu-limit-once", "cpu-itimer", "the soft RLIMIT_CPU does not grow: SIGXCPU comes once"}},
    {M::cputime_rounded_down,
     {"cputime-rounded-down", "cpu-itimer", "values of ITIMER_VIRTUAL and ITIMER_PROF are rounded down to jiffies",
      "linux-4.10"}},
    {M::cputime_error_forgotten,
     {"cputime-error-forgotten", "cpu-itimer",
      "what rounding adds to an interval of ITIMER_VIRTUAL or ITIMER_PROF is never given back", "linux-4.10"}},

    {M::cpu_timer_fires_early,
     {"cpu-timer-fires-early", "cpu-timer", "a CPU-time timer fires two ticks before its deadline"}},
    {M::cpu_timer_due_waits,
     {"cpu-timer-due-waits", "cpu-timer", "a CPU-time timer that is due when it is set waits for a tick"}},
    {M::cpu_timer_lost, {"cpu-timer-lost", "cpu-timer", "one expiry of a CPU-time timer in four is lost"}},
    {M::cpu_timer_signals_target,
     {"cpu-timer-signals-target", "cpu-timer",
      "the signal of a CPU-time timer goes to the process whose time it counts"}},
    {M::cpu_timer_saturates, {"cpu-timer-saturates", "cpu-timer", "the deadline of a CPU-time timer saturates"}},
    {M::cpu_timer_rearmed_from_now,
     {"cpu-timer-rearmed-from-now", "cpu-timer",
      "a periodic CPU-time timer is rearmed an interval after its delivery"}},
    {M::cpu_timer_overrun_lost, {"cpu-timer-overrun-lost", "cpu-timer", "a CPU-time timer counts no overruns"}},
    {M::thread_clock_counts_process,
     {"thread-clock-counts-process", "cpu-timer", "a timer on a thread's CPU-time clock runs on its process's"}},
    {M::pending_cpu_timer_shows_due,
     {"pending-cpu-timer-shows-due", "cpu-timer", "a periodic CPU-time timer whose signal is pending shows 1 ns"}},
    {M::gone_clock_is_set,
     {"gone-clock-is-set", "cpu-timer", "timer_settime of a timer whose clock has gone succeeds"}},

    {M::jiffies_rounded_down, {"jiffies-rounded-down", "jiffies", "times are rounded down to jiffies", "linux-2.0"}},
    {M::jiffies_one_late, {"jiffies-one-late", "jiffies", "ITIMER_REAL is due a jiffy late", "linux-2.0"}},
    {M::jiffies_early, {"jiffies-early", "jiffies", "ITIMER_REAL fires a jiffy early", "linux-2.0"}},
    {M::jiffies_disarm_drops_interval,
     {"jiffies-disarm-drops-interval", "jiffies", "ITIMER_REAL set to zero forgets the interval", "linux-2.0"}},
    {M::jiffies_due_shows_zero,
     {"jiffies-due-shows-zero", "jiffies", "ITIMER_REAL that has less than a jiffy to go shows zero", "linux-2.0"}},
    {M::jiffies_wait_for_delivery,
     {"jiffies-wait-for-delivery", "jiffies", "ITIMER_REAL is rearmed when its SIGALRM is delivered", "linux-2.0"}},
    {M::jiffies_lose_the_interval,
     {"jiffies-lose-the-interval", "jiffies", "a periodic ITIMER_VIRTUAL or ITIMER_PROF stops at its first expiry",
      "linux-2.0"}},
    {M::jiffies_without_the_extra,
     {"jiffies-without-the-extra", "jiffies", "ITIMER_VIRTUAL and ITIMER_PROF get no extra jiffy", "linux-2.0"}},
    {M::jiffies_old_checked_late,
     {"jiffies-old-checked-late", "jiffies", "setitimer looks at the old pointer when the timer is set", "linux-2.0"}},
    {M::jiffies_validated,
     {"jiffies-validated", "jiffies", "setitimer refuses usec of a second and more", "linux-2.0"}},
    {M::jiffies_alarm_half_up, {"jiffies-alarm-half-up", "jiffies", "alarm rounds half up", "linux-2.0"}},
};

constexpr auto kCount = static_cast<std::size_t>(M::count);
static_assert(std::size(kNamed) == kCount);

struct Table {
  Mutant mutants[kCount];
};

// Every mutant at the position of its enumerator; a table in another order does not compile.
consteval Table in_order() {
  Table table{};
  for (std::size_t i = 0; i < kCount; ++i) {
    if (static_cast<std::size_t>(kNamed[i].m) != i) {
      throw "the table is not in the order of M";
    }
    table.mutants[i] = kNamed[i].mutant;
  }
  return table;
}
constexpr Table kTable = in_order();

}  // namespace

std::span<const Mutant> mutants() {
  return kTable.mutants;
}

}  // namespace timerlaw
