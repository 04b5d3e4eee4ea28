"""A platform that is there already, for commands in this process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import boto3

from inkscout_local.platform.state import StateFolder

AnswerT = TypeVar("AnswerT")


@dataclass
class Here:
    """Connection whose AWS clients are moto's, and the choice of it."""

    root: Path
    stage: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    website: str = ""

    @property
    def folder(self) -> StateFolder:
        return StateFolder(self.root)

    @contextmanager
    def connected(self) -> Iterator["Here"]:
        yield self

    def read(self, question: Callable[["Here"], AnswerT]) -> AnswerT:
        return question(self)

    def client(self, service: str, **_config: Any) -> Any:
        return boto3.client(
            service, region_name="eu-west-1", aws_access_key_id="test", aws_secret_access_key="test"
        )
