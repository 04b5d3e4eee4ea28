"""Imported by Python itself where this folder is on PYTHONPATH; writes down every AWS call of the process."""

import json
import os
from typing import Any

from botocore.client import BaseClient

_FILE = os.environ.get("RECORD_AWS_CALLS", "")
_call = BaseClient._make_api_call  # type: ignore[attr-defined]


def _recorded(self: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
    who = os.environ.get("AWS_LAMBDA_FUNCTION_NAME") or ("worker" if os.environ.get("JOBS_QUEUE_URL") else "")
    if _FILE and who:
        # CloudWatch signs as "monitoring", and IAM names its actions "cloudwatch".
        service = self.meta.service_model.signing_name.replace("monitoring", "cloudwatch")
        line = json.dumps(
            {"who": who, "service": service, "operation": operation, "parameters": parameters}, default=str
        )
        with open(_FILE, "a", encoding="utf-8") as sink:  # noqa: PTH123 - before anything else is imported
            sink.write(line + "\n")
    return _call(self, operation, parameters)


BaseClient._make_api_call = _recorded  # type: ignore[attr-defined]
