"""Prints credentials of AWS for the identity of this place: ``python -m inkscout.identity``.

``identity.ini`` beside this module names it as ``credential_process``. With ``AWS_CONFIG_FILE`` at that file,
boto3 calls it when it needs credentials, and again before they expire.
"""

import json
import sys

from pydantic import ValidationError

from inkscout.errors import IdentityRefused


def main() -> int:
    """Prints the credentials as JSON; returns 1 after a sentence on standard error if there are none."""
    from inkscout.bootstrap import identity  # noqa: PLC0415 - nothing is configured at import

    try:
        found = identity.credentials()
    except ValidationError as error:
        names = sorted({str(fault["loc"][0]).upper() for fault in error.errors(include_input=False)})
        sys.stderr.write(f"Missing or wrong: {', '.join(names)}.\n")
        return 1
    except IdentityRefused as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{json.dumps(found)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
