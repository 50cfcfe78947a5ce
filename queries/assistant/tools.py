"""The tools: one a saved question, one that asks in words, one that reads an article. No protocol in here.

A `Tool` tells its name, what it is for and the JSON Schema of what it takes; `call` answers with a `Result`. Whatever
is asked for, no more than `MOST_ROWS` rows go out, and a result says what it leaves out.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extract.failure import Failure
from extract.reporting import counted
from extract.safe_text import json_text
from queries.answer import Answer, Row
from queries.assistant.reading import MOST_CHARACTERS, USUAL_CHARACTERS, read_passage
from queries.catalogue import Catalogue, answered
from queries.header import Parameter, SavedQuery
from queries.no_answer import refuse_empty, with_rows
from queries.output import Format, render

if TYPE_CHECKING:
    from graph.store import Store

USUAL_ROWS = 25
MOST_ROWS = 100
MOST_LETTERS = 1000
"""Of what a tool is given."""
MOST_ITEMS = 20
"""Of a list in a row: the ids of all quotes that a count is made of may be thousands."""
_JSON_TYPES = {"integer": {"type": "integer", "minimum": 0}, "number": {"type": "number", "minimum": 0, "maximum": 1}}
_ROWS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "question": {"type": "string", "description": "The saved question that was asked."},
        "parameters": {"type": "object", "description": "What it was asked with."},
        "rows": {"type": "array", "items": {"type": "object"}},
        "leftOut": {"type": "string", "description": "What there is beside these rows, if anything."},
    },
    "required": ["question", "parameters", "rows"],
}
_EVIDENCE = (
    " Rows that have a quoteId lead to the evidence (tools evidence and read-article) and, by link, to the article; "
    "confidence is how likely speaker and content are right, policyScore how likely the quote is about the policy, "
    "stanceScore how likely the stance is right, method what decided."
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool answers with: `text` for reading, `content` as JSON holds it."""

    text: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tool:
    """A question that an assistant may put. `call` raises `Failure` with what is wrong and what to do."""

    name: str
    title: str
    description: str
    takes: dict[str, Any]
    gives: dict[str, Any]
    call: Callable[["Store", Mapping[str, Any]], Result]


