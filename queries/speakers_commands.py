"""``onrecord speakers``: who speaks under which names, and a person's corrections to that."""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extract.failure import Failure
from extract.reporting import Quiet, Report
from graph.options import (
    DEFAULT_STORE,
    STORE_OPTIONS,
    CorrectionsOption,
    Database,
    Password,
    StoreUri,
    User,
    chosen_store,
    corrections_file,
    declare,
)
from queries.output import Format, render

if TYPE_CHECKING:
    from graph.store import Store

speakers_app = typer.Typer(help="List speakers, and correct who is who.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="A speaker's name, or an id that `speakers list` tells.", metavar="NAME")]


@speakers_app.command("list")
def list_command(
    name: Annotated[str | None, typer.Argument(help="Only speakers with this in a name.", metavar="NAME")] = None,
    store: StoreUri = DEFAULT_STORE,
    user: User = "neo4j",
    password: Password = None,
    database: Database = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Rows at most; all if left out.")] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write the rows.")] = Format.table,
) -> None:
    """List who speaks, most quoted first, with every form of the name and how it was joined.

    Example: onrecord speakers list calloway
    """
    from graph.speakers import list_speakers

    with chosen_store(uri=store, user=user, password=password, database=database, create=False) as opened:
        rows = list_speakers(opened, name=name, limit=limit)
    if not rows:
        raise Failure(f"no speaker in {store} has {name!r} in a name" if name else f"the store {store} has no speakers")
    columns = ("speaker", "type", "quotes", "articles", "roles", "forms")
    typer.echo(render(rows, format=format, columns=columns, title="Speakers"), nl=False)


def _corrects(command: Callable[..., str]) -> Callable[..., None]:
    """A command over an open store, its file of corrections and a report, with the options for all three.

    It says what the command returns.
    """
    own = list(inspect.signature(command).parameters.values())[3:]

    @wraps(command)
    def corrected(*, store: str, corrections: Path | None, quiet: bool, **rest: Any) -> None:
        report = Report(quiet=quiet)
        login = {name: rest.pop(name) for name in ("user", "password", "database")}
        with chosen_store(uri=store, create=False, **login) as opened:
            said = command(opened, corrections_file(store, corrections), report, **rest)
        report.say(said)
        report.finish()

    parameters = {one.name: (one.annotation, one.default) for one in own}
    more = {"corrections": (CorrectionsOption, None), "quiet": (Quiet, False)}
    return declare(corrected, parameters | STORE_OPTIONS | more)


@speakers_app.command("merge")
@_corrects
def merge_command(
    store: "Store",
    file: Path,
    report: Report,
    names: Annotated[list[str], typer.Argument(help="Names or ids of one speaker, two or more.", metavar="NAME...")],
) -> str:
    """Say that several speakers are one.

    Example: onrecord speakers merge "Paul Ryan" "P. D. Ryan"
    """
    from graph.speakers import merge

    return f"{merge(store, file, names).told()}; kept in {file}"


@speakers_app.command("split")
@_corrects
def split_command(
    store: "Store",
    file: Path,
    report: Report,
    name: Name,
    articles: Annotated[
        list[str] | None, typer.Option("--article", help="Id of an article in which the name is somebody else's.")
    ] = None,
    other_name: Annotated[str | None, typer.Option("--as", help="What to call that somebody.")] = None,
) -> str:
    """Say that a name is not the speaker's with whom it was joined, or is somebody else's in some articles.

    Example: onrecord speakers split person:chris-hale

    Example: onrecord speakers split "Mike Johnson" --article fec0b10b6b31 --as "Mike Johnson (carpenter)"
    """
    from graph.speakers import split

    if bool(articles) != (other_name is not None):
        raise Failure("--article and --as go together: where the name is somebody else's, and what to call them")
    return f"{split(store, file, name, articles=articles or (), other_name=other_name).told()}; kept in {file}"


@speakers_app.command("rename")
@_corrects
def rename_command(
    store: "Store",
    file: Path,
    report: Report,
    name: Name,
    to: Annotated[str, typer.Argument(help="The name to show.", metavar="NEW")],
) -> str:
    """Give a speaker another name; the names that articles use stay as aliases.

    Example: onrecord speakers rename person:ines-calloway "Inés Calloway"
    """
    from graph.speakers import rename

    return f"{rename(store, file, name, to).told()}; kept in {file}"


@speakers_app.command("corrections")
def corrections_command(
    store: StoreUri = DEFAULT_STORE,
    corrections: CorrectionsOption = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write the rows.")] = Format.table,
) -> None:
    """List the corrections with the numbers that undo takes.

    Example: onrecord speakers corrections
    """
    from graph.corrections import read_corrections

    file = corrections_file(store, corrections)
    rows = [{"number": n, "correction": e.told()} for n, e in enumerate(read_corrections(file).entries, start=1)]
    if not rows:
        raise Failure(f"there are no corrections in {file}")
    typer.echo(render(rows, format=format, columns=("number", "correction"), title=f"Corrections in {file}"), nl=False)


@speakers_app.command("undo")
@_corrects
def undo_command(
    store: "Store",
    file: Path,
    report: Report,
    number: Annotated[int, typer.Argument(help="The number that `speakers corrections` tells.", metavar="NUMBER")],
) -> str:
    """Take a correction out again.

    Example: onrecord speakers undo 1
    """
    from graph.speakers import undo

    return f"undone: {undo(store, file, number).told()}"


@speakers_app.command("link")
@_corrects
def link_command(
    store: "Store",
    file: Path,
    report: Report,
    listed: Annotated[Path, typer.Argument(help="A CSV file with the columns name and qid.", metavar="FILE")],
) -> str:
    """Link speakers to Wikidata by a list of names and ids; the list is kept beside the corrections.

    Example: onrecord speakers link people.csv
    """
    from graph.knowledge import qid_file
    from graph.speakers import link

    if unlinked := link(store, file, listed, on_problem=report.problem):
        report.say(f"not linked, for no speaker or several have the name: {', '.join(unlinked)}")
    return f"kept in {qid_file(file)}"
