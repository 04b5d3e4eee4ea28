"""Rules of the rendered manifests: what a cluster would admit, run, probe and let through."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ministack
import pytest
import yaml

from inkscout import settings
from inkscout_local.environment import EmulatorSettings, LocalSettings
from inkscout_local.server.deploy import DeploySettings
from server.settings import ServerSettings
from tests.support import deployed
from tests.support.chart import (
    ALL_PODS,
    PLACES,
    Document,
    Pod,
    config,
    named,
    objects,
    of_kind,
    pod,
    variables,
)
from tests.support.project import ROOT

OUR_PODS = [found for found in ALL_PODS if found.component != "search"]
SERVERS = [found for found in ALL_PODS if found.component in {"api", "emulator", "search"}]
BOTO3 = {
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EC2_METADATA_DISABLED",
    "AWS_REGION",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_STS_REGIONAL_ENDPOINTS",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
}
"""Variables that boto3 reads itself, and AWS_REGION, which the command reads."""
MINISTACK = {
    "BIND_HOST",
    "DOCKER_HOST",
    "IOT_MTLS_ENABLED",
    "MINISTACK_REGION",
    "S3_DATA_DIR",
    "S3_PERSIST",
    "SFTP_ENABLED",
}
"""Variables that the emulator reads itself; a test finds each in its source."""
STORES = (settings.EndpointSettings, settings.StoreSettings, settings.DenylistSettings)
ENTRYPOINTS: dict[str, tuple[Any, ...]] = {
    "api": (*STORES, settings.RecordSettings, settings.SearchSettings, settings.ApiSettings, ServerSettings),
    "worker": (*STORES, settings.QueueSettings, settings.WebSettings, settings.ScraperSettings),
    "schedule": (settings.EndpointSettings, settings.ScheduledRunSettings),
    "emulator": (settings.EndpointSettings, EmulatorSettings),
    "deploy": (DeploySettings,),
    "backup": (settings.EndpointSettings, LocalSettings),
}
"""Models of the settings that the program of each component reads."""


def fields(component: str) -> set[str]:
    return {name.upper() for model in ENTRYPOINTS[component] for name in model.model_fields}


def ids(found: Pod) -> str:
    return str(found)


@pytest.mark.parametrize("found", ALL_PODS, ids=ids)
def test_a_pod_is_admitted_by_pod_security_restricted(found: Pod) -> None:
    security = found.spec["securityContext"]
    assert security["runAsNonRoot"] is True
    assert security["runAsUser"] > 0
    assert security["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not {"hostNetwork", "hostPID", "hostIPC"} & found.spec.keys()
    allowed = {"emptyDir", "projected", "secret", "configMap", "persistentVolumeClaim"}
    assert all(volume.keys() - {"name"} <= allowed for volume in found.spec.get("volumes", []))
    inside = found.container["securityContext"]
    assert inside["allowPrivilegeEscalation"] is False
    assert inside["capabilities"] == {"drop": ["ALL"]}
    # OpenSearch's own image writes beside its configuration.
    assert inside["readOnlyRootFilesystem"] is (found.component != "search")
    assert found.spec["automountServiceAccountToken"] is False


@pytest.mark.parametrize("found", ALL_PODS, ids=ids)
def test_a_container_has_an_image_that_stays_and_asks_for_what_it_needs(found: Pod) -> None:
    image = found.container["image"]
    assert re.fullmatch(r"[a-z0-9./-]+(:[a-z0-9][a-z0-9.-]*|@sha256:[0-9a-f]{64})", image)
    assert not image.endswith(":latest")
    resources = found.container["resources"]
    assert {"cpu", "memory"} <= resources["requests"].keys()
    assert "memory" in resources["limits"]


@pytest.mark.parametrize("found", SERVERS, ids=ids)
def test_a_server_is_probed_on_a_port_that_it_opens(found: Pod) -> None:
    opened = {port["name"] for port in found.container["ports"]}
    for name in ("startupProbe", "livenessProbe", "readinessProbe"):
        probe = found.container[name]
        assert (probe.get("httpGet") or probe["tcpSocket"])["port"] in opened


@pytest.mark.parametrize("found", OUR_PODS, ids=ids)
def test_each_variable_is_a_setting_of_the_program_and_none_is_missing(found: Pod) -> None:
    known = fields(found.component) | BOTO3 | (MINISTACK if found.component == "emulator" else set())
    assert variables(found) <= known
    wanted = {
        name.upper()
        for model in ENTRYPOINTS[found.component]
        for name, field in model.model_fields.items()
        if field.is_required()
    }
    assert wanted <= variables(found)


@pytest.mark.parametrize("found", OUR_PODS, ids=ids)
def test_the_settings_of_a_config_map_are_valid(found: Pod, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {"CURSOR_KEY": "a key of more than sixteen characters", "RUN_NAME": "inkscout-schedule-1"}
    for name, value in {**config(found), **secrets}.items():
        monkeypatch.setenv(name, value)
    for model in ENTRYPOINTS[found.component]:
        model()


def test_the_emulator_reads_the_variables_that_it_is_given() -> None:
    modules = (path for folder in ministack.__path__ for path in Path(folder).rglob("*.py"))
    text = "".join(path.read_text("utf-8") for path in modules)
    assert not {name for name in MINISTACK if f'"{name}"' not in text}


@pytest.mark.parametrize("place", PLACES)
def test_every_config_map_and_secret_is_used_and_every_reference_leads_somewhere(place: str) -> None:
    used = {source["configMapRef"]["name"] for found in ALL_PODS if found.place == place
            for source in found.container.get("envFrom", [])}  # fmt: skip
    assert {document["metadata"]["name"] for document in of_kind(place, "ConfigMap")} == used
    asked = {
        entry["valueFrom"]["secretKeyRef"]["key"]
        for found in ALL_PODS
        if found.place == place
        for entry in found.container.get("env", [])
        if "secretKeyRef" in entry.get("valueFrom", {})
    }
    for secret in of_kind(place, "Secret"):
        assert secret["stringData"].keys() <= asked
    accounts = {document["metadata"]["name"] for document in of_kind(place, "ServiceAccount")}
    assert {found.spec["serviceAccountName"] for found in ALL_PODS if found.place == place} <= accounts
    volumes = [found for found in ALL_PODS if found.place == place]
    for found in volumes:
        owner = next(d for d in objects(place) if f"{d['kind']} {d['metadata']['name']}" == found.owner)
        claims = [claim["metadata"]["name"] for claim in owner["spec"].get("volumeClaimTemplates", [])]
        named_volumes = {volume["name"] for volume in found.spec.get("volumes", [])} | set(claims)
        assert named_volumes == {mount["name"] for mount in found.container.get("volumeMounts", [])}


@pytest.mark.parametrize("place", PLACES)
def test_names_are_unique_and_nothing_but_the_namespace_and_classes_is_outside_of_it(place: str) -> None:
    seen: set[tuple[str, str]] = set()
    for document in objects(place):
        key = document["kind"], document["metadata"]["name"]
        assert key not in seen
        seen.add(key)
        within = document["metadata"].get("namespace")
        assert within == (None if document["kind"] in {"Namespace", "PriorityClass"} else "inkscout")


def selectors(place: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The labels by which each object selects pods."""
    for document in objects(place):
        spec = document.get("spec", {})
        found = {
            "Service": lambda spec=spec: spec["selector"],
            "Deployment": lambda spec=spec: spec["selector"]["matchLabels"],
            "StatefulSet": lambda spec=spec: spec["selector"]["matchLabels"],
            "PodDisruptionBudget": lambda spec=spec: spec["selector"]["matchLabels"],
            "NetworkPolicy": lambda spec=spec: spec["podSelector"]["matchLabels"],
        }.get(document["kind"])
        if found:
            yield f"{document['kind']} {document['metadata']['name']}", found()


