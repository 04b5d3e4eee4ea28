"""Settings of the API's server, read from environment variables of the same names."""

import os

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

LEAST_THREADS = 8


class ServerSettings(BaseSettings):
    """Addresses, bounds and the operators' token of the server.

    What the API itself needs, such as the names of the tables, stands in ``inkscout.settings``.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    bind_host: str = Field(default="127.0.0.1", description="address that both ports are opened on")
    port: int = Field(default=8080, ge=0, le=65535, description="port of the API; 0: any free one")
    internal_port: int = Field(
        default=9090, ge=0, le=65535, description="port of /metrics and /queue, not for the public"
    )
    processes: int = Field(default=1, ge=1, le=64, description="processes that share the port")
    threads: int = Field(
        default=0, ge=0, le=512, description="requests at work in a process; 0: 2 a core, at least 8"
    )
    rate_per_second: float = Field(
        default=0, ge=0, description="requests a second of one client; 0: any number"
    )
    trusted_proxies: int = Field(
        default=0, ge=0, le=16, description="proxies in front that append to X-Forwarded-For"
    )
    drain_seconds: float = Field(
        default=10, ge=0, le=600, description="time from SIGTERM until no new connection is taken"
    )
    operator_token: SecretStr = Field(
        default=SecretStr(""), description="bearer token of operators' routes; empty closes them"
    )
    jobs_queue_url: str = Field(
        default="", pattern="^(https?://.+)?$", description="queue whose depth /queue says; empty: none"
    )

    @property
    def most_at_work(self) -> int:
        """The number of requests that a process works on at once."""
        return self.threads or max(LEAST_THREADS, 2 * len(os.sched_getaffinity(0)))

    @property
    def rate_per_process(self) -> float:
        """A process' part of the requests a second of one client; the kernel spreads connections evenly."""
        return self.rate_per_second / self.processes
