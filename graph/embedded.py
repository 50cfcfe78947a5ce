"""The embedded engine (ArcadeDB) on a folder: one owner at a time, spoken to over Bolt like any server.

The folder holds the engine's files, a marker, a random password (0600), a lock that names its owner's process, and,
while `onrecord serve` owns it, the address at which other commands find it.
"""

import fcntl
import json
import os
import secrets
import shlex
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from extract.failure import Failure
from graph.schema import FULL_TEXT_SQL

DATABASE = "onrecord"
USER = "root"
_MARKER = "onrecord-store.json"
_LOCK = "owner.lock"
_SERVING = "serving.json"
_PASSWORD = "password"


class StoreError(Failure):
    """A store that cannot be opened, reached or written."""


class Locked(StoreError):
    """Another process owns the folder. `serving` is its Bolt address if it serves the store, else None."""

    def __init__(self, message: str, serving: str | None) -> None:
        super().__init__(message)
        self.serving = serving


class Engine:
    """The engine, running in this process on a free loopback port until `close`.

    Raises `Locked` if another process owns the folder, `StoreError` if the folder cannot be used.
    """

    def __init__(self, folder: Path, *, port: int = 0) -> None:
        self.folder = folder.absolute()
        self._lock = _own(self.folder)
        try:
            self.password = _password(self.folder)
            self.port = port or _free_port()
            self.uri = f"bolt://127.0.0.1:{self.port}"
            self._server = self._start()
        except BaseException:
            self._lock.close()
            raise

    def _start(self) -> Any:
        _keep_logs_in(self.folder / "log")
        arcadedb = _import_engine()
        settings = {
            "http_port": _free_port(),
            "host": "127.0.0.1",
            "mode": "development",  # in production mode its answers to a faulty statement do not say what is wrong
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt_port": self.port,
            "bolt_defaultDatabase": DATABASE,  # what Neo4j Browser shows when it names none
            "txWalFlush": 2,
        }
        try:
            server = arcadedb.create_server(str(self.folder), self.password, settings)
            server.start()
            exists = (self.folder / "databases" / DATABASE).exists()
            database = server.get_database(DATABASE) if exists else server.create_database(DATABASE)
            for statement in () if exists else FULL_TEXT_SQL:
                database.command("sql", statement)
        except arcadedb.ArcadeDBError as error:
            raise StoreError(f"the store {self.folder} does not open: {error}") from error
        return server

    def announce(self) -> None:
        """Leave the Bolt address in the folder, so that other commands go through this process."""
        _write(self.folder / _SERVING, json.dumps({"uri": self.uri, "pid": os.getpid()}))

    def close(self) -> None:
        """Stop the engine and let go of the folder. Close the drivers that talk to it before."""
        (self.folder / _SERVING).unlink(missing_ok=True)
        self._server.stop()
        self._lock.close()


def is_store(folder: Path) -> bool:
    """Whether a folder is, or is being made, a store of ours (or something that opening will complain about)."""
    try:
        return folder.is_file() or (folder.is_dir() and any(folder.iterdir()))
    except OSError:
        return True


def stored_password(folder: Path) -> str:
    """The password of a folder store. Raises `StoreError` if it cannot be read."""
    try:
        return (folder / _PASSWORD).read_text("utf-8")
    except OSError as error:
        raise StoreError(f"the store {folder} is in use and its password cannot be read: {error.strerror}") from error


def _keep_logs_in(folder: Path) -> None:
    """Keep the engine's logs in the store and off the terminal; it reads this once, when it is loaded."""
    folder.mkdir(exist_ok=True)
    os.environ["ARCADEDB_LOG_DIR"] = str(folder)
    os.environ["ARCADEDB_LOG_CONSOLE"] = "0"
    quiet = folder / "jvm-logging.properties"  # the JVM package knows neither of the two
    quiet.write_text("handlers =\n.level = OFF\n", "utf-8")
    os.environ["ARCADEDB_JVM_ARGS"] = shlex.quote(f"-Djava.util.logging.config.file={quiet}")
    os.environ["ARCADEDB_JVM_ERROR_FILE"] = str(folder / "jvm-error-%p.log")


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
    try:
        if folder.is_dir() and not {_MARKER, _LOCK} & (found := {file.name for file in folder.iterdir()}) and found:
            raise StoreError(f"{folder} is not a store of onrecord, and not empty; name another folder by --store")
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / _LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"the store folder {folder} cannot be used: {error.strerror}; name another by --store"
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise _locked(folder, lock) from None
    (folder / _SERVING).unlink(missing_ok=True)  # left by a process that was killed
    lock.truncate(0)
    command = " ".join(["onrecord", *sys.argv[1:2]])
    lock.write(json.dumps({"pid": os.getpid(), "command": command}))
    lock.flush()
    if not (folder / _MARKER).exists():
        _write(folder / _MARKER, json.dumps({"store": "onrecord", "engine": "arcadedb"}))
    return lock


def _locked(folder: Path, lock: IO[str]) -> Locked:
    owner, serving = {}, None
    lock.seek(0)
    with suppress(ValueError):
        owner = json.loads(lock.read())
    lock.close()
    with suppress(OSError, ValueError, KeyError):
        serving = json.loads((folder / _SERVING).read_text("utf-8"))["uri"]
    who = f"process {owner['pid']} ({owner['command']})" if owner else "another process"
    message = f"the store {folder} is in use by {who}; try again when it has ended, or share it by `onrecord serve`"
    return Locked(message, serving)


def _password(folder: Path) -> str:
    file = folder / _PASSWORD
    if not file.exists():
        _write(file, secrets.token_urlsafe(18), mode=0o600)
    return stored_password(folder)


def _write(file: Path, text: str, mode: int = 0o644) -> None:
    """Write a file whole or not at all."""
    temporary = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    temporary.touch(mode)
    temporary.write_text(text, "utf-8")
    temporary.replace(file)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
