"""Every template is deployed to moto, a second emulator of CloudFormation, as far as it knows the types.

What moto does not know is left out, and listed here exactly: it knows other types than the emulator that the
local platform runs on, the network's among them.
"""

import ipaddress
import json
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
import yaml
from botocore.exceptions import ClientError
from moto import mock_aws
from samtranslator.translator.transform import transform

from inkscout_deploy import templates
from inkscout_deploy.packager import Packager
from inkscout_deploy.stages import StackSpec, read_stage
from inkscout_local.platform import connection
from tests.support.deployed import REGION
from tests.support.project import INFRA, ROOT, expanded, resources

pytestmark = pytest.mark.timeout(300)

UNKNOWN = {
    "AWS::ApiGatewayV2::Api",
    "AWS::ApiGatewayV2::ApiMapping",
    "AWS::ApiGatewayV2::DomainName",
    "AWS::ApiGatewayV2::Integration",
    "AWS::ApiGatewayV2::Route",
    "AWS::ApiGatewayV2::Stage",
    "AWS::ApplicationAutoScaling::ScalableTarget",
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    "AWS::Backup::BackupPlan",
    "AWS::Backup::BackupSelection",
    "AWS::Backup::BackupVault",
    "AWS::Backup::RestoreTestingPlan",
    "AWS::Backup::RestoreTestingSelection",
    "AWS::Budgets::Budget",
    "AWS::CloudFront::CachePolicy",
    "AWS::CloudFront::Distribution",
    "AWS::CloudFront::Function",
    "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::CloudWatch::Alarm",
    "AWS::Cognito::UserPool",
    "AWS::Cognito::UserPoolClient",
    "AWS::Cognito::UserPoolDomain",
    "AWS::Cognito::UserPoolGroup",
    "AWS::Events::ApiDestination",
    "AWS::Events::Connection",
    "AWS::IAM::OIDCProvider",
    "AWS::Lambda::Alias",
    "AWS::Lambda::CodeSigningConfig",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Logs::MetricFilter",
    "AWS::OpenSearchServerless::AccessPolicy",
    "AWS::OpenSearchServerless::Collection",
    "AWS::OpenSearchServerless::SecurityPolicy",
    "AWS::OpenSearchServerless::VpcEndpoint",
    "AWS::OpenSearchService::Domain",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::Scheduler::Schedule",
    "AWS::Scheduler::ScheduleGroup",
    "AWS::SecretsManager::RotationSchedule",
    "AWS::SecretsManager::Secret",
    "AWS::Signer::SigningProfile",
    "AWS::WAFv2::WebACL",
    "Custom::SearchRoles",
}
"""Types of ours that moto's CloudFormation does not make."""

WITHOUT_ANY = {
    "alarms_feeds",
    "alarms_functions",
    "alarms_rates",
    "alarms_runs",
    "budget",
    "operations",
    "scaling",
}
"""Templates of which moto knows no resource."""

OPERATOR = {
    "CrawlerContact": "operator@inkscout.example",
    "GoogleMapsSecretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:google",
    "NatPerZone": "true",
    "Architecture": "x86_64",
    "IdentityIssuer": "oidc.example.org/cluster",
}
STAGE = read_stage(INFRA, "dev", OPERATOR, ["edge", "federation"])


