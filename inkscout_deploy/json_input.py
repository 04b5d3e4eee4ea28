"""Reads JSON files written by people, with errors that tell what is wrong."""

import json
from pathlib import Path
from typing import Any

from inkscout_deploy.errors import BadInput


def read_json(path: Path) -> Any:  # noqa: ANN401 - any JSON
    """Returns the content of a JSON file, in UTF-8 with or without a byte order mark.

    Raises:
        BadInput: the file cannot be read, or is not JSON; the message names the file.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not valid JSON: it is not UTF-8 text.") from error
    except RecursionError as error:
        raise BadInput(f"{path} is not valid JSON: it is nested too deeply.") from error
    except ValueError as error:
        raise BadInput(f"{path} is not valid JSON: {error}.") from error


def read_object(path: Path) -> dict[str, Any]:
    """Returns the JSON object that a file contains.

    Raises:
        BadInput: the file cannot be read, is not JSON, or contains another JSON value.
    """
    document = read_json(path)
    if not isinstance(document, dict):
        raise BadInput(f"{path} must hold a JSON object.")
    return document
