"""From tagged words to spans of characters; quotation marks have the last word on how far a quote goes."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from spacy.tokens import Doc

from extract.attribution.encoding import Words
from extract.attribution.marks import QuotedRegion, overlapping
from extract.attribution.tagger import Tagged
from extract.records import Kind

Span = tuple[int, int]
Spans = tuple[Span, ...]
_STRETCH = 200
"""Characters within which attributions are looked for that report the same."""
_EDGES = " \t\n\r\xa0,;:.-–—―"
_PREPOSITION = 12
"""Characters before a part of content in which a preposition is looked for."""
_EMPTY = ("ADP", "CCONJ", "DET", "PART", "PUNCT", "SCONJ", "SPACE")
"""What holds no words of anybody's."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content as spans of characters, and what decided.

    `trigger` is spaCy's index of the token that stands for the cue, None where no cue was found. `signals` tell how
    sure the tagger was (see `extract.attribution.confidence`).
    """

    source: Spans
    cue: Spans
    content: Spans
    method: str
    trigger: int | None = None
    signals: Mapping[str, float] = field(default_factory=dict)

    @property
    def start(self) -> int:
        return self.content[0][0]

    @property
    def end(self) -> int:
        return self.content[-1][1]


def located(found: Iterable[Tagged], doc: Doc, words: Words, regions: Sequence[QuotedRegion]) -> list[Attribution]:
    """Tagged attributions as spans of the text, without those that report what a surer one reports."""
    text = doc.text  # spaCy joins it anew at every access
    kept: dict[int, list[Attribution]] = defaultdict(list)  # by paragraph: no tagged attribution leaves its own
    near: dict[int, list[Attribution]] = defaultdict(list)  # by number of a stretch of text: a paragraph may be long
    for tagged in sorted(found, key=lambda t: t.signals["trigger"] + t.signals["content"], reverse=True):
        whole = [_characters(run, doc, words) for run in tagged.cue]
        cue = tuple(filter(None, (trimmed_span(text, *span) for span in whole))) or tuple(whole)
        named = _without_gaps((_characters(run, doc, words) for run in tagged.source), text)
        source = tuple(filter(None, (trimmed_span(text, *span) for span in named)))
        content = _content([_characters(run, doc, words) for run in tagged.content], cue, text, regions)
        stretches = {
            number for start, end in (*cue[:1], *content) for number in range(start // _STRETCH, end // _STRETCH + 1)
        }
        if content and not any(_clash(cue, content, other) for number in stretches for other in near[number]):
            signals = tagged.signals | {"quoted": quoted_share(content, regions)}
            one = Attribution(source, cue, content, "tagger", words.tokens[tagged.trigger], signals)
            kept[words.paragraphs[tagged.trigger]].append(one)
            for number in stretches:
                near[number].append(one)
    return [one for paragraph in kept.values() for one in paragraph]


def crossing(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Those of spans, which are in order and apart from one another, that share characters with `start:end`."""
    first = bisect_right(spans, start, key=itemgetter(1))
    return spans[first : bisect_left(spans, end, lo=first, key=itemgetter(0))]


def joined(spans: Iterable[Span]) -> Spans:
    """Spans in order, those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def quoted_share(content: Spans, regions: Sequence[QuotedRegion]) -> float:
    """The share of the content's characters that stand in quotation marks."""
    marked = sum(
        min(end, region.end) - max(start, region.start)
        for start, end in content
        for region in overlapping(regions, start, end)
    )
    return marked / sum(end - start for start, end in content)


def kind_of_share(quoted: float) -> Kind:
    """The kind of a quote of whose characters this share stands in quotation marks."""
    return "direct" if quoted >= 0.95 else "mixed" if quoted > 0 else "indirect"


def _characters(run: Span, doc: Doc, words: Words) -> Span:
    first, last = doc[words.tokens[run[0]]], doc[words.tokens[run[1] - 1]]
    return first.idx, last.idx + len(last)


def trimmed_span(text: str, start: int, end: int) -> Span | None:
    """The span without white space, commas, stops and dashes at its ends; None if nothing is left."""
    inner = text[start:end].strip(_EDGES)
    if not any(map(str.isalnum, inner)):
        return None
    begin = start + text[start:end].index(inner)
    return begin, begin + len(inner)


