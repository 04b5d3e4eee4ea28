"""Permissions of roles that tests need not exercise, and the recorded calls of each role."""

import json
from pathlib import Path

from tests.support.iam import Need

RECORDED = Path(__file__).with_name("recorded_calls.json")
"""The permissions that each handler asked for while a small world was worked through.

The slow test ``tests/e2e/test_least_privilege.py`` writes it with ``RECORD=1``.
"""

IN_PROCESS = {
    "redrive-index",
    "reap-tasks",
    "watch-removals",
    "map-search-roles",
    "rotate-search-secret",
    "allocate-address",
    "associate-address",
    "verify-address",
    "retire-address",
    "release-address",
    "undo-rotation",
    "fetch-feed",
    "curate-feed",
}
"""Functions that no run on one machine calls: ``test_function_roles.py``, ``test_roles.py`` and
``test_feed_roles.py`` call them."""

REASONS = [
    ("*", "aoss:APIAccessAll", "", "a Serverless collection asks for it, where there is one"),
    (
        "*",
        "secretsmanager:GetSecretValue",
        "existing-search",
        "the password of an endpoint that an operator brings",
    ),
    ("*", "es:ESHttpGet", "domain/inkscout-dev/", "requests to a domain bear a signature"),
    ("*", "es:ESHttpPost", "domain/inkscout-dev/", "as above"),
    ("*", "es:ESHttpPut", "domain/inkscout-dev/", "as above; indexes are made"),
    ("*", "es:ESHttpDelete", "domain/inkscout-dev/", "as above; indexes are dropped"),
    (
        "api",
        "secretsmanager:GetSecretValue",
        "inkscout/dev/eu-west-1/origin",
        "the edge's secret, where an edge stands before it",
    ),
    ("api", "lambda:InvokeFunction", "fetch-feed", "an operator runs a feed; the recorded demo has none"),
    (
        "api",
        "dynamodb:Query",
        "records/index",
        "records are listed by source; the recorded demo has no feeds",
    ),
    ("fetch-feed", "secretsmanager:GetSecretValue", "proxies", "the proxies of operators that have some"),
    ("fetch-feed", "s3:ListBucket", "", "S3 calls an absent definition forbidden without it"),
    (
        "fetch-feed",
        "dynamodb:GetItem",
        "operations",
        "a lease or a host's pace that another run holds is read",
    ),
    ("curate-feed", "dynamodb:Query", "records", "the version at the time of a late answer is looked up"),
    ("curate-feed", "s3:ListBucket", "", "S3 calls an absent answer forbidden without it"),
    ("find-artists", "secretsmanager:GetSecretValue", "proxies", "the proxies of operators that have some"),
    ("worker", "secretsmanager:GetSecretValue", "proxies", "the proxies of operators that have some"),
    ("worker", "secretsmanager:GetSecretValue", "instagram", "the token of operators that have one"),
    # who, action, where the resource's name begins, and when it is done
    ("start-run", "dynamodb:DeleteItem", "operations", "the lease of a run that was stopped is taken over"),
    ("start-run", "states:DescribeExecution", "", "whether the run that holds the lease still goes on"),
    (
        "discover-studios",
        "dynamodb:DeleteItem",
        "operations",
        "an expired sum is deleted before it counts anew",
    ),
    (
        "discover-studios",
        "dynamodb:UpdateItem",
        "operations",
        "spend is summed up where a source is not free",
    ),
    (
        "discover-studios",
        "secretsmanager:GetSecretValue",
        "inkscout/dev/denylist",
        "somebody is on the denylist",
    ),
    ("discover-studios", "s3:PutObject", "", "a place that breaks its contract goes to quarantine"),
    ("find-artists", "dynamodb:DeleteItem", "directory", "a style or residency that is no longer so goes"),
    ("find-artists", "dynamodb:Query", "directory", "two records of one artist are merged by their aliases"),
    ("find-artists", "s3:ListBucket", "", "S3 calls an absent object forbidden without it"),
    ("find-artists", "s3:PutObject", "", "an artist that breaks the contract goes to quarantine"),
    ("find-artists", "s3:GetObject", "", "a page that has not changed is read from the lake"),
    (
        "discover-studios",
        "dynamodb:GetItem",
        "directory",
        "studios of a batch that met a conflict are entered one by one",
    ),
    ("finish-run", "secretsmanager:GetSecretValue", "inkscout/dev/denylist", "somebody is on the denylist"),
    ("finish-run", "dynamodb:GetItem", "directory", "a fact that expired is dropped from its studio"),
    ("queue-scraping", "dynamodb:GetItem", "operations", "a repeated call goes on where it stopped"),
    ("queue-scraping", "dynamodb:GetItem", "directory", "the redirect of a merged artist is followed"),
    ("queue-scraping", "sqs:SendMessage", "jobs", "nothing needs a browser in a small world at times"),
    (
        "check-progress",
        "dynamodb:GetItem",
        "operations",
        "the counts of a run with an external fleet are read",
    ),
    ("check-progress", "sqs:SendMessage", "jobs", "jobs that a round left open are sent again"),
    ("check-progress", "sqs:GetQueueAttributes", "jobs", "messages of jobs left open are waited for"),
    ("start-scan", "dynamodb:PutItem", "directory", "a website that no studio is known by becomes one"),
    ("catch-up-index", "dynamodb:GetItem", "directory", "an entry that changed meanwhile is read again"),
    ("catch-up-index", "dynamodb:UpdateItem", "directory", "a version that the old index outran is lifted"),
    ("compare-index", "dynamodb:GetItem", "directory", "a difference is looked at once more"),
    ("deny-artist", "dynamodb:Query", "directory", "all aliases of a person are denied"),
    (
        "sync-index",
        "dynamodb:DeleteItem",
        "directory",
        "an artist's style goes with what their studio changes",
    ),
    ("sync-index", "dynamodb:PutItem", "directory", "a studio's change is written to its artists"),
    ("sync-index", "dynamodb:UpdateItem", "directory", "a version that the index outran is lifted"),
    ("sync-index", "sqs:SendMessage", "index-failures", "what the index refuses is set aside"),
    (
        "redrive-index",
        "dynamodb:DeleteItem",
        "directory",
        "an artist's style goes with what their studio changes",
    ),
    ("redrive-index", "dynamodb:Query", "directory", "the artists of a studio that changed are looked up"),
    ("redrive-index", "dynamodb:PutItem", "directory", "a studio's change is written to its artists"),
    ("redrive-index", "dynamodb:UpdateItem", "directory", "a version that the index outran is lifted"),
    ("finish-run", "dynamodb:GetItem", "directory", "a studio whose facts expired is read"),
    ("finish-run", "dynamodb:Query", "directory", "the artists of such a studio are looked up"),
    ("finish-run", "dynamodb:PutItem", "directory", "such a studio and its artists lose what expired"),
    ("finish-run", "dynamodb:DeleteItem", "directory", "an artist's style goes with what their studio loses"),
    ("worker", "dynamodb:DeleteItem", "directory", "a style or residency that is no longer so goes"),
    ("worker", "dynamodb:Query", "directory", "two records of one artist are merged by their aliases"),
    ("worker", "s3:ListBucket", "", "S3 calls an absent object forbidden without it"),
    ("worker", "s3:GetObject", "", "a page that has not changed is read from the lake"),
    ("worker", "s3:PutObject", "", "an artist that breaks the contract goes to quarantine"),
    (
        "worker",
        "sqs:ChangeMessageVisibility",
        "jobs",
        "a message is held while its job takes long, and put back",
    ),
    ("api", "dynamodb:BatchGetItem", "directory", "searches answer from the table while the index is away"),
    ("api", "dynamodb:Query", "directory", "searches answer from the table while the index is away"),
    ("api", "s3:GetObject", "", "the address of an export is signed with it; no call is made"),
    ("api", "s3:ListBucket", "", "the newest export is looked for"),
    ("api", "dynamodb:BatchWriteItem", "denylist", "a person who was held for review is released"),
    ("api", "dynamodb:DeleteItem", "operations", "a person who was held for review is decided on"),
    ("api", "ses:SendEmail", "", "a contact is asked to confirm, where an operator has a sender"),
    ("web", "dynamodb:BatchGetItem", "directory", "searches answer from the table while the index is away"),
    ("web", "dynamodb:Query", "directory", "searches answer from the table while the index is away"),
    ("web", "s3:ListBucket", "", "S3 calls an absent sitemap forbidden without it"),
    ("web", "ses:SendEmail", "", "a contact is asked to confirm, where an operator has a sender"),
    ("web", "secretsmanager:GetSecretValue", "inkscout/dev/eu-west-1/origin", "the edge's secret"),
    ("api", "states:DescribeExecution", "", "whether the run that holds the lease still goes on"),
    ("api", "states:DescribeStateMachineForExecution", "", "the states of a run are told with their times"),
    ("api", "states:GetExecutionHistory", "", "as above"),
    ("api", "states:ListMapRuns", "", "as above"),
    ("api", "states:DescribeMapRun", "", "as above"),
    ("desk", "states:DescribeStateMachineForExecution", "", "the machine of a run is drawn"),
    ("desk", "states:ListMapRuns", "", "as above"),
    ("desk", "states:DescribeMapRun", "", "as above"),
    ("desk", "cloudwatch:GetMetricStatistics", "", "the lag of the index is shown"),
    (
        "desk",
        "dynamodb:Query",
        "operations/index/visits",
        "visits of one outcome, or the longest, are listed",
    ),
    ("desk", "secretsmanager:GetSecretValue", "inkscout/dev/eu-west-1/origin", "the edge's secret"),
    ("desk", "secretsmanager:GetSecretValue", "inkscout/dev/desk-client", "a desk with accounts logs in"),
    (
        "desk",
        "dynamodb:BatchGetItem",
        "directory",
        "studios of visits and artists of a scan are read together",
    ),
    (
        "desk",
        "dynamodb:BatchGetItem",
        "denylist",
        "people held for review are looked up before they are released",
    ),
    ("desk", "secretsmanager:GetSecretValue", "inkscout/dev/denylist", "somebody is on the denylist"),
    ("desk", "dynamodb:Query", "directory", "searches and lists answer from the table"),
    ("desk", "dynamodb:GetItem", "records", "a record of a feed is shown"),
    ("desk", "dynamodb:Query", "records", "records of feeds are listed"),
    ("desk", "dynamodb:BatchWriteItem", "denylist", "a person who was held for review is released"),
    ("desk", "s3:GetObject", "", "stored pages, definitions and answers of feeds are shown"),
    ("desk", "s3:ListBucket", "", "S3 calls an absent object forbidden without it; versions are listed"),
    ("tend-index", "dynamodb:UpdateItem", "directory", "a version that the index outran is lifted"),
    ("image", "secretsmanager:GetSecretValue", "inkscout/dev/eu-west-1/origin", "the edge's secret"),
    ("image", "secretsmanager:GetSecretValue", "proxies", "the proxies of operators that have some"),
    ("image", "s3:ListBucket", "", "S3 calls an absent picture forbidden without it"),
    ("image", "s3:ListBucketVersions", "", "copies made while their artist was removed are deleted again"),
    ("image", "s3:DeleteObjectVersion", "", "copies made while their artist was removed are deleted again"),
    ("purge-index", "dynamodb:BatchWriteItem", "denylist", "studios whose texts name the person are noted"),
    ("purge-index", "secretsmanager:GetSecretValue", "inkscout/dev/denylist", "as above"),
    ("purge-index", "dynamodb:PutItem", "directory", "a text that names the person is written again without"),
    ("purge-index", "dynamodb:PutItem", "operations", "the studios found are remembered for the next steps"),
    ("purge-index", "dynamodb:DeleteItem", "directory", "an alias of a studio that names the person goes"),
    ("purge-index", "dynamodb:Query", "directory", "the aliases of such a studio are looked up"),
    (
        "clear-directory",
        "dynamodb:GetItem",
        "directory",
        "an entry that names the person is read and written again",
    ),
    ("clear-directory", "dynamodb:PutItem", "directory", "as above"),
    ("clear-directory", "dynamodb:Query", "directory", "people and aliases of such a studio are looked up"),
    ("clear-directory", "dynamodb:DeleteItem", "directory", "an alias of such a studio goes"),
    (
        "clear-directory",
        "dynamodb:BatchWriteItem",
        "denylist",
        "studios whose texts name the person are noted",
    ),
    ("clear-directory", "secretsmanager:GetSecretValue", "inkscout/dev/denylist", "as above"),
    ("clear-directory", "s3:ListBucket", "", "pages of such a studio are cleared"),
    ("clear-directory", "s3:ListBucketVersions", "", "as above"),
    ("clear-directory", "s3:GetObject", "", "as above"),
    ("clear-directory", "s3:PutObject", "", "as above"),
    ("clear-directory", "s3:DeleteObjectVersion", "", "as above"),
    ("purge-files", "s3:PutObject", "", "a page that also holds others is written again without the person"),
    ("purge-files", "s3:GetObject", "", "a page is read to see whether it holds the person"),
]
"""What is allowed and need not happen in runs over a small world, and when it does happen."""


def read_recorded() -> dict[str, set[Need]]:
    """Reads the recorded calls, by function or ``worker``."""
    document = json.loads(RECORDED.read_text())
    return {who: {(action, resource) for action, resource in asked} for who, asked in document.items()}


def write_recorded(found: dict[str, set[Need]]) -> None:
    """Keeps what was recorded, in an order of its own."""
    document = {who: sorted(asked) for who, asked in sorted(found.items())}
    RECORDED.write_text(json.dumps(document, indent=1) + "\n")
