"""Files of others are unchanged, listed with their licences, and named on the website."""

import hashlib

import pytest

from tests.support.project import ROOT

SUMS = {
    "functions/web/static/fonts/bricolage-grotesque-latin-ext-wght-normal.woff2": (
        "e808f16b56f84dc7933e498cc8a41d4a5cd853adc6eef154584baa5de1008b15"
    ),
    "functions/web/static/fonts/bricolage-grotesque-latin-wght-normal.woff2": (
        "a97804dc9fbe5fc972a08018c5eda4dab7ef2346f64c57e61419d05e6de4ea1c"
    ),
    "functions/web/static/fonts/instrument-sans-latin-ext-wght-normal.woff2": (
        "c4fcfea41f2c1cfeea9211fa43679845454a1d0e0d7e95e069c7e73c4ae302d2"
    ),
    "functions/web/static/fonts/instrument-sans-latin-wght-normal.woff2": (
        "2ee17598a98d8a59e4df8152d015bec9ab8e4d5672cc0ab42bef806b568e3971"
    ),
}


@pytest.mark.parametrize("name", sorted(SUMS))
def test_a_file_of_others_is_as_it_was_published(name: str) -> None:
    assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == SUMS[name]


def test_every_file_of_others_is_known_and_has_its_licence() -> None:
    folder = "functions/web/static/fonts"
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).iterdir()}
    code = {name for name in files if name.endswith(".woff2")}
    assert code <= SUMS.keys()
    assert any("LICENSE" in name or "OFL" in name for name in files)
    assert folder in (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")


def test_the_colophon_names_the_fonts() -> None:
    colophon = (ROOT / "functions/web/templates/texts/colophon.html").read_text(encoding="utf-8")
    for name in ("Bricolage Grotesque", "Instrument Sans", "Open Font License"):
        assert name in colophon
