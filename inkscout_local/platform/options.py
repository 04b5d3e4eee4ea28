"""Options for starting a local platform."""

from dataclasses import dataclass, field
from pathlib import Path

from inkscout_deploy.errors import BadInput
from inkscout_deploy.project import PROJECT_ROOT

SEARCH_SERVERS = ("embedded", "opensearch")
"""Values of ``--search``."""

FLEETS = ("fargate", "external")
"""Values of ``--fleet``."""


@dataclass(frozen=True, kw_only=True)
class PlatformOptions:
    """Options of one local platform.

    Attributes:
        world: Folder of the simulated web and place providers; None to use the real ones.
        search: Search server: ``embedded`` (osmem-server) or ``opensearch``.
        opensearch_url: URL of a running OpenSearch, with ``search="opensearch"``; empty starts a node.
        google_key: Google Maps Platform key; not used with a world.
        contact: Contact address in the crawler's User-Agent; not used with a world.
        chromium: Path of the Chromium; empty if there is none.
        ports: Wanted ports by name: ``emulator``, ``search``, ``google`` or ``proxy``.
        parameters: Template parameters that override all others.
        brief: Whether the platform runs for one command only, so that others wait for its end.
        fleet: Who starts a run's workers: ``fargate``, the platform; ``external``, somebody by hand.
        infra: Folder of the templates.
    """

    world: Path | None
    search: str = "embedded"
    opensearch_url: str = ""
    google_key: str = field(default="", repr=False)
    contact: str = ""
    chromium: str = ""
    ports: dict[str, int] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    brief: bool = False
    fleet: str = "fargate"
    infra: Path = PROJECT_ROOT / "infra"

    def check(self) -> None:
        """Checks the options before anything starts.

        Raises:
            BadInput: an option is missing or has an unknown value.
        """
        if self.search not in SEARCH_SERVERS:
            raise BadInput(f"--search takes {' or '.join(SEARCH_SERVERS)}, not {self.search}.")
        if self.fleet not in FLEETS:
            raise BadInput(f"--fleet takes {' or '.join(FLEETS)}, not {self.fleet}.")
        if self.world is not None:
            return
        missing = []
        if not self.contact:
            missing.append("an address that the owners of websites can write to: set CRAWLER_CONTACT")
        if not self.google_key:
            missing.append("a Google Maps Platform key: set GOOGLE_MAPS_API_KEY")
        if missing:
            raise BadInput(f"Searching and visiting the real world needs {'; and '.join(missing)}.")
