"""Roles of what runs elsewhere: the same rights as on AWS, for one subject of one issuer."""

import json
import re
from typing import Any

import pytest

from tests.infra.privileges import read_recorded
from tests.support.deployed import arn, resolve, statements
from tests.support.iam import allowing, grants
from tests.support.project import INFRA, resources, template

ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/ABC"
ROLES = {
    "ExternalWorkerRole": "system:serviceaccount:inkscout:worker",
    "ExternalApiRole": "system:serviceaccount:inkscout:api",
    "ExternalScheduleRole": "system:serviceaccount:inkscout:schedule",
}
MANAGED_POLICY_CHARS = 6144
"""Longest managed policy without blanks (IAM guide, "IAM and AWS STS quotas")."""


def trust(role: str, branch: int) -> dict[str, Any]:
    """A role's trust policy: branch 1 is Google's own issuer, branch 2 any other."""
    chosen = template("federation")["Resources"][role]["Properties"]["AssumeRolePolicyDocument"]["Fn::If"]
    assert chosen[0] == "IsGoogle"
    text = str(resolve("federation", chosen[branch])).replace("accounts.google.com:", f"{ISSUER}:")
    document: dict[str, Any] = json.loads(text)
    return document


@pytest.mark.parametrize("role", ROLES)
def test_a_role_trusts_one_subject_of_one_issuer_for_one_audience(role: str) -> None:
    (statement,) = trust(role, 2)["Statement"]
    assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert set(statement["Principal"]) == {"Federated"}
    assert statement["Condition"] == {
        "StringEquals": {f"{ISSUER}:aud": "sts.amazonaws.com", f"{ISSUER}:sub": ROLES[role]}
    }
    assert "*" not in json.dumps(statement)


@pytest.mark.parametrize("role", ROLES)
def test_a_token_of_google_s_is_held_to_its_account_and_its_audience(role: str) -> None:
    """Its ``aud`` is the account that asked (claim azp), and ``oaud`` the audience (IAM guide)."""
    (statement,) = trust(role, 1)["Statement"]
    assert statement["Principal"] == {"Federated": "accounts.google.com"}
    assert statement["Condition"] == {
        "StringEquals": {
            f"{ISSUER}:aud": ROLES[role],
            f"{ISSUER}:oaud": "sts.amazonaws.com",
            f"{ISSUER}:sub": ROLES[role],
        }
    }


def test_no_parameter_lets_a_wildcard_or_a_quotation_mark_into_a_trust() -> None:
    parameters = template("federation")["Parameters"]
    for name in ("IdentityIssuer", "IdentityAudience", "WorkerSubject", "ApiSubject", "ScheduleSubject"):
        pattern = re.compile(parameters[name]["AllowedPattern"])
        assert pattern.search(parameters[name]["Default"])
        for wrong in ("*", "system:serviceaccount:*:worker", 'a"b', "a b", ""):
            assert not pattern.search(wrong), f"{name} takes {wrong!r}"
    issuer = re.compile(parameters["IdentityIssuer"]["AllowedPattern"])
    for known in (
        ISSUER,
        "container.googleapis.com/v1/projects/p-1/locations/europe-west2/clusters/c",
        "uksouth.oic.prod-aks.azure.com/00000000-0000-0000-0000-000000000000/11111111-1111/",
        "sts.windows.net/00000000-0000-0000-0000-000000000000/",
    ):
        assert issuer.search(known), known
    assert not issuer.search(f"https://{ISSUER}")


def test_workers_have_the_same_rights_wherever_they_run() -> None:
    assert statements("ExternalWorkerRole") == statements("ScraperTaskRole")
    for need in read_recorded()["worker"]:
        assert allowing(statements("ExternalWorkerRole"), need), need


def test_the_api_has_the_same_rights_and_may_count_what_waits() -> None:
    assert grants(statements("ExternalApiRole")) - grants(statements("ApiFunction")) == {
        ("sqs:GetQueueAttributes", arn("JobsQueue"))
    }
    assert grants(statements("ApiFunction")) <= grants(statements("ExternalApiRole"))


def test_the_schedule_starts_the_pipeline_and_nothing_else() -> None:
    assert grants(statements("ExternalScheduleRole")) == {("states:StartExecution", arn("DirectoryPipeline"))}


def test_shared_policies_are_small_enough_for_iam_and_for_continuous_integration() -> None:
    deployer = (INFRA / "examples" / "github_deploy_role.yaml").read_text()
    shared = set(resources("AWS::IAM::ManagedPolicy")) - {"PermissionsBoundary"}
    assert shared == {"StartWorkersPolicy", "WorkerPolicy", "ApiPolicy"}
    for logical_id in shared:
        properties = resources("AWS::IAM::ManagedPolicy")[logical_id]["Properties"]
        name = "api_access" if logical_id == "ApiPolicy" else "fleet"
        document = resolve(name, properties["PolicyDocument"])
        assert len(json.dumps(document, separators=(",", ":"))) < MANAGED_POLICY_CHARS - 500, logical_id
        assert f":policy/{properties['ManagedPolicyName']['Fn::Sub']}" in deployer, logical_id
    assert (
        "boundary" not in deployer[deployer.index("SharedPolicies") : deployer.index("HandRolesToServices")]
    )


def test_an_account_s_provider_is_made_once_and_never_for_google() -> None:
    document = template("federation")
    assert document["Resources"]["IdentityProvider"]["Condition"] == "MakesProvider"
    assert document["Conditions"]["MakesProvider"] == {
        "Fn::Not": [{"Fn::Or": [{"Condition": "IsGoogle"}, {"Condition": "HasProvider"}]}]
    }
    assert "ThumbprintList" not in document["Resources"]["IdentityProvider"]["Properties"]
