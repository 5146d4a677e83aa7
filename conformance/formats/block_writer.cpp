// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/blocks.h"
#include "conformance/formats/numbers.h"
#include "conformance/formats/step_text.h"

namespace timerlaw {

void BlockWriter::line(std::size_t depth) {
  depth_ = depth;
  indent();
}

void BlockWriter::close_to(std::size_t depth) {
  while (open_.size() > depth) {
    open_.pop_back();
    line(open_.size());
    out_ += "}\n";
  }
}

// Out of the threads' blocks up to the party's own, or to its process's, where another one is opened.
void BlockWriter::reach(Party party) {
  std::size_t depth = open_.size();
  while (depth > 0 && open_[depth - 1].party != party && !open_[depth - 1].fork) {
    --depth;
  }
  close_to(depth);
  if ((depth == 0 ? 0 : open_[depth - 1].party) == party) {
    return;
  }
  line(depth);
  out_ += "thread ";
  append_number(out_, party);
  out_ += party < kParties && made_[party] ? " {\n" : " unmade {\n";
  open_.push_back({party, false});
}

// Whether the party's exit is the brace of the innermost fork.
bool BlockWriter::close_fork(Party party) {
  std::size_t depth = open_.size();
  while (depth > 0 && !open_[depth - 1].fork) {
    --depth;
  }
  if (depth == 0 || open_[depth - 1].party != party) {
    return false;
  }
  close_to(depth - 1);
  return true;
}

bool BlockWriter::makes(const Step& step) {
  if ((step.op != Op::thread && step.op != Op::fork) || step.number < 0 || step.number >= kParties) {
    return false;
  }
  bool& made = made_[static_cast<std::size_t>(step.number)];
  const bool first = !made;
  made = true;
  return first;
}

void BlockWriter::step(const Step& step) {
  if (step.op == Op::exit && close_fork(step.party)) {
    return;
  }
  reach(step.party);
  line(open_.size());
  append_step(out_, step);
  if (makes(step)) {
    open_.push_back({step.number, step.op == Op::fork});
    out_ += " {";
  }
  out_ += '\n';
}

// A fork that never exits stays open: its brace would be an exit that the list does not have.
void BlockWriter::end() {
  std::size_t depth = open_.size();
  while (depth > 0 && !open_[depth - 1].fork) {
    --depth;
  }
  close_to(depth);
}

}  // namespace timerlaw
