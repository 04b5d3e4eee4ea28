"""A stand-in for AWS STS that exchanges one token for one role, and refuses every other as AWS does.

The emulators exchange any token, so that a wrong one would not be seen.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from tests.support.emulator import CREDENTIALS

TOKEN = "a-token-of-the-cluster"
_GIVEN = f"""<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<AssumeRoleWithWebIdentityResult><Credentials>
<AccessKeyId>{CREDENTIALS["aws_access_key_id"]}</AccessKeyId>
<SecretAccessKey>{CREDENTIALS["aws_secret_access_key"]}</SecretAccessKey>
<SessionToken>a-session</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>
</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>"""
_REFUSED = """<ErrorResponse><Error>
<Type>Sender</Type><Code>{}</Code><Message>{}</Message>
</Error></ErrorResponse>"""


@dataclass
class TokenService:
    """Address of the service, and the roles that were asked for."""

    url: str
    asked: list[str] = field(default_factory=list)


@contextmanager
def token_service(prefix: str) -> Iterator[TokenService]:
    """Serves on loopback; trusts ``TOKEN`` for roles whose ARN begins with the prefix."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            made.asked.append(asked["RoleArn"])
            if asked["WebIdentityToken"] != TOKEN:
                self._answer(
                    400, _REFUSED.format("InvalidIdentityToken", "The token is not of a known issuer")
                )
            elif not asked["RoleArn"].startswith(prefix):
                words = "Not authorized to perform sts:AssumeRoleWithWebIdentity"
                self._answer(403, _REFUSED.format("AccessDenied", words))
            else:
                self._answer(200, _GIVEN)

        def _answer(self, status: int, text: str) -> None:
            self.send_response(status)
            self.send_header("content-type", "text/xml")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = TokenService(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
