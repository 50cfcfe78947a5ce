"""Who is on record saying what about which policy: the command line, and the names that a notebook imports."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from extract import DEFAULT_MODEL
from extract.commands import extract_command
from extract.failure import Failure
from extract.options import (
    EXTRACTION_OPTIONS,
    ActChoice,
    Again,
    Columns,
    ExtendPolicies,
    ExtendTopics,
    Extraction,
    Jobs,
    Model,
    Policies,
    Topics,
    chosen_reading,
    chosen_schemes,
    declare,
)
from extract.reporting import Quiet, Report, counted, interruptible
from extract.safe_text import printable
from graph.commands import load_command, migrate_command, remove_command, say_replaced, serve_command
from graph.options import (
    STORE_OPTIONS,
    CorrectionsOption,
    chosen_store,
    corrections_file,
)
from queries.ask_commands import ask_app, export_app
from queries.assistant.commands import mcp_command
from queries.browser.commands import browser_kit_command
from queries.commands import cypher_command, show_command, status_command
from queries.output import Format, render
from queries.policies_commands import policies_app
from queries.report.commands import report_command
from queries.speakers_commands import speakers_app

if TYPE_CHECKING:
    from extract.articles import read_articles
    from extract.pipeline import extract
    from extract.records import Article
    from graph.knowledge import known_of
    from graph.load import load
    from graph.store import Login
    from graph.subgraph import subgraph
    from queries.answer import Answer
    from queries.catalogue import ask
    from queries.explain import explain
    from queries.free_text import understand
    from queries.quote_store import QuoteStore, open_store

__all__ = [
    "Answer",
    "Article",
    "Failure",
    "Login",
    "QuoteStore",
    "ask",
    "explain",
    "extract",
    "known_of",
    "load",
    "open_store",
    "read_articles",
    "subgraph",
    "understand",
]

_HOMES = {
    "Answer": "queries.answer",
    "Article": "extract.records",
    "Failure": "extract.failure",
    "Login": "graph.store",
    "QuoteStore": "queries.quote_store",
    "ask": "queries.catalogue",
    "explain": "queries.explain",
    "extract": "extract.pipeline",
    "known_of": "graph.knowledge",
    "load": "graph.load",
    "open_store": "queries.quote_store",
    "read_articles": "extract.articles",
    "subgraph": "graph.subgraph",
    "understand": "queries.free_text",
}


def __getattr__(name: str) -> Any:
    """Import the notebook's names when they are asked for: the command line starts without spaCy and the driver."""
    if name not in _HOMES:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


