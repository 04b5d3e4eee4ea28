"""Records are shown whole at any width: as a table where it fits, else as blocks."""

import io

import pytest

from inkscout_cli import records, report
from inkscout_cli.commands import runs
from inkscout_cli.output import PlainConsole

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


def test_an_address_names_its_city_once() -> None:
    assert report.place("4 Kirkgate, Otley LS21 3HJ", "Otley", "GB") == "4 Kirkgate, Otley LS21 3HJ, GB"
