"""Rules of AWS that no emulator here keeps, held against the templates."""

import inspect
import json
import re
from typing import Any

import pytest
import yaml

from inkscout.usecases.rotation.map_search_roles import READ, definitions
from tests.infra.test_rules import statements
from tests.support.deployed import resolve
from tests.support.deployed import statements as granted
from tests.support.project import (
    INFRA,
    MACHINES,
    ROOT,
    _Tagged,
    machine,
    resources,
    states,
    template,
    templates,
)
from tests.support.resource_schemas import resource_schema

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
    return {path.removeprefix("/properties/") for path in resource_schema(kind)["createOnlyProperties"]}


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


# What is kept of people.


def test_no_backup_holds_the_bucket_or_outlives_the_written_period() -> None:
    (selection,) = resources("AWS::Backup::BackupSelection").values()
    chosen = str(selection["Properties"]["BackupSelection"]["Resources"])
    assert "Bucket" not in chosen, "a backup of the bucket keeps pages and Google's answers beyond their time"
    assert chosen.count("TableArn") == 3
    (plan,) = resources("AWS::Backup::BackupPlan").values()
    written = (ROOT / "docs" / "data.md").read_text()
    for rule in plan["Properties"]["BackupPlan"]["BackupPlanRule"]:
        days = template("backup")["Parameters"][rule["Lifecycle"]["DeleteAfterDays"]["Ref"]]["Default"]
        assert days <= 90
        assert f"{days} days" in written, f"docs/data.md does not name {rule['RuleName']} copies"


def test_every_prefix_of_the_bucket_forgets_old_versions() -> None:
    rules = rules_of("DataBucketResource")
    prefixes = {rule["Prefix"] for rule in rules if "NoncurrentVersionExpiration" in rule}
    assert prefixes >= {"raw/", "raw/answers/", "manifests/", "quarantine/", "exports/"}
    expiring = {rule.get("Prefix") for rule in rules if "ExpirationInDays" in rule}
    assert expiring >= {"raw/", "raw/answers/", "manifests/", "quarantine/"}
    assert any(rule.get("ExpiredObjectDeleteMarker") for rule in rules)


def rules_of(bucket: str) -> list[dict[str, Any]]:
    properties = resources("AWS::S3::Bucket")[bucket]["Properties"]
    return list(properties["LifecycleConfiguration"]["Rules"])


def test_files_of_feeds_that_are_written_again_forget_old_versions_and_answers_are_kept() -> None:
    rules = {rule.get("Prefix"): rule for rule in rules_of("FeedsBucketResource")}
    assert "NoncurrentVersionExpiration" in rules["data/"]
    assert "NoncurrentVersionExpiration" in rules["quarantine/"]
    kept = rules["raw/"]["ExpirationInDays"]
    assert kept == {"Fn::If": ["RawExpires", {"Ref": "FeedRawExpiryDays"}, {"Ref": "AWS::NoValue"}]}
    assert template("feeds")["Parameters"]["FeedRawExpiryDays"]["Default"] == 0


@pytest.mark.parametrize(
    "residue",
    [
        "point-in-time", "daily", "weekly", "stream", "tombstone", "versions", "dead-letter", "history",
        "logs", "snapshots", "CloudFront",
    ],
)  # fmt: skip
def test_the_periods_of_what_a_removal_leaves_are_written_down(residue: str) -> None:
    rows = [
        row
        for row in (ROOT / "docs" / "data.md").read_text().splitlines()
        if row.startswith("|") and re.search(r"\d+ (days|hours|seconds)", row)
    ]
    assert any(residue in row for row in rows), residue


# One stage in two regions.

GLOBAL = {
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::CloudFront::CachePolicy": "Name",
    "AWS::CloudFront::Function": "Name",
    "AWS::CloudFront::ResponseHeadersPolicy": "Name",
    "AWS::WAFv2::WebACL": "Name",
    "AWS::Budgets::Budget": "BudgetName",
    "AWS::CloudWatch::Dashboard": "DashboardName",
}
"""Types whose names are one account's, or everybody's, in all regions; and the property that names them."""


