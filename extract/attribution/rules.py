"""The rules of the first version: quotation marks decide extents, reporting clauses decide sources.

Every quoted region that is a quote is attributed: by a reporting clause that covers it, by a cue beside it, by the
name before a colon, or as the continuation of the quote before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from extract.attribution import cues
from extract.attribution.clauses import SUBJECTS, clauses, phrase, source_of, trimmed
from extract.attribution.marks import QuotedRegion, paragraphs, quoted_regions

_TRANSCRIPT = re.compile(r"[“\"]?(?P<name>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+){0,3}|[QA])(?P<colon>:)\s+(?=\S)")
_SIGNATURE = re.compile(r"\s*(?P<dash>[—–―-]{1,2})\s*(?P<name>(?:[A-Z][\w.’'-]*)(?: [A-Z][\w.’'-]*){1,3})")
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
BESIDE = 0.85
"""How often a quote in marks is right on PolNeAR dev (precision of direct quotes)."""

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content as spans of characters, and what decided."""

    source: Spans
    cue: Spans
    content: Spans
    confidence: float
    method: str

    @property
    def start(self) -> int:
        return self.content[0][0]

    @property
    def end(self) -> int:
        return self.content[-1][1]


def attributions(doc: Doc) -> list[Attribution]:
    """The attributions of a parsed text, ordered by where their content starts."""
    regions = quoted_regions(doc.text)
    quotes = [region for region in regions if _is_quote(doc, region)]
    blocks = list(paragraphs(doc.text))
    found = list(_transcript(doc, blocks))
    found += [a for a in _reported(doc, regions) if not _inside(a.cue, quotes) and not _covered(a.content, found)]
    for region in quotes:
        if not _covered(((region.start, region.end),), found):
            _attribute(doc, region, blocks, found)
    return sorted({a.content: a for a in found}.values(), key=lambda a: (a.start, a.end))


def _reported(doc: Doc, regions: list[QuotedRegion]) -> Iterator[Attribution]:
    for clause in clauses(doc):
        confidence = cues.probability(clause)
        if confidence < cues.THRESHOLD:
            continue
        cue = _characters(doc, *clause.cue)
        start, end = _with_regions(_characters(doc, *clause.content), cue, regions)
        if any(region.start == start and region.end == end for region in regions):
            confidence = max(confidence, BESIDE)  # marks settle the extent, which is what most clauses get wrong
        yield Attribution(
            source=_spans(doc, clause.source, outside=(start, end)),
            cue=(cue,),
            content=((start, end),),
            confidence=round(confidence, 3),
            method="according to" if clause.pattern == "according" else "clause",
        )


def _with_regions(content: tuple[int, int], cue: tuple[int, int], regions: list[QuotedRegion]) -> tuple[int, int]:
    """Stretch content over the whole of each quoted region that it runs into, unless the cue stands in it."""
    start, end = content
    for region in regions:
        if region.start < end and start < region.end and not (region.start <= cue[0] < region.end):
            start, end = min(start, region.start), max(end, region.end)
    if start <= cue[0] < end:  # the parse put the cue inside: keep the side with more of the content
        return max((start, cue[0]), (cue[1], end), key=lambda side: side[1] - side[0])
    return start, end


def _inside(cue: Spans, quotes: list[QuotedRegion]) -> bool:
    """Whether a cue is itself somebody's words: what a speaker reports of others stays part of the speaker's quote."""
    return any(quote.start <= start < quote.end for start, _ in cue for quote in quotes)


def _is_quote(doc: Doc, region: QuotedRegion) -> bool:
    """Whether marks hold somebody's words (a clause, an end of sentence), and no title, nickname or scare quote."""
    inside = doc.char_span(region.start, region.end, alignment_mode="contract")
    if inside is None:
        return False
    words = [token for token in inside if not token.is_punct and not token.is_space]
    if region.continues:
        return bool(words)
    finite = any(token.tag_ in ("VBZ", "VBP", "VBD", "MD") or token.tag_ == "VB" for token in words)
    ends = doc.text[region.start : region.end].rstrip("”\"'’»")[-1:] in tuple(",.!?…—")
    return len(words) >= 3 and (finite or (ends and len(words) >= 4))


def _attribute(doc: Doc, region: QuotedRegion, blocks: list[tuple[int, int]], found: list[Attribution]) -> None:
    """Give a quoted region that no reporting clause covers its cue and source, or let it continue a quote."""
    number = next(n for n, b in enumerate(blocks) if b[0] <= region.start < b[1])
    block = blocks[number]
    if number and region.start == block[0] and doc.text[: blocks[number - 1][1]].endswith(":"):
        block = blocks[number - 1][0], block[1]  # the paragraph before introduces this one
    span = region.start, region.end
    cue = _cue_beside(doc, span, block, found)
    if cue is not None:
        source = _spans(doc, source_of(cue) or _next_name(cue), outside=span)
        found.append(Attribution(source, (_characters(doc, cue.i, cue.i + 1),), (span,), BESIDE, "marks"))
        return
    if signed := _SIGNATURE.match(doc.text, region.end):
        found.append(Attribution((signed.span("name"),), (signed.span("dash"),), (span,), BESIDE, "signature"))
        return
    before = [a for a in found if a.start < region.start and a.method != "transcript"]
    last = max(before, key=lambda a: a.end, default=None)
    if last is not None and _continues(doc, last, region, block, blocks):
        found.remove(last)
        joined = tuple(sorted({*last.content, span}))
        found.append(replace(last, content=joined, confidence=round(last.confidence * 0.95, 3)))
        return
    name = _before_colon(doc, region, block)
    if name is not None:
        found.append(Attribution((name,), ((name[1], name[1] + 1),), (span,), BESIDE, "colon"))
    elif region.end - region.start > 0.6 * (block[1] - block[0]):
        found.append(Attribution((), (), (span,), 0.3, "marks"))


