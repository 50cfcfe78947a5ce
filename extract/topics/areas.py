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
from itertools import pairwise

from extract.records import Topic

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


@cache
def _areas_of_word() -> dict[str, tuple[str, ...]]:
    lists: dict[str, str] = json.loads(files(__package__).joinpath("areas.json").read_text("utf-8"))
    by_word: dict[str, tuple[str, ...]] = {}
    for area, words in lists.items():
        for word in words.split():
            by_word[word] = (*by_word.get(word, ()), area)
    return by_word


def count(text: str) -> Counter[str]:
    """How many words of each area a text holds; two-word terms are listed with a hyphen."""
    words = [word.lower() for word in _WORD.findall(text)]
    pairs = (f"{one}-{other}" for one, other in pairwise(words))
    found: Counter[str] = Counter()
    for word in (*words, *pairs):
        found.update(_areas_of_word().get(word, ()))
    return found


def topics(*, content: str, policies: Iterable[str], paragraph: str) -> tuple[Topic, ...]:
    """The one or two areas of a quote, best first; none for talk that names no area."""
    inside, around = count(content), count(paragraph)
    scores = {area: inside[area] + 0.5 * max(0, around[area] - inside[area]) for area in inside | around}
    for name in policies:
        for area, number in count(name).items():
            scores[area] = scores.get(area, 0) + number
    ranked = sorted(((area, value) for area, value in scores.items() if value >= 1), key=lambda pair: -pair[1])[:2]
    if len(ranked) == 2 and ranked[1][1] < 0.6 * ranked[0][1]:
        ranked.pop()
    return tuple(Topic(id=area, score=round(value / (value + 1), 3), method="lexicon") for area, value in ranked)
