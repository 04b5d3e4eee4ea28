"""Validates rendered manifests by Kubernetes' own schemas: ``check_manifests.py FILE…``.

Kinds of operators, such as KEDA's, have no schema there; the job inside of a ScaledJob is validated as a Job.
Runs in ``make check-infra``'s environment.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import yaml

OPERATORS = (
    "keda.sh/",
    "monitoring.coreos.com/",
    "external-secrets.io/",
    "gateway.networking.k8s.io/",
    "networking.gke.io/",
)
"""Beginnings of ``apiVersion`` of kinds that operators define."""
_OLDEST, _NEWEST = "1.29", "1.37"


def main(names: list[str]) -> int:
    """Prints every fault; returns the exit code, 1 if there are faults or nothing to validate."""
    faults, validated = [], 0
    for name in names:
        documents = yaml.safe_load_all(Path(name).read_text(encoding="utf-8"))
        for document in (one for found in documents if found for one in _of_kubernetes(found)):
            validated += 1
            for version in (_OLDEST, _NEWEST):
                try:
                    kubernetes_validate.validate(document, version, strict=True)
                except kubernetes_validate.ValidationError as error:
                    path = ".".join(str(part) for part in error.path)
                    faults.append(
                        f"{name}: {document['kind']} {document['metadata']['name']}:"
                        f" {path}: {error.message} ({version})"
                    )
    print("\n".join(faults) or f"{validated} objects are as Kubernetes {_OLDEST} and {_NEWEST} know them.")
    return 1 if faults or not validated else 0


def _of_kubernetes(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if not document["apiVersion"].startswith(OPERATORS):
        yield document
    elif document["kind"] == "ScaledJob":
        yield {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": document["metadata"],
            "spec": document["spec"]["jobTargetRef"],
        }


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
