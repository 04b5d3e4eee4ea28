"""Finds, starts and closes Chromium; each browser has a Playwright driver of its own."""

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
from inkscout.observability import logger
from scraper_task.browser import processes

_DIE_WITH_PARENT = Path(__file__).parent / "scripts" / "die_with_parent.sh"
_SHELL_NAMES = ("chrome-headless-shell", "headless_shell")
_CANDIDATES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

_FEATURES_OFF = (
    # Playwright's own list, which a second --disable-features flag would replace.
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints"),
    *("NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
    # One renderer process for a site with its frames; isolation is not needed, as each site has its context.
    *("IsolateOrigins", "site-per-process", "SpareRendererForSitePerProcess"),
    # The full browser renders its toolbar as a page for each window, at half a CPU second and a renderer
    # for every context (the headless shell has no windows).
    *("InitialWebUI", "WebUIReloadButton", "WebUIBackForwardButton", "WebUIHomeButton", "WebUIToolbar"),
    *("WebUILocationBar", "WebUISplitTabsButton", "WebUIOmniboxAimPopup", "WebUIOmniboxPopup"),
    *("WebUIOmniboxFullPopup", "PreloadTopChromeWebUI", "PreloadTopChromeWebUILessNavigations"),
    # Features that a visit does not need.
    *("Translate", "DialMediaRouteProvider", "AutofillServerCommunication", "BackForwardCache"),
    *("CertificateTransparencyComponentUpdater", "GlobalMediaControls", "LazyFrameLoading"),
)

FLAGS = (
    # The browser makes no requests of its own, and never waits for a person.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--no-first-run",
    "--no-pings",
    "--deny-permission-prompts",
    "--disable-notifications",
    "--noerrdialogs",
    # Every connection goes through the proxy: no DNS resolution here, no QUIC, no direct WebRTC.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--dns-prefetch-disable",
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # the headless shell's flag
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",  # the full browser's flag
    # Images, web fonts and audio are not fetched; their URLs stay in the document.
    "--blink-settings=imagesEnabled=false,primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,"
    "availablePointerTypes=4",
    "--disable-remote-fonts",
    "--autoplay-policy=user-gesture-required",
    # Fewer processes and less drawing.
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-site-isolation-trials",
    f"--disable-features={','.join(_FEATURES_OFF)}",
    # A script that uses too much memory ends its renderer, not the container.
    "--js-flags=--max-old-space-size=384",
)

_UNWANTED_DEFAULTS = (
    # Playwright turns these protections off for tests; visits to unknown sites need them.
    "--disable-popup-blocking",
    "--disable-ipc-flooding-protection",
    "--enable-unsafe-swiftshader",
)


_DRIVER_OPTIONS = "--max-semi-space-size=2"
"""Options of the driver's Node, which only passes messages on: room for fewer new objects saves 20 MB."""


@dataclass(frozen=True, slots=True)
class LaunchOptions:
    """Options for starting a browser.

    Attributes:
        executable: Path of the browser; empty to find one.
        proxy_url: Proxy for all its connections; empty for none.
        flags: Command-line flags.
        timeout_seconds: Time limit for each of starting the driver and starting the browser.
        process_bytes: Limit of writable memory for each of its processes (RLIMIT_DATA); 0 for none.
    """

    executable: str = ""
    proxy_url: str = ""
    flags: Sequence[str] = FLAGS
    timeout_seconds: float = 30.0
    process_bytes: int = 0


@dataclass(slots=True, eq=False)
class Chromium:
    """A running browser with its Playwright driver.

    Attributes:
        browser: Playwright's browser.
        engine: Playwright's driver connection.
        driver: The driver's process; None if unknown.
        family: Processes of driver and browser right after the start.
        pages: Page visits since the start.
        sessions: Sessions that use it now.
        retired: Whether it gets no new sessions.
        hoarders_ended: Monotonic times at which renderers were killed for their memory; a page that
            crashed takes one out.
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
        """Whether new sessions may use it."""
        return not self.retired and self.browser.is_connected()

    def members(self) -> list[processes.Process]:
        """Returns the current processes of the driver, the browser and their descendants."""
        if self.driver is None:
            return []
        return [self.driver, *processes.descendants(self.driver.pid)]

    async def close(self, timeout_seconds: float = 5.0) -> list[processes.Process]:
        """Closes the browser and its driver, then kills what is still running; returns the survivors.

        ``timeout_seconds`` applies to each of the two closings.
        """
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
    """Returns the path of the browser to start; empty for Playwright's default.

    It is the configured one, else Playwright's own, else one on the PATH. A headless shell is preferred to
    a full browser: it has no windows, and a page costs half as much.
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
        BrowserUnavailable: no Chromium is found, or the driver or the browser does not start.
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
    try:
        return await _start_binary(engine, options, binary)
    except PlaywrightError as error:
        # Now and then a Chromium ends with a segmentation fault while it starts, and the next one does not.
        logger().warning("Chromium did not start, and is started again", error=_first_line(error))
        return await _start_binary(engine, options, binary)


async def _start_binary(engine: Playwright, options: LaunchOptions, binary: str) -> Browser:
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
    options = f"{os.environ.get('NODE_OPTIONS', '')} {_DRIVER_OPTIONS}".strip()
    return {
        "PLAYWRIGHT_NODEJS_PATH": str(_DIE_WITH_PARENT),
        "INKSCOUT_CHILD": node,
        "NODE_OPTIONS": options,
    }


@contextlib.contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Sets environment variables while the block runs, for a child started inside.

    Playwright's driver inherits this process's environment.
    """
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
    """Returns the path of the newest headless shell that Playwright installed; empty for none."""
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
