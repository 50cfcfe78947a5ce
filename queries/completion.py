"""Names out of the store for the shell to complete an option's value with: ``--speaker <TAB>``.

Names come from articles that anybody may have written, and zsh evaluates what Typer prints, twice, with too few
characters escaped. So a name is offered only if no shell takes any of its characters for more than text (`is_plain`).

Whatever is in the way (no store, one in use, a password to be asked for, a server that is slow) makes no completions,
and never a word on the terminal, where a person is in the midst of typing.
"""

import os
import re
import signal
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from extract.failure import Failure
from graph.options import DEFAULT_STORE

SECONDS = 3.0
"""How long a person waits for a completion before nothing is offered."""
MOST = 50
_NAMES = {
    "speaker": "MATCH (n:Speaker) WHERE all(word IN $words WHERE n.search CONTAINS ' ' + word)",
    "policy": "MATCH (n:Policy) WHERE all(word IN $words WHERE n.search CONTAINS ' ' + word)",
    "outlet": "MATCH (n:Outlet) WHERE all(word IN $words WHERE ' ' + toLower(n.name) CONTAINS ' ' + word)",
}


_SIGNS = frozenset(" -_.,’–")
"""Beside letters and digits, what every shell takes as it is: bare (a space behind a backslash), in "…" and in '…'."""


_PLAIN_IN_JAVA = rf"[\p{{L}}\p{{N}}][\p{{L}}\p{{M}}\p{{N}}{re.escape(''.join(_SIGNS))}]*"
"""What `is_plain` accepts, as the store reads it, so that other names take no places among the `MOST`."""


def is_plain(text: str) -> bool:
    """Whether a text is safe to offer: it begins with a letter or digit, and holds only those and `_SIGNS`."""
    return text[:1].isalnum() and all(map(_is_plain, text))


def plain(text: str) -> str:
    """A text with a space for each run of characters that `is_plain` refuses: a description that a shell shows."""
    return " ".join("".join(char if _is_plain(char) else " " for char in text).split())


def _is_plain(char: str) -> bool:
    return char in _SIGNS or unicodedata.category(char)[0] in "LMN"


class PlainDescriptions:
    """Of a Typer command or group: shells get the descriptions of its options and subcommands as plain words."""

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """What Typer offers, with plain descriptions."""
        offered: list[Any] = super().shell_complete(ctx, incomplete)  # type: ignore[misc]  # of the class beside it
        for item in offered:
            item.help = plain(item.help or "")
        return offered


class _Candidate(str):
    """A value to offer. Typer drops those that do not begin, letter for letter, with what was typed."""

    def startswith(self, *_: Any) -> bool:
        return True


class _GaveUp(BaseException):
    """The time is up; of no kind that the driver might take for a server's fault and try again."""


def completer(kind: str) -> Callable[[Any, list[str], str], list[str]] | None:
    """What completes an option whose values are names of a kind ("policy", "speaker", "outlet"); None for others."""
    if kind not in _NAMES:
        return None

    def complete(ctx: Any, args: list[str], incomplete: str) -> list[str]:
        given = {name: ctx.params.get(name) for name in ("store", "user", "password", "database")}
        with suppress(Exception, _GaveUp), _silent(), _limited(SECONDS):
            return [_Candidate(_quoted(name)) for name in names(kind, incomplete, **given)]
        return []

    return complete


def names(
    kind: str, typed: str, *, store: str | None, user: str | None, password: str | None, database: str | None
) -> list[str]:
    """The plain names of a kind with a word that begins with each word typed, in whatever case; `MOST` at most.

    Raises `Failure` as `graph.options.chosen_store` does, and rather than ask for a password.
    """
    from graph.store import Login, open_store

    uri = store or DEFAULT_STORE
    if "://" in uri and password is None:
        raise Failure(f"{uri} needs a password")
    login = Login(user=user or "neo4j", password=password or "", database=database)
    statement = f"{_NAMES[kind]} AND n.name =~ $plain RETURN DISTINCT n.name AS name ORDER BY name LIMIT {MOST}"
    with open_store(uri, login=login, create=False) as opened:
        rows = opened.read(statement, words=typed.lower().split(), plain=_PLAIN_IN_JAVA)
    return [row["name"] for row in rows if is_plain(row["name"])]


def _quoted(name: str) -> str:
    """A name as the shell has to see it. bash puts in what it is given; zsh and fish quote by themselves."""
    if os.environ.get("_ONRECORD_COMPLETE") != "complete_bash":
        return name
    words, at = os.environ.get("COMP_WORDS", "").split("\n"), os.environ.get("COMP_CWORD", "")
    typed = words[int(at)] if at.isdigit() and int(at) < len(words) else ""
    if typed.startswith(("'", '"')):  # bash keeps the mark that the person has opened, and closes it
        return name
    return name.replace(" ", "\\ ")


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise `_GaveUp` if the block takes longer."""

    def give_up(number: int, frame: FrameType | None) -> None:
        raise _GaveUp

    signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def _silent() -> Iterator[None]:
    """Nothing on standard output, which zsh evaluates, nor on standard error: the engine writes without Python."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [(number, os.dup(number)) for number in (1, 2)]
    with Path(os.devnull).open("w") as nothing:
        for number, _ in kept:
            os.dup2(nothing.fileno(), number)
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for number, before in kept:
            os.dup2(before, number)
            os.close(before)
