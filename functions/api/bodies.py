"""Reads request bodies: accepts JSON in UTF-8 and rejects everything else."""

import json
from email.message import Message
from typing import Any

from aws_lambda_powertools.event_handler.middlewares.openapi_validation import (
    OpenAPIRequestValidationMiddleware,
)
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestUnsupportedContentType

from inkscout.errors import InvalidParameter

_JSON = "application/json"
_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii"})


class JsonBodies(OpenAPIRequestValidationMiddleware):
    """Validates requests as Powertools does, but rejects forms and answers malformed JSON with a 400."""

    def _get_body(self, app: Any) -> Any:  # noqa: ANN401 - any resolver, any JSON
        """Returns the parsed JSON body; None if the request has no body.

        Raises:
            RequestUnsupportedContentType: the body has another content type or encoding.
            InvalidParameter: the body is not valid JSON, or is nested too deeply.
        """
        event = app.current_event
        content_type = str(event.headers.get("content-type") or "")
        if not event.body and not content_type:
            return None
        if not is_json(content_type):
            raise RequestUnsupportedContentType("a body must be JSON", errors=[])
        try:
            return json.loads(event.decoded_body or "null", parse_constant=_refuse_constant)
        except RecursionError:
            raise InvalidParameter("body", "is nested too deeply") from None
        except ValueError as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            raise InvalidParameter("body", f"is not JSON: {reason[:200]}") from None


def is_json(content_type: str) -> bool:
    """Whether a Content-Type value (RFC 9110, section 8.3) means JSON in UTF-8, RFC 8259's only encoding."""
    message = Message()
    message["content-type"] = content_type
    # The standard library reads a malformed type as text/plain.
    charset = message.get_content_charset(failobj="utf-8")
    return message.get_content_type() == _JSON and charset in _UTF_8 and "," not in content_type


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")
