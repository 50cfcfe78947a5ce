"""What people know of speakers and policies and no article tells: corrections, and Wikidata's ids."""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extract.failure import Failure
from extract.records import Problem
from graph.corrections import KINDS, Corrections, Kind, read_corrections


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Corrections by kind (none of a kind that is left out), and Wikidata's ids by name."""

    corrections: Mapping[Kind, Corrections] = field(default_factory=dict)
    qids: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: Kind) -> Corrections:
        """The corrections of a kind."""
        return self.corrections.get(kind, Corrections(kind))


def known_of(file: Path, *, on_problem: Callable[[Problem], None]) -> Knowledge:
    """What stands in a file of corrections and in the list of Wikidata's ids beside it; nothing where there is none.

    Raises `Failure` if a file is none of ours, `Contradiction` if the corrections cannot all hold.

    Examples
    --------
    >>> known_of(Path("town/corrections.yaml"), on_problem=print).qids
    {}
    """
    listed, corrections = qid_file(file), {kind: read_corrections(file, kind) for kind in KINDS}
    for told in corrections.values():
        told.check()
    return Knowledge(corrections, read_qids(listed, on_problem=on_problem) if listed.exists() else {})


def qid_file(corrections: Path) -> Path:
    """Where the Wikidata ids stand that belong to a file of corrections."""
    return corrections.with_name(f"{corrections.stem}.wikidata.csv")


def read_qids(file: Path, *, on_problem: Callable[[Problem], None]) -> dict[str, str]:
    """Name -> Wikidata id, from a CSV file with the columns ``name`` and ``qid``.

    A row without a name or with another id is reported with its line, and left out. A name that stands in two rows
    with two ids is nobody's. Raises `Failure` if the file cannot be read or lacks a column.
    """
    found: dict[str, set[str]] = {}
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            columns = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
            if not {"name", "qid"} <= columns.keys():
                raise Failure(f"{file} needs the columns name and qid; it has {', '.join(columns) or 'none'}")
            for row in reader:
                name, qid = ((row[columns[key]] or "").strip() for key in ("name", "qid"))
                if name and re.fullmatch(r"Q[1-9]\d*", qid):
                    found.setdefault(name, set()).add(qid)
                else:
                    reason = f"{name or 'a row without a name'} has no Wikidata id such as Q42, but {qid!r}"
                    on_problem(Problem(input=f"{file}, line {reader.line_num}", reason=reason))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Failure(f"{file} cannot be read as CSV: {error}") from error
    return {name: qids.pop() for name, qids in found.items() if len(qids) == 1}
