"""The denylist's key sealed under a passphrase, by scrypt (RFC 7914) and AES-256-GCM of ``cryptography``."""

import base64
import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from inkscout.errors import ArchiveUnusable

LEAST_CHARACTERS = 12
"""Least length of a passphrase: whoever has the archive may try as many as they like."""

# 64 MiB for each attempt. Other values in a file are refused, since they could ask for all memory.
_SCRYPT = {"n": 2**16, "r": 8, "p": 1}
_SALT, _NONCE = 16, 12
_ABOUT = b"inkscout denylist key 1"


def seal(key: bytes, passphrase: str) -> bytes:
    """Returns the content of the file that holds the sealed key."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    sealed = AESGCM(_derived(passphrase, salt)).encrypt(nonce, key, _ABOUT)
    document = {
        "kdf": "scrypt",
        **_SCRYPT,
        "cipher": "AES-256-GCM",
        **{name: base64.b64encode(part).decode() for name, part in _parts(salt, nonce, sealed)},
    }
    return (json.dumps(document, indent=1) + "\n").encode()


def unseal(content: bytes, passphrase: str) -> bytes:
    """Returns the key in a file that ``seal`` made.

    Raises:
        ArchiveUnusable: the passphrase is wrong, or the file is damaged.
    """
    try:
        document = json.loads(content)
        if {name: document[name] for name in _SCRYPT} != _SCRYPT:
            raise ArchiveUnusable("the denylist's key is sealed in a way that this version does not know")
        salt, nonce, sealed = (
            base64.b64decode(document[name], validate=True) for name in ("salt", "nonce", "sealed")
        )
        return AESGCM(_derived(passphrase, salt)).decrypt(nonce, sealed, _ABOUT)
    except InvalidTag as error:
        raise ArchiveUnusable("the passphrase does not open its denylist key") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveUnusable("the file of its denylist key is damaged") from error


def _derived(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **_SCRYPT).derive(passphrase.encode())


def _parts(salt: bytes, nonce: bytes, sealed: bytes) -> list[tuple[str, bytes]]:
    return [("salt", salt), ("nonce", nonce), ("sealed", sealed)]
