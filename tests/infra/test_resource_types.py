"""Every action that a role is allowed names a resource of each type that AWS asks about."""

from typing import Any

import pytest

from tests.support.resource_types import actions, meets, mismatches, recorded
from tests.support.role_policies import policies

POLICIES = policies()
EC2 = "arn:aws:ec2:eu-west-1:000000000000:"


@pytest.mark.parametrize("role", POLICIES)
def test_a_role_is_allowed_each_action_on_every_type_of_resource_that_it_touches(role: str) -> None:
    assert list(mismatches(POLICIES[role], recorded())) == []


def test_every_action_that_roles_are_allowed_is_recorded() -> None:
    allowed = {action.lower() for statements in POLICIES.values() for action in actions(statements)}
    assert len(allowed) > 50
    assert allowed <= recorded().keys()


def allow(action: str, *resources: str) -> list[dict[str, Any]]:
    return [{"Effect": "Allow", "Action": [action], "Resource": list(resources)}]


def test_an_action_that_touches_two_types_is_not_allowed_by_naming_one() -> None:
    action = "ec2:DisassociateNatGatewayAddress"
    [said] = mismatches(allow(action, f"{EC2}natgateway/*"), recorded())
    assert "needs elastic-ip" in said
    assert not list(mismatches(allow(action, f"{EC2}natgateway/*", f"{EC2}elastic-ip/*"), recorded()))
    apart = [*allow(action, f"{EC2}natgateway/*"), *allow(action, f"{EC2}elastic-ip/*")]
    assert not list(mismatches(apart, recorded())), "statements of one role add up"


def test_an_action_that_knows_no_resource_is_allowed_on_everything_or_not_at_all() -> None:
    assert list(mismatches(allow("ec2:DescribeAddresses", f"{EC2}elastic-ip/*"), recorded()))
    assert not list(mismatches(allow("ec2:DescribeAddresses", "*"), recorded()))


def test_a_bucket_is_no_object_and_an_object_no_bucket() -> None:
    assert list(mismatches(allow("s3:ListBucket", "arn:aws:s3:::data/exports/*"), recorded()))
    assert list(mismatches(allow("s3:GetObject", "arn:aws:s3:::data"), recorded()))
    assert not list(mismatches(allow("s3:GetObject", "arn:aws:s3:::data/exports/*"), recorded()))


def test_an_action_that_aws_does_not_have_is_said() -> None:
    [said] = mismatches(allow("ec2:DisassociateNatGateway", "*"), recorded())
    assert "is not recorded" in said


@pytest.mark.parametrize(
    ("pattern", "form", "met"),
    [
        ("*", "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}", True),
        ("arn:aws:sqs:eu-west-1:1:jobs", "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}", True),
        ("arn:aws:sns:eu-west-1:1:jobs", "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}", False),
        ("arn:aws:ecs:r:1:task/dev/*", "arn:${Partition}:ecs:${Region}:${Account}:task/${A}/${B}", True),
        (
            "arn:aws:ecs:r:1:task-definition/x",
            "arn:${Partition}:ecs:${Region}:${Account}:task/${A}/${B}",
            False,
        ),
        ("arn:aws:logs:r:1:log-group:/a/b:*", "arn:${P}:logs:${R}:${A}:log-group:${G}:log-stream:${S}", True),
        ("arn:aws:dynamodb:r:1:table/a/stream/*", "arn:${P}:dynamodb:${R}:${A}:table/${TableName}", False),
    ],
)
def test_a_pattern_meets_the_form_of_an_arn_where_one_arn_is_of_both(
    pattern: str, form: str, met: bool
) -> None:
    assert meets(pattern, form) is met
