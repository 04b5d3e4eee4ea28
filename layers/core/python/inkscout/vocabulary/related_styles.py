"""Styles so close that one is a fair answer where the other has none; each line is one family."""

from collections.abc import Mapping

_FAMILIES = """
american-traditional neo-traditional new-school flash
fine-line single-needle minimalist small-tattoos linework
realism micro-realism color-realism portrait black-and-grey
blackwork blackout dotwork dark-art
dotwork geometric mandala ornamental sacred-geometry
tribal polynesian celtic
lettering chicano blackletter graffiti
illustrative sketch engraving linework
watercolor abstract illustrative
anime geek kawaii pop-art
floral nature animals fine-line
surrealism psychedelic abstract experimental
japanese large-scale
trash-polka graffiti realism
handpoke ignorant minimalist
cyberpunk glitch steampunk biomechanical
"""


def _related() -> dict[str, tuple[str, ...]]:
    related: dict[str, dict[str, None]] = {}
    for line in _FAMILIES.strip().splitlines():
        family = line.split()
        for style in family:
            related.setdefault(style, {}).update(dict.fromkeys(other for other in family if other != style))
    return {style: tuple(others) for style, others in related.items()}


RELATED_STYLES: Mapping[str, tuple[str, ...]] = _related()
"""Key of a style to the keys of the styles nearest to it."""
