"""The rules of the first version: quotation marks decide extents, reporting clauses decide sources.

Every quoted region that is a quote is attributed: by a reporting clause that covers it, by a cue beside it, by the
name before a colon, or as the continuation of the quote before it.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from extract.attribution import cues
from extract.attribution.clauses import SUBJECTS, clauses, phrase, source_of, trimmed
from extract.attribution.marks import QuotedRegion

_UPPER = r"[^\W\d_a-z][^\W\d_a-z.’'-]+\.?"
_TRANSCRIPT = re.compile(
    rf"[“\"]?(?P<name>(?!NOTE|CORRECTION|UPDATE){_UPPER}(?: {_UPPER}){{0,3}}|[QA])(?P<colon>:)\s+(?=\S)"
)
_SIGNATURE = re.compile(r"\s*(?P<dash>[—–―-]{1,2})\s*(?P<name>(?:[A-Z][\w.’'-]*)(?: [A-Z][\w.’'-]*){1,3})")
_DATELINE = re.compile(r"[A-Z][A-Z.,’' -]+(?:\([\w ]+\)\s*)?(?:—|–|--)\s*")
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_UNSAID = {"deny", "doubt", "dispute", "refute", "decline", "refuse"}
"""Cues that turn their content round: without the cue the content would be a false report."""
_IF = {"if", "unless", "whether"}
_NOBODY = {"nobody", "none", "nothing", "neither"}
BESIDE = 0.85
"""How often a quote in marks is right on PolNeAR dev (precision of direct quotes)."""

Span = tuple[int, int]
Spans = tuple[Span, ...]


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


def attributions(doc: Doc, blocks: Sequence[Span], regions: Sequence[QuotedRegion]) -> list[Attribution]:
    """The attributions of a parsed text, given its paragraphs and quoted regions, in the order of their content."""
    finder = _Finder(doc, blocks, regions)
    finder.find_transcript()
    finder.find_reported()
    finder.find_quoted()
    return sorted({a.content: a for a in finder.found}.values(), key=lambda a: (a.start, a.end))


class _Finder:
    """Collects the attributions of one text in `found`, rule by rule; a later rule leaves what an earlier one took."""

    def __init__(self, doc: Doc, blocks: Sequence[Span], regions: Sequence[QuotedRegion]) -> None:
        self.doc = doc
        self.text = doc.text
        self.blocks = blocks
        self.regions = regions
        self.quotes = [region for region in regions if self._is_quote(region)]
        self.found: list[Attribution] = []

    def find_transcript(self) -> None:
        """Lines of a transcript ("WALLACE: …"), where a text has two or more."""
        lines = [(block, _TRANSCRIPT.match(self.text, *block)) for block in self.blocks]
        named = [(block, line) for block, line in lines if line]
        for block, line in named if len(named) > 1 else ():
            content = (line.end(), block[1])
            self.found.append(
                Attribution((line.span("name"),), (line.span("colon"),), (content,), BESIDE, "transcript")
            )

    def find_reported(self) -> None:
        """Reporting clauses that the cue lexicon trusts, outside what is somebody's words already."""
        for clause in clauses(self.doc):
            confidence = cues.probability(clause)
            cue = self._characters(*clause.cue)
            if confidence < cues.THRESHOLD or any(quote.start <= cue[0] < quote.end for quote in self.quotes):
                continue
            if not _asserted(clause.verb):
                continue
            content = self._with_regions(self._characters(*clause.content), cue)
            if self._covered(content):
                continue
            if any((region.start, region.end) == content for region in self.regions):
                confidence = max(confidence, BESIDE)  # marks settle the extent, which is what most clauses get wrong
            method = "according to" if clause.pattern == "according" else "clause"
            source = self._spans(clause.source, outside=content)
            self.found.append(Attribution(source, (cue,), (content,), round(confidence, 3), method))

    def find_quoted(self) -> None:
        """Give each quote in marks that no clause covers its cue and source, or join it to the one it continues."""
        for region in self.quotes:
            span = region.start, region.end
            if self._covered(span):
                continue
            block = self._block(region)
            cue = self._cue_beside(span, block)
            last = max((a for a in self.found if a.start < region.start), key=lambda a: a.end, default=None)
            if cue is not None:
                source = self._spans(source_of(cue) or _next_name(cue), outside=span)
                self.found.append(Attribution(source, (self._characters(cue.i, cue.i + 1),), (span,), BESIDE, "marks"))
            elif signed := _SIGNATURE.match(self.text, region.end):
                name, dash = signed.span("name"), signed.span("dash")
                self.found.append(Attribution((name,), (dash,), (span,), BESIDE, "signature"))
            elif last is not None and self._continues(last, region, block):
                self.found.remove(last)
                self.found.append(replace(last, content=_joined((*last.content, span))))
            elif (named := self._before_colon(region, block)) is not None:
                colon = self.text.index(":", named[1])
                self.found.append(Attribution((named,), ((colon, colon + 1),), (span,), BESIDE, "colon"))
            elif region.end - region.start > 0.6 * (block[1] - block[0]):
                self.found.append(Attribution((), (), (span,), 0.3, "marks"))

    def _is_quote(self, region: QuotedRegion) -> bool:
        """Whether marks hold somebody's words (a clause, an end of sentence), and no title, nickname or scare quote."""
        inside = self.doc.char_span(region.start, region.end, alignment_mode="contract")
        words = [token for token in inside or () if not token.is_punct and not token.is_space]
        if region.continues:
            return bool(words)
        clause = any(token.tag_ in ("VBZ", "VBP", "VBD", "MD", "VB") for token in words)
        ends = self.text[region.start : region.end].rstrip("”\"'’»")[-1:] in tuple(",.!?…—")
        return len(words) >= 3 and (clause or (ends and len(words) >= 4))

    def _with_regions(self, content: Span, cue: Span) -> Span:
        """Stretch content over the whole of each quoted region that it runs into, unless the cue stands in it."""
        start, end = content
        for region in self.regions:
            if region.start < end and start < region.end and not (region.start <= cue[0] < region.end):
                start, end = min(start, region.start), max(end, region.end)
        if start <= cue[0] < end:  # the parse put the cue inside: keep the side with more of the content
            return max((start, cue[0]), (cue[1], end), key=lambda side: side[1] - side[0])
        return start, end

    def _block(self, region: QuotedRegion) -> Span:
        """The paragraph of a region, and the one before it if that introduces it by a colon."""
        number = bisect_right(self.blocks, (region.start, len(self.text) + 1)) - 1
        start, end = self.blocks[number]
        if number and region.start == start and self.text[self.blocks[number - 1][1] - 1] == ":":
            start = self.blocks[number - 1][0]
        return start, end

    def _cue_beside(self, span: Span, block: Span) -> Token | None:
        """The nearest verb outside the marks, in a sentence that touches them, that often introduces quotations."""
        taken = {start for a in self.found for start, _ in a.cue}
        around = self.doc.char_span(*span, alignment_mode="expand")
        assert around is not None  # a region holds words
        best: tuple[float, Token] | None = None
        for token in self.doc[slice(*_sentence_reach(around))]:
            outside = token.i < around.start or token.i >= around.end
            if token.pos_ not in ("VERB", "AUX") or not outside or token.idx in taken:
                continue
            if not block[0] <= token.idx < block[1]:
                continue
            likely = cues.speech(token.lemma_.lower())
            before = token.idx < span[0]
            gap = self.text[token.idx + len(token) : span[0]] if before else self.text[span[1] : token.idx]
            introduced = before and gap.rstrip().endswith(":")
            distance = len(_WORD.findall(gap))
            if (likely >= 0.4 and distance <= 12) or (introduced and likely > 0.05 and distance <= 25):
                score = likely - 0.03 * distance
                if best is None or score > best[0]:
                    best = score, token
        return best[1] if best is not None else None

    def _continues(self, last: Attribution, region: QuotedRegion, block: Span) -> bool:
        """Whether a region without a cue of its own goes on with the quote before it.

        In one paragraph a later sentence in marks goes on; across paragraphs one that is nothing but marks does, as
        long as the paragraph before it ends in the quote or its attribution.
        """
        if last.method == "transcript":
            return False
        if region.continues:
            return True
        if not any(r.start < end and start < r.end for start, end in last.content for r in self.regions):
            return False
        if block[0] <= last.end <= block[1]:
            return True
        number = bisect_right(self.blocks, (block[0], -1)) - 1
        alone = region.start <= block[0] + 1 and region.end >= block[1] - 2
        return alone and number >= 0 and self.blocks[number][0] <= last.end <= self.blocks[number][1]

    def _before_colon(self, region: QuotedRegion, block: Span) -> Span | None:
        """The subject of a clause that ends in a colon right before the marks: "The mayor was blunt: “No.”" """
        if not self.text[block[0] : region.start].rstrip().endswith(":"):
            return None
        before = self.doc.char_span(block[0], region.start, alignment_mode="contract")
        heads = [token for token in before or () if token.dep_ in SUBJECTS]
        return self._characters(*phrase(heads[-1])) if heads else None

    def _covered(self, span: Span) -> bool:
        """Whether more than half of the characters belong to an attribution already."""
        start, end = span
        for other in self.found:
            if 2 * sum(max(0, min(end, f) - max(start, g)) for g, f in other.content) > end - start:
                return True
        return False

    def _spans(self, tokens: Span | None, *, outside: Span) -> Spans:
        """A source's tokens as characters; of one that swallowed the content, what lies before the content."""
        if tokens is None:
            return ()
        start, end = self._characters(*tokens)
        if dateline := _DATELINE.match(self.text, start, end):
            start = dateline.end()
        if start < outside[1] and outside[0] < end:
            end = min(end, outside[0])
            end = start + len(self.text[start:end].rstrip(" ,:;"))
        return ((start, end),) if start < end else ()

    def _characters(self, start: int, end: int) -> Span:
        last = self.doc[end - 1]
        return self.doc[start].idx, last.idx + len(last)


