"""Reads definitions in force, and puts them in force, with their schedules."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inkscout.errors import EgressRefused, InvalidInput, NotFound
from inkscout.feeds import schedules
from inkscout.feeds.definition import Definition, conflicts, parse
from inkscout.ports.feeds import FeedDefinitions, FeedSchedule, FeedSchedules
from inkscout.web.egress import EgressRule

MAX_FEEDS = 100
"""Maximum number of feeds in force."""

_HOURLY = 3_600
_WINDOW_MINUTES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPorts:
    """Ports of putting feeds in force."""

    definitions: FeedDefinitions
    schedules: FeedSchedules


def checked(name: str, text: str) -> Definition:
    """Returns the definition of a file whose addresses are public.

    Raises:
        InvalidInput: it is no definition, or an address may not be asked.
    """
    definition = parse(name, text)
    for request in definition.requests:
        try:
            EgressRule().check_url(request.url)
        except EgressRefused as refused:
            raise InvalidInput(f"requests: {refused}") from None
    return definition


def load(definitions: FeedDefinitions, name: str, digest: str = "") -> tuple[Definition, str]:
    """Returns a feed's definition and its text: the one in force, or the one with a digest.

    Raises:
        NotFound: there is none.
        InvalidInput: what is stored is no definition.
    """
    text = definitions.text_of(name, digest) if digest else definitions.text(name)
    if text is None:
        used = f"the definition of {name} that the run used is not stored"
        raise NotFound(used if digest else f"there is no feed {name}")
    return checked(name, text), text


def in_force(definitions: FeedDefinitions) -> Sequence[Definition]:
    """Returns the definitions in force that can be read, sorted by name."""
    found = []
    for name in definitions.names():
        try:
            found.append(load(definitions, name)[0])
        except (InvalidInput, NotFound):
            continue
    return found


def add_feed(name: str, text: str, *, deps: FeedPorts) -> Definition:
    """Puts a definition in force and makes or changes its schedule; a paused feed stays paused.

    Raises:
        InvalidInput: it is no definition, or it conflicts with another feed in force.
    """
    definition = checked(name, text)
    others = tuple(in_force(deps.definitions))
    faults = conflicts(definition, others)
    if len({other.name for other in others} | {name}) > MAX_FEEDS:
        faults.append(f"at most {MAX_FEEDS} feeds may be in force")
    if faults:
        raise InvalidInput("; ".join(faults))
    before = deps.schedules.get(name)
    deps.definitions.put(name, text)
    schedule = schedule_of(definition)
    if before is not None and not before.enabled:
        schedule = replace(schedule, enabled=False)
    deps.schedules.put(schedule)
    return definition


def remove_feed(name: str, *, deps: FeedPorts) -> None:
    """Deletes a feed's schedule and ends its definition's force; its records stay.

    Raises:
        NotFound: there is no such feed.
    """
    if deps.definitions.text(name) is None and deps.schedules.get(name) is None:
        raise NotFound(f"there is no feed {name}")
    deps.schedules.remove(name)
    deps.definitions.remove(name)


def switch_feed(name: str, *, enabled: bool, deps: FeedPorts) -> None:
    """Pauses or resumes a feed's schedule.

    Raises:
        NotFound: there is no such feed.
    """
    definition, _ = load(deps.definitions, name)
    schedule = deps.schedules.get(name) or schedule_of(definition)
    deps.schedules.put(replace(schedule, enabled=enabled))


def reconcile(*, deps: FeedPorts) -> Sequence[str]:
    """Makes the schedules agree with the definitions in force; returns a sentence for each change."""
    wanted = {one.name: schedule_of(one) for one in in_force(deps.definitions)}
    found = {one.name: one for one in deps.schedules.all()}
    named = set(deps.definitions.names())
    changes = []
    for name, schedule in wanted.items():
        before = found.get(name)
        # Somebody may have paused the feed.
        after = schedule if before is None else replace(schedule, enabled=before.enabled and schedule.enabled)
        if before != after:
            deps.schedules.put(after)
            changes.append(f"{'made' if before is None else 'changed'} the schedule of {name}")
    for name in sorted(set(found) - named):
        deps.schedules.remove(name)
        changes.append(f"removed the schedule of {name}")
    return changes


def schedule_of(definition: Definition) -> FeedSchedule:
    """Returns the schedule of a definition; slow ones may start late, so that not all start at once."""
    period = schedules.period(definition.schedule)
    slow = period is not None and period >= _HOURLY
    return FeedSchedule(
        name=definition.name,
        expression=definition.schedule,
        zone=definition.zone,
        enabled=definition.enabled,
        window_minutes=_WINDOW_MINUTES if slow else 0,
    )
