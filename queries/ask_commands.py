"""``onrecord ask`` and ``export``: each question is a subcommand of both, whose options come from its header."""

import inspect
import shlex
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core
import typer.main

from extract.failure import Failure
from extract.options import declare
from extract.reporting import Quiet, Report
from extract.safe_text import printable
from graph.options import (
    DEFAULT_STORE,
    STORE_OPTIONS,
    Database,
    Password,
    StoreUri,
    User,
    chosen_store,
    store_option,
)
from queries.catalogue import Catalogue, Row, answered, catalogue, with_own
from queries.completion import PlainDescriptions, completer
from queries.explain import explained
from queries.header import Parameter, SavedQuery, python_type
from queries.no_answer import refuse_empty, with_rows
from queries.output import Format, render

Explain = Annotated[
    bool,
    typer.Option("--explain", help="Print the Cypher and its parameters to paste elsewhere, and run nothing."),
]
Own = Annotated[
    str | None,
    typer.Option(
        "--queries",
        envvar="ONRECORD_QUERIES",
        metavar="DIR",
        help="A folder of .cypher files: questions of your own, beside the saved ones.",
        show_default=False,
    ),
]


class GraphFormat(StrEnum):
    """The writers of `graph.export`, named here so that the options need not load networkx."""

    graphml = "graphml"
    gexf = "gexf"
    cytoscape = "cytoscape"
    node_link = "node-link"
    cypher = "cypher"
    dot = "dot"
    svg = "svg"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    md = "md"
    jsonld = "jsonld"
    ftm = "ftm"
    bibtex = "bibtex"
    csl_json = "csl-json"


_FORMATS_HELP = (
    "How to write it; if left out, what the ending of --output says. Graphs: graphml, gexf, cytoscape, node-link, "
    "cypher. Pictures: dot, svg. Tables: csv (pairs of speakers and policies), xlsx, parquet. Texts: md, bibtex and "
    "csl-json (the articles as references). For other programs: jsonld (schema.org), ftm (FollowTheMoney)."
)


class QuestionCommand(PlainDescriptions, typer.core.TyperCommand):
    """A question: its help may come from a file that somebody else wrote."""


class QuestionGroup(PlainDescriptions, typer.core.TyperGroup):
    """A command whose subcommands are the saved questions and those of the folder that ``--queries`` names.

    They are made when they are asked for: which there are is known only then, and making all takes a while.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.catalogue(ctx).queries)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        query = self.catalogue(ctx).queries.get(cmd_name)
        return None if query is None else self.command_of(query, self.catalogue(ctx).notes(cmd_name))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if not ctx.resilient_parsing:
            if args[0] not in self.catalogue(ctx).queries and any(
                argument.startswith("--queries") for argument in args
            ):
                raise Failure(f"--queries goes before the name: onrecord {ctx.info_name} --queries DIR {args[0]} …")
            self.catalogue(ctx).query(args[0])
        return super().resolve_command(ctx, args)

    def catalogue(self, ctx: Any) -> Catalogue:
        """The questions there are. A folder that is missing is no matter while the shell completes a line."""
        if "catalogue" not in ctx.meta:
            try:
                ctx.meta["catalogue"] = with_own(ctx.params.get("queries"))
            except Failure:
                if not ctx.resilient_parsing:
                    raise
                ctx.meta["catalogue"] = with_own(None)
        found: Catalogue = ctx.meta["catalogue"]
        return found

    def command_of(self, query: SavedQuery, notes: Sequence[str]) -> Any:
        """The subcommand that asks a question; it says the notes before its answer."""
        raise NotImplementedError


class AskGroup(QuestionGroup):
    """``onrecord ask``: a name, or a question in words, of which there are several, or one with spaces."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        found = self.catalogue(ctx)
        in_words = " " in args[0].strip() or (len(args) > 1 and not args[1].startswith("-"))
        if in_words and not {args[0]} & {*found.queries, *found.broken}:
            return "QUESTION", _made(question_in_words, "QUESTION"), args
        return super().resolve_command(ctx, args)

    def command_of(self, query: SavedQuery, notes: Sequence[str]) -> Any:
        return _made(_ask_command(query, notes), query.name, _help(query, "ask"))


