"""Which files the paths of a command line mean: files, folders, and patterns that no shell has expanded."""

import os
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from extract.records import Problem
from extract.reporting import counted

STANDARD_INPUT = "-"

HIDDEN = (".", "~$")
"""How the names of hidden files begin, and of those that Word keeps beside an open document."""


def files_of(
    path: str | Path,
    *,
    known: Callable[[Path], bool],
    formats: str,
    on_problem: Callable[[Problem], None],
    on_note: Callable[[str], None] = lambda _: None,
) -> Iterator[str | Path]:
    """Yield the files that `path` means, sorted: itself, or those in a folder or of a pattern that are `known`.

    `formats` tells in words what is known. In a pattern ``**`` stands for any number of folders. Hidden files and
    folders are passed over unless they are named; links to folders are followed, but no folder is gone through twice.
    "-" is yielded as it is. `on_note` is told of the files of a folder that are not known.
    """
    if str(path) == STANDARD_INPUT:
        yield STANDARD_INPUT
        return
    path = Path(path)
    if path.is_dir():
        files = sorted(_walk(path, depth=None, on_problem=on_problem))
        found = [file for file in files if known(file)]
        if not found:
            on_problem(Problem(input=str(path), reason=f"no articles in this folder (known formats: {formats})"))
        elif others := [file for file in files if not known(file)]:
            endings = sorted({file.suffix.lower() or "without an ending" for file in others})
            on_note(f"note: {path}: {counted(len(others), 'file')} of other kinds left out ({', '.join(endings)})")
        yield from found
    elif _is_pattern(str(path)) and not path.exists():
        matches = list(_matching(path, on_problem))
        found = sorted(file for file in matches if known(file))
        if not found:
            why = f"no file of a known format matches this pattern ({formats})"
            on_problem(Problem(input=str(path), reason=why if matches else "nothing matches this pattern"))
        yield from found
    else:
        yield path


def _is_pattern(part: str) -> bool:
    return any(sign in part for sign in "*?[")


def _matching(path: Path, on_problem: Callable[[Problem], None]) -> Iterator[Path]:
    fixed = next(number for number, part in enumerate(path.parts) if _is_pattern(part))
    folder, pattern = Path(*path.parts[:fixed]), path.parts[fixed:]
    depth = None if "**" in pattern else len(pattern)
    for file in _walk(folder, depth=depth, on_problem=on_problem) if folder.is_dir() else ():
        if _matches(file.relative_to(folder).parts, pattern):
            yield file


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return _matches(parts, pattern[1:]) or (bool(parts) and _matches(parts[1:], pattern))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])


def _walk(folder: Path, *, depth: int | None, on_problem: Callable[[Problem], None]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        on_problem(Problem(input=str(error.filename), reason=error.strerror or str(error)))

    seen: set[tuple[int, int]] = set()
    for here, folders, files in os.walk(folder, followlinks=True, onerror=unreadable):
        where = Path(here)
        identity = where.stat()
        level = len(where.relative_to(folder).parts) + 1
        if (identity.st_dev, identity.st_ino) in seen:
            folders.clear()
            continue
        seen.add((identity.st_dev, identity.st_ino))
        if depth is not None and level >= depth:
            folders.clear()
        folders[:] = sorted(name for name in folders if not name.startswith(HIDDEN) and not _is_of_page(name, files))
        for name in files:
            try:
                if not name.startswith(HIDDEN) and (where / name).is_file():
                    yield where / name
            except OSError as error:  # a folder that lists its files and lets nobody at them
                unreadable(error)


def _is_of_page(folder: str, files: Sequence[str]) -> bool:
    """Whether a browser kept in the folder what belongs to a page beside it."""
    page = folder.removesuffix("_files")
    return page != folder and (f"{page}.html" in files or f"{page}.htm" in files)
