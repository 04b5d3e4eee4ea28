"""Lists are read in the encodings that spreadsheets save them in."""

import re
from pathlib import Path

import pytest

from inkscout.contracts.import_places import ImportedStudio
from inkscout.usecases.discovery.list_rows import CsvRows
from inkscout_cli.commands.import_list import TEMPLATE, import_list, text_of
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


def test_the_template_names_every_column_and_can_be_imported() -> None:
    header, line = TEMPLATE.splitlines()
    assert set(header.split(",")) == set(ImportedStudio.model_fields)
    rows = CsvRows(f"{header}\n{line}\n".splitlines(keepends=True), ImportedStudio.model_fields)
    [(_, fields)] = rows
    studio = ImportedStudio.model_validate({name: value for name, value in fields.items() if value})
    assert (studio.country, studio.website) == ("GB", "http://example.com/")


def test_the_help_names_every_column() -> None:
    told = str(import_list.__doc__)
    assert all(re.search(rf"\b{name}\b", told) for name in ImportedStudio.model_fields)
