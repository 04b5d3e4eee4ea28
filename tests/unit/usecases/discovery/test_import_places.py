import json
from collections.abc import Mapping

import pytest

from inkscout.adapters.places.imported_studios import ImportedStudios
from inkscout.contracts.import_places import ImportResult
from inkscout.domain.geo import Box, GeoPoint
from inkscout.domain.place import Place, Region
from inkscout.errors import InvalidInput, RegionNotFound
from inkscout.usecases.discovery.import_places import import_places
from tests.support.fakes.operations import FakeStateStore

LEEDS = Box(53.70, -1.80, 53.95, -1.30)


class FakeGeocoder:
    """Knows some addresses."""

    def __init__(self, known: Mapping[str, GeoPoint]) -> None:
        self.known = known

    def resolve(self, name: str) -> Region:
        if name not in self.known:
            raise RegionNotFound(f"no place is called {name!r}")
        point = self.known[name]
        box = Box(point.lat - 0.001, point.lng - 0.001, point.lat + 0.001, point.lng + 0.001)
        return Region(key=name, name=name, box=box)


def imported(text: str, kind: str = "csv", **known: GeoPoint) -> tuple[ImportResult, list[Place]]:
    studios = ImportedStudios(FakeStateStore())
    geocoder = (
        FakeGeocoder({name.replace("_", " "): point for name, point in known.items()}) if known else None
    )
    result = import_places(text.splitlines(keepends=True), kind, studios=studios, geocoder=geocoder)
    (page,) = studios.search("", LEEDS, "en")
    return result, list(page.places)


@pytest.mark.parametrize("character", ["\u001b", "\u0000", "\u202e", "\u2028", "\u0085"])
def test_text_that_a_terminal_would_obey_is_rejected(character: str) -> None:
    name = json.dumps({"name": f"Ink{character}[2J", "lat": 53.8, "lng": -1.5})
    city = json.dumps({"name": "Ink", "city": f"Le{character}eds", "lat": 53.8, "lng": -1.5})
    result, places = imported(f"{name}\n{city}\n", "jsonl")
    assert places == []
    assert [(line.line, "control characters" in line.reason) for line in result.rejected] == [
        (1, True),
        (2, True),
    ]


def test_a_line_that_is_nested_too_deeply_is_rejected() -> None:
    result, places = imported("[" * 19_000 + "\n", "jsonl")
    assert places == []
    assert result.rejected[0].reason == "the line is not JSON"


def test_a_csv_is_imported_line_by_line() -> None:
    result, places = imported(
        "Name, Lat, Lng, Website, Phone\n"
        "Heron Tattoo, 53.8, -1.55, heron.test, 0113 496 0000\n"
        "\n"
        '"Anchor, Ink", 53.81, -1.56, ,\n'
    )
    assert (result.imported, result.rejected) == (2, [])
    assert sorted(place.name for place in places) == ["Anchor, Ink", "Heron Tattoo"]
    heron = next(place for place in places if place.name == "Heron Tattoo")
    assert (heron.website, heron.phone, heron.source) == ("http://heron.test/", "0113 496 0000", "import")


def test_json_lines_are_imported_with_the_operators_own_ids() -> None:
    result, places = imported('{"id": "7", "name": "Heron", "lat": 53.8, "lng": -1.5}\n\n', "jsonl")
    assert result.imported == 1
    assert places[0].source_id == "7"


def test_a_spreadsheets_byte_order_mark_is_ignored() -> None:
    result, _ = imported("\ufeffname,lat,lng\nHeron,53.8,-1.5\n")
    assert result.imported == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",53.8,-1.5,,", "name"),
        ("Heron,95,-1.5,,", "lat"),
        ("Heron,53.8,,,", "belong together"),
        ("Heron,,,,", "give lat and lng, or an address"),
        ("Heron,north,-1.5,,", "lat"),
        ("Heron,53.8,-1.5,not a site,", "website"),
        ("Heron,53.8,-1.5,,UKX", "country"),
        ("Heron,53.8,-1.5,,GB,extra", "more fields"),
    ],
)
def test_a_bad_line_is_rejected_with_its_number_and_reason(line: str, reason: str) -> None:
    result, places = imported(f"name,lat,lng,website,country\nAnchor,53.8,-1.5,,GB\n{line}\n")
    assert result.imported == len(places) == 1
    (rejected,) = result.rejected
    assert rejected.line == 3
    assert reason in rejected.reason


