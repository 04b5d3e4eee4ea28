"""A deployer that shows a change set and asks before it acts."""

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
# No resource of such a stack exists: its change set was never executed, or its creation was undone.
_NEVER_MADE = frozenset({"REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "CREATE_FAILED"})
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_BODY_LIMIT_BYTES = 51_200


@dataclass(frozen=True)
class ResourceChange:
    """One line of a change set; ``replacement`` is ``True``, ``False``, ``Conditional`` or empty."""

    action: str
    logical_id: str
    resource_type: str
    replacement: str


Approve = Callable[[str, Sequence[ResourceChange]], bool]
"""Whether to go on with a stack's changes."""


class ChangeSetDeployer(Deployer):
    """Brings stacks to their templates by change sets; waits for minutes where a domain is made."""

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
        """Has CloudFormation refuse, or allow, to delete the stack."""
        self._cloudformation.update_termination_protection(
            StackName=self._stack_name(template), EnableTerminationProtection=enabled
        )

    def _remove(self, template: Template, stack: Mapping[str, Any]) -> None:
        """Takes away a stack that never came to be; one that people rely on is left as it is.

        Raises:
            DeployFailed: the stack is being changed, or a person has to look at it first.
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
        # An import can neither make nor say anything: the rest of the stack follows in an update.
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
        """Makes one change set's changes, once they are approved; None where there are none.

        Raises:
            DeployFailed: they were not approved, or did not succeed.
        """
        name = self._change_set(template, body, values, kind, kept)
        changes = self._described(template, name)
        if not changes:
            self._cloudformation.delete_change_set(StackName=self._stack_name(template), ChangeSetName=name)
            return None
        if not self._approve(template.name, changes):
            self._cloudformation.delete_change_set(StackName=self._stack_name(template), ChangeSetName=name)
            raise DeployFailed(f"{template.name}: stopped before anything changed in it.")
        self._cloudformation.execute_change_set(StackName=self._stack_name(template), ChangeSetName=name)
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
            # CloudFormation hands a stack's tags on to all that it makes; an import may not bring any.
            request["Tags"] = [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
        try:
            answer = self._cloudformation.create_change_set(**request)
        except ClientError as error:
            raise DeployFailed(f"{template.path}: {error.response['Error']['Message']}") from error
        self._stack_ids[template.name] = answer["StackId"]
        return name

    def _described(self, template: Template, name: str) -> list[ResourceChange]:
        """The change set's lines once it is made; none where nothing would change."""
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
