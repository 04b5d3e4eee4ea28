"""Roles that nothing of ours assumes: each allows exactly what its machine, schedule or service does."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.deployed import ACCOUNT, REGION, STAGE, arn, definition, home, resolve, statements
from tests.support.iam import Need, grants
from tests.support.project import resources, states, template

TASKS = f"arn:aws:ecs:{REGION}:{ACCOUNT}:task/inkscout-{STAGE}/*"
TASK_EVENTS = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/StepFunctionsGetEventsForECSTaskRule"
TRACING = {
    (f"xray:{action}", "*")
    for action in ("PutTraceSegments", "PutTelemetryRecords", "GetSamplingRules", "GetSamplingTargets")
}
MACHINES = sorted(resources("AWS::Serverless::StateMachine"))
SCHEDULES = resources("AWS::Scheduler::Schedule")
SCHEDULE_ROLES = sorted({s["Properties"]["Target"]["RoleArn"]["Fn::GetAtt"] for s in SCHEDULES.values()})


def _invoke(parameters: dict[str, Any]) -> Iterator[Need]:
    yield "lambda:InvokeFunction", parameters["FunctionName"]


def _run_task_and_wait(parameters: dict[str, Any]) -> Iterator[Need]:
    """Step Functions' guide, "IAM policies for calling Amazon ECS": .sync watches by a rule and may stop."""
    family = f"arn:aws:ecs:{REGION}:{ACCOUNT}:task-definition/{parameters['TaskDefinition']}"
    yield "ecs:RunTask", f"{family}:*"
    yield from ((f"ecs:{action}", TASKS) for action in ("StopTask", "DescribeTasks"))
    yield from ((f"events:{action}", TASK_EVENTS) for action in ("PutTargets", "PutRule", "DescribeRule"))
    if "Tags" in parameters:
        yield "ecs:TagResource", TASKS
    (task,) = resources("AWS::ECS::TaskDefinition").values()
    for role in ("TaskRoleArn", "ExecutionRoleArn"):
        yield "iam:PassRole", resolve("fleet", task["Properties"][role])


def _publish(parameters: dict[str, Any]) -> Iterator[Need]:
    yield "sns:Publish", parameters["TopicArn"]


INTEGRATIONS = {
    "arn:aws:states:::lambda:invoke": _invoke,
    "arn:aws:states:::ecs:runTask.sync": _run_task_and_wait,
    "arn:aws:states:::sns:publish": _publish,
}
MANIFESTS = "/manifests/*"


def needs(logical_id: str) -> set[Need]:
    """Returns the permissions that a state machine's own definition needs."""
    found: set[Need] = set()
    machine = arn(logical_id)
    for state in states(definition(logical_id)).values():
        if state["Type"] == "Task":
            found |= set(INTEGRATIONS[state["Resource"]](state["Parameters"]))
        if "ItemReader" in state:
            assert state["ItemReader"]["Resource"] == "arn:aws:states:::s3:getObject"
            found.add(("s3:GetObject", arn("DataBucketResource") + MANIFESTS))
        processor = state.get("ItemProcessor", {}).get("ProcessorConfig", {})
        if processor.get("Mode") == "DISTRIBUTED":
            children = machine.replace(":stateMachine:", ":execution:") + "*"
            found.add(("states:StartExecution", machine))
            found |= {("states:DescribeExecution", children), ("states:StopExecution", children)}
    if resources("AWS::Serverless::StateMachine")[logical_id]["Properties"]["Tracing"]["Enabled"]:
        found |= TRACING
    return found


@pytest.mark.parametrize("logical_id", MACHINES)
def test_a_state_machine_may_do_what_its_states_do_and_nothing_else(logical_id: str) -> None:
    properties = resources("AWS::Serverless::StateMachine")[logical_id]["Properties"]
    role = properties["Role"]["Fn::GetAtt"].removesuffix(".Arn")
    allowed, needed = grants(statements(role)), needs(logical_id)
    assert allowed - needed == set(), f"take from {role} what {logical_id} does not do"
    assert needed - allowed == set(), f"allow {role} in its template what {logical_id} does"


@pytest.mark.parametrize("role", SCHEDULE_ROLES)
def test_a_schedule_may_start_its_target_set_aside_what_it_cannot_and_nothing_else(role: str) -> None:
    needed: set[Need] = set()
    for logical_id, schedule in SCHEDULES.items():
        target = schedule["Properties"]["Target"]
        if target["RoleArn"]["Fn::GetAtt"] == role:
            found = resolve(home(logical_id), target)
            action = "states:StartExecution" if ":stateMachine:" in found["Arn"] else "lambda:InvokeFunction"
            needed |= {(action, found["Arn"]), ("sqs:SendMessage", found["DeadLetterConfig"]["Arn"])}
    assert grants(statements(role.removesuffix(".Arn"))) == needed


def test_the_worker_s_container_can_be_started_and_heard() -> None:
    (task,) = resources("AWS::ECS::TaskDefinition").values()
    (container,) = task["Properties"]["ContainerDefinitions"]
    assert container["LogConfiguration"]["LogDriver"] == "awslogs"
    repository, logs = arn("ScraperRepository"), arn("ScraperLogGroup")
    pulling = ("BatchGetImage", "GetDownloadUrlForLayer", "BatchCheckLayerAvailability")
    assert grants(statements("ScraperExecutionRole")) == {
        ("logs:CreateLogStream", logs),
        ("logs:PutLogEvents", logs),
        ("ecr:GetAuthorizationToken", "*"),
        *((f"ecr:{action}", repository) for action in pulling),
    }


def test_flow_logs_can_be_written_to_their_group_alone() -> None:
    group = arn("FlowLogGroup")
    everywhere = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:*"
    assert grants(statements("FlowLogRole")) == {
        ("logs:CreateLogStream", group),
        ("logs:PutLogEvents", group),
        ("logs:DescribeLogStreams", group),
        ("logs:DescribeLogGroups", everywhere),
    }


def test_a_release_may_move_the_api_s_alias_alone() -> None:
    function = arn("ApiFunction")
    alias = ("GetAlias", "UpdateAlias", "GetProvisionedConcurrencyConfig")
    assert grants(statements("ReleaseRole")) == {
        *((f"lambda:{action}", one) for action in alias for one in (function, f"{function}:*")),
        ("cloudwatch:DescribeAlarms", "*"),
    }


def test_no_role_is_left_out() -> None:
    machines = {
        resources("AWS::Serverless::StateMachine")[name]["Properties"]["Role"]["Fn::GetAtt"]
        for name in MACHINES
    }
    known = {role.removesuffix(".Arn") for role in [*machines, *SCHEDULE_ROLES]}
    # The worker's task role is held against recorded calls; AWS keeps the policies of the backup's.
    services = {"ReleaseRole", "ScraperExecutionRole", "ScraperTaskRole", "FlowLogRole", "BackupRole"}
    # Schedules of feeds are made of definitions; test_feed_roles.py holds their role.
    services.add("FeedScheduleRole")
    # EventBridge calls the webhook with it; its one action is held to AWS's types of resources.
    services |= {"WebhookRole"}
    # Workers and the API that run elsewhere take these by a token; test_federation.py holds them.
    services |= {"ExternalWorkerRole", "ExternalApiRole", "ExternalScheduleRole"}
    assert known | services == set(resources("AWS::IAM::Role"))
    assert "Policies" not in template("backup")["Resources"]["BackupRole"]["Properties"]