class Moto:
    """The stacks of a stage in moto, with what every one of them said."""

    def __init__(self) -> None:
        self.cloudformation = boto3.client("cloudformation")
        self.packager = Packager(boto3.client("s3"), "artifacts")
        self.packager.ensure_bucket()
        self.left_out: dict[str, set[str]] = {}
        self.made: dict[str, dict[str, str]] = {}
        self.known = dict(STAGE.parameters)

    def body(self, spec: StackSpec) -> dict[str, Any]:
        """A template as moto can take it: packaged, without macros and without what moto does not know."""
        template = templates.read(INFRA / f"{spec.name}.yaml")
        body = json.loads(self.packager.package(template))
        # moto knows no macro; neither its loops nor SAM's short forms.
        body["Resources"] = expanded(body["Resources"])
        if body.get("Transform") == "AWS::Serverless-2016-10-31":
            body = transform(body, {}, SimpleNamespace(load=dict))
        # Nor does it know aliases of functions: the function itself stands for its alias.
        body = json.loads(json.dumps(body, default=str).replace('"ApiFunctionAliaslive"}', '"ApiFunction"}'))
        everything = body["Resources"]
        # Imports a hundred modules, which every worker would do while it collects the tests.
        from moto.cloudformation.parsing import get_model_map

        kept = {k: v for k, v in everything.items() if v["Type"] in get_model_map()}
        for resource in kept.values():
            if resource["Type"] == "AWS::SSM::Parameter":
                # CloudFormation's schema calls them a map, moto a list.
                resource["Properties"].pop("Tags")
            if resource["Type"] == "AWS::IAM::ManagedPolicy":
                # moto would leave a hole where a statement is absent, and has no ARN for what it is about.
                document = resource["Properties"]["PolicyDocument"]
                document["Statement"] = [one for one in document["Statement"] if "Fn::If" not in one]
        missing = everything.keys() - kept.keys()
        self.left_out[spec.name] = {everything[name]["Type"] for name in missing}
        return _without({**body, "Resources": kept}, missing)

    def request(self, spec: StackSpec, body: dict[str, Any]) -> dict[str, Any]:
        """Builds the request that creates or changes a stack."""
        values = {name: self.known[name] for name in body.get("Parameters", {}) if name in self.known}
        return {
            "StackName": f"inkscout-dev-{spec.name.replace('_', '-')}",
            "TemplateBody": json.dumps(body, default=str),
            "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in values.items()],
            "Capabilities": ["CAPABILITY_IAM"],
        }

    def deploy(self, spec: StackSpec) -> None:
        request = self.request(spec, self.body(spec))
        if json.loads(request["TemplateBody"])["Resources"]:
            self.cloudformation.create_stack(**request)
            (stack,) = self.cloudformation.describe_stacks(StackName=request["StackName"])["Stacks"]
            assert stack["StackStatus"] == "CREATE_COMPLETE"
            found = self.cloudformation.describe_stack_resources(StackName=request["StackName"])
            # A resource whose condition does not hold is listed without a name.
            self.made[spec.name] = {
                made["LogicalResourceId"]: made["ResourceType"]
                for made in found["StackResources"]
                if "LogicalResourceId" in made
            }
            self.known |= _arns({o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])})
            if spec.name == "code":
                # moto says the layer's Python object where it should say its ARN.
                layers = boto3.client("lambda").list_layers()["Layers"]
                found_arns = [layer["LatestMatchingVersion"]["LayerVersionArn"] for layer in layers]
                self.known |= dict(zip(("CoreLayerArn", "DependenciesLayerArn"), found_arns, strict=True))
        else:
            self.made[spec.name] = {}
            outputs = json.loads(request["TemplateBody"]).get("Outputs", {})
            self.known |= _arns({name: str(output["Value"]) for name, output in outputs.items()})


def _arns(outputs: dict[str, str]) -> dict[str, str]:
    """Outputs as they are, but for ARNs of resources that moto did not make: those get an ARN's form."""
    return {
        name: f"arn:aws:elsewhere:{REGION}:123456789012:{value}"
        if name.endswith("Arn") and value.endswith("-elsewhere")
        else value
        for name, value in outputs.items()
    }


def _without(value: Any, missing: set[str]) -> Any:
    """A document whose references to resources that are missing are words, and whose CIDR blocks are made."""
    if isinstance(value, list):
        return [_without(_there(entry), missing) for entry in value]
    if not isinstance(value, dict):
        return value
    if value.get("Ref") in missing:
        return f"{value['Ref']}-elsewhere"
    if "Fn::GetAtt" in value:
        target = value["Fn::GetAtt"]
        name, _, attribute = ".".join(target if isinstance(target, list) else [target]).partition(".")
        return f"{name}-{attribute}-elsewhere" if name in missing else value
    if isinstance(value.get("Fn::Sub"), str):
        text = value["Fn::Sub"]
        for name in missing:
            text = text.replace(f"${{{name}}}", f"{name}-elsewhere").replace(f"${{{name}.", f"${{!{name}.")
        return {"Fn::Sub": text}
    if (
        "Fn::Select" in value
        and isinstance(value["Fn::Select"][1], dict)
        and "Fn::Cidr" in value["Fn::Select"][1]
    ):
        number, (_, _, bits) = value["Fn::Select"][0], value["Fn::Select"][1]["Fn::Cidr"]
        return str(list(ipaddress.ip_network("10.42.0.0/16").subnets(new_prefix=32 - int(bits)))[int(number)])
    kept = {key: _without(entry, missing) for key, entry in value.items()}
    if "DependsOn" in kept:
        wanted = kept["DependsOn"] if isinstance(kept["DependsOn"], list) else [kept["DependsOn"]]
        kept["DependsOn"] = [name for name in wanted if name not in missing]
    return kept