def _cue_beside(doc: Doc, span: tuple[int, int], block: tuple[int, int], found: list[Attribution]) -> Token | None:
    """The nearest verb outside the marks, in a sentence that touches them, that often introduces quotations."""
    taken = {start for a in found for start, _ in a.cue}
    around = doc.char_span(*span, alignment_mode="expand")
    if around is None:
        return None
    reach = _sentence_reach(doc, around)
    best: tuple[float, Token] | None = None
    for token in doc[reach[0] : reach[1]]:
        if token.pos_ not in ("VERB", "AUX") or around.start <= token.i < around.end or token.idx in taken:
            continue
        if not block[0] <= token.idx < block[1]:
            continue
        likely = cues.speech(token.lemma_.lower())
        gap = doc.text[span[1] : token.idx] if token.idx >= span[1] else doc.text[token.idx + len(token) : span[0]]
        introduced = token.idx < span[0] and gap.rstrip().endswith(":")
        distance = len(_WORD.findall(gap))
        if (likely >= 0.4 and distance <= 12) or (introduced and likely > 0.05 and distance <= 25):
            score = likely - 0.03 * distance
            if best is None or score > best[0]:
                best = score, token
    return best[1] if best is not None else None


def _sentence_reach(doc: Doc, around: Span) -> tuple[int, int]:
    first, last = doc[around.start].sent, doc[around.end - 1].sent
    start, end = first.start, last.end
    before = start
    while before and doc[before - 1].is_space:
        before -= 1
    if before and doc[before - 1].text == ":":
        start = doc[before - 1].sent.start
    after = around.end
    while after < len(doc) and doc[after].is_space:
        after += 1
    if after == last.end and after < len(doc) and doc[after].is_lower:  # a quote's own full stop split the sentence
        end = doc[after].sent.end
    return start, end


def _next_name(verb: Token) -> tuple[int, int] | None:
    """The source of "..., said Bass" where the parser missed that it is the subject: the next name or noun phrase."""
    for token in verb.doc[verb.i + 1 : min(verb.i + 4, verb.sent.end)]:
        if token.is_punct or token.is_space:
            return None
        if token.pos_ in ("PROPN", "NOUN", "PRON"):
            head = token
            while head.dep_ in ("compound", "nmod", "poss") and head.head.i > head.i:
                head = head.head
            return trimmed(verb.doc, min(token.left_edge.i, head.left_edge.i), phrase(head)[1])
    return None


def _continues(
    doc: Doc, last: Attribution, region: QuotedRegion, block: tuple[int, int], blocks: list[tuple[int, int]]
) -> bool:
    """Whether a region without a cue of its own goes on with the quote before it.

    In one paragraph a later sentence in marks goes on; across paragraphs one that is nothing but marks does, as long
    as the paragraph before it ends in the quote or its attribution.
    """
    if region.continues:
        return True
    quoted = any(doc.text[start] in "“\"'‘«" for start, _ in last.content) or '"' in doc.text[last.start : last.end]
    if not quoted:
        return False
    if block[0] <= last.end <= block[1]:
        return True
    previous = [b for b in blocks if b[1] <= block[0]]
    alone = region.start <= block[0] + 1 and region.end >= block[1] - 2
    return bool(previous) and alone and previous[-1][0] <= last.end <= previous[-1][1]


def _before_colon(doc: Doc, region: QuotedRegion, block: tuple[int, int]) -> tuple[int, int] | None:
    """The subject of a clause that ends in a colon right before the marks: "The mayor was blunt: “No.”" """
    if not doc.text[block[0] : region.start].rstrip().endswith(":"):
        return None
    before = doc.char_span(block[0], region.start, alignment_mode="contract")
    heads = [t for t in before or () if t.dep_ in SUBJECTS]
    if not heads:
        return None
    return _characters(doc, *trimmed(doc, heads[-1].left_edge.i, heads[-1].right_edge.i + 1))


def _transcript(doc: Doc, blocks: list[tuple[int, int]]) -> Iterator[Attribution]:
    """Lines of a transcript ("WALLACE: …"), and the paragraphs of the same speaker after them."""
    lines = [(block, _TRANSCRIPT.match(doc.text, *block)) for block in blocks]
    if sum(found is not None for _, found in lines) < 2:
        return
    for block, found in lines:
        if found:
            content = (found.end(), block[1])
            yield Attribution((found.span("name"),), (found.span("colon"),), (content,), BESIDE, "transcript")


def _covered(content: Spans, found: list[Attribution]) -> bool:
    """Whether more than half of the characters belong to an attribution already."""
    length = sum(end - start for start, end in content)
    for other in found:
        shared = sum(max(0, min(e, f) - max(s, g)) for s, e in content for g, f in other.content)
        if 2 * shared > length:
            return True
    return False


def _spans(doc: Doc, tokens: tuple[int, int] | None, *, outside: tuple[int, int]) -> Spans:
    if tokens is None:
        return ()
    start, end = _characters(doc, *tokens)
    if start < outside[1] and outside[0] < end:  # the phrase swallowed the content: keep what lies before it
        end = min(end, outside[0])
        end = start + len(doc.text[start:end].rstrip(" ,:;"))
    return ((start, end),) if start < end else ()


def _characters(doc: Doc, start: int, end: int) -> tuple[int, int]:
    last = doc[end - 1]
    return doc[start].idx, last.idx + len(last)
