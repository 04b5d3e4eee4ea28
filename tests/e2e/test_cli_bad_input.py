"""Bad input: one clear sentence on standard error, a non-zero exit, and nothing half started."""

import json
import socket
from pathlib import Path

import pytest

from inkscout_cli.common import DEMO
from tests.e2e.command_line import Answer, CommandLine, write_world


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def _refused(cli: CommandLine, answer: Answer, *words: str) -> None:
    assert answer.code != 0
    assert "Traceback" not in answer.err + answer.out
    assert answer.out == ""
    for word in words:
        assert word in answer.err, answer.err
    last = answer.err.strip().splitlines()[-1]
    assert last.startswith("inkscout: ")
    assert last.endswith(".")
    assert cli.left_running() == []


def _refused_as_input(cli: CommandLine, answer: Answer, *words: str) -> None:
    """Refused with the exit code of bad input, in one line, before anything started."""
    _refused(cli, answer, *words)
    assert answer.code == 2
    assert len(answer.err.strip().splitlines()) == 1
    _started_nothing(cli)


def _started_nothing(cli: CommandLine) -> None:
    assert not cli.state.exists()


def test_a_world_folder_that_does_not_exist_is_named(cli: CommandLine) -> None:
    _refused(cli, cli.run_forked("run", "--world", "nowhere"), "There is no world folder nowhere")
    _started_nothing(cli)


def test_a_folder_that_is_no_world_is_named(cli: CommandLine) -> None:
    (cli.folder / "empty").mkdir()
    _refused(cli, cli.run_forked("run", "--world", "empty"), "empty is no world", "world.json")
    _started_nothing(cli)


@pytest.mark.parametrize(
    ("world", "word"),
    [
        ("{ not json", "is not valid JSON"),
        ([], "must hold a JSON object"),
        ({"name": "w", "regions": [], "places": [{}]}, "names no region"),
        ({"name": "w", "regions": [{"name": "Leeds, UK"}], "places": []}, "holds no place"),
        ({}, "is empty"),
    ],
)
@pytest.mark.parametrize("command", ["run", "up"])
def test_a_world_without_anything_in_it_is_refused(
    cli: CommandLine, command: str, world: object, word: str
) -> None:
    write_world(cli.folder / "w", world)
    _refused(cli, cli.run_forked(command, "--world", "w"), word)
    _started_nothing(cli)


_BOX = {"northeast": {"lat": 53.9, "lng": -1.4}, "southwest": {"lat": 53.7, "lng": -1.7}}
_SWAPPED = {"northeast": _BOX["southwest"], "southwest": _BOX["northeast"]}
_TURNED = {
    "northeast": {"lat": 53.9, "lng": -1.7},
    "southwest": {"lat": 53.7, "lng": -1.4},
}


def _world(place: dict[str, object] | None = None, viewport: object = None) -> dict[str, object]:
    return {
        "name": "w",
        "regions": [{"name": "Leeds, UK", "viewport": viewport or _BOX}],
        "places": [{"place_id": "p", "name": "Studio", **(place or {})}],
        "hosts": {},
    }


@pytest.mark.parametrize(
    ("world", "word"),
    [
        ("[" * 100_000 + "]" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "is not valid JSON"),
        (_world(viewport=_SWAPPED), "seem to be swapped"),
        (_world(viewport=_TURNED), "seem to be swapped"),
        (_world(viewport={"northeast": 1}), "regions.0.viewport"),
        (_world({"geometry": "x"}), "place p: geometry"),
        (_world({"geometry": {"location": {"lat": "north"}}}), "place p: geometry.location"),
        (_world({"geometry": {"location": []}}), "place p: geometry.location"),
        (_world({"types": "tattoo"}), "place p: types"),
        (_world({"address": ["Leeds"]}), "place p: address"),
        (_world({"osm": 7}), "place p: osm"),
        (_world({"gone": "perhaps"}), "place p: gone"),
        (_world() | {"places": ["x"]}, "places.0"),
        (_world() | {"places": {"a": 1}}, "places"),
        (_world() | {"regions": 7}, "regions"),
        (_world() | {"regions": ["Leeds"]}, "regions.0"),
        (_world() | {"hosts": {"a.test": {"faults": [{"kind": "boom"}]}}}, "faults"),
        (_world() | {"faults": {"google": [{"kind": "x"}]}}, "faults.google.0"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_fault_of_a_world_is_told_before_anything_starts(
    cli: CommandLine, world: object, word: str
) -> None:
    write_world(cli.folder / "w", world)
    _refused_as_input(cli, cli.run_forked("run", "--world", "w"), word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (b"[" * 100_000, "nested too deeply"),
        (b'{"regions": ["\xff"]}', "not UTF-8"),
        (b'{"regions": [{"name": "x", "south": 1, "west": 0.3, "north": 2, "east": 0}]}', "swapped"),
    ],
)
def test_a_broken_input_is_told_before_anything_starts(cli: CommandLine, text: bytes, word: str) -> None:
    (cli.folder / "input.json").write_bytes(text)
    _refused_as_input(cli, cli.run_forked("run", "--input", "input.json"), "input.json", word)


def test_json_with_a_byte_order_mark_is_read(cli: CommandLine) -> None:
    write_world(cli.folder / "w", "\ufeff" + json.dumps(_world()))
    (cli.folder / "input.json").write_text('\ufeff{"regions": ["Leeds, UK"]}', encoding="utf-8")
    # Both were read: the port in use is what is left to refuse.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        answer = cli.run_forked("run", "--world", "w", "--input", "input.json", "--port", port)
    _refused(cli, answer, f"Port {port} is in use")


@pytest.mark.parametrize("name", ["nosuch.csv", "nosuch.txt", "."])
def test_a_list_that_is_not_there_is_named_before_the_platform(cli: CommandLine, name: str) -> None:
    _refused_as_input(cli, cli.run_forked("import", name), f"{name} is no file")


def test_a_folder_whose_record_cannot_be_read_is_told_as_such(cli: CommandLine) -> None:
    (cli.state / "demo").mkdir(parents=True)
    (cli.state / "demo" / "platform.json").write_text("garbage", encoding="utf-8")
    answer = cli.run_forked("runs", "--world", str(DEMO))
    assert (answer.code, answer.out) == (2, "")
    assert "holds no readable platform.json" in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{'regions': []}", "is not valid JSON"),
        ('["Leeds, UK"]', "must hold a JSON object"),
        ('{"regions": []}', "regions: "),
        ("{}", "regions: field required"),
        ('{"regions": ["Leeds, UK"], "color": "red"}', "color: extra inputs are not permitted"),
        ('{"regions": ["Leeds, UK"], "force": "perhaps"}', "force: "),
        (
            '{"regions": [{"name": "x", "south": 2, "west": 0, "north": 1, "east": 1}]}',
            "south 2 is above north 1",
        ),
    ],
)
def test_a_malformed_input_is_refused_with_the_field_named(cli: CommandLine, text: str, word: str) -> None:
    (cli.folder / "input.json").write_text(text, encoding="utf-8")
    _refused(cli, cli.run_forked("run", "--input", "input.json"), "input.json", word)
    _started_nothing(cli)