@pytest.mark.parametrize("kind", sorted(GLOBAL))
def test_a_name_that_counts_in_all_regions_bears_the_region(kind: str) -> None:
    found = resources(kind)
    assert found
    for logical_id, resource in found.items():
        text = str(resource["Properties"])
        (named,) = re.findall(rf"'{GLOBAL[kind]}': {{'Fn::Sub': '([^']*)'", text)
        assert "${AWS::Region}" in named or "${ApiRegion}" in named, f"{logical_id} is called {named}"


def test_every_name_in_the_stack_of_the_edge_bears_the_region_that_it_serves() -> None:
    """It stands in us-east-1 for a stage of any region, beside those of the stage's other regions."""
    text = (INFRA / "edge.yaml").read_text()
    resource = text[text.index("\nResources:") :]
    named = re.findall(r"\b(\w*Name): !Sub \"?([^\"}\n]*\$\{Stage\}.*)", resource)
    assert {key for key, _ in named} >= {"Name", "AlarmName", "TopicName", "MetricName"}
    assert not [name for _, name in named if "${ApiRegion}" not in name]


def test_no_role_has_a_name_of_its_own() -> None:
    assert not [
        name for name, role in resources("AWS::IAM::Role").items() if "RoleName" in role["Properties"]
    ]


# The role of continuous integration.


SERVICE_ROLES = {
    name: role
    for name, role in resources("AWS::IAM::Role").items()
    if name not in template("federation")["Resources"]
}
"""Roles that services of AWS assume; those of the federation are held by test_federation.py."""


def deploy_role() -> dict[str, Any]:
    text = (INFRA / "examples" / "github_deploy_role.yaml").read_text()
    document = yaml.load(text, _Tagged)
    role: dict[str, Any] = document["Resources"]["DeployRole"]["Properties"]
    return role


def test_a_workflow_cannot_change_the_role_it_runs_as() -> None:
    role = deploy_role()
    name = role["RoleName"]["Fn::Sub"]
    assert not name.startswith("inkscout-${Stage}-"), "it is one of the roles that it may change"
    (denied,) = (one for one in statements(role["Policies"]) if one["Effect"] == "Deny")
    assert denied["Action"] == ["iam:*"]
    assert denied["Resource"]["Fn::Sub"].endswith(":role/github-inkscout-*")
    assert name.startswith("github-inkscout-")


def test_a_role_without_a_boundary_is_the_backup_s_with_two_policies_for_one_service() -> None:
    for statement in statements(deploy_role()["Policies"]):
        condition = str(statement.get("Condition", ""))
        if statement["Effect"] == "Deny" or "iam:PermissionsBoundary" in condition:
            continue
        for action in set(statement["Action"]) & {
            "iam:CreateRole",
            "iam:AttachRolePolicy",
            "iam:PutRolePolicy",
        }:
            assert statement["Resource"]["Fn::Sub"].endswith(":role/inkscout-${Stage}-backup-*"), action
            if action == "iam:AttachRolePolicy":
                policies = statement["Condition"]["ArnEquals"]["iam:PolicyARN"]
                attached = template("backup")["Resources"]["BackupRole"]["Properties"]["ManagedPolicyArns"]
                assert policies == attached
            else:
                assert "PolicyARN" not in condition, "CreateRole knows no such condition"
        if "iam:PassRole" in statement["Action"]:
            assert statement["Condition"]["StringEquals"]["iam:PassedToService"]


def test_a_workflow_may_hand_roles_to_every_service_that_the_templates_name() -> None:
    passed: set[str] = set()
    for statement in statements(deploy_role()["Policies"]):
        if "iam:PassRole" in statement["Action"]:
            services = statement["Condition"]["StringEquals"]["iam:PassedToService"]
            passed |= {services} if isinstance(services, str) else set(services)
    trusted = {
        statement["Principal"]["Service"]
        for role in SERVICE_ROLES.values()
        for statement in role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    }
    assert trusted | {"lambda.amazonaws.com"} <= passed


