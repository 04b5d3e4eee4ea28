"""People of a section whose name stands only in an image's text."""

from inkscout.extraction.candidates import Candidate
from inkscout.extraction.handles import handle_of, resembles
from inkscout.extraction.names import name_key, read_name
from inkscout.extraction.openers import Section
from inkscout.extraction.people import SURE
from inkscout.extraction.styles import styles_in

_ALIKE = 0.3


def people_of_pictures(section: Section, found: list[Candidate]) -> list[Candidate]:
    """People of a section whose name stands only in an image's text.

    Beside others in print or as all of them do.
    """
    view = section.view
    if len(found) < 2 and not _is_portrait_wall(section):
        return []
    taken = {name_key(candidate.name)[0] for candidate in found if name_key(candidate.name)}
    out: list[Candidate] = []
    for picture in view.document.pictures:
        if not section.start <= picture.line <= section.end or not picture.alt:
            continue
        guess = read_name(picture.alt)
        if guess is None or guess.score < SURE or name_key(guess.name)[0] in taken:
            continue
        around = next((link for link in view.document.links if link.element.contains(picture.element)), None)
        handles = [text for link in view.document.links if (text := handle_of(link.href))]
        handle = max(handles, key=lambda text: resembles(guess.name, text), default="")
        handle = handle if resembles(guess.name, handle) > _ALIKE else ""
        handle = (handle_of(around.href) if around is not None else "") or handle
        page = (
            view.document.absolute(around.href) if around is not None and not handle_of(around.href) else ""
        )
        out.append(
            Candidate(
                name=guess.name,
                url=view.document.url,
                layer="section",
                confidence=0.45 + 0.2 * guess.score + (0.2 if handle or page else 0.0),
                name_score=guess.score,
                instagram=handle,
                role=guess.role,
                group=max(2, len(found)),
                page_url=page,
                styles=styles_in(picture.alt, listed=True),
                snippet=picture.alt,
            )
        )
    return out


def _is_portrait_wall(section: Section) -> bool:
    """Whether a section's pictures are links, most of them with a name for a text."""
    pictures = [
        picture for picture in section.view.document.pictures if section.start <= picture.line <= section.end
    ]
    linked = [
        picture
        for picture in pictures
        if picture.alt and any(node.tag == "a" and node.get("href") for node in picture.element.ancestors())
    ]
    named = [
        guess for picture in linked if (guess := read_name(picture.alt)) is not None and guess.score >= SURE
    ]
    return len(named) >= 2 and 2 * len(named) >= len(linked)
