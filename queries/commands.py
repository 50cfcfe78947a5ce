"""``onrecord cypher``, ``show`` and ``status``."""

import json
import shlex
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from extract.failure import Failure
from extract.options import ActChoice
from extract.reporting import Quiet, Report
from graph.options import DEFAULT_STORE, Database, Password, StoreUri, User, chosen_store, store_option
from queries.output import Format, render


def cypher_command(
    statement: Annotated[str, typer.Argument(help="A Cypher statement that reads; - for standard input.")],
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            "--param", "-p", help="name=value of a $name in it; a value is JSON, or else text.", metavar="TEXT"
        ),
    ] = None,
    store: StoreUri = DEFAULT_STORE,
    user: User = "neo4j",
    password: Password = None,
    database: Database = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write the rows.")] = Format.table,
) -> None:
    """Run a Cypher statement of your own. It can read and no more: nothing that it does is kept.

    Example: onrecord cypher "MATCH (o:Outlet) RETURN o.name AS outlet"
    """
    cypher = sys.stdin.read() if statement == "-" else statement
    with chosen_store(uri=store, user=user, password=password, database=database) as opened:
        rows = opened.query(cypher, **dict(map(_parameter, parameters or ())))
    typer.echo(render(rows, format=format, columns=list(rows[0]) if rows else ()), nl=False)


def show_command(
    article: Annotated[
        str, typer.Argument(help="An article's id or URL, words of its title, or the id of a quote.", metavar="ARTICLE")
    ],
    store: StoreUri = DEFAULT_STORE,
    user: User = "neo4j",
    password: Password = None,
    database: Database = None,
    act: Annotated[ActChoice, typer.Option("--act", help="Only quotes of this act.")] = ActChoice.statement,
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", min=0, max=1, help="Leave out quotes less sure than this.")
    ] = 0.3,
    format: Annotated[
        Format, typer.Option("--format", "-f", help="How to write it; table is the article's text with a legend.")
    ] = Format.table,
    quiet: Quiet = False,
) -> None:
    """Show an article with its quotes highlighted by speaker, numbered, and a legend: who, about what, how sure.

    Example: onrecord show 58933fdcc009
    """
    from queries.marked import marked_articles
    from queries.show import find_article, quote_rows, shown

    with chosen_store(uri=store, user=user, password=password, database=database) as opened:
        id = find_article(opened, article)
        (marked,) = marked_articles(opened, [id], act=act.value, min_confidence=min_confidence)
    typer.echo(shown(marked) if format is Format.table else render(quote_rows(marked), format=format), nl=False)
    if format is Format.table and marked.quotes:
        quote = shlex.quote(marked.quotes[0].id)
        Report(quiet=quiet).say(f"Next: onrecord ask evidence --quote {quote}{store_option(store)}")


def status_command(
    store: StoreUri = DEFAULT_STORE,
    user: User = "neo4j",
    password: Password = None,
    database: Database = None,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify",
            help="Look for damage: missing files, fewer articles or quotes than were loaded, nodes that lead nowhere, "
            "quotes that are not in their article. Reads the whole store.",
        ),
    ] = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write the numbers.")] = Format.table,
) -> None:
    """Tell what a store holds: how many of what, schema, constraints, indexes, last load.

    Example: onrecord status --verify
    """
    from graph.damage import damages
    from graph.status import status
    from graph.verify import verify as flaws

    report = Report(quiet=False)
    found = damages(Path(store)) if verify and "://" not in store else []
    if not found:  # the engine, which would put up with it, is started only on files that are whole
        with (
            chosen_store(uri=store, user=user, password=password, database=database, outdated=True) as opened,
            report.working() as step,
        ):
            rows = status(opened).rows()
            found = list(flaws(opened, on_step=step)) if verify else []
        typer.echo(render(rows, format=format), nl=False)
    for flaw in found:
        report.warn(flaw)
    if found:
        raise typer.Exit(1)
    if verify:
        report.say("no damage found")


def _parameter(given: str) -> tuple[str, Any]:
    name, equals, value = given.partition("=")
    if not equals or not name.isidentifier():
        raise Failure(f"--param {given}: write it as name=value")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
