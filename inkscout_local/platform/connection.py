"""Connection to a running platform: its AWS clients, URLs and environment variables."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from inkscout_local import environment

_VARIABLES = {
    "DIRECTORY_TABLE": "DirectoryTable",
    "OPERATIONS_TABLE": "OperationsTable",
    "DENYLIST_TABLE": "DenylistTable",
    "DENYLIST_SECRET_ARN": "DenylistSecretArn",
    "DATA_BUCKET": "DataBucket",
    "JOBS_QUEUE_URL": "JobsQueueUrl",
    "RECORDS_TABLE": "RecordsTable",
    "FEEDS_BUCKET": "FeedsBucket",
    "FEEDS_QUEUE_URL": "FeedsQueueUrl",
    "FEED_SCHEDULE_GROUP": "FeedScheduleGroup",
    "FEED_SCHEDULE_ROLE_ARN": "FeedScheduleRoleArn",
    "FETCH_FEED_FUNCTION_ARN": "FetchFeedFunctionArn",
    "UNDELIVERED_QUEUE_ARN": "UndeliveredQueueArn",
    "OPENSEARCH_URL": "OpenSearchUrl",
    "OPENSEARCH_SECRET_ARN": "OpenSearchSecretArn",
}


def variables_of(outputs: Mapping[str, str]) -> dict[str, str]:
    """Returns the environment variables of the package's settings that the outputs of stacks give."""
    return {name: outputs[output] for name, output in _VARIABLES.items() if output in outputs}


class Connection:
    """Connection to a platform, made from the record in its state folder."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.endpoint = str(record["endpoint"])
        self.search_url = str(record.get("search_url", ""))
        self.outputs: dict[str, str] = dict(record.get("outputs", {}))
        self.record = record

    @property
    def api_url(self) -> str:
        """Base URL of the HTTP API; empty if the API is not deployed."""
        api = self.outputs.get("ApiId", "")
        return f"{self.endpoint}/_aws/execute-api/{api}/$default" if api else ""

    @property
    def website(self) -> str:
        """Address of the website for a browser; empty if it is not deployed."""
        return str(self.record.get("website", ""))

    @property
    def state_machine(self) -> str:
        """ARN of the directory pipeline's state machine."""
        return self.outputs["DirectoryPipelineArn"]

    def function_variables(self, name: str) -> Mapping[str, str]:
        """Returns the environment variables of a deployed function, named or by its ARN."""
        found = self.client("lambda").get_function_configuration(FunctionName=name)
        return dict(found.get("Environment", {}).get("Variables", {}))

    def api_pool(self, *, searches: bool) -> AbstractContextManager[Any]:
        """Returns what sends requests to the API; None for the network, which serves searches too."""
        del searches
        return nullcontext(None)

    def client(self, service: str, **config: Any) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
        """Returns a boto3 client of a service of the emulator; ``config`` are botocore's options."""
        import boto3
        from botocore.config import Config

        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=environment.REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106 - the emulator checks no key
            config=Config(retries={"mode": "standard", "max_attempts": 3}, **config),
        )

    def variables(self) -> dict[str, str]:
        """Returns the environment variables with which settings and AWS clients use this platform."""
        return {**variables_of(self.outputs), **environment.emulator_credentials(self.endpoint)}
