"""The embedded engine (ArcadeDB) on a folder: one owner at a time, spoken to over Bolt like any server.

The folder holds the database, a marker, a lock that names its owner's process, and, while `onrecord serve` owns it, the
port and the password with which other commands find it. The password is another at each start.
"""

import base64
import errno
import fcntl
import json
import os
import secrets
import shlex
import shutil
import socket
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from graph.damage import Record, measured, recorded, refuse_damaged
from graph.folder import (
    DATABASE,
    ENGINE,
    LOCK,
    PRIVATE_FOLDER,
    SERVING,
    check_descriptions,
    check_files,
    database_folder,
    private,
    write_private,
)
from graph.folder import StoreError as StoreError
from graph.schema import FULL_TEXT_SQL

USER = "root"
FULL_BYTES = 1 << 20
"""A disk with less room is full: the engine writes a store in pages of up to 256 KB."""
NO_SPACE = f"{os.strerror(errno.ENOSPC)}: make room and run the same again"
HTTP_SECONDS = 30.0
"""How long the engine may take to answer by HTTP, on this machine."""


@dataclass(frozen=True, slots=True)
class Served:
    """Where a folder store is served: always on this machine. The password is left out of `repr`."""

    port: int
    password: str

    @property
    def uri(self) -> str:
        """Its Bolt address."""
        return f"bolt://127.0.0.1:{self.port}"

    def __repr__(self) -> str:
        return f"Served(port={self.port})"


class Locked(StoreError):
    """Another process owns the folder. `served` tells where, if it serves the store."""

    def __init__(self, message: str, served: Served | None) -> None:
        super().__init__(message)
        self.served = served


class Engine:
    """The engine, running in this process on a free loopback port until `close`.

    Raises `Locked` if another process owns the folder, `StoreError` if the folder cannot be used, holds what no store
    holds, or is damaged.
    """

    def __init__(self, folder: Path, *, port: int = 0) -> None:
        self.folder = folder.absolute()
        self._lock = _own(self.folder)
        try:
            refuse_damaged(self.folder)
            check_descriptions(self.folder)
            with _usable(self.folder):
                Record(recorded(self.folder).sizes, opened=True).write(self.folder)
            self.served = Served(port or _free_port(), secrets.token_urlsafe(18))
            self._server = self._start()
        except BaseException:
            self._lock.close()
            raise

    @property
    def uri(self) -> str:
        """The Bolt address."""
        return self.served.uri

    @property
    def password(self) -> str:
        """The password of `USER`, until `close`."""
        return self.served.password

    def _start(self) -> Any:
        root, http_port = self.folder / ENGINE, _free_port()
        with _usable(self.folder):
            if root.exists():
                shutil.rmtree(root)
            root.mkdir(PRIVATE_FOLDER)
        arcadedb = _import_engine()
        settings = {
            "server_databaseDirectory": str(self.folder / "databases"),
            "server_databaseLoadAtStartup": False,
            "http_port": http_port,
            "host": "127.0.0.1",
            "mode": "production",  # its HTTP port, which cannot be turned off, has no pages then
            "server_saltIterations": 1,  # stretching is for passwords that people choose
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt_port": self.served.port,
            "bolt_defaultDatabase": DATABASE,  # what Neo4j Browser shows when it names none
            "txWalFlush": 2,
        }
        with _explained(self.folder, arcadedb.ArcadeDBError):
            with _silent(root / "log"):
                server = arcadedb.create_server(str(root), self.password, settings)
                server.start()
            try:
                _tell_errors(http_port, self.password)
                exists = database_folder(self.folder).exists()
                database = server.get_database(DATABASE) if exists else server.create_database(DATABASE)
                for statement in FULL_TEXT_SQL:  # each time: who made the database may have been killed before
                    database.command("sql", statement)
            except BaseException:
                server.stop()
                raise
        return server

    def announce(self) -> None:
        """Leave port and password in the folder, so that other commands go through this process."""
        content = {"port": self.served.port, "password": self.password, "pid": os.getpid()}
        write_private(self.folder / SERVING, json.dumps(content))

    def close(self) -> None:
        """Stop the engine and let go of the folder. Close the drivers that talk to it before."""
        try:
            (self.folder / SERVING).unlink(missing_ok=True)
            self._server.stop()
            with suppress(OSError):  # on a full disk the store counts as killed
                measured(self.folder).write(self.folder)
        finally:
            self._lock.close()


