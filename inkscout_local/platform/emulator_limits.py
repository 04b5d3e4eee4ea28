"""AWS limits that MiniStack lacks, added so that the local platform refuses what AWS refuses.

MiniStack itself has SQS's message and batch limit (1 MiB) and DynamoDB's item limit (400 KB). Added here
are the payload limits of Step Functions and of Lambda, and S3's refusal of query signatures of version 2.
"""

import json
from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

STATE_BYTES = 262_144
"""Maximum input or output of a task, state or execution (Step Functions guide, "Service quotas": 256 KiB)."""

CAUSE_CHARS = 32_768
"""Maximum length of an error's cause (botocore's model of Step Functions, ``SensitiveCause``)."""

SYNC_REQUEST_BYTES = 6_291_456
"""Maximum payload of a synchronous invocation (Lambda guide, "Lambda quotas": 6 MB)."""

SYNC_RESPONSE_BYTES = 6_291_556
"""Maximum response to a synchronous invocation, as Lambda's error message states it."""

ASYNC_REQUEST_BYTES = 1_048_576
"""Maximum payload of asynchronous invocations (Lambda guide, "Lambda quotas"; 256 KB until October 2025)."""

TOO_LARGE = "States.DataLimitExceeded"
UNCATCHABLE = frozenset({TOO_LARGE, "States.Runtime"})
"""Errors that ``States.ALL`` and ``States.TaskFailed`` do not match (Step Functions, "Handling errors")."""

_WILDCARDS = frozenset({"States.ALL", "States.TaskFailed"})

Wrapper = Callable[[Callable[..., Any]], Callable[..., Any]]


def hold(stepfunctions: ModuleType, lambda_svc: ModuleType, s3: ModuleType) -> None:
    """Adds the limits to MiniStack's modules by wrapping their functions in place.

    Raises:
        RuntimeError: MiniStack lacks a function to wrap, so it is not the supported release.
    """
    fail = stepfunctions._ExecutionError
    for name in ("_apply_parameters", "_apply_output_path", "_apply_catcher"):
        _wrap(stepfunctions, name, _result_within(fail, "state"))
    _wrap(stepfunctions, "_apply_result_selector", _given_within(fail, 1, "state"))
    _wrap(stepfunctions, "_run_sub_machine", _given_within(fail, 2, "item"))
    _wrap(stepfunctions, "_invoke_resource", _result_within(fail, "task"))
    _wrap(stepfunctions, "_error_matches", _terminal_errors_match_by_name)
    _wrap(stepfunctions, "_fail_execution", _short_cause)
    _wrap(stepfunctions, "_start_execution", _input_within(stepfunctions))
    _wrap(stepfunctions, "_start_sync_execution", _input_within(stepfunctions))
    _wrap(lambda_svc, "_execute_function", _answer_within)
    _wrap(lambda_svc, "_invoke", _payload_within(lambda_svc))
    _wrap(s3, "handle_request", _without_signature_2(s3))


def size(document: object) -> int:
    """Returns a document's size in bytes as AWS counts it: compact JSON in UTF-8."""
    return len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def _wrap(module: ModuleType, name: str, wrapper: Wrapper) -> None:
    original = getattr(module, name, None)
    if original is None:
        raise RuntimeError(f"This release of MiniStack has no {name}; install the pinned one.")
    setattr(module, name, wrapper(original))


def _result_within(fail: Callable[[str, str], Exception], what: str) -> Wrapper:
    def wrapper(original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def held(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - MiniStack's own signature
            found = original(*args, **options)
            if size(found) > STATE_BYTES:
                raise fail(TOO_LARGE, _said(what))
            return found

        return held

    return wrapper


def _given_within(fail: Callable[[str, str], Exception], position: int, what: str) -> Wrapper:
    """Returns a wrapper that limits the size of the argument at ``position``.

    It is a state's result before ``ResultSelector``, or the input of a Map item.
    """

    def wrapper(original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def held(*args: Any) -> Any:  # noqa: ANN401 - as above
            if size(args[position]) > STATE_BYTES:
                raise fail(TOO_LARGE, _said(what))
            return original(*args)

        return held

    return wrapper


def _said(what: str) -> str:
    return f"The {what} returned a result with a size exceeding the maximum number of bytes service limit."


def _terminal_errors_match_by_name(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def held(names: list[str], error: str) -> bool:
        given = [name for name in names if name not in _WILDCARDS] if error in UNCATCHABLE else names
        return bool(original(given, error))

    return held


def _short_cause(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def held(execution: dict[str, Any], error: str, cause: str) -> Any:  # noqa: ANN401 - as above
        return original(execution, error, str(cause or "")[:CAUSE_CHARS])

    return held


def _input_within(stepfunctions: ModuleType) -> Wrapper:
    def wrapper(original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def held(data: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
            if len(str(data.get("input", "")).encode()) <= STATE_BYTES:
                return original(data)
            message = (
                "1 validation error detected: Value at 'input' failed to satisfy constraint: "
                f"Member must have length less than or equal to {STATE_BYTES}"
            )
            return stepfunctions.error_response_json("ValidationException", message, 400)

        return held

    return wrapper


def _answer_within(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wraps a function's execution so that a response that is too large becomes Lambda's error."""

    @wraps(original)
    def held(function: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
        result: dict[str, Any] = original(function, event)
        if result.get("error") or size(result.get("body")) <= SYNC_RESPONSE_BYTES:
            return result
        message = (
            f"Response payload size exceeded maximum allowed payload size ({SYNC_RESPONSE_BYTES} bytes)."
        )
        body = {"errorType": "Function.ResponseSizeTooLarge", "errorMessage": message}
        return {**result, "error": True, "function_error": "Unhandled", "body": body}

    return held


def _payload_within(lambda_svc: ModuleType) -> Wrapper:
    def wrapper(original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        async def held(name: str, event: dict[str, Any], headers: dict[str, str], *rest: Any) -> Any:  # noqa: ANN401 - as above
            kinds = {key.lower(): value for key, value in headers.items()}
            later = kinds.get("x-amz-invocation-type") == "Event"
            limit, given = ASYNC_REQUEST_BYTES if later else SYNC_REQUEST_BYTES, size(event)
            if given <= limit:
                return await original(name, event, headers, *rest)
            message = f"Request must be smaller than {limit} bytes for the InvokeFunction operation"
            if later:
                message = f"{given} byte payload is too large for the Event invocation type (limit {limit})"
            return lambda_svc.error_response_json("RequestTooLargeException", message, 413)

        return held

    return wrapper


def _without_signature_2(s3: ModuleType) -> Wrapper:
    """Returns a wrapper that refuses presigned URLs with signature version 2.

    S3 refuses them for objects encrypted with KMS and for buckets created since June 2020.
    """

    def wrapper(original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        async def held(
            method: str,
            path: str,
            headers: dict[str, str],
            body: bytes,
            query: dict[str, Any],
            **options: Any,  # noqa: ANN401 - as above
        ) -> Any:  # noqa: ANN401 - as above
            if "AWSAccessKeyId" in query and "Signature" in query:
                message = (
                    "The authorization mechanism you have provided is not supported. "
                    "Please use AWS4-HMAC-SHA256."
                )
                return s3._error("InvalidRequest", message, 400, path)
            return await original(method, path, headers, body, query, **options)

        return held

    return wrapper
