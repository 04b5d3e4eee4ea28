"""MiniStack with corrections: AWS's limits, continuous saving, refusal of web pages, and error names.

The limits are in ``emulator_limits``, a correction of templates in ``emulator_sam``, layers that functions
share in ``emulator_layers``, deferred imports in ``emulator_imports``, descriptions of services in
``emulator_models``, exit codes of tasks in ``emulator_tasks``, a limit of maps in ``emulator_maps``, counts
of requests in ``emulator_requests``, the HTTP server in ``emulator_http``, forked workers in
``inkscout_local.forking``, and queries that evaluate one page of a partition in ``inkscout_local.tables``.
MiniStack reports every exception of a handler as ``Runtime.HandlerError``, while Step Functions matches
``ErrorEquals`` against the exception's class name;
without the name no retry or catch of a named error would work locally.

Runs as ``python -m inkscout_local.platform.emulator_main``.
"""

import gc
from collections.abc import Callable
from typing import Any

from inkscout_local.environment import EmulatorSettings
from inkscout_local.forking import workers
from inkscout_local.loopback import cors
from inkscout_local.loopback.asgi import guarded
from inkscout_local.loopback.rule import NAMES
from inkscout_local.platform import (
    emulator_http,
    emulator_imports,
    emulator_layers,
    emulator_limits,
    emulator_maps,
    emulator_models,
    emulator_sam,
    emulator_tasks,
)
from inkscout_local.platform.emulator_requests import RequestCounts
from inkscout_local.saving.ministack import install as install_saving
from inkscout_local.tables import queries

_REPORTED = '"trace": traceback.format_exc()'
_NAMED = '"trace": traceback.format_exc() + "\\nraised " + type(e).__name__'
_MARK = "raised "
_ANY_ERROR = "Runtime.HandlerError"

Execute = Callable[[dict[str, Any], dict[str, Any], str], dict[str, Any]]


def main() -> None:
    """Applies the corrections to MiniStack and runs it until it is stopped."""
    with emulator_imports.deferred():
        from ministack import app
        from ministack.core import lambda_runtime, responses
        from ministack.services import apigateway, dynamodb, ecs, lambda_svc, s3, stepfunctions
        from ministack.services.cloudformation import changesets, engine, handlers

    settings = EmulatorSettings()
    emulator_limits.hold(stepfunctions, lambda_svc, s3)
    emulator_sam.give_parameters(engine, (changesets, handlers))
    emulator_models.read_briefly(responses)
    lambda_runtime._PYTHON_WORKER_SCRIPT = with_error_name(lambda_runtime._PYTHON_WORKER_SCRIPT)
    lambda_svc._execute_function_warm = with_error_type(lambda_svc._execute_function_warm)
    emulator_layers.share(lambda_svc, lambda_runtime)
    workers.install(lambda_runtime, early=settings.fork_early)
    cors.install(apigateway)
    queries.install(dynamodb)
    emulator_tasks.install(ecs, stepfunctions)
    emulator_maps.install(stepfunctions, settings.maps_at_once)
    if settings.persist_state:
        install_saving(app, settings.state_dir)
    # Modules stay, and so does nearly all of what is stored: little of it is ever garbage.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    counts = RequestCounts()
    names = (*NAMES, *settings.emulator_hosts.split())
    served = guarded(counts.counting(app.app), settings.gateway_port, names)
    try:
        emulator_http.serve(served, settings.bind_host, settings.gateway_port)
    finally:
        print(counts.line(), flush=True)


def with_error_name(script: str) -> str:
    """Returns MiniStack's worker script, changed to add the exception's class as the trace's last line.

    Raises:
        RuntimeError: the script has no such line, so this is not the supported release of MiniStack.
    """
    corrected = script.replace(_REPORTED, _NAMED)
    if corrected == script:
        raise RuntimeError("This release of MiniStack reports errors in another way; install the pinned one.")
    return corrected


def with_error_type(execute: Execute) -> Execute:
    """Returns MiniStack's function execution, wrapped to put the exception's class in ``errorType``."""

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
