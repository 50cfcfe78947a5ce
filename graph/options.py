"""The options that name a store: the same on every command."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extract.failure import Failure
from extract.safe_text import printable

if TYPE_CHECKING:
    from graph.store import Login, Store

DEFAULT_STORE = "onrecord-store"
StoreUri = Annotated[
    str,
    typer.Option(
        "--store",
        envvar=["ONRECORD_STORE", "NEO4J_URI"],
        help="A folder (made if missing), or the address of a Neo4j: neo4j://HOST:7687, neo4j+s://…, bolt://…",
    ),
]
User = Annotated[str, typer.Option("--user", envvar="NEO4J_USERNAME", help="User of the Neo4j.")]
Password = Annotated[
    str | None,
    typer.Option(
        "--password",
        envvar="NEO4J_PASSWORD",
        help="Password of the Neo4j; better in NEO4J_PASSWORD, or asked for.",
        show_default=False,
    ),
]
Database = Annotated[str | None, typer.Option("--database", envvar="NEO4J_DATABASE", help="Database of the Neo4j.")]

STORE_OPTIONS: dict[str, tuple[Any, Any]] = {
    "store": (StoreUri, DEFAULT_STORE),
    "user": (User, "neo4j"),
    "password": (Password, None),
    "database": (Database, None),
}
"""Name -> (type, default) of the options that name a store, for `declare`."""
CorrectionsOption = Annotated[
    Path | None,
    typer.Option(
        "--corrections",
        envvar="ONRECORD_CORRECTIONS",
        help="File of a person's corrections; in the store's folder, or onrecord-corrections.yaml here.",
        show_default=False,
    ),
]


def corrections_file(uri: str, chosen: Path | None) -> Path:
    """The file of corrections that belongs to a store: the chosen one, else one in the store's folder or here."""
    if chosen is not None:
        return chosen
    return Path("onrecord-corrections.yaml") if "://" in uri else Path(uri) / "corrections.yaml"


def store_option(uri: str) -> str:
    """What names a store in a command to paste, with a space before it; nothing for the store that is the default."""
    return "" if uri == DEFAULT_STORE else f" --store {shlex.quote(uri)}"


@contextmanager
def chosen_store(
    *, uri: str, user: str, password: str | None, database: str | None, create: bool = False, outdated: bool = False
) -> "Iterator[Store]":
    """Open the store that the options name, as `open_store` does; on a terminal ask for a missing password."""
    from graph.store import open_store  # loads the driver

    login = chosen_login(uri=uri, user=user, password=password, database=database)
    say_if_open_to_others(uri)
    with open_store(uri, login=login, create=create, outdated=outdated) as store:
        yield store


def say_if_open_to_others(uri: str) -> None:
    """Say on standard error how to close the folder of a store, if other users of this machine may read it."""
    from graph.folder import open_to_others

    if "://" not in uri and open_to_others(Path(uri)):
        note = f"note: other users of this machine may read {uri}; close it to them by: chmod -R go= {shlex.quote(uri)}"
        typer.echo(printable(note), err=True)


def chosen_login(*, uri: str, user: str, password: str | None, database: str | None) -> "Login":
    """The login that the options name; on a terminal ask for a missing password. Raises `Failure` elsewhere."""
    from graph.store import Login

    if "://" in uri and password is None:
        if not sys.stdin.isatty():
            raise Failure(f"{uri} needs a password; set NEO4J_PASSWORD (and NEO4J_USERNAME, if it is not neo4j)")
        password = typer.prompt(f"Password of {user} at {uri}", hide_input=True, err=True)
    return Login(user=user, password=password or "", database=database)
