"""Every role's policy as JSON, one file to a role: ``python -m tests.support.role_policies FOLDER``."""

import json
import sys
from pathlib import Path
from typing import Any

from tests.support.deployed import statements
from tests.support.project import resources


def policies() -> dict[str, list[dict[str, Any]]]:
    """The resolved statements of every role and function that has any."""
    names = [*resources("AWS::IAM::Role"), *resources("AWS::Serverless::Function")]
    return {name: found for name in sorted(names) if (found := statements(name))}


def main() -> None:
    """Writes them."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.json"):
        path.unlink()
    for name, found in policies().items():
        document = {"Version": "2012-10-17", "Statement": found}
        (folder / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
