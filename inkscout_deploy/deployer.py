"""Deploys templates to a CloudFormation endpoint; stacks whose template is unchanged are skipped."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from inkscout_deploy.errors import DeployFailed
from inkscout_deploy.packager import Packager
from inkscout_deploy.release import release_digest
from inkscout_deploy.templates import Template

_STACK_SECONDS = 180.0
_POLL_SECONDS = 0.1
# CloudFormation accepts a larger template only from a bucket.
_BODY_LIMIT_BYTES = 51_200
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_FINISHED = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE"})


class StackChange(StrEnum):
    """Effect of a deployment on one stack; ``ADOPTED`` means that existing resources were imported."""

    CREATED = "created"
    UPDATED = "updated"
    ADOPTED = "adopted"
    UNCHANGED = "unchanged"


@dataclass
class Deployment:
    """Result of a deployment: the change of each stack, and the outputs of all stacks together."""

    changes: dict[str, StackChange] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)


class Deployer:
    """Deploys templates in order; a stack's outputs become parameters of the same names of later stacks."""

    stack_seconds = _STACK_SECONDS
    poll_seconds = _POLL_SECONDS

    def __init__(self, cloudformation: Any, packager: Packager, prefix: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        self._cloudformation = cloudformation
        self._packager = packager
        self._prefix = prefix
        self._stack_ids: dict[str, str] = {}

    def deploy(
        self,
        templates: Sequence[Template],
        parameters: Mapping[str, str],
        progress: Callable[[str, StackChange], None] = lambda _name, _change: None,
    ) -> Deployment:
        """Creates or updates the stack of every template, in order.

        Args:
            templates: The templates, in the order of deployment.
            parameters: Parameter values; they take precedence over outputs of earlier stacks.
            progress: Called after each stack with its name and change.

        Raises:
            DeployFailed: a stack failed; the message names the template, the resource and the reason.
        """
        self._packager.ensure_bucket()
        deployment = Deployment()
        for template in templates:
            values = _values(template, {**deployment.outputs, **parameters})
            if "ApiDigest" in template.parameters:
                values["ApiDigest"] = release_digest(template.path.parent.parent, values)
            change = self._bring(template, values)
            deployment.changes[template.name] = change
            deployment.outputs.update(self._outputs(template))
            progress(template.name, change)
        return deployment

    def _bring(self, template: Template, values: dict[str, str]) -> StackChange:
        # A hash of the values is part of the body, so that comparing bodies compares everything, including
        # values that CloudFormation hides (NoEcho).
        digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
        template.body.setdefault("Metadata", {})["InkscoutParameters"] = digest
        body = self._packager.package(template)
        stack = self._stack(template)
        if stack and stack["StackStatus"] not in _FINISHED:
            self._remove(template, stack)
            stack = None
        if (
            stack
            and self._deployed_body(template) == json.loads(body)
            and stack["StackStatus"]
            in (
                "CREATE_COMPLETE",
                "UPDATE_COMPLETE",
            )
        ):
            return StackChange.UNCHANGED
        if "StackExists" in template.parameters:
            # Not part of the digest above: it would differ between the first and the second deployment.
            values = {**values, "StackExists": str(stack is not None).lower()}
        return self._apply(template, body, values, exists=stack is not None)

    def _apply(self, template: Template, body: str, values: dict[str, str], *, exists: bool) -> StackChange:
        from botocore.exceptions import ClientError

        request: dict[str, Any] = {
            "StackName": self._stack_name(template),
            "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in sorted(values.items())],
            "Capabilities": _CAPABILITIES,
            **self._packager.template_source(body, _BODY_LIMIT_BYTES),
        }
        try:
            if exists:
                answer = self._cloudformation.update_stack(**request)
            else:
                # A table that is kept on deletion must not survive a create that failed half way.
                answer = self._cloudformation.create_stack(**request, RetainExceptOnCreate=True)
        except ClientError as error:
            message = error.response["Error"]["Message"]
            if "No updates are to be performed" in message:
                return StackChange.UNCHANGED
            raise DeployFailed(f"{template.path}: {message}") from error
        self._stack_ids[template.name] = answer["StackId"]
        status, kind = self._settled(template), "UPDATE" if exists else "CREATE"
        if status != f"{kind}_COMPLETE":
            raise DeployFailed(f"{template.path}: {self._reason(template, kind)}")
        return StackChange.UPDATED if exists else StackChange.CREATED

    def _settled(self, template: Template) -> str:
        deadline = time.monotonic() + self.stack_seconds
        while time.monotonic() < deadline:
            stack = self._stack(template)
            status = str(stack["StackStatus"]) if stack else "DELETE_COMPLETE"
            if not status.endswith("_IN_PROGRESS"):
                return status
            time.sleep(self.poll_seconds)
        raise DeployFailed(f"{template.path}: the stack did not settle within {self.stack_seconds:.0f} s.")

    def _remove(self, template: Template, stack: Mapping[str, Any]) -> None:
        status = str(stack["StackStatus"])
        if status.endswith("_IN_PROGRESS"):
            status = self._settled(template)
        if status not in _FINISHED:
            self.delete(template)

    def delete(self, template: Template) -> None:
        """Deletes the stack and waits until it is gone, for at most ``stack_seconds``.

        Raises:
            DeployFailed: the stack cannot be deleted in time; the message names the resource and the reason.
        """
        self._cloudformation.delete_stack(StackName=self._stack_name(template))
        if self._settled(template) != "DELETE_COMPLETE":
            reason = self._reason(template, "DELETE")
            raise DeployFailed(f"{template.path}: the stack cannot be deleted: {reason}")

    def _reason(self, template: Template, kind: str) -> str:
        """Returns the reason of the latest operation's first failure, in words.

        ``kind`` is the operation: CREATE, UPDATE, IMPORT or DELETE. Uses the stack's id where it is known,
        since a stack that was deleted after a failed creation cannot be found by its name.
        """
        stack = self._stack_ids.get(template.name, self._stack_name(template))
        failures = []
        pages = self._cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack)
        for event in (event for page in pages for event in page["StackEvents"]):
            whole = event["ResourceType"] == "AWS::CloudFormation::Stack"
            if event["ResourceStatus"].endswith("_FAILED") and event.get("ResourceStatusReason"):
                failures.append(event)
            if whole and event["ResourceStatus"] == f"{kind}_IN_PROGRESS":
                break  # events come newest first: older ones belong to another operation
        if not failures:
            return "the stack failed without a reason."
        own = [event for event in failures if event["ResourceType"] != "AWS::CloudFormation::Stack"]
        first = (own or failures)[-1]
        return f"{first['LogicalResourceId']} ({first['ResourceType']}): {first['ResourceStatusReason']}"

    def _stack(self, template: Template) -> dict[str, Any] | None:
        from botocore.exceptions import ClientError

        try:
            stacks = self._cloudformation.describe_stacks(StackName=self._stack_name(template))["Stacks"]
        except ClientError as error:
            if "does not exist" in error.response["Error"]["Message"]:
                return None
            raise
        return stacks[0] if stacks and stacks[0]["StackStatus"] != "DELETE_COMPLETE" else None

    def _outputs(self, template: Template) -> dict[str, str]:
        stack = self._stack(template) or {}
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

    def _deployed_body(self, template: Template) -> object:
        body = self._cloudformation.get_template(StackName=self._stack_name(template))["TemplateBody"]
        if isinstance(body, str):
            return json.loads(body) if body.lstrip().startswith("{") else None
        return json.loads(json.dumps(body))

    def _stack_name(self, template: Template) -> str:
        return f"{self._prefix}-{template.name.replace('_', '-')}"


def _values(template: Template, known: Mapping[str, str]) -> dict[str, str]:
    missing = [
        name
        for name, definition in template.parameters.items()
        if name not in known and "Default" not in definition
    ]
    if missing:
        raise DeployFailed(f"{template.path}: no value for parameter {', '.join(sorted(missing))}.")
    return {name: known[name] for name in template.parameters if name in known}