class ExportGroup(QuestionGroup):
    """``onrecord export``."""

    def command_of(self, query: SavedQuery, notes: Sequence[str]) -> Any:
        return _made(_export_command(query, notes), query.name, _help(query, "export"))


def _made(command: Callable[..., None], name: str, help: str | None = None) -> Any:
    app = typer.Typer(add_completion=False)
    app.command(name, help=help, cls=QuestionCommand)(command)
    return typer.main.get_command(app)


ask_app = typer.Typer(cls=AskGroup, invoke_without_command=True)
export_app = typer.Typer(cls=ExportGroup, no_args_is_help=True)


@ask_app.callback()
def list_questions(context: typer.Context, queries: Own = None) -> None:
    """Ask a saved question, by its name or in words; without either, list them.

    Example: onrecord ask who-said-what --policy "parking tax"

    Example: onrecord ask "who is against the parking tax?"
    """
    if context.invoked_subcommand is not None:
        return
    found = with_own(queries)
    groups: dict[str, list[SavedQuery]] = {}
    for query in found.queries.values():
        groups.setdefault(query.group, []).append(query)
    for group, listed in groups.items():
        typer.echo(printable(group, lines=False))
        for query in listed:
            typer.echo(f"  {query.name:24}{query.title}")
    typer.echo(
        '\nonrecord ask NAME --help tells the options of each; onrecord ask "who said what about …?" reads words.'
    )
    for message in found.replaced.values():
        typer.echo(printable(f"note: {message}"), err=True)
    for message in found.broken.values():
        typer.echo(printable(f"skipped: {message}"), err=True)
    if found.broken:
        raise typer.Exit(1)


@export_app.callback()
def export_questions(queries: Own = None) -> None:
    """Write the subgraph that backs an answer to a file: quotes, speakers, policies, topics, articles, outlets.

    Example: onrecord export who-said-what --policy "parking tax" -o graph.graphml

    Example: onrecord export what-did-speaker-say --speaker osterby -o quotes.xlsx
    """


def _help(query: SavedQuery, command: str) -> str:
    needed = [f"{p.option} …" for p in query.parameters if p.required]
    extra = ["-o graph.graphml"] if command == "export" else []
    example = " ".join(["onrecord", command, query.name, *needed, *extra])
    return f"{query.title}.\n\n{query.description}\n\nExample: {example}"


def _ask_command(query: SavedQuery, notes: Sequence[str]) -> Callable[..., None]:
    def command(*, store: str, user: str, password: str | None, database: str | None, **rest: Any) -> None:
        format, quiet, explain = rest.pop("format"), rest.pop("quiet"), rest.pop("explain")
        report = Report(quiet=quiet)
        for note in notes:
            report.say(note)
        if explain:
            typer.echo(explained(query, rest), nl=False)
            return
        with chosen_store(uri=store, user=user, password=password, database=database) as opened:
            rows = with_rows(answered(opened, query, rest))
        _answer(rows, query, report, format=format, where=store_option(store))

    output = {
        "format": (Annotated[Format, typer.Option("--format", "-f", help="How to write the rows.")], Format.table),
        "explain": (Explain, False),
        "quiet": (Quiet, False),
    }
    return _with_options(command, query, output)


def _answer(rows: list[Row], query: SavedQuery, report: Report, *, format: Format, where: str) -> None:
    """Print an answer, and say what may help with it."""
    typer.echo(render(rows, format=format, columns=_shown(query, rows), title=query.title), nl=False)
    for kind, noun, joined in (("speakers", "speaker", "joined"), ("policies", "policy", "policyJoined")):
        if corrected := sorted({str(row.get(noun)) for row in rows if row.get(joined) == "corrected"}):
            report.say(f"Corrected by hand: {', '.join(corrected)} (onrecord {kind} corrections)")
    if format is Format.table and rows[0].get("quoteId") and query.name != "evidence":
        report.say(f"Next: onrecord ask evidence --quote {shlex.quote(str(rows[0]['quoteId']))}{where}")


