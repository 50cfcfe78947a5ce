"""Policy areas: the major topics of the Comparative Agendas Project, told by a word list.

A word in the quote counts one, in its policy's name one, in the rest of its paragraph a half; an area with at least
one is given, two areas at most.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from extract.records import Topic

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


@cache
def names() -> dict[str, str]:
    """Id of each area -> its name, in the project's order."""
    return {area: entry["name"] for area, entry in _lists().items()}


@cache
def _lists() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = json.loads(files(__package__).joinpath("areas.json").read_text("utf-8"))
    return loaded


@cache
def _areas_of_word() -> dict[str, tuple[str, ...]]:
    by_word: dict[str, tuple[str, ...]] = {}
    for area, entry in _lists().items():
        for word in entry["words"].split():
            by_word[word] = (*by_word.get(word, ()), area)
    return by_word


def count(text: str) -> Counter[str]:
    """How many words of each area a text holds; two-word terms are listed with a hyphen."""
    words = [word.lower() for word in _WORD.findall(text)]
    pairs = (f"{one}-{other}" for one, other in zip(words, words[1:], strict=False))
    found: Counter[str] = Counter()
    for word in (*words, *pairs):
        found.update(_areas_of_word().get(word, ()))
    return found


def topics(*, content: str, policies: Iterable[str], paragraph: str) -> tuple[Topic, ...]:
    """The one or two areas of a quote, best first; none for talk that names no area."""
    scores: Counter[str] = Counter()
    inside, around = count(content), count(paragraph)
    for area in inside | around:
        scores[area] = inside[area] + 0.5 * (around[area] - inside[area])  # type: ignore[assignment]
    for name in policies:
        scores.update(count(name))
    ranked = [(area, value) for area, value in scores.most_common(2) if value >= 1]
    if len(ranked) == 2 and ranked[1][1] < 0.6 * ranked[0][1]:
        ranked.pop()
    return tuple(Topic(id=area, score=round(value / (value + 1), 3), method="lexicon") for area, value in ranked)
