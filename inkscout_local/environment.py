"""Environment variables of the local platform: its settings, and the variables of child processes.

Child processes get selected variables, never the whole environment.
"""

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

REGION = "eu-west-1"
"""AWS region that the emulator simulates; no data leave the machine."""

_PASSED_ON = (
    "PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME", "SSL_CERT_FILE", "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE", "PLAYWRIGHT_BROWSERS_PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV",
)  # fmt: skip
_OUTBOUND = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


class LocalSettings(BaseSettings):
    """Settings of the local platform that the operator may set as environment variables."""

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
    backup_days: int = Field(
        default=35, ge=1, le=90, description="days after which a backup is deleted when another is made"
    )
    aws_region: str = Field(default="", description="AWS region of a stage, which boto3 does not read itself")


class EmulatorSettings(BaseSettings):
    """Settings of the AWS emulator's process, under MiniStack's own variable names."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    gateway_port: int = Field(default=4566, description="port that the emulator listens on")
    bind_host: str = Field(default="127.0.0.1", description="address that the emulator listens on")
    persist_state: bool = Field(default=False, description="whether it keeps its state")
    state_dir: Path = Field(default=Path("state"), description="folder that it keeps its state in")
    fork_early: bool = Field(
        default=False, description="whether it imports what functions share before the first one is called"
    )
    maps_at_once: int = Field(
        default=0, description="most items of a distributed map at once; 0: as many as its state says"
    )
    emulator_hosts: str = Field(
        default="", description="names besides the loopback ones that it answers under, separated by blanks"
    )


def inherited(*, outbound: bool) -> dict[str, str]:
    """Returns the part of this process's environment for a child: no AWS profile, keys or Python path.

    ``outbound`` includes the HTTP proxy variables, for a platform that uses the real web.
    """
    names = _PASSED_ON + (_OUTBOUND if outbound else ())
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {**kept, "NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}


def use_endpoint(variables: dict[str, str]) -> None:
    """Sets this process's environment so that AWS clients and settings refer to a running platform."""
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"):
        os.environ.pop(name, None)
    os.environ.update(variables)


def use_nothing_but(variables: dict[str, str]) -> None:
    """Sets variables as ``use_endpoint`` does, and drops every other endpoint of AWS from the environment.

    A variable such as AWS_ENDPOINT_URL_DYNAMODB would otherwise lead some of the clients elsewhere.
    """
    for name in [name for name in os.environ if name.startswith("AWS_ENDPOINT_URL")]:
        del os.environ[name]
    use_endpoint(variables)


def use_variables(variables: dict[str, str]) -> None:
    """Sets variables in this process's environment; AWS profile, keys and session stay as they are."""
    os.environ.update(variables)


def emulator_credentials(endpoint: str) -> dict[str, str]:
    """Returns the environment variables that make an AWS client use the emulator, which checks no key."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def browsers_folder() -> Path | None:
    """Returns the configured folder of Playwright's browsers; None for Playwright's default."""
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    return Path(chosen) if chosen and chosen != "0" else None
