"""Objects of KEDA: fields that exist, and the arithmetic by which workers are started."""

import copy
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.chart import PLACES, Document, config, named, of_kind, pod

TEXT, NUMBER = str, int
KNOWN: dict[str, Any] = {
    "ScaledJob": {
        "minReplicaCount": NUMBER,
        "maxReplicaCount": NUMBER,
        "pollingInterval": NUMBER,
        "successfulJobsHistoryLimit": NUMBER,
        "failedJobsHistoryLimit": NUMBER,
        "envSourceContainerName": TEXT,
        "rollout": {"strategy": TEXT, "propagationPolicy": TEXT},
        "scalingStrategy": {
            "strategy": TEXT,
            "customScalingQueueLengthDeduction": NUMBER,
            "customScalingRunningJobPercentage": TEXT,
            "multipleScalersCalculation": TEXT,
            "pendingPodConditions": list,
        },
        "triggers": [
            {
                "type": TEXT,
                "name": TEXT,
                "metadata": dict,
                "metricType": TEXT,
                "useCachedMetrics": bool,
                "authenticationRef": {"name": TEXT, "kind": TEXT},
            }
        ],
        "jobTargetRef": dict,
    },
    "TriggerAuthentication": {"podIdentity": {"provider": TEXT, "roleArn": TEXT, "identityOwner": TEXT}},
}
"""Fields of the kinds that the chart uses, with their types, by KEDA's own definitions (2.17)."""
METADATA = {
    "aws-sqs-queue": {"queueURL", "queueLength", "scaleOnInFlight", "awsRegion"},
    "metrics-api": {"url", "valueLocation", "targetValue"},
}
SCALED = [place for place in PLACES if of_kind(place, "ScaledJob")]


def faults(value: Any, known: Any, path: str = "spec") -> list[str]:
    """Fields that do not exist or have another type."""
    if isinstance(known, dict):
        if not isinstance(value, dict):
            return [f"{path} is no object"]
        unknown = [f"{path}.{name} does not exist" for name in value if name not in known]
        return unknown + [
            fault
            for name in value
            if name in known
            for fault in faults(value[name], known[name], f"{path}.{name}")
        ]
    if isinstance(known, list):
        return [fault for entry in value for fault in faults(entry, known[0], f"{path}[]")]
    return [] if isinstance(value, known) else [f"{path} is no {known.__name__}"]


@pytest.mark.parametrize("place", PLACES)
def test_fields_of_keda_s_objects_exist(place: str) -> None:
    for document in of_kind(place, *KNOWN):
        assert document["apiVersion"] == "keda.sh/v1alpha1"
        assert faults(document["spec"], KNOWN[document["kind"]]) == []


def test_a_misspelled_field_of_keda_is_seen() -> None:
    spec = copy.deepcopy(named("gke", "ScaledJob", "inkscout-worker")["spec"])
    spec["maxReplicas"] = 3
    spec["scalingStrategy"]["stratgy"] = "default"
    spec["pollingInterval"] = "30"
    assert len(faults(spec, KNOWN["ScaledJob"])) == 3


@pytest.mark.parametrize("place", SCALED)
def test_a_trigger_reads_the_queue_by_what_the_place_offers(place: str) -> None:
    (trigger,) = named(place, "ScaledJob", "inkscout-worker")["spec"]["triggers"]
    metadata = trigger["metadata"]
    assert metadata.keys() == METADATA[trigger["type"]]
    assert all(isinstance(value, str) for value in metadata.values())
    if place == "eks":
        assert metadata["queueURL"] == config(pod(place, "api"))["JOBS_QUEUE_URL"]
        named(place, "TriggerAuthentication", trigger["authenticationRef"]["name"])
    else:
        service = named(place, "Service", "inkscout-api-internal")
        (port,) = service["spec"]["ports"]
        assert metadata["url"] == f"http://inkscout-api-internal.inkscout.svc:{port['port']}/queue"
        assert config(pod(place, "api"))["INTERNAL_PORT"] == "9090"


@pytest.mark.parametrize("place", PLACES)
def test_a_worker_s_job_outlasts_the_worker_and_is_not_repeated_for_what_no_try_mends(place: str) -> None:
    found = pod(place, "worker")
    assert found.job is not None
    settings = config(found)
    assert found.job["activeDeadlineSeconds"] > float(settings["MAX_SECONDS"]) + 120
    assert found.spec["terminationGracePeriodSeconds"] > float(settings["STOP_GRACE_SECONDS"])
    assert found.spec["restartPolicy"] == "Never"
    rules = {
        code: rule["action"]
        for rule in found.job["podFailurePolicy"]["rules"]
        for code in rule.get("onExitCodes", {}).get("values", [])
    }
    assert rules == {78: "FailJob", 75: "Ignore"}


def jobs_to_start(spec: Document, *, waiting: int, in_flight: int, running: int) -> int:
    """Jobs that KEDA starts at a poll, as its documentation says of the strategy ``default``.

    The number wanted is the queue's length over the target, rounded up and at most the maximum; running ones
    are taken off. Both triggers count messages in flight.
    """
    (trigger,) = spec["triggers"]
    assert spec["scalingStrategy"]["strategy"] == "default"
    target = int(trigger["metadata"].get("targetValue") or trigger["metadata"]["queueLength"])
    wanted = min(math.ceil((waiting + in_flight) / target), spec["maxReplicaCount"])
    return max(0, wanted - (running - spec["minReplicaCount"]))


@given(
    place=st.sampled_from(SCALED),
    waiting=st.integers(0, 500),
    in_flight=st.integers(0, 500),
    running=st.integers(0, 10),
)
def test_workers_never_exceed_the_maximum_and_a_message_never_waits_without_one(
    place: str, waiting: int, in_flight: int, running: int
) -> None:
    spec = named(place, "ScaledJob", "inkscout-worker")["spec"]
    started = jobs_to_start(spec, waiting=waiting, in_flight=in_flight, running=running)
    after = running + started
    assert after <= max(running, spec["maxReplicaCount"])
    assert not started or (after - 1) * 5 < waiting + in_flight  # none too many
    assert not waiting or after > 0
    # A second poll, before anything changed, starts nothing.
    assert jobs_to_start(spec, waiting=waiting, in_flight=in_flight, running=after) == 0


@given(messages=st.integers(1, 60), jobs=st.data())
def test_a_queue_that_workers_take_over_starts_no_more_of_them(messages: int, jobs: st.DataObject) -> None:
    spec = named("gke", "ScaledJob", "inkscout-worker")["spec"]
    running = jobs_to_start(spec, waiting=messages, in_flight=0, running=0)
    left = messages
    while left:
        in_flight = jobs.draw(st.integers(0, min(left, 3 * running)))
        assert jobs_to_start(spec, waiting=left - in_flight, in_flight=in_flight, running=running) == 0
        left -= max(1, in_flight)
