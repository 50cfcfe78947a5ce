"""Quoted words that the tagger left without a speaker, or gave to the wrong one.

Quotations longer than a few words are not lost: each is given to a cue beside it (`marks`), to the quote that it goes
on with (`continued`) or to the name before a colon (`colon`); what is left stands without a source. A direct quote
whose source the tagger missed, or a part of one that has a cue of its own, gets the subject of the cue (`subject`); a
part before which somebody else acts is that person's (`beside`).
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from extract.attribution.acts import act_of
from extract.attribution.clauses import SUBJECTS, phrase, source_of, trimmed
from extract.attribution.marks import QuotedRegion, overlapping
from extract.attribution.spans import Attribution, Span, Spans, joined

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_MOST_PARTS = 100
"""Parts of a quote at most that goes on from one paragraph to the next; in the news they are four or five."""
_LABEL = re.compile(r"(?<=[.!?”\"'’»] )(?P<name>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3})(?P<colon>:)\s*\Z")
"""A name with a colon, right before a quotation and right behind the sentence before it."""
_SENTENCE_ENDS = (".", ";", ":", "!", "?")
_TAG = 20
"""Tokens behind a quotation among which its cue is."""
_EXPLETIVES = ("here", "this", "that", "these", "it", "there", "what")
"""Subjects that name nobody: "This is what she wrote"."""
_WRITTEN = (
    "statement",
    "letter",
    "write",
    "post",
    "tweet",
    "message",
    "say",
    "state",
    "respond",
    "reply",
    "read",
    "e-mail",
    "email",
)
"""Words of a lead-in behind which another's words may stand without marks."""
_LEAD = 200
"""Characters of such a lead-in, at most."""
_PULLED = 4
"""Words of a pull quote, at least."""
_SHORT_WORD = 3
"""Letters of the words that have no capital in a title."""
_REACH = 100
"""Tokens: no cue lies farther from the marks. A text without full stops is one sentence."""


def attributed(
    doc: Doc, blocks: Sequence[Span], regions: Sequence[QuotedRegion], found: Sequence[Attribution]
) -> list[Attribution]:
    """All attributions of a text, given those of the tagger, its paragraphs and its quoted regions."""
    attributor = _Attributor(doc, blocks, regions, found)
    for region, after in zip(regions, [*regions[1:], None], strict=False):
        if attributor.holds_words(region) and not attributor.is_pull_quote(region):
            attributor.attribute(region, after)
    attributor.attribute_introduced()
    every = (one for near in attributor.found.values() for one in near)
    return sorted({one.content: one for one in every}.values(), key=lambda one: (one.start, one.end))


