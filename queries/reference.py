"""Writes docs/questions.md, the page of all saved questions: ``python -m queries.reference docs/questions.md``.

Each has an example, asked of the seed articles; a test keeps the page what this writes.
"""

import shlex
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from queries.catalogue import ask, catalogue
from queries.header import Parameter, SavedQuery
from queries.output import Format, render
from queries.phrasings import RULES

if TYPE_CHECKING:
    from graph.store import Store

EXAMPLES: dict[str, dict[str, Any]] = {
    "anonymous-sources": {},
    "both-sides": {"policy": "ferry subsidy plan"},
    "co-policies": {"policy": "ferry subsidy plan"},
    "common-ground": {"speaker": "osterby", "other": "calloway"},
    "compare-outlets": {"policy": "parking tax", "type": "person", "limit": 4},
    "earliest-and-latest": {"policy": "leaf-blower ban", "limit": 3},
    "echoes": {"speaker": "calloway", "limit": 2},
    "evidence": {"quote": "58933fdcc009:593"},
    "exclusive-to-outlet": {"policy": "leaf-blower ban"},
    "flip-flops": {},
    "gaps": {},
    "most-quoted": {"outlet": "gazette", "limit": 4},
    "neighbourhood": {"speaker": "drummond", "limit": 2},
    "policies": {"limit": 3},
    "roles": {"speaker": "hallorane"},
    "timeline": {"policy": "rental ordinance"},
    "unresolved": {"limit": 2},
    "what-did-speaker-say": {"speaker": "osterby", "policy": "rental ordinance", "since": "2026-06-01", "limit": 3},
    "who-answers-whom": {},
    "who-said-what": {"policy": "ferry subsidy plan", "stance": "for"},
}
"""The parameters of each question's example; one that has none here has no page yet."""
_WIDTH = 100

HEAD = """\
# The saved questions

`onrecord ask NAME` asks one of them; `--format` writes the rows otherwise, with every column, and `--explain` prints
the Cypher ([the files](../queries)). `onrecord export NAME -o FILE` writes the graph behind the answer. Names match in
whatever case, by any of their words; days are written as 2026-03-04. The examples are of the [seed
articles](../seeds/README.md), added by `onrecord add seeds/articles`.

*This page is written by `make docs`.*
"""


def reference(store: "Store") -> str:
    """The page in Markdown, with the examples answered by a store that holds the seed articles.

    Raises `KeyError` for a question that has no example yet.
    """
    groups: dict[str, list[SavedQuery]] = {}
    for query in catalogue().values():
        groups.setdefault(query.group, []).append(query)
    parts = [HEAD, _contents(groups)]
    for group, queries in groups.items():
        parts.append(f"## {group.capitalize()}\n")
        parts += [part for query in queries for part in _question(query, store)]
    return "\n".join(parts)


def _contents(groups: dict[str, list[SavedQuery]]) -> str:
    lines = [
        f"- {group.capitalize()}: " + ", ".join(f"[{query.name}](#{query.name})" for query in queries)
        for group, queries in groups.items()
    ]
    return "\n".join(lines) + "\n"


def _question(query: SavedQuery, store: "Store") -> Iterator[str]:
    yield f"### {query.name}\n"
    yield f"**{query.title}.** {query.description}\n"
    if words := [rule.example for rule in RULES if rule.query == query.name]:
        yield f"In words: {', '.join(f'“{example}”' for example in words)}\n"
    yield "| Option | Value | Default | |\n| --- | --- | --- | --- |"
    yield "\n".join(map(_option, query.parameters)) + "\n"
    given = EXAMPLES[query.name]
    options = [f"{p.option} {_quoted(given[p.name])}" for p in query.parameters if p.name in given]
    rows = ask(store, query.name, **given)
    table = render(rows, format=Format.table, columns=query.columns, title=query.title, width=_WIDTH)
    shown = "\n".join(line.rstrip() for line in table.splitlines()).strip("\n")
    yield f"```console\n$ {' '.join(['onrecord ask', query.name, *options])}\n{shown or '(no rows)'}\n```\n"


def _option(parameter: Parameter) -> str:
    value = ", ".join(f"`{choice}`" for choice in parameter.choices) or parameter.type
    default = "needed" if parameter.required else "" if parameter.default is None else f"`{parameter.default}`"
    return f"| `{parameter.option}` | {value} | {default} | {parameter.meaning} |"


def _quoted(value: object) -> str:
    text = str(value)
    return f'"{text}"' if shlex.quote(text) != text else text


def main(
    page: Annotated[Path, typer.Argument(help="The file to write.")],
    articles: Annotated[Path, typer.Option(help="The articles that the examples are asked of.")] = Path(
        "seeds/articles"
    ),
) -> None:
    """Write the page of all saved questions."""
    from extract.articles import read_articles
    from extract.pipeline import extract
    from graph.load import load
    from graph.store import open_store

    def fail(problem: object) -> None:
        raise typer.BadParameter(str(problem))

    with TemporaryDirectory() as folder, open_store(f"{folder}/store") as store:
        load(store, extract(read_articles([str(articles)], on_problem=fail)))
        page.write_text(reference(store), "utf-8")


if __name__ == "__main__":
    typer.run(main)
