"""Requests of a definition: addresses, parameters, headers and bounds of what a feed asks."""

import re
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from inkscout.feeds import expressions, schedules

SECRET = "secret:"  # noqa: S105 - the mark of a reference, no secret

_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_FORBIDDEN_HEADERS = frozenset(
    {"host", "cookie", "connection", "content-length", "transfer-encoding", "user-agent", "accept-encoding"}
)
_SECRET_PARAMETERS = frozenset(
    [
        "access_key",
        "access_token",
        "accesskey",
        "api_key",
        "apikey",
        "api_token",
        "app_key",
        "appid",
        "appkey",
        "auth",
        "auth_token",
        "authkey",
        "authorization",
        "bearer_token",
        "client_secret",
        "hapikey",
        "password",
        "passwd",
        "secret",
        "sig",
        "signature",
        "subscription-key",
        "token",
    ]
)
_SECRET_HEADERS = frozenset({"authorization", "x-api-key", "api-key", "proxy-authorization"})
_SIZES = {"KB": 1_000, "MB": 1_000_000}


def _expression(text: str) -> str:
    try:
        expressions.compiled(text)
    except expressions.ExpressionFault as fault:
        raise ValueError(str(fault)) from None
    return text


Expression = Annotated[str, Field(min_length=1), AfterValidator(_expression)]
Duration = Annotated[str, AfterValidator(lambda text: (schedules.seconds(text), text)[1])]


class DefinitionPart(BaseModel):
    """Part of a definition; a key that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Request(DefinitionPart):
    """One address to ask; ``constants`` are values that fields may use, called ``with`` in the file."""

    url: str = Field(max_length=2048)
    query: dict[str, str | int | float | bool] = Field(default_factory=dict, max_length=50)
    headers: dict[str, str] = Field(default_factory=dict, max_length=20)
    constants: dict[str, str | int | float | bool] = Field(default_factory=dict, alias="with", max_length=50)
    timeout: Duration = "20s"
    max_bytes: str = Field(default="8MB", pattern=r"^[1-9][0-9]{0,5}(KB|MB)$")
    robots: bool = True

    @field_validator("url")
    @classmethod
    def _is_public(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            raise ValueError("the address has to begin with https:// and name a host")
        if parts.port is not None or parts.username is not None or parts.fragment:
            raise ValueError("the address may have no port, no credentials and no fragment")
        if any(name.lower() in _SECRET_PARAMETERS for name, _ in parse_qsl(parts.query)):
            raise ValueError("a secret parameter belongs in query, as secret:NAME")
        return url

    @field_validator("query")
    @classmethod
    def _has_no_secret(
        cls, query: dict[str, str | int | float | bool]
    ) -> dict[str, str | int | float | bool]:
        for name, value in query.items():
            if name.lower() in _SECRET_PARAMETERS and not str(value).startswith(SECRET):
                raise ValueError(f"the value of {name} has to be secret:NAME, not the secret itself")
        return query

    @field_validator("headers")
    @classmethod
    def _are_allowed(cls, headers: dict[str, str]) -> dict[str, str]:
        for name, value in headers.items():
            if not _HEADER.fullmatch(name) or name.lower() in _FORBIDDEN_HEADERS:
                raise ValueError(f"the header {name[:40]!r} may not be set")
            if not (value.isascii() and value.isprintable()):
                raise ValueError(f"the value of {name} has characters that no header has")
            if name.lower() in _SECRET_HEADERS and not value.startswith(SECRET):
                raise ValueError(f"the value of {name} has to be secret:NAME, not the secret itself")
        return headers

    @field_validator("max_bytes")
    @classmethod
    def _is_bounded(cls, text: str) -> str:
        if _bytes(text) > 64_000_000:
            raise ValueError("at most 64MB")
        return text

    @field_validator("timeout")
    @classmethod
    def _is_short(cls, text: str) -> str:
        if not 1 <= schedules.seconds(text) <= 60:
            raise ValueError("from 1s to 60s")
        return text

    @property
    def secret_query(self) -> dict[str, str]:
        """Parameters whose values are secrets, which no stored address holds."""
        return {name: str(value) for name, value in self.query.items() if str(value).startswith(SECRET)}

    @property
    def body_limit(self) -> int:
        """Maximum number of decoded bytes of an answer."""
        return _bytes(self.max_bytes)

    @property
    def seconds(self) -> float:
        """Limit of one exchange."""
        return float(schedules.seconds(self.timeout))


def _bytes(text: str) -> int:
    return int(text[:-2]) * _SIZES[text[-2:]]
