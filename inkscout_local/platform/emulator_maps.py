"""Correction of MiniStack: a distributed map runs no more items at once than the machine can compute.

On AWS each item of a map has a machine of its own. On one machine, where the websites are served too, nothing
waits for anything but the CPU: twenty functions at once take as long as four, and four times the memory.
"""

from collections.abc import Callable
from types import ModuleType
from typing import Any

Run = Callable[..., Any]


def install(stepfunctions: ModuleType, at_once: int) -> None:
    """Limits distributed maps in place to ``at_once`` items at a time; 0 leaves them as they are.

    Raises:
        RuntimeError: MiniStack runs maps in another way, so it is not the supported release.
    """
    if not hasattr(stepfunctions, "_run_distributed_map"):
        raise RuntimeError("This release of MiniStack runs maps in another way; install the pinned one.")
    if at_once:
        stepfunctions._run_distributed_map = limited(  # type: ignore[attr-defined]  # MiniStack's own
            stepfunctions._run_distributed_map, at_once
        )


def limited(run: Run, at_once: int) -> Run:
    """Returns MiniStack's function with the smaller of the state's own ``MaxConcurrency`` and ``at_once``."""

    def corrected(state: dict[str, Any], *rest: Any) -> Any:  # noqa: ANN401 - MiniStack's own signature
        own = int(state.get("MaxConcurrency") or at_once)
        return run({**state, "MaxConcurrency": min(own, at_once)}, *rest)

    return corrected
