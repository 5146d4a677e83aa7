#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the workflow files without the services that read them.

What their readers insist on, as far as these files use it: keys that exist, steps that do one thing, jobs that run in
debian:12, scripts that are there and can be run, reports that are kept whatever the outcome. Prints what is wrong, a line
each; exit code 1 if anything is.
"""
import os
import re
import sys

import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WRONG = []

GITHUB_TOP = {"name", "on", "permissions", "concurrency", "jobs", "env", "defaults", "run-name"}
GITHUB_EVENTS = {"push", "pull_request", "schedule", "workflow_dispatch"}
GITHUB_JOB = {"name", "if", "needs", "runs-on", "container", "timeout-minutes", "strategy", "steps", "env", "permissions",
              "outputs", "continue-on-error"}
GITHUB_STEP = {"name", "id", "if", "uses", "run", "with", "env", "shell", "working-directory", "timeout-minutes",
               "continue-on-error"}
GITLAB_GLOBAL = {"stages", "default", "variables", "workflow", "include"}
GITLAB_JOB = {"stage", "image", "rules", "parallel", "variables", "script", "before_script", "after_script", "artifacts",
              "timeout", "needs", "tags", "extends", "interruptible"}
GITLAB_ARTIFACTS = {"when", "expire_in", "paths", "reports", "name"}


def wrong(where, what):
    WRONG.append(f"{where}: {what}")


def only(where, table, known):
    for key in table:
        if key not in known:
            wrong(where, f"unknown key {key!r}")


def check_command(where, command):
    for word in re.findall(r"(?<![\w/])ci/[\w./-]+", command):
        path = os.path.join(ROOT, word)
        if not os.access(path, os.X_OK):
            wrong(where, f"{word} is not there, or cannot be run")


def load(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        # YAML 1.1 reads the key `on` as true; GitHub does not.
        return {("on" if key is True else key): value for key, value in yaml.safe_load(file).items()}


def check_github_step(where, step):
    only(where, step, GITHUB_STEP)
    if ("uses" in step) == ("run" in step):
        wrong(where, "a step either uses an action or runs commands")
    if "uses" in step and not re.fullmatch(r"[\w-]+/[\w.-]+(/[\w.-]+)*@v\d+(\.\d+)*", step["uses"]):
        wrong(where, f"{step['uses']!r} names no version of an action")
    if "with" in step and "uses" not in step:
        wrong(where, "`with` belongs to an action")
    check_command(where, step.get("run", ""))


def check_github_job(where, job, jobs):
    only(where, job, GITHUB_JOB)
    for key in ("runs-on", "steps", "timeout-minutes"):
        if key not in job:
            wrong(where, f"{key} is missing")
    if job.get("container") != "debian:12":
        wrong(where, "the container is not debian:12")
    needs = job.get("needs", [])
    for need in [needs] if isinstance(needs, str) else needs:
        if need not in jobs:
            wrong(where, f"needs {need!r}, which is no job")
    steps = job.get("steps", [])
    for number, step in enumerate(steps, 1):
        check_github_step(f"{where} step {number}", step)
    if not steps or not str(steps[0].get("uses", "")).startswith("actions/checkout@"):
        wrong(where, "does not check the sources out first")
    uploads = [step for step in steps if str(step.get("uses", "")).startswith("actions/upload-artifact@")]
    if not uploads or any(step.get("if") != "always()" for step in uploads):
        wrong(where, "the reports are not kept whatever the outcome")
    used = set(re.findall(r"\$\{\{ *matrix\.(\w+) *\}\}", yaml.dump(job)))
    for name in used - set(job.get("strategy", {}).get("matrix", {})):
        wrong(where, f"matrix.{name} is not defined")


def check_github(name):
    workflow = load(name)
    only(name, workflow, GITHUB_TOP)
    for event in workflow.get("on", {}):
        if event not in GITHUB_EVENTS:
            wrong(name, f"unknown event {event!r}")
    for event in ("push", "schedule"):
        if event not in workflow.get("on", {}):
            wrong(name, f"does not run on {event}")
    for entry in workflow["on"].get("schedule", []):
        if not re.fullmatch(r"[\d*/,-]+( [\d*/,-]+){4}", entry.get("cron", "")):
            wrong(name, f"{entry!r} is no time of five fields")
    for job_name, job in workflow["jobs"].items():
        check_github_job(f"{name} {job_name}", job, workflow["jobs"])


def check_gitlab(name):
    pipeline = load(name)
    if pipeline.get("default", {}).get("image") != "debian:12":
        wrong(name, "the default image is not debian:12")
    for job_name, job in pipeline.items():
        where = f"{name} {job_name}"
        if job_name in GITLAB_GLOBAL or job_name.startswith("."):
            continue
        only(where, job, GITLAB_JOB)
        if job.get("stage") not in pipeline.get("stages", []):
            wrong(where, f"stage {job.get('stage')!r} is none of the stages")
        if not isinstance(job.get("script"), list) or not job["script"]:
            wrong(where, "has no script")
        for command in job.get("script", []):
            check_command(where, command)
        artifacts = job.get("artifacts", {})
        only(where + " artifacts", artifacts, GITLAB_ARTIFACTS)
        if artifacts.get("when") != "always" or "junit" not in artifacts.get("reports", {}):
            wrong(where, "the reports are not kept whatever the outcome")


def main():
    check_github(".github/workflows/timerlaw.yml")
    check_gitlab(".gitlab-ci.yml")
    for line in WRONG:
        print(line, file=sys.stderr)
    return 1 if WRONG else 0


if __name__ == "__main__":
    sys.exit(main())
