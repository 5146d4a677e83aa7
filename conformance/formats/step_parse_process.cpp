// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/names.h"
#include "conformance/formats/numbers.h"
#include "conformance/formats/step_reader.h"
#include "conformance/formats/step_text.h"
#include "conformance/formats/values.h"

namespace timerlaw {

bool StepReader::read_party_tid(const Token& token) {
  const auto party = party_number(token.text);
  step_.tid = party ? party_tid(*party) : step_.tid;
  return party.has_value();
}

bool StepReader::whom() {
  return !arguments_.has(Key::to) || read_party_tid(arguments_[Key::to]) ||
         fail(problem_, arguments_[Key::to], "party:0 to party:7");
}

bool StepReader::queued() {
  if (!arguments_.has(Key::code)) {
    return missing("code=");
  }
  return read_code(arguments_[Key::code], step_.notify, problem_) &&
         (!arguments_.has(Key::value) || read_value(arguments_[Key::value], step_.sival, problem_));
}

bool StepReader::restore() {
  const Token token = line_.next();
  for (std::size_t i = 0; i < std::size(kRestoreNames); ++i) {
    if (token.text == kRestoreNames[i]) {
      step_.number = static_cast<std::int64_t>(i);
      return rest({});
    }
  }
  return (read_value(token, step_.number, problem_) ||
          fail(problem_, token, "on, off, get or an integer of 64 bits")) &&
         rest({});
}

// RESOURCE=N
bool StepReader::limit() {
  const Token token = line_.next();
  const Token resource = token.first(token.text.find('='));
  if (resource.text.size() == token.text.size()) {
    return fail(problem_, token, "sigpending=N, cpu=N or a resource's number=N");
  }
  if (resource.text == "sigpending" || resource.text == "cpu") {
    step_.clock = resource.text == "cpu" ? kLimitCpu : kLimitSigpending;
  } else if (!read_value(resource, step_.clock, problem_)) {
    return fail(problem_, resource, "sigpending, cpu or the number of a resource");
  }
  return read_value(token.from(resource.text.size() + 1), step_.number, problem_) && rest({Key::old}) && old();
}

// The brace after it is the reader's of blocks.
bool StepReader::new_party() {
  const Token token = line_.next();
  const auto number = read_number(token.text);
  if (!number || *number < 1 || *number >= kParties) {
    return fail(problem_, token, "a party from 1 to 7 (party 0 acts outside of all blocks)");
  }
  step_.number = *number;
  return true;
}

}  // namespace timerlaw
