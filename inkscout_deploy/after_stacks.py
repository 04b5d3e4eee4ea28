"""Steps between the stacks of a deployment: the workers' image, a smoke test, the first search indexes."""

from collections.abc import Callable

from inkscout_deploy import first_time, smoke
from inkscout_deploy.account import Account, Progress, Say
from inkscout_deploy.stages import Stage

PushImage = Callable[[str], bool]
"""Pushes the image to a repository's URI; False where it is there already."""

_URLS = {"api": "ApiUrl", "edge": "EdgeUrl"}


class AfterStacks:
    """Told of each stack once it is deployed; does what belongs after it."""

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
        """Does what belongs after the stack ``name``.

        Raises:
            PlatformError: the image cannot be made, or the API does not answer.
        """
        if name == "fleet" and self._push_image:
            new = self._push_image(progress.outputs["ScraperRepositoryUri"])
            self._say(f"image: {'pushed' if new else 'unchanged'}")
        if name in _URLS:
            url = progress.outputs[_URLS[name]]
            smoke.check(url, self._function, self._before, ask=self._ask)
            self._say(f"{url}{smoke.HEALTH}: answers")
        # Not before the roles may use a Serverless collection, where there is one.
        if name == "search_access":
            machines = self._account.client("stepfunctions", "")
            started = first_time.fill_first_indexes(machines, progress.outputs["RebuildIndexArn"])
            if started:
                self._say(f"search indexes: {', '.join(started)} started")
