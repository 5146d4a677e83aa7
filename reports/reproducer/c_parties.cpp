// SPDX-License-Identifier: Apache-2.0
// Threads and processes: whose function a step stands in, and how one hands over to the next.
#include <utility>

#include "reports/reproducer/c_program.h"
#include "reports/reproducer/c_text.h"

namespace timerlaw::reports {

void CProgram::change_party(Party next) {
  if (next == party_)
    return;
  const bool inside = home_[next] == home_[party_];
  if (!inside) {
    const std::string to = std::to_string(home_[next]);
    const std::string from = std::to_string(home_[party_]);
    statement(ended_ ? "sem_post(&go[" + to + "]);" : "hand_over(" + from + ", " + to + ");");
    if (ended_)
      statement("return NULL;");
  }
  const Party gone = party_;
  party_ = next;
  if (ended_ && !inside) {
    statement("pthread_join(thread[" + std::to_string(gone) + "], NULL);");
    // Others find a thread for a little longer than it can be joined.
    statement("while (syscall(SYS_tgkill, getpid(), tid[" + std::to_string(gone) + "], 0) == 0)");
    statement("\t;");
  }
  ended_ = false;
}

void CProgram::make_party(std::size_t at) {
  const Step& step = trace_.program.steps[at];
  const auto made = static_cast<Party>(step.number);
  if (step.op == Op::thread) {
    if (!children_.empty())
      unfit_ = "it makes threads in a forked process";
    use("turns");
    threads_.insert(made);
    home_[made] = made;
    const std::string number = std::to_string(made);
    statement("NEED(pthread_create(&thread[" + number + "], NULL, party" + number + ", NULL) == 0);");
    statement("wait_turn(" + std::to_string(home_[party_]) + ");");
    return;
  }
  variable("pid_t child");
  variable("int status");
  use("wait");
  home_[made] = home_[party_];
  depth_[made] = depth_[party_] + 1;
  parent_[made] = party_;
  children_.push_back(made);
  statement("fflush(stdout);");
  statement("child = fork();");
  statement("NEED(child >= 0);");
  statement("if (child == 0) {");
}

// The file executes itself: what came before is lost, as in any program.
void CProgram::exec(std::size_t at, bool last) {
  if (last)
    unfit_ = "what it looks at is an execve";
  if (!threads_.empty() || !children_.empty() || image_begins_ != 0)
    unfit_ = "it is not one process with one thread that calls execve, once";
  statement("execl(\"/proc/self/exe\", \"reproducer\", \"behind execve\", NULL);");
  statement("NEED(0);");
  before_exec_ = std::exchange(bodies_[0], {});
  image_begins_ = at + 1;
}

void CProgram::end_party(std::size_t at, bool last) {
  const Step& step = trace_.program.steps[at];
  if (last)
    unfit_ = "what it looks at is how a party ends";
  if (step.party == 0) {
    unfit_ = "its first thread ends before the others";
    return;
  }
  if (threads_.contains(step.party)) {
    statement(c_comment(step));
    ended_ = true;
    return;
  }
  if (children_.empty() || children_.back() != step.party) {
    unfit_ = "its processes end in another order than they began";
    return;
  }
  children_.pop_back();
  statement("_exit(0);");
  party_ = parent_[step.party];
  statement("}");
  statement("NEED(waitpid(child, &status, 0) == child && status == 0);");
}

void CProgram::finish(const std::string& exit_code) {
  for (auto one = set_back_.rbegin(); one != set_back_.rend(); ++one)
    statement(*one);
  if (children_.size() > 1) {
    unfit_ = "what it looks at happens in a process of a forked process";
    return;
  }
  if (children_.empty()) {
    statement("exit(" + exit_code + ");");
    return;
  }
  statement("fflush(stdout);");
  statement("_exit(" + exit_code + ");");
  party_ = parent_[party_];
  statement("}");
  statement("NEED(waitpid(child, &status, 0) == child && WIFEXITED(status));");
  statement("exit(WEXITSTATUS(status));");
}

}  // namespace timerlaw::reports
