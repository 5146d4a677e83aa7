// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/run_plan.h"

#include <algorithm>
#include <utility>

namespace timerlaw::runner {
namespace {

class ListedSource final : public Source {
 public:
  ListedSource(std::string name, std::vector<Program> programs)
      : name_(std::move(name)), programs_(std::move(programs)) {}
  std::string_view name() const override { return name_; }
  std::uint64_t size() const override { return programs_.size(); }
  Program at(std::uint64_t index) const override { return programs_[index]; }

 private:
  std::string name_;
  std::vector<Program> programs_;
};

class ThinnedSource final : public Source {
 public:
  ThinnedSource(std::unique_ptr<Source> whole, std::uint64_t one_in)
      : whole_(std::move(whole)), one_in_(one_in), name_(std::string(whole_->name()) + "/" + std::to_string(one_in)) {}
  std::string_view name() const override { return name_; }
  std::uint64_t size() const override { return (whole_->size() + one_in_ - 1) / one_in_; }
  Program at(std::uint64_t index) const override { return whole_->at(index * one_in_); }

 private:
  std::unique_ptr<Source> whole_;
  std::uint64_t one_in_;
  std::string name_;
};

__extension__ using Wide = unsigned __int128;

// How many of the first `position` places belong to a run of `programs` places spread evenly over `total`.
std::uint64_t share(std::uint64_t position, std::uint64_t programs, std::uint64_t total) {
  return static_cast<std::uint64_t>(Wide{position} * programs / total);
}

}  // namespace

RunPlan::RunPlan(std::vector<Part> parts) {
  for (Part& part : parts) {
    part.programs = std::min(part.programs, part.source->size());
    if (part.programs != 0)
      parts_.push_back(std::move(part));
  }
  std::stable_sort(parts_.begin(), parts_.end(),
                   [](const Part& a, const Part& b) { return a.ahead != b.ahead ? a.ahead : a.programs < b.programs; });
  for (const Part& part : parts_)
    if (part.programs != kUnbounded)
      bounded_ += part.programs;
}

std::uint64_t RunPlan::size() const {
  return !parts_.empty() && parts_.back().programs == kUnbounded ? kUnbounded : bounded_;
}

// Each part but the last bounded one takes its even share of what the parts before it left; the last takes the rest.
Origination RunPlan::origin(std::uint64_t position) const {
  if (position >= bounded_)
    return {parts_.size() - 1, position - bounded_};
  std::uint64_t left = bounded_;
  for (std::size_t part = 0;; ++part) {
    const std::uint64_t programs = parts_[part].programs;
    if (parts_[part].ahead) {
      if (position < programs)
        return {part, position};
      position -= programs;
      left -= programs;
      continue;
    }
    const std::uint64_t before = share(position, programs, left);
    if (programs == left || share(position + 1, programs, left) != before)
      return {part, before};
    position -= before;
    left -= programs;
  }
}

Program RunPlan::at(std::uint64_t position) const {
  const Origination from = origin(position);
  return parts_[from.part].source->at(from.index);
}

std::string_view RunPlan::source_name(std::uint64_t position) const {
  return parts_[origin(position).part].source->name();
}

std::unique_ptr<Source> thinned_source(std::unique_ptr<Source> whole, std::uint64_t one_in) {
  return std::make_unique<ThinnedSource>(std::move(whole), one_in);
}

std::unique_ptr<Source> listed_source(std::string name, std::vector<Program> programs) {
  return std::make_unique<ListedSource>(std::move(name), std::move(programs));
}

std::uint64_t Shard::programs(std::uint64_t size) const {
  if (size == kUnbounded)
    return kUnbounded;
  return size > index ? (size - index - 1) / count + 1 : 0;
}

}  // namespace timerlaw::runner
