"""RotateSearchSecret: rotates the password of the search domain's user, in the four steps of Secrets Manager.

Every step may be repeated, as Secrets Manager does after a failure: a rotation's version is identified by its
token, and setting the same password twice has no further effect.
"""

import json
from dataclasses import dataclass
from typing import Any

from inkscout.contracts.rotate_search_secret import RotationStep, SecretRotationRequest
from inkscout.errors import SecretPending, SecretUnavailable
from inkscout.ports.secrets import SearchUser, SecretVersions


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateSearchSecretPorts:
    """Ports of RotateSearchSecret."""

    secrets: SecretVersions
    user: SearchUser


def rotate_search_secret(request: SecretRotationRequest, *, deps: RotateSearchSecretPorts) -> None:
    """Performs the requested step; does nothing if the rotation's version is already in use.

    Raises:
        SecretPending: the domain does not accept the new password yet; Secrets Manager retries.
        SecretUnavailable: the secret, or the version that this step needs, is missing or unreadable.
    """
    if deps.secrets.current_version(request.secret_id) == request.token:
        return
    if request.step is RotationStep.CREATE:
        _create(request, deps.secrets)
    elif request.step is RotationStep.SET:
        pending = _pending(request, deps.secrets)
        deps.user.set_password(pending["username"], pending["password"])
    elif request.step is RotationStep.TEST:
        pending = _pending(request, deps.secrets)
        if not deps.user.accepts(pending["username"], pending["password"]):
            raise SecretPending("the search domain does not take the new password yet")
    else:
        _pending(request, deps.secrets)
        deps.secrets.make_current(request.secret_id, request.token)


def _create(request: SecretRotationRequest, secrets: SecretVersions) -> None:
    if secrets.pending(request.secret_id, request.token) is not None:
        return
    current = _read(secrets.current(request.secret_id))
    document = {**current, "password": secrets.new_password()}
    secrets.put_pending(request.secret_id, request.token, json.dumps(document))


def _pending(request: SecretRotationRequest, secrets: SecretVersions) -> dict[str, Any]:
    return _read(secrets.pending(request.secret_id, request.token))


def _read(text: str | None) -> dict[str, Any]:
    try:
        document = json.loads(text or "")
        if {"username", "password"} <= document.keys():
            return dict(document)
    except (ValueError, AttributeError):
        pass
    raise SecretUnavailable("the secret's version lacks username and password")
