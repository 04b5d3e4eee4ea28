"""MiniStack with AWS's limits, saving as it goes, refusing web pages, and naming errors as AWS does.

The limits are in ``emulator_limits``, a correction of templates in ``emulator_sam``. MiniStack's warm worker
reports every exception of a handler as ``Runtime.HandlerError``. Step Functions matches ``ErrorEquals``
against the class name, so without it no named retry or catch of the state machines could take effect on one
machine. Runs as ``python -m inkscout_local.platform.emulator_main``.
"""

from collections.abc import Callable
from typing import Any

from inkscout_local.environment import EmulatorSettings
from inkscout_local.loopback import cors
from inkscout_local.loopback.asgi import guarded
from inkscout_local.loopback.rule import NAMES
from inkscout_local.platform import emulator_limits, emulator_sam
from inkscout_local.saving.ministack import install as install_saving

_REPORTED = '"trace": traceback.format_exc()'
_NAMED = '"trace": traceback.format_exc() + "\\nraised " + type(e).__name__'
_MARK = "raised "
_ANY_ERROR = "Runtime.HandlerError"

Execute = Callable[[dict[str, Any], dict[str, Any], str], dict[str, Any]]


def main() -> None:
    """Corrects the emulator and runs it."""
    from ministack import app
    from ministack.core import lambda_runtime
    from ministack.services import apigateway, lambda_svc, s3, stepfunctions
    from ministack.services.cloudformation import changesets, engine, handlers
    from samtranslator.translator import transform

    emulator_limits.hold(stepfunctions, lambda_svc, s3)
    emulator_sam.give_parameters(engine, (changesets, handlers), transform)
    lambda_runtime._PYTHON_WORKER_SCRIPT = with_error_name(lambda_runtime._PYTHON_WORKER_SCRIPT)
    lambda_svc._execute_function_warm = with_error_type(lambda_svc._execute_function_warm)
    cors.install(apigateway)
    settings = EmulatorSettings()
    if settings.persist_state:
        install_saving(app, settings.state_dir)
    app.app = guarded(app.app, settings.gateway_port, (*NAMES, *settings.emulator_hosts.split()))
    app.main()


def with_error_name(script: str) -> str:
    """The worker's program, telling the class of what a handler raised as the last line of its trace.

    Raises:
        RuntimeError: this is not the MiniStack that the correction was written for.
    """
    corrected = script.replace(_REPORTED, _NAMED)
    if corrected == script:
        raise RuntimeError("This release of MiniStack reports errors in another way; install the pinned one.")
    return corrected


def with_error_type(execute: Execute) -> Execute:
    """The execution of a function, its result naming the class in ``errorType``."""

    def corrected(function: dict[str, Any], event: dict[str, Any], request_id: str) -> dict[str, Any]:
        result = execute(function, event, request_id)
        body = result.get("body")
        if result.get("error") and isinstance(body, dict) and body.get("errorType") == _ANY_ERROR:
            log, mark, name = str(result.get("log", "")).rpartition(_MARK)
            if mark and name.strip().isidentifier():
                body["errorType"] = name.strip()
                result["log"] = log.rstrip()
        return result

    return corrected


if __name__ == "__main__":
    main()
