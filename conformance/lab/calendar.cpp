// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/calendar.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <limits>

namespace timerlaw::lab {
namespace {

enum Op : std::uint32_t {
  kAck = 0,
  kStart = 1,
  kRequest = 2,
  kWait = 3,
  kGet = 4,
  kUpdate = 5,
  kRun = 6,
  kFreeUntil = 7,
  kGetTimeOfDay = 8,
};

struct Message {
  std::uint32_t op;
  std::uint32_t sequence;
  std::uint64_t time;
};

constexpr std::uint64_t kNever = std::numeric_limits<std::int64_t>::max();
// The day on which every virtual machine boots: the same one, so that runs repeat.
constexpr std::uint64_t kBootDay = 1'700'000'000'000'000'000;

Error failed(const char* what) {
  return Error{std::string(what) + ": " + std::strerror(errno)};
}

}  // namespace

Expected<std::unique_ptr<Calendar>> Calendar::listen() {
  std::unique_ptr<Calendar> calendar(new Calendar);
  const char* base = std::getenv("TMPDIR");
  std::string folder = std::string(base == nullptr ? "/tmp" : base) + "/timerlaw-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) {
    return failed(folder.c_str());
  }
  calendar->folder_ = folder;
  calendar->path_ = folder + "/time";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (calendar->path_.size() >= sizeof(address.sun_path)) {
    return Error{calendar->path_ + ": too long for a socket: set TMPDIR to a shorter folder"};
  }
  std::memcpy(address.sun_path, calendar->path_.c_str(), calendar->path_.size());
  calendar->listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (calendar->listener_ < 0 ||
      bind(calendar->listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      ::listen(calendar->listener_, 1) != 0) {
    return failed(calendar->path_.c_str());
  }
  return calendar;
}

Calendar::~Calendar() {
  close(listener_);
  if (connection_ >= 0) {
    close(connection_);
  } else {
    unlink(path_.c_str());
    rmdir(folder_.c_str());
  }
}

bool Calendar::forever() const {
  return next_event_ >= kNever;
}

bool Calendar::receive() {
  if (connection_ < 0) {
    connection_ = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    unlink(path_.c_str());
    rmdir(folder_.c_str());
    return connection_ >= 0;
  }
  Message message{};
  const ssize_t count = recv(connection_, &message, sizeof(message), MSG_WAITALL);
  if (count < 0 && errno == EINTR) {
    return true;
  }
  if (count != static_cast<ssize_t>(sizeof(message))) {
    return false;
  }
  switch (message.op) {
    case kAck:
      return true;
    case kStart:
      welcome(message.sequence);
      return true;
    case kRequest:
      next_event_ = message.time;
      break;
    case kWait:
      sleeps_ = true;
      break;
    case kUpdate:
      now_ = message.time;
      break;
    case kGet:
      send(kAck, message.sequence, now_);
      return true;
    case kGetTimeOfDay:
      send(kAck, message.sequence, kBootDay);
      return true;
    default:
      break;
  }
  send(kAck, message.sequence, 0);
  return true;
}

void Calendar::run(std::uint64_t stride) {
  sleeps_ = false;
  now_ = next_event_;
  send(kFreeUntil, ++sequence_, next_event_ < kNever - stride ? next_event_ + stride : kNever);
  send(kRun, ++sequence_, next_event_);
}

void Calendar::send(std::uint32_t op, std::uint32_t sequence, std::uint64_t time) {
  const Message message{op, sequence, time};
  (void)!::send(connection_, &message, sizeof(message), MSG_NOSIGNAL);
}

// Linux 6.11 and later take two descriptors here, and close whatever number is in their place if they get none. The
// first is shared memory with a version of its layout: 0 is none that they know, so they go on with messages.
void Calendar::welcome(std::uint32_t sequence) {
  constexpr int kPage = 4096;
  const int memory = memfd_create("time", MFD_CLOEXEC);
  (void)!ftruncate(memory, kPage);
  const int fds[2] = {memory, memory};
  Message message{kAck, sequence, 0};
  iovec part{&message, sizeof(message)};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(fds))] = {};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof(control);
  cmsghdr* rights = CMSG_FIRSTHDR(&header);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(sizeof(fds));
  std::memcpy(CMSG_DATA(rights), fds, sizeof(fds));
  sendmsg(connection_, &header, MSG_NOSIGNAL);
  close(memory);
}

}  // namespace timerlaw::lab
