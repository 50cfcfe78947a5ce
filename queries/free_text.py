"""A question in plain English, read by rules into a saved query and its parameters.

The time is found first, then the names of the store; what is left has to be one of the phrasings of
`queries.phrasings`, word for word, or plain words around one that gives a question away (`queries.cues`). So nothing is
guessed: a name that may mean several, or that the store does not have, is asked back with the nearest ones. Only saved
queries are run; no Cypher is made here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from extract.failure import Failure
from queries.catalogue import catalogue
from queries.cues import CUES, filled, strange
from queries.days import days
from queries.names import Kind, Mention, Word, mentions, named, words
from queries.phrasings import ARTICLES, RULES, Rule, idle, patterns

if TYPE_CHECKING:
    from graph.store import Store


class NotUnderstood(Failure):
    """A question that no rule reads, or whose names are unclear; the message says what to ask instead."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A saved query with the parameters that a question means."""

    query: str
    parameters: dict[str, Any]

    @property
    def command(self) -> str:
        """The command that asks the same, ready to paste."""
        return catalogue()[self.query].command(self.parameters)


_KINDS: dict[str, Kind] = {"other": "speaker", "of": "speaker"}
_LISTINGS: dict[Kind, str] = {"policy": "policies", "speaker": "most-quoted", "outlet": "anonymous-sources"}
"""Kinds whose nearest names are offered, and the saved query that lists all."""
_FILLERS = re.compile(
    r"^(?:please |tell me |show (?:me )?|give me |find |list |can you tell me |i want to know |do you know )+"
    r"|(?: please| so far| yet| ever| overall| and why| on any policy)+$"
)
_SHORT = {"who's": "who is", "what's": "what is", "where's": "where is"}


def understand(question: str, store: "Store", *, today: date | None = None) -> Understood:
    """What a question in plain English asks of the saved queries.

    Parameters
    ----------
    store : whose names of speakers, policies, outlets and roles are looked for.
    today : the day that "last month" and the like are seen from; the day of the call if left out.

    Raises
    ------
    NotUnderstood
        if no rule reads it, or a name in it is unknown or may mean several.

    Examples
    --------
    >>> from onrecord import open_store
    >>> with open_store("town") as store:
    ...     understand("Who is against the leaf-blower ban?", store)
    Understood(query='who-said-what', parameters={'policy': 'leaf-blower ban', 'stance': 'against'})
    """
    for short, long in _SHORT.items():
        question = re.sub(rf"\b{short}\b", long, question.replace("’", "'"), flags=re.IGNORECASE)
    asked = words(question)
    if not asked:
        raise NotUnderstood("the question is empty; ask one, or `onrecord ask` lists the saved ones")
    span, rest = days([word.form for word in asked], today or date.today())
    if span.since and span.until and span.since > span.until:
        raise NotUnderstood(
            f"the time ends on {span.until}, before it begins on {span.since}; ask again with other days"
        )
    asked = [asked[n] for n in rest]
    found = list(mentions(asked, named(store, asked, idle()), idle()))
    narrowed: dict[str, str | int] = {}
    if span.since:
        narrowed["since"] = span.since.isoformat()
    if span.until:
        narrowed["until"] = span.until.isoformat()
    unclear: list[list[_Unclear]] = []
    readings = list(_readings(asked, found))
    for text, more in readings:
        for pattern in patterns():
            if match := pattern.named.fullmatch(text) or pattern.open.fullmatch(text):
                slots = {slot: value for slot, value in match.groupdict().items() if value is not None}
                meant = {slot: _meant(slot, value, asked, found) for slot, value in slots.items()}
                if faults := [name for name in meant.values() if isinstance(name, _Unclear)]:
                    unclear.append(faults)
                else:
                    names = {slot: str(name) for slot, name in meant.items()}
                    return _asked(pattern.rule, {**names, **pattern.rule.sets, **more, **narrowed})
    text, more = readings[0]
    for cue in CUES:
        if not strange(cue, re.sub(r"\[\d+\]", " ", text)) and (filling := filled(cue, found)) is not None:
            meant = {slot: _meant(slot, f"[{n}]", asked, found) for slot, n in filling.items()}
            if faults := [name for name in meant.values() if isinstance(name, _Unclear)]:
                raise _refused(question, store, [faults])
            names = {slot: str(name) for slot, name in meant.items()}
            return _asked(Rule(cue.query, "", (), cue.sets), {**names, **cue.sets, **more, **narrowed})
    raise _refused(question, store, unclear)


