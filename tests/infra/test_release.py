"""Releases of the API: the alias follows each one, by a canary where a stage asks for it."""

import copy
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from samtranslator.translator.transform import transform

from functions.api.caller import VIEWER_HOST
from inkscout_deploy import templates
from inkscout_deploy.release import release_digest
from tests.support.project import INFRA, ROOT, resources, template

LAYERS = {
    "CoreLayerArn": "arn:aws:lambda:eu-west-1:000000000000:layer:inkscout-dev-core:1",
    "DependenciesLayerArn": "arn:aws:lambda:eu-west-1:000000000000:layer:inkscout-dev-dependencies:1",
    "CorsOrigins": "*",
}


def transformed(values: dict[str, str]) -> dict[str, Any]:
    """The resources that SAM makes of the API's template with these parameters."""
    body = copy.deepcopy(templates.read(INFRA / "api.yaml").body)
    body["Resources"]["ApiFunction"]["Properties"]["CodeUri"] = "s3://artifacts/the-same-package.zip"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        done = transform(body, values, SimpleNamespace(load=dict))
    found: dict[str, Any] = done["Resources"]
    return found


def version_of(values: dict[str, str]) -> str:
    """The logical id of the version that the alias points to."""
    digest = release_digest(ROOT, values)
    alias = transformed({**values, "ApiDigest": digest})["ApiFunctionAliaslive"]
    return str(alias["Properties"]["FunctionVersion"]["Fn::GetAtt"][0])


@pytest.mark.parametrize("changed", sorted(LAYERS))
def test_a_changed_layer_or_parameter_is_another_version_behind_the_alias(changed: str) -> None:
    other = LAYERS[changed].replace(":1", ":2").replace("*", "https://tattoo.example")
    assert version_of(LAYERS) != version_of({**LAYERS, changed: other})
    assert version_of(LAYERS) == version_of(dict(LAYERS))


def test_a_version_is_made_only_of_a_function_that_differs() -> None:
    """Lambda refuses to publish what equals the version before; the digest is a variable of the function."""
    variables = template("api")["Resources"]["ApiFunction"]["Properties"]["Environment"]["Variables"]
    assert variables["RELEASE"] == {"Ref": "ApiDigest"}


def test_the_digest_follows_code_layers_and_dependencies(tmp_path: Path) -> None:
    files = ("functions/api/handler.py", "layers/core/python/inkscout/errors.py", "layers/dependencies/a.txt")
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("one")
    seen = {release_digest(tmp_path, {})}
    for name in files:
        (tmp_path / name).write_text("two")
        seen.add(release_digest(tmp_path, {}))
    seen.add(release_digest(tmp_path, {"CorsOrigins": "*"}))
    assert len(seen) == 5
    (tmp_path / "functions/api/handler.pyc").write_text("compiled")
    assert release_digest(tmp_path, {"CorsOrigins": "*"}) in seen


def test_prod_moves_a_tenth_of_the_requests_first_and_goes_back_by_itself() -> None:
    given = json.loads((INFRA / "stages" / "prod.json").read_text())["parameters"]
    assert given["CanaryRelease"] == "true"
    made = transformed({**LAYERS, "CanaryRelease": given["CanaryRelease"], "ReleaseRoleArn": "role"})
    group = made["ApiFunctionDeploymentGroup"]["Properties"]
    assert group["DeploymentConfigName"]["Fn::Sub"][1] == {"ConfigName": "Canary10Percent5Minutes"}
    assert group["ServiceRoleArn"] == {"Ref": "ReleaseRoleArn"}
    assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]
    watched = {alarm["Name"]["Ref"] for alarm in group["AlarmConfiguration"]["Alarms"]}
    assert watched == {"ReleaseErrorsAlarm", "ReleaseSlowAlarm", "ReleaseFailuresAlarm"}
    assert watched <= template("release")["Outputs"].keys()
    assert "CodeDeployLambdaAliasUpdate" in made["ApiFunctionAliaslive"]["UpdatePolicy"]


def test_without_a_canary_nothing_of_it_is_made() -> None:
    made = transformed(LAYERS)
    assert not [name for name, one in made.items() if "CodeDeploy" in one["Type"]]
    assert "UpdatePolicy" not in made["ApiFunctionAliaslive"]


def test_the_edge_says_the_secret_that_the_api_demands() -> None:
    (distribution,) = resources("AWS::CloudFront::Distribution").values()
    (origin,) = distribution["Properties"]["DistributionConfig"]["Origins"]
    (header,) = origin["OriginCustomHeaders"]["Fn::If"][1]
    assert header["HeaderName"] == "X-Inkscout-Origin"
    assert "resolve:secretsmanager:${OriginSecretName}" in header["HeaderValue"]["Fn::Sub"]
    variables = template("api")["Resources"]["ApiFunction"]["Properties"]["Environment"]["Variables"]
    assert variables["ORIGIN_SECRET_ARN"] == {"Ref": "OriginSecretArn"}
    assert {"OriginSecretArn", "OriginSecretName"} <= template("security")["Outputs"].keys()
    # CloudFormation reads a secret of its own region alone, and the edge's is us-east-1.
    secret = template("security")["Resources"]["OriginSecret"]["Properties"]
    assert secret["ReplicaRegions"]["Fn::If"][1] == [{"Region": "us-east-1"}]
    stage = json.loads((INFRA / "stages" / "prod.json").read_text())
    assert stage["optional"] == ["edge"]
    assert stage["parameters"]["EdgeInFront"] == "true"


def test_the_api_counts_the_callers_that_the_edge_names_wherever_the_edge_is_in_front() -> None:
    made = template("security")["Outputs"]
    header = made["ViewerAddressHeader"]["Value"]["Fn::If"]
    secret = made["OriginSecretArn"]["Value"]["Fn::If"]
    assert header[0] == secret[0] == "HasEdge", "trusted where the secret is demanded, and only there"
    assert header[1:] == ["x-viewer-address", ""]
    variables = template("api")["Resources"]["ApiFunction"]["Properties"]["Environment"]["Variables"]
    assert variables["VIEWER_ADDRESS_HEADER"] == {"Ref": "ViewerAddressHeader"}
    code = template("edge")["Resources"]["ViewerAddress"]["Properties"]["FunctionCode"]
    assert f"asked.headers['{header[1]}'] = {{ value: event.viewer.ip }}" in code
    assert f"asked.headers['{VIEWER_HOST}'] = {{ value: asked.headers.host.value }}" in code


def test_the_function_answers_before_the_gateway_gives_up() -> None:
    timeout = template("api")["Parameters"]["ApiTimeoutSeconds"]
    gateway = template("api")["Resources"]["ApiIntegration"]["Properties"]["TimeoutInMillis"]
    assert timeout["Default"] <= timeout["MaxValue"] < gateway / 1000
