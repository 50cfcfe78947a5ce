"""``onrecord cypher`` and ``status``, and of each saved query a subcommand of ``ask`` and ``export``."""

import inspect
import json
import shlex
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from extract.failure import Failure
from extract.reporting import Quiet, Report
from graph.options import (
    DEFAULT_STORE,
    STORE_OPTIONS,
    Database,
    Password,
    StoreUri,
    User,
    chosen_store,
    declare,
)
from queries.catalogue import Row, SavedQuery, ask, catalogue, python_type
from queries.explain import explain
from queries.output import Format, render

ask_app = typer.Typer(help="Ask a saved question; without a name, list them.", invoke_without_command=True)
export_app = typer.Typer(help="Write the subgraph that backs an answer to a file.", no_args_is_help=True)
Explained = Annotated[
    bool,
    typer.Option("--explain", help="Print the Cypher and its parameters to paste elsewhere, and run nothing."),
]


class GraphFormat(StrEnum):
    """The writers of `graph.export`, named here so that the options need not load networkx."""

    graphml = "graphml"
    node_link = "node-link"


@ask_app.callback()
def list_questions(context: typer.Context) -> None:
    """Ask a saved question; without a name, list them."""
    if context.invoked_subcommand is None:
        for query in catalogue().values():
            typer.echo(f"{query.name:24}{query.title}")
        typer.echo("\nonrecord ask NAME --help tells the options of each.")


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
        rows = opened.ask(cypher, **dict(map(_parameter, parameters or ())))
    typer.echo(render(rows, format=format, columns=list(rows[0]) if rows else ()), nl=False)


def status_command(
    store: StoreUri = DEFAULT_STORE,
    user: User = "neo4j",
    password: Password = None,
    database: Database = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write the numbers.")] = Format.table,
) -> None:
    """Tell what a store holds: how many of what, schema, constraints, indexes, last load.

    Example: onrecord status
    """
    from graph.status import status

    with chosen_store(uri=store, user=user, password=password, database=database, outdated=True) as opened:
        rows = status(opened).rows()
    typer.echo(render(rows, format=format), nl=False)


def _parameter(given: str) -> tuple[str, Any]:
    name, equals, value = given.partition("=")
    if not equals or not name.isidentifier():
        raise Failure(f"--param {given}: write it as name=value")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def mount() -> None:
    """Give each saved query its subcommand of ``ask`` and of ``export``."""
    for query in catalogue().values():
        ask_app.command(query.name, help=_help(query, "ask"))(_ask_command(query))
        export_app.command(query.name, help=_help(query, "export"))(_export_command(query))


def _help(query: SavedQuery, command: str) -> str:
    needed = [f"--{p.name.replace('_', '-')} …" for p in query.parameters if p.required]
    extra = ["-o graph.graphml"] if command == "export" else []
    example = " ".join(["onrecord", command, query.name, *needed, *extra])
    return f"{query.title}.\n\n{query.description}\n\nExample: {example}"


def _ask_command(query: SavedQuery) -> Callable[..., None]:
    def command(*, store: str, user: str, password: str | None, database: str | None, **rest: Any) -> None:
        format, quiet, explained = rest.pop("format"), rest.pop("quiet"), rest.pop("explained")
        if explained:
            typer.echo(explain(query.name, **rest), nl=False)
            return
        report = Report(quiet=quiet)
        with chosen_store(uri=store, user=user, password=password, database=database) as opened:
            rows = ask(opened, query.name, **rest)
            if not rows:
                raise Failure(_nothing_found(opened, query, rest))
        typer.echo(render(rows, format=format, columns=query.columns, title=query.title), nl=False)
        for kind, noun, joined in (("speakers", "speaker", "joined"), ("policies", "policy", "policyJoined")):
            if corrected := sorted({row[noun] for row in rows if row.get(joined) == "corrected"}):
                report.say(f"Corrected by hand: {', '.join(corrected)} (onrecord {kind} corrections)")
        if format is Format.table and "quoteId" in rows[0] and query.name != "evidence":
            where = "" if store == DEFAULT_STORE else f" --store {shlex.quote(store)}"
            report.say(f"Next: onrecord ask evidence --quote {rows[0]['quoteId']}{where}")

    output = {
        "format": (Annotated[Format, typer.Option("--format", "-f", help="How to write the rows.")], Format.table),
        "explained": (Explained, False),
        "quiet": (Quiet, False),
    }
    return _with_options(command, query, output)


def _export_command(query: SavedQuery) -> Callable[..., None]:
    def command(*, store: str, user: str, password: str | None, database: str | None, **rest: Any) -> None:
        from graph.export import export
        from graph.subgraph import subgraph

        format, output, quiet = rest.pop("format"), rest.pop("output"), rest.pop("quiet")
        with chosen_store(uri=store, user=user, password=password, database=database) as opened:
            rows = ask(opened, query.name, **rest)
            if not rows:
                raise Failure(_nothing_found(opened, query, rest))
            graph = subgraph(opened, rows)
        export(graph, format=format, path=Path(output))
        Report(quiet=quiet).say(f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges, in {output}")

    output = {
        "format": (
            Annotated[GraphFormat, typer.Option("--format", "-f", help="How to write the graph.")],
            GraphFormat.graphml,
        ),
        "output": (Annotated[str, typer.Option("--output", "-o", help="The file to write.")], inspect.Parameter.empty),
        "quiet": (Quiet, False),
    }
    return _with_options(command, query, output)


def _with_options(
    command: Callable[..., None], query: SavedQuery, more: dict[str, tuple[Any, Any]]
) -> Callable[..., None]:
    """Declare a command's options: the query's parameters, `more`, and the store's."""
    options: dict[str, tuple[Any, Any]] = {}
    for parameter in query.parameters:
        kind: Any = python_type(parameter.type)
        missing = parameter.default is None and not parameter.required
        default = inspect.Parameter.empty if parameter.required else parameter.default
        choices = f": {parameter.type.replace('|', ', ')}" if "|" in parameter.type else ""
        declared = typer.Option(f"--{parameter.name.replace('_', '-')}", help=parameter.meaning + choices)
        options[parameter.name] = (Annotated[kind | None if missing else kind, declared], default)
    return declare(command, options | more | STORE_OPTIONS)


def _nothing_found(store: Any, query: SavedQuery, given: dict[str, Any]) -> str:
    """Why there are no rows: an empty store, a name that nothing has (with the nearest), or just no quotes."""
    if not store.read("MATCH (q:Quote) RETURN q.id AS id LIMIT 1"):
        return f"the store {store.name} is empty; fill it by `onrecord add PATH --store {shlex.quote(store.name)}`"
    for parameter in query.parameters:
        wanted = given.get(parameter.name)
        if parameter.type in ("policy", "speaker") and wanted and not _known(store, parameter.type, wanted):
            from graph.nearest import nearest_names

            near = nearest_names(store, parameter.type, wanted)
            listing = {"policy": "policies", "speaker": "most-quoted"}[parameter.type]
            hint = f"did you mean {', '.join(map(repr, near))}?" if near else f"`onrecord ask {listing}` lists them"
            return f"no {parameter.type} in {store.name} is called {wanted!r}; {hint}"
    return f"no quotes in {store.name} fit; loosen the options, or add --act all --min-confidence 0"


def _known(store: Any, kind: str, wanted: str) -> list[Row]:
    question = {"policy": "policies", "speaker": "what-did-speaker-say"}[kind]
    return ask(store, question, **{kind: wanted}, act="all", min_confidence=0.0, limit=1)


mount()
