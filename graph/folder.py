"""The folder of a store, before any engine opens it: what it may hold, and who may read it.

A store is data, and a folder may come from anybody. The engine keeps what it runs on (settings, users, logs, plugins)
in a folder of its own, which is made anew at every start, so nothing that a received folder holds in its place is read.
What is read, the database, is looked through here: names and kinds of files against the list of those that the engine
writes, and the description of its schema against what can hold a statement or name a class.
"""

import json
import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from extract.failure import Failure

DATABASE = "onrecord"
MARKER = "onrecord-store.json"
LOCK = "owner.lock"
SERVING = "serving.json"
WRITING = "writing.lock"
ENGINE = "engine"
"""Where the engine has its settings and logs; removed before each start."""
SCHEMA, CONFIGURATION = "schema.json", "configuration.json"
KILLED = "database.lck"
"""The engine has it while it is open, so it is left by one that was killed."""
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
"""Modes of what only its owner may use: a store holds whole articles."""

_FILES = (
    rf"({re.escape(MARKER)}|{re.escape(SERVING)})(\.new)?",
    rf"{re.escape(LOCK)}|{re.escape(WRITING)}",
    r"corrections\..+",  # with Wikidata's ids, and what editors leave beside them
    r"\..+",  # what file managers leave
    r"password",  # of release 0.1; not read
)
_FOLDERS = ("databases", ENGINE, "backups|config|log")  # the last three are of release 0.1; not read
COMPONENT = re.compile(r"(?P<name>.+)\.\d+\.\d+\.v\d+\.(dict|bucket|(temp_)?((nu|u)[mc]tidx|bfidx))")
"""A file of the database's content: the names of properties, records, an index, or the filter of an index."""
_DATABASE = (
    COMPONENT.pattern,
    r"(configuration|schema|schema\.prev|statistics)\.json(\.\d+\.tmp)?",
    r"last-tx-id\.bin(\.\d+\.tmp)?",
    re.escape(KILLED),
    r"txlog_\d+\.wal(\.corrupt)?",  # what a killed engine goes on from
)
_TEXTS = (
    r"dbmsVersion|dbmsBuild|settings/(zoneId|timeZone|dateFormat|dateTimeFormat|temporalStorage)",
    r"types/[^/]+/(type|parents|buckets|aliases)",
    r"types/[^/]+/custom/cypher\.constraint\.[^/]+",
    r"types/[^/]+/properties/[^/]+/type",
    r"types/[^/]+/indexes/[^/]+/(type|bucket|properties|collations|nullStrategy|similarity|typeIndexName|logicalName)",
)
"""Where the engine's description of a store has text. Elsewhere text may be a statement that is run (of a trigger, a
function, a view, a default), or the name of a class that is loaded (of an analyzer)."""


class StoreError(Failure):
    """A store that cannot be opened, reached or written."""


def database_folder(folder: Path) -> Path:
    """Where the engine keeps the content of a store."""
    return folder / "databases" / DATABASE


def is_store(folder: Path) -> bool:
    """Whether a folder is, or is being made, a store of ours (or something that opening will complain about)."""
    try:
        return folder.is_file() or (folder.is_dir() and any(folder.iterdir()))
    except OSError:
        return True


def private(file: str, flags: int) -> int:
    """Opener of files that only their owner may read, and that no link may stand for."""
    return os.open(file, flags | os.O_NOFOLLOW, PRIVATE_FILE)


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    new = file.with_name(f"{file.name}.new")
    with open(new, "w", encoding="utf-8", opener=private) as stream:
        stream.write(text)
    new.replace(file)


def open_to_others(folder: Path) -> bool:
    """Whether a folder is a store that other users of this machine may look into."""
    try:
        is_ours = (folder / MARKER).exists() or (folder / LOCK).exists()
        return is_ours and bool(folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
    except OSError:
        return False


def check_files(folder: Path) -> None:
    """Raise `StoreError` if a folder is no store, or has a file that no store has: it may be code, or lead elsewhere.

    The message names the file. A folder that is missing or empty passes.
    """
    found = {entry.name for entry in _entries(folder)}
    if found and not found & {MARKER, LOCK}:
        raise StoreError(f"{folder} is not a store of onrecord, and not empty; name another folder by --store")
    _check_names(folder, files=_FILES, folders=_FOLDERS)
    _check_names(folder / "databases", files=[r"\.instance\.id"], folders=[DATABASE])
    _check_names(database_folder(folder), files=_DATABASE)


def check_descriptions(folder: Path) -> None:
    """Raise `StoreError` if what describes the database to the engine may have it run something."""
    for name in (SCHEMA, "schema.prev.json", CONFIGURATION):
        file = database_folder(folder) / name
        try:
            described = json.loads(file.read_text("utf-8"), object_pairs_hook=_without_doubles)
        except FileNotFoundError:
            continue
        except (OSError, ValueError, RecursionError):  # the engine may be less strict
            raise _refused(file, "is no JSON") from None
        for place in _texts(described):
            if not any(re.fullmatch(pattern, place) for pattern in _TEXTS):
                raise _refused(file, f"has text at {place}, where that of a store has none")


def _entries(folder: Path) -> Iterator["os.DirEntry[str]"]:
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        yield from entries


def _check_names(folder: Path, *, files: Sequence[str], folders: Sequence[str] = ()) -> None:
    for entry in _entries(folder):
        if entry.is_symlink():
            raise _refused(Path(entry.path), "is a link")
        known = folders if entry.is_dir() else files if entry.is_file() else ()
        if not any(re.fullmatch(pattern, entry.name) for pattern in known) and os.path.lexists(entry.path):
            within = next((file for file in Path(entry.path).rglob("*") if not file.is_dir()), Path(entry.path))
            raise _refused(within, "is not a file that stores have")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object. Raises `ValueError` if it has a key twice: the engine may take the other."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _texts(value: Any, place: tuple[str, ...] = ()) -> Iterator[str]:
    """Where the texts of a JSON value stand: the keys that lead to each, with strokes between them."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*place, key.replace("/", "_")))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, place)
    elif isinstance(value, str):
        yield "/".join(place)


def _refused(file: Path, what: str) -> StoreError:
    return StoreError(
        f"{file} {what}; it might run code or lead out of the store, so the store was not opened: remove it if you "
        "trust where the store comes from"
    )