@pytest.mark.parametrize(
    "line", ["not json", '["a list"]', '"text"', "{broken", '{"name": "' + "x" * 30_000 + '"}', "null"]
)
def test_a_line_that_is_no_object_is_rejected(line: str) -> None:
    result, _ = imported(line + "\n", "jsonl")
    assert (result.imported, len(result.rejected)) == (0, 1)


def test_unknown_fields_are_left_out_and_named_once() -> None:
    line = '{"name": "Heron", "lat": 53.8, "lng": -1.5, "owner": "x"}'
    result, places = imported(f"{line}\n{line}\n", "jsonl")
    assert (result.imported, result.rejected, result.unknown_columns) == (1, [], ["owner"])
    assert places[0].name == "Heron"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"lat": 53.8, "lng": -1.5}, "name: is missing"),
        ({"name": "", "lat": 53.8, "lng": -1.5}, "name: is missing"),
        ({"name": "Heron", "lat": "north", "lng": -1.5}, "lat: is not a number"),
        ({"name": "Heron", "lat": 95, "lng": -1.5}, "lat: is beyond 90"),
        ({"name": "H" * 201, "lat": 53.8, "lng": -1.5}, "name: has more than 200 characters"),
        ({"name": "Heron"}, "give lat and lng, or an address"),
        (
            {"name": "Heron", "lat": 53.8, "lng": -1.5, "phone": "4,41135E+11"},
            "phone: 4,41135E+11 is a number that a spreadsheet has shortened",
        ),
        (
            {"name": "Heron", "lat": 53.8, "lng": -1.5, "id": "1.23E+11"},
            "id: 1.23E+11 is a number that a spreadsheet has shortened",
        ),
    ],
)
def test_a_reason_is_in_words_for_the_person_who_wrote_the_list(
    fields: dict[str, object], reason: str
) -> None:
    result, _ = imported(json.dumps(fields), "jsonl")
    assert result.rejected[0].reason.startswith(reason)


def test_a_position_in_a_spreadsheet_s_own_notation_is_a_position() -> None:
    _, places = imported("name;lat;lng\nHeron;5,38E+01;-1,5E+00\n")
    assert places[0].location == GeoPoint(53.8, -1.5)


def test_a_city_that_the_address_names_is_not_asked_for_twice() -> None:
    known = {"1_Kirkgate,_Leeds_LS1,_GB": GeoPoint(53.797, -1.54)}
    result, _ = imported('name,address,city,country\nHeron,"1 Kirkgate, Leeds LS1",Leeds,UK\n', **known)
    assert result.located == 1


def test_a_csv_without_a_name_column_is_refused() -> None:
    with pytest.raises(InvalidInput, match="name"):
        imported("studio,lat,lng\nHeron,53.8,-1.5\n")


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(InvalidInput, match="xlsx"):
        imported("", "xlsx")


def test_a_position_is_looked_up_from_the_address() -> None:
    known = {"1_Kirkgate,_Leeds,_GB": GeoPoint(53.797, -1.54)}
    text = "name,address,city,country\nHeron,1 Kirkgate,Leeds,gb\nLost,2 Nowhere,Leeds,gb\n"
    result, places = imported(text, **known)
    assert (result.imported, result.located) == (1, 1)
    assert "2 Nowhere" in result.rejected[0].reason
    assert places[0].location is not None
    assert places[0].location.distance_m(GeoPoint(53.797, -1.54)) < 1


def test_importing_a_list_again_changes_nothing() -> None:
    studios = ImportedStudios(FakeStateStore())
    lines = ["name,lat,lng\n", "Heron,53.8,-1.5\n"]
    import_places(lines, "csv", studios=studios, geocoder=None)
    again = import_places(lines, "csv", studios=studios, geocoder=None)
    assert (again.imported, again.unchanged) == (0, 1)


