"""The Helm chart as it is rendered and checked in: its objects, pods and settings."""

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import yaml

from tests.support.project import ROOT

CHART = ROOT / "charts" / "inkscout"
Document = dict[str, Any]


@cache
def tool() -> ModuleType:
    """The module that renders the chart, which is a tool outside of every package."""
    spec = importlib.util.spec_from_file_location("chart_tool", ROOT / "tools" / "chart.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PLACES: tuple[str, ...] = tool().PLACES


@cache
def objects(place: str) -> tuple[Document, ...]:
    """Every object that is rendered for a place, in its order."""
    text = (CHART / "rendered" / f"{place}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one where PyYAML has it
    return tuple(document for document in yaml.load_all(text, loader) if document)


def named(place: str, kind: str, name: str) -> Document:
    """The object of a kind and a name."""
    (found,) = (
        document
        for document in objects(place)
        if document["kind"] == kind and document["metadata"]["name"] == name
    )
    return found


def of_kind(place: str, *kinds: str) -> list[Document]:
    """Every object of the kinds."""
    return [document for document in objects(place) if document["kind"] in kinds]


@dataclass(frozen=True)
class Pod:
    """A pod as an object makes it."""

    place: str
    owner: str
    component: str
    template: Document
    job: Document | None = None

    def __str__(self) -> str:
        return f"{self.place}-{self.component}"

    @property
    def spec(self) -> Document:
        return self.template["spec"]  # type: ignore[no-any-return]

    @property
    def container(self) -> Document:
        (container,) = self.spec["containers"]
        return container  # type: ignore[no-any-return]


def pods(place: str) -> Iterator[Pod]:
    """The pods of every object that makes some."""
    for document in objects(place):
        kind, spec = document["kind"], document.get("spec", {})
        job = {
            "ScaledJob": lambda spec=spec: spec["jobTargetRef"],
            "CronJob": lambda spec=spec: spec["jobTemplate"]["spec"],
            "Job": lambda spec=spec: spec,
        }.get(kind, lambda: None)()
        if job is None and kind not in {"Deployment", "StatefulSet"}:
            continue
        template = (job or spec)["template"]
        component = template["metadata"]["labels"]["app.kubernetes.io/component"]
        yield Pod(place, f"{kind} {document['metadata']['name']}", component, template, job)


ALL_PODS = [pod for place in PLACES for pod in pods(place)]


def pod(place: str, component: str) -> Pod:
    """The pod of a component."""
    return next(pod for pod in pods(place) if pod.component == component)


def config(found: Pod) -> dict[str, str]:
    """The variables that a pod's container takes from ConfigMaps."""
    values: dict[str, str] = {}
    for source in found.container.get("envFrom", []):
        values |= named(found.place, "ConfigMap", source["configMapRef"]["name"])["data"]
    return values


def variables(found: Pod) -> set[str]:
    """The names of all variables that a pod's container gets."""
    return {*config(found), *(entry["name"] for entry in found.container.get("env", []))}
