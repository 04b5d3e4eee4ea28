"""Choice of the platform that a command works on: a local one, or a stage deployed to AWS."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Protocol, TypeVar

import typer

from inkscout_cli import common
from inkscout_deploy.errors import BadInput
from inkscout_local.platform.state import StateFolder

AnswerT = TypeVar("AnswerT")

StageOption = Annotated[
    str, typer.Option("--stage", help="A stage on AWS in place of a platform here, such as dev or prod.")
]
AwsRegionOption = Annotated[
    str,
    typer.Option(
        "--region", "--aws-region", help="AWS region of the stage; default: AWS_REGION, else the profile's."
    ),
]


class Reached(Protocol):
    """Connection to a local platform or to a deployed stage.

    Attributes:
        outputs: Outputs of all stacks together, by name.
    """

    outputs: dict[str, str]

    @property
    def api_url(self) -> str:
        """Base URL of the HTTP API; empty if it is not deployed."""
        ...

    @property
    def website(self) -> str:
        """Address of the website; empty if there is none."""
        ...

    @property
    def state_machine(self) -> str:
        """ARN of the directory pipeline's state machine."""
        ...

    def function_variables(self, name: str) -> Mapping[str, str]:
        """Returns the environment variables of a deployed function, named or by its ARN."""
        ...

    def api_pool(self, *, searches: bool) -> AbstractContextManager[Any]:
        """Opens what sends requests to the API; it gives None for the network.

        ``searches`` tells whether requests will be searches.
        """
        ...

    def client(self, service: str, **config: Any) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
        """Returns a boto3 client of a service; ``config`` are botocore's options."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """The platform chosen by a command's options, running or not.

    The state folder is looked for only when needed, so that a command can check its arguments first.

    Attributes:
        find: Returns the state folder of the local platform.
        stage: Name of the stage on AWS; empty for a local platform.
        region: AWS region of the stage; empty for the configured one.
    """

    find: Callable[[], StateFolder]
    stage: str = ""
    region: str = ""

    @property
    def folder(self) -> StateFolder:
        """State folder of the local platform.

        Raises:
            BadInput: no platform was ever started there.
        """
        return self.find()

    @contextmanager
    def connected(self) -> Iterator[Reached]:
        """Connects to the stage, or to the local platform, which is started for the ``with`` block if needed.

        Raises:
            BadInput: no platform was ever started there.
            PlatformError: none is running and none can be started; or there is no such stage, or the
                credentials for it are missing or lack a right.
        """
        if self.stage:
            from inkscout_cli.deployed import reached

            with reached(self.stage, self.region) as stage:
                yield stage
            return
        folder = self.folder
        with common.connected(folder) as (connection, _):
            yield connection

    def read(self, question: Callable[[Reached], AnswerT]) -> AnswerT:
        """Returns the answer to a question that changes nothing.

        The saved state of a local platform that does not run answers it where it can; else the question is
        put, again if need be, to the platform that ``connected`` gives.

        Raises:
            BadInput: no platform was ever started there.
            PlatformError: as ``connected`` does.
        """
        if not self.stage:
            from inkscout import bootstrap
            from inkscout_local.saved.connection import reading
            from inkscout_local.saved.services import NotSaved

            try:
                with reading(self.folder) as saved:
                    if saved is not None:
                        return question(saved)
            except NotSaved:
                pass
            finally:
                bootstrap.forget()
        with self.connected() as connection:
            return question(connection)


def chosen(world: Path | None, *, live: bool, state: Path | None, stage: str, region: str) -> Choice:
    """Returns the platform that a command's options choose.

    Raises:
        BadInput: options of a local platform are given together with those of a stage.
    """
    if stage and (world is not None or live or state is not None):
        raise BadInput("--stage is a platform on AWS; leave out --world, --live and --state.")
    if region and not stage:
        raise BadInput("--region is the AWS region of a stage: give --stage too.")
    return Choice(lambda: common.chosen_folder(state, world, live=live), stage, region)


_OPTIONS = [
    inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
    for name, default, annotation in (
        ("world", None, common.WorldOption),
        ("live", False, common.LiveOption),
        ("state", None, common.StateOption),
        ("stage", "", StageOption),
        ("aws_region", "", AwsRegionOption),
    )
]


def on_a_platform(command: Callable[..., None]) -> Callable[..., None]:
    """Adds ``--world``, ``--live``, ``--state``, ``--stage`` and ``--region`` to a command (decorator).

    The command receives the chosen platform as its first parameter, of type ``Choice``.
    """

    @wraps(command)
    def choosing(
        *,
        world: Path | None,
        live: bool,
        state: Path | None,
        stage: str,
        aws_region: str,
        **given: Any,  # noqa: ANN401 - the command's own options
    ) -> None:
        command(chosen(world, live=live, state=state, stage=stage, region=aws_region), **given)

    own = list(inspect.signature(command).parameters.values())[1:]
    options = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own] + _OPTIONS
    # Typer reads the order from the signature and the options from the annotations.
    choosing.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined] # PEP 362 names it
    choosing.__annotations__ = {option.name: option.annotation for option in options}
    del choosing.__wrapped__
    return choosing
