"""Readings of the page cases, each made once for all tests that look at it."""

from inkscout.domain.reading import SiteReading
from inkscout.extraction.site import read_site
from tests.support.pages import PageCase

_MADE: dict[str, SiteReading] = {}


def reading_of(case: PageCase) -> SiteReading:
    """Returns the reading of a page case as it stands in its folder."""
    if case.name not in _MADE:
        _MADE[case.name] = read_site(case.pages, studio_name=case.studio_name, country=case.country)
    return _MADE[case.name]
