#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prints a line of a campaign's plan as a LAVA job: the programs run on the board itself (--target host there).
#   ci/campaign/lava.sh PLAN LINE DEVICE-TYPE IMAGE-URL | lavacli jobs submit -
# The image is an ext4 root file system with timerlaw in its PATH; how the board boots it is the lab's to say: add to `boot` what the
# device type needs.
set -euo pipefail

[ $# = 4 ] || {
  sed -n '4s/^# *//p' "$0" >&2
  exit 2
}
plan=$1 number=$2 device=$3 image=$4
line=$(sed -n "${number}p" "$plan")
[ -n "$line" ] || {
  printf 'timerlaw: %s has no line %s\n' "$plan" "$number" >&2
  exit 2
}
command=${line//"'"/"''"}

cat <<YAML
job_name: timerlaw line $number
device_type: $device
visibility: public
priority: medium
timeouts:
  job: {hours: 2}
  action: {minutes: 100}
actions:
  - deploy:
      to: tmpfs
      images:
        rootfs: {image_arg: "-drive format=raw,file={rootfs}", url: "$image"}
  - boot:
      method: qemu
      media: tmpfs
      prompts: ["root@", "# "]
      auto_login: {login_prompt: "login:", username: root}
  - test:
      definitions:
        - from: inline
          name: timerlaw
          path: timerlaw.yaml
          repository:
            metadata: {format: Lava-Test Test Definition 1.0, name: timerlaw}
            run:
              steps:
                - 'cd /var/tmp && { $command; echo \$? > code; }'
                - 'lava-test-case finished --shell test "\$(cat /var/tmp/code)" -le 1'
                - 'lava-test-case conforms --shell test "\$(cat /var/tmp/code)" -eq 0'
YAML