@pytest.mark.parametrize("logical_id", sorted(SERVICE_ROLES))
def test_a_service_assumes_a_role_for_this_account_alone(logical_id: str) -> None:
    trust = resources("AWS::IAM::Role")[logical_id]["Properties"]["AssumeRolePolicyDocument"]
    for statement in trust["Statement"]:
        assert statement["Condition"]["StringEquals"]["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}


# The search domain.


def test_production_s_search_survives_a_node_and_can_be_given_a_newer_engine() -> None:
    given = json.loads((INFRA / "stages" / "prod.json").read_text())["parameters"]
    masters = given.get("MasterInstanceType", "")
    assert int(given["InstanceCount"]) >= 3 or masters, "two nodes elect nobody once one is lost"
    assert given["Zones"] == given["InstanceCount"], "each node needs a zone of its own"
    (domain,) = resources("AWS::OpenSearchService::Domain").values()
    assert domain["UpdatePolicy"] == {"EnableVersionUpgrade": True}


def test_no_log_is_asked_for_that_stays_empty() -> None:
    (domain,) = resources("AWS::OpenSearchService::Domain").values()
    definition = (ROOT / "layers/core/python/inkscout/search/definition.py").read_text()
    for option in domain["Properties"]["LogPublishingOptions"]:
        assert option == "ES_APPLICATION_LOGS" or "slowlog" in definition, option


def test_only_the_rotation_and_the_mapping_hold_the_master_user_s_password() -> None:
    assert template("search")["Outputs"]["OpenSearchSecretArn"]["Value"]["Fn::If"][:2] == ["CreateDomain", ""]
    holders = {
        logical_id
        for logical_id, function in resources("AWS::Serverless::Function").items()
        if "SearchMasterSecretArn" in str(function["Properties"])
    }
    assert holders == {"RotateSearchSecretFunction", "MapSearchRolesFunction"}


def test_every_function_that_asks_the_domain_is_mapped_to_one_role_of_it() -> None:
    mapping = template("search_access")["Resources"]["SearchRoles"]["Properties"]
    mapped = [arn["Ref"] for kind in ("Read", "Write", "Manage") for arn in mapping[kind]]
    assert len(mapped) == len(set(mapped))
    signing = {
        logical_id.removesuffix("Function") + "RoleArn"
        for logical_id in resources("AWS::Serverless::Function")
        if any("es:ESHttp" in action for one in granted(logical_id) for action in one["Action"])
    }
    assert set(mapped) == signing
    reading = {"ApiRoleArn", "WebRoleArn", "DeskRoleArn", "CompareIndexRoleArn"}
    assert {one["Ref"] for one in mapping["Read"]} == reading


def test_the_roles_of_the_domain_are_made_again_with_another_domain_or_definition() -> None:
    mapping = template("search_access")["Resources"]["SearchRoles"]["Properties"]
    assert mapping["Domain"] == {"Ref": "OpenSearchUrl"}
    # The definitions are code of the core layer, whose ARN is another for each content.
    assert inspect.getfile(definitions).startswith(str(ROOT / "layers" / "core"))
    assert mapping["Definitions"] == {"Ref": "CoreLayerArn"}


def test_the_reading_role_of_the_domain_changes_nothing() -> None:
    for cluster in definitions()[READ]["cluster_permissions"]:
        assert cluster.endswith("_ro")
    (index,) = definitions()[READ]["index_permissions"]
    changing = ("write", "delete", "create", "manage", "all", "admin/aliases*", "settings")
    assert not [action for action in index["allowed_actions"] if any(word in action for word in changing)]


def test_no_password_of_a_proxy_stands_in_a_variable() -> None:
    for name in ("fleet", "pipeline"):
        assert template(name)["Parameters"]["UpstreamProxyUrls"]["AllowedPattern"] == "^[^@]*$", name
        assert "UPSTREAM_PROXY_SECRET_ARN" in str(template(name)["Resources"])


def test_scaling_out_never_takes_a_worker_away() -> None:
    resource = template("scaling")["Resources"]["ScaleOutPolicy"]["Properties"]
    policy = resource["StepScalingPolicyConfiguration"]
    assert policy["AdjustmentType"] == "ChangeInCapacity"
    assert all(step["ScalingAdjustment"] > 0 for step in policy["StepAdjustments"])
