"""SAM's transform with the values of a stack's parameters, which AWS gives it and MiniStack does not.

SAM names a function's version after values that a template takes from parameters; without them every
deployment would name the same version, and a release would never reach an alias on one machine.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from types import ModuleType
from typing import Any

_NAME, _TRANSFORM = "_apply_transforms", "transform"
_VALUES: ContextVar[dict[str, str] | None] = ContextVar("values", default=None)


def give_parameters(engine: ModuleType, users: tuple[ModuleType, ...], sam: ModuleType) -> None:
    """Has ``users`` of the engine's transforms give SAM the parameters of the operation.

    Raises:
        RuntimeError: this is not the MiniStack that it was written for.
    """
    if not all(hasattr(module, _NAME) for module in users) or not hasattr(engine, "_transform_parameters"):
        raise RuntimeError(f"This release of MiniStack has no {_NAME} to correct; install the pinned one.")
    corrected = _remembering(getattr(engine, _NAME), engine._transform_parameters)
    for module in (engine, *users):
        setattr(module, _NAME, corrected)
    setattr(sam, _TRANSFORM, _given(getattr(sam, _TRANSFORM)))


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
