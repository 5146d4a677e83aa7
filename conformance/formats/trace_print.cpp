// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "conformance/formats/blocks.h"
#include "conformance/formats/info_text.h"
#include "conformance/formats/names.h"
#include "conformance/formats/numbers.h"
#include "conformance/formats/result_text.h"
#include "conformance/formats/trace_text.h"

namespace timerlaw {
namespace {

constexpr std::int64_t kUnread = -1;

void append_parties(std::string& out, const Trace& trace) {
  if (trace.parties.empty()) {
    return;
  }
  out += "parties";
  for (const PartyIds& party : trace.parties) {
    out += ' ';
    append_number(out, party.tid);
    out += '/';
    append_number(out, party.pid);
  }
  out += '\n';
}

void append_header(std::string& out, const Trace& trace) {
  out += "timerlaw trace 1 child=";
  out += child_name(trace.program.child);
  out += " pid=";
  append_number(out, trace.pid);
  out += " uid=";
  append_number(out, trace.uid);
  out += " next_id=";
  append_number(out, trace.next_id);
  out += trace.stopped ? " stopped\n" : "\n";
  append_parties(out, trace);
  out += "clocks";
  for (const ClockId clock : trace.clocks) {
    out += ' ';
    append_clock(out, static_cast<std::int64_t>(clock));
  }
  out += '\n';
}

// Appends `@ 1000 2000`; false where the trace has no such boundary.
bool append_boundary(std::string& out, const Trace& trace, std::size_t boundary, std::string_view before) {
  if (boundary >= trace.boundaries()) {
    return false;
  }
  out += before;
  out += '@';
  const std::size_t clocks = trace.clocks.size();
  for (std::size_t i = boundary * clocks; i < (boundary + 1) * clocks; ++i) {
    out += ' ';
    if (trace.readings[i].ns == kUnread) {
      out += '-';
    } else {
      append_number(out, trace.readings[i].ns);
    }
  }
  return true;
}

void append_deliveries(std::string& out, BlockWriter& blocks, const Trace& trace, const StepResult& result) {
  const std::size_t first = std::min<std::size_t>(result.first_delivery, trace.deliveries.size());
  const std::size_t count = std::min<std::size_t>(result.deliveries, trace.deliveries.size() - first);
  for (std::size_t i = first; i < first + count; ++i) {
    blocks.indent();
    out += '!';
    append_info(out, trace.deliveries[i].info);
    if (trace.deliveries[i].party != 0) {
      out += " by=";
      append_number(out, trace.deliveries[i].party);
    }
    out += '\n';
  }
}

void append_end(std::string& out, const Trace& trace) {
  out += "end ";
  out += ending_name(trace.ending);
  if (trace.ending == Ending::died) {
    out += ' ';
    append_signal(out, trace.number);
  } else if (trace.ending == Ending::refused) {
    out += ' ';
    append_refusal(out, trace.number);
  }
  append_boundary(out, trace, trace.results.size() + 1, " ");
  out += '\n';
}

}  // namespace

void append_trace(std::string& out, const Trace& trace, const Remarks& remarks) {
  append_header(out, trace);
  if (append_boundary(out, trace, 0, "")) {
    out += '\n';
  }
  BlockWriter blocks(out);
  for (std::size_t i = 0; i < trace.program.steps.size(); ++i) {
    blocks.step(trace.program.steps[i]);
    if (i < trace.results.size()) {
      blocks.indent();
      out += "= ";
      append_result(out, trace.program.steps[i], trace.results[i]);
      append_boundary(out, trace, i + 1, " ");
      out += '\n';
      append_deliveries(out, blocks, trace, trace.results[i]);
    }
    if (remarks) {
      out += remarks(i);
    }
  }
  blocks.end();
  append_end(out, trace);
}

std::string to_text(const Trace& trace) {
  std::string out;
  append_trace(out, trace);
  return out;
}

}  // namespace timerlaw