def test_a_studio_that_moved_leaves_its_old_place() -> None:
    studios = ImportedStudios(FakeStateStore())
    for lng in (-1.55, 2.35):
        import_places(
            [f'{{"id": "7", "name": "Heron", "lat": 53.8, "lng": {lng}}}'],
            "jsonl",
            studios=studios,
            geocoder=None,
        )
    (page,) = studios.search("", LEEDS, "en")
    assert page.places == ()
    (page,) = studios.search("", Box(53.7, 2.0, 53.9, 2.5), "en")
    assert len(page.places) == 1


def test_a_list_is_found_on_both_sides_of_the_antimeridian() -> None:
    studios = ImportedStudios(FakeStateStore())
    for number, lng in enumerate((179.9, -179.9, 170.0)):
        studios.put(Place(source="import", source_id=str(number), name="X", location=GeoPoint(-17.0, lng)))
    (page,) = studios.search("", Box(-18, 179, -16, -179), "en")
    assert [place.source_id for place in page.places] == ["0", "1"]


@pytest.mark.parametrize(
    "text",
    [
        "name;lat;lng;city\nHeron;53,8;-1,55;Leeds\n",
        "name\tlat\tlng\nHeron\t53.8\t-1.55\n",
        "sep=;\nname;lat;lng\nHeron;53,8;-1,55\n",
        '"sep=|"\nname|lat|lng\nHeron|53.8|-1.55\n',
        '"Name" , "Lat" , "Lng"\nHeron,53.8,-1.55\n',
        '\ufeff"name";"lat";"lng"\r\n"Heron";"53,8";"-1,55"\r\n',
        "\n\nname,latitude,lon\nHeron,53.8,-1.55\n",
        'name,lat,lng\n"Heron",  "53.8" ,"-1.55"\n',
    ],
)
def test_a_list_is_read_as_spreadsheets_save_it(text: str) -> None:
    result, (place,) = imported(text)
    assert result.rejected == []
    assert place.name == "Heron"
    assert place.location is not None
    assert (place.location.lat, place.location.lng) == (53.8, -1.55)


@pytest.mark.parametrize(
    "fault", ['"Open,53.8,-1.5', 'Heron,"53.8,-1.5', '"Heron"x,53.8,-1.5', '"Open,53.8,-1.5,""']
)
def test_a_quotation_mark_that_is_not_closed_costs_its_own_line(fault: str) -> None:
    text = f'name,lat,lng\n{fault}\n"Anchor, Ink",53.81,-1.56\nWren,53.82,-1.57\n'
    result, places = imported(text)
    assert [rejected.line for rejected in result.rejected] == [2]
    assert "quotation mark" in result.rejected[0].reason
    assert sorted(place.name for place in places) == ["Anchor, Ink", "Wren"]


def test_a_field_may_hold_line_breaks_and_quotation_marks() -> None:
    text = 'name,lat,lng,address\n"The ""Heron"" Tattoo",53.8,-1.5,"1 Kirkgate\nLeeds"\nWren,53.81,-1.5,\n'
    text += ",,,\nBad,99,0,\n"
    result, places = imported(text)
    assert sorted(place.name for place in places) == ['The "Heron" Tattoo', "Wren"]
    assert [rejected.line for rejected in result.rejected] == [6]


def test_columns_that_are_not_known_are_left_out_and_named() -> None:
    result, places = imported("name,lat,lng,Owner,notes\nHeron,53.8,-1.5,Ada,x\n")
    assert len(places) == 1
    assert result.unknown_columns == ["owner", "notes"]


def test_a_column_named_twice_is_refused() -> None:
    with pytest.raises(InvalidInput, match="twice: lat"):
        imported("name,lat,lat\nHeron,53.8,-1.5\n")


@pytest.mark.parametrize(
    ("given", "code"),
    [("UK", "GB"), ("gb", "GB"), ("GBR", "GB"), ("England", "GB"), ("Deutschland", "DE"), ("fiji", "FJ")],
)
def test_a_country_is_kept_by_its_code(given: str, code: str) -> None:
    _, (place,) = imported(f"name,lat,lng,country\nHeron,53.8,-1.5,{given}\n")
    assert place.country == code
