"""What a person corrected: speakers (or policies) that are one, those that are not, and their names.

The corrections are a YAML file beside the store, in the order in which they were made; each line can be read, compared
and taken out again::

    speakers:
    - merge: [person:paul-ryan, person:p-d-ryan]
    - split: person:chris-hale
      from: [person:christopher-hale]
    - split: person:mike-johnson
      articles: [fec0b10b6b31]
      as: Mike Johnson (carpenter)
    - rename: person:paul-ryan
      to: Paul D. Ryan
    policies:
    - merge: ['policy:repair-bill', 'policy:assembly-bill-1180']

They name *forms*: the ids of names as articles give them, which no correction changes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from extract.failure import Failure
from extract.records import slug

Kind = Literal["speakers", "policies"]
"""What a correction is about."""
KINDS: tuple[Kind, ...] = get_args(Kind)


class Contradiction(Failure):
    """Corrections that cannot all be true; the message names them."""


def _has_letters(name: str) -> str:
    if not any(map(str.isalnum, name)):
        raise ValueError("a name needs a letter")
    return " ".join(name.split())


Name = Annotated[str, AfterValidator(_has_letters)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Merge(_Entry):
    """These forms are one."""

    merge: Annotated[tuple[str, ...], Field(min_length=2)]

    def told(self) -> str:
        """The correction in words."""
        return f"merge {', '.join(self.merge)}"


class Split(_Entry):
    """A form does not mean what the `others` do; or, in some articles, means another of the same name."""

    split: str
    others: Annotated[tuple[str, ...], Field(alias="from")] = ()
    articles: tuple[str, ...] = ()
    name: Annotated[Name | None, Field(alias="as")] = None

    @model_validator(mode="after")
    def _says_from_whom(self) -> Self:
        if bool(self.others) == bool(self.articles):
            raise ValueError("a split needs either 'from' (other forms) or 'articles' (where it means another)")
        if bool(self.articles) != (self.name is not None):
            raise ValueError("a split by articles needs a name for the other: 'as'")
        return self

    @property
    def form(self) -> str:
        """The id of the form that stands for the other in these articles."""
        return f"{self.split.split(':')[0]}:{slug(self.name or '')}"

    def told(self) -> str:
        """The correction in words."""
        away = f"from {', '.join(self.others)}" if self.others else f"in {', '.join(self.articles)} as {self.name}"
        return f"split {self.split} {away}"


class Rename(_Entry):
    """Whom or what a form means has this name."""

    rename: str
    to: Name

    def told(self) -> str:
        """The correction in words."""
        return f"rename {self.rename} to {self.to}"


Correction = Merge | Split | Rename


@dataclass(frozen=True, slots=True)
class Corrections:
    """Corrections of one kind, in the order in which they were made."""

    kind: Kind
    entries: tuple[Correction, ...] = ()

    def together(self, known: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Pairs of known forms that a person called one."""
        present = set(known)
        for entry in self.entries:
            if isinstance(entry, Merge):
                forms = [form for form in entry.merge if form in present]
                yield from ((forms[0], other) for other in forms[1:])

    def apart(self) -> frozenset[frozenset[str]]:
        """Pairs of forms that a person told apart, by a split or by giving them two names."""
        splits = [entry for entry in self.entries if isinstance(entry, Split)]
        pairs = {frozenset((e.split, other)) for e in splits for other in e.others or (e.form,)}
        renames = [entry for entry in self.entries if isinstance(entry, Rename)]
        return frozenset(pairs | {frozenset((a.rename, b.rename)) for a, b in combinations(renames, 2) if a.to != b.to})

    def parted(self) -> set[str]:
        """The forms that a person took from the others of their group."""
        return {entry.split for entry in self.entries if isinstance(entry, Split) and entry.others}

    def invented(self) -> set[str]:
        """The forms that stand for the other bearer of a name: no article gives them, so nothing is read off them."""
        return {entry.form for entry in self.entries if isinstance(entry, Split) and entry.articles}

    def by_article(self) -> dict[tuple[str, str], Split]:
        """(form, article) -> the split that makes the form another's in this article."""
        return {(e.split, article): e for e in self.entries if isinstance(e, Split) for article in e.articles}

    def name_of(self, forms: Iterable[str]) -> str | None:
        """The name that a person gave to what these forms mean."""
        mine = set(forms)
        names = [entry.to for entry in self.entries if isinstance(entry, Rename) and entry.rename in mine]
        names += [
            entry.name for entry in self.entries if isinstance(entry, Split) and entry.name and entry.form in mine
        ]
        return names[0] if names else None

    def touched(self) -> set[str]:
        """The forms that any correction names."""
        found: set[str] = set()
        for entry in self.entries:
            match entry:
                case Merge():
                    found.update(entry.merge)
                case Split():
                    found.update((entry.split, *entry.others, *([entry.form] if entry.articles else [])))
                case Rename():
                    found.add(entry.rename)
        return found

    def check(self, groups: Iterable[Sequence[str]] = ()) -> None:
        """Raise `Contradiction` if two corrections cannot both hold, given the groups of forms that they lead to."""
        for group in (*self._merged(), *groups):
            members = set(group)
            for entry in self.entries:
                others = {*entry.others, entry.form if entry.articles else ""} if isinstance(entry, Split) else set()
                if isinstance(entry, Split) and entry.split in members and members & others:
                    merges = [e for e in self.entries if isinstance(e, Merge) and members & set(e.merge)]
                    raise self._contradiction(entry, *merges)
            renames = [e for e in self.entries if isinstance(e, Rename) and e.rename in members]
            if len({entry.to for entry in renames}) > 1:
                raise self._contradiction(*renames)

    def _merged(self) -> list[set[str]]:
        groups: list[set[str]] = [{entry.rename} for entry in self.entries if isinstance(entry, Rename)]
        for entry in self.entries:
            if isinstance(entry, Merge):
                joined = [group for group in groups if group & set(entry.merge)]
                groups = [group for group in groups if group not in joined] + [set(entry.merge).union(*joined)]
        return groups

    def _contradiction(self, *entries: Correction) -> Contradiction:
        told = "; ".join(entry.told() for entry in entries)
        return Contradiction(
            f"these corrections contradict one another: {told}; take one out by `onrecord {self.kind} undo`"
        )