def _content(runs: Iterable[Span], cue: Spans, text: str, regions: Sequence[QuotedRegion]) -> Spans:
    """Content as spans: whole quoted regions, the rest without punctuation at its ends, what adjoins as one."""
    spans: list[Span] = []
    for start, end in runs:
        for region in overlapping(regions, start, end):
            inside = min(end, region.end) - max(start, region.start)
            cued = any(region.start <= s < region.end for s, _ in cue)
            if not cued and 2 * inside > region.end - region.start:
                start, end = min(start, region.start), max(end, region.end)
        spans.append((start, end))
    return tuple(
        span for span in (_trimmed_content(text, *span, regions) for span in _without_gaps(spans, text)) if span
    )


def _without_gaps(spans: Iterable[Span], text: str) -> list[Span]:
    """Spans in order, those with no word between them as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and not any(map(str.isalnum, text[joined[-1][1] : start])):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _trimmed_content(text: str, start: int, end: int, regions: Sequence[QuotedRegion]) -> Span | None:
    inner = trimmed_span(text, start, end)
    if inner is None:
        return None
    inside = overlapping(regions, start, end)
    begins = any(region.start == start for region in inside)
    ends = any(region.end == end for region in inside)
    return (start if begins else inner[0], end if ends else inner[1])


def without(spans: Sequence[Span], left_out: Sequence[Span]) -> tuple[Span, ...]:
    """Spans without the characters of others."""
    for begin, stop in left_out:
        spans = [
            part
            for start, end in spans
            for part in ((start, min(end, begin)), (max(start, stop), end))
            if part[0] < part[1]
        ]
    return tuple(spans)


def cut(doc: Doc, text: str, content: Spans, others: Sequence[Span]) -> Spans:
    """Content without other spans, and without parts outside marks that hold no words of anybody's ("by", "the")."""
    parts = []
    for span in without(content, others):
        inner = span if span in content else trimmed_span(text, *span)
        tokens = doc.char_span(*inner, alignment_mode="expand") if inner else None
        if inner and (not text[inner[0]].isalnum() or any(token.pos_ not in _EMPTY for token in tokens or ())):
            parts.append(inner)
    return tuple(parts)


def tidied(found: Attribution, doc: Doc, text: str) -> Attribution:
    """An attribution with what the tagger took for content of a name (Robert “Bobby” | Hale) in the source instead.

    A preposition at the source's end is dropped, and so is content of no meaning, or what a quote is said to be about.
    """
    source, content = list[Span](), list(found.content)
    for start, end in found.source:
        before = next((span for span in content[:-1] if span[1] <= start and not text[span[1] : start].strip()), None)
        tokens = doc.char_span(*before, alignment_mode="expand") if before else None
        if before and tokens and tokens[0].pos_ == "PROPN" and all(t.pos_ in ("PROPN", "PUNCT") for t in tokens):
            start = before[0]
            content.remove(before)
        named = doc.char_span(start, end, alignment_mode="expand")
        if named is not None and len(named) > 1 and named[-1].tag_ == "IN":
            end = named[-2].idx + len(named[-2])
        source.append((start, end))
    if found.signals.get("quoted", 0) < 1 and not text[content[0][0]].isalnum():
        content = [span for span in content if not _is_subject_matter(text, span)]
    return replace(found, source=tuple(source), content=cut(doc, text, tuple(content), ()) or found.content)


def _is_subject_matter(text: str, span: Span) -> bool:
    """Whether a part of content is what the words in marks are about: “It hurts,” she said about the cut."""
    before = text[max(0, span[0] - _PREPOSITION) : span[0]].rstrip()
    return text[span[0]].isalnum() and before.endswith((" about", " of", " regarding"))


def _clash(cue: Spans, content: Spans, other: Attribution) -> bool:
    """Whether a cue stands in the other's content or the other way round, or the contents share more than a third."""
    shared = sum(max(0, min(e, f) - max(s, g)) for s, e in content for g, f in other.content)
    return (
        any(start <= cue[0][0] < end for start, end in other.content)
        or any(start <= other.cue[0][0] < end for start, end in content)
        or 3 * shared > sum(end - start for start, end in content)
    )
