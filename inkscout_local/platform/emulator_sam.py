"""Correction of MiniStack: passes a stack's parameter values to SAM's transform, as AWS does.

SAM derives the name of a function's version from values that a template takes from parameters. Without them
each deployment would use the same name, and a release would never reach an alias on the local platform.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from types import ModuleType
from typing import Any

from inkscout_local.platform.emulator_imports import when_imported

_NAME = "_apply_transforms"
_SAM, _TRANSFORM = "samtranslator.translator.transform", "transform"
_VALUES: ContextVar[dict[str, str] | None] = ContextVar("values", default=None)


def give_parameters(engine: ModuleType, users: tuple[ModuleType, ...]) -> None:
    """Makes SAM's transform receive the parameters of the stack operation under way.

    MiniStack imports SAM's transform, and boto3 with it, when the first template needs it.

    Args:
        engine: MiniStack's CloudFormation engine.
        users: Modules that imported the engine's function and need the corrected one.

    Raises:
        RuntimeError: MiniStack lacks a function to correct, so it is not the supported release.
    """
    if not all(hasattr(module, _NAME) for module in users) or not hasattr(engine, "_transform_parameters"):
        raise RuntimeError(f"This release of MiniStack has no {_NAME} to correct; install the pinned one.")
    corrected = _remembering(getattr(engine, _NAME), engine._transform_parameters)
    for module in (engine, *users):
        setattr(module, _NAME, corrected)
    when_imported(_SAM, lambda sam: setattr(sam, _TRANSFORM, _given(getattr(sam, _TRANSFORM))))


def _remembering(
    original: Callable[..., Any], values_of: Callable[..., dict[str, str]]
) -> Callable[..., Any]:
    @wraps(original)
    def corrected(template: dict[str, Any], provided: Any = None, previous: Any = None) -> Any:  # noqa: ANN401 - MiniStack's own signature
        token = _VALUES.set(values_of(template, provided, previous))
        try:
            return original(template, provided, previous)
        finally:
            _VALUES.reset(token)

    return corrected


def _given(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def corrected(fragment: dict[str, Any], values: dict[str, str], policies: Any) -> Any:  # noqa: ANN401 - SAM's own signature
        return original(fragment, values or dict(_VALUES.get() or {}), policies)

    return corrected