def read_corrections(file: Path, kind: Kind) -> Corrections:
    """The corrections of a kind in a file; none if there is no file. Raises `Failure` if it is none of ours."""
    rows = _rows(file)[kind]
    entries = (_entry(row, f"{file}, {kind}, correction {n}") for n, row in enumerate(rows, start=1))
    return Corrections(kind, tuple(entries))


def _rows(file: Path) -> dict[Kind, list[Any]]:
    """The corrections in a file as they stand there, by kind."""
    try:
        loaded: Any = yaml.safe_load(file.read_text("utf-8")) or {}
    except (FileNotFoundError, NotADirectoryError):
        loaded = {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Failure(f"{file} cannot be read as corrections: {' '.join(str(error).split())}") from error
    known = isinstance(loaded, dict) and loaded.keys() <= set(KINDS)
    if not known or not all(isinstance(rows, list) for rows in loaded.values()):
        raise Failure(f"{file} is no file of corrections: it has to hold lists under the keys {' and '.join(KINDS)}")
    return {kind: loaded.get(kind, []) for kind in KINDS}


def _entry(row: Any, where: str) -> Correction:
    kinds: dict[str, type[Correction]] = {"merge": Merge, "split": Split, "rename": Rename}
    named = [kind for kind in kinds if isinstance(row, dict) and kind in row]
    if len(named) != 1:
        raise Failure(f"{where}: a correction begins with merge, split or rename")
    try:
        return kinds[named[0]].model_validate(row)
    except ValidationError as error:
        fault = error.errors()[0]
        key = ".".join(map(str, fault["loc"])) or named[0]
        raise Failure(f"{where}: {key}: {fault['msg'].removeprefix('Value error, ')}") from error


def write_corrections(file: Path, corrections: Corrections) -> None:
    """Write the corrections of a kind, one after the other, in a form that can be read, compared and edited.

    Those of the other kind stay as they are. Raises `Failure` if the file is none of ours.
    """
    mine = [entry.model_dump(by_alias=True, exclude_defaults=True, mode="json") for entry in corrections.entries]
    filled = {kind: rows for kind, rows in (_rows(file) | {corrections.kind: mine}).items() if rows}
    text = yaml.safe_dump(filled, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None)
    temporary = file.with_suffix(".new")
    temporary.write_text(_HEAD + (text if filled else ""), "utf-8")
    temporary.replace(file)


_HEAD = (
    "# Corrections, applied at every load. Made by `onrecord speakers` and `onrecord policies`; may be edited\n"
    "# by hand, but the next correction writes the file anew, without comments.\n"
)
