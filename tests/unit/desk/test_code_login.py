"""Tokens of a user pool: only one that was signed for this desk and this attempt lets somebody in."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from inkscout.desk import code_login
from inkscout.errors import LoginFailed
from tests.support.identity_provider import CLIENT, ISSUER, id_token, public_keys

NOW = datetime.now(UTC)
ATTEMPT = code_login.begun(NOW)


def person(token: str) -> tuple[str, tuple[str, ...]]:
    # Not NOW, which is of the time when tests were collected: tokens are issued later.
    return code_login.person_of(
        token, public_keys(), issuer=ISSUER, client_id=CLIENT, attempt=ATTEMPT, now=datetime.now(UTC)
    )


def test_a_token_for_this_attempt_names_somebody_with_groups() -> None:
    token = id_token(nonce=ATTEMPT.nonce, **{"cognito:groups": ["operators", "others"]})
    assert person(token) == ("ada@desk.example", ("operators", "others"))
    assert person(id_token(nonce=ATTEMPT.nonce)) == ("ada@desk.example", ())


@pytest.mark.parametrize(
    "given",
    [
        {"iss": "https://cognito-idp.eu-west-1.amazonaws.com/another"},
        {"aud": "another-client"},
        {"nonce": "of another attempt"},
        {"token_use": "access"},
        {"exp": 1_700_000_000},
        {"signed_by": "second"},
        {"without": "nonce"},
        {"without": "exp"},
        {"without": "aud"},
        {"cognito:groups": "operators"},
    ],
    ids=str,
)
def test_another_token_names_nobody(given: dict[str, Any]) -> None:
    with pytest.raises(LoginFailed):
        person(id_token(**{"nonce": ATTEMPT.nonce, **given}))


def test_a_token_without_a_signature_or_under_another_algorithm_names_nobody() -> None:
    claims = {"iss": ISSUER, "aud": CLIENT, "nonce": ATTEMPT.nonce, "token_use": "id", "exp": 9999999999}
    claims |= {"email": "mallory@desk.example", "cognito:groups": ["operators"]}
    secret = OctKey.import_key("the public key, taken for a secret")
    forged = [jwt.encode({"alg": "HS256", "kid": "first"}, claims, secret), "", "a.b.c", "nonsense"]
    whole = id_token(nonce=ATTEMPT.nonce)
    forged += [whole[:-4] + "AAAA", whole.rpartition(".")[0] + "."]
    for token in forged:
        with pytest.raises(LoginFailed):
            person(token)


def test_an_attempt_is_asked_for_with_pkce_state_and_nonce() -> None:
    url = code_login.authorize_url(
        "https://accounts.test", CLIENT, "https://site.test/desk/callback", ATTEMPT
    )
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    digest = hashlib.sha256(ATTEMPT.verifier.encode()).digest()
    assert asked["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert (asked["state"], asked["nonce"]) == (ATTEMPT.state, ATTEMPT.nonce)
    assert ATTEMPT.verifier not in url
    assert len({ATTEMPT.state, ATTEMPT.nonce, ATTEMPT.verifier}) == 3


def test_an_answer_to_another_attempt_is_refused() -> None:
    for state in ("", "another", ATTEMPT.state[:-1]):
        with pytest.raises(LoginFailed):
            code_login.check_state(ATTEMPT, state, NOW)


def test_an_attempt_ends() -> None:
    code_login.check_state(ATTEMPT, ATTEMPT.state, NOW)
    with pytest.raises(LoginFailed):
        code_login.check_state(ATTEMPT, ATTEMPT.state, NOW + timedelta(minutes=11))
