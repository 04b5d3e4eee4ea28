"""StartScan: enters the studio of one website, known or new, so that it can be visited."""

from dataclasses import dataclass

from inkscout.contracts.scan_studio import SCAN_DAYS, Scan, StartScanRequest, StartScanResult
from inkscout.discovery.identity import own_host
from inkscout.discovery.studios import clean_website
from inkscout.domain.naming import studio_id_for
from inkscout.domain.studio import Provenance, Studio
from inkscout.errors import InvalidInput
from inkscout.ports import Clock, Directory, StateStore

SCOPE = "scan"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartScanPorts:
    """Ports of StartScan."""

    directory: Directory
    state_store: StateStore
    clock: Clock


def start_scan(request: StartScanRequest, *, deps: StartScanPorts) -> StartScanResult:
    """Returns the website's studio as a batch; enters it as imported if the directory does not have it.

    Raises:
        InvalidInput: the URL is not that of a studio's own website.
    """
    website = clean_website(request.url)
    host = own_host(website)
    if not host:
        raise InvalidInput("url: an http or https address of a studio's own website is needed")
    now = deps.clock.now()
    studio_id = deps.directory.find_alias("site", host) or deps.directory.put_alias(
        "site", host, studio_id_for("import", host)
    )
    source = Provenance(source="import", ref=f"scan {request.scan_id}", seen_at=now.isoformat())

    def enter(studio: Studio | None) -> Studio:
        return studio or Studio(
            studio_id=studio_id,
            name=request.name or host,
            website=website,
            country=request.country,
            sources=(f"import:{host}",),
            facts={"name": source, "website": source},
        )

    deps.directory.update_studio(studio_id, enter)
    scan = Scan(
        scan_id=request.scan_id,
        url=website,
        status="running",
        studio_id=studio_id,
        started_at=now.isoformat(),
    )
    deps.state_store.put(SCOPE, request.scan_id, scan.document(), SCAN_DAYS * 86_400)
    return StartScanResult(run_id=request.scan_id, force=True, studio_ids=[studio_id])