def _there(entry: Any) -> Any:
    """A list's entry that may be absent, as present: moto would leave a hole."""
    choice = entry.get("Fn::If") if isinstance(entry, dict) else None
    return choice[1] if choice and choice[2] == {"Ref": "AWS::NoValue"} else entry


@pytest.fixture(scope="module")
def moto() -> Iterator[Moto]:
    patch = pytest.MonkeyPatch()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        patch.setenv(name, "test")
    patch.setenv("AWS_DEFAULT_REGION", REGION)
    patch.delenv("AWS_ENDPOINT_URL", raising=False)
    # moto reads each template several times; libyaml, where PyYAML has it, does so in a tenth of the time.
    patch.setattr(yaml, "Loader", getattr(yaml, "CLoader", yaml.Loader))
    with mock_aws():
        deployed = Moto()
        for spec in STAGE.stacks:
            deployed.deploy(spec)
        yield deployed
    patch.undo()


def test_moto_makes_everything_it_knows_and_what_it_does_not_know_is_listed(moto: Moto) -> None:
    assert set().union(*moto.left_out.values()) == UNKNOWN
    assert {name for name, made in moto.made.items() if not made} == WITHOUT_ANY
    assert moto.made.keys() == {spec.name for spec in STAGE.stacks}
    functions = boto3.client("lambda").get_paginator("list_functions").paginate()
    made = [kind for found in moto.made.values() for kind in found.values()]
    print(f"moto: {len(made)} resources of {len(set(made))} types in {len(moto.made)} stacks")
    listed = sum(len(page["Functions"]) for page in functions)
    assert made.count("AWS::Lambda::Function") == listed == len(resources("AWS::Serverless::Function"))
    assert made.count("AWS::DynamoDB::Table") == len(resources("AWS::DynamoDB::Table")) == 4
    assert made.count("AWS::EC2::NatGateway") == 2


def test_every_output_of_every_template_is_there(moto: Moto) -> None:
    for spec in STAGE.stacks:
        for name in templates.read(INFRA / f"{spec.name}.yaml").outputs:
            assert name in moto.known, f"{spec.name} says no {name}"


def test_every_output_that_a_program_reads_is_there(moto: Moto) -> None:
    read = set(connection._VARIABLES.values())
    packages = ("inkscout_cli", "inkscout_deploy", "inkscout_local")
    for path in (path for package in packages for path in (ROOT / package).rglob("*.py")):
        read |= set(re.findall(r'outputs(?:\.get\(|\[)"(\w+)"', path.read_text()))
    assert len(read) >= 12
    assert read <= moto.known.keys()


@pytest.mark.parametrize("name", [spec.name for spec in STAGE.stacks if spec.name not in WITHOUT_ANY])
def test_a_second_deployment_changes_nothing(moto: Moto, name: str) -> None:
    spec = next(spec for spec in STAGE.stacks if spec.name == name)
    request = moto.request(spec, moto.body(spec))
    try:
        change_set = moto.cloudformation.create_change_set(
            **request, ChangeSetName="again", ChangeSetType="UPDATE"
        )
    except ClientError as error:
        assert "No updates are to be performed" in str(error)  # noqa: PT017 - moto says so, or makes an empty one
        return
    found = moto.cloudformation.describe_change_set(ChangeSetName=change_set["Id"])
    assert [change["ResourceChange"]["LogicalResourceId"] for change in found.get("Changes", [])] == []


def test_a_changed_function_is_updated_in_place(moto: Moto) -> None:
    spec = next(spec for spec in STAGE.stacks if spec.name == "pipeline")
    functions = boto3.client("lambda")
    before = functions.get_function(FunctionName="inkscout-dev-plan-visits")["Configuration"]
    body = moto.body(spec)
    changed = moto.packager._put((ROOT / "pyproject.toml").read_bytes(), "zip")
    body["Resources"]["PlanVisitsFunction"]["Properties"]["Code"]["S3Key"] = changed
    moto.cloudformation.update_stack(**moto.request(spec, body))
    after = functions.get_function(FunctionName="inkscout-dev-plan-visits")["Configuration"]
    assert after["FunctionArn"] == before["FunctionArn"]
    assert after["CodeSha256"] != before["CodeSha256"]
