"""Steps around the stacks of a deployment: workers' image, schedules of feeds, smoke tests, first indexes."""

from collections.abc import Callable

from inkscout_deploy import feed_schedules, first_time, image, smoke
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
        self._account, self._stage, self._say = account, stage, say
        self._push_image, self._ask = push_image, ask
        self._function = f"{account.prefix}-{stage.name}-api"
        self._before = smoke.version(account.client("lambda", ""), self._function)

    def prepare(self) -> None:
        """Does what belongs before the first stack: the image, where a repository is there to take it.

        Raises:
            PlatformError: the image cannot be made, or is absent and not to be made here.
        """
        name, tag = f"{self._account.prefix}-{self._stage.name}-scraper", self._stage.parameters["ImageTag"]
        new = image.before_stacks(self._account.client("ecr", ""), name, tag, self._push_image)
        if new is not None:
            self._say(f"image: {'pushed' if new else 'unchanged'}")
            self._push_image = None

    def __call__(self, name: str, progress: Progress) -> None:
        """Runs the steps that follow the stack ``name``; none for most stacks.

        Raises:
            PlatformError: the image cannot be built or pushed, or the API does not respond.
        """
        if name == "fleet" and self._push_image:
            # The repository is this deployment's own, so nothing can run the revision yet.
            new = self._push_image(progress.outputs["ScraperRepositoryUri"])
            self._say(f"image: {'pushed' if new else 'unchanged'}")
        if name == "feeds":
            for change in feed_schedules.agree(
                lambda service: self._account.client(service, ""), progress.outputs
            ):
                self._say(f"feeds: {change}")
        if name in _URLS:
            url = progress.outputs[_URLS[name]]
            smoke.check(url, self._function, self._before, ask=self._ask)
            self._say(f"{url}{smoke.HEALTH}: answers")
        # Only after this stack may the roles use an OpenSearch Serverless collection, if there is one.
        if name == "search_access":
            machines = self._account.client("stepfunctions", "")
            ssm, arn = self._account.client("ssm", ""), progress.outputs["RebuildIndexArn"]
            started = first_time.fill_first_indexes(machines, ssm, arn, self._stage.name)
            if started:
                self._say(f"search indexes: {', '.join(started)} started")
