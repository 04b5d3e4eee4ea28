"""Joins the denylist of a backup with that of the platform it is restored to.

The platform's own list always stays. Hashes under another key cannot be joined with it: only an empty list
takes the key of the backup.
"""

from dataclasses import dataclass

from inkscout.domain.archive import key_id
from inkscout.errors import RestoreRefused


@dataclass(frozen=True, slots=True)
class ArchivedDenylist:
    """Denylist of a backup.

    Attributes:
        entries: Number of its entries.
        key_id: Proof of the key that they are hashed under; see ``domain.archive.key_id``.
        key: The key itself; None if it was not given.
    """

    entries: int
    key_id: str
    key: bytes | None = None


def takes_archived_key(archived: ArchivedDenylist, own_key: bytes, *, has_own_entries: bool) -> bool:
    """Returns whether the platform has to take the backup's key before the lists are joined.

    Raises:
        RestoreRefused: the lists cannot be joined, so that people who were removed could come back.
    """
    if not archived.entries or archived.key_id == key_id(own_key):
        return False
    if has_own_entries:
        raise RestoreRefused(
            "the denylists of the backup and of the platform were made under different keys and cannot be"
            " joined; restore into a platform whose denylist is empty"
        )
    if archived.key is None:
        raise RestoreRefused(
            f"the backup's denylist has {archived.entries} entries under a key that this platform does not"
            " have: without it, people who were removed would come back; give the passphrase that the backup"
            " was made with by --with-key FILE"
        )
    if key_id(archived.key) != archived.key_id:
        raise RestoreRefused("the key in the backup is not the one that its denylist was made under")
    return True
