"""Deployment of one stage to one AWS account: creates or updates its stacks, and deletes them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inkscout_deploy import artifacts, leftovers, templates
from inkscout_deploy.account_packager import AccountPackager
from inkscout_deploy.change_sets import Approve, ChangeSetDeployer
from inkscout_deploy.deployer import StackChange
from inkscout_deploy.errors import BadInput, DeployFailed
from inkscout_deploy.stages import StackSpec, Stage

# Stacks that hold data; they get termination protection if the parameter DeletionProtection is true.
_PROTECTED = frozenset({"data", "search", "backup", "security"})

Say = Callable[[str], None]


@dataclass
class Account:
    """An AWS account and the region to deploy to.

    Attributes:
        client: Returns a boto3 client by service and region; an empty region means ``region``.
        region: AWS region of the stage.
        prefix: First part of the names of stacks, functions and buckets.
    """

    client: Callable[[str, str], Any]
    region: str
    prefix: str = "inkscout"

    def number(self) -> str:
        """Returns the account's id.

        Raises:
            BadInput: there are no AWS credentials, or AWS refuses them.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return str(self.client("sts", "").get_caller_identity()["Account"])
        except (BotoCoreError, ClientError) as error:
            raise BadInput(f"AWS does not accept this machine's credentials: {error}.") from error


@dataclass
class Progress:
    """Progress of a deployment.

    Attributes:
        changes: Change of each stack deployed so far, by the stack's name.
        outputs: Outputs of these stacks together, by output name.
    """

    changes: dict[str, StackChange] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)


class StageDeployment:
    """Deploys a stage to an account, or destroys it."""

    def __init__(
        self,
        account: Account,
        stage: Stage,
        infra: Path,
        approve: Approve,
        *,
        built: Mapping[Path, Path] | None = None,
        poll_seconds: float = 2.0,
    ) -> None:
        self._account, self._stage, self._infra, self._approve = account, stage, infra, approve
        self._built = dict(built or {})
        self._poll_seconds = poll_seconds
        self._deployers: dict[str, tuple[ChangeSetDeployer, AccountPackager]] = {}

    def deploy(
        self, say: Say = lambda _text: None, after: Callable[[str, Progress], None] = lambda _n, _p: None
    ) -> Progress:
        """Creates or updates every stack of the stage, in order.

        Args:
            say: Receives a line for the operator after each stack.
            after: Called after each stack with its name and the progress so far.

        Raises:
            DeployFailed: a stack failed, or its change set was not approved.
        """
        progress = Progress()
        for spec in self._stage.stacks:
            deployer, packager = self._tools(spec)
            packager.signing_profile = progress.outputs.get("SigningProfileName", "")
            # A key belongs to its region.
            packager.key_arn = "" if spec.region else progress.outputs.get("KmsKeyArn", "")
            template = templates.read(self._infra / f"{spec.name}.yaml")
            try:
                done = deployer.deploy([template], {**progress.outputs, **self._stage.parameters})
            except DeployFailed as error:
                raise _hinted(error) from error
            progress.changes |= done.changes
            progress.outputs |= done.outputs
            if spec.name in _PROTECTED:
                deployer.protect(template, enabled=self._stage.parameters.get("DeletionProtection") == "true")
            say(f"{spec.name}: {done.changes[spec.name]}")
            after(spec.name, progress)
        for _, packager in self._deployers.values():
            packager.bucket.prune(packager.used)
        return progress

    def protections(self) -> list[str]:
        """Returns the deletion protections of the stage's stacks and tables, one sentence each."""
        found = []
        for spec in self._stage.stacks:
            stack = self._stack(spec)
            if stack is None:
                continue
            if stack.get("EnableTerminationProtection"):
                found.append(f"stack {stack['StackName']} has termination protection")
            for table in self._tables(spec, stack["StackName"]):
                found.append(f"table {table} has deletion protection")
        return found

    def stands(self, name: str) -> bool:
        """Whether a stack of the stage exists, in any state; ``name`` is its name in ``stacks.json``."""
        return any(self._stack(spec) is not None for spec in self._stage.stacks if spec.name == name)

    def destroy(self, say: Say = lambda _text: None) -> list[leftovers.Kept]:
        """Deletes the stacks in reverse order, then what was created outside of them.

        Continues after a stack that cannot be deleted, since each remaining stack costs money. Returns the
        resources that the templates retain.

        Raises:
            DeployFailed: a deletion protection is on, or a stack cannot be deleted; call again to resume.
        """
        protections = self.protections()
        if protections:
            raise DeployFailed("Deletion protection holds: " + "; ".join(protections) + ".")
        found: list[leftovers.Kept] = []
        failures: list[str] = []
        for spec in reversed(self._stage.stacks):
            stack = self._stack(spec)
            if stack is None:
                continue
            kept = self._kept(spec, stack["StackName"])
            try:
                self._tools(spec)[0].delete(templates.read(self._infra / f"{spec.name}.yaml"))
            except DeployFailed as error:
                failures.append(str(error))
                say(f"{spec.name}: not deleted")
            else:
                found += kept
                say(f"{spec.name}: deleted" + "".join(f"\n  kept: {one}" for one in kept))
        if failures:
            raise DeployFailed(" ".join([*failures, "Mend it and destroy the stage again."]))
        name, client = self._stage.name, self._account.client
        for line in leftovers.clear(lambda at: client(at, ""), name, f"{self._account.prefix}-{name}"):
            say(line)
        for spec in self._stage.stacks:
            bucket = self._tools(spec)[1].bucket
            if bucket.delete():
                say(f"bucket {bucket.name}: deleted")
        return found

    def _kept(self, spec: StackSpec, name: str) -> list[leftovers.Kept]:
        client = self._account.client("cloudformation", spec.region)
        body = client.get_template(StackName=name, TemplateStage="Original")["TemplateBody"]
        resources = client.describe_stack_resources(StackName=name)["StackResources"]
        return leftovers.kept(json.loads(body) if isinstance(body, str) else body, resources)

    def _tools(self, spec: StackSpec) -> tuple[ChangeSetDeployer, AccountPackager]:
        if spec.region not in self._deployers:
            client = self._account.client
            number = self._account.number()
            bucket = self._bucket_name(spec, number)
            packager = AccountPackager(
                client("s3", spec.region), bucket, self._built, client("signer", spec.region), owner=number
            )
            tags = {"Project": "inkscout", "Environment": self._stage.name}
            prefix = self._prefix(spec)
            deployer = ChangeSetDeployer(
                client("cloudformation", spec.region), packager, prefix, self._approve, tags,
                client=lambda service: client(service, spec.region), poll_seconds=self._poll_seconds,
            )  # fmt: skip
            self._deployers[spec.region] = deployer, packager
        return self._deployers[spec.region]

    def _bucket_name(self, spec: StackSpec, number: str) -> str:
        """Returns the name of a stack's artifact bucket, at most 63 characters.

        For a stack in another region than the stage, the name contains both regions.
        """
        home, region = self._account.region, spec.region or self._account.region
        part = "artifacts" if region == home else home
        return f"{self._account.prefix}-{self._stage.name}-{part}-{number}-{region}"

    def _name(self, spec: StackSpec) -> str:
        return f"{self._prefix(spec)}-{spec.name.replace('_', '-')}"

    def _prefix(self, spec: StackSpec) -> str:
        """Returns the first part of a stack's name.

        A stack in another region than the stage has the stage's region in its name.
        """
        home = self._account.region
        elsewhere = spec.region not in {"", home}
        return f"{self._account.prefix}-{self._stage.name}" + (f"-{home}" if elsewhere else "")

    def _stack(self, spec: StackSpec) -> dict[str, Any] | None:
        from botocore.exceptions import ClientError

        client = self._account.client("cloudformation", spec.region)
        try:
            stacks = client.describe_stacks(StackName=self._name(spec))["Stacks"]
        except ClientError as error:
            if "does not exist" in error.response["Error"]["Message"]:
                return None
            raise
        return stacks[0] if stacks and stacks[0]["StackStatus"] != "DELETE_COMPLETE" else None

    def _tables(self, spec: StackSpec, stack: str) -> list[str]:
        """Returns the names of a stack's DynamoDB tables that have deletion protection."""
        client = self._account.client("cloudformation", spec.region)
        resources = client.describe_stack_resources(StackName=stack)["StackResources"]
        names = [r["PhysicalResourceId"] for r in resources if r["ResourceType"] == "AWS::DynamoDB::Table"]
        dynamodb = self._account.client("dynamodb", spec.region)
        described = [dynamodb.describe_table(TableName=name)["Table"] for name in names]
        return [str(table["TableName"]) for table in described if table.get("DeletionProtectionEnabled")]


