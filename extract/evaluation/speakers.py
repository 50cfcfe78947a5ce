"""Figures for speakers against gold ones: how often the right name stands beside a quote.

A quote counts where its content matches that of a gold attribution (see `extract.evaluation.score`). A person is right
by surname and first name, anything else by half of the words of its name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extract.evaluation.gold import GoldArticle, GoldSpeaker
from extract.evaluation.score import Figure, Spans, Words, parts_of, words_in
from extract.records import Quote, Span

_PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "who", "him", "her", "his", "their", "you", "our", "my"])
_TITLE = re.compile(r"^(the|a|an|mr|mrs|ms|dr|sen|rep|gov|president|senator|mayor)\.?\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"\s+(jr|sr|ii|iii|iv)$")


def score_speakers(gold: Iterable[GoldArticle], predicted: Mapping[str, Sequence[Quote]]) -> dict[str, Figure]:
    """Figure by name; empty if gold names no speakers.

    ``who said what`` counts quotes whose content and speaker are right; ``speaker`` and those below it are shares of
    the quotes whose content is right; ``type`` and ``role`` of those whose speaker is right too.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for article in gold:
        if any(one.speaker is not None for one in article.attributions):
            _count(counts, article, predicted.get(article.id, ()))
    return {
        name: Figure(counts[name, "right"], counts[name, "predicted"], counts[name, "gold"])
        for name in _FIGURES
        if counts[name, "gold"]
    }


_FIGURES = ("who said what", "speaker", "speaker, persons", "speaker, pronoun source", "type", "role")


def _count(counts: Counter[tuple[str, str]], article: GoldArticle, predicted: Sequence[Quote]) -> None:
    words = words_in(article.text)
    counts["who said what", "gold"] += len(contents(article.attributions, words))
    counts["who said what", "predicted"] += len(contents(predicted, words))
    for right, i, j in matched(article, predicted, words, worth_of_speaker=1.0):
        speaker = article.attributions[i].speaker or GoldSpeaker()
        counts["who said what", "right"] += right
        source = [article.text[slice(*words[k])].lower() for k in parts_of(article.attributions[i], words)["source"]]
        shares = {
            "speaker": True,
            "speaker, persons": speaker.type == "person",
            "speaker, pronoun source": len(source) <= 2 and not _PRONOUNS.isdisjoint(source),
        }
        for name, counted in shares.items():
            _add(counts, name, counted=counted, right=right)
        first = predicted[j].speakers[0] if predicted[j].speakers else None
        _add(counts, "type", counted=right, right=(first.type if first else "unknown") == speaker.type)
        role = (first.role or "") if first else ""
        _add(counts, "role", counted=right and bool(speaker.role), right=word_f1(speaker.role or "", role) >= 0.5)


def _add(counts: Counter[tuple[str, str]], name: str, *, counted: bool, right: bool) -> None:
    if counted:
        counts[name, "gold"] += 1
        counts[name, "predicted"] += 1
        counts[name, "right"] += right


def contents(attributions: Sequence[Spans], words: Sequence[Span]) -> dict[int, Words]:
    """The words of each attribution's content, by its number; those without any are left out."""
    parts = {n: parts_of(attribution, words)["content"] for n, attribution in enumerate(attributions)}
    return {n: content for n, content in parts.items() if content}


def matched(
    article: GoldArticle, predicted: Sequence[Quote], words: Sequence[Span], *, worth_of_speaker: float
) -> Iterator[tuple[bool, int, int]]:
    """Pair gold and predicted quotes one to one: whether the speaker is right, and the number of either.

    The contents of a pair share half of their words. Pairs that share most go first; the right speaker is worth
    `worth_of_speaker` of that share.
    """
    pairs = []
    for i, mine in contents(article.attributions, words).items():
        for j, other in contents(predicted, words).items():
            shared, either = len(mine & other), len(mine | other)
            if shared and 2 * shared >= either:
                right = is_right(article.attributions[i].speaker or GoldSpeaker(), predicted[j])
                pairs.append((shared / either + worth_of_speaker * right, i, j, right))
    taken: tuple[set[int], set[int]] = set(), set()
    for _, i, j, right in sorted(pairs, reverse=True):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            yield right, i, j


def is_right(gold: GoldSpeaker, quote: Quote) -> bool:
    """Whether a quote's speakers, joined by " & ", are the gold speaker."""
    return _same(gold.name, " & ".join(speaker.name for speaker in quote.speakers), gold.type)


def _same(gold: str, predicted: str, type: str) -> bool:
    mine, other = (_SUFFIX.sub("", _normal(name)) for name in (gold, predicted))
    if mine == other:
        return True
    if not mine or not other:
        return False
    if "&" in mine or "&" in other:
        some, others = (sorted(name.strip() for name in names.split("&")) for names in (mine, other))
        return len(some) == len(others) and all(_same(a, b, "person") for a, b in zip(some, others, strict=True))
    if type == "person":
        a, b = mine.split(), other.split()
        first = a[0].startswith(b[0]) or b[0].startswith(a[0])
        return min(len(a), len(b)) > 1 and a[-1] == b[-1] and first
    return word_f1(gold, predicted) >= 0.5


def _normal(name: str) -> str:
    name = name.replace("’", "'")
    while title := _TITLE.match(name):
        name = name[title.end() :]
    return " ".join(re.sub(r"[^\w& ]+", " ", re.sub(r"'s$", "", name.lower())).split())


def word_f1(one: str, other: str) -> float:
    """Shared words of two names, as F1; titles and articles aside."""
    a, b = _normal(one).split(), _normal(other).split()
    if not a or not b:
        return float(a == b)
    return 2 * len(set(a) & set(b)) / (len(set(a)) + len(set(b)))
