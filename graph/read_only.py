"""Statements from outside can read and no more: `without_writes` refuses every other, whichever server is to run it.

The embedded engine runs writes in a transaction that is declared as reading, so this check does not lean on the server.
It reads a statement as the servers do, in comments, strings, quoted names and words, and refuses what they might read
otherwise: a backslash could end a string early for one of them. `graph.store.Store.query` asks Neo4j besides, by
EXPLAIN, and rolls back what it ran.
"""

import re
from collections.abc import Iterator

from extract.failure import Failure

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n\r]*|/\*.*?\*/)
      | (?P<text>'[^']*'|"[^"]*"|`[^`]*`)
      | (?P<open>/\*|['"`])
      | (?P<word>[^\W\d]\w*)
      | (?P<other>\S)""",
    re.DOTALL | re.VERBOSE,
)
_WRITING = frozenset(
    [
        "alter",
        "create",
        "delete",
        "detach",
        "drop",
        "foreach",
        "insert",
        "load",
        "merge",
        "nodetach",
        "remove",
        "set",
        "terminate",
        "transactions",
    ]
)
_PROCEDURES = re.compile(
    r"db\.(labels|relationshipTypes|propertyKeys|info|ping|schema\.\w+|index\.fulltext\.query\w+)|dbms\.components"
)
_NAMESPACES = frozenset(["date", "datetime", "duration", "localdatetime", "localtime", "point", "time", "vector"])
"""Of functions; another could be an extension's, which may do what it likes."""


class WritingStatement(Failure):
    """A statement that writes, or that might."""


def without_writes(cypher: str) -> str:
    """The statement without its comments. Raises `WritingStatement` if it is more than one, or does more than read."""
    if "\\" in cypher:
        raise WritingStatement(
            "a backslash is not taken in a statement; put the text between the other quotation marks, or give it as a "
            "parameter (--param name=value)"
        )
    words: list[str] = []
    kept = []
    for kind, token in _tokens(cypher):
        if kind == "open":
            raise WritingStatement(f"the statement ends inside of what {token} opens; close it")
        kept.append(" " if kind == "comment" else token)
        if kind in ("word", "other", "text"):
            words.append(token)
    if ";" in words[:-1]:
        raise WritingStatement("these are several statements; give one")
    if words and words[0].lower() in ("explain", "profile"):
        raise WritingStatement(f"{words[0]} is not taken; a statement here answers with rows")
    _refuse_writing(words)
    return "".join(kept).strip().removesuffix(";")


def _tokens(cypher: str) -> Iterator[tuple[str, str]]:
    at = 0
    for found in _TOKEN.finditer(cypher):
        if found.start() > at:
            yield "space", cypher[at : found.start()]
        yield found.lastgroup or "", found.group()
        at = found.end()


def _refuse_writing(words: list[str]) -> None:
    for n, word in enumerate(words):
        before = words[n - 1] if n else ""
        if word.lower() in _WRITING and before not in ("$", ":") and not _is_property(words, n):
            raise WritingStatement(
                f"{word} writes, and only reading is allowed here (as a name it goes between backticks: `{word}`)"
            )
        if before == "." or not _is_name(word):
            continue
        name, end = _dotted(words, n)
        if before.lower() == "call":
            if not _PROCEDURES.fullmatch(name):
                raise WritingStatement(f"the procedure {name} may write, and only reading is allowed here")
        elif "." in name and words[end : end + 1] == ["("] and name.split(".")[0].lower() not in _NAMESPACES:
            raise WritingStatement(f"the function {name} is of an extension, and only reading is allowed here")


def _is_property(words: list[str], n: int) -> bool:
    """Whether a word is behind the dot of a name or a bracket; behind that of ``1.`` a clause may start."""
    return n > 1 and words[n - 1] == "." and (words[n - 2] in ")]}" or _is_name(words[n - 2]))


def _dotted(words: list[str], n: int) -> tuple[str, int]:
    """The name that starts at a word, with the parts behind its dots, unquoted; and where it ends."""
    parts, end = [words[n].strip("`")], n + 1
    while words[end : end + 1] == ["."] and end + 1 < len(words) and _is_name(words[end + 1]):
        parts.append(words[end + 1].strip("`"))
        end += 2
    return ".".join(parts), end


def _is_name(word: str) -> bool:
    return word[0] in "_`" or word[0].isalpha()
