"""``inkscout deploy``: deploys a stage to an AWS account."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from inkscout_cli import common, records
from inkscout_cli.deployed import aws_region
from inkscout_cli.output import say
from inkscout_deploy import settings_file as settings_files
from inkscout_deploy.account import Account, Progress, StageDeployment, build
from inkscout_deploy.change_sets import ResourceChange
from inkscout_deploy.errors import BadInput
from inkscout_deploy.project import PROJECT_ROOT
from inkscout_deploy.stages import Stage, check_edge, parse_parameters, read_stage
from inkscout_local.environment import LocalSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

StageOption = Annotated[str, typer.Option("--stage", help="Stage to deploy: dev or prod.")]
ParameterOption = Annotated[
    list[str] | None,
    typer.Option("--parameter", help="NAME=VALUE of a template's parameter; may be given again."),
]
RegionOption = Annotated[str, typer.Option("--region", help="AWS region; default: the profile's.")]


@app.command()
def deploy(
    *,
    stage: StageOption,
    parameter: ParameterOption = None,
    optional: Annotated[
        list[str] | None, typer.Option("--with", help="Optional stack to deploy too, such as edge.")
    ] = None,
    region: RegionOption = "",
    yes: Annotated[bool, typer.Option("--yes", help="Show the change sets and do not ask.")] = False,
    settings_file: common.SettingsOption = None,
    skip_image: Annotated[
        bool, typer.Option("--skip-image", help="Leave the worker's image to another machine.")
    ] = False,
    as_json: common.JsonOption = False,
) -> None:
    """Builds the artifacts, shows each stack's changes, and makes them once you agree.

    Settings of inkscout.toml replace the parameters of the stage's file; --parameter replaces both.
    """
    from inkscout_deploy import artifacts, first_time, image
    from inkscout_deploy.after_stacks import AfterStacks

    account = account_of(region)
    settings = settings_files.read(settings_file)
    own = settings.stage_parameters(settings_file or Path(settings_files.NAME))
    given = {**own, **parse_parameters(parameter or [])}
    chosen = read_stage(PROJECT_ROOT / "infra", stage, given, optional or [])
    architecture = _architecture(chosen)
    tag = artifacts.image_tag(PROJECT_ROOT, architecture)
    chosen = replace(chosen, parameters={"ImageTag": tag, **chosen.parameters})
    console = common.console(errors=as_json)
    number = account.number()
    console.print(f"Stage {stage} in account {number}, region {account.region}")
    _require(chosen)
    check_edge(chosen)
    _look_ahead(account, chosen, console)
    built = build(PROJECT_ROOT, architecture, LocalSettings().inkscout_home / "build", console.print)
    deployment = StageDeployment(
        account, chosen, PROJECT_ROOT / "infra", _asker(console, yes=yes), built=built
    )

    def push(uri: str) -> bool:
        return image.push(account.client("ecr", ""), PROJECT_ROOT, uri, tag, architecture)

    # An older image, named by its tag, cannot be built from today's sources.
    builds = not skip_image and chosen.parameters["ImageTag"] == tag
    after = AfterStacks(account, chosen, console.print, push_image=push if builds else None)
    for service in first_time.make_service_roles(account.client("iam", "")):
        console.print(f"service-linked role of {service}: created")
    after.prepare()
    progress = deployment.deploy(console.print, after)
    if as_json:
        say(json.dumps(document(chosen, number, account.region, progress), indent=2))
    else:
        _summary(progress, console)


def account_of(region: str) -> Account:
    """Returns the AWS account of this machine's credentials; an empty region means the profile's.

    Raises:
        BadInput: no region is given or configured.
    """
    import boto3

    chosen = aws_region(region)
    session = boto3.Session(region_name=chosen)
    return Account(lambda service, where: session.client(service, region_name=where or None), chosen)


def document(stage: Stage, number: str, region: str, progress: Progress) -> dict[str, object]:
    """Returns what a deployment did, for JSON: what became of each stack, and the outputs of all of them."""
    return {
        "stage": stage.name,
        "account": number,
        "region": region,
        "stacks": {name: str(change) for name, change in progress.changes.items()},
        "outputs": dict(progress.outputs),
    }


def _look_ahead(account: Account, stage: Stage, console: Console) -> None:
    """Checks the account's quotas before anything is created, and prints each shortage.

    Raises:
        BadInput: a quota is so low that CloudFormation would refuse a stack.
    """
    from inkscout_deploy import quotas

    infra = PROJECT_ROOT / "infra"
    found = quotas.shortages(
        lambda service: account.client(service, ""),
        quotas.Needs.of(infra, stage.parameters),
        stage.name,
        network_stands=StageDeployment(account, stage, infra, _asker(console, yes=False)).stands("network"),
    )
    for shortage in found:
        console.print(str(shortage))
    if any(shortage.stops for shortage in found):
        raise BadInput("Nothing was deployed: CloudFormation would be refused what is named above.")


def _require(stage: Stage) -> None:
    missing = [name for name in ("CrawlerContact", "GoogleMapsSecretArn") if not stage.parameters.get(name)]
    if missing:
        options = " ".join(f"--parameter {name}=…" for name in missing)
        raise BadInput(f"Give {options} (docs/how-to/deploy.md).")


def _architecture(stage: Stage) -> str:
    """Returns the CPU architecture that functions, layers and workers are built for.

    Raises:
        BadInput: the stage's parameter is neither ``arm64`` nor ``x86_64``.
    """
    from inkscout_deploy.artifacts import PLATFORMS

    found = str(stage.parameters.get("Architecture", "arm64"))
    if found not in PLATFORMS:
        raise BadInput(f"Architecture is {' or '.join(PLATFORMS)}, not {found}.")
    return found


class _Asker:
    """Shows a change set and asks for approval; after the reply ``all``, approves without asking."""

    def __init__(self, console: Console, *, yes: bool) -> None:
        self._console = console
        self._yes = yes

    def __call__(self, name: str, changes: Sequence[ResourceChange]) -> bool:
        show_changes(self._console, name, changes)
        if self._yes:
            return True
        if not sys.stdin.isatty():
            raise BadInput("Nobody can be asked here: give --yes to make the changes.")
        answer = typer.prompt(f"Make these changes to {name}? (yes, no, all)", default="no", err=True)
        answer = answer.strip().lower()
        self._yes = answer in {"a", "all"}
        return self._yes or answer in {"y", "yes"}


def _asker(console: Console, *, yes: bool) -> _Asker:
    return _Asker(console, yes=yes)


def show_changes(console: Console, name: str, changes: Sequence[ResourceChange]) -> None:
    """Prints a stack's change set."""
    rows = [
        (
            change.logical_id,
            change.action,
            change.resource_type,
            {"True": "yes", "Conditional": "perhaps"}.get(change.replacement, ""),
        )
        for change in changes
    ]
    records.show(console, ("Resource", "Change", "Type", "Replaced"), rows, title=name)


def _summary(progress: Progress, console: Console) -> None:
    counted = {
        str(kind): list(progress.changes.values()).count(kind) for kind in set(progress.changes.values())
    }
    console.print(", ".join(f"{count} {kind}" for kind, count in sorted(counted.items())))
    for label, output in (("API", "ApiUrl"), ("CDN", "EdgeUrl"), ("Pipeline", "DirectoryPipelineArn")):
        if progress.outputs.get(output):
            console.print(f"{label}: {progress.outputs[output]}", soft_wrap=True)
