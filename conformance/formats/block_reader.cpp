// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/blocks.h"
#include "conformance/formats/program_text.h"
#include "conformance/formats/step_text.h"

namespace timerlaw {
namespace {

std::string on_line(std::size_t line) {
  return " on line " + std::to_string(line);
}

std::string name_of(Party party) {
  return "party " + std::to_string(party);
}

}  // namespace

bool BlockReader::read(Line line, std::size_t number, std::vector<Step>& steps, Problem& problem) {
  number_ = number;
  const Token first = line.peek();
  if (first.text == "}") {
    line.next();
    return at_end(line, problem) && close(first, steps, problem);
  }
  Line name = line;
  name.next();
  Step step;
  if (!read_step(line, step, problem)) {
    return false;
  }
  step.party = actor();
  if (step.op == Op::thread || step.op == Op::fork) {
    const Token brace = line.next();
    if (brace.text != "{") {
      return fail(problem, brace, "{, and the party's steps on the lines below, up to a line with }");
    }
    return at_end(line, problem) && open(step, first, name.next(), steps, problem);
  }
  return push(step, first, steps, problem) && end_parties(step.op, first, problem);
}

bool BlockReader::push(const Step& step, const Token& first, std::vector<Step>& steps, Problem& problem) const {
  const Member& member = members_[step.party];
  if (member.ended_on != 0) {
    const std::string why = ", as " + name_of(step.party) + " ended" + on_line(member.ended_on);
    return fail(
        problem, first,
        (open_.empty() ? "a block of another thread, or the program's end" : "} or a block of another thread") + why);
  }
  if (steps.size() == kMaxSteps) {
    return fail(problem, first, "a program of at most 1000000 steps");
  }
  steps.push_back(step);
  return true;
}

bool BlockReader::open(const Step& step, const Token& first, const Token& name, std::vector<Step>& steps,
                       Problem& problem) {
  const auto party = static_cast<Party>(step.number);
  Member& member = members_[party];
  const bool fork = step.op == Op::fork;
  if (member.made) {
    if (fork) {
      return fail(problem, name, "a party that is not made yet", ", which was made" + on_line(member.made_on));
    }
    if (!reenter(member, name, problem)) {
      return false;
    }
  } else {
    if (!push(step, first, steps, problem)) {
      return false;
    }
    member = {fork ? party : members_[step.party].process, true, number_, 0};
  }
  open_.push_back({party, fork, number_});
  return true;
}

// A later block of a thread.
bool BlockReader::reenter(const Member& member, const Token& name, Problem& problem) const {
  if (member.ended_on != 0) {
    return fail(problem, name, "a thread that still runs", ", which ended" + on_line(member.ended_on));
  }
  const Party process = members_[actor()].process;
  if (member.process == process) {
    return true;
  }
  return fail(problem, name, "a thread of " + name_of(process) + "'s process, or } before it",
              ", a thread of " + name_of(member.process) + "'s");
}

bool BlockReader::close(const Token& brace, std::vector<Step>& steps, Problem& problem) {
  if (open_.empty()) {
    return fail(problem, brace, "a step, as no block is open");
  }
  const Block block = open_.back();
  if (block.fork) {
    if (!push({.op = Op::exit, .party = block.party}, brace, steps, problem)) {
      return false;
    }
    end_threads(block.party, block.party);
    members_[block.party].ended_on = number_;
  }
  open_.pop_back();
  return true;
}

// Ends the threads of a process, but for its first one and `but`: who calls execve takes over the first one's id.
void BlockReader::end_threads(Party process, Party but) {
  for (Party party = 0; party < kParties; ++party) {
    Member& member = members_[party];
    if (member.made && member.process == process && party != process && party != but && member.ended_on == 0) {
      member.ended_on = number_;
    }
  }
}

bool BlockReader::end_parties(Op op, const Token& first, Problem& problem) {
  const Party party = actor();
  const Party process = members_[party].process;
  if (op == Op::exec) {
    end_threads(process, party);
  }
  if (op != Op::exit) {
    return true;
  }
  if (party != 0 && process == party) {
    return fail(problem, first, "a step or }, as the } of `fork " + std::to_string(party) + "` is its exit");
  }
  members_[party].ended_on = number_;
  return true;
}

std::optional<std::string> BlockReader::missing() const {
  if (open_.empty()) {
    return std::nullopt;
  }
  return "} of the block that begins" + on_line(open_.back().line);
}

}  // namespace timerlaw
