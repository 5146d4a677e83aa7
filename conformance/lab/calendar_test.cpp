// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/calendar.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>

namespace timerlaw::lab {
namespace {

struct Message {
  std::uint32_t op;
  std::uint32_t sequence;
  std::uint64_t time;
};

constexpr std::uint32_t kAck = 0, kStart = 1, kRequest = 2, kWait = 3, kGet = 4, kRun = 6, kFreeUntil = 7;

// A kernel that has connected and introduced itself.
class CalendarTest : public testing::Test {
 protected:
  CalendarTest() {
    auto made = Calendar::listen();
    EXPECT_TRUE(made);
    calendar_ = std::move(*made);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, calendar_->path().c_str(), calendar_->path().size());
    kernel_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(connect(kernel_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    EXPECT_TRUE(calendar_->receive());
    say(kStart, 0);
    EXPECT_EQ(hear().op, kAck);
  }
  ~CalendarTest() override { close(kernel_); }

  void say(std::uint32_t op, std::uint64_t time) {
    const Message message{op, ++sequence_, time};
    EXPECT_EQ(write(kernel_, &message, sizeof(message)), static_cast<ssize_t>(sizeof(message)));
    EXPECT_TRUE(calendar_->receive());
  }
  Message hear() {
    Message message{};
    EXPECT_EQ(read(kernel_, &message, sizeof(message)), static_cast<ssize_t>(sizeof(message)));
    return message;
  }

  std::unique_ptr<Calendar> calendar_;
  int kernel_ = -1;
  std::uint32_t sequence_ = 0;
};

TEST_F(CalendarTest, NothingIsLeftOfTheSocketOnceTheKernelHasConnected) {
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(calendar_->path()).parent_path()));
}

TEST_F(CalendarTest, EveryMessageIsAcknowledgedByItsNumber) {
  say(kRequest, 5000);
  const Message answer = hear();
  EXPECT_EQ(answer.op, kAck);
  EXPECT_EQ(answer.sequence, sequence_);
}

TEST_F(CalendarTest, AKernelThatWaitsSleepsUntilItIsLetRunToItsEventAndFreelyOnFromThere) {
  say(kRequest, 5000);
  hear();
  EXPECT_FALSE(calendar_->sleeps());
  say(kWait, 0);
  hear();
  EXPECT_TRUE(calendar_->sleeps());
  EXPECT_FALSE(calendar_->forever());
  calendar_->run(100);
  EXPECT_FALSE(calendar_->sleeps());
  const Message free = hear();
  EXPECT_EQ(free.op, kFreeUntil);
  EXPECT_EQ(free.time, 5100u);
  const Message run = hear();
  EXPECT_EQ(run.op, kRun);
  EXPECT_EQ(run.time, 5000u);
}

TEST_F(CalendarTest, TheTimeIsThatOfTheLastRun) {
  say(kRequest, 7000);
  hear();
  calendar_->run(0);
  hear();
  hear();
  say(kGet, 0);
  EXPECT_EQ(hear().time, 7000u);
}

TEST_F(CalendarTest, AKernelWithoutAnEventSleepsForever) {
  say(kRequest, 0x7fffffffffffffff);
  hear();
  say(kWait, 0);
  EXPECT_TRUE(calendar_->sleeps());
  EXPECT_TRUE(calendar_->forever());
}

TEST_F(CalendarTest, AKernelThatHasGoneIsNoticed) {
  shutdown(kernel_, SHUT_RDWR);
  EXPECT_FALSE(calendar_->receive());
}

}  // namespace
}  // namespace timerlaw::lab
