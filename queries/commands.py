"""``onrecord cypher``, ``show`` and ``status``."""

import json
import math
import shlex
import sys
from decimal import Decimal
from pathlib import Path
from reprlib import repr as shortened
from typing import Annotated, Any

import typer

from extract.failure import Failure
from extract.options import ActChoice
from extract.reporting import Quiet, Report
from graph.options import DEFAULT_STORE, Database, Password, StoreUri, User, chosen_store, store_option
from queries.catalogue import LARGEST_INTEGER
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
    try:
        given = dict(map(_parameter, parameters or ()))
        with chosen_store(uri=store, user=user, password=password, database=database) as opened:
            rows = opened.query(cypher, **given)
        text = render(rows, format=format, columns=list(rows[0]) if rows else ())
    except RecursionError:
        raise Failure("a list or map of --param, or of the answer, is nested too deeply; make it flatter") from None
    typer.echo(text, nl=False)


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
    min_policy_score: Annotated[
        float,
        typer.Option("--min-policy-score", min=0, max=1, help="Leave out policies that a quote is less likely about."),
    ] = 0.0,
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
        (marked,) = marked_articles(
            opened, [id], act=act.value, min_confidence=min_confidence, min_policy_score=min_policy_score
        )
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
    from graph.folder import StoreError
    from graph.status import status
    from graph.verify import verify as flaws

    report = Report(quiet=False)
    found = damages(Path(store)) if verify and "://" not in store else []
    if not found:  # the engine, which would put up with it, is started only on files that are whole
        with (
            chosen_store(uri=store, user=user, password=password, database=database, outdated=True) as opened,
            report.working() as step,
        ):
            found = list(flaws(opened, on_step=step)) if verify else []
            try:
                rows = status(opened).rows()
            except StoreError:
                if not found:  # else what is wrong is said below
                    raise
                rows = []
        typer.echo(render(rows, format=format), nl=False)
    for flaw in found:
        report.warn(flaw)
    if found:
        raise typer.Exit(1)
    if verify:
        report.say("no damage found")


class _NoValue(Exception):
    """A value that no store can be given."""


def _parameter(given: str) -> tuple[str, Any]:
    name, equals, value = given.partition("=")
    if not equals or not name.isidentifier():
        raise Failure(f"--param {shortened(given)}: write it as name=value")
    try:
        return name, _value(value)
    except _NoValue as fault:
        raise Failure(f"--param {name}: {shortened(value)} {fault}") from None


def _value(text: str) -> Any:
    """What a JSON text holds; a text that is no JSON as it is. Raises `_NoValue`."""
    try:
        value = json.loads(text, parse_int=_integer, parse_float=_number, parse_constant=_no_json)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise _NoValue("holds half of a character; write the whole one") from None
    except ValueError:
        return text
    return value


def _integer(digits: str) -> int:
    number = Decimal(digits)  # int() refuses thousands of digits
    if not -LARGEST_INTEGER <= number <= LARGEST_INTEGER:
        raise _NoValue("is too large for a number; give it as text, between quotation marks")
    return int(number)


def _number(digits: str) -> float:
    if math.isinf(number := float(digits)):
        raise _NoValue("is too large for a number; give it as text, between quotation marks")
    return number


def _no_json(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
