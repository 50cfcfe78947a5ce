"""``onrecord speakers`` and ``onrecord policies``: names and what they mean, and a person's corrections to that."""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extract.failure import Failure
from extract.options import declare
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
)
from queries.output import Format, render

if TYPE_CHECKING:
    from graph.corrections import Kind
    from graph.store import Store


def corrects(command: Callable[..., str]) -> Callable[..., None]:
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


def corrections_app(
    kind: "Kind", noun: str, *, help: str, columns: tuple[str, ...], examples: dict[str, str]
) -> typer.Typer:
    """The commands that list and correct a kind; `noun` is one of it, `columns` are those of a list's table.

    `examples` are the arguments of each command that an example shows.
    """
    app = typer.Typer(help=help, no_args_is_help=True)
    Name = Annotated[str, typer.Argument(help=f"A {noun}'s name, or an id that `{kind} list` tells.", metavar="NAME")]

    def helped(command: str, does: str) -> str:
        lines = [f"Example: onrecord {kind} {command} {line}".strip() for line in examples[command].split("\n")]
        return "\n\n".join([does, *lines])

    @app.command(
        "list", help=helped("list", f"List {kind}, most quoted first, with all names and how each was joined.")
    )
    def list_command(
        name: Annotated[str | None, typer.Argument(help=f"Only {kind} with this in a name.", metavar="NAME")] = None,
        store: StoreUri = DEFAULT_STORE,
        user: User = "neo4j",
        password: Password = None,
        database: Database = None,
        limit: Annotated[int | None, typer.Option("--limit", min=1, help="Rows at most; all if left out.")] = None,
        format: Annotated[Format, typer.Option("--format", "-f", help="How to write the rows.")] = Format.table,
    ) -> None:
        from graph.correcting import overview

        with chosen_store(uri=store, user=user, password=password, database=database) as opened:
            rows = overview(opened, kind, name=name, limit=limit)
        if not rows:
            raise Failure(
                f"no {noun} in {store} has {name!r} in a name" if name else f"the store {store} has no {kind}"
            )
        typer.echo(render(rows, format=format, columns=columns, title=kind.capitalize()), nl=False)

    @app.command("merge", help=helped("merge", f"Say that several {kind} are one."))
    @corrects
    def merge_command(
        store: "Store",
        file: Path,
        report: Report,
        names: Annotated[
            list[str], typer.Argument(help=f"Names or ids of one {noun}, two or more.", metavar="NAME...")
        ],
    ) -> str:
        from graph.correcting import merge

        return f"{merge(store, file, kind, names).told()}; kept in {file}"

    parts = f"Say that a name does not mean the {noun} that it was joined with, or means another in some articles."

    @app.command("split", help=helped("split", parts))
    @corrects
    def split_command(
        store: "Store",
        file: Path,
        report: Report,
        name: Name,
        articles: Annotated[
            list[str] | None, typer.Option("--article", help=f"Id of an article where the name means another {noun}.")
        ] = None,
        other_name: Annotated[str | None, typer.Option("--as", help=f"What to call that other {noun}.")] = None,
    ) -> str:
        from graph.correcting import split

        if bool(articles) != (other_name is not None):
            raise Failure(f"--article and --as go together: where the name means another {noun}, and what to call it")
        entry = split(store, file, kind, name, articles=articles or (), other_name=other_name)
        return f"{entry.told()}; kept in {file}"

    @app.command(
        "rename", help=helped("rename", f"Give a {noun} another name; the names that articles use stay as aliases.")
    )
    @corrects
    def rename_command(
        store: "Store",
        file: Path,
        report: Report,
        name: Name,
        to: Annotated[str, typer.Argument(help="The name to show.", metavar="NEW")],
    ) -> str:
        from graph.correcting import rename

        return f"{rename(store, file, kind, name, to).told()}; kept in {file}"

    @app.command("corrections", help=helped("corrections", "List the corrections with the numbers that undo takes."))
    def corrections_command(
        store: StoreUri = DEFAULT_STORE,
        corrections: CorrectionsOption = None,
        format: Annotated[Format, typer.Option("--format", "-f", help="How to write the rows.")] = Format.table,
    ) -> None:
        from graph.corrections import read_corrections

        file = corrections_file(store, corrections)
        told = read_corrections(file, kind).entries
        rows = [{"number": n, "correction": entry.told()} for n, entry in enumerate(told, start=1)]
        if not rows:
            raise Failure(f"there are no corrections to {kind} in {file}")
        title = f"Corrections in {file}"
        typer.echo(render(rows, format=format, columns=("number", "correction"), title=title), nl=False)

    @app.command("undo", help=helped("undo", "Take a correction out again."))
    @corrects
    def undo_command(
        store: "Store",
        file: Path,
        report: Report,
        number: Annotated[int, typer.Argument(help=f"The number that `{kind} corrections` tells.", metavar="NUMBER")],
    ) -> str:
        from graph.correcting import undo

        return f"undone: {undo(store, file, kind, number).told()}"

    return app