def reason(error: Exception, folder: Path | None) -> str:
    """What an engine's error says, in a line: of a full disk just that, without statement and stack trace.

    The engine does not always tell that its disk is full, so that of its folder is looked at.
    """
    message = str(getattr(error, "message", None) or error)
    full = folder is not None and shutil.disk_usage(folder).free < FULL_BYTES
    return NO_SPACE if full or os.strerror(errno.ENOSPC) in message else message.split("\n")[0]


def _tell_errors(http_port: int, password: str) -> None:
    """Let the engine say what is wrong with a statement, which it keeps to itself in production mode."""
    command = {"command": "set server setting arcadedb.server.mode development"}
    login = base64.b64encode(f"{USER}:{password}".encode()).decode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{http_port}/api/v1/server",
        data=json.dumps(command).encode(),
        headers={"Authorization": f"Basic {login}", "Content-Type": "application/json"},
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    direct.open(request, timeout=HTTP_SECONDS).close()


@contextmanager
def _explained(folder: Path, error_of_engine: type[Exception]) -> Iterator[None]:
    try:
        yield
    except (error_of_engine, OSError) as error:
        raise StoreError(f"the store {folder} does not open: {reason(error, folder)}") from error


@contextmanager
def _usable(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RecursionError) as error:
        why = error.strerror if isinstance(error, OSError) else "folders in it are nested too deep"
        raise StoreError(f"the store folder {folder} cannot be used: {why}; name another by --store") from error


@contextmanager
def _silent(folder: Path) -> Iterator[None]:
    """Let an engine that is loaded in the block log nothing, and put what it cannot help writing into a folder.

    What it logs has texts of articles, and on a full disk it prints that it cannot log.
    """
    with tempfile.NamedTemporaryFile("w", prefix="onrecord-", suffix=".properties") as quiet:
        quiet.write("handlers =\n.level = OFF\n")
        quiet.flush()
        chosen = f"-Djava.util.logging.config.file={quiet.name}"
        os.environ["ARCADEDB_JVM_ARGS"] = shlex.quote(chosen)
        os.environ["ARCADEDB_NATIVE_ISOLATE_ARGS"] = chosen
        os.environ["ARCADEDB_LOG_DIR"] = str(folder)
        os.environ["ARCADEDB_LOG_CONSOLE"] = "0"
        os.environ["ARCADEDB_JVM_ERROR_FILE"] = str(folder / "jvm-error-%p.log")
        yield


def _import_engine() -> Any:
    try:
        import arcadedb
    except ImportError:
        try:
            import arcadedb_embedded as arcadedb
        except ImportError:
            message = "no embedded engine is installed; run `pip install arcadedb-embedded`, or give a Neo4j by --store"
            raise StoreError(message) from None
    return arcadedb


def _own(folder: Path) -> IO[str]:
    """Make the folder a store of ours, if it is not, and lock it for this process."""
    if "${" in str(folder):
        raise StoreError(
            f"{folder} cannot be a store, as the engine reads ${{…}} in its name as a setting; name another by --store"
        )
    with _usable(folder):
        check_files(folder)
        folder.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            folder.chmod(PRIVATE_FOLDER)
        lock = open(folder / LOCK, "a+", encoding="utf-8", opener=private)  # noqa: SIM115  (held until `close`)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise _locked(folder, lock) from None
    with _usable(folder):
        (folder / SERVING).unlink(missing_ok=True)  # left by a process that was killed
        lock.truncate(0)
        command = " ".join(["onrecord", *sys.argv[1:2]])
        lock.write(json.dumps({"pid": os.getpid(), "command": command}))
        lock.flush()
    return lock


def _locked(folder: Path, lock: IO[str]) -> Locked:
    who, served = "another process", None
    lock.seek(0)
    with suppress(ValueError, KeyError, TypeError):
        owner = json.loads(lock.read())
        who = f"process {owner['pid']} ({owner['command']})"
    lock.close()
    with suppress(OSError, ValueError, KeyError, TypeError):
        left = json.loads((folder / SERVING).read_text("utf-8"))
        served = Served(int(left["port"]), str(left["password"]))
    message = f"the store {folder} is in use by {who}; try again when it has ended, or share it by `onrecord serve`"
    return Locked(message, served)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
