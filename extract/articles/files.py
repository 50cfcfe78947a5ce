"""Which files the paths of a command line mean: files, folders, and patterns that no shell has expanded."""

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
    follow_links: bool = False,
    on_problem: Callable[[Problem], None],
    on_note: Callable[[str], None] = lambda _: None,
) -> Iterator[str | Path]:
    """Yield the files that `path` means, sorted: itself, or those in a folder or of a pattern that are `known`.

    `formats` tells in words what is known. In a pattern ``**`` stands for any number of folders. Hidden files and
    folders are passed over unless they are named, and so is what is neither a file nor a folder. Links that lead out
    of the folder (of the part of a pattern before its first sign) are problems, unless `follow_links`; other links are
    followed, but no folder is gone through twice, and a file and a link to it are one. "-" is yielded as it is.
    `on_note` is told of the files of a folder that are not known.
    """
    if str(path) == STANDARD_INPUT:
        yield STANDARD_INPUT
        return
    path = Path(path)
    if path.is_dir():
        links = _Links(path, follow=follow_links, on_problem=on_problem)
        files = sorted(_walk(path, depth=None, links=links, on_problem=on_problem))
        found = [file for file in files if known(file)]
        if not found:
            on_problem(Problem(input=str(path), reason=f"no articles in this folder (known formats: {formats})"))
        elif others := [file for file in files if not known(file)]:
            endings = sorted({file.suffix.lower() or "without an ending" for file in others})
            on_note(f"note: {path}: {counted(len(others), 'file')} of other kinds left out ({', '.join(endings)})")
        yield from _once(list(filter(links.are_followed, found)))
    elif _is_pattern(str(path)) and not path.exists():
        fixed = next(number for number, part in enumerate(path.parts) if _is_pattern(part))
        folder, pattern = Path(*path.parts[:fixed]), path.parts[fixed:]
        links = _Links(folder, follow=follow_links, on_problem=on_problem)
        matches = list(_matching(folder, pattern, links=links, on_problem=on_problem))
        found = sorted(file for file in matches if known(file))
        if not found:
            why = f"no file of a known format matches this pattern ({formats})"
            on_problem(Problem(input=str(path), reason=why if matches else "nothing matches this pattern"))
        yield from _once(list(filter(links.are_followed, found)))
    else:
        yield path


def _is_pattern(part: str) -> bool:
    return any(sign in part for sign in "*?[")


def _matching(
    folder: Path, pattern: Sequence[str], *, links: "_Links", on_problem: Callable[[Problem], None]
) -> Iterator[Path]:
    depth = None if "**" in pattern else len(pattern)
    for file in _walk(folder, depth=depth, links=links, on_problem=on_problem) if folder.is_dir() else ():
        if _matches(file.relative_to(folder).parts, pattern):
            yield file


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return _matches(parts, pattern[1:]) or (bool(parts) and _matches(parts[1:], pattern))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])


class _Links:
    """Which links below `folder` are followed: those that stay in it, or all. The others are problems."""

    def __init__(self, folder: Path, *, follow: bool, on_problem: Callable[[Problem], None]) -> None:
        self._folder = folder.resolve()
        self._follow = follow
        self._on_problem = on_problem

    def are_followed(self, path: Path) -> bool:
        """Whether a path may be read: it is no link, or one that is followed."""
        if self._follow or not path.is_symlink() or (target := path.resolve()).is_relative_to(self._folder):
            return True
        reason = f"a link out of its folder, to {target}; name it itself, or give --follow-links"
        self._on_problem(Problem(input=str(path), reason=reason))
        return False


def _once(files: Sequence[Path]) -> Iterator[Path]:
    """The files in their order, without links to others of them and second links to one file."""
    links = {file for file in files if file.is_symlink()}
    seen = {_identity(file) for file in files if file not in links} if links else set()
    for file in files:
        if file in links:
            if _identity(file) in seen:
                continue
            seen.add(_identity(file))
        yield file


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _walk(folder: Path, *, depth: int | None, links: _Links, on_problem: Callable[[Problem], None]) -> Iterator[Path]:
    """Yield the files below a folder, all links to files among them; of links to folders, those are gone through that
    `links` follow."""
    seen: set[tuple[int, int]] = set()
    waiting = [(folder, 1)]
    while waiting:
        here, level = waiting.pop()
        try:
            identity = _identity(here)
            names = sorted(path.name for path in here.iterdir())  # os.walk goes no deeper than Python's stack
        except OSError as error:
            on_problem(_unreadable(error))
            continue
        if identity in seen:
            continue
        seen.add(identity)
        folders = []
        for name in names:
            if name.startswith(HIDDEN):
                continue
            try:
                if (here / name).is_dir():
                    folders.append(name)
                elif (here / name).is_file():
                    yield here / name
            except OSError as error:  # a folder that lists its files and lets nobody at them
                on_problem(_unreadable(error))
        if depth is None or level < depth:
            entered = [
                here / name for name in folders if not _is_of_page(name, names) and links.are_followed(here / name)
            ]
            waiting += [(inner, level + 1) for inner in reversed(entered)]


def _unreadable(error: OSError) -> Problem:
    return Problem(input=str(error.filename), reason=error.strerror or str(error))


def _is_of_page(folder: str, files: Sequence[str]) -> bool:
    """Whether a browser kept in the folder what belongs to a page beside it."""
    page = folder.removesuffix("_files")
    return page != folder and (f"{page}.html" in files or f"{page}.htm" in files)
