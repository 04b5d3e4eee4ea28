"""Rules of AWS that no emulator here keeps, held against the templates."""

import json
from typing import Any

import pytest
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from tests.infra.test_rules import statements
from tests.support.deployed import resolve
from tests.support.project import INFRA, MACHINES, ROOT, machine, resources, states, template, templates

REQUIRED = {
    "ec2:AllocateAddress": {"elastic-ip"},
    "ec2:AssociateNatGatewayAddress": {"elastic-ip", "natgateway"},
    "ec2:DisassociateNatGatewayAddress": {"elastic-ip", "natgateway"},
    "ec2:ReleaseAddress": {"elastic-ip"},
}
"""Resource types that a call is held against, by the Service Authorization Reference of Amazon EC2."""


@pytest.mark.parametrize("action", sorted(REQUIRED))
def test_a_call_is_allowed_for_every_type_of_resource_that_it_needs(action: str) -> None:
    found = 0
    for name, document in templates().items():
        for resource in document["Resources"].values():
            if resource["Type"] == "AWS::IAM::ManagedPolicy":
                continue
            for statement in statements(resource["Properties"].get("Policies", [])):
                if action in statement["Action"]:
                    found += 1
                    allowed = resolve(name, statement["Resource"])
                    kinds = {
                        arn.split(":")[5].split("/")[0]
                        for arn in (allowed if isinstance(allowed, list) else [allowed])
                    }
                    assert kinds >= REQUIRED[action], f"{name}: {action} is allowed for {sorted(kinds)} alone"
    assert found


def test_a_repository_with_images_can_be_deleted_with_its_stack() -> None:
    for logical_id, repository in resources("AWS::ECR::Repository").items():
        assert repository["Properties"]["EmptyOnDelete"] is True, logical_id


# A run that is at work when a release comes.


def test_a_run_names_the_family_of_its_workers_and_may_start_any_revision() -> None:
    for path in MACHINES:
        for name, state in states(machine(path)).items():
            if state.get("Resource", "").startswith("arn:aws:states:::ecs:runTask"):
                assert state["Parameters"]["TaskDefinition"] == "${ScraperTaskFamily}", f"{path.name}: {name}"
    (task,) = resources("AWS::ECS::TaskDefinition").values()
    assert template("fleet")["Outputs"]["ScraperTaskFamily"]["Value"] == task["Properties"]["Family"]
    assert task["UpdateReplacePolicy"] == "Retain", (
        "a release takes away the revision that a task was started by"
    )
    assert task["DeletionPolicy"] == "Delete"


def test_a_release_leaves_the_number_of_workers_as_scaling_set_it() -> None:
    (service,) = resources("AWS::ECS::Service").values()
    assert service["Properties"]["DesiredCount"] == {"Fn::If": ["IsNew", 0, {"Ref": "AWS::NoValue"}]}
    assert template("fleet")["Conditions"]["IsNew"] == {"Fn::Equals": [{"Ref": "StackExists"}, "false"]}


# Addresses.


def test_the_way_to_websites_is_the_network_s_in_every_stage() -> None:
    for path in (INFRA / "stages").glob("*.json"):
        assert json.loads(path.read_text())["parameters"]["StepsInVpc"] == "true", path.name
    network = template("pipeline")["Resources"]["FindArtistsFunction"]["Properties"]["VpcConfig"]["Fn::If"]
    assert network[0] == "InVpc"
    assert network[1]["SecurityGroupIds"] == [{"Ref": "ScraperSecurityGroupId"}]
    scraper = template("network")["Resources"]["ScraperSecurityGroup"]["Properties"]["SecurityGroupEgress"]
    assert {rule["FromPort"] for rule in scraper} == {80, 443}


def create_only(kind: str) -> set[str]:
    """Properties whose change CloudFormation answers by a new resource."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema
    return {path.removeprefix("/properties/") for path in schema["createOnlyProperties"]}


@pytest.mark.parametrize("logical_id", sorted(resources("AWS::EC2::NatGateway")))
def test_the_other_colour_is_a_new_gateway_with_a_new_primary_address(logical_id: str) -> None:
    network = template("network")
    chosen, green, blue = network["Resources"][logical_id]["Properties"]["AllocationId"]["Fn::If"]
    assert chosen == "Green"
    assert "AllocationId" in create_only("AWS::EC2::NatGateway")
    assert "NatGatewayId" not in create_only("AWS::EC2::Route")
    conditions = [_conditions(network, _address(one)) for one in (green, blue)]
    assert "Green" in conditions[0]
    assert "Blue" in conditions[1], "the address before stays, and is paid for"
    routes = [r["Properties"] for r in network["Resources"].values() if r["Type"] == "AWS::EC2::Route"]
    assert logical_id in str([route.get("NatGatewayId") for route in routes])


def _address(attribute: Any) -> str:
    found = attribute["Fn::GetAtt"]
    return str(found).partition(".")[0]


def _conditions(document: dict[str, Any], logical_id: str) -> set[str]:
    """The conditions that a resource is made under, those they are made of included."""
    wanted = [document["Resources"][logical_id]["Condition"]]
    found: set[str] = set()
    while wanted:
        name = wanted.pop()
        found.add(name)
        wanted += [part["Condition"] for part in document["Conditions"][name].get("Fn::And", [])]
    return found


@pytest.mark.parametrize("name", ["visits-failing", "rotate-addresses"])
def test_a_runbook_says_what_a_rotation_leaves_as_it_is(name: str) -> None:
    text = (ROOT / "docs" / "runbooks" / f"{name}.md").read_text()
    assert "primary" in text
    assert "NatAddresses=green" in text
    assert "StepsInVpc" in text
