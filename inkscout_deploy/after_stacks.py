"""Steps between the stacks of a deployment: push the workers' image, smoke tests, first search indexes."""

from collections.abc import Callable

from inkscout_deploy import first_time, smoke
from inkscout_deploy.account import Account, Progress, Say
from inkscout_deploy.stages import Stage

PushImage = Callable[[str], bool]
"""Pushes the image to the repository with this URI; returns False if it is there already."""

_URLS = {"api": "ApiUrl", "edge": "EdgeUrl"}


class AfterStacks:
    """Callable that runs the steps which follow a stack, once that stack is deployed."""

    def __init__(
        self,
        account: Account,
        stage: Stage,
        say: Say,
        *,
        push_image: PushImage | None = None,
        ask: smoke.Ask | None = None,
    ) -> None:
        self._account, self._say = account, say
        self._push_image, self._ask = push_image, ask
        self._function = f"{account.prefix}-{stage.name}-api"
        self._before = smoke.version(account.client("lambda", ""), self._function)

    def __call__(self, name: str, progress: Progress) -> None:
        """Runs the steps that follow the stack ``name``; none for most stacks.

        Raises:
            PlatformError: the image cannot be built or pushed, or the API does not respond.
        """
        if name == "fleet" and self._push_image:
            new = self._push_image(progress.outputs["ScraperRepositoryUri"])
            self._say(f"image: {'pushed' if new else 'unchanged'}")
        if name in _URLS:
            url = progress.outputs[_URLS[name]]
            smoke.check(url, self._function, self._before, ask=self._ask)
            self._say(f"{url}{smoke.HEALTH}: answers")
        # Only after this stack may the roles use an OpenSearch Serverless collection, if there is one.
        if name == "search_access":
            machines = self._account.client("stepfunctions", "")
            started = first_time.fill_first_indexes(machines, progress.outputs["RebuildIndexArn"])
            if started:
                self._say(f"search indexes: {', '.join(started)} started")
