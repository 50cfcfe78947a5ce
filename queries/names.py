"""Which names of the store the words of a question hold."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from queries.catalogue import Row

Kind = Literal["speaker", "policy", "outlet", "role"]
_STATEMENTS: dict[Kind, str] = {
    "speaker": "MATCH (n:Speaker) WHERE any(word IN $words WHERE n.search CONTAINS ' ' + word) "
    "RETURN n.name AS name, n.aliases AS aliases, n.type AS type",
    "policy": "MATCH (n:Policy) WHERE any(word IN $words WHERE n.search CONTAINS ' ' + word) "
    "RETURN n.name AS name, n.aliases AS aliases, null AS type",
    "outlet": "MATCH (n:Outlet) RETURN n.name AS name, [] AS aliases, null AS type",
    "role": "MATCH (n:Speaker) UNWIND n.roles AS role WITH DISTINCT role "
    "WHERE any(word IN $words WHERE ' ' + toLower(role) CONTAINS ' ' + word) "
    "RETURN role AS name, [] AS aliases, null AS type",
}
_WORD = re.compile(r"\d{4}-\d\d-\d\d|\d+/\d+/\d+|\w+(?:'(?!s\b)\w+)*|'s\b")
_DATES = re.compile(r" \([\d –-]+\)$")  # behind a role, the days when it was seen
_BETWEEN = frozenset(["a", "an", "and", "for", "in", "of", "on", "the", "to"])
"""Words that may stand inside a name and be none of its own: "the ban on leaf blowers"."""


class Readable(Protocol):
    """What `named` needs of a store (`graph.store.Store` is one)."""

    def read(self, cypher: str, **parameters: object) -> list[Row]: ...


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question: as it is compared, and as it was typed."""

    form: str
    typed: str

    @property
    def stem(self) -> str:
        """Without the s of a plural."""
        plural = len(self.form) > 3 and self.form.endswith("s") and self.form[-2] != "s" and self.form != "news"
        return self.form[:-1] if plural else self.form


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the store under one of its forms, as stems of words."""

    kind: Kind
    name: str
    form: frozenset[str]
    whole: bool
    """Whether only the whole form means it: an unnamed source, or a role, has no surname."""
    own: bool
    """Whether the form is the name itself, and no alias."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a question, from `start` to `end`, that name something; several names of a kind if it is not clear."""

    start: int
    end: int
    names: dict[Kind, list[str]]


def words(text: str) -> list[Word]:
    """The words of a question or a name: lower case, no accents, the possessive apart, hyphens taken for spaces."""
    bare = text.replace("’", "'").replace("‘", "'")
    return [Word(_folded(found), found) for found in _WORD.findall(bare)]


def _folded(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


def named(store: Readable, asked: Sequence[Word], idle: Collection[str]) -> list[Name]:
    """The names in a store that share a word with a question; `idle` are words that name nothing by themselves."""
    stems = sorted({word.stem for word in asked if word.form not in idle and word.form != "'s"})
    found = []
    for kind, statement in _STATEMENTS.items():
        for row in store.read(statement, words=stems) if stems else ():
            name = _DATES.sub("", row["name"])
            whole = kind == "role" or row["type"] in ("anonymous", "group", "document")
            forms = {name: True} | {alias: False for alias in row["aliases"] or () if alias != name}
            for form, own in forms.items():
                found.append(Name(kind, name, frozenset(word.stem for word in words(form)), whole, own))
    return found


def mentions(asked: Sequence[Word], names: Sequence[Name], idle: Collection[str]) -> Iterator[Mention]:
    """What the words of a question name, from left to right; of several that overlap the longest."""
    with_word: dict[str, list[Name]] = {}
    for name in names:
        for stem in name.form:
            with_word.setdefault(stem, []).append(name)
    at = 0
    while at < len(asked):
        mention = _longest(asked, at, with_word.get(asked[at].stem, ()), idle)
        if mention is not None:
            yield mention
        at = mention.end if mention else at + 1


def _longest(asked: Sequence[Word], start: int, names: Sequence[Name], idle: Collection[str]) -> Mention | None:
    """What the most words from `start` on name: each of them is the name's, or stands between two that are."""
    if asked[start].form in _BETWEEN:
        return None
    best: dict[int, list[Name]] = {}
    for name in names:
        used: set[str] = set()
        end = start
        for at in range(start, len(asked)):
            stem = asked[at].stem
            if stem in name.form and stem not in used:
                used.add(stem)
                end = at + 1
            elif asked[at].form not in _BETWEEN:
                break
        if _enough(asked[start:end], used, name, idle):
            best.setdefault(end, []).append(name)
    if not best:
        return None
    end = max(best)
    stems = {word.stem for word in asked[start:end]}
    kinds: dict[Kind, list[Name]] = {}
    for name in best[end]:
        kinds.setdefault(name.kind, []).append(name)
    return Mention(start, end, {kind: _meant(found, stems) for kind, found in kinds.items()})


def _enough(run: Sequence[Word], used: set[str], name: Name, idle: Collection[str]) -> bool:
    """Whether a run of words is enough of a name to mean it."""
    if not used:
        return False
    return used == name.form or not (name.whole or all(word.form in idle for word in run))


def _meant(names: Sequence[Name], stems: set[str]) -> list[str]:
    """The names that a run of words may mean: those that it gives whole, else all that it gives a part of."""
    whole = [name for name in names if name.form <= stems and (name.own or len(name.form) > 1)]
    alike: dict[str, str] = {}
    for name in whole or names:
        alike.setdefault(name.name.lower(), name.name)
    return sorted(alike.values())
