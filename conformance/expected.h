// SPDX-License-Identifier: Apache-2.0
// A value, or a message that names the thing that was wrong and says what to do.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace timerlaw {

struct Error {
  std::string message;
};

template <class T>
class [[nodiscard]] Expected {
 public:
  Expected(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor): a value is a success
  Expected(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor): an error is a failure
  explicit operator bool() const { return std::holds_alternative<T>(state_); }
  T& operator*() { return std::get<T>(state_); }
  const T& operator*() const { return std::get<T>(state_); }
  T* operator->() { return &std::get<T>(state_); }
  const T* operator->() const { return &std::get<T>(state_); }
  const std::string& error() const { return std::get<Error>(state_).message; }

 private:
  std::variant<T, Error> state_;
};

struct Done {};
using Status = Expected<Done>;

}  // namespace timerlaw
