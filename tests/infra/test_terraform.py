"""Terraform and examples of other places: formatted, documented, and in step with what they set up."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic_settings import BaseSettings

from inkscout import settings
from tests.support.project import ROOT, template

MODULES = sorted(path for path in (ROOT / "terraform").iterdir() if path.is_dir())
CLUSTERS = ("gke", "aks")
CHART = ROOT / "charts" / "inkscout"
OF_BOTO3 = {"AWS_CONFIG_FILE"}
OF_THE_SERVER = {"TRUSTED_PROXIES"}
"""Variables of the API's server, whose settings stand beside it."""


def text_of(module: Path) -> str:
    return "\n".join(path.read_text() for path in sorted(module.glob("*.tf")))


def declared(kind: str, text: str) -> list[str]:
    return re.findall(rf'^{kind} "(\w+)" \{{', text, re.MULTILINE)


def test_every_file_parses_and_is_formatted() -> None:
    if not shutil.which("terraform"):
        pytest.skip("terraform is not installed here, so NO file of terraform/ was parsed")
    ended = subprocess.run(
        ["terraform", "fmt", "-check", "-recursive", "-diff", str(ROOT / "terraform")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_variables_and_outputs_are_described_used_and_in_the_readme(module: Path) -> None:
    text, readme = text_of(module), (module / "README.md").read_text()
    blocks = re.findall(r'^(?:variable|output) "(\w+)" \{(.*?)^\}', text, re.MULTILINE | re.DOTALL)
    assert blocks
    for name, body in blocks:
        assert re.search(r'description\s+= "[^"]{10,}"', body), name
        assert f"`{name}`" in readme, f"{module.name}/README.md does not name {name}"
    for name in declared("variable", text):
        assert f"var.{name}" in text, f"{module.name} does not use {name}"
    for name in re.findall(r"\bvar\.(\w+)", text):
        assert name in declared("variable", text), f"{module.name} does not declare {name}"
    assert len(text.splitlines()) < 200


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_the_readme_says_how_to_take_it_down_and_what_was_not_run(module: Path) -> None:
    readme = (module / "README.md").read_text()
    for words in ("**Cost.**", "**Take down.**", "**Not run", "terraform destroy"):
        assert words in readme, words


def test_the_federation_s_module_hands_on_every_parameter_of_the_template_and_no_other() -> None:
    text = (ROOT / "terraform" / "aws-federation" / "main.tf").read_text()
    assert 'file("${path.module}/../../infra/federation.yaml")' in text
    given = set(re.findall(r"^    (\w+) +=", text[text.index("parameters = {") :], re.MULTILINE))
    assert given == set(template("federation")["Parameters"])
    read = set(re.findall(r'local\.outputs\["(\w+)"\]', text))
    stacks = re.findall(r'"([a-z-]+)"', text[text.index("toset([") : text.index("])")])
    known = {name for stack in stacks for name in template(stack.replace("-", "_"))["Outputs"]}
    assert read <= known
    outputs = re.findall(r'outputs\["(\w+)"\]', (ROOT / "terraform/aws-federation/outputs.tf").read_text())
    assert set(outputs) == set(template("federation")["Outputs"])


@pytest.mark.parametrize("name", CLUSTERS)
def test_a_cluster_s_issuer_is_one_that_the_template_takes(name: str) -> None:
    outputs = (ROOT / "terraform" / name / "outputs.tf").read_text()
    [value] = re.findall(r'output "identity_issuer" \{.*?value +=(.*?)\n', outputs, re.DOTALL)
    assert "https://" not in value or "trimprefix(" in value


@pytest.mark.parametrize("name", CLUSTERS)
def test_the_chart_that_a_cluster_installs_is_there(name: str) -> None:
    if not CHART.is_dir():
        pytest.skip("there is NO chart in charts/ yet, so its path was not checked")
    variables = (ROOT / "terraform" / name / "variables.tf").read_text()
    for path in re.findall(r'"\.\./\.\./([^"]+)"', variables):
        assert (ROOT / path).exists(), path


def fields() -> set[str]:
    """Variables that the settings of any entrypoint of the package read."""
    found: set[str] = set()
    for model in vars(settings).values():
        if isinstance(model, type) and issubclass(model, BaseSettings):
            found |= {name.upper() for name in model.model_fields}
    return found


def cloud_run(name: str) -> dict[str, Any]:
    document = yaml.safe_load((ROOT / "examples" / "cloud-run" / f"{name}.yaml").read_text())
    spec = document["spec"]["template"]["spec"]
    spec = spec["template"]["spec"] if document["kind"] == "Job" else spec
    [container] = spec["containers"]
    return dict(container)


def required(*models: type[BaseSettings]) -> set[str]:
    return {
        name.upper() for model in models for name, field in model.model_fields.items() if field.is_required()
    }


WORKER = required(
    settings.StoreSettings, settings.DenylistSettings, settings.QueueSettings, settings.WebSettings,
    settings.WebIdentitySettings,
)  # fmt: skip
API = required(
    settings.StoreSettings, settings.RecordSettings, settings.DenylistSettings, settings.ApiSettings,
    settings.SearchSettings, settings.WebIdentitySettings,
)  # fmt: skip


@pytest.mark.parametrize(("name", "needed"), [("api", API), ("worker", WORKER)])
def test_an_example_for_cloud_run_sets_what_its_process_needs_and_nothing_unknown(
    name: str, needed: set[str]
) -> None:
    given = {entry["name"] for entry in cloud_run(name)["env"]}
    assert needed <= given
    assert given <= fields() | OF_BOTO3 | OF_THE_SERVER


def test_the_example_for_container_apps_sets_what_its_processes_need_and_nothing_unknown() -> None:
    text = (ROOT / "examples" / "container-apps" / "main.bicep").read_text()
    shared, api, worker = (
        set(re.findall(r"name: '([A-Z][A-Z_]+)'", part))
        for part in re.split(r"^resource (?:api|worker) ", text, flags=re.MULTILINE)
    )
    assert shared | api >= API
    assert shared | worker >= WORKER
    assert shared | api | worker <= fields() | OF_BOTO3 | OF_THE_SERVER


def test_the_file_that_names_the_exchange_is_beside_its_module() -> None:
    home = Path(settings.__file__).parent
    assert (home / "identity.py").is_file()
    assert "python -m inkscout.identity" in (home / "identity.ini").read_text()
    for path in (ROOT / "examples").rglob("*"):
        if path.suffix in {".yaml", ".bicep"}:
            assert "/app/inkscout/identity.ini" in path.read_text(), path.name
    copied = "COPY layers/core/python/inkscout /app/inkscout"
    assert copied in (ROOT / "scraper_task" / "Dockerfile").read_text()
