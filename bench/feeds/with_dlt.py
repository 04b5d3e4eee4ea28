"""Loads one address with dlt's REST API source into DuckDB; runs in an environment with dlt.

Arguments: the address, the folder of the pipeline and its database.
"""

import sys

import dlt
from dlt.sources.rest_api import rest_api_source


def main() -> None:
    """Extracts, normalises and loads; a later run finishes what an earlier one has extracted."""
    address, folder = sys.argv[1:3]
    base, _, path = address.rpartition("/")
    source = rest_api_source(
        {
            "client": {"base_url": f"{base}/", "paginator": "single_page"},
            "resources": [
                {
                    "name": "records",
                    "primary_key": "id",
                    "write_disposition": "merge",
                    "endpoint": {"path": path},
                }
            ],
        }
    )
    pipeline = dlt.pipeline(
        pipeline_name="bench",
        pipelines_dir=folder,
        destination=dlt.destinations.duckdb(f"{folder}/bench.duckdb"),
        dataset_name="stored",
    )
    pipeline.run(source)


if __name__ == "__main__":
    main()
