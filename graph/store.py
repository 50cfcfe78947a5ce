"""`open_store`: one client for both kinds of store, over Bolt by the official driver."""

from __future__ import annotations

import fcntl
import logging
import shlex
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import neo4j
from neo4j import exceptions

from graph import embedded, schema
from graph.embedded import NO_SPACE, StoreError, reason
from graph.folder import DATABASE, WRITING, is_store, private
from graph.read_only import WritingStatement, without_writes

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
RETRY_SECONDS = 60.0
"""How long what a server calls transient is tried again: a deadlock, a new leader."""
logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what goes wrong is told by `StoreError`
T = TypeVar("T")
S = TypeVar("S", bound="Store")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Login:
    """User, password and database of a Neo4j. Never logged: the password is left out of `repr`.

    Examples
    --------
    >>> Login(user="reader", password="secret", database="news")
    Login(user='reader', database='news')
    """

    user: str = "neo4j"
    password: str = ""
    database: str | None = None

    def __repr__(self) -> str:
        return f"Login(user={self.user!r}, database={self.database!r})"


class Store:
    """A quote graph: `read` and `write` run Cypher in managed transactions. Made by `open_store`."""

    def __init__(
        self, driver: neo4j.Driver, *, name: str, database: str | None = None, folder: Path | None = None
    ) -> None:
        self.name = name
        self._folder = folder
        self.server = driver.get_server_info().agent
        self._driver = driver
        self._database = database
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()  # in a cluster, what was written is there to read
        self._embedded = "ArcadeDB" in self.server

    def read(self, cypher: str, **parameters: Any) -> list[Row]:
        """The rows of a reading statement; dates come as `datetime.date`. Raises `StoreError`."""

        def work(transaction: neo4j.ManagedTransaction) -> list[Row]:
            return [_plain(record) for record in transaction.run(cypher, parameters)]

        with self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(work)

    def query(self, cypher: str, /, **parameters: Any) -> list[Row]:
        """The rows of a statement from outside, which may read and no more; nothing that it does is ever committed.

        Nodes and relationships come as dictionaries. Raises `WritingStatement` and `StoreError`.
        """
        statement = without_writes(cypher)

        def work(transaction: neo4j.ManagedTransaction) -> None:
            if not self._embedded:
                kind = transaction.run("EXPLAIN " + statement, parameters).consume().query_type
                if kind != "r":
                    raise WritingStatement(f"{self.name} says that the statement writes; only reading is allowed here")
            raise _Answered([_plain(record) for record in transaction.run(statement, parameters)])

        with self._session(neo4j.READ_ACCESS) as session:
            try:
                session.execute_read(work)
            except _Answered as answered:
                return answered.rows
        return []

    def write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Run `work` in one transaction: all of it is written, or nothing. Raises `StoreError`."""
        with self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(work)

    def execute(self, cypher: str, **parameters: Any) -> None:
        """Run one writing statement in a transaction of its own. Raises `StoreError`."""

        def work(transaction: neo4j.ManagedTransaction) -> None:
            transaction.run(cypher, parameters).consume()

        self.write(work)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep everybody else who asks for the same waiting, for the length of a ``with`` block: writers of one store.

        A folder is locked by a file, a Neo4j by a transaction that holds the node of the schema. Both let go when the
        process ends, however it does. Raises `StoreError`.
        """
        if self._folder is not None:
            with open(self._folder / WRITING, "a", opener=private) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
            return
        if self._embedded:
            raise StoreError(f"{self.name} is a folder that is served; write to it by its folder: --store FOLDER")
        with self._session(neo4j.WRITE_ACCESS) as session:
            transaction = _begun(session, "MATCH (s:Schema {id: 'onrecord'}) SET s.locked = true")
            with transaction:
                yield
                transaction.rollback()

    def prepare(self) -> None:
        """Make constraints and indexes, if any is missing, and note the schema's version."""
        version, lacking = self.version(), self.lacking()
        if version == schema.VERSION:
            for name in sorted(lacking & schema.constraints()):  # the embedded engine knows it still by its name
                self.execute(f"DROP CONSTRAINT {name} IF EXISTS")
        if version != schema.VERSION or lacking:
            self.lay_out()
            self.note_version()

    def lacking(self) -> set[str]:
        """The names of constraints and indexes that are missing."""
        rows = self.read("SHOW CONSTRAINTS YIELD name RETURN name") + self.read("SHOW INDEXES YIELD name RETURN name")
        return schema.names() - {row["name"] for row in rows}

    def lay_out(self) -> None:
        """Make constraints and indexes. May be run again."""
        for statement in [*schema.statements(), *([] if self._embedded else schema.TEXT_INDEXES)]:
            self.execute(statement)
        if not self.read("SHOW INDEXES YIELD name WHERE name = $name RETURN name", name=schema.QUOTE_TEXT_INDEX):
            self.execute(schema.FULL_TEXT)

    def note_version(self) -> None:
        """Note that the store is of this release's schema."""
        note = "MERGE (s:Schema {id: 'onrecord'}) SET s.name = 'onrecord schema', s.version = $version"
        self.execute(note, version=schema.VERSION)

    def version(self) -> int | None:
        """The version of the schema in this store; None where nothing was loaded yet."""
        rows = self.read("MATCH (s:Schema {id: 'onrecord'}) RETURN s.version AS version")
        return rows[0]["version"] if rows else None

    @contextmanager
    def _session(self, mode: str) -> Iterator[neo4j.Session]:
        try:
            session = self._driver.session(
                database=self._database, default_access_mode=mode, bookmark_manager=self._bookmarks
            )
        except exceptions.DriverError as error:
            raise StoreError(f"the store {self.name} is closed; ask it inside of its `with` block") from error
        with _explained(self.name, self._folder), session:
            yield session


