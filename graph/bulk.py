"""Articles' quotes as files for Neo4j's own importer: a graph from nothing, many times faster than by transactions.

`write_bulk` writes a CSV file for each label and type, its first line the header that ``neo4j-admin database import
full`` reads (https://neo4j.com/docs/operations-manual/current/import/), and ``import.sh`` with the one command. The
graph that this makes has schema version 0: `graph.migrations` takes it from there, makes the indexes and settles it.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from extract.failure import Failure
from extract.records import ArticleQuotes, Problem
from graph.load import Line, batches
from graph.rows import GraphRows, Rows, graph_rows
from graph.schema import SPEAKER_LABELS

SCRIPT = "import.sh"
IMPORTED = 0
"""The schema version of a graph that was imported and not settled."""
_SEPARATOR = "\x1f"  # between the items of a list
_SCRIPT = """#!/bin/sh
# Makes a graph from nothing IN PLACE OF what the database holds. Stop the Neo4j first. The database is neo4j, or the
# one that is named behind the command.
# Start the Neo4j again, and run: onrecord migrate --store neo4j://HOST:7687
cd "$(dirname "$0")" && exec neo4j-admin database import full "${{1:-neo4j}}" \\
  --overwrite-destination --multiline-fields=true --array-delimiter=U+001F --id-type=string \\
  {files}
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of the importer: `of` is the label or type, `ends` the row's keys of both ends with their labels."""

    name: str
    of: str
    properties: str
    ends: tuple[tuple[str, str], ...] = ()

    @property
    def header(self) -> list[str]:
        """The first line: ids with the label that they are of, properties with their types."""
        sides = (f":{side}_ID({label})" for side, (_, label) in zip(("START", "END"), self.ends, strict=False))
        return [*sides, *self.properties.split()]

    @property
    def columns(self) -> list[str]:
        """The keys of a row, in the order of the header."""
        return [*(key for key, _ in self.ends), *(cell.partition(":")[0] for cell in self.properties.split())]

    @property
    def option(self) -> str:
        return f"--{'relationships' if self.ends else 'nodes'}={self.of}=./{self.name}.csv"


_FORM = "given form name joined"
_QUOTE = ("quote", "Quote")
SHEETS = {
    sheet.name: sheet
    for sheet in (
        Sheet("schema", "Schema", "id:ID(Schema) name version:long"),
        Sheet(
            "articles", "Article", "id:ID(Article) title url published:date byline text textHash sourceHash loadHash"
        ),
        Sheet("outlets", "Outlet", "name:ID(Outlet)"),
        Sheet(
            "quotes",
            "Quote",
            "id:ID(Quote) title text kind act published:date confidence:double method source:long[] cue:long[] "
            "content:long[] sourceText cueText paragraph paragraphStart:long link unsettled",
        ),
        *(
            Sheet(f"speakers-{type}", f"Speaker:{label}", "id:ID(Speaker) name aliases:string[] search type")
            for type, label in SPEAKER_LABELS.items()
        ),
        Sheet("policies", "Policy", "id:ID(Policy) name aliases:string[] search"),
        Sheet("topics", "Topic", "id:ID(Topic) name cap:long iptc:string[]"),
        Sheet("appears-in", "APPEARS_IN", "start:long end:long", (_QUOTE, ("article", "Article"))),
        Sheet("published-by", "PUBLISHED_BY", "", (("id", "Article"), ("name", "Outlet"))),
        Sheet(
            "said",
            "SAID",
            f"cue confidence:double method {_FORM} aliases:string[] role roleSpan:long[] affiliation "
            "affiliationSpan:long[] mention:long[]",
            (("speaker", "Speaker"), _QUOTE),
        ),
        Sheet("told-to", "TOLD_TO", _FORM, (_QUOTE, ("speaker", "Speaker"))),
        Sheet("mentions", "MENTIONS", f"{_FORM} span:long[]", (_QUOTE, ("speaker", "Speaker"))),
        Sheet(
            "about-policies",
            "ABOUT",
            f"score:double method {_FORM} aliases:string[] jurisdiction areas:string[] stance "
            "stanceScore:double evidence:long[] evidenceText",
            (_QUOTE, ("policy", "Policy")),
        ),
        Sheet("about-topics", "ABOUT", "score:double method", (_QUOTE, ("topic", "Topic"))),
        Sheet("broader", "BROADER", "", (("id", "Topic"), ("broader", "Topic"))),
    )
}
"""The files by name. What `graph.settle` makes is in none: ECHOES, HAS_ROLE, IN_AREA, and how names are joined."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: articles, quotes, and the script that imports them."""

    articles: int
    quotes: int
    script: Path


