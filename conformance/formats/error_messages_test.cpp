// SPDX-License-Identifier: Apache-2.0
// A message names the place, what was expected there and what stood there.
#include <gtest/gtest.h>

#include "conformance/formats/program_text.h"
#include "conformance/formats/step_text.h"
#include "conformance/formats/trace_text.h"

namespace timerlaw {
namespace {

struct Wrong {
  std::string_view text;
  std::string_view message;
};

std::string step_error(std::string_view text) {
  const auto step = parse_step(text, "f");
  return step ? "no error" : step.error();
}

std::string program_error(std::string_view text) {
  const auto programs = parse_programs(text, "f");
  return programs ? "no error" : programs.error();
}

std::string trace_error(std::string_view text) {
  const auto traces = parse_traces(text, "f");
  return traces ? "no error" : traces.error();
}

TEST(ErrorMessages, OfStepsNameTheWordAndItsColumn) {
  constexpr std::string_view kDuration = "a duration with units s, ms, us, ns in this order, such as 1s500ms or 0";
  const std::string duration(kDuration);
  const std::vector<std::pair<std::string, std::string>> table = {
      {"", "f:1:1: expected a step, found end of file"},
      {"settme t0 rel",
       "f:1:1: expected a step (create, settime, gettime, overrun, delete, setitimer, getitimer, alarm, sleep, until, "
       "cpu, take, pending, mask, unmask, ignore, default, handler, window, kill, burn, read, queue, restore, limit, "
       "setclock, timens, thread, fork, exit, exec), found `settme`"},
      {"pending\npending", "f:2:1: expected one step, found `pending`"},
      {"pending now", "f:1:9: expected end of line, found `now`"},
      {"create t0", "f:1:10: expected clock=, found end of line"},
      {"create t0 clock=monotonic", "f:1:26: expected notify=, found end of line"},
      {"create t0 clock=monotonic notify=signal", "f:1:40: expected signo=, found end of line"},
      {"create tx clock=1", "f:1:8: expected a timer (t0, t1, …), found `tx`"},
      {"create t99999999999 clock=1 sevp=null", "f:1:9: expected an integer of 32 bits, found `99999999999`"},
      {"create t0 clock=sundial notify=none",
       "f:1:17: expected a clock (realtime, monotonic, process_prof, party:1:thread_sched, … or a number), found "
       "`sundial`"},
      {"create t0 clock=1 notify=loud", "f:1:26: expected signal, none, thread, thread_id or a number, found `loud`"},
      {"create t0 clock=1 notify=signal signo=RTMIN+31",
       "f:1:39: expected a signal (ALRM, RTMIN+0 to RTMIN+30, or a number), found `RTMIN+31`"},
      {"create t0 clock=1 sevp=none", "f:1:24: expected null, bad, readonly or edge, found `none`"},
      {"create t0 clock=1 notify=none tid=me",
       "f:1:35: expected self, party:0 to party:7 or an integer of 64 bits, found `me`"},
      {"create t0 clock=1 notify=none sival=-1",
       "f:1:37: expected an unsigned integer of 64 bits, such as 0x2a, found `-1`"},
      {"create t0 clock=1 colour=red",
       "f:1:19: expected one of clock=, notify=, signo=, tid=, sival=, sevp=, id=, found `colour=red`"},
      {"create t0 clock=1 clock=2", "f:1:19: expected clock only once, found `clock=2`"},
      {"create t0 clock= notify=none", "f:1:11: expected a value after clock=, found `clock=`"},
      {"create t0 clock", "f:1:11: expected clock=, found `clock`"},
      {"settime", "f:1:8: expected a timer (t0, t1, … or id=N), found end of line"},
      {"settime id=x rel value=1s", "f:1:12: expected an integer of 64 bits, found `x`"},
      {"settime t0 value=1s", "f:1:20: expected rel, abs or flags=, found end of line"},
      {"settime t0 rel abs value=1s", "f:1:16: expected only one of rel, abs and flags=, found `abs`"},
      {"settime t0 rel=1 value=1s", "f:1:12: expected rel without a value, found `rel=1`"},
      {"settime t0 rel", "f:1:15: expected value=, found end of line"},
      {"settime t0 rel value=5", "f:1:22: expected " + duration + ", found `5`"},
      {"settime t0 rel value=1ms1s", "f:1:22: expected " + duration + ", found `1ms1s`"},
      {"settime t0 rel value=-1s", "f:1:22: expected " + duration + ", found `-1s`"},
      {"settime t0 rel value=9223372036854775808s",
       "f:1:22: expected a duration below 9223372036854775808s, found `9223372036854775808s`"},
      {"settime t0 rel value=9223372036854775807s1000ms",
       "f:1:22: expected a duration below 9223372036854775808s, found `9223372036854775807s1000ms`"},
      {"settime t0 rel value=now*2", "f:1:22: expected " + duration + ", found `now*2`"},
      {"settime t0 rel value=now+", "f:1:25: expected + or - and a duration, such as +5ms, found `+`"},
      {"settime t0 rel value=1s sec=1 nsec=0", "f:1:22: expected either value= or raw fields, not both, found `1s`"},
      {"settime t0 rel sec=1", "f:1:21: expected sec= with nsec=, found end of line"},
      {"settime t0 rel sec=1 usec=1", "f:1:27: expected sec= with nsec=, found `1`"},
      {"settime t0 rel sec=9223372036854775808 nsec=0",
       "f:1:20: expected an integer of 64 bits, found `9223372036854775808`"},
      {"settime t0 abs origin=noon sec=0 nsec=0", "f:1:23: expected now or start, found `noon`"},
      {"settime t0 rel value=1s interval=now+1s", "f:1:34: expected " + duration + ", found `now+1s`"},
      {"settime t0 rel value=1s interval_sec=0",
       "f:1:39: expected interval_sec= with interval_nsec=, found end of line"},
      {"settime t0 rel value=1s old=null", "f:1:29: expected bad, readonly or edge, found `null`"},
      {"settime t0 rel value=1s @ 1", "f:1:25: expected end of line, found `@`"},
      {"setitimer imaginary value=1s", "f:1:11: expected real, virtual, prof or which=N, found `imaginary`"},
      {"setitimer real value=1ns", "f:1:22: expected a whole number of microseconds, found `1ns`"},
      {"setitimer real value=0 interval=1us500ns", "f:1:33: expected a whole number of microseconds, found `1us500ns`"},
      {"setitimer real sec=0 nsec=1", "f:1:27: expected sec= with usec=, found `1`"},
      {"gettime t0 into=bad", "f:1:12: expected one of out=, time32, found `into=bad`"},
      {"alarm soon", "f:1:7: expected an integer of 64 bits, found `soon`"},
      {"alarm", "f:1:6: expected an integer of 64 bits, found end of line"},
      {"sleep", "f:1:6: expected " + duration + ", found end of line"},
      {"sleep 1h", "f:1:7: expected " + duration + ", found `1h`"},
      {"until dawn", "f:1:7: expected start, now, real or a timer (t0, t1, …), found `dawn`"},
      {"until t0+1", "f:1:10: expected " + duration + ", found `1`"},
      {"take ALRM", "f:1:10: expected timeout=, found end of line"},
      {"take ALRM,,USR1 timeout=0",
       "f:1:6: expected signals from 1 to 64 (ALRM,RTMIN+0), any or none, found `ALRM,,USR1`"},
      {"take ALRM,65 timeout=0", "f:1:11: expected signals from 1 to 64 (ALRM,RTMIN+0), any or none, found `65`"},
      {"mask", "f:1:5: expected signals from 1 to 64 (ALRM,RTMIN+0), any or none, found end of line"},
      {"create t0 clock=party:8:prof notify=none",
       "f:1:17: expected a clock (realtime, monotonic, process_prof, party:1:thread_sched, … or a number), found "
       "`party:8:prof`"},
      {"create t0 clock=1 notify=none tid=party:8",
       "f:1:35: expected self, party:0 to party:7 or an integer of 64 bits, found `party:8`"},
      {"create t0 clock=1 notify=none id=x",
       "f:1:34: expected null, bad, readonly, edge, or the number that stands there before the call, found `x`"},
      {"create t0 clock=1 notify=none id=5:edge", "f:1:34: expected null, bad, readonly or edge, found `5`"},
      {"create t0 clock=1 notify=none id=edge:x", "f:1:39: expected an integer of 64 bits, found `x`"},
      {"settime t0 rel value=1s time32=1", "f:1:25: expected time32 without a value, found `time32=1`"},
      {"burn 1s for=", "f:1:9: expected a value after for=, found `for=`"},
      {"burn 1s for=0", "f:1:13: expected signals from 1 to 64 (ALRM,RTMIN+0), any or none, found `0`"},
      {"read", "f:1:5: expected " + duration + ", found end of line"},
      {"kill USR1 to=1", "f:1:14: expected party:0 to party:7, found `1`"},
      {"kill USR1 to=party:8", "f:1:14: expected party:0 to party:7, found `party:8`"},
      {"queue USR1", "f:1:11: expected code=, found end of line"},
      {"queue USR1 code=odd", "f:1:17: expected user, kernel, timer, tkill, queue or an integer, found `odd`"},
      {"queue USR1 code=-2 value=-1", "f:1:26: expected an unsigned integer of 64 bits, such as 0x2a, found `-1`"},
      {"restore maybe", "f:1:9: expected on, off, get or an integer of 64 bits, found `maybe`"},
      {"restore", "f:1:8: expected on, off, get or an integer of 64 bits, found end of line"},
      {"limit", "f:1:6: expected sigpending=N, cpu=N or a resource's number=N, found end of line"},
      {"limit cpu", "f:1:7: expected sigpending=N, cpu=N or a resource's number=N, found `cpu`"},
      {"limit memory=5", "f:1:7: expected sigpending, cpu or the number of a resource, found `memory`"},
      {"limit cpu=", "f:1:11: expected an integer of 64 bits, found end of line"},
      {"setclock realtime", "f:1:18: expected by=, found end of line"},
      {"setclock now by=1s",
       "f:1:10: expected a clock (realtime, monotonic, process_prof, party:1:thread_sched, … or a number), found "
       "`now`"},
      {"setclock realtime by=--5s", "f:1:23: expected " + duration + ", found `-5s`"},
      {"setclock realtime by=5,x", "f:1:24: expected an integer of 64 bits, found `x`"},
      {"timens monotonic=soon", "f:1:18: expected " + duration + ", found `soon`"},
      {"timens realtime=5s", "f:1:8: expected one of monotonic=, boottime=, found `realtime=5s`"},
      {"thread", "f:1:7: expected a party from 1 to 7 (party 0 acts outside of all blocks), found end of line"},
      {"fork 1 2", "f:1:8: expected end of line, found `2`"},
      {"exit 0", "f:1:6: expected end of line, found `0`"},
      {"handler ALRM restart flags=1", "f:1:28: expected either a name or flags=, not both, found `1`"},
      {"kill \x01\xff", "f:1:6: expected a signal (ALRM, RTMIN+0 to RTMIN+30, or a number), found `\\x01\\xff`"},
      {"kill " + std::string(1000, 'x'),
       "f:1:6: expected a signal (ALRM, RTMIN+0 to RTMIN+30, or a number), found `" + std::string(40, 'x') + "…`"},
  };
  for (const auto& [text, message] : table) {
    EXPECT_EQ(step_error(text), message) << text;
  }
}

TEST(ErrorMessages, OfProgramsNameTheLine) {
  const Wrong table[] = {
      {"pending\n", "f:1:1: expected the header `timerlaw program 1`, found `pending`"},
      {"\n# a note\n  timerlaw trace 1\n", "f:3:12: expected program, found `trace`"},
      {"timerlaw", "f:1:9: expected program, found end of line"},
      {"timerlaw program", "f:1:17: expected version 1, found end of line"},
      {"timerlaw program 2", "f:1:18: expected version 1, found `2`"},
      {"timerlaw program 1 child=new", "f:1:26: expected reused or fresh, found `new`"},
      {"timerlaw program 1 fast", "f:1:20: expected child=, found `fast`"},
      {"timerlaw program 1\n\n# x\n\tsleep 1\r\n",
       "f:4:8: expected a duration with units s, ms, us, ns in this order, such as 1s500ms or 0, found `1`"},
  };
  for (const auto& [text, message] : table) {
    EXPECT_EQ(program_error(text), message) << text;
  }
}

TEST(ErrorMessages, OfTracesNameTheLine) {
  const std::string head = "timerlaw trace 1 child=reused pid=1 uid=0 next_id=0\n";
  const std::vector<std::pair<std::string, std::string>> table = {
      {"timerlaw program 1", "f:1:10: expected trace, found `program`"},
      {"timerlaw trace 1 pid=x", "f:1:22: expected an integer of 64 bits, found `x`"},
      {head, "f:2:1: expected clocks and the clocks that were read, found end of file"},
      {head + "pending", "f:2:1: expected clocks and the clocks that were read, found `pending`"},
      {head + "clocks mono", "f:2:8: expected a clock (monotonic, realtime, … or a number), found `mono`"},
      {head + "clocks\n@ 1", "f:3:1: expected end of line, as no clock was read, found `@`"},
      {head + "clocks 1 0\n@ 1", "f:3:4: expected a reading of each clock, in nanoseconds, or -, found end of line"},
      {head + "clocks 1\n@ 1 2", "f:3:5: expected end of line, found `2`"},
      {head + "clocks 1\n@ 1\npending\n= 0", "f:5:4: expected @ and a reading of each clock, found end of line"},
      {head + "clocks 1\npending\n= 0 @ 1", "f:4:5: expected end of line, found `@`"},
      {head + "clocks 1\n@ 1", "f:4:1: expected end, with which every trace ends, found end of file"},
      {head + "clocks\n= 0", "f:3:1: expected a step or end, found `=`"},
      {head + "clocks\npending\n= 0\n= 0", "f:5:1: expected a step or end, found `=`"},
      {head + "clocks\npending\npending\n= 0",
       "f:5:1: expected a step or end, as an earlier step has no result, found `=`"},
      {head + "clocks\npending\n= -EWRONG",
       "f:4:3: expected a return value (a number or -EINVAL, -EFAULT, …) or not-run, found `-EWRONG`"},
      {head + "clocks\npending\n= 0 value=1,2", "f:4:5: expected pending=, found `value=1,2`"},
      {head + "clocks\nalarm 0\n= 0 value=1,2", "f:4:5: expected end of line, found `value=1,2`"},
      {head + "clocks\ngettime t0\n= 0 value=1", "f:4:12: expected interval=, found end of line"},
      {head + "clocks\ngettime t0\n= 0 value=1 interval=0,0",
       "f:4:11: expected SEC,FRAC, two integers of 64 bits, found `1`"},
      {head + "clocks\ngettime t0\n= 0 out=written", "f:4:9: expected untouched, found `written`"},
      {head + "clocks\ntake any timeout=0\n= 14 code=timer", "f:4:16: expected signo=, found end of line"},
      {head + "clocks\ntake any timeout=0\n= 14 signo=ALRM code=odd",
       "f:4:22: expected user, kernel, timer, tkill, queue or an integer of 32 bits, found `odd`"},
      {head + "clocks\ntake any timeout=0\n= 14 signo=ALRM code=user pid=1 timerid=1",
       "f:4:31: expected timerid= and overrun=, or pid= and uid=, not both, found `1`"},
      {head + "clocks\n! signo=ALRM code=user",
       "f:3:1: expected a step, its result or end; deliveries follow a result, found `!`"},
      {head + "clocks\npending\n= 0\n! signo=ALRM code=user by=8", "f:5:27: expected a party from 0 to 7, found `8`"},
      {head + "clocks\npending\n= not-run pending=none", "f:4:11: expected end of line, found `pending=none`"},
      {head + "clocks\nlimit cpu=1 old\n= 0 old=yes", "f:4:9: expected untouched or a limit, found `yes`"},
      {head + "parties 1", "f:2:9: expected TID/PID of a party, two integers of 64 bits, found `1`"},
      {head + "parties 1/2\nend", "f:3:1: expected clocks and the clocks that were read, found `end`"},
      {head + "clocks\nfork 1 {\nend done", "f:4:1: expected } of the block that begins on line 3, found `end`"},
      {head + "clocks\nthread 1 {\n}\n= 0\n= 0", "f:6:1: expected a step or end, found `=`"},
      {head + "clocks\nend", "f:3:4: expected done, died, hung or refused, found end of line"},
      {head + "clocks\nend died NOBODY",
       "f:3:10: expected a signal (ALRM, RTMIN+0 to RTMIN+30, or a number), found `NOBODY`"},
      {head + "clocks\nend refused rudely",
       "f:3:13: expected too_long, too_many_timers, no_such_cpu, unknown_step, no_rights, wrong_abi, needs_fresh, "
       "no_party, no_cpu_time or a number, found `rudely`"},
      {head + "clocks\nend done\nend done", "f:4:1: expected the header `timerlaw trace 1`, found `end`"},
      {"timerlaw target 1 abi=" + std::string(257, 'x'),
       "f:1:23: expected at most 256 characters, found `" + std::string(40, 'x') + "…`"},
      {"timerlaw target 1 cpu_time=1", "f:1:28: expected yes or no, found `1`"},
      {"timerlaw target 1 rtc=maybe", "f:1:23: expected yes or no, found `maybe`"},
      {"timerlaw target 1 release=6%2", "f:1:28: expected % and two digits 0-9a-f, found `%2`"},
  };
  for (const auto& [text, message] : table) {
    EXPECT_EQ(trace_error(text), message) << text;
  }
}

}  // namespace
}  // namespace timerlaw