def _sentence_reach(around: TokenSpan) -> Span:
    """The tokens of the sentences that a quotation touches: with one that introduces it by a colon before it, and the
    rest of one that its own full stop split (“Why?” he asked)."""
    doc = around.doc
    start, end = doc[around.start].sent.start, doc[around.end - 1].sent.end
    before, after = start, around.end
    while before and doc[before - 1].is_space:
        before -= 1
    if before and doc[before - 1].text == ":":
        start = doc[before - 1].sent.start
    while after < len(doc) and doc[after].is_space:
        after += 1
    if after == end and after < len(doc) and doc[after].is_lower:
        end = doc[after].sent.end
    return start, end


def _asserted(verb: Token) -> bool:
    """Whether a cue tells that something was said: not "did not say", "if she says", "denied that", "did she say?"."""
    children = list(verb.children)
    subjects = [child for child in children if child.dep_ in SUBJECTS]
    if verb.lemma_.lower() in _UNSAID or any(child.dep_ == "neg" for child in children):
        return False
    if any(child.dep_ in ("mark", "advmod") and child.lower_ in _IF for child in children):
        return False
    if any(s.lower_ in _NOBODY or any(child.lower_ == "no" for child in s.children) for s in subjects):
        return False
    inverted = any(child.dep_ == "aux" and child.i < subject.i for child in children for subject in subjects)
    return not (inverted and verb.sent.text.rstrip().endswith("?"))


def _next_name(verb: Token) -> Span | None:
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


def _joined(spans: Spans) -> Spans:
    """Spans in order, those that overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)