@pytest.mark.parametrize("place", PLACES)
def test_a_selector_selects_pods_of_one_component_and_survives_an_upgrade(place: str) -> None:
    for name, labels in selectors(place):
        assert labels.keys() == {
            "app.kubernetes.io/name",
            "app.kubernetes.io/instance",
            "app.kubernetes.io/component",
        }, name
        selected = [
            found
            for found in ALL_PODS
            if found.place == place and labels.items() <= found.template["metadata"]["labels"].items()
        ]
        assert len({found.component for found in selected}) == 1, f"{name} selects {selected}"


@pytest.mark.parametrize("found", OUR_PODS, ids=ids)
def test_a_changed_setting_replaces_the_pods(found: Pod) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", found.template["metadata"]["annotations"]["checksum/config"])


@pytest.mark.parametrize("place", PLACES)
def test_the_api_scales_drains_and_survives_a_drained_node(place: str) -> None:
    api = named(place, "Deployment", "inkscout-api")
    assert "replicas" not in api["spec"]
    assert api["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    pod_spec = api["spec"]["template"]["spec"]
    drain = float(config(pod(place, "api"))["DRAIN_SECONDS"])
    assert pod_spec["terminationGracePeriodSeconds"] >= drain + 20 + 5
    assert {one["topologyKey"] for one in pod_spec["topologySpreadConstraints"]} == {
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
    }
    scaler = named(place, "HorizontalPodAutoscaler", "inkscout-api")["spec"]
    bounds = (scaler["minReplicas"], scaler["maxReplicas"])
    assert bounds == ((1, 2) if place == "alone" else (3, 20))
    targets = {
        one["resource"]["name"]: one["resource"]["target"]["averageUtilization"] for one in scaler["metrics"]
    }
    assert targets == {"cpu": 70, "memory": 80}
    assert scaler["behavior"]["scaleUp"]["stabilizationWindowSeconds"] == 0
    assert scaler["behavior"]["scaleDown"]["stabilizationWindowSeconds"] == 300
    assert named(place, "PodDisruptionBudget", "inkscout-api")["spec"]["maxUnavailable"] == 1


@pytest.mark.parametrize("place", PLACES)
def test_the_internal_port_is_behind_no_way_in_from_outside(place: str) -> None:
    policy = named(place, "NetworkPolicy", "inkscout-api")["spec"]
    for rule in policy["ingress"]:
        if {"port": "internal"} in rule["ports"]:
            assert rule["from"]
    ways = [*of_kind(place, "Ingress"), *of_kind(place, "HTTPRoute")]
    assert bool(ways) == (place != "alone")
    text = str(ways)
    assert "internal" not in text
    assert "9090" not in text


@pytest.mark.parametrize("place", PLACES)
def test_nothing_comes_in_to_a_worker_or_a_scheduled_job(place: str) -> None:
    for component in ("worker", "schedule"):
        names = [d["metadata"]["name"] for d in of_kind(place, "NetworkPolicy")]
        if f"inkscout-{component}" not in names:
            assert component == "schedule"
            continue
        policy = named(place, "NetworkPolicy", f"inkscout-{component}")["spec"]
        assert policy["policyTypes"] == ["Ingress", "Egress"]
        assert "ingress" not in policy


@pytest.mark.parametrize("place", [place for place in PLACES if place != "alone"])
def test_names_of_stores_are_those_that_the_templates_make(place: str) -> None:
    expected = {
        "DIRECTORY_TABLE": deployed.resolve("data", {"Ref": "DirectoryTable"}),
        "OPERATIONS_TABLE": deployed.resolve("data", {"Ref": "OperationsTable"}),
        "DENYLIST_TABLE": deployed.resolve("data", {"Ref": "DenylistTable"}),
        "DATA_BUCKET": deployed.resolve("data", {"Ref": "DataBucket"}),
        "RECORDS_TABLE": deployed.resolve("feeds", {"Ref": "RecordsTable"}),
        "FEEDS_BUCKET": deployed.resolve("feeds", {"Ref": "FeedsBucket"}),
        "DIRECTORY_PIPELINE_ARN": deployed.arn("DirectoryPipeline"),
        "SCAN_STUDIO_ARN": deployed.arn("ScanStudio"),
        "REMOVE_ARTIST_ARN": deployed.arn("RemoveArtist"),
        "FETCH_FEED_FUNCTION_ARN": deployed.arn("FetchFeedFunction"),
    }
    found = config(pod(place, "api"))
    for name, value in expected.items():
        stage = str(value).replace("inkscout-dev", "inkscout-prod").replace(deployed.ACCOUNT, "123456789012")
        assert found[name] == stage
    queue = deployed.arn("JobsQueue").rpartition(":")[2].replace("-dev-", "-prod-")
    assert found["JOBS_QUEUE_URL"].endswith(f"/123456789012/{queue}")
    secret = deployed.arn("DenylistSecret").rpartition("secret:")[2].replace("/dev/", "/prod/")
    assert found["DENYLIST_SECRET_ARN"] == secret


def _tokens(found: Pod) -> list[Document]:
    volumes = [volume["projected"] for volume in found.spec.get("volumes", []) if "projected" in volume]
    return [source["serviceAccountToken"] for volume in volumes for source in volume["sources"]]


@pytest.mark.parametrize("place", ["gke", "aks"])
def test_a_pod_without_stored_keys_has_a_token_for_aws_alone_and_a_role_of_its_own(place: str) -> None:
    for found in (one for one in ALL_PODS if one.place == place):
        given = {entry["name"]: entry.get("value") for entry in found.container["env"]}
        assert (
            given["AWS_ROLE_ARN"]
            == f"arn:aws:iam::123456789012:role/inkscout-prod-external-{found.component}"
        )
        (token,) = _tokens(found)
        assert token["audience"] == "sts.amazonaws.com"
        mounts = {mount["name"]: mount["mountPath"] for mount in found.container["volumeMounts"]}
        assert given["AWS_WEB_IDENTITY_TOKEN_FILE"] == f"{mounts['identity']}/{token['path']}"
        assert "AWS_SECRET_ACCESS_KEY" not in given


def test_pod_identity_brings_neither_a_token_nor_keys() -> None:
    for found in (one for one in ALL_PODS if one.place == "eks"):
        assert not _tokens(found)
        assert not {name for name in variables(found) if name.startswith(("AWS_ROLE", "AWS_ACCESS"))}


def test_the_chart_has_the_version_of_the_product() -> None:
    product = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    chart = yaml.safe_load((ROOT / "charts/inkscout/Chart.yaml").read_text())
    assert (chart["version"], chart["appVersion"]) == (product, product)
