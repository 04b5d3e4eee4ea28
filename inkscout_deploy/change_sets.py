"""Deployer that shows each change set and asks for approval before it executes it."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inkscout_deploy.deployer import Deployer, StackChange
from inkscout_deploy.errors import DeployFailed
from inkscout_deploy.packager import Packager
from inkscout_deploy.retained import Client, only, retained
from inkscout_deploy.templates import Template

_CHANGE_SET_SECONDS, _STACK_SECONDS, _POLL_SECONDS = 300.0, 3600.0, 2.0
_NOTHING = ("didn't contain changes", "No updates are to be performed", "no changes")
# A stack in such a state has no resources: its change set was never executed, or its creation was undone.
_NEVER_MADE = frozenset({"REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "CREATE_FAILED"})
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_BODY_LIMIT_BYTES = 51_200


@dataclass(frozen=True)
class ResourceChange:
    """A resource's change in a change set; the fields have the values of CloudFormation's ``ResourceChange``.

    ``replacement`` is ``True``, ``False``, ``Conditional``, or empty if it does not apply.
    """

    action: str
    logical_id: str
    resource_type: str
    replacement: str


Approve = Callable[[str, Sequence[ResourceChange]], bool]
"""Decides whether to execute the changes of a stack, given the stack's name and its changes."""


