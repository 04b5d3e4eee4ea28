"""EnterByLink: lets the operator of one machine in by a link that works once."""

from collections.abc import Callable

from inkscout.desk import sessions
from inkscout.desk.sessions import DeskSession
from inkscout.errors import SessionInvalid
from inkscout.ports import Clock, StateStore

SCOPE = "desk-link"
"""Scope of the state store for links that were used."""

OPERATOR = "operator of this machine"
"""Name of whoever enters by a link, in the audit trail."""


class EnterByLink:
    """Serves ``/desk/enter``."""

    def __init__(self, state_store: StateStore, clock: Clock, secret: Callable[[], str]) -> None:
        self._state_store, self._clock, self._secret = state_store, clock, secret

    def __call__(self, token: str) -> DeskSession:
        """Returns a new session of an operator, and marks the link as used.

        Raises:
            SessionInvalid: the link is not one of this deployment's, has expired, or was used before.
        """
        now = self._clock.now()
        identity = sessions.link_id(token, self._secret(), now)
        used = {"used_at": now.isoformat()}
        if not self._state_store.put_if(SCOPE, identity, used, None, sessions.LINK_SECONDS):
            raise SessionInvalid("the link was used before")
        return sessions.begun(OPERATOR, (sessions.OPERATORS,), now)
