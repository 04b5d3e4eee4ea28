"""Writes the OpenAPI document that the API serves: ``python -m tests.support.publish_openapi``."""

import json

from tests.support import api_client as api
from tests.support.project import ROOT

STORES = ("DIRECTORY_TABLE", "OPERATIONS_TABLE", "DENYLIST_TABLE", "DENYLIST_SECRET_ARN", "DATA_BUCKET")


def main() -> None:
    """Writes the document."""
    names = dict.fromkeys(STORES, "none")
    with api.environment(OPENSEARCH_URL="http://127.0.0.1:9", **names):
        document = api.get("/v1/openapi.json").json()
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False)
    (ROOT / "docs" / "openapi.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
