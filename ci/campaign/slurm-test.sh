#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A Slurm of one node, in a scratch folder, runs four shards of a virtual-time kernel by slurm.sbatch; their report must be
# that of the run without shards, byte for byte. Nothing is left running. Needs root, to install Slurm, and the kernel in the lab's cache.
#   slurm-test.sh [TARGET [PROGRAMS]]    uml:6.12, 400
set -euo pipefail
# shellcheck source=ci/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"

target=${1:-uml:6.12} programs=${2:-400}
HERE=$ROOT/ci/campaign
PATH=$ROOT/build/release/conformance/cli:/usr/sbin:$PATH
install_packages "$HERE/packages-slurm.txt"
build release timerlaw timerlaw-agent timerlaw-boot timerlaw-init

scratch=$(mktemp -d)
daemons=()
clean_up() {
  for pid in "${daemons[@]}"; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$scratch"
}
trap clean_up EXIT
cd "$scratch"
node=$(hostname -s)
user=$(id -un)
mkdir state spool munge
chmod 700 munge
head -c 128 /dev/urandom >munge/key
chmod 600 munge/key
cat >slurm.conf <<CONF
ClusterName=timerlaw
SlurmctldHost=$node(127.0.0.1)
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$scratch/munge/socket
StateSaveLocation=$scratch/state
SlurmdSpoolDir=$scratch/spool
SlurmctldPidFile=$scratch/slurmctld.pid
SlurmdPidFile=$scratch/slurmd.pid
SlurmctldPort=26817
SlurmdPort=26818
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=$(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$scratch/slurm.conf

munged --foreground --force --key-file="$scratch/munge/key" --socket="$scratch/munge/socket" --pid-file="$scratch/munge/pid" \
  --log-file="$scratch/munge/log" --seed-file="$scratch/munge/seed" >/dev/null 2>&1 &
daemons+=($!)
until [ -S munge/socket ]; do sleep 0.1; done
slurmctld -D >slurmctld.log 2>&1 &
daemons+=($!)
slurmd -D -N "$node" >slurmd.log 2>&1 &
daemons+=($!)
for _ in $(seq 300); do
  [ "$(sinfo --noheader --format=%t 2>/dev/null)" != idle ] || break
  sleep 0.1
done
[ "$(sinfo --noheader --format=%t)" = idle ] || {
  tail -n 5 slurmctld.log slurmd.log >&2
  give_up "the Slurm of one node did not come up"
}

matrix() {
  timerlaw matrix --targets "$target" --no-corpus --exhaustive-one-in 0 --programs "$programs" --seed 1 --shrink-time 0s \
    --expect "$ROOT/ci/expect/lab.toml" "$@"
}
matrix --shards 4 --out shards --plan >plan
mkdir -p shards
sbatch --wait --array=1-4 --output=job-%a.log "$HERE/slurm.sbatch" plan || {
  cat job-*.log >&2
  give_up "the job array failed"
}
matrix --shards 4 --out shards --resume >/dev/null  # nothing is left to run: it merges, and reports
matrix --out whole >/dev/null
cmp shards/matrix.md whole/matrix.md
# How late a timer is seen, and whether a step is weak, may hang on the instant at which its program begins: of an absolute
# periodic timer.
outcomes() {
  sed -E 's/,"(late|steps)":\[[^]]*\]//g' "$1"/uml-*/results.jsonl
}
rm -rf shards/*.shard-*
cmp <(outcomes shards) <(outcomes whole)
printf 'timerlaw: %s programs on %s in four jobs of Slurm %s: the same report, and the same outcomes, as in one run\n' \
  "$(outcomes whole | wc -l)" "$target" "$(slurmctld -V | cut -d ' ' -f 2)"