def test_an_input_file_that_does_not_exist_is_named(cli: CommandLine) -> None:
    _refused(cli, cli.run_forked("run", "--input", "missing.json"), "missing.json cannot be read")


def test_two_sources_of_input_are_refused(cli: CommandLine) -> None:
    (cli.folder / "input.json").write_text(json.dumps({"regions": ["Leeds, UK"]}), encoding="utf-8")
    _refused(cli, cli.run_forked("run", "--input", "input.json", "--force"), "--input is the whole input")


def test_an_empty_region_is_refused(cli: CommandLine) -> None:
    _refused(cli, cli.run_forked("run", "--region", ""), "regions.0")
    _started_nothing(cli)


def test_a_live_run_without_a_region_or_contact_or_key_is_refused(cli: CommandLine) -> None:
    _refused(cli, cli.run_forked("run", "--live"), "--region")
    _refused(
        cli,
        cli.run_forked("run", "--live", "--region", "Leeds, UK"),
        "CRAWLER_CONTACT",
        "GOOGLE_MAPS_API_KEY",
    )
    _refused(
        cli,
        cli.run_forked("run", "--live", "--region", "Leeds, UK", GOOGLE_MAPS_API_KEY="fakekey"),
        "does not look like a key",
    )
    _refused(
        cli,
        cli.run_forked("run", "--live", "--region", "Leeds, UK", CRAWLER_CONTACT="me@studio.example"),
        "GOOGLE_MAPS_API_KEY",
    )
    _started_nothing(cli)


def test_a_live_run_in_a_world_is_refused(cli: CommandLine) -> None:
    _refused(cli, cli.run_forked("run", "--live", "--world", "w"), "--live and --world exclude each other")


def test_an_unknown_search_server_is_refused(cli: CommandLine) -> None:
    _refused(
        cli, cli.run_forked("up", "--search", "sphinx"), "--search takes embedded or opensearch, not sphinx"
    )


def test_a_port_in_use_is_named(cli: CommandLine) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        _refused(cli, cli.run_forked("up", "--port", str(port)), f"Port {port} is in use")
        _refused(cli, cli.run_forked("run", "--port", str(port)), f"Port {port} is in use")


@pytest.mark.parametrize("home", ["/proc/inkscout", "/dev/null/inkscout"])
def test_a_state_folder_that_cannot_be_written_is_named(cli: CommandLine, home: str) -> None:
    answer = cli.run_forked("run", "--state", home)
    _refused(cli, answer, f"The state folder {home}/demo cannot be written", "--state")


def test_an_unknown_region_ends_the_run_with_its_name(cli: CommandLine) -> None:
    answer = cli.run_forked("run", "--region", "Atlantis, Middle of Nowhere", "--json")
    assert answer.code != 0
    assert "RegionNotFound" in answer.err
    assert "Atlantis" in answer.err
    assert "Traceback" not in answer.err
    assert answer.document["status"] == "FAILED"
    assert cli.left_running() == []


@pytest.mark.parametrize("arguments", [["fly"], ["run", "--no-such-option"], ["show"], ["up", "--port", "x"]])
def test_a_command_line_that_cannot_be_read_shows_how_to_write_it(
    cli: CommandLine, arguments: list[str]
) -> None:
    answer = cli.run_forked(*arguments)
    assert answer.code == 2
    assert "Usage: inkscout" in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("command", [["search", "rose"], ["runs"]])
def test_a_question_before_the_first_run_says_how_to_begin(cli: CommandLine, command: list[str]) -> None:
    _refused(cli, cli.run_forked(*command), "Nothing was run yet", "inkscout run")
    _started_nothing(cli)


def test_down_and_status_without_a_platform_say_so(cli: CommandLine) -> None:
    down, status = cli.run_forked("down"), cli.run_forked("status")
    assert (down.code, status.code) == (0, 0)
    assert "No platform runs here." in down.out
    assert "No platform was started" in status.out