class _Answered(Exception):
    """Leaves a managed transaction with its rows by the way that rolls it back."""

    def __init__(self, rows: list[Row]) -> None:
        super().__init__()
        self.rows = rows


@contextmanager
def open_store(uri: str, *, login: Login | None = None, create: bool = True, outdated: bool = False) -> Iterator[Store]:
    """Open a store for the length of a ``with`` block.

    Parameters
    ----------
    uri : the address of a Neo4j (``neo4j://…``, ``neo4j+s://…``, ``bolt://…``), or a folder, made if it is missing.
    login : user, password and database of a Neo4j; a folder needs none.
    create : whether to make a folder that is missing, or to refuse it.
    outdated : whether to open a store of an earlier release's schema, or to refuse it.

    Raises
    ------
    StoreError
        if it cannot be reached, refuses the login, belongs to another process or to another release of onrecord.

    Examples
    --------
    >>> with open_store("town") as store:
    ...     store.read("MATCH (q:Quote) RETURN count(q) AS quotes")
    [{'quotes': 120}]
    """
    with open_store_as(Store, uri, login=login, create=create, outdated=outdated) as store:
        yield store


@contextmanager
def open_store_as(
    kind: type[S], uri: str, *, login: Login | None = None, create: bool = True, outdated: bool = False
) -> Iterator[S]:
    """Open a store as `open_store` does, as one of a class that can do more."""
    if "://" in uri:
        if uri.partition("://")[0].lower() not in SCHEMES:
            raise StoreError(f"{uri} is no address of a store; use one of {', '.join(SCHEMES)}://…, or name a folder")
        with _connected(kind, uri, login or Login()) as store:
            _check_version(store, outdated)
            yield store
        return
    folder = Path(uri)
    if not create and not is_store(folder):
        raise StoreError(f"there is no store at {uri}; make one by `onrecord add PATH --store {shlex.quote(uri)}`")
    try:
        engine = embedded.Engine(folder)
    except embedded.Locked as locked:
        if locked.served is None:
            raise
        login = Login(embedded.USER, locked.served.password, DATABASE)
        with _connected(kind, locked.served.uri, login, name=uri, folder=folder) as store:
            _check_version(store, outdated)
            yield store
        return
    try:
        login = Login(embedded.USER, engine.password, DATABASE)
        with _connected(kind, engine.uri, login, name=uri, folder=folder) as store:
            _check_version(store, outdated)
            yield store
    finally:
        engine.close()


