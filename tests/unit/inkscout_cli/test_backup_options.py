"""Options of ``backup`` and ``restore`` that do not fit end in one sentence, before anything is started."""

from pathlib import Path
from typing import Any

import pytest

from inkscout.errors import ArchiveUnusable
from inkscout_cli.archives import opened, passphrase_in, s3_client, unusable
from inkscout_cli.commands.restore import _options, _Source
from inkscout_cli.restoring import lines
from inkscout_deploy.errors import BadInput, PlatformError

PAST = "2026-03-01T02:59:00Z"


def _source(archive: str = "", at: str = "", table: str = "", stage: str = "") -> _Source:
    return _Source(archive, at, table, stage)


@pytest.mark.parametrize(
    ("source", "tables", "only", "overwrite", "sentence"),
    [
        (_source(), None, "", False, "Give the backup to restore from"),
        (_source("a", PAST, stage="prod"), None, "", False, "Give the backup to restore from"),
        (_source(at=PAST), None, "", False, "give --stage too"),
        (_source(at="yesterday", stage="prod"), None, "", False, "--at takes a time such as"),
        (_source(at="2999-01-01", stage="prod"), None, "", False, "--at takes a time in the past"),
        (_source("a"), ["denylist"], "", False, "--table takes directory, operations, records, not denylist"),
        (_source("a"), ["artists"], "", False, "not artists"),
        (_source("a"), ["operations"], "a-1", False, "--only takes ids of the directory"),
        (_source("a"), None, " , ", False, "--only takes ids of the directory"),
        (_source(table="t"), None, "a-1", False, "--only takes ids of the directory"),
        (_source("a"), None, "", True, "--overwrite goes with --only"),
        (_source(table="t"), ["directory", "records"], "", False, "give one --table"),
    ],
)
def test_options_that_do_not_fit_end_in_a_sentence(
    source: _Source, tables: list[str] | None, only: str, overwrite: bool, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        _options(source, tables, only, overwrite=overwrite)


def test_options_choose_tables_and_entries() -> None:
    assert _options(_source("a"), None, "", overwrite=False).tables == ()
    assert _options(_source("a"), None, "a-1, s-2,a-1", overwrite=True).only == ("a-1", "s-2")
    moment = _options(_source(at=PAST, stage="prod"), None, "", overwrite=False)
    assert (moment.tables, moment.at and moment.at.isoformat()) == (
        ("directory",),
        "2026-03-01T02:59:00+00:00",
    )
    assert _options(_source(table="t"), ["denylist"], "", overwrite=False).tables == ("denylist",)


def test_a_passphrase_is_read_from_a_file_and_is_long_enough(tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    assert passphrase_in(None) == ""
    with pytest.raises(BadInput, match="holds no passphrase that can be read"):
        passphrase_in(file)
    file.write_text("too short\n")
    with pytest.raises(BadInput, match="has fewer than 12 characters"):
        passphrase_in(file)
    file.write_text("correct horse battery\n")
    assert passphrase_in(file) == "correct horse battery"


def test_faults_of_archives_and_disks_are_one_sentence(tmp_path: Path) -> None:
    place = str(tmp_path / "none")
    with (
        pytest.raises(PlatformError, match=r"none cannot be restored: there is no such folder\.$"),
        unusable(place, "be restored"),
    ):
        opened(place, s3_client(place))
    with (
        pytest.raises(PlatformError, match=r"cannot be written: No space left on device\.$"),
        unusable(place, "be written"),
    ):
        raise OSError(28, "No space left on device")
    with pytest.raises(PlatformError, match="it is damaged"), unusable(place, "be restored"):
        raise ArchiveUnusable("it is damaged")


def test_a_plan_says_what_is_replaced_and_who_is_left_out() -> None:
    effect = {"in_source": 10, "left_out": 3, "in_target": 9, "to_delete": 2}
    plan: dict[str, Any] = {"source": "x", "as_of": PAST, "tables": {"directory": effect}}
    said = "\n".join(lines(plan | {"removed_artists": [f"a-{number}" for number in range(12)]}))
    assert "directory: 7 items are written over the 9 that are there, 2 are deleted" in said
    assert "artists left out, as they asked to be removed: a-0, a-1" in said
    assert said.endswith("and 2 more")
