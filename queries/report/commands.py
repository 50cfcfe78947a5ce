"""``onrecord report``."""

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.failure import Failure
from extract.options import ActChoice
from extract.reporting import Quiet, Report, counted
from graph.options import DEFAULT_STORE, Database, Password, StoreUri, User, chosen_store
from queries.completion import completer

if TYPE_CHECKING:
    from queries.report.gather import Gathered

SLOW_FROM = 5_000
"""Quotes from which on a page is slow to open."""


class ReportFormat(StrEnum):
    """How a report is written."""

    html = "html"
    md = "md"
    pdf = "pdf"


class Copies(StrEnum):
    """Whether later copies of a statement are listed."""

    included = "with"
    left_out = "without"


def report_command(
    output: Annotated[str, typer.Option("--output", "-o", help="The file to write; - for standard output.")],
    policy: Annotated[
        str | None,
        typer.Option(
            "--policy",
            help="Name or alias of a policy, in whatever case; all policies if left out.",
            autocompletion=completer("policy"),
        ),
    ] = None,
    speaker: Annotated[
        str | None,
        typer.Option("--speaker", help="Name or alias of a speaker.", autocompletion=completer("speaker")),
    ] = None,
    outlet: Annotated[
        str | None,
        typer.Option("--outlet", help="The outlet that published it.", autocompletion=completer("outlet")),
    ] = None,
    since: Annotated[str | None, typer.Option("--since", help="First day: 2026-03-04.", metavar="DATE")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Last day.", metavar="DATE")] = None,
    act: Annotated[ActChoice, typer.Option("--act", help="What the quotes report.")] = ActChoice.statement,
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", min=0, max=1, help="Leave out quotes less sure than this.")
    ] = 0.3,
    min_policy_score: Annotated[
        float,
        typer.Option("--min-policy-score", min=0, max=1, help="Leave out policies that a quote is less likely about."),
    ] = 0.0,
    copies: Annotated[
        Copies, typer.Option("--copies", help="Count the later copies of a statement (echoes) too, or not.")
    ] = Copies.included,
    title: Annotated[str | None, typer.Option("--title", help="The headline; made of the names if left out.")] = None,
    format: Annotated[
        ReportFormat | None,
        typer.Option("--format", "-f", help="How to write it; as the file's ending says, if left out."),
    ] = None,
    store: StoreUri = DEFAULT_STORE,
    user: User = "neo4j",
    password: Password = None,
    database: Database = None,
    quiet: Quiet = False,
) -> None:
    """Write a report to put beside a story: who said what, with charts, a network and the articles, in one file.

    Example: onrecord report --policy "parking tax" -o report.html
    """
    from graph.export import whole_file  # loads networkx
    from queries.report.gather import Question, gather

    chosen = format or _format_of(output)
    if output == "-" and chosen is ReportFormat.pdf and sys.stdout.isatty():
        raise Failure("pdf is no text for a terminal; name a file by --output")
    said = Report(quiet=quiet)
    question = Question(
        policy=policy,
        speaker=speaker,
        outlet=outlet,
        since=since,
        until=until,
        act=act.value,
        min_confidence=min_confidence,
        min_policy_score=min_policy_score,
        copies=copies.value,
    )
    with (
        said.working() as step,
        chosen_store(uri=store, user=user, password=password, database=database) as opened,
    ):
        step(f"asking {store}")
        gathered = gather(opened, question, title=title)
        step(f"laying out {counted(len(gathered.entries), 'quote')}")
        data = rendered(gathered, chosen, note=said.say)
    if output == "-":
        sys.stdout.buffer.write(data)
    else:
        with whole_file(Path(output)) as stream:
            stream.write(data)
    if len(gathered.entries) > SLOW_FROM:
        said.say(f"more than {SLOW_FROM:,} quotes make a report that is slow to open; narrow it by --policy or --since")
    quotes, articles = counted(len(gathered.entries), "quote"), counted(len(gathered.articles), "article")
    said.say(f"{quotes} from {articles}, in {'standard output' if output == '-' else output}")


def rendered(report: "Gathered", format: ReportFormat, *, note: Callable[[str], None]) -> bytes:
    """A report in a format; text is UTF-8. `note` is told what is not as it should be. Raises `NoPdf`."""
    if format is ReportFormat.pdf:
        from queries.report.pdf import pdf

        return pdf(report, note=note)
    if format is ReportFormat.md:
        from queries.report.markdown import markdown

        return markdown(report).encode()
    from queries.report.page import page

    return page(report).encode()


def _format_of(output: str) -> ReportFormat:
    """The format that a file's ending says."""
    endings = {"html": "html", "htm": "html", "md": "md", "markdown": "md", "pdf": "pdf"}
    ending = Path(output).suffix.lower().removeprefix(".")
    if ending not in endings:
        where = "standard output" if output == "-" else output
        raise Failure(f"{where} does not tell a format; name one by --format: {', '.join(ReportFormat)}")
    return ReportFormat(endings[ending])