def taken(arguments: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a tool was given, without what was left open. Raises `Failure` for a text that is no name or question."""
    given = {name: value for name, value in (arguments or {}).items() if value is not None}
    for name, value in given.items():
        if len(str(value)) > MOST_LETTERS:
            raise Failure(f"{name}: {len(str(value)):,} characters are too many (at most {MOST_LETTERS:,})")
    return given


def tools(found: Catalogue, *, note: Callable[[str], None] = lambda message: None) -> dict[str, Tool]:
    """The tools by name, for the questions that there are; `note` is told which have the name of another tool."""
    others = {tool.name: tool for tool in (_in_words(), _read_article())}
    questions = {query.name: _question(query) for query in found.queries.values() if query.name not in others}
    for query in found.queries.values():
        if query.name in others:
            note(f"{query.file}: no tool, as {query.name} is the name of another; rename the file")
    return questions | others


def _question(query: SavedQuery) -> Tool:
    properties = {parameter.name: _property(parameter) for parameter in query.parameters}
    properties["limit"] = _LIMIT

    def call(store: "Store", given: Mapping[str, Any]) -> Result:
        return _asked(store, query, given)

    return Tool(
        name=query.name,
        title=query.title,
        description=f"{query.title}. {query.description}{_EVIDENCE}",
        takes=_object(properties, [parameter.name for parameter in query.parameters if parameter.required]),
        gives=_ROWS,
        call=call,
    )


_LIMIT = {
    "type": "integer",
    "minimum": 1,
    "maximum": MOST_ROWS,
    "default": USUAL_ROWS,
    "description": "rows at most",
}


def _property(parameter: Parameter) -> dict[str, Any]:
    found: dict[str, Any] = dict(_JSON_TYPES.get(parameter.type, {"type": "string"}))
    if parameter.choices:
        found["enum"] = list(parameter.choices)
    if parameter.type == "date":
        found["format"] = "date"
    if parameter.default is not None:
        found["default"] = parameter.default
    return {**found, "description": parameter.meaning}


def _object(properties: dict[str, Any], required: Sequence[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _asked(store: "Store", query: SavedQuery, given: Mapping[str, Any]) -> Result:
    """Ask for a row more than is wanted: so it is known whether there are any."""
    most = given.get("limit", USUAL_ROWS)
    if isinstance(most, bool) or not isinstance(most, int) or not 1 <= most <= MOST_ROWS:
        raise Failure(f"limit: {most!r} is no whole number from 1 to {MOST_ROWS}; narrow the question instead")
    limited = any(parameter.name == "limit" for parameter in query.parameters)
    told = {name: value for name, value in given.items() if name != "limit"}
    answer = with_rows(answered(store, query, {**told, "limit": most + 1} if limited else told))
    content: dict[str, Any] = {
        "question": query.name,
        "parameters": {k: v for k, v in answer.parameters.items() if v is not None and k != "limit"},
        "rows": json.loads(json_text([_short(row) for row in answer[:most]])),
    }
    head = f"{query.title}: {counted(len(content['rows']), 'row')}"
    if left_out := "; ".join(_left_out(answer, most, limited)):
        content["leftOut"] = left_out
        head += f" ({left_out})"
    return Result(f"{head}\n\n{_table(answer, content['rows'])}", content)


def _short(row: Row) -> Row:
    """A row with its lists cut, and without paths: they are for drawing, and other columns tell the same."""
    paths = {name for name, value in row.items() if isinstance(value, list) and value and isinstance(value[0], dict)}
    told = ((name, value) for name, value in row.items() if name not in paths)
    return {name: value[:MOST_ITEMS] if isinstance(value, list) else value for name, value in told}


def _left_out(answer: Answer, most: int, limited: bool) -> list[str]:
    told = []
    if len(answer) > most:
        number = "there are more" if limited else f"{len(answer) - most:,} more were left out"
        told.append(f"{number}; narrow the question, or raise limit (to {MOST_ROWS} at most)")
    lists = {name for row in answer[:most] for name, value in row.items() if isinstance(value, list)}
    if cut := sorted(name for name in lists if any(len(row[name] or ()) > MOST_ITEMS for row in answer[:most])):
        told.append(f"of {', '.join(cut)} the first {MOST_ITEMS} are shown")
    return told


def _table(answer: Answer, rows: list[Row]) -> str:
    """The columns that a person would see, and the way to the evidence; all, one a line, where none are chosen."""
    if not answer.query.columns:
        return "\n\n".join("\n".join(f"- {name}: {value}" for name, value in row.items()) for row in rows)
    shown = [name for name in answer.query.columns if name in answer.columns]
    ways = [name for name in ("quoteId", "link") if name in answer.columns and name not in shown]
    return render(rows, format=Format.md, columns=[*shown, *ways])


def _in_words() -> Tool:
    def call(store: "Store", given: Mapping[str, Any]) -> Result:
        from queries.catalogue import catalogue
        from queries.free_text import understand

        question = _text(given, "question")
        refuse_empty(store)
        meant = understand(question, store)
        result = _asked(store, catalogue()[meant.query], meant.parameters)
        return Result(f"Understood: {meant.command}\n{result.text}", result.content)

    return Tool(
        name="ask",
        title="Ask in words",
        description="Read a question in plain English by rules as one of the saved ones, and answer it: who is for "
        "the leaf-blower ban? what did Osterby say about the rental ordinance since May? Names have to be those of "
        "the store; a question that no rule reads is refused with what can be asked." + _EVIDENCE,
        takes=_object({"question": {"type": "string", "description": "a question in plain English"}}, ["question"]),
        gives=_ROWS,
        call=call,
    )


def _read_article() -> Tool:
    def call(store: "Store", given: Mapping[str, Any]) -> Result:
        passage = read_passage(
            store,
            quote=_text(given, "quote") if "quote" in given else None,
            article=_text(given, "article") if "article" in given else None,
            start=given.get("start"),
            characters=given.get("characters", USUAL_CHARACTERS),
        )
        about = ", ".join(str(passage[name]) for name in ("title", "outlet", "published", "url") if passage[name])
        where = f"characters {passage['start']:,} to {passage['end']:,} of {passage['length']:,}"
        return Result(f"{about}\n{where}:\n\n{passage['text']}", passage)

    return Tool(
        name="read-article",
        title="Read an article",
        description="The article around a quote, or an article from some character on: its text with the quotes in "
        "it, their offsets, speakers and links. Give quote, or article.",
        takes=_object(
            {
                "quote": {"type": "string", "description": "quoteId of any answer: read around it"},
                "article": {"type": "string", "description": "articleId of any answer, or a URL"},
                "start": {"type": "integer", "minimum": 0, "description": "first character to read of article"},
                "characters": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": MOST_CHARACTERS,
                    "default": USUAL_CHARACTERS,
                    "description": "characters at most",
                },
            },
            [],
        ),
        gives={"type": "object"},
        call=call,
    )


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Failure(f"{name} is needed, as text")
    return value.strip()
