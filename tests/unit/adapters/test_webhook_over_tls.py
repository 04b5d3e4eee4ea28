"""A webhook is posted to over TLS, and only to a server with the certificate of its name."""

import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from inkscout.adapters.web.webhook import Webhook
from inkscout.errors import NoticeFailed
from tests.support.internet import Internet

HOST = "hooks.example.org"


class Chat(ThreadingHTTPServer):
    """HTTPS server of a chat that keeps what is posted to it, and answers with ``status``."""

    daemon_threads = True
    status = 200

    def __init__(self, certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.posted: list[tuple[str, str, object]] = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: object, client_address: object) -> None:
        """Leaves out the traceback of a handshake that the client broke off."""


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Chat)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.posted.append((self.path, self.headers["Host"], body))
        self.send_response(self.server.status)
        self.send_header("Location", "https://elsewhere.example.org/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def certificate_of(name: str) -> bytes:
    """A key and a certificate, signed by itself, for a name."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + made.public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("tls") / "chat.pem"
    file.write_bytes(certificate_of(HOST))
    return file


@pytest.fixture
def chat(certificate: Path) -> Iterator[Chat]:
    server = Chat(certificate)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def hook(chat: Chat, host: str, trust: ssl.SSLContext | None) -> Webhook:
    internet = Internet()
    internet.add(host, chat.server_address[1])
    return Webhook(
        f"https://{host}/T0/x", resolve=internet.resolve, make_socket=internet.make_socket, trust=trust
    )


def test_the_text_is_posted_over_tls(chat: Chat, certificate: Path) -> None:
    hook(chat, HOST, ssl.create_default_context(cafile=certificate)).post("Run 7 succeeded")
    assert chat.posted == [("/T0/x", HOST, {"text": "Run 7 succeeded"})]


def test_a_certificate_of_another_name_gets_no_text(chat: Chat, certificate: Path) -> None:
    with pytest.raises(NoticeFailed, match="did not answer"):
        hook(chat, "other.example.org", ssl.create_default_context(cafile=certificate)).post("hello")
    assert chat.posted == []


def test_an_authority_that_the_system_does_not_know_gets_no_text(chat: Chat) -> None:
    with pytest.raises(NoticeFailed, match="did not answer"):
        hook(chat, HOST, None).post("hello")
    assert chat.posted == []


@pytest.mark.parametrize("status", [302, 404, 500])
def test_another_answer_than_a_good_one_is_named(chat: Chat, certificate: Path, status: int) -> None:
    chat.status = status
    with pytest.raises(NoticeFailed, match=f"answered {status}"):
        hook(chat, HOST, ssl.create_default_context(cafile=certificate)).post("hello")
    assert len(chat.posted) == 1
