// SPDX-License-Identifier: Apache-2.0
// The blocks of a program: `thread 1 {` and `fork 2 {` with the steps of that party, up to `}`.
//
// A program is a plain list of steps, each with its party; the blocks only say the parties in text. A thread's first
// block is its Op::thread, later ones say nothing but who acts. A fork's block is its Op::fork, and its `}` the
// Op::exit of the new party.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "conformance/formats/line.h"
#include "model/step.h"

namespace timerlaw {

// Prints the steps of one program in their order.
class BlockWriter {
 public:
  explicit BlockWriter(std::string& out) : out_(out) {}

  // Appends the step's line and the braces that lead to it. A list that no text can say (a party made twice, a step
  // of one that is not there) is printed as well, so that somebody can look at it; BlockReader refuses that text.
  void step(const Step& step);
  // Appends the blanks that stand before the last step, for a line below it.
  void indent() { out_.append(2 * depth_, ' '); }
  void end();

 private:
  struct Block {
    std::int64_t party;
    bool fork;
  };

  void line(std::size_t depth);
  void close_to(std::size_t depth);
  void reach(Party party);
  bool close_fork(Party party);
  bool makes(const Step& step);

  std::string& out_;
  std::vector<Block> open_;
  std::size_t depth_ = 0;
  std::array<bool, kParties> made_{true};
};

// Reads the lines of one program in their order.
class BlockReader {
 public:
  // Reads a step or a brace, and appends the step that it says, if it says one. `number` is the line's.
  bool read(Line line, std::size_t number, std::vector<Step>& steps, Problem& problem);
  // What the program still lacks at its end; nothing where it may end.
  std::optional<std::string> missing() const;

 private:
  struct Block {
    Party party;
    bool fork;
    std::size_t line;
  };
  struct Member {
    Party process = 0;  // the party that leads it
    bool made = false;
    std::size_t made_on = 0;   // the line
    std::size_t ended_on = 0;  // 0: not yet
  };

  Party actor() const { return open_.empty() ? Party{0} : open_.back().party; }
  bool push(const Step& step, const Token& first, std::vector<Step>& steps, Problem& problem) const;
  bool open(const Step& step, const Token& first, const Token& name, std::vector<Step>& steps, Problem& problem);
  bool reenter(const Member& member, const Token& name, Problem& problem) const;
  bool close(const Token& brace, std::vector<Step>& steps, Problem& problem);
  void end_threads(Party process, Party but);
  bool end_parties(Op op, const Token& first, Problem& problem);

  std::vector<Block> open_;
  std::array<Member, kParties> members_{Member{.made = true}};
  std::size_t number_ = 0;
};

}  // namespace timerlaw
