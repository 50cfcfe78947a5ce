"""Wikidata's ids of speakers, from a list that a user has: a CSV file with the columns ``name`` and ``qid``."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

from extract.failure import Failure
from extract.records import Problem


def read_qids(file: Path, *, on_problem: Callable[[Problem], None]) -> dict[str, str]:
    """Name -> Wikidata id. A row without a name or with another id is reported with its line, and left out.

    A name that stands in two rows with two ids is nobody's. Raises `Failure` if the file cannot be read or lacks a
    column.
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
