"""An article's prose: its text without the furniture among its paragraphs, and the way back to offsets of the article.

Furniture is left out before a text is parsed: a line taken out of an article, or put into it, so changes no quote.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from extract.attribution.furniture import furniture
from extract.attribution.marks import paragraphs, quoted_regions, whole_paragraphs
from extract.mojibake import repairs
from extract.records import Passage, Quote, Record, Span, Spans, quote_id

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Prose:
    """The prose of an article's text `whole`. From the character `places[n]` of it on, `left_out[n]` are left out."""

    whole: str
    text: str
    places: Sequence[int] = (0,)
    left_out: Sequence[int] = (0,)
    gaps: Collection[int] = ()
    """Where furniture was left out before a character of `text`."""
    widths: Mapping[int, int] = field(default_factory=dict)
    """Characters of `whole` that one of `text` stands for, where it is not one."""

    @classmethod
    def of(cls, whole: str) -> "Prose":
        """Leave out the furniture of a text, each with the gap behind it, the last with the gap before it; and read
        characters that were decoded wrongly ("â€œ") as what they stand for.

        Nothing is left out where no words would be left, or the rest would fall into other paragraphs.
        """
        broken = list(repairs(whole))
        begins = [begin for begin, _, _ in broken]
        kept = _without_furniture(whole)
        if len(kept) == 1 and not broken:
            return cls(whole, whole)
        text, places, left_out, gaps = "", [], [], []
        widths: dict[int, int] = {}
        for start, end in kept:
            gaps.append(len(text))
            inside = broken[bisect_left(begins, start) : bisect_left(begins, end)]
            for first, last, character in [*inside, (end, end, "")]:
                places.append(len(text))
                left_out.append(start - len(text))
                text += whole[start:first]
                if character:
                    places.append(len(text))
                    left_out.append(first - len(text))
                    widths[len(text)] = last - first
                text += character
                start = last
        return cls(whole, text, places, left_out, gaps, widths)

    def quotes(self, found: Sequence[Quote], article_id: str) -> tuple[Quote, ...]:
        """Quotes of the prose as quotes of the article."""
        if self.text == self.whole:
            return tuple(found)
        blocks, passages = list(paragraphs(self.whole)), dict[Span, Passage]()
        return tuple(self._quote(quote, article_id, blocks, passages) for quote in found)

    def _quote(self, quote: Quote, article_id: str, blocks: Sequence[Span], passages: dict[Span, Passage]) -> Quote:
        """`passages` are the paragraphs of the quotes so far: those of one paragraph share it."""
        source, cue, content = (tuple(self._parts(part)) for part in (quote.source, quote.cue, quote.content))
        span = whole_paragraphs(blocks, (*source, *cue, *content))
        if span not in passages:
            passages[span] = Passage(start=span[0], text=self.whole[slice(*span)])
        return quote.model_copy(
            update={
                "id": quote_id(article_id, content),
                "text": " … ".join(self.whole[start:end] for start, end in content),
                "source": source,
                "cue": cue,
                "content": content,
                "paragraph": passages[span],
                "speakers": tuple(self._moved(s, "mention", "role_span", "affiliation_span") for s in quote.speakers),
                "mentions": tuple(self._moved(mention, "span") for mention in quote.mentions),
                "policies": tuple(self._moved(policy, "mention", "evidence") for policy in quote.policies),
            }
        )

    def _moved(self, record: R, *fields: str) -> R:
        """A record with the spans of some fields in the article."""
        spans = {field: span for field in fields if (span := getattr(record, field)) is not None}
        return record.model_copy(update={field: self._span(span) for field, span in spans.items()})

    def _span(self, span: Span) -> Span:
        return self._place(span[0]), self._place(span[1] - 1) + self.widths.get(span[1] - 1, 1)

    def _place(self, character: int) -> int:
        return character + self.left_out[max(0, bisect_right(self.places, character) - 1)]

    def _parts(self, spans: Spans) -> Iterator[Span]:
        """Spans in the article, cut where something was left out of them."""
        for start, end in spans:
            cuts = sorted({place for place in self.gaps if start < place < end})
            for first, last in pairwise([start, *cuts, end]):
                part = self._span((first, last))
                yield part[0], part[1] if last == end else part[0] + len(self.whole[slice(*part)].rstrip())


def _without_furniture(whole: str) -> list[Span]:
    """The spans of a text that are prose; the whole of it if nothing is to be left out."""
    blocks = list(paragraphs(whole))
    marked = set(furniture(whole, blocks, quoted_regions(whole)))
    kept = [n for n, block in enumerate(blocks) if block not in marked]
    if not marked or not kept:
        return [(0, len(whole))]
    gone = [n for n, block in enumerate(blocks) if block in marked]
    cuts = [(blocks[n][0], blocks[n + 1][0]) if n < kept[-1] else (blocks[n - 1][1], blocks[n][1]) for n in gone]
    spans = list(zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(whole)], strict=True))
    if len(list(paragraphs("".join(whole[start:end] for start, end in spans)))) != len(kept):
        return [(0, len(whole))]
    return spans
