// SPDX-License-Identifier: Apache-2.0
// The faults that the simulated kernel can be given, one at a time. Each is one `if` at the place it breaks.
#pragma once

#include <cstdint>

namespace timerlaw {

// In the order of mutants(), where each is described.
enum class M : std::uint8_t {
  nsec_limit_inclusive,
  usec_limit_inclusive,
  negative_seconds_accepted,
  interval_not_validated,
  settime_timer_before_new,
  settime_null_is_efault,
  setitimer_null_is_efault,
  settime_old_before_setting,
  setitimer_old_before_setting,
  failing_settime_disarms,
  getitimer_null_first,
  gettime_pointer_first,
  create_clock_before_sevp,
  notify_three_accepted,
  signo_zero_accepted,
  signo_64_refused,
  thread_id_not_checked,
  coarse_clock_is_einval,
  id_not_truncated,
  unknown_flags_refused,
  which_three_accepted,
  deleted_twice,

  id_reused,
  early_failure_takes_id,
  late_failure_keeps_id,

  saturates_a_second_late,
  saturates_a_second_early,
  sum_saturates_at_whole_seconds,
  timeval_rounds_up,
  timeval_rounds_to_nearest,

  due_timer_shows_zero,
  due_itimer_shows_zero,
  remaining_one_ns_more,
  remaining_one_us_more,
  silent_due_shows_one_ns,
  pending_periodic_shows_due,
  expired_one_shot_shows_one_ns,
  pending_itimer_shows_interval,

  absolute_taken_for_relative,
  relative_taken_for_absolute,
  interval_not_stored,
  disarm_keeps_interval,
  itimer_disarm_keeps_interval,
  realtime_relative_from_tick,
  old_value_is_new,
  old_interval_is_zero,
  deadline_one_ns_later,
  alarm_keeps_interval,

  fires_a_ns_early,
  fires_a_us_early,
  expiry_lost,
  deadlines_expire_backward,
  clocks_expire_backward,
  silent_timer_signals,

  overrun_one_more,
  overrun_one_less,
  overrun_not_reset,
  overrun_not_clamped,
  overrun_counts_refire,
  gettime_loses_overrun,

  rearm_from_now,
  periodic_fires_once,
  signal_twice,
  stale_signal_delivered,
  deleted_timer_delivers,
  settime_takes_signal_back,
  refire_joins_the_end,

  itimer_not_rearmed,
  itimer_rearmed_by_tgkill,
  itimer_rearmed_at_expiry,
  itimer_rearm_from_now,
  setitimer_takes_signal_back,

  alarm_rounds_up,
  alarm_truncates,
  alarm_hides_a_fraction,
  alarm_keeps_high_bits,

  standard_signal_not_merged,
  realtime_signal_merged,
  timer_signal_merged,
  newest_first,
  highest_number_first,
  process_queue_first,
  blocked_ignored_discarded,
  ignored_expiry_not_parked,
  unignore_queues_nothing,
  default_queues_nothing,
  ignore_keeps_pending,
  ignore_forgets_periodic,
  mask_revives_parked,
  mask_lost,
  unmask_lost,
  stop_survives_cont,
  take_leaves_signal,
  take_misses_signal,
  take_ends_early,
  sleep_ends_early,
  wait_interrupted_for_nothing,
  handler_not_run,
  handler_twice,
  dies_in_spite_of_handler,
  survives_default_action,
  pending_misses_thread_queue,

  itimer_info_is_user,
  timer_info_is_queue,
  timer_info_wrong_id,
  timer_info_value_truncated,
  timer_info_without_overrun,
  null_sevp_without_value,
  kill_info_without_pid,
  tkill_info_is_user,

  fork_keeps_itimer,
  fork_keeps_pending,
  fork_keeps_id_counter,
  fork_resets_mask,
  exec_keeps_timers,
  exec_keeps_timer_signals,
  exec_disarms_itimer,
  exec_keeps_handlers,
  exec_unignores,
  exec_restarts_ids,

  thread_timer_signals_process,
  process_signal_for_leader,
  gone_thread_timer_signals_process,
  thread_exit_deletes_timers,
  ignored_by_any_mask,
  wait_counts_as_unblocked,

  restored_id_not_taken,
  restored_id_in_use,
  restored_id_leaves_counter,
  restore_inherited,

  setclock_moves_relative,
  setclock_leaves_absolute,
  timens_not_applied,
  timens_moves_relative,

  read_not_restarted,
  queue_info_is_user,

  compat_alarm_clamped,
  compat_seconds_wide,
  compat_nanoseconds_checked,
  compat_value_wide,

  classic_drops_stale,
  classic_drops_deleted,
  classic_stale_rearms,
  classic_refire_uncounted,
  classic_ignored_stops,
  classic_ignored_uncounted,
  classic_flushed_goes_on,
  classic_overrun_clamped,
  due_at_arm_left_to_interrupt,

  cpu_itimer_without_tick,
  cpu_itimer_disarm_drops_interval,
  due_cpu_itimer_shows_zero,
  cpu_itimer_fires_early,
  cpu_itimer_fires_once,
  cpu_itimer_rearmed_from_now,
  virtual_counts_system_time,
  cpu_itimers_swapped,
  cpu_limit_early,
  cpu_limit_once,
  cputime_rounded_down,
  cputime_error_forgotten,

  cpu_timer_fires_early,
  cpu_timer_due_waits,
  cpu_timer_lost,
  cpu_timer_signals_target,
  cpu_timer_saturates,
  cpu_timer_rearmed_from_now,
  cpu_timer_overrun_lost,
  thread_clock_counts_process,
  pending_cpu_timer_shows_due,
  gone_clock_is_set,

  jiffies_rounded_down,
  jiffies_one_late,
  jiffies_early,
  jiffies_disarm_drops_interval,
  jiffies_due_shows_zero,
  jiffies_wait_for_delivery,
  jiffies_lose_the_interval,
  jiffies_without_the_extra,
  jiffies_old_checked_late,
  jiffies_validated,
  jiffies_alarm_half_up,

  count,
};

// The fault that is active, if any.
class Faults {
 public:
  explicit constexpr Faults(int mutant) : mutant_(mutant) {}
  constexpr bool operator()(M m) const { return mutant_ == static_cast<int>(m); }

 private:
  int mutant_;
};

}  // namespace timerlaw