def _hinted(error: DeployFailed) -> DeployFailed:
    """Returns the error with advice on what to do added to it, if there is any; else the error itself."""
    text = str(error)
    if "iam:CreatePolicyVersion" in text or "iam:DeletePolicyVersion" in text:
        return DeployFailed(
            f"{text} These credentials may not change the permissions boundary, which is so on purpose for "
            "continuous integration: deploy this release once as an administrator (docs/how-to/deploy.md)."
        )
    return error


def build(repository: Path, architecture: str, cache: Path, say: Say) -> dict[Path, Path]:
    """Builds the dependencies layer and the packaged functions; returns the built folder for each source.

    Raises:
        DeployFailed: a package cannot be downloaded, or a function with its layers is too large for Lambda.
    """
    cache.mkdir(parents=True, exist_ok=True)
    layer = artifacts.dependencies_layer(repository, architecture, cache)
    built = artifacts.packages(repository, cache)
    largest = max(artifacts.size(folder) for folder in built.values())
    core = repository / "layers" / "core"
    whole = layer.unzipped_bytes + sum(p.stat().st_size for p in core.rglob("*.*") if p.is_file())
    if whole + largest > artifacts.LIMIT_UNZIPPED_BYTES:
        raise DeployFailed(f"A function with its layers has {whole} bytes unpacked; Lambda takes 262144000.")
    mega, limit = 1e6, artifacts.LIMIT_UNZIPPED_BYTES
    say(
        f"Built for {architecture}: dependencies {layer.unzipped_bytes / mega:.1f} MB; "
        f"the largest function with its layers {(whole + largest) / mega:.1f} of {limit / mega:.1f} MB"
    )
    return {repository / "layers" / "dependencies": layer.folder, **built}
