"""Whether the files of a store are those that its engine left: a record of their sizes, compared at every open.

The engine answers from what it finds: without a file there are no quotes, and nothing is wrong. So the marker of a
store notes the size of each file when the store is closed. A store that was killed has grown since, and some of its
files were replaced; what holds records only ever grows.
"""

import json
import shlex
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.folder import COMPONENT, CONFIGURATION, KILLED, MARKER, SCHEMA, StoreError, database_folder, write_private


@dataclass(frozen=True, slots=True)
class Record:
    """Sizes in bytes of the files of a database, by name, when it was last closed; whether it was opened since."""

    sizes: Mapping[str, int]
    opened: bool

    def write(self, folder: Path) -> None:
        """Put the record into the marker of a store."""
        content = {"store": "onrecord", "engine": "arcadedb", "opened": self.opened, "sizes": dict(self.sizes)}
        write_private(folder / MARKER, json.dumps(content))


def recorded(folder: Path) -> Record:
    """The record of a store; without sizes where there is none, as in a store of release 0.1.

    Raises `StoreError` if the marker of the store is not what a store writes.
    """
    file = folder / MARKER
    try:
        marker = json.loads(file.read_text("utf-8"))
        sizes = {str(name): int(size) for name, size in marker.get("sizes", {}).items()}
        return Record(sizes, opened=bool(marker.get("opened", True)))
    except FileNotFoundError:
        return Record({}, opened=True)
    except (OSError, ValueError, AttributeError, TypeError, OverflowError, RecursionError) as error:
        raise StoreError(f"{file} is damaged; put it back from a copy, or add the articles again elsewhere") from error


def measured(folder: Path) -> Record:
    """The record of a store that was just closed."""
    sizes = {file.name: file.stat().st_size for file in _files(folder) if _is_kept(file.name)}
    return Record(sizes, opened=False)


def damages(folder: Path) -> list[str]:
    """What is wrong with the files of a store, a sentence each. No engine is needed."""
    try:
        record = recorded(folder)
    except StoreError:
        return [f"{MARKER} is missing or cannot be read"]
    found = {file.name: file.stat().st_size for file in _files(folder)}
    needed = _described(folder, found, record) if record.opened else sorted(record.sizes.keys() - found.keys())
    logged = any(size for name, size in found.items() if name.endswith(".wal"))
    if logged and KILLED not in found:  # without it the engine would not go on from the log
        needed.append(KILLED)
    return [f"{name} is missing or cannot be read" for name in needed] + [
        f"{name} has {found[name]:,} bytes and had {size:,}"
        for name, size in sorted(record.sizes.items())
        if found.get(name, size) < size and (_holds_records(name) or not record.opened)
    ]


def refuse_damaged(folder: Path) -> None:
    """Raise `StoreError` if files of a store are missing, or shorter than they were."""
    if found := damages(folder):
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise StoreError(
            f"the store {folder} is damaged: {found[0]}{more}; nothing was opened: put it back from a copy, or move it "
            f"away and add the articles again with its corrections.yaml; `onrecord status --verify --store "
            f"{shlex.quote(str(folder))}` lists all damage"
        )


def _described(folder: Path, found: Mapping[str, int], record: Record) -> list[str]:
    """What is missing of the files that the schema names."""
    try:
        types: Mapping[str, Any] = json.loads((database_folder(folder) / SCHEMA).read_text("utf-8"))["types"]
        named = {name for type in types.values() for name in _files_of(type)}
    except FileNotFoundError:
        held = any(name.endswith(".bucket") for name in found)  # none before the schema of a new store is there
        return [SCHEMA] if held or record.sizes else []
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return [SCHEMA]
    present = {match["name"] for name in found if (match := COMPONENT.fullmatch(name))}
    return sorted({*named, "dictionary"} - present)


def _files_of(type: Mapping[str, Any]) -> Iterator[str]:
    """The names of the files of one type of nodes (v) or relationships (e)."""
    for bucket in type["buckets"]:
        yield from (bucket, f"{bucket}_in_edges", f"{bucket}_out_edges") if type["type"] == "v" else (bucket,)
    yield from type["indexes"]


def _files(folder: Path) -> Iterator[Path]:
    with suppress(FileNotFoundError):
        yield from (file for file in database_folder(folder).iterdir() if file.is_file())


def _is_kept(name: str) -> bool:
    return name in (SCHEMA, CONFIGURATION) or COMPONENT.fullmatch(name) is not None


def _holds_records(name: str) -> bool:
    return name.endswith((".bucket", ".dict"))
