"""Connection to a stage that is deployed to AWS, found by its stacks, with the operator's own credentials."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.settings import EndpointSettings
from inkscout_deploy.aws_errors import sentence
from inkscout_deploy.errors import BadInput, PlatformError
from inkscout_local.environment import LocalSettings, use_variables
from inkscout_local.platform.connection import variables_of

_PREFIX = "inkscout"
_EDGE_REGION = "us-east-1"
_GONE = frozenset({"DELETE_COMPLETE", "REVIEW_IN_PROGRESS"})


class DeployedStage:
    """Connection to a deployed stage, with the attributes of a local platform's ``Connection``.

    Attributes:
        name: Name of the stage.
        region: AWS region of the stage.
        outputs: Outputs of all its stacks together, by name.
        edge_url: Address of the edge, which public routes are asked through; empty without an edge.
    """

    def __init__(self, name: str, region: str, outputs: Mapping[str, str], edge_url: str = "") -> None:
        self.name = name
        self.region = region
        self.outputs = dict(outputs)
        self.edge_url = edge_url

    @property
    def api_url(self) -> str:
        """Base URL of the HTTP API; empty if it is not deployed."""
        endpoint = EndpointSettings().aws_endpoint_url
        if endpoint and self.outputs.get("ApiId"):
            # An emulator has no host name for each API.
            return f"{endpoint.rstrip('/')}/_aws/execute-api/{self.outputs['ApiId']}/$default"
        return self.edge_url or self.outputs.get("ApiUrl", "")

    @property
    def website(self) -> str:
        """Address of the website; empty if it is not deployed."""
        return self.edge_url if "WebFunctionName" in self.outputs else ""

    @property
    def state_machine(self) -> str:
        """ARN of the directory pipeline's state machine.

        Raises:
            PlatformError: the stack ``pipeline`` is not deployed.
        """
        return self.output("DirectoryPipelineArn", "pipeline")

    def output(self, name: str, stack: str) -> str:
        """Returns an output of a stack.

        Raises:
            PlatformError: the stack is not deployed.
        """
        if name not in self.outputs:
            raise PlatformError(
                f"Stage {self.name} in {self.region} is not whole: its stack {stack} is missing."
            )
        return self.outputs[name]

    def function_variables(self, name: str) -> Mapping[str, str]:
        """Returns the environment variables of a deployed function, named or by its ARN."""
        found = self.client("lambda").get_function_configuration(FunctionName=name)
        return dict(found.get("Environment", {}).get("Variables", {}))

    def api_pool(self, *, searches: bool) -> AbstractContextManager[Any]:
        """Returns what sends requests to the API; None for the network, which serves searches too."""
        del searches
        return nullcontext(None)

    def client(self, service: str, **config: Any) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
        """Returns a boto3 client of a service in the stage's region; ``config`` are botocore's options."""
        import boto3
        from botocore.config import Config

        return boto3.client(
            service,
            region_name=self.region,
            config=Config(retries={"mode": "standard", "max_attempts": 5}, **config),
        )

    def variables(self) -> dict[str, str]:
        """Returns the environment variables with which settings and AWS clients use this stage."""
        return {
            **variables_of(self.outputs),
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
        }


def aws_region(given: str) -> str:
    """Returns the AWS region to work in: the given one, else that of AWS_REGION, else the profile's.

    Raises:
        BadInput: there is none.
    """
    import boto3

    chosen = given or LocalSettings().aws_region
    try:
        chosen = chosen or boto3.Session().region_name or ""
    except BotoCoreError as error:
        raise BadInput(sentence(error) or f"{error}.") from error
    if not chosen:
        raise BadInput("Which AWS region? Give --region, or set AWS_REGION.")
    return chosen


@contextmanager
def reached(name: str, region: str) -> Iterator[DeployedStage]:
    """Finds a deployed stage and points this process's AWS clients and settings at it.

    Errors of AWS inside the ``with`` block become one sentence each.

    Raises:
        BadInput: no region is given or configured.
        PlatformError: there is no such stage; or the credentials are missing or lack a right.
    """
    where = aws_region(region)
    try:
        stage = _found(name, where)
        use_variables(stage.variables())
        yield stage
    except (BotoCoreError, ClientError) as error:
        said = sentence(error)
        if not said:
            raise
        raise PlatformError(said) from error


def _found(name: str, region: str) -> DeployedStage:
    """Reads the outputs of a stage's stacks, which bear its name in their parameter ``Stage``."""
    outputs: dict[str, str] = {}
    others: set[str] = set()
    behind_edge = False
    for stack in _stacks(region):
        parameters = _parameters(stack)
        if parameters.get("Stage") != name:
            others |= {parameters["Stage"]} if "Stage" in parameters else set()
            continue
        behind_edge = behind_edge or parameters.get("EdgeInFront") == "true"
        outputs |= _outputs(stack)
    if not outputs:
        known = f" Stages there: {', '.join(sorted(others))}." if others else ""
        raise PlatformError(f"There is no stage {name} in {region}.{known}")
    return DeployedStage(name, region, outputs, _edge(name, region) if behind_edge else "")


def _edge(name: str, region: str) -> str:
    elsewhere = f"-{region}" if region != _EDGE_REGION else ""
    wanted = f"{_PREFIX}-{name}{elsewhere}-edge"
    found: dict[str, str] = {}
    for stack in _stacks(_EDGE_REGION):
        if stack["StackName"] == wanted:
            found = _outputs(stack)
    return found.get("EdgeUrl", "")


def _stacks(region: str) -> Iterator[dict[str, Any]]:
    import boto3

    client = boto3.client("cloudformation", region_name=region)
    for page in client.get_paginator("describe_stacks").paginate():
        for stack in page["Stacks"]:
            if stack["StackName"].startswith(f"{_PREFIX}-") and stack["StackStatus"] not in _GONE:
                yield stack


def _parameters(stack: Mapping[str, Any]) -> dict[str, str]:
    return {one["ParameterKey"]: one.get("ParameterValue", "") for one in stack.get("Parameters", [])}


def _outputs(stack: Mapping[str, Any]) -> dict[str, str]:
    return {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}