class ChangeSetDeployer(Deployer):
    """Creates and updates stacks by change sets; waits up to an hour, since a search domain takes long."""

    stack_seconds = _STACK_SECONDS

    def __init__(
        self,
        cloudformation: Any,  # noqa: ANN401 - boto3 makes its clients at run time
        packager: Packager,
        prefix: str,
        approve: Approve,
        tags: Mapping[str, str],
        *,
        client: Client,
        poll_seconds: float = _POLL_SECONDS,
    ) -> None:
        super().__init__(cloudformation, packager, prefix)
        self._approve = approve
        self._client = client
        self._tags = tags
        self.poll_seconds = poll_seconds

    def protect(self, template: Template, *, enabled: bool) -> None:
        """Turns the stack's termination protection on or off."""
        self._cloudformation.update_termination_protection(
            StackName=self._stack_name(template), EnableTerminationProtection=enabled
        )

    def _remove(self, template: Template, stack: Mapping[str, Any]) -> None:
        """Deletes a stack that was never created completely; leaves any other stack unchanged.

        Raises:
            DeployFailed: the stack is in another state, such as being updated; the message names a runbook.
        """
        status = str(stack["StackStatus"])
        if status not in _NEVER_MADE:
            raise DeployFailed(
                f"{self._stack_name(template)} is {status}. See docs/runbooks/roll-back-a-deploy.md."
            )
        self.delete(template)

    def _apply(self, template: Template, body: str, values: dict[str, str], *, exists: bool) -> StackChange:
        if exists:
            return self._made(template, body, values, kind="UPDATE") or StackChange.UNCHANGED
        kept = retained(json.loads(body), values, self._client)
        if not kept:
            return self._made(template, body, values, kind="CREATE") or StackChange.UNCHANGED
        # An import may neither create resources nor change outputs: an update adds the rest of the stack.
        self._made(template, only(json.loads(body), kept), values, kind="IMPORT", kept=kept)
        self._made(template, body, values, kind="UPDATE")
        return StackChange.ADOPTED

    def _made(
        self,
        template: Template,
        body: str,
        values: dict[str, str],
        *,
        kind: str,
        kept: Sequence[Mapping[str, Any]] = (),
    ) -> StackChange | None:
        """Creates a change set and executes it once it is approved; returns None if nothing would change.

        Args:
            template: The stack's template.
            body: The packaged template as JSON.
            values: Parameter values.
            kind: ``CREATE``, ``UPDATE`` or ``IMPORT``.
            kept: Existing resources to import.

        Raises:
            DeployFailed: the changes were not approved, or failed.
        """
        name = self._change_set(template, body, values, kind, kept)
        changes = self._described(template, name)
        if not changes:
            self._cloudformation.delete_change_set(StackName=self._stack_name(template), ChangeSetName=name)
            return None
        if not self._approve(template.name, changes):
            self._cloudformation.delete_change_set(StackName=self._stack_name(template), ChangeSetName=name)
            raise DeployFailed(f"{template.name}: stopped before anything changed in it.")
        # A failed change takes back what it made though its template retains it: a version of a function left
        # over has the release refused when it is tried again, a table left over its creation.
        back = {} if kind == "IMPORT" else {"RetainExceptOnCreate": True}
        self._cloudformation.execute_change_set(
            StackName=self._stack_name(template), ChangeSetName=name, **back
        )
        status = self._settled(template)
        if status != f"{kind}_COMPLETE":
            raise DeployFailed(f"{template.path}: {self._reason(template, kind)}")
        return {"CREATE": StackChange.CREATED, "UPDATE": StackChange.UPDATED, "IMPORT": StackChange.ADOPTED}[
            kind
        ]

    def _change_set(
        self,
        template: Template,
        body: str,
        values: dict[str, str],
        kind: str,
        kept: Sequence[Mapping[str, Any]],
    ) -> str:
        from botocore.exceptions import ClientError

        name = f"inkscout-{time.time_ns()}"
        tags = {**self._tags, "Service": template.name}
        request: dict[str, Any] = {
            "StackName": self._stack_name(template),
            "ChangeSetName": name,
            "ChangeSetType": kind,
            "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in sorted(values.items())],
            "Capabilities": _CAPABILITIES,
            **self._packager.template_source(body, _BODY_LIMIT_BYTES),
        }
        if kind == "CREATE":
            # A table that is kept on deletion must not survive a create that failed half way.
            request["OnStackFailure"] = "DELETE"
        if kept:
            request["ResourcesToImport"] = list(kept)
        else:
            # CloudFormation copies a stack's tags to its resources; an import must not set any.
            request["Tags"] = [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
        try:
            answer = self._cloudformation.create_change_set(**request)
        except ClientError as error:
            raise DeployFailed(f"{template.path}: {error.response['Error']['Message']}") from error
        self._stack_ids[template.name] = answer["StackId"]
        return name

    def _described(self, template: Template, name: str) -> list[ResourceChange]:
        """Waits until the change set is created and returns its changes; empty if nothing would change.

        Raises:
            DeployFailed: the change set could not be created, or not in time.
        """
        deadline = time.monotonic() + _CHANGE_SET_SECONDS
        while time.monotonic() < deadline:
            answer = self._cloudformation.describe_change_set(
                StackName=self._stack_name(template), ChangeSetName=name
            )
            if answer["Status"] == "FAILED":
                reason = str(answer.get("StatusReason", ""))
                if any(phrase in reason for phrase in _NOTHING):
                    return []
                raise DeployFailed(f"{template.path}: {reason}")
            if answer["Status"] == "CREATE_COMPLETE":
                return _lines(self._pages(template, name, answer))
            time.sleep(self.poll_seconds)
        raise DeployFailed(f"{template.path}: no change set within {_CHANGE_SET_SECONDS:.0f} s.")

    def _pages(self, template: Template, name: str, answer: dict[str, Any]) -> list[dict[str, Any]]:
        changes = list(answer.get("Changes", []))
        while answer.get("NextToken"):
            answer = self._cloudformation.describe_change_set(
                StackName=self._stack_name(template), ChangeSetName=name, NextToken=answer["NextToken"]
            )
            changes += answer.get("Changes", [])
        return changes

    def _deployed_body(self, template: Template) -> object:
        answer = self._cloudformation.get_template(
            StackName=self._stack_name(template), TemplateStage="Original"
        )["TemplateBody"]
        if isinstance(answer, str):
            return json.loads(answer) if answer.lstrip().startswith("{") else None
        return json.loads(json.dumps(answer))


def _lines(changes: Sequence[Mapping[str, Any]]) -> list[ResourceChange]:
    return [
        ResourceChange(
            action=str(change["Action"]),
            logical_id=str(change["LogicalResourceId"]),
            resource_type=str(change["ResourceType"]),
            replacement=str(change.get("Replacement", "")),
        )
        for change in (entry["ResourceChange"] for entry in changes)
    ]
