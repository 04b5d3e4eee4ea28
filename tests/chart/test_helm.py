"""Rendering by Helm itself: what is checked in, and refused values. Skipped where there is no helm."""

import json
import subprocess
import warnings
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.chart import CHART, PLACES, tool

chart = tool()
GIVEN = ("image.registry=ghcr.io/example", "aws.accountId=123456789012", "crawler.contact=a@b.example")
FOUR = (*GIVEN, "search.url=https://search.example")
ROLES = tuple(
    f"aws.roles.{name}=arn:aws:iam::123456789012:role/{name}" for name in ("api", "worker", "schedule")
)


@pytest.fixture(autouse=True)
def _helm() -> None:
    if chart.tool("helm") is None:
        reason = "there is no helm on PATH or in .venv-helm, so the chart was not rendered (make check-chart)"
        warnings.warn(reason, stacklevel=1)
        pytest.skip(reason)


def template(*sets: str, values: tuple[Path, ...] = ()) -> str:
    return str(chart.template(files=values, sets=sets))


def refusal(*sets: str) -> list[str]:
    """The lines of Helm's refusal."""
    with pytest.raises(subprocess.CalledProcessError) as caught:
        template(*FOUR, *ROLES, *sets)
    return [line for line in str(caught.value.stderr).splitlines() if line]


@pytest.mark.parametrize("place", PLACES)
def test_manifests_that_are_checked_in_are_those_that_the_chart_renders(place: str) -> None:
    assert (CHART / "rendered" / f"{place}.yaml").read_text() == chart.rendered(place), (
        "run `make manifests` and commit what it writes"
    )


def test_four_values_suffice_with_an_identity_of_the_place_and_alone_needs_three() -> None:
    assert "kind: ScaledJob" in template(*FOUR, values=(CHART / "values" / "eks.yaml",))
    alone = CHART / "values" / "alone.yaml"
    few = ("image.registry=ghcr.io/e", "crawler.contact=a@b.example", "secrets.cursorKey=0123456789abcdef")
    off = ("schedule.enabled=false", "backup.enabled=false")
    found = template(*few, *off, values=(alone,))
    assert "kind: StatefulSet" in found


@pytest.mark.parametrize("missing", [*FOUR, *ROLES[:2]])
def test_a_missing_value_ends_in_one_sentence(missing: str) -> None:
    name = missing.partition("=")[0]
    with pytest.raises(subprocess.CalledProcessError) as caught:
        template(*(one for one in (*FOUR, *ROLES) if one != missing))
    (line,) = [line for line in caught.value.stderr.splitlines() if line.startswith("Error:")]
    assert f"{name} must be" in line


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("search.url=search.example", "search.url must be the URL of an OpenSearch"),
        ("crawler.contact=nobody", "crawler.contact must be an address"),
        ("api.publicUrl=api.example", "api.publicUrl must be a URL"),
        ("stores.jobsQueueUrl=jobs", "stores.jobsQueueUrl must be a URL"),
        ("image.registry=https://ghcr.io/example", "image.registry must be a registry"),
        ("image.tag=latest", "image.tag must be a version"),
        ("api.ingress.enabled=true", "api.ingress.host must name"),
        ("api.gateway.enabled=true", "api.gateway needs host and parentRefs"),
        ("identity.kind=keys", "identity.keysSecret must name"),
        ("secrets.kind=values", "secrets.cursorKey must have at least 16"),
        ("secrets.kind=external", "secrets.external needs storeName"),
        ("schedule.enabled=true", "schedule.regions must name"),
        ("backup.enabled=true", "backup.enabled is for alone.enabled"),
        ("api.maxReplicas=2", "api.maxReplicas must not be below"),
        ("worker.maxSeconds=9000", "worker.maxSeconds must not be above"),
        ("alone.enabled=true", "search.url must be empty"),
    ],
)
def test_a_wrong_value_ends_in_one_sentence(given: str, says: str) -> None:
    (line,) = [line for line in refusal(given) if line.startswith("Error:")]
    assert says in line


@pytest.mark.parametrize(
    ("given", "where", "says"),
    [
        ("api.treads=3", "/api", "'treads' not allowed"),
        ("wroker.max=3", "''", "'wroker' not allowed"),
        ("worker.max=many", "/worker/max", "want integer"),
        ("identity.kind=token", "/identity/kind", "webIdentity"),
        ("image.digests.api=abc", "/image/digests/api", "does not match pattern"),
    ],
)
def test_a_misspelled_or_mistyped_value_is_refused_by_the_schema(given: str, where: str, says: str) -> None:
    (line,) = [line for line in refusal(given) if line.startswith("- at")]
    assert where in line
    assert says in line


def open_objects(schema: Any, path: str = "") -> list[str]:
    """Paths of objects with named properties that take others as well."""
    if not isinstance(schema, dict):
        return []
    here = [path] if "properties" in schema and schema.get("additionalProperties") is not False else []
    inner = [(f"{path}/{name}", value) for name, value in schema.get("properties", {}).items()]
    inner += [(f"{path}/*", schema["items"])] if "items" in schema else []
    return here + [found for name, value in inner for found in open_objects(value, name)]


def test_the_schema_is_closed_everywhere_and_has_every_value() -> None:
    schema = json.loads((CHART / "values.schema.json").read_text())
    assert open_objects(schema) == []

    def names(values: Any, known: Any, path: str = "") -> list[str]:
        if not isinstance(values, dict) or "properties" not in known:
            return []
        lacking = [
            f"{path}/{name}" for name in known["properties"] if name not in values and name != "global"
        ]
        return lacking + [
            found
            for name, value in values.items()
            for found in names(value, known["properties"].get(name, {}), f"{path}/{name}")
        ]

    values = yaml.safe_load((CHART / "values.yaml").read_text())
    assert [name for name in names(values, schema) if "/resources/" not in name] == []


def test_the_pod_of_helm_test_is_restricted_too() -> None:
    text = chart.template(sets=(*FOUR, *ROLES), tests=True)
    (ready,) = (d for d in yaml.safe_load_all(text) if d and d["kind"] == "Pod")
    spec, (container,) = ready["spec"], ready["spec"]["containers"]
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["command"][-1] == "http://inkscout-api.inkscout.svc/health/ready"


def test_keys_of_aws_reach_each_pod_from_a_secret_alone() -> None:
    found = template(*FOUR, "identity.kind=keys", "identity.keysSecret=aws-keys")
    assert found.count("name: aws-keys, key: secret-access-key") == 2  # the API and the worker
    assert "serviceAccountToken:" not in found


def test_workers_may_be_left_to_somebody_else() -> None:
    found = template(*FOUR, *ROLES, "worker.scaler=none")
    assert "scraper" not in found
    assert "kind: ScaledJob" not in found