class _Attributor:
    """Collects the attributions of one text: those given, and quoted regions added one by one, in order.

    `found` holds them by the number of the paragraph in which their content ends, so that each region need only be
    compared with its neighbours.
    """

    def __init__(
        self, doc: Doc, blocks: Sequence[Span], regions: Sequence[QuotedRegion], found: Sequence[Attribution]
    ) -> None:
        self.doc = doc
        self.text = doc.text
        self.blocks = blocks
        self.regions = regions
        self.found: dict[int, list[Attribution]] = defaultdict(list)
        for one in found:
            for part in self._parted(self._without_gesture(one)):
                self._add(self._with_source(part))

    def holds_words(self, region: QuotedRegion) -> bool:
        """Whether marks hold somebody's words (a clause, an end of sentence), and no title, nickname or scare quote."""
        inside = self.doc.char_span(region.start, region.end, alignment_mode="contract")
        words = [token for token in inside or () if not token.is_punct and not token.is_space]
        if region.continues:
            return bool(words)
        introduced = self.text[max(0, region.start - 3) : region.start].rstrip()[-1:] == ":"
        long = [token for token in words if len(token) > _SHORT_WORD]
        if len(long) > 1 and all(token.text[0].isupper() for token in long):
            return False
        clause = any(token.tag_ in ("VBZ", "VBP", "VBD", "MD", "VB") for token in words)
        ends = self.text[region.start : region.end].rstrip("”\"'’»")[-1:] in tuple(",.!?…—")
        return len(words) >= 3 and (clause or (ends and (introduced or len(words) >= 4)))

    def is_pull_quote(self, region: QuotedRegion) -> bool:
        """Whether a region is alone in its paragraph and repeats another one."""
        words = self._words(region)
        return self._is_alone(region) and len(words) >= _PULLED and f" {' '.join(words)} " in self._said

    @cached_property
    def _said(self) -> str:
        """The words of the regions that do not stand alone in their paragraphs."""
        return " | ".join(f" {' '.join(self._words(r))} " for r in self.regions if not self._is_alone(r))

    def _words(self, region: QuotedRegion) -> list[str]:
        return [word.lower() for word in _WORD.findall(self.text[region.start : region.end])]

    def _is_alone(self, region: QuotedRegion) -> bool:
        start, end = self.blocks[self._number(region.start)]
        return region.start <= start + 1 and region.end >= end - 2

    def attribute(self, region: QuotedRegion, after: QuotedRegion | None) -> None:
        """Give a region to its speaker, unless most of it belongs to an attribution already.

        `after` is the next region of the text.
        """
        span = region.start, region.end
        number = self._number(region.start)
        near = [*self.found[number - 1], *self.found[number]]
        if _covered(span, near):
            return
        block = self._block(region, number)
        cue = self._cue_beside(span, block, near)
        last = max((one for one in near if one.start < region.start), key=lambda one: one.end, default=None)
        unclosed = not region.closed and not (after and after.continues)
        if cue is not None:
            source = self._source(cue, outside=span)
            where = cue.idx, cue.idx + len(cue)
            self._add(Attribution(source, (where,), (span,), "marks", cue.i))
        elif (named := self._before_colon(region, (max(block[0], last.end), block[1]) if last else block)) is not None:
            self._add(Attribution((named,), (self._colon(region, block),), (span,), "colon"))
        elif last is not None and not unclosed and self._continues(last, region, number):
            self.found[self._number(last.end)].remove(last)
            self._add(replace(last, content=joined((*last.content, span)), method="continued", signals={}))
        elif (named := self._before_colon(region, block)) is not None:
            self._add(Attribution((named,), (self._colon(region, block),), (span,), "colon"))
        elif region.end - region.start > 0.6 * (block[1] - block[0]):
            self._add(Attribution((), (), (span,), "marks"))

    def _add(self, one: Attribution) -> None:
        self.found[self._number(one.end)].append(one)

    def _number(self, position: int) -> int:
        """The number of the paragraph that holds or ends at a position."""
        return bisect_left(self.blocks, position, key=lambda block: block[1])

    def _parted(self, found: Attribution) -> Iterator[Attribution]:
        """The attribution, without the quoted regions that another cue follows or introduces, or before which another
        person acts; each of those as that person's.

        As in: “It is dead,” Ana Ruiz said. Bo Lee laughed. “It is not.”
        """
        mine = list[Span]()
        for before, span in pairwise([(found.start, found.start), *found.content]):
            theirs = self._anothers(span, (before[1], span[0]), found) if self._is_region(span) else None
            if theirs is None:
                mine.append(span)
            else:
                yield theirs
        if mine:
            yield replace(found, content=tuple(mine))

    def _without_gesture(self, found: Attribution) -> Attribution:
        """A quote whose cue is an act in the next sentence: the speaker is who acts before it, or nobody.

        As in: Ana Ruiz turned to Bo Lee. “The bridge is closed.” Lee nodded.
        """
        start, end = found.content[0]
        trigger = self.doc[found.trigger] if found.trigger is not None else None
        sentence = self.text[start:end].rstrip("”\"'’»")[-1:] in (".", "!", "?", "…")
        alone = len(found.content) == 1 and self._is_region(found.content[0])
        if trigger is None or trigger.idx < end or not sentence or not alone or act_of(trigger) != "other":
            return found
        actor = self._actor((self.blocks[self._number(start)][0], start), replace(found, source=()))
        return Attribution((actor,) if actor is not None else (), (), found.content, "beside")

    def _is_region(self, span: Span) -> bool:
        return any((region.start, region.end) == span for region in overlapping(self.regions, *span))

    def _anothers(self, span: Span, gap: Span, found: Attribution) -> Attribution | None:
        """A part of a quote as another's, with the gap between it and the part before it."""
        tag = self._cue_behind(span) if not self._follows_cue(span, found) else None
        if tag is not None and not any(start <= tag.idx < end for start, end in found.cue):
            source = self._source(tag, outside=span)
            where = tag.idx, tag.idx + len(tag)
            return Attribution(source, (where,), (span,), "subject", tag.i, found.signals) if source else None
        if (label := _LABEL.search(self.text, *gap)) is not None:
            return Attribution((label.span("name"),), (label.span("colon"),), (span,), "colon")
        actor = self._actor(gap, found)
        return Attribution((actor,), (), (span,), "beside") if actor is not None else None

    def _follows_cue(self, span: Span, found: Attribution) -> bool:
        """Whether no sentence ends between the cue and a part of the content behind it."""
        cue = self.doc[found.trigger].idx if found.trigger is not None else span[1]
        return cue < span[0] and not any(end in self.text[cue : span[0]] for end in ".!?")

    def _cue_behind(self, span: Span) -> Token | None:
        """The verb of saying that follows a sentence in quotation marks: “No,” she said."""
        words, inside = self.doc.char_span(*span, alignment_mode="expand"), self.text[span[0] : span[1]]
        opened_again = "“" in inside[1:]  # a mark is missing: more than one person may speak
        if words is None or opened_again or inside.rstrip("”\"'’»")[-1:] not in tuple(",?!—–-"):
            return None
        for token in self.doc[words.end : words.end + _TAG]:
            if token.text in _SENTENCE_ENDS or overlapping(self.regions, token.idx, token.idx + 1):
                return None
            if token.pos_ == "VERB" and token.tag_ != "VBG" and token.dep_ not in ("acl", "relcl"):
                return token if act_of(token) == "statement" else None
        return None

    def _actor(self, gap: Span, found: Attribution) -> Span | None:
        """The last subject in the gap between two quoted regions, if it is a person whom the source does not name."""
        named = {word for start, end in found.source for word in _WORD.findall(self.text[start:end].lower())}
        inside = self.doc.char_span(*gap, alignment_mode="contract")
        for token in reversed(inside or ()):
            if token.dep_ not in SUBJECTS or token.head.i == found.trigger or not gap[0] < token.head.idx < gap[1]:
                continue
            somebody = token.ent_type_ == "PERSON" or any(c.lower_ in ("a", "an", "another") for c in token.children)
            span = _characters(self.doc, phrase(token))
            if somebody and gap[0] <= span[0] and not named & set(_WORD.findall(self.text[slice(*span)].lower())):
                return span
            return None
        return None

    def _with_source(self, found: Attribution) -> Attribution:
        """A direct quote without a source with the subject of its cue, if that has one."""
        if found.source or found.trigger is None or found.signals.get("quoted", 0) < 0.5:
            return found
        verb = self.doc[found.trigger]
        source = self._source(verb, outside=(found.start, found.end)) if verb.pos_ in ("VERB", "AUX") else ()
        return replace(found, source=source, method="subject") if source else found

    def _block(self, region: QuotedRegion, number: int) -> Span:
        """The paragraph of a region, and the one before it if that introduces it by a colon."""
        start, end = self.blocks[number]
        if number and region.start == start and self.text[self.blocks[number - 1][1] - 1] == ":":
            start = self.blocks[number - 1][0]
        return start, end

    def _cue_beside(self, span: Span, block: Span, near: Sequence[Attribution]) -> Token | None:
        """The nearest verb outside the marks, in a sentence that touches them, that says something."""
        taken = {start for one in near for start, _ in one.cue}
        around = self.doc.char_span(*span, alignment_mode="expand")
        assert around is not None  # a region holds words
        best: tuple[int, Token] | None = None
        start, end = _sentence_reach(around)
        for token in self.doc[max(start, around.start - _REACH) : min(end, around.end + _REACH)]:
            outside = token.i < around.start or token.i >= around.end
            if token.pos_ not in ("VERB", "AUX") or not outside or token.idx in taken:
                continue
            if overlapping(self.regions, token.idx, token.idx + 1) or not block[0] <= token.idx < block[1]:
                continue
            before = token.idx < span[0]
            gap = self.text[token.idx + len(token) : span[0]] if before else self.text[span[1] : token.idx]
            introduced = before and gap.rstrip().endswith(":")
            distance = len(_WORD.findall(gap))
            if (
                act_of(token) == "statement"
                and distance <= (25 if introduced else 12)
                and (best is None or distance < best[0])
            ):
                best = distance, token
        return best[1] if best is not None else None

    def _continues(self, last: Attribution, region: QuotedRegion, number: int) -> bool:
        """Whether a region without a cue of its own goes on with the quote before it.

        In one paragraph a later sentence in marks goes on; across paragraphs one that is nothing but marks does, as
        long as the paragraph before it ends in the quote or its attribution.
        """
        if len(last.content) >= _MOST_PARTS:
            return False
        if region.continues:
            return True
        if not any(overlapping(self.regions, *span) for span in last.content):
            return False
        return self._is_alone(region) or self._number(last.end) == number

    def _before_colon(self, region: QuotedRegion, block: Span) -> Span | None:
        """Who is named by what ends in a colon right before the marks: "The mayor was blunt: “No.”" """
        if not self.text[block[0] : region.start].rstrip().endswith(":"):
            return None
        return self._introduced((block[0], self._colon(region, block)[0]))

    def _colon(self, region: QuotedRegion, block: Span) -> Span:
        colon = self.text.rindex(":", block[0], region.start)
        return colon, colon + 1

    def _introduced(self, lead: Span) -> Span | None:
        """The subject of the last clause before a colon, or the person that it announces: "A letter from the mayor"."""
        before = list(self.doc.char_span(*lead, alignment_mode="contract") or ())[::-1]
        last = [token for token in before if token.sent.end > before[0].i]
        subjects = (token for token in (*last, *before) if token.dep_ in SUBJECTS and token.lower_ not in _EXPLETIVES)
        announced = (token for token in last if _announces(token))
        head = next(subjects, None) if any(t.pos_ in ("VERB", "AUX") for t in last) else next(announced, None)
        head = head or next(announced, None) or next(subjects, None)
        if head is None:
            return None
        start, end = _characters(self.doc, phrase(head))
        end = min(end, lead[1])  # a phrase may run into the marks
        return (start, end) if start < end else None

    def attribute_introduced(self) -> None:
        """Attribute a paragraph without marks to the speaker that the one before it announces, if it has no quote yet.

        As in: Mayor Ana Ruiz wrote in a letter: ¶ The fee is dead, and it will not come back.
        """
        for number, ((start, end), (after, stop)) in enumerate(pairwise(self.blocks)):
            if self.text[end - 1] != ":" or self.text[stop - 1] not in ".!?" or end - start > _LEAD:
                continue
            if overlapping(self.regions, after, stop) or self.found.get(number + 1):
                continue
            after += len(self.text[after:stop]) - len(self.text[after:stop].lstrip("> "))  # as Markdown marks quotes
            if not self.text[after].isalpha():
                continue
            lead = self.doc.char_span(start, end, alignment_mode="contract")
            says = any(token.lemma_.lower() in _WRITTEN and act_of(token) == "statement" for token in lead or ())
            if says and (named := self._introduced((start, end - 1))) is not None:
                self._add(Attribution((named,), ((end - 1, end),), ((after, stop),), "colon"))

    def _source(self, cue: Token, *, outside: Span) -> Spans:
        """The phrase that says what the cue reports; of one that swallowed the content, what lies before it."""
        tokens = source_of(cue) or _next_name(cue)
        if tokens is None:
            return ()
        start, end = _characters(self.doc, tokens)
        if start < outside[1] and outside[0] < end:
            end = min(end, outside[0])
            end = start + len(self.text[start:end].rstrip(" ,:;"))
        return ((start, end),) if start < end else ()


def _announces(token: Token) -> bool:
    """Whether a noun phrase names the next speaker: "a statement from the mayor", "the mayor's letter"."""
    named = token.pos_ == "PROPN" or token.ent_type_ == "PERSON"
    return named and (token.dep_ == "poss" or (token.dep_ == "pobj" and token.head.lower_ in ("by", "from", "of")))


def _covered(span: Span, near: Iterable[Attribution]) -> bool:
    """Whether more than half of the characters belong to one of the attributions."""
    start, end = span
    return any(2 * sum(max(0, min(end, f) - max(start, g)) for g, f in other.content) > end - start for other in near)


def _characters(doc: Doc, tokens: Span) -> Span:
    last = doc[tokens[1] - 1]
    return doc[tokens[0]].idx, last.idx + len(last)


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
