"""Ports of the use cases as protocols, which both the adapters and the fakes of the tests implement."""

from inkscout.ports.desk import (
    AuditTrail,
    IdentityProvider,
    IndexRebuilds,
    RemovalExecutions,
    StartTask,
    StopExecution,
)
from inkscout.ports.directory import ArtistDirectory, Denylist, Directory, IndexReader, StoredArtist
from inkscout.ports.json_map import JsonMap
from inkscout.ports.operations import (
    Clock,
    EgressAddresses,
    Events,
    Executions,
    Mail,
    NewId,
    Removals,
    RunLedger,
    StateStore,
    Stopwatch,
    Workflows,
)
from inkscout.ports.places import Geocoder, Meter, PlaceImports, PlaceSource
from inkscout.ports.queue import DeadLetters, DoJob, JobInbox, JobQueue, WorkerTasks
from inkscout.ports.reading import PageReader, SiteSession
from inkscout.ports.removal import HeldPeople
from inkscout.ports.web import BusinessProfiles, Fetcher, Manifests, RawLake, SiteBrowser

__all__ = [
    "ArtistDirectory",
    "AuditTrail",
    "BusinessProfiles",
    "Clock",
    "DeadLetters",
    "Denylist",
    "Directory",
    "DoJob",
    "EgressAddresses",
    "Events",
    "Executions",
    "Fetcher",
    "Geocoder",
    "HeldPeople",
    "IdentityProvider",
    "IndexReader",
    "IndexRebuilds",
    "JobInbox",
    "JobQueue",
    "JsonMap",
    "Mail",
    "Manifests",
    "Meter",
    "NewId",
    "PageReader",
    "PlaceImports",
    "PlaceSource",
    "RawLake",
    "RemovalExecutions",
    "Removals",
    "RunLedger",
    "SiteBrowser",
    "SiteSession",
    "StartTask",
    "StateStore",
    "StopExecution",
    "Stopwatch",
    "StoredArtist",
    "WorkerTasks",
    "Workflows",
]
