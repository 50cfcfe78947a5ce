"""Why a question has no answer, in words: an empty store, a name that nothing has, options that nothing fits."""

import shlex
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from extract.failure import Failure
from extract.reporting import counted
from queries.answer import Answer, Row
from queries.catalogue import ask, catalogue

if TYPE_CHECKING:
    from graph.store import Store


LISTS = {"policy": "policies", "speaker": "most-quoted", "outlet": "anonymous-sources"}
"""Types of parameters that are names, and the questions that list those."""


class NoAnswer(Failure):
    """A question that no row answers; the message says why, and what to ask instead."""


STANCES = ("for", "against", "mixed")


def with_rows(answer: Answer) -> Answer:
    """The answer itself. Raises `NoAnswer` if it has no rows."""
    if not answer:
        raise NoAnswer(why_empty(answer))
    return answer


def refuse_empty(store: "Store") -> None:
    """Raise `NoAnswer` if no quote is in the store, `StoreError` if there should be some."""
    from graph.folder import StoreError
    from graph.verify import noted_counts

    if not store.read("MATCH (q:Quote) RETURN q.id AS id LIMIT 1"):
        if loaded := noted_counts(store)["quotes"]:
            raise StoreError(
                f"the store {store.name} is damaged: none of the {loaded:,} quotes that were loaded are there; put it "
                "back from a copy, or add the articles again to another"
            )
        fill = f"onrecord add PATH --store {shlex.quote(store.name)}"
        raise NoAnswer(f"the store {store.name} is empty; fill it by `{fill}`")


def why_empty(answer: Answer) -> str:
    """Why an answer has no rows, and what to ask instead. Raises `StoreError`, and `NoAnswer` for an empty store."""
    store, query, given = answer.store, answer.query, answer.parameters
    refuse_empty(store)
    for parameter in query.parameters:
        wanted = given.get(parameter.name)
        if parameter.type in LISTS and wanted and not _known(store, parameter.type, wanted):
            from graph.nearest import nearest_names

            near = nearest_names(store, parameter.type, wanted)
            if any(name.lower() == str(wanted).lower() for name in near):
                return f"{wanted!r} is in {store.name}, but nothing is quoted of or about it"
            listing = f"`onrecord ask {LISTS[parameter.type]}` lists them"
            hint = f"did you mean {', '.join(map(repr, near))}?" if near else listing
            return f"no {parameter.type} in {store.name} is called {wanted!r}; {hint}"
    if given.get("since") and given.get("until") and str(given["since"]) > str(given["until"]):
        return f"--since {given['since']} is after --until {given['until']}; no day is between them"
    if query.name == "evidence":
        return f"no quote in {store.name} has the id {given.get('quote')}; ids are the quoteId of any answer"
    if told := _other_stances(answer):
        return told
    wider = {"act": "--act all", "min_confidence": "--min-confidence 0", "min_policy_score": "--min-policy-score 0"}
    add = " ".join(option for name, option in wider.items() if given.get(name))
    every = "; these are quotes about a policy, and `onrecord ask what-did-speaker-say` lists all of a speaker"
    all_of_one = every if query.name == "who-said-what" and given.get("speaker") else ""
    return f"no quotes in {store.name} fit; loosen the options{f', or add {add}' if add else ''}{all_of_one}"


def _other_stances(answer: Answer) -> str | None:
    """How many quotes fit but for their stance, by stance; None if none do, or the question asks for no stance."""
    wanted = answer.parameters.get("stance")
    if wanted is None and answer.query.name != "both-sides":
        return None
    same = {p.name for p in catalogue()["who-said-what"].parameters} - {"stance", "limit"}
    fitting = {name: value for name, value in answer.parameters.items() if name in same and value is not None}
    stances = {row["quoteId"]: row["stance"] for row in ask(answer.store, "who-said-what", **fitting)}
    if not stances:
        return None
    numbers = Counter(stances.values())
    clear = [f"{numbers[stance]} {stance}" for stance in STANCES if numbers[stance]]
    unclear = [f"{numbers[None]} without a clear stance"] if numbers[None] else []
    told = f": {', '.join([f'none {wanted}', *clear, *unclear])}" if clear else ", none with a clear stance"
    about = f" about {fitting['policy']!r}" if "policy" in fitting else ""
    where = "" if "://" in answer.store.name else f" --store {shlex.quote(answer.store.name)}"
    show = catalogue()["who-said-what"].command(fitting) + where
    return f"{counted(len(stances), 'quote')}{about}{told}; `{show}` shows {'it' if len(stances) == 1 else 'them'}"


def _known(store: "Store", kind: str, wanted: Any) -> Sequence[Row]:
    if kind == "outlet":
        named = "MATCH (o:Outlet) WHERE toLower(o.name) CONTAINS toLower($name) RETURN o.name AS name LIMIT 1"
        return store.read(named, name=wanted)
    question = {"policy": "policies", "speaker": "what-did-speaker-say"}[kind]
    everything: dict[str, Any] = {"act": "all", "min_confidence": 0.0, "min_policy_score": 0.0}
    return ask(store, question, **{kind: wanted}, **everything, limit=1)
