"""Finds and starts Chromium: one browser and one Playwright driver, ended together."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import playwright
from playwright.async_api import Browser, Playwright, async_playwright
from playwright.async_api import Error as PlaywrightError

from inkscout.errors import BrowserUnavailable
from scraper_task.browser import processes

_DIE_WITH_PARENT = Path(__file__).parent / "scripts" / "die_with_parent.sh"
_SHELL_NAMES = ("chrome-headless-shell", "headless_shell")
_CANDIDATES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

_FEATURES_OFF = (
    # Playwright's own list, which a second --disable-features replaces.
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints"),
    *("NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
    # One renderer for a site with its frames; a context is thrown away with its site.
    *("IsolateOrigins", "site-per-process", "SpareRendererForSitePerProcess"),
    # The full browser builds its toolbar out of a page of its own for each window: half a CPU second and a
    # renderer for every context (the headless shell has no windows).
    *("InitialWebUI", "WebUIReloadButton", "WebUIBackForwardButton", "WebUIHomeButton", "WebUIToolbar"),
    *("WebUILocationBar", "WebUISplitTabsButton", "WebUIOmniboxAimPopup"),
    # Features that a visit has no use for.
    *("Translate", "DialMediaRouteProvider", "AutofillServerCommunication", "BackForwardCache"),
    *("CertificateTransparencyComponentUpdater", "GlobalMediaControls", "LazyFrameLoading"),
)

FLAGS = (
    # Nothing of the browser's own goes out, and nothing waits for a person.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--no-first-run",
    "--no-pings",
    "--deny-permission-prompts",
    "--disable-notifications",
    "--noerrdialogs",
    # Every connection goes through the proxy: no name is resolved here, no QUIC, no WebRTC beside it.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--dns-prefetch-disable",
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # the headless shell's name for it
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",  # the full browser's
    # Pictures, web fonts and sound are not fetched; their addresses stay in the document.
    "--blink-settings=imagesEnabled=false,primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,"
    "availablePointerTypes=4",
    "--disable-remote-fonts",
    "--autoplay-policy=user-gesture-required",
    # Fewer processes and less drawing.
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-site-isolation-trials",
    f"--disable-features={','.join(_FEATURES_OFF)}",
    # A script that hoards memory ends its own renderer, not the container.
    "--js-flags=--max-old-space-size=384",
)

_UNWANTED_DEFAULTS = (
    # Playwright switches these protections off for tests; a visit to strangers wants them.
    "--disable-popup-blocking",
    "--disable-ipc-flooding-protection",
    "--enable-unsafe-swiftshader",
)


@dataclass(frozen=True, slots=True)
class LaunchOptions:
    """Options for starting a browser.

    Attributes:
        executable: The browser; empty finds one.
        proxy_url: The only way out of it.
        flags: Its command line.
        timeout_seconds: Longest a start may take.
        process_bytes: Most writable memory that each of its processes may ask for; 0 for any.
    """

    executable: str = ""
    proxy_url: str = ""
    flags: Sequence[str] = FLAGS
    timeout_seconds: float = 30.0
    process_bytes: int = 0


@dataclass(slots=True, eq=False)
class Chromium:
    """A running browser with its driver; ``pages`` counts page visits since its start.

    ``hoarders_ended``: when renderers were ended for their memory whose pages have not been told yet.
    """

    browser: Browser
    engine: Playwright
    driver: processes.Process | None
    family: list[processes.Process] = field(default_factory=list)
    pages: int = 0
    sessions: int = 0
    retired: bool = False
    hoarders_ended: list[float] = field(default_factory=list)

    @property
    def usable(self) -> bool:
        """Whether new work may be given to it."""
        return not self.retired and self.browser.is_connected()

    def members(self) -> list[processes.Process]:
        """The driver, the browser and everything below them now."""
        if self.driver is None:
            return []
        return [self.driver, *processes.descendants(self.driver.pid)]

    async def close(self, timeout_seconds: float = 5.0) -> list[processes.Process]:
        """Ends the browser and its driver, asked first and killed then; returns what survived."""
        self.retired = True
        known = {process.pid: process for process in [*self.family, *self.members()]}
        with contextlib.suppress(TimeoutError, PlaywrightError):
            async with asyncio.timeout(timeout_seconds):
                await self.browser.close()
        known |= {process.pid: process for process in self.members()}
        with contextlib.suppress(TimeoutError, PlaywrightError):
            async with asyncio.timeout(timeout_seconds):
                await self.engine.stop()
        return await asyncio.to_thread(processes.kill, list(known.values()))


def find_executable(configured: str) -> str:
    """The browser to start: the configured one, else Playwright's own, else the system's; empty: its default.

    A headless shell comes first everywhere: it has no windows, and a page costs it half of what it costs the
    full browser.
    """
    if configured:
        return configured
    if shell := _playwrights_shell():
        return shell
    if _playwright_has_its_own():
        return ""
    return next((found for name in _CANDIDATES if (found := shutil.which(name))), "")


async def launch(options: LaunchOptions) -> Chromium:
    """Starts a driver and a browser.

    Raises:
        BrowserUnavailable: there is no Chromium here, or it does not start.
    """
    before = set(processes.children(os.getpid()))
    engine = await _start_driver(options.timeout_seconds)
    driver = _new_child(before)
    try:
        async with asyncio.timeout(options.timeout_seconds):
            browser = await _start_browser(engine, options)
    except (PlaywrightError, TimeoutError) as error:
        remains = [driver, *processes.descendants(driver.pid)] if driver else []
        with contextlib.suppress(TimeoutError, PlaywrightError):
            async with asyncio.timeout(5):
                await engine.stop()
        await asyncio.to_thread(processes.kill, remains)
        raise BrowserUnavailable(f"Chromium did not start: {_first_line(error)}") from error
    chromium = Chromium(browser=browser, engine=engine, driver=driver)
    chromium.family = chromium.members()
    return chromium


async def _start_driver(timeout_seconds: float) -> Playwright:
    manager = async_playwright()
    with _environment(_driver_environment()):
        try:
            async with asyncio.timeout(timeout_seconds):
                return await manager.start()
        except (PlaywrightError, TimeoutError, OSError) as error:
            raise BrowserUnavailable(f"Playwright's driver did not start: {_first_line(error)}") from error


async def _start_browser(engine: Playwright, options: LaunchOptions) -> Browser:
    binary = find_executable(options.executable) or engine.chromium.executable_path
    if not Path(binary).exists():
        raise PlaywrightError(f"no Chromium at {binary}")
    return await engine.chromium.launch(
        executable_path=str(_DIE_WITH_PARENT),
        env={**os.environ, "INKSCOUT_CHILD": binary, **_data_limit(options.process_bytes)},
        headless=True,
        args=list(options.flags),
        ignore_default_args=list(_UNWANTED_DEFAULTS),
        proxy={"server": options.proxy_url} if options.proxy_url else None,
        timeout=options.timeout_seconds * 1000,
        handle_sigint=False,
        handle_sigterm=False,
        handle_sighup=False,
    )


def _data_limit(size: int) -> dict[str, str]:
    return {"INKSCOUT_CHILD_DATA_KIB": str(size >> 10)} if size else {}


def _driver_environment() -> dict[str, str]:
    configured = os.environ.get("PLAYWRIGHT_NODEJS_PATH", "")
    node = configured or str(Path(playwright.__file__).parent / "driver" / "node")
    if not Path(node).is_file():
        return {}
    return {"PLAYWRIGHT_NODEJS_PATH": str(_DIE_WITH_PARENT), "INKSCOUT_CHILD": node}


@contextlib.contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Sets variables for a child started inside: Playwright passes on the environment as it stands."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _new_child(before: set[int]) -> processes.Process | None:
    new = set(processes.children(os.getpid())) - before
    return processes.read_process(max(new)) if new else None


def _playwright_has_its_own() -> bool:
    return any(_playwrights_browsers().glob("chromium*"))


def _playwrights_shell() -> str:
    """The headless shell that Playwright installed, the newest of several; empty for none."""
    found = [
        path
        for folder in _playwrights_browsers().glob("chromium_headless_shell-*")
        for name in _SHELL_NAMES
        for path in folder.glob(f"*/{name}")
    ]
    return str(max(found, key=lambda path: path.stat().st_mtime)) if found else ""


def _playwrights_browsers() -> Path:
    return Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
