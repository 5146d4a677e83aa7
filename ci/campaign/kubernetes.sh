#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prints a campaign as a Kubernetes Indexed Job: pod N runs line N+1 of the plan, which goes along as a ConfigMap.
#   ci/campaign/kubernetes.sh PLAN IMAGE CLAIM | kubectl apply -f -
# IMAGE has timerlaw in its PATH (and the lab, for targets of the lab). CLAIM is a PersistentVolumeClaim for the results that all
# pods may write to.
set -euo pipefail

[ $# = 3 ] || {
  sed -n '4s/^# *//p' "$0" >&2
  exit 2
}
plan=$1 image=$2 claim=$3
count=$(grep -c . "$plan")

cat <<YAML
apiVersion: v1
kind: ConfigMap
metadata:
  name: timerlaw-plan
data:
  plan: |
$(sed 's/^/    /' "$plan")
---
apiVersion: batch/v1
kind: Job
metadata:
  name: timerlaw
spec:
  completions: $count
  parallelism: $count
  completionMode: Indexed
  backoffLimitPerIndex: 2
  maxFailedIndexes: $count
  podFailurePolicy:
    rules:
      - action: FailIndex  # a divergence, wrong usage, a stale expectation: not better the next time
        onExitCodes:
          containerName: run
          operator: In
          values: [1, 2, 3]
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: run
          image: $image
          workingDir: /results
          command: ["/bin/sh", "-c"]
          args: ['eval "exec \$(sed -n "\$((JOB_COMPLETION_INDEX + 1))p" /plan/plan)"']
          resources:
            requests: {cpu: "1", memory: 1Gi}
          volumeMounts:
            - {name: plan, mountPath: /plan}
            - {name: results, mountPath: /results}
      volumes:
        - name: plan
          configMap: {name: timerlaw-plan}
        - name: results
          persistentVolumeClaim: {claimName: $claim}
YAML