def write_bulk(articles: Iterable[ArticleQuotes], folder: Path, *, on_problem: Callable[[Problem], None]) -> Written:
    """Write the files into a folder, made if it is missing. A second article of one id is reported and left out.

    Raises `Failure` if the folder is not empty, or a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Failure(f"{folder} is not empty; name another folder by --bulk")
        with ExitStack() as stack:
            number, quotes = _write(articles, _open(folder, stack), on_problem)
        script = folder / SCRIPT
        options = " \\\n  ".join(sheet.option for sheet in SHEETS.values())
        script.write_text(_SCRIPT.format(files=options), "utf-8")
        script.chmod(0o755)
    except OSError as error:
        raise Failure(f"{error.filename or folder} cannot be written: {error.strerror}") from error
    return Written(number, quotes, script)


Writers = Mapping[str, Callable[[Iterable[Mapping[str, Any]]], None]]


def _open(folder: Path, stack: ExitStack) -> Writers:
    """What writes rows to each file."""
    writers: dict[str, Callable[[Iterable[Mapping[str, Any]]], None]] = {}
    for name, sheet in SHEETS.items():
        stream = stack.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
        csv.writer(stream).writerow(sheet.header)
        writer = csv.DictWriter(stream, sheet.columns)  # refuses a key that the header lacks
        writers[name] = partial(_write_rows, writer)
    return writers


def _write_rows(writer: "csv.DictWriter[str]", rows: Iterable[Mapping[str, Any]]) -> None:
    writer.writerows(map(_cells, rows))


def _cells(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _SEPARATOR.join(str(item).replace(_SEPARATOR, " ") for item in value)
        if isinstance(value, list | tuple)
        else value
        for key, value in row.items()
    }


def _write(articles: Iterable[ArticleQuotes], write: Writers, on_problem: Callable[[Problem], None]) -> tuple[int, int]:
    seen: dict[str, set[str]] = {name: set() for name in SHEETS}
    topics: dict[str, dict[str, Any]] = {}
    broader: dict[str, str | None] = {}
    number = quotes = 0
    for batch in batches(map(Line.of, _once(articles, on_problem))):
        rows = graph_rows([line.article for line in batch], [line.hash for line in batch])
        for name, (nodes, key) in _nodes(rows).items():
            write[name](row for row in _unseen(nodes, key, seen[name]))
        for name, edges in _edges(rows).items():
            write[name](edges)
        for row in rows.topics:
            topics.setdefault(row["id"], row)
        for row in rows.areas:
            broader[row["id"]] = row["broader"]
            topics[row["id"]] = {key: value for key, value in row.items() if key != "broader"}
        number, quotes = number + len(rows.articles), quotes + len(rows.quotes)
    write["topics"](topics.values())
    write["broader"]({"id": id, "broader": above} for id, above in broader.items() if above in topics)
    write["schema"]([{"id": "onrecord", "name": "onrecord schema", "version": IMPORTED}])
    return number, quotes


def _once(articles: Iterable[ArticleQuotes], on_problem: Callable[[Problem], None]) -> Iterator[ArticleQuotes]:
    seen = set()
    for article in articles:
        if article.id in seen:
            on_problem(Problem(input=f"article {article.id}", reason="it was given before; the first one was taken"))
        else:
            seen.add(article.id)
            yield article


def _nodes(rows: GraphRows) -> dict[str, tuple[Rows, str]]:
    """The rows of each file of nodes, with the key that tells them apart."""
    return {
        "articles": (rows.articles, "id"),
        "outlets": ([{"name": row["name"]} for row in rows.outlets], "name"),
        "quotes": ([row["props"] | {"unsettled": row["id"]} for row in rows.quotes], "id"),
        **{f"speakers-{type}": (rows.speakers[label], "id") for type, label in SPEAKER_LABELS.items()},
        "policies": (rows.policies, "id"),
    }


def _edges(rows: GraphRows) -> dict[str, Rows]:
    """The rows of each file of relationships: their ends, and their properties beside them."""
    return {
        "appears-in": [{"quote": row["id"], "article": row["article"], **row["place"]} for row in rows.quotes],
        "published-by": rows.outlets,
        "said": _flat(rows.said, "speaker"),
        "told-to": _flat(rows.told_to, "speaker"),
        "mentions": _flat(rows.mentions, "speaker"),
        "about-policies": _flat(rows.about_policy, "policy"),
        "about-topics": _flat(rows.about_topic, "topic"),
    }


def _flat(rows: Rows, end: str) -> Rows:
    """One row for each form between two ends; the last, as MERGE and SET would have it."""
    once = {(row["quote"], row[end], row["props"].get("given")): row for row in rows}
    return [{"quote": row["quote"], end: row[end], **row["props"]} for row in once.values()]


def _unseen(rows: Rows, key: str, seen: set[str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row[key] not in seen:
            seen.add(row[key])
            yield row
