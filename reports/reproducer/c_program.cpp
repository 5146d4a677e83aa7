// SPDX-License-Identifier: Apache-2.0
#include "reports/reproducer/c_program.h"

#include <algorithm>

#include "reports/reproducer/c_text.h"

namespace timerlaw::reports {

std::string CProgram::reading(std::size_t step, bool after, ClockId clock) {
  if (step < image_begins_)
    unfit_ = "what it looks at counts from before an execve";
  readings_[{step, after}].insert(clock);
  use("now");
  std::string name = (after ? "after" : "before") + std::to_string(step);
  const ClockId usual = trace_.clocks.empty() ? ClockId::monotonic : trace_.clocks.back();
  if (clock != usual)
    name += clock == ClockId::monotonic ? "_monotonic" : "_other";
  variable("long long " + name);
  return name;
}

std::string CProgram::shown(std::size_t step) {
  if (step < image_begins_)
    unfit_ = "what it looks at was shown before an execve";
  shown_.insert(step);
  const std::string name = "shown" + std::to_string(step);
  variable("long long " + name);
  return name;
}

void CProgram::statement(const std::string& line) {
  constexpr std::size_t kWidth = 96;
  const std::string indent(depth_[party_] + 1, '\t');
  std::vector<std::string>& body = bodies_[home_[party_]];
  // Long calls are broken before a struct, or at an operator.
  std::string rest = line;
  std::string begin = indent;
  while (rest.size() > kWidth) {
    std::size_t at = 0;
    for (const char* before : {"&(struct", "&& ", "|| "})
      if (const std::size_t found = rest.rfind(before, kWidth); found != std::string::npos)
        at = std::max(at, found);
    if (at == 0)
      break;
    body.push_back(begin + rest.substr(0, rest.find_last_not_of(' ', at - 1) + 1));
    rest.erase(0, at);
    begin = indent + "     ";
  }
  body.push_back(begin + rest);
}

void CProgram::readings_of(std::size_t at, bool after) {
  const auto found = readings_.find({at, after});
  if (found == readings_.end())
    return;
  for (const ClockId one : found->second)
    statement(reading(at, after, one) + " = now(" + clock(static_cast<std::int32_t>(one)) + ");");
}

// The condition under which an earlier step did what it did in the trace; empty where its number depends on time.
std::string CProgram::expected(std::size_t at, const std::string& call) const {
  const Step& step = trace_.program.steps[at];
  if (at >= trace_.results.size())
    return "";
  const StepResult& result = trace_.results[at];
  if (step.op == Op::alarm)
    return "";
  if (step.op == Op::pending)
    return call + " == 0 && pending == " + std::to_string(result.pending.bits) + "ULL";
  if (result.ret < 0)
    return call + " == -1 && errno == " + c_error(-result.ret);
  if (step.op == Op::overrun)
    return call + " >= 0";
  if (step.op == Op::take)
    return call + " == " + c_signal(result.ret);
  return call + " == " + c_number(result.ret);
}

void CProgram::step(std::size_t at, bool last, bool judged) {
  const Step& step = trace_.program.steps[at];
  change_party(step.party);
  if (step.op == Op::exit) {
    end_party(at, last);
    return;
  }
  statement(c_comment(step));
  if (step.op == Op::thread || step.op == Op::fork) {
    make_party(at);
    return;
  }
  if (step.op == Op::exec) {
    exec(at, last);
    return;
  }
  readings_of(at, false);
  const std::string made = call(at);
  if (last && judged) {
    statement("ret = " + made + ";");
    readings_of(at, true);
    return;
  }
  const std::string condition = expected(at, made);
  statement(condition.empty() ? made + ";" : "NEED(" + condition + ");");
  readings_of(at, true);
  if (at < trace_.results.size() && trace_.results[at].deliveries != 0 && uses("handler")) {
    SigSet ran;
    const StepResult& result = trace_.results[at];
    for (std::uint32_t i = result.first_delivery; i < result.first_delivery + result.deliveries; ++i)
      ran.add(trace_.deliveries[i].info.signo);
    use("bit");
    statement("NEED(handled == (" + c_signals(ran) + "));");
    statement("handled = 0;");
  }
  if (shown_.contains(at)) {
    const bool us = step.op == Op::getitimer || step.op == Op::setitimer;
    const std::string value = shown_object(step) + ".it_value.tv_";
    statement(shown(at) + " = " + value + (us ? "sec * 1000000LL + " : "sec * 1000000000LL + ") + value +
              (us ? "usec;" : "nsec;"));
  }
}

void CProgram::write(std::size_t last, bool judged) {
  for (auto& body : bodies_)
    body.clear();
  threads_.clear();
  set_back_.clear();
  children_.clear();
  before_exec_.clear();
  image_begins_ = 0;
  home_ = {};
  depth_ = {};
  party_ = 0;
  ended_ = false;
  if (judged)
    variable("long ret");
  for (std::size_t at = 0; at <= last && unfit_.empty(); ++at)
    step(at, at == last, judged);
}

}  // namespace timerlaw::reports
