"""``inkscout destroy``: deletes a stage from an AWS account, unless it is protected."""

import json
import sys
from typing import Annotated

import typer

from inkscout_cli import common
from inkscout_cli.commands.deploy import RegionOption, StageOption, account_of
from inkscout_cli.output import say
from inkscout_deploy.account import StageDeployment
from inkscout_deploy.errors import BadInput, DeployFailed
from inkscout_deploy.project import PROJECT_ROOT
from inkscout_deploy.stages import read_stage, stack_specs

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def destroy(
    stage: StageOption,
    region: RegionOption = "",
    confirm: Annotated[str, typer.Option("--confirm", help="The stage's name once more.")] = "",
    as_json: common.JsonOption = False,
) -> None:
    """Deletes the stage's stacks and what was created beside them; lists what is kept, and why."""
    account = account_of(region)
    infra = PROJECT_ROOT / "infra"
    optional = [spec.name for spec in stack_specs(infra) if spec.optional]
    # A stage may have had workers on Fargate before its mode was changed.
    whole = read_stage(infra, stage, {"FleetMode": "fargate"}, optional)
    deployment = StageDeployment(account, whole, infra, lambda _name, _changes: False)
    protections = deployment.protections()
    console = common.console(errors=as_json)
    if protections:
        for line in protections:
            console.print(line)
        raise DeployFailed(
            f"Stage {stage} is protected. If you mean it, deploy it with "
            "--parameter DeletionProtection=false first."
        )
    if not confirm and sys.stdin.isatty():
        confirm = typer.prompt(f"Type {stage} to delete its stacks", err=True)
    if confirm != stage:
        raise BadInput(f"Nothing was deleted: --confirm must say {stage}.")
    kept = deployment.destroy(console.print)
    if as_json:
        say(
            json.dumps(
                {"stage": stage, "region": account.region, "kept": [str(one) for one in kept]}, indent=2
            )
        )
        return
    console.print("Kept, for you to delete (docs/how-to/deploy.md):" if kept else "Nothing is kept.")
    for one in kept:
        console.print(f"  {one}")
