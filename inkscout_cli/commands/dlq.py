"""``inkscout dlq``: lists, shows and redrives messages in the dead-letter queue."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from inkscout_cli import common, records
from inkscout_cli.choice import Choice, on_a_platform
from inkscout_cli.output import say
from inkscout_deploy.errors import BadInput

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Messages that no worker could finish.",
)


@app.command("list", short_help="Lists dead messages with their reasons.")
@on_a_platform
def list_messages(
    platform: Choice,
    *,
    as_json: common.JsonOption = False,
) -> None:
    """Lists dead messages, with the reasons that the run ledger has."""
    from inkscout.bootstrap import scraper, stores
    from inkscout.usecases.visits.dead_letters import list_dead_letters

    found = platform.read(lambda _: list_dead_letters(scraper.dead_letters(), stores.ledger()))
    if as_json:
        say(json.dumps([asdict(letter) for letter in found], indent=2))
        return
    if not found:
        say("No dead messages.")
        return
    rows = [
        (
            letter.message_id,
            letter.sent_at[:16].replace("T", " "),
            letter.run_id,
            letter.kind,
            len(letter.jobs),
            letter.reason,
        )
        for letter in found
    ]
    records.show(
        common.console(), ("Message", "Sent (UTC)", "Run", "Kind", "Jobs", "Reason"), rows, numbers=("Jobs",)
    )


@app.command()
@on_a_platform
def show(
    platform: Choice,
    *,
    message: Annotated[str, typer.Argument(help="Id of the message, as the list shows it.")],
    as_json: common.JsonOption = False,
) -> None:
    """Shows one dead message in full, as JSON."""
    del as_json  # its output is JSON anyway
    from inkscout.bootstrap import scraper, stores
    from inkscout.usecases.visits.dead_letters import list_dead_letters

    found = platform.read(lambda _: list_dead_letters(scraper.dead_letters(), stores.ledger()))
    for letter in found:
        if letter.message_id == message:
            say(json.dumps(asdict(letter), indent=2))
            return
    raise BadInput(f"There is no dead message {message}.")


@app.command()
@on_a_platform
def redrive(
    platform: Choice,
    *,
    message: Annotated[str, typer.Argument(help="Id of one message; empty for all.")] = "",
    run: Annotated[str, typer.Option("--run", help="Only messages of this run.")] = "",
    as_json: common.JsonOption = False,
) -> None:
    """Puts dead messages back into the queue; invalid ones stay."""
    from inkscout.bootstrap import scraper
    from inkscout.usecases.visits.dead_letters import redrive_dead_letters

    with platform.connected():
        moved = redrive_dead_letters(scraper.dead_letters(), run_id=run, message_id=message)
    if as_json:
        say(json.dumps({"redriven": moved}, indent=2))
        return
    say(f"Put back into the queue: {moved} {'message' if moved == 1 else 'messages'}.")
