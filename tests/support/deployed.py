"""Resolves the templates as deployed for stage dev: names, addresses and the statements of roles.

Where a template chooses by a condition, the branch that gives more is taken: a role is looked at with
everything that it may ever be allowed.
"""

import json
import re
from typing import Any

from tests.support.project import INFRA, resources, snake, template, templates

REGION, ACCOUNT, STAGE = "eu-west-1", "000000000000", "dev"
_PSEUDO = {
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackId": "stack",
}
_GIVEN = {
    "Stage": STAGE,
    "GoogleMapsSecretArn": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:inkscout/google-maps",
    "InstagramSecretArn": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:instagram",
    # Of an endpoint that an operator brings; the domain made here is asked with signatures.
    "OpenSearchSecretArn": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:existing-search",
    "UpstreamProxySecretArn": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:proxies",
    "CrawlerContact": "operator@inkscout.example",
    "IdentityIssuer": "oidc.eks.eu-west-1.amazonaws.com/id/ABC",
}
_ARNS = {
    # type: the ARN after the account, with the property that names the resource
    "AWS::DynamoDB::Table": ("dynamodb", "table/{TableName}"),
    "AWS::SQS::Queue": ("sqs", "{QueueName}"),
    "AWS::SNS::Topic": ("sns", "{TopicName}"),
    "AWS::Serverless::Function": ("lambda", "function:{FunctionName}"),
    "AWS::Serverless::StateMachine": ("states", "stateMachine:{Name}"),
    "AWS::SecretsManager::Secret": ("secretsmanager", "secret:{Name}"),
    "AWS::Logs::LogGroup": ("logs", "log-group:{LogGroupName}:*"),
    "AWS::ECS::Cluster": ("ecs", "cluster/{ClusterName}"),
    "AWS::ECS::TaskDefinition": ("ecs", "task-definition/{Family}:1"),
    "AWS::ECR::Repository": ("ecr", "repository/{RepositoryName}"),
    "AWS::OpenSearchService::Domain": ("es", "domain/{DomainName}"),
    "AWS::OpenSearchServerless::Collection": ("aoss", "collection/{Name}"),
}
_REF_IS_NAME = {
    "AWS::DynamoDB::Table",
    "AWS::S3::Bucket",
    "AWS::Serverless::Function",
    "AWS::Logs::LogGroup",
    "AWS::ECS::Cluster",
    "AWS::OpenSearchService::Domain",
}


def resolve(name: str, value: Any) -> Any:
    """A value of a template with every reference replaced by what it leads to."""
    if isinstance(value, list):
        found = [resolve(name, entry) for entry in value]
        return [entry for entry in found if entry is not None]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((function, argument),) = value.items()
        if function == "Ref":
            return _ref(name, argument)
        if function == "Fn::GetAtt":
            logical_id, _, attribute = argument.partition(".")
            return _attribute(name, logical_id, attribute)
        if function == "Fn::Sub":
            return _substituted(name, argument)
        if function == "Fn::If":
            return resolve(name, argument[1])
    return {key: resolve(name, entry) for key, entry in value.items()}


def home(logical_id: str) -> str:
    """The name of the template that holds a resource."""
    return next(name for name, document in templates().items() if logical_id in document["Resources"])


def arn(logical_id: str) -> str:
    """A resource's ARN."""
    return str(_attribute(home(logical_id), logical_id, "Arn"))


def statements(logical_id: str) -> list[dict[str, Any]]:
    """The resolved statements of a role, or of the role that a function gets of its own.

    Those of managed policies of the templates are among them.
    """
    name = home(logical_id)
    properties = template(name)["Resources"][logical_id]["Properties"]
    found = list(_statements(resolve(name, properties.get("Policies", []))))
    for attached in [*properties.get("Policies", []), *_attached(name, properties)]:
        policy = str(resolve(name, attached)).rpartition("/")[2]
        if policy in resources("AWS::IAM::ManagedPolicy"):
            document = template(home(policy))["Resources"][policy]["Properties"]["PolicyDocument"]
            found += _statements(resolve(home(policy), document))
    return found


def _attached(name: str, properties: dict[str, Any]) -> list[Any]:
    return list(resolve(name, properties.get("ManagedPolicyArns", [])) or [])


def functions() -> dict[str, str]:
    """Every function by the name it is deployed under, without its prefix, such as ``plan-visits``."""
    return {
        snake(logical_id.removesuffix("Function")).replace("_", "-"): logical_id
        for logical_id in resources("AWS::Serverless::Function")
    }


def definition(logical_id: str) -> dict[str, Any]:
    """A state machine's definition with its substitutions made."""
    name = home(logical_id)
    properties = template(name)["Resources"][logical_id]["Properties"]

    text = (INFRA / properties["DefinitionUri"]).read_text()
    for key, value in resolve(name, properties["DefinitionSubstitutions"]).items():
        text = text.replace(f"${{{key}}}", str(value))
    document: dict[str, Any] = json.loads(text)
    return document


def _ref(name: str, target: str) -> Any:
    if target in _PSEUDO:
        return _PSEUDO[target]
    if target == "AWS::NoValue":
        return None
    document = template(name)
    if target not in document["Resources"]:
        return _parameter(name, target)
    kind = document["Resources"][target]["Type"]
    found = str(_attribute(name, target, "Arn"))
    return re.split(r"[:/](?=[^:/]+$)", found)[-1] if kind in _REF_IS_NAME else found


def _parameter(name: str, target: str) -> Any:
    if target in _GIVEN:
        return _GIVEN[target]
    for other, document in templates().items():
        if target in document.get("Outputs", {}):
            return resolve(other, document["Outputs"][target]["Value"])
    return template(name)["Parameters"][target]["Default"]


def _attribute(name: str, logical_id: str, attribute: str) -> Any:
    document = template(name)
    if logical_id not in document["Resources"]:  # SAM makes it: a function's role
        return f"arn:aws:iam::{ACCOUNT}:role/{logical_id}"
    resource = document["Resources"][logical_id]
    kind, properties = resource["Type"], resource["Properties"]
    if kind == "AWS::IAM::Role":
        return f"arn:aws:iam::{ACCOUNT}:role/{logical_id}"
    if kind == "AWS::IAM::ManagedPolicy":
        return f"arn:aws:iam::{ACCOUNT}:policy/{logical_id}"
    if kind == "AWS::S3::Bucket":
        return f"arn:aws:s3:::{resolve(name, properties['BucketName'])}"
    if kind not in _ARNS:
        return f"{logical_id}.{attribute}"
    service, pattern = _ARNS[kind]
    found = f"arn:aws:{service}:{REGION}:{ACCOUNT}:" + pattern.format(
        **{key: resolve(name, value) for key, value in properties.items()}
    )
    return f"{found}/stream/*" if attribute == "StreamArn" else found


def _substituted(name: str, argument: Any) -> str:
    text, given = argument if isinstance(argument, list) else (argument, {})

    def one(match: re.Match[str]) -> str:
        key = match[1]
        if key in given:
            return str(resolve(name, given[key]))
        logical_id, _, attribute = key.partition(".")
        return str(_attribute(name, logical_id, attribute) if attribute else _ref(name, key))

    return re.sub(r"\$\{([^}]+)\}", one, text)


def _statements(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        if "Effect" in value and "Action" in value:
            return [value]
        return [found for entry in value.values() for found in _statements(entry)]
    if isinstance(value, list):
        return [found for entry in value for found in _statements(entry)]
    return []
