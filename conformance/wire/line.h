// SPDX-License-Identifier: Apache-2.0
// A line of the agent protocol: `tl{`, a letter for its kind, a payload, `}`, five characters of checksum. Whatever
// else stands on a console is noise. No payload holds a brace, so noise in front of a line does not hide it.
#pragma once

#include "conformance/wire/vlq.h"

namespace timerlaw::wire {

enum class Kind : char {
  hello = 'H',    // agent: the protocol version and the target facts
  program = 'P',  // runner; the agent repeats it under --echo
  trace = 'T',    // agent: the answer to one program, in order
  damaged = 'D',  // agent: a program line arrived that fails its checksum
  bye = 'B',      // agent: all programs are answered
};

inline constexpr char kMarker[] = "tl{";
inline constexpr int kFrameChars = 3 + 1 + 1 + 5 + 1;

struct Line {
  Kind kind = Kind::bye;
  const char* begin = nullptr;  // of the payload
  const char* end = nullptr;
};

enum class Found {
  noise,    // no marker: not ours
  damaged,  // ours, and not as it was sent
  line,
};

struct Scan {
  Found found = Found::noise;
  bool noise = false;  // something stood around the line
  Line line;
};

// Looks at one line of output, without its newline.
Scan scan(const char* begin, const char* end);

// Starts a line of this kind; what is written next is its payload. Needs kFrameChars beside the payload.
void begin_line(Writer& out, Kind kind);

// Ends the line that started at `payload`, the writer's position after begin_line.
void end_line(Writer& out, const char* payload);

}  // namespace timerlaw::wire
