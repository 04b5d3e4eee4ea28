"""Takes listed people out of what is stored about somebody else."""

from inkscout.domain.cleared import cleared_artist, cleared_studio
from inkscout.domain.redaction import Redactor
from inkscout.domain.snapshot import EntryKind
from inkscout.ports import Directory


def clear_entry(
    directory: Directory, kind: EntryKind, entry_id: str, redactor: Redactor, *further: str
) -> bool:
    """Clears one studio, or one artist with the residencies, and their aliases; True where something changed.

    ``further`` names studios beside the entry's own whose people are looked for.
    """
    if kind is EntryKind.STUDIO:
        changed = directory.update_studio(
            entry_id, lambda studio: studio and cleared_studio(studio, redactor, *further)
        )
        for name, value in directory.aliases_of(entry_id):
            if redactor.names(value, entry_id, *further):
                directory.delete_alias(name, value)
                changed = True
        return changed
    changed = directory.update_artist(
        entry_id, lambda artist: artist and cleared_artist(artist, redactor, *further)
    )
    artist = directory.artist(entry_id) if changed else None
    for stay in artist.residencies if artist else ():
        directory.put_residency(stay)
    return changed