def question_in_words(
    words: Annotated[list[str], typer.Argument(help="A question in plain English.", metavar="QUESTION")],
    store: StoreUri = DEFAULT_STORE,
    user: User = "neo4j",
    password: Password = None,
    database: Database = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write the rows.")] = Format.table,
    explain: Explain = False,
    quiet: Quiet = False,
) -> None:
    """Read a question in plain English as one of the saved ones, say which, and answer it.

    Example: onrecord ask "what did Bass say about the sanctuary ordinance since November?"
    """
    from queries.free_text import understand

    report = Report(quiet=quiet)
    with chosen_store(uri=store, user=user, password=password, database=database) as opened:
        refuse_empty(opened)
        understood = understand(" ".join(words), opened)
        report.say(f"Understood: {understood.command}{store_option(store)}")
        query = catalogue()[understood.query]
        if explain:
            typer.echo(explained(query, understood.parameters), nl=False)
            return
        rows = with_rows(answered(opened, query, understood.parameters))
    _answer(rows, query, report, format=format, where=store_option(store))


def _export_command(query: SavedQuery, notes: Sequence[str]) -> Callable[..., None]:
    def command(*, store: str, user: str, password: str | None, database: str | None, **rest: Any) -> None:
        from graph.export import BINARY, export, exported, format_of

        output, quiet = rest.pop("output"), rest.pop("quiet")
        format = rest.pop("format") or format_of(output)
        report = Report(quiet=quiet)
        for note in notes:
            report.say(note)
        if output == "-" and format in BINARY and sys.stdout.isatty():
            raise Failure(f"{format} is no text for a terminal; name a file by --output")
        with (
            report.working() as step,
            chosen_store(uri=store, user=user, password=password, database=database) as opened,
        ):
            step(f"asking {store}")
            rows = with_rows(answered(opened, query, rest))
            graph = rows.to_networkx()
        if not graph:
            raise Failure(f"{query.name} returns no quoteId or quoteIds, so there is no graph behind its answer")
        if output == "-":
            sys.stdout.buffer.write(exported(graph, format=format))
            return
        with report.working() as step:
            step(f"writing {graph.number_of_nodes():,} nodes as {format}")
            export(graph, format=format, path=Path(output))
        report.say(f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges, in {output}")

    output = {
        "format": (
            Annotated[
                GraphFormat | None,
                typer.Option("--format", "-f", help=_FORMATS_HELP, show_default=False),
            ],
            None,
        ),
        "output": (
            Annotated[str, typer.Option("--output", "-o", help="The file to write, or - for standard output.")],
            inspect.Parameter.empty,
        ),
        "quiet": (Quiet, False),
    }
    return _with_options(command, query, output)


def _with_options(
    command: Callable[..., None], query: SavedQuery, more: dict[str, tuple[Any, Any]]
) -> Callable[..., None]:
    """Declare a command's options: the query's parameters, `more`, and the store's."""
    options: dict[str, tuple[Any, Any]] = {}
    for parameter in query.parameters:
        kind = _kind(parameter)
        missing = parameter.default is None and not parameter.required
        default = inspect.Parameter.empty if parameter.required else parameter.default
        if parameter.choices and parameter.default is not None:
            default = kind(parameter.default)
        declared = typer.Option(
            parameter.option,
            help=parameter.meaning,
            case_sensitive=False,
            autocompletion=completer(parameter.type),
            metavar=None if parameter.choices else parameter.type.upper(),
        )
        options[parameter.name] = (Annotated[kind | None if missing else kind, declared], default)
    return declare(command, options | more | STORE_OPTIONS)


def _kind(parameter: Parameter) -> Any:
    """The Python type of an option's values: words to choose from are an Enum, which Typer completes and checks."""
    if not parameter.choices:
        return python_type(parameter.type)
    enum: Any = StrEnum  # mypy wants its members written out
    return enum(parameter.name, {f"choice_{n}": choice for n, choice in enumerate(parameter.choices)})


def _shown(query: SavedQuery, rows: list[Row]) -> Sequence[str]:
    """The columns that a table shows. Raises `Failure` if the header names one that the statement does not return."""
    if missing := [column for column in query.columns if column not in rows[0]]:
        raise Failure(f"{query.file}: // :table names {', '.join(missing)}; there are {', '.join(rows[0])}")
    return query.columns
