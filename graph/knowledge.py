"""What people know of speakers and policies and no article tells: corrections, Wikidata's ids, and offices."""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extract.failure import Failure
from extract.records import Problem
from graph.corrections import KINDS, Corrections, Kind, read_corrections
from graph.register import Tenure


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Corrections by kind (none of a kind that is left out), Wikidata's ids by name, and who held which office."""

    corrections: Mapping[Kind, Corrections] = field(default_factory=dict)
    qids: Mapping[str, str] = field(default_factory=dict)
    tenures: tuple[Tenure, ...] = ()

    def of(self, kind: Kind) -> Corrections:
        """The corrections of a kind."""
        return self.corrections.get(kind, Corrections(kind))


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list of people tells: Wikidata's ids by name, and who held which office."""

    qids: Mapping[str, str] = field(default_factory=dict)
    tenures: tuple[Tenure, ...] = ()


def known_of(file: Path, *, on_problem: Callable[[Problem], None]) -> Knowledge:
    """What stands in a file of corrections and in the list of people beside it; nothing where there is none.

    Raises `Failure` if a file is none of ours, `Contradiction` if the corrections cannot all hold.

    Examples
    --------
    >>> known_of(Path("town/corrections.yaml"), on_problem=print).qids
    {}
    """
    corrections = {kind: read_corrections(file, kind) for kind in KINDS}
    for told in corrections.values():
        told.check()
    return known_with(corrections, file, on_problem=on_problem)


def known_with(
    corrections: Mapping[Kind, Corrections], file: Path, *, on_problem: Callable[[Problem], None]
) -> Knowledge:
    """Corrections with the list of people that is kept beside their file. Raises `Failure` if that is no such list."""
    listed = read_listed(kept, on_problem=on_problem) if (kept := people_file(file)).exists() else Listed()
    return Knowledge(corrections, listed.qids, listed.tenures)


def people_file(corrections: Path) -> Path:
    """Where the list of people stands that belongs to a file of corrections."""
    return corrections.with_name(f"{corrections.stem}.wikidata.csv")


def read_listed(file: Path, *, on_problem: Callable[[Problem], None]) -> Listed:
    """The people of a CSV file: ``name`` with ``qid`` (Wikidata's id), with ``office`` and ``from``, or with all three.

    With an office may stand ``until``, ``place``, ``surname`` (where it is not the last word of the name; several with
    ``|`` between them) and ``by surname alone`` (yes); `graph.register` tells how an office is written. A row without a
    name, or with a wrong id or day, is reported with its line, and left out. A name that stands in two rows with two
    ids is nobody's. Raises `Failure` if the file cannot be read or lacks a column.
    """
    found: dict[str, set[str]] = {}
    tenures: list[Tenure] = []
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            reader.fieldnames = [(name or "").strip().lower() for name in reader.fieldnames or ()]
            columns = set(reader.fieldnames)
            if "name" not in columns or ("qid" not in columns and not columns >= _OFFICE):
                has = ", ".join(reader.fieldnames) or "none"
                raise Failure(f"{file} needs the columns name and qid, or name, office and from; it has {has}")
            for row in reader:
                told = {key: (value or "").strip() for key, value in row.items() if isinstance(value, str)}
                try:
                    qid, tenure = _qid(told), _tenure(told)
                except ValueError as error:
                    on_problem(Problem(input=f"{file}, line {reader.line_num}", reason=str(error)))
                    continue
                if qid:
                    found.setdefault(told["name"], set()).add(qid)
                if tenure is not None:
                    tenures.append(tenure)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Failure(f"{file} cannot be read as CSV: {error}") from error
    return Listed({name: qids.pop() for name, qids in found.items() if len(qids) == 1}, tuple(tenures))


_OFFICE = frozenset({"office", "from"})


def _qid(row: Mapping[str, str]) -> str:
    """The Wikidata id of a row; none if it has an office instead. Raises `ValueError`."""
    name, qid = row.get("name", ""), row.get("qid", "")
    if not name or (not re.fullmatch(r"Q[1-9]\d*", qid) and (qid or not row.get("office"))):
        raise ValueError(f"{name or 'a row without a name'} has no Wikidata id such as Q42, but {qid!r}")
    return qid


def _tenure(row: Mapping[str, str]) -> Tenure | None:
    """The office of a row, if it states one. Raises `ValueError`."""
    if not row.get("office"):
        return None
    try:
        return Tenure.of(row)
    except ValueError as error:
        raise ValueError(f"{row['name']}: the days of an office are written as 2026-03-04: {error}") from error
