"""Correction of MiniStack: reads of a service's description only what the content type of a response needs.

MiniStack sets that type by the protocol of the service, for which botocore parses the description of all of
the service's operations. The metadata stand at the beginning of each description. SAM's transform also checks
the policy templates that it ships against their schema, for each template anew; they are those of the pinned
release. Both together were a tenth of the emulator's work until the templates are deployed.
"""

import functools
import gzip
import json
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from inkscout_local.platform.emulator_imports import when_imported

_NAME = "_service_model"
_POLICIES = "samtranslator.policy_template_processor.processor"
_FILE = "service-2.json.gz"
_READ_CHARACTERS = 8192
_METADATA = re.compile(r'"metadata"\s*:\s*')


def read_briefly(responses: ModuleType) -> None:
    """Makes MiniStack read the metadata of a service alone, and SAM trust its own policy templates.

    Args:
        responses: MiniStack's module that completes responses.

    Raises:
        RuntimeError: MiniStack lacks a name to correct, so it is not the supported release.
    """
    if not hasattr(responses, _NAME) or not hasattr(responses, "_BOTOCORE_NAME"):
        raise RuntimeError(f"This release of MiniStack has no {_NAME} to correct; install the pinned one.")
    setattr(responses, _NAME, _briefly(getattr(responses, _NAME), responses._BOTOCORE_NAME))
    when_imported(_POLICIES, _trust)


def metadata(service: str) -> dict[str, Any] | None:
    """Returns the metadata of a service by botocore's name for it; None where they cannot be read alone."""
    package = find_spec("botocore")
    folders = package.submodule_search_locations if package else None
    versions = sorted(Path(folders[0], "data", service).glob(f"*/{_FILE}")) if folders else []
    if not versions:
        return None
    with gzip.open(versions[-1], "rt", encoding="utf-8") as file:
        text = file.read(_READ_CHARACTERS)
    begin = _METADATA.search(text)
    try:
        found = json.JSONDecoder().raw_decode(text, begin.end())[0] if begin else None
    except ValueError:  # they are longer than what was read
        return None
    return found if isinstance(found, dict) else None


def _briefly(whole: Callable[[str], Any], names: dict[str, str]) -> Callable[[str], Any]:
    """Returns a function that gives an object with ``metadata``; ``whole`` gives it where that fails."""

    @functools.cache
    def model(service: str) -> Any:  # noqa: ANN401 - botocore's model, or as much of it as is used
        found = metadata(names.get(service, service))
        return whole(service) if found is None else SimpleNamespace(metadata=found)

    return model


def _trust(processor: ModuleType) -> None:
    processor.PolicyTemplatesProcessor._is_valid_templates_dict = staticmethod(lambda *_: True)
