"""The dead-letter queue and the cluster, against an emulator."""

import json

import boto3
import pytest

from inkscout.adapters.aws.ecs_tasks import EcsTasks
from inkscout.adapters.aws.sqs.dead_letters import SqsDeadLetters
from inkscout.adapters.aws.sqs.inbox import SqsInbox
from inkscout.errors import StoreThrottled
from tests.support.emulator import CREDENTIALS
from tests.support.stores import REGION


@pytest.fixture
def inbox(emulated: str) -> SqsInbox:
    sqs = boto3.client("sqs", endpoint_url=emulated, **CREDENTIALS)
    dead = sqs.create_queue(QueueName="letters-dead")["QueueUrl"]
    sqs.purge_queue(QueueUrl=dead)
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": "2"})
    url = sqs.create_queue(QueueName="letters", Attributes={"RedrivePolicy": policy})["QueueUrl"]
    sqs.purge_queue(QueueUrl=url)
    return SqsInbox(sqs, url)


def test_a_message_received_too_often_dies_can_be_looked_at_and_comes_back(
    emulated: str, inbox: SqsInbox
) -> None:
    letters = SqsDeadLetters(boto3.client("sqs", endpoint_url=emulated, **CREDENTIALS), inbox)
    assert inbox.max_receives == 2
    for body in ("first", "second"):
        inbox.send(body)
    for turn in (1, 2):
        for delivery in inbox.receive(10, 1, 30):
            assert delivery.receives == turn
            assert inbox.extend(delivery, 0)
    assert inbox.receive(10, 1, 30) == []
    for _ in range(2):
        assert sorted(one.body for one in letters.messages()) == ["first", "second"]
    assert letters.redrive(lambda one: one.body == "first") == 1
    assert [one.body for one in letters.messages()] == ["second"]
    [again] = inbox.receive(10, 1, 30)
    assert (again.body, again.receives) == ("first", 1)
    inbox.delete(again)
    assert inbox.depth() == 0


def test_dead_letters_are_read_without_waiting_for_messages_that_nobody_expects(
    emulated: str, inbox: SqsInbox
) -> None:
    sqs = boto3.client("sqs", endpoint_url=emulated, **CREDENTIALS)
    asked: list[tuple[str, object]] = []
    sqs.meta.events.register(
        "before-parameter-build.sqs",
        lambda params, model, **_: asked.append((model.name, params.get("WaitTimeSeconds"))),
    )
    letters = SqsDeadLetters(sqs, inbox)
    assert letters.messages() == []
    for number in range(23):
        sqs.send_message(QueueUrl=inbox.dead_letters_url(), MessageBody=str(number))
    asked.clear()
    assert sorted(int(one.body) for one in letters.messages()) == list(range(23))
    assert asked.count(("ReceiveMessage", 1)) == asked.count(("ChangeMessageVisibilityBatch", None)) == 3
    assert asked.count(("ReceiveMessage", 0)) == 1
    [first, *_] = found = letters.messages(limit=12)
    assert len(found) == 12
    assert first.sent_at > 1_600_000_000
    assert letters.redrive(lambda one: one.body == "7") == 1
    assert len(letters.messages()) == 22, "those that were looked at are visible again"


def test_a_message_that_is_held_is_hidden_and_a_lost_hold_is_noticed(inbox: SqsInbox) -> None:
    inbox.send("held")
    [delivery] = inbox.receive(1, 1, 30)
    assert inbox.receive(1, 0, 30) == []
    inbox.delete(delivery)
    assert not inbox.extend(delivery, 30)
    inbox.delete(delivery)


def test_a_message_sent_again_counts_its_receives_from_the_beginning(inbox: SqsInbox) -> None:
    inbox.send("spot")
    [delivery] = inbox.receive(1, 1, 30)
    inbox.send_again(delivery)
    [again] = inbox.receive(1, 1, 30)
    assert (again.body, again.receives) == ("spot", 1)
    inbox.delete(again)
    assert inbox.depth() == 0


def test_a_queue_that_cannot_be_reached_asks_for_another_attempt() -> None:
    sqs = boto3.client("sqs", endpoint_url="http://127.0.0.1:9", **CREDENTIALS)
    with pytest.raises(StoreThrottled):
        SqsInbox(sqs, f"http://127.0.0.1:9/queue-{REGION}").receive(1, 0, 30)


def test_running_workers_are_listed_with_their_run_and_can_be_stopped(emulated: str) -> None:
    ecs = boto3.client("ecs", endpoint_url=emulated, **CREDENTIALS)
    ecs.create_cluster(clusterName="reaped")
    ecs.register_task_definition(
        family="worker", containerDefinitions=[{"name": "scraper", "image": "scraper", "memory": 128}]
    )
    environment = [{"name": "RUN_ID", "value": "r-1"}]
    ecs.run_task(
        cluster="reaped",
        taskDefinition="worker",
        overrides={"containerOverrides": [{"name": "scraper", "environment": environment}]},
        tags=[{"key": "RunId", "value": "r-1"}],
    )
    tasks = EcsTasks(ecs, "reaped")
    [task] = tasks.running()
    assert task.run_id == "r-1"
    assert task.started_at is not None
    assert task.started_at.tzinfo is not None
    tasks.stop(task.arn, "its run has ended")
    assert list(tasks.running()) == []
