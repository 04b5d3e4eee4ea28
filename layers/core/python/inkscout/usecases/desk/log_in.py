"""BeginLogin and FinishLogin: let people in whom the user pool knows, by an authorisation code."""

from collections.abc import Callable
from dataclasses import asdict

from inkscout.desk import code_login, sessions
from inkscout.desk.code_login import LoginAttempt
from inkscout.desk.sessions import DeskSession
from inkscout.errors import LoginFailed, SessionInvalid
from inkscout.ports import Clock, IdentityProvider

_USE = "login"
_CALLBACK = "/desk/callback"


class BeginLogin:
    """Serves ``/desk/login``."""

    def __init__(self, provider: IdentityProvider, clock: Clock, secret: Callable[[], str]) -> None:
        self._provider, self._clock, self._secret = provider, clock, secret

    def __call__(self, site: str) -> tuple[str, str]:
        """Returns the address to log in at, and the attempt as text for a cookie.

        ``site`` is the address of the website, where the user pool leads back to.
        """
        attempt = code_login.begun(self._clock.now())
        provider = self._provider
        url = code_login.authorize_url(provider.login_url, provider.client_id, f"{site}{_CALLBACK}", attempt)
        claims = {**asdict(attempt), "exp": attempt.until}
        return url, sessions.seal(claims, self._secret(), _USE)


class FinishLogin:
    """Serves ``/desk/callback``."""

    def __init__(self, provider: IdentityProvider, clock: Clock, secret: Callable[[], str]) -> None:
        self._provider, self._clock, self._secret = provider, clock, secret

    def __call__(self, cookie: str, *, state: str, code: str, site: str) -> DeskSession:
        """Returns the session of whoever comes back with a code.

        Raises:
            LoginFailed: the attempt is unknown or over, the user pool does not confirm who this is, or it is
                somebody in no group of the desk.
            LoginUnavailable: the user pool does not answer.
        """
        now = self._clock.now()
        try:
            claims = sessions.unseal(cookie, self._secret(), _USE, now)
        except SessionInvalid as error:
            raise LoginFailed(str(error)) from error
        attempt = LoginAttempt(
            state=str(claims["state"]),
            nonce=str(claims["nonce"]),
            verifier=str(claims["verifier"]),
            until=int(claims["until"]),
        )
        code_login.check_state(attempt, state, now)
        if not code:
            raise LoginFailed("the user pool sent no code")
        provider = self._provider
        token = provider.id_token(code, attempt.verifier, f"{site}{_CALLBACK}")
        name, groups = code_login.person_of(
            token,
            provider.keys(),
            issuer=provider.issuer,
            client_id=provider.client_id,
            attempt=attempt,
            now=now,
        )
        session = sessions.begun(name, groups, now)
        if not session.may_read:
            raise LoginFailed("this account is in no group of the desk")
        return session
