// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/machine.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "conformance/lab/initramfs.h"

namespace timerlaw::lab {
namespace {

// The kernel's own messages from warnings up go to the console.
constexpr const char* kQuiet = "loglevel=5";

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    words.push_back(word);
  }
  return words;
}

std::vector<std::string> uml(const Machine& machine, const std::string& initramfs, const std::string& mailbox) {
  std::vector<std::string> command{machine.kernel, "mem=64M", "initrd=" + initramfs, "con=null", "con0=null,fd:2",
                                   "ssl=null", "ssl0=fd:0,fd:1", "uml_dir=/dev/null/", "panic=-1",
                                   "random.trust_cpu=on",
                                   // From Linux 6.16 on, system calls cost a third less that way, and results are the
                                   // same. Others do not know the word.
                                   "seccomp=auto", kQuiet};
  if (machine.pace == Pace::held) {
    command.emplace_back("time-travel=inf-cpu");
    command.push_back("TIMERLAW_MAILBOX=" + mailbox);
  } else if (machine.pace == Pace::cpu) {
    command.emplace_back("time-travel");
  }
  command.insert(command.end(), machine.kernel_arguments.begin(), machine.kernel_arguments.end());
  command.emplace_back("--");
  command.insert(command.end(), machine.agent_arguments.begin(), machine.agent_arguments.end());
  if (machine.pace != Pace::real) {
    command.emplace_back("--virtual-time");  // on a busy host it is hard to measure
  }
  return command;
}

std::vector<std::string> qemu(const Machine& machine, const std::string& initramfs) {
  // On a busy host an emulated machine sees too few ticks of its old timer at boot, and would take it for broken.
  std::string append = "console=ttyS0 panic=-1 no_timer_check TIMERLAW_LINE=/dev/vport0p1 ";
  append += kQuiet;
  for (const std::string& argument : machine.kernel_arguments) {
    append += " " + argument;
  }
  append += " --";
  for (const std::string& argument : machine.agent_arguments) {
    append += " " + argument;
  }
  std::vector<std::string> command = words_of(machine.qemu);
  const std::vector<std::string> rest{"-nodefaults",
                                      "-no-user-config",
                                      "-no-reboot",
                                      "-display",
                                      "none",
                                      "-m",
                                      "192M",
                                      "-kernel",
                                      machine.kernel,
                                      "-initrd",
                                      initramfs,
                                      "-append",
                                      append,
                                      "-chardev",
                                      "file,id=console,path=/proc/self/fd/2",
                                      "-serial",
                                      "chardev:console",
                                      "-chardev",
                                      "stdio,id=line,signal=off",
                                      "-device",
                                      "virtio-serial-pci",
                                      "-device",
                                      "virtserialport,chardev=line,nr=1"};
  command.insert(command.end(), rest.begin(), rest.end());
  return command;
}

}  // namespace

std::vector<std::string> command_of(const Machine& machine, const std::string& initramfs, const std::string& mailbox) {
  return machine.kind == "uml" ? uml(machine, initramfs, mailbox) : qemu(machine, initramfs);
}

Expected<int> root_of(const Machine& machine) {
  Initramfs root;
  if (Status added = root.add_file("init", machine.init); !added) {
    return Error{added.error()};
  }
  if (Status added = root.add_file("agent", machine.agent); !added) {
    return Error{added.error()};
  }
  const std::filesystem::path modules = std::filesystem::path(machine.kernel).parent_path() / "modules";
  std::error_code missing;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(modules, missing)) {
    files.push_back(entry.path());
  }
  if (!files.empty()) {
    root.add_folder("modules");
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    if (Status added = root.add_file("modules/" + file.filename().string(), file.string()); !added) {
      return Error{added.error()};
    }
  }
  return root.finish();
}

}  // namespace timerlaw::lab
