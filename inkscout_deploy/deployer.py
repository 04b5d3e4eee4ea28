"""Deploys templates to a CloudFormation endpoint, changing only what changed."""

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
# CloudFormation takes a larger template only from a bucket.
_BODY_LIMIT_BYTES = 51_200
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_FINISHED = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE"})


class StackChange(StrEnum):
    """Effect of a deployment on one stack."""

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
    """Deploys templates in order; the outputs of one are parameters of the same name of the next."""

    stack_seconds = _STACK_SECONDS
    poll_seconds = _POLL_SECONDS

    def __init__(self, cloudformation: Any, packager: Packager, prefix: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        self._cloudformation = cloudformation
        self._packager = packager
        self._prefix = prefix

    def deploy(
        self,
        templates: Sequence[Template],
        parameters: Mapping[str, str],
        progress: Callable[[str, StackChange], None] = lambda _name, _change: None,
    ) -> Deployment:
        """Brings every stack to its template; ``parameters`` come before the outputs of earlier stacks.

        Raises:
            DeployFailed: a stack did not reach its template; names the template, the resource and the reason.
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
        # The values are part of the body, so comparing bodies compares everything; a value that
        # CloudFormation hides (NoEcho) counts too, as a hash.
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
            # Not part of the digest above: that a stack exists is no reason to change it.
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
                self._cloudformation.update_stack(**request)
            else:
                # A table that is kept on deletion must not survive a create that failed half way.
                self._cloudformation.create_stack(**request, RetainExceptOnCreate=True)
        except ClientError as error:
            message = error.response["Error"]["Message"]
            if "No updates are to be performed" in message:
                return StackChange.UNCHANGED
            raise DeployFailed(f"{template.path}: {message}") from error
        status = self._settled(template)
        if status != ("UPDATE_COMPLETE" if exists else "CREATE_COMPLETE"):
            raise DeployFailed(f"{template.path}: {self._reason(template)}")
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
        if status in _FINISHED:
            return
        self._cloudformation.delete_stack(StackName=self._stack_name(template))
        if self._settled(template) != "DELETE_COMPLETE":
            raise DeployFailed(
                f"{template.path}: the failed stack cannot be deleted: {self._reason(template)}"
            )

    def _reason(self, template: Template) -> str:
        """The first failure among the stack's events, which come newest first."""
        events = self._cloudformation.describe_stack_events(StackName=self._stack_name(template))[
            "StackEvents"
        ]
        failures = [
            event
            for event in events
            if event["ResourceStatus"].endswith("_FAILED") and event.get("ResourceStatusReason")
        ]
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
