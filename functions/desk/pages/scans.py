"""Scan: one website read now, with the results as they come."""

from functions.desk.acting import Action, Field, act
from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.rendering import page
from inkscout.bootstrap import api

SECTION = "/desk/scan"

_SHOWN = 100


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns the way to a scan."""
    return page(asked, "scan.html", title="Scan a website", section=SECTION)


def start(asked: DeskRequest) -> DeskAnswer:
    """Starts the scan of a website."""
    action = Action(
        name="scan.start",
        subject="website",
        title="Scan a website now",
        says=(
            "The website is read at once, by the rules of every visit: robots.txt, its pace, its limits.",
            "Artists who are found on it are stored. Scripts are not run.",
        ),
        button="Scan",
        back=SECTION,
        section=SECTION,
        fields=(
            Field(
                name="url",
                label="Address of the website",
                hint="Such as https://studio.example/",
                value=asked.request.one("url")[:500],
                required=True,
                kind="url",
            ),
        ),
    )

    def do(values: dict[str, str]) -> str:
        return f"{SECTION}/{api.launch_scan()(values['url']).scan_id}"

    return act(asked, action, do)


def one(asked: DeskRequest) -> DeskAnswer:
    """Returns the state of a scan and the artists it found; polled until it has ended."""
    scan_id = asked.parts["scan_id"]
    scan = api.get_scan()(scan_id)
    results = api.get_scan_results()(scan_id, _SHOWN, "")
    return page(
        asked,
        "scan_state.html",
        title="Scan",
        section=SECTION,
        scan=scan,
        artists=results.items,
        total=results.total,
        moving=scan.status == "running",
    )
