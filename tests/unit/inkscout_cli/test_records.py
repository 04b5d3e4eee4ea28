"""Records are shown whole at any width: as a table where it fits, else as blocks."""

import io
import re

import pytest

from inkscout_cli import records, report
from inkscout_cli.commands import runs
from inkscout_cli.output import PlainConsole
from tests.support.project import ROOT

RUN = {
    "run_id": "20261129T145001Z-9506c7",
    "status": "failed",
    "regions": ["Leeds, UK", "Otley, UK", "Pudsey, UK"],
    "summary": {"error": "RegionNotFound", "cause": "no place is called Leeeds"},
}
ARTIST = {
    "artist_id": "a-0123456789abcdef0123",
    "name": "Zoë Brönnimann-Featherstonehaugh",
    "instagram": "zoe.bronnimann.featherstonehaugh",
    "studio": {"name": "The Long and Winding Road Tattoo Company of Headingley"},
    "city": "Kingston upon Hull",
    "styles": ["black-and-grey", "micro-realism", "american-traditional"],
}
WIDTHS = pytest.mark.parametrize("width", [40, 80, 140, 400])


def shown(width: int, *, terminal: bool = True) -> tuple[PlainConsole, io.StringIO]:
    stream = io.StringIO()
    return PlainConsole(file=stream, width=width, force_terminal=terminal, color_system=None), stream


def words(stream: io.StringIO) -> str:
    return "".join(stream.getvalue().split())


@WIDTHS
def test_no_value_of_a_record_is_cut_at_any_width(width: int) -> None:
    console, stream = shown(width)
    report.show_artists(console, [ARTIST], "1 artist")
    text = words(stream)
    assert "…" not in text
    for value in (ARTIST["name"], f"@{ARTIST['instagram']}", ARTIST["studio"]["name"], ARTIST["artist_id"]):
        assert "".join(str(value).split()) in text
    assert all(len(line) <= width for line in stream.getvalue().splitlines())


@WIDTHS
def test_a_failed_run_is_listed_with_its_error(width: int) -> None:
    console, stream = shown(width)
    runs.show_list(console, [RUN])
    assert RUN["run_id"] in words(stream)
    assert "RegionNotFound" in words(stream)


def test_records_are_a_table_where_it_fits_and_labelled_lines_where_not() -> None:
    for width, table in ((100, True), (30, False)):
        console, stream = shown(width)
        records.show(console, ("Message", "Reason"), [("m-1", "it outlasted its time in the queue")])
        assert ("Message" in stream.getvalue()) is table
        assert ("reason" in stream.getvalue()) is not table


@WIDTHS
@pytest.mark.parametrize("url", ["http://127.0.0.1:8787/studios/s-7d86c5088343dfe703a9/copper-beech-tattoo"])
def test_an_address_is_never_broken_so_that_it_can_be_opened_and_copied(width: int, url: str) -> None:
    console, stream = shown(width)
    console.print(records.lines(("page", url), ("about", f"see {url} for more")))
    report.show_studios(
        console, [{"name": "A", "website": url, "studio_id": "s-1", "styles": ["floral"]}], ""
    )
    records.show(console, ("Message", "Reason"), [("m-1", f"{url} " * 9)])
    assert stream.getvalue().count(url) == 12


def test_characters_of_two_columns_are_counted_as_two() -> None:
    console, stream = shown(20)
    console.print(records.lines(("name", "墨" * 12), ("also", "x")))
    assert stream.getvalue().splitlines() == ["  name  " + "墨" * 6, " " * 8 + "墨" * 6, "  also  x"]


def test_tables_that_commands_print_are_made_where_they_are_kept_whole() -> None:
    """Other modules' tables have fixed words in few columns, or are redrawn in place."""
    makers = {
        path.name
        for path in (ROOT / "inkscout_cli").rglob("*.py")
        if re.search(r"\bTable[.(]", path.read_text(encoding="utf-8"))
    }
    assert makers == {"records.py", "report.py", "progress.py", "cost.py"}


def test_an_address_names_its_city_once() -> None:
    assert report.place("4 Kirkgate, Otley LS21 3HJ", "Otley", "GB") == "4 Kirkgate, Otley LS21 3HJ, GB"
