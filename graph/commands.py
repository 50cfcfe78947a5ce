"""``onrecord load``, ``remove``, ``migrate`` and ``serve``."""

import signal
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.failure import Failure
from extract.reporting import Quiet, Report, counted, interruptible
from extract.safe_text import printable
from graph.options import (
    DEFAULT_STORE,
    CorrectionsOption,
    Database,
    Password,
    StoreUri,
    User,
    chosen_store,
    corrections_file,
    say_if_open_to_others,
)

if TYPE_CHECKING:
    from graph.load import Replaced


def load_command(
    files: Annotated[
        list[str], typer.Argument(help="Lines of onrecord extract; - for standard input.", metavar="FILE...")
    ],
    store: StoreUri = DEFAULT_STORE,
    user: User = "neo4j",
    password: Password = None,
    database: Database = None,
    corrections: CorrectionsOption = None,
    bulk: Annotated[
        Path | None,
        typer.Option(
            "--bulk",
            metavar="DIR",
            help="Load nothing: write files here from which a Neo4j makes a new graph, and the command that does.",
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Load extracted quotes into a store. Loading the same lines again changes nothing.

    Example: onrecord load quotes.jsonl --store neo4j://localhost:7687
    """
    from extract.lines import count_lines, quote_lines
    from graph.knowledge import known_of
    from graph.load import load

    report = Report(quiet=quiet)
    found = quote_lines(files, on_problem=report.problem)
    lines = report.watched(found, "articles", total=lambda: count_lines(files))
    if bulk is not None:
        from graph.bulk import write_bulk

        written = write_bulk(lines, bulk, on_problem=report.problem)
        number, quotes = counted(written.articles, "article"), counted(written.quotes, "quote")
        report.say(f"{number}, {quotes}, in {bulk}")
        report.say(f"Next, beside a Neo4j that is stopped: {written.script} (it replaces what the database holds)")
        report.finish()
        return
    known = known_of(corrections_file(store, corrections), on_problem=report.problem)
    with (
        interruptible("every batch loaded so far is kept: run the same command again to go on"),
        chosen_store(uri=store, user=user, password=password, database=database, create=True) as opened,
        report.working() as step,
    ):
        done = load(opened, lines, known, on_step=step, on_replaced=partial(say_replaced, report))
    loaded, quotes = counted(done.articles, "article"), counted(done.quotes, "quote")
    report.say(f"{loaded} loaded, {done.unchanged:,} unchanged, {quotes}, in {store}")
    report.finish()


def say_replaced(report: Report, replaced: "Replaced") -> None:
    """Say that an article took another's place; that of another outlet even to those who asked for quiet."""
    (report.warn if replaced.by_another_outlet else report.say)(f"note: {replaced}")


def remove_command(
    articles: Annotated[list[str], typer.Argument(help="Ids or URLs of articles.", metavar="ARTICLE...")],
    store: StoreUri = DEFAULT_STORE,
    user: User = "neo4j",
    password: Password = None,
    database: Database = None,
    corrections: CorrectionsOption = None,
    quiet: Quiet = False,
) -> None:
    """Take articles out of a store, with their quotes and all that nothing else leads to.

    Example: onrecord remove 58933fdcc009
    """
    from extract.records import Problem
    from graph.knowledge import known_of
    from graph.load import remove

    report = Report(quiet=quiet)
    known = known_of(corrections_file(store, corrections), on_problem=report.problem)
    with chosen_store(uri=store, user=user, password=password, database=database) as opened:
        found = opened.read(_ARTICLES, these=articles)
        for article in articles:
            if not any(article in row.values() for row in found):
                report.problem(Problem(input=article, reason="no article of this id or URL is in the store"))
        removed = remove(opened, [row["id"] for row in found], known) if found else 0
    report.say(f"{counted(removed, 'article')} removed from {store}")
    report.finish()


_ARTICLES = "MATCH (a:Article) WHERE a.id IN $these OR a.url IN $these RETURN a.id AS id, a.url AS url"


def migrate_command(
    store: StoreUri = DEFAULT_STORE,
    user: User = "neo4j",
    password: Password = None,
    database: Database = None,
    corrections: CorrectionsOption = None,
    quiet: Quiet = False,
) -> None:
    """Bring a store that an earlier release wrote up to this one's schema.

    Example: onrecord migrate
    """
    from graph.knowledge import known_of
    from graph.migrations import migrate
    from graph.schema import VERSION

    report = Report(quiet=quiet)
    known = known_of(corrections_file(store, corrections), on_problem=report.problem)
    with (
        chosen_store(uri=store, user=user, password=password, database=database, outdated=True) as opened,
        report.working() as step,
    ):
        found = migrate(opened, known, on_step=step)
    told = {None: "is empty: nothing to do", VERSION: f"has schema version {VERSION} already"}
    report.say(f"{store} {told.get(found, f'went from schema version {found} to {VERSION}')}")
    report.finish()


def serve_command(
    store: Annotated[str, typer.Option("--store", envvar="ONRECORD_STORE", help="The store's folder.")] = DEFAULT_STORE,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Bolt port on the loopback address; 0 for any free one.")
    ] = 7687,
) -> None:
    """Keep a folder store open for Neo4j Browser and other commands, until Ctrl-C.

    Example: onrecord serve --store onrecord-store
    """
    from graph.embedded import USER, Engine
    from graph.folder import DATABASE
    from graph.store import Login, open_store

    if "://" in store:
        raise Failure(f"{store} is a server already; point Neo4j Browser at it")
    if port and _taken(port):
        raise Failure(f"port {port} is in use (a Neo4j?); choose another by --port, or --port 0 for any free one")
    say_if_open_to_others(store)
    engine = Engine(Path(store), port=port)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        with open_store(engine.uri, login=Login(USER, engine.password, DATABASE)) as opened:
            opened.prepare()
        engine.announce()
        typer.echo(f"Serving {printable(store)} at {engine.uri} (this machine only). Ctrl-C stops it.\n")
        typer.echo("In Neo4j Browser:")
        typer.echo(f"  Connect URL  {engine.uri}\n  Username     {USER}\n  Password     {engine.password}\n")
        typer.echo(f"Then type, a line at a time:\n  :use {DATABASE}")
        typer.echo("  MATCH p = (:Speaker)-[:SAID]->(:Quote)-[:ABOUT]->(:Policy) RETURN p LIMIT 50")
        typer.echo("\nThe saved questions, a style and a guide for it: onrecord browser-kit DIR --serve")
        stop.wait()
    finally:
        engine.close()
    typer.echo("stopped; the store is closed")


def _taken(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
