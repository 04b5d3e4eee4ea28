"""Starts one run of the directory pipeline, as a scheduled job: ``python -m server.start_run``.

The run is named by the job, so that a second try of the same job starts no second run.
"""

import json

from pydantic import ValidationError

from inkscout.bootstrap import schedule, stores
from inkscout.contracts.start_run import RunInput
from inkscout.errors import InkscoutError, InvalidInput, PermanentError
from inkscout.observability import logger
from inkscout.settings import ScheduledRunSettings

DONE, MISCONFIGURED, TRY_AGAIN = 0, 78, 75
"""Exit codes as in sysexits.h; a job is tried again after the last one alone."""


def main() -> int:
    """Starts the run, logs it in one line, and returns the exit code."""
    try:
        name = start()
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in fault["loc"])
        logger().error(f"The settings of the scheduled run are wrong: {field}: {fault['msg']}.")
        return MISCONFIGURED
    except InkscoutError as error:
        logger().error(f"No run was started: {error}")
        return MISCONFIGURED if isinstance(error, PermanentError) else TRY_AGAIN
    logger().info("The run is started", run=name)
    return DONE


def start() -> str:
    """Starts the run that the environment describes; returns its name.

    Raises:
        ValidationError: a setting or a region is wrong.
        InvalidInput: the regions are no JSON, or Step Functions refused the input.
        IdentityRefused: AWS refused the identity of this process.
        StoreThrottled: Step Functions did not start it.
    """
    settings = ScheduledRunSettings()
    try:
        regions = json.loads(settings.regions)
    except json.JSONDecodeError as error:
        raise InvalidInput(f"REGIONS is no JSON array: {error}.") from error
    wanted = RunInput(regions=regions)
    stores.check_identity()
    document = wanted.model_dump(mode="json", exclude_defaults=True)
    schedule.pipeline(settings.directory_pipeline_arn).start_pipeline(settings.run_name, document)
    return settings.run_name


if __name__ == "__main__":
    raise SystemExit(main())
