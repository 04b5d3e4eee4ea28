"""Lists are read in the encodings that spreadsheets save them in."""

from pathlib import Path

import pytest

from inkscout_cli.commands.import_list import text_of
from inkscout_deploy.errors import BadInput

LIST = "name;lat;lng\r\nTätowierstudio Zoë;53,8;-1,5\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_list_is_read_in_the_encoding_it_was_saved_in(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(LIST.encode(encoding))
    assert text_of(file) == LIST


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"list\.csv"):
        text_of(tmp_path / "list.csv")