app = typer.Typer(
    name="onrecord",
    help="Who is on record saying what about which policy: news articles in, a quote graph out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"onrecord {version('onrecord')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Who is on record saying what about which policy: news articles in, a quote graph out."""


def _add(
    *,
    store: str,
    user: str,
    password: str | None,
    database: str | None,
    corrections: Path | None,
    again: bool,
    quiet: bool,
    **rest: Any,
) -> None:
    """Extract the quotes of articles and load them into a store: the main job.

    Example: onrecord add seeds/articles

    Example: onrecord add wire.xlsx --column text=story --column title=slug
    """
    from extract.versions import Versions
    from graph.knowledge import known_of
    from graph.load import load, source_hashes

    report = Report(quiet=quiet)
    extraction = Extraction.of(**rest)
    known = known_of(corrections_file(store, corrections), on_problem=report.problem)
    with (
        interruptible("every batch loaded so far is kept: run the same command again to go on"),
        chosen_store(uri=store, user=user, password=password, database=database, create=True) as opened,
        report.working() as step,
    ):
        versions = Versions(extraction.fingerprint, partial(source_hashes, opened), again=again)
        told = partial(say_replaced, report)
        done = load(opened, extraction.quotes(versions, report), known, on_step=step, on_replaced=told)
    added, quotes = counted(done.articles, "article"), counted(done.quotes, "quote")
    skipped = f"; {counted(report.skipped, 'input')} skipped" if report.skipped else ""
    report.say(f"{added} added, {done.unchanged + versions.unchanged:,} unchanged, {quotes}, in {store}{skipped}")
    report.finish()


_ADD_OPTIONS: dict[str, tuple[Any, Any]] = {
    **EXTRACTION_OPTIONS,
    **STORE_OPTIONS,
    "corrections": (CorrectionsOption, None),
    "again": (Again, False),
    "quiet": (Quiet, False),
}
app.command("add")(declare(_add, _ADD_OPTIONS))


@app.command("evaluate")
def evaluate_command(
    gold: Annotated[Path, typer.Argument(help="Gold articles, one a line: id, text, attributions.", metavar="GOLD")],
    articles: Annotated[
        list[str] | None, typer.Option("--articles", help="The articles, where the gold lines hold no text.")
    ] = None,
    predicted: Annotated[
        list[str] | None,
        typer.Option("--predicted", help="Lines of onrecord extract; the articles are extracted now if left out."),
    ] = None,
    speakers: Annotated[
        Path | None, typer.Option("--speakers", help="Gold speakers, one a line: doc, n, speaker, type, role.")
    ] = None,
    gold_spans: Annotated[
        bool, typer.Option("--gold-spans", help="Take the gold quotes as found: score their speakers alone.")
    ] = False,
    page: Annotated[
        Path | None, typer.Option("--page", help="Write a page that shows gold beside prediction here.")
    ] = None,
    act: Annotated[ActChoice, typer.Option("--act", help="Only quotes of this act.")] = ActChoice.all,
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", min=0, max=1, help="Only quotes at least this sure.")
    ] = 0.0,
    worst: Annotated[int, typer.Option("--worst", min=0, help="How many of the worst articles to list.")] = 5,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write the figures.")] = Format.table,
    model: Model = DEFAULT_MODEL,
    jobs: Jobs = 1,
    topics: Topics = None,
    policies: Policies = None,
    extend_topics: ExtendTopics = False,
    extend_policies: ExtendPolicies = False,
    columns: Columns = None,
    quiet: Quiet = False,
) -> None:
    """Score quotes against gold attributions: figures by kind, and the articles that went worst.

    Where the gold quotes name their speakers (or --speakers does), policies, stances and areas, those are scored too.

    Example: onrecord evaluate seeds/gold.jsonl --articles seeds/articles --page evaluation.html
    """
    from extract.articles import read_articles
    from extract.evaluation import evaluate, read_gold, read_speakers, resolve_gold, with_speakers
    from extract.evaluation import page as page_of
    from extract.lines import quote_lines
    from extract.pipeline import extract, load_pipeline

    if gold_spans and (predicted or page):
        raise Failure("--gold-spans resolves the gold quotes themselves: leave out --predicted and --page")
    if page is not None and (page.is_dir() or not page.parent.is_dir()):
        raise Failure(f"{page} cannot be written: name a file in a folder that exists by --page")
    report = Report(quiet=quiet)
    schemes = chosen_schemes(
        topics=topics, policies=policies, extend_topics=extend_topics, extend_policies=extend_policies
    )
    reading = chosen_reading(columns)
    texts = read_articles(articles, on_problem=report.problem, reading=reading) if articles else ()
    marked = list(read_gold(gold, texts, on_problem=report.problem))
    if speakers is not None:
        marked = list(with_speakers(marked, read_speakers(speakers, on_problem=report.problem)))
    if gold_spans:
        found = resolve_gold(marked, load_pipeline(model, schemes=schemes))
    elif predicted:
        found = quote_lines(predicted, on_problem=report.problem)
    else:
        plain = (article.article() for article in marked)
        found = extract(plain, model=model, on_problem=report.problem, jobs=jobs, schemes=schemes)
    done = evaluate(
        marked,
        report.watched(found, "articles"),
        act=None if act is ActChoice.all else act.value,
        min_confidence=min_confidence,
        spans=not gold_spans,
        on_problem=report.problem,
    )
    rows = done.scores.rows()
    columns = [name for name in rows[0] if name != "rightGold"]
    typer.echo(render(rows, format=format, columns=columns, title="Quotes against gold"), nl=False)
    if format is Format.table and worst and done.scores.articles:
        rows = done.worst(worst)
        typer.echo(render(rows, format=format, columns=list(rows[0]), title="The worst articles"), nl=False)
    if page is not None:
        chosen = f"quotes of act {act.value}, at least {min_confidence:g} sure"
        page.write_text(page_of(done, chosen), "utf-8")
        report.say(f"gold beside prediction: {page}")
    report.finish()


app.command("extract")(extract_command)
app.command("load")(load_command)
app.add_typer(ask_app, name="ask")
app.add_typer(export_app, name="export")
app.add_typer(speakers_app, name="speakers")
app.add_typer(policies_app, name="policies")
app.command("show")(show_command)
app.command("report")(report_command)
app.command("cypher")(cypher_command)
app.command("remove")(remove_command)
app.command("status")(status_command)
app.command("migrate")(migrate_command)
app.command("serve")(serve_command)
app.command("browser-kit")(browser_kit_command)
app.command("mcp")(mcp_command)


def main() -> None:
    """Run the command line. What goes wrong is one line on standard error and exit code 1, never a traceback.

    ONRECORD_DEBUG=1 shows the traceback of an error that is ours.
    """
    try:
        _refuse_broken(sys.argv[1:])
        app()
    except Failure as failure:
        _fail(str(failure))
    except OSError as error:  # a full disk behind standard output, say
        _fail(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")
    except UnicodeEncodeError as error:  # out of standard input or a folder's name
        near = error.object[max(0, error.start - 20) : error.end + 20]
        _fail(f"{near!r} is no text in UTF-8; write it in that encoding")
    except Exception as error:
        if os.environ.get("ONRECORD_DEBUG") == "1":
            raise
        told = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
        _fail(
            f"an error of onrecord itself, not of yours ({told}); please report it with the command, "
            "and with what ONRECORD_DEBUG=1 before it prints"
        )


def _fail(message: str) -> NoReturn:
    typer.echo(printable(f"onrecord: {message}"), err=True)
    sys.exit(1)


def _refuse_broken(arguments: list[str]) -> None:
    """Raise `Failure` for an argument in another encoding than UTF-8, unless a file is called so."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            if not Path(argument).exists():
                raise Failure(f"the argument {argument!r} is no text in UTF-8; write it in that encoding") from None