def _readings(asked: Sequence[Word], found: Sequence[Mention]) -> Iterator[tuple[str, dict[str, str | int]]]:
    """The words with a number in brackets for each name, and the parameters that were taken out of them before."""
    numbers = {at: n for n, mention in enumerate(found) for at in range(mention.start, mention.end)}
    told = [
        f"[{numbers[at]}]" if at in numbers else word.form
        for at, word in enumerate(asked)
        if numbers.get(at) != numbers.get(at - 1, -1) or at not in numbers
    ]
    text = _FILLERS.sub("", " ".join(word for word in told if word not in ARTICLES))
    more: dict[str, str | int] = {}
    if top := re.match(r"(?:which are |what are |who are )?(?:top|first) (\d+) ", text):
        text, more["limit"] = text[top.end() :], int(top[1])
    yield text, more
    for n, mention in enumerate(found):
        outlets = mention.names.get("outlet", [])
        without = re.sub(rf" (?:in|by|from|according to) \[{n}\]", "", text)
        if len(outlets) == 1 and without != text:
            yield without, {**more, "outlet": outlets[0]}


@dataclass(frozen=True, slots=True)
class _Unclear:
    """Words where the name of a kind should be; `names` are those that they may mean, none where they mean nothing."""

    kind: Kind
    words: str
    names: tuple[str, ...] = ()
    other: bool = False
    """Whether they are the name of something else."""

    @property
    def distance(self) -> int:
        """How far the words are from a name."""
        return 0 if self.names else len(self.words) + (100 if self.other else 0)


def _meant(slot: str, value: str, asked: Sequence[Word], found: Sequence[Mention]) -> str | _Unclear:
    """The name that a slot holds."""
    kind = _KINDS.get(slot) or cast(Kind, slot)
    if only := re.fullmatch(r"\[(\d+)\]", value):
        mention = found[int(only[1])]
        names = mention.names.get(kind, [])
        if len(names) == 1:
            return names[0]
        return _Unclear(kind, _typed(mention, asked), tuple(names), other=not names)
    spelled = {word.form: word.typed for word in asked}
    told = re.sub(r"\[(\d+)\]", lambda number: _typed(found[int(number[1])], asked), value)
    return _Unclear(kind, " ".join(spelled.get(word, word) for word in told.split()))


def _typed(mention: Mention, asked: Sequence[Word]) -> str:
    return " ".join(word.typed for word in asked[mention.start : mention.end])


def _asked(rule: Rule, parameters: Mapping[str, str | int]) -> Understood:
    """The rule's query with its parameters in order. Raises `NotUnderstood` if it does not take one of them."""
    query = catalogue()[rule.query]
    if rule.otherwise and parameters.keys() - {parameter.name for parameter in query.parameters}:
        query = catalogue()[rule.otherwise]
    takes = [parameter.name for parameter in query.parameters]
    understood = Understood(query.name, {name: parameters[name] for name in takes if name in parameters})
    if left := [f"{name} {value}" for name, value in parameters.items() if name not in takes]:
        raise NotUnderstood(
            f"{query.name} ({query.title.lower()}) cannot be narrowed by {', '.join(left)}; without, it would be "
            f"{understood.command}"
        )
    return understood


def _refused(question: str, store: "Store", unclear: Sequence[Sequence[_Unclear]]) -> NotUnderstood:
    """What to say of the reading that came closest."""
    from rapidfuzz import fuzz, process

    from graph.nearest import nearest_names

    readings = [faults for faults in unclear if all(fault.names or not _idle_words(fault) for fault in faults)]
    if not readings:
        examples = process.extract(question, [rule.example for rule in RULES], scorer=fuzz.WRatio, limit=3)
        told = ", ".join(repr(example) for example, _, _ in examples)
        return NotUnderstood(
            f"no rule reads {question!r}; ask as in {told}, or one of the saved questions, which `onrecord ask` lists"
        )
    closest = min(readings, key=lambda faults: sum(fault.distance for fault in faults))
    fault = min(closest, key=lambda fault: -fault.distance)
    if fault.names:
        return NotUnderstood(
            f"{fault.words!r} may be {', '.join(map(repr, fault.names[:8]))}; ask again with one of these names"
        )
    alike = [other for faults in readings for other in faults if other.words == fault.words and not other.names]
    kinds = [kind for kind in _LISTINGS if kind in {other.kind for other in alike}]
    near = {name for kind in kinds for name in nearest_names(store, kind, fault.words)}
    best = sorted(near, key=lambda name: (-fuzz.WRatio(fault.words.lower(), name.lower()), name))[:4]
    tell = " or ".join(f"`onrecord ask {_LISTINGS[kind]}`" for kind in kinds)
    hint = f"did you mean {', '.join(map(repr, best))}?" if best else f"{tell} shows which there are"
    return NotUnderstood(f"no {' or '.join(kinds)} in {store.name} is called {fault.words!r}; {hint}")


def _idle_words(fault: _Unclear) -> bool:
    """Whether words hold some of a phrasing: then they are more than a name, and the phrasing was another."""
    return fault.kind not in _LISTINGS or bool(idle() & {word.form for word in words(fault.words)})
