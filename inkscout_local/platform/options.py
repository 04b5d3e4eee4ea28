"""Options that a platform is started with."""

from dataclasses import dataclass, field
from pathlib import Path

from inkscout_deploy.errors import BadInput
from inkscout_deploy.project import PROJECT_ROOT


@dataclass(frozen=True, kw_only=True)
class PlatformOptions:
    """Options of one platform.

    Attributes:
        world: The world folder that stands in for the outside; None for the real one.
        search: ``embedded`` or ``opensearch``.
        opensearch_url: Address of a running OpenSearch, with ``search="opensearch"``; empty starts a node.
        google_key: Key for Google; a world has its own.
        contact: Address that the User-Agent names.
        chromium: Path of a Chromium; empty when there is none.
        ports: Ports asked for by name (``emulator, search, google, proxy``).
        parameters: Template parameters that come before all others.
    """

    world: Path | None
    search: str = "embedded"
    opensearch_url: str = ""
    google_key: str = field(default="", repr=False)
    contact: str = ""
    chromium: str = ""
    ports: dict[str, int] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    infra: Path = PROJECT_ROOT / "infra"

    def check(self) -> None:
        """Refuses what cannot work, before anything starts.

        Raises:
            BadInput: an option is missing or unknown.
        """
        if self.search not in {"embedded", "opensearch"}:
            raise BadInput(f"--search takes embedded or opensearch, not {self.search}.")
        if self.world is None and not self.contact:
            raise BadInput(
                "Visiting real websites needs an address their owners can write to: set CRAWLER_CONTACT."
            )
        if self.world is None and not self.google_key:
            raise BadInput(
                "Searching the real world needs a Google Maps Platform key: set GOOGLE_MAPS_API_KEY."
            )