def _begun(session: neo4j.Session, cypher: str) -> neo4j.Transaction:
    """A transaction that has run a statement: begun anew where a server that changes its leader, say, lost it."""
    deadline = time.monotonic() + RETRY_SECONDS
    while True:
        transaction = session.begin_transaction()
        try:
            transaction.run(cypher).consume()
            return transaction
        except (exceptions.Neo4jError, exceptions.DriverError) as error:
            transaction.close()
            if not error.is_retryable() or time.monotonic() > deadline:
                raise
            time.sleep(1)


@contextmanager
def _connected(
    kind: type[S], uri: str, login: Login, *, name: str | None = None, folder: Path | None = None
) -> Iterator[S]:
    name = name or uri
    try:
        driver = neo4j.GraphDatabase.driver(
            uri,
            auth=(login.user, login.password),
            max_transaction_retry_time=RETRY_SECONDS,
            notifications_min_severity="OFF",  # "unknown label" on a graph that has none of them yet is no news
        )
    except (exceptions.ConfigurationError, ValueError) as error:
        raise StoreError(f"{name} is no usable address of a store: {error}") from error
    with driver:
        try:
            with _explained(name, folder):
                driver.verify_connectivity()
        except ValueError as error:  # a port that is none
            raise StoreError(f"{name} is no usable address of a store: {error}") from error
        yield kind(driver, name=name, database=login.database, folder=folder)


def _check_version(store: Store, outdated: bool) -> None:
    found = store.version()
    if found is not None and (not isinstance(found, int) or isinstance(found, bool)):
        raise StoreError(
            f"the store {store.name} has the schema version {found!r}, which is no number: it is damaged, or none of "
            "onrecord; nothing was changed: put it back from a copy, or name another by --store"
        )
    if found is None or found == schema.VERSION or (found < schema.VERSION and outdated):
        return
    does = "upgrade onrecord" if found > schema.VERSION else f"run `onrecord migrate --store {shlex.quote(store.name)}`"
    raise StoreError(
        f"the store {store.name} has schema version {found}, and this onrecord has {schema.VERSION}; "
        f"nothing was changed: {does}"
    )


@contextmanager
def _explained(name: str, folder: Path | None) -> Iterator[None]:
    """Turn the driver's errors into `StoreError`s that say what to do."""
    try:
        yield
    except exceptions.AuthError as error:
        raise StoreError(f"{name} refused the user or the password; give them by --user and NEO4J_PASSWORD") from error
    except (exceptions.ServiceUnavailable, exceptions.SessionExpired) as error:
        if "SSLCertVerificationError" in "".join(traceback.format_exception(error)):  # deep in a group, when routed
            raise StoreError(
                f"the certificate of {name} is signed by nobody whom this machine trusts; give your authority's "
                "certificate by SSL_CERT_FILE=ca.pem, or use neo4j+ssc:// to trust any"
            ) from error
        raise StoreError(f"no server answers at {name}; is it running, and is the address right?") from error
    except exceptions.Neo4jError as error:
        why, code = reason(error, folder), error.code or ""
        hint = f"; `onrecord status --verify --store {shlex.quote(name)}` looks for damage"
        damaged = code.startswith("Neo.DatabaseError") and why != NO_SPACE
        raise StoreError(f"the store {name} answered: {why}{hint if damaged else ''}") from error


def _plain(record: neo4j.Record) -> Row:
    return {key: _native(record[key]) for key in record.keys()}  # noqa: SIM118  (a record iterates over its values)


def _native(value: Any) -> Any:
    if hasattr(value, "to_native"):
        return value.to_native()
    if isinstance(value, neo4j.graph.Node):
        return {"labels": sorted(value.labels), **{key: _native(item) for key, item in sorted(value.items())}}
    if isinstance(value, neo4j.graph.Relationship):
        return {"type": value.type, **{key: _native(item) for key, item in sorted(value.items())}}
    if isinstance(value, neo4j.graph.Path):
        steps = zip(value.nodes, [*value.relationships, None], strict=True)
        return [_native(part) for step in steps for part in step if part is not None]
    if isinstance(value, list):
        return [_native(item) for item in value]
    return {key: _native(item) for key, item in value.items()} if isinstance(value, dict) else value
