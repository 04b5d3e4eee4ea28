"""Archives for commands: addresses, passphrases, and errors as one sentence."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inkscout_cli.choice import Choice, Reached
from inkscout_deploy.errors import BadInput, PlatformError
from inkscout_local.environment import LocalSettings

if TYPE_CHECKING:
    from inkscout.usecases.recovery.read_archive import Archive


def s3_client(address: str) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
    """Returns a boto3 ``s3`` client with the operator's credentials for an ``s3://`` address; else None.

    Make it before a command connects to a platform on this machine, which replaces the credentials.
    """
    from inkscout.adapters.archive.bucket import is_bucket

    if not is_bucket(address):
        return None
    import boto3
    from botocore.config import Config

    config = Config(signature_version="s3v4", retries={"mode": "standard", "max_attempts": 5})
    return boto3.client("s3", region_name=LocalSettings().aws_region or None, config=config)


def opened(address: str, client: Any) -> "Archive":  # noqa: ANN401 - as above
    """Returns an archive; ``client`` is what ``s3_client`` returned for its address.

    Raises:
        ArchiveUnusable: there is none, or its manifest cannot be used.
    """
    from inkscout.bootstrap import recovery
    from inkscout.usecases.recovery.read_archive import Archive

    return Archive(recovery.archive_files(address, client))


def key_in(archive: "Archive", passphrase: str) -> bytes:
    """Returns the denylist's key in an archive.

    Raises:
        ArchiveUnusable: the archive does not have it, or the passphrase is wrong.
    """
    from inkscout.adapters.archive.sealed_key import unseal
    from inkscout.errors import ArchiveUnusable

    sealed = archive.sealed_key()
    if sealed is None:
        raise ArchiveUnusable("it was made without --with-key, so it has no denylist key")
    return unseal(sealed, passphrase)


def passphrase_in(file: Path | None) -> str:
    """Returns the passphrase in a file; empty without a file.

    Raises:
        BadInput: the file cannot be read, or the passphrase is too short.
    """
    if file is None:
        return ""
    from inkscout.adapters.archive.sealed_key import LEAST_CHARACTERS

    try:
        found = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} holds no passphrase that can be read.") from error
    if len(found) < LEAST_CHARACTERS:
        raise BadInput(f"The passphrase in {file} has fewer than {LEAST_CHARACTERS} characters.")
    return found


def stage_of(platform: Choice, connection: Reached) -> str:
    """Returns the name of the stage that a platform is; each platform on one machine is called ``dev``.

    Raises:
        PlatformError: the platform has no tables.
    """
    if platform.stage:
        return platform.stage
    found = re.fullmatch(r"inkscout-(.+)-directory", connection.outputs.get("DirectoryTable", ""))
    if not found:
        raise PlatformError("The platform has no Directory table.")
    return found[1]


@contextmanager
def unusable(address: str, what: str) -> Iterator[None]:
    """Turns errors about an archive into one sentence; ``what`` is what it cannot, such as "be restored".

    Raises:
        PlatformError: the archive or its place cannot be used.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    from inkscout.errors import ArchiveUnusable, RestoreRefused

    try:
        yield
    except (ArchiveUnusable, RestoreRefused) as error:
        raise PlatformError(f"{address} cannot {what}: {error}.") from error
    except OSError as error:
        raise PlatformError(f"{address} cannot {what}: {error.strerror or error}.") from error
    except (ClientError, BotoCoreError) as error:
        if not address.startswith("s3://"):
            raise
        raise PlatformError(f"{address} cannot {what}: {error}.") from error
