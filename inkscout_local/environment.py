"""The only reader of the environment under ``local/``; children get a chosen part of it, never all."""

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

REGION = "eu-west-1"
"""Region of the emulator; its data never leave the machine."""

_PASSED_ON = (
    "PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME", "SSL_CERT_FILE", "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE", "PLAYWRIGHT_BROWSERS_PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV",
)  # fmt: skip
_OUTBOUND = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


class LocalSettings(BaseSettings):
    """Settings of the local platform that a person may set."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    inkscout_home: Path = Field(
        default=Path(".inkscout"), description="folder of the platform's state, one folder in it per world"
    )
    chromium_path: str = Field(default="", description="Chromium to use instead of the one that is found")
    google_maps_api_key: SecretStr = Field(
        default=SecretStr(""), description="key for Google, used only without a world"
    )
    crawler_contact: str = Field(default="", description="address that the User-Agent names, without a world")
    opensearch_url: str = Field(
        default="", description="a running OpenSearch to use with --search opensearch"
    )


class EmulatorSettings(BaseSettings):
    """Settings of the AWS emulator's process, by the names that MiniStack gives them."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    gateway_port: int = Field(default=4566, description="port that the emulator listens on")
    persist_state: bool = Field(default=False, description="whether it keeps its state")
    state_dir: Path = Field(default=Path("state"), description="folder that it keeps its state in")
    emulator_hosts: str = Field(
        default="", description="names besides the loopback ones that it answers under, separated by blanks"
    )


def inherited(*, outbound: bool) -> dict[str, str]:
    """The part of this process's environment a child may have: no AWS profile, no key, no Python path.

    ``outbound`` adds the proxies that lead out of the machine, for work on the real web.
    """
    names = _PASSED_ON + (_OUTBOUND if outbound else ())
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {**kept, "NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}


def use_endpoint(variables: dict[str, str]) -> None:
    """Points this process's AWS clients and settings at a running platform."""
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"):
        os.environ.pop(name, None)
    os.environ.update(variables)


def emulator_credentials(endpoint: str) -> dict[str, str]:
    """Returns the variables that an AWS client needs for the emulator, which checks no key."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def browsers_folder() -> Path | None:
    """Returns the folder set for Playwright's browsers; None for its default."""
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    return Path(chosen) if chosen and chosen != "0" else None
