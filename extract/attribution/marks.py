"""Quotation marks: paired by kind, never across a paragraph's end unless the next paragraph reopens the quote."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

CLOSERS = {
    "“": ("”",),
    '"': ('"', "”"),  # often typed for one of a pair of curly marks
    "''": ("''",),
    "``": ("''", '"'),  # as wire services write them
    "”": ("”",),  # as Swedes and Finns write both
    "‘‘": ("’’",),
    "‘": ("’",),
    "'": ("'",),
    "«": ("»",),
    "»": ("«",),
    "„": ("“", "”"),
    "‹": ("›",),
    "「": ("」",),
}
_MARK = re.compile(r"''|``|‘‘|[“”\"‘'«»„‹「]")
_DOUBTFUL = ("'", "”")
"""Marks that open a quote only if another one closes it; else they are apostrophes or closing marks."""
_SPACED = ("“", '"', "«", "‹")
"""Marks that may be separated from their words by a space, as in French and in tokenized text."""
_ELISION = re.compile(r"'(?:\d|(?:bout|cause|cos|em|n|nuff|round|til|till|tis|twas)\b)", re.I)
_NICKNAME = re.compile(
    r"(?:[“\"‘']|‘‘|'')[A-Z][\w.-]*(?: [A-Z][\w.-]*)?(?:[”\"’']|’’|'') (?=[A-Z][\w’'.-]{0,40}[a-z.])"
)
_BEFORE_NICKNAME = re.compile(r"(?:^|[\s(])[A-Z][\w.’'-]*,? $")
# Breaks are looked for only where white space begins: within long runs of it the search would start again and again.
_BREAK = re.compile(r"(?<![^\S\n])[^\S\n]*\n\s*")
_WIDE_BREAK = re.compile(r"(?<!\s)\s*\n[^\S\n]*\n\s*")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\r?\n")
LONGEST_PARAGRAPH = 20_000
"""Characters of a paragraph, at most: each quote comes with its own, and is looked at in it. The longest of 3,400 news
articles, a whole article on one line, has 12,600."""
_SPACE = re.compile(r"\s+")
_APOSTROPHES = ("’", "'")
_REOPENED = re.compile(rf"(?<=\s)(?!{_ELISION.pattern})[‘'](?=\w)")
_FAR = 500
"""Characters: how far behind the first mark that may close a region a surer one is looked for."""
_LONGEST_NAME = 40
"""Characters of the word before a nickname, at most."""


@dataclass(frozen=True, slots=True)
class QuotedRegion:
    """Characters `start:end` of the text between quotation marks, marks included.

    `closed` is False where the closing mark is missing and the paragraph's end stands in for it; `continues` is
    True where the region goes on with a quote that the paragraph before left open.
    """

    start: int
    end: int
    closed: bool = True
    continues: bool = False


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the paragraphs, without the white space around them.

    Blank lines part paragraphs; in a text without any blank line each line is a paragraph. One of more than
    `LONGEST_PARAGRAPH` characters is cut, where a sentence ends if one does.
    """
    breaks = _WIDE_BREAK if _BLANK_LINE.search(text) else _BREAK
    start = len(text) - len(text.lstrip())
    for gap in breaks.finditer(text, start):
        yield from _cut(text, start, gap.start())
        start = gap.end()
    end = len(text.rstrip())
    if start < end:
        yield from _cut(text, start, end)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_PARAGRAPH:
        limit = start + LONGEST_PARAGRAPH
        gaps = [gap.start() for gap in _SPACE.finditer(text, start, limit)]
        sentence_end = next((gap for gap in reversed(gaps) if text[gap - 1] in '.!?”"'), None)
        cut = sentence_end or (gaps[-1] if gaps else limit)
        yield start, cut
        space = _SPACE.match(text, cut)
        start = space.end() if space is not None else cut
    yield start, end


def overlapping(regions: Sequence[QuotedRegion], start: int, end: int) -> Sequence[QuotedRegion]:
    """Those of a text's quoted regions that share characters with `start:end`."""
    first = bisect_right(regions, start, key=lambda region: region.end)
    return regions[first : bisect_left(regions, end, lo=first, key=lambda region: region.start)]


def whole_paragraphs(blocks: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """From the start of the paragraph in which the first of the spans lies to the end of that of the last."""
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    begin = bisect_right(blocks, first, hi=len(blocks) - 1, key=lambda block: block[1])
    return blocks[begin][0], blocks[bisect_left(blocks, last, lo=begin, hi=len(blocks) - 1, key=lambda b: b[1])][1]


def quoted_regions(text: str) -> list[QuotedRegion]:
    """Find the outermost quoted regions of a text, in order.

    Marks are paired by kind, so a quote inside a quote belongs to the outer one. A region that lacks its closing
    mark ends with its paragraph, and the next region continues it if the next paragraph opens with the same mark.
    """
    regions: list[QuotedRegion] = []
    left_open = ""
    blocks = list(paragraphs(text))
    for (start, end), (after, _) in zip(blocks, [*blocks[1:], (len(text), len(text))], strict=True):
        position, first = start, True
        still_open = ""
        unclosed = set[str]()  # doubtful marks that nothing closes in this paragraph
        while mark := _next_opening(text, position, end, unclosed):
            kind = mark.group()
            close = _closing(text, mark.end(), end, kind)
            goes_on = mark.start() == start and text.startswith(kind, after)
            if close is None and kind in _DOUBTFUL and not goes_on:
                position = mark.end()
                unclosed.add(kind)
                continue
            if nickname := _nickname(text, mark.start(), start, end):
                position = nickname.end()
                continue
            continues = first and bool(left_open) and kind == left_open and mark.start() == start
            regions.append(QuotedRegion(mark.start(), close or end, close is not None, continues))
            if close is None:
                still_open = kind
                break
            position, first = close, False
        left_open = still_open
    return regions


def _next_opening(text: str, start: int, end: int, passed_over: Collection[str]) -> re.Match[str] | None:
    for mark in _MARK.finditer(text, start, end):
        after_word = mark.start() > start and text[mark.start() - 1].isalnum()
        apart = mark.start() == start or text[mark.start() - 1].isspace()
        before_space = mark.end() >= end or text[mark.end()].isspace()
        kind = mark.group()
        if after_word or kind in passed_over or (kind == "'" and _ELISION.match(text, mark.start())):
            continue
        if kind in _DOUBTFUL and not (apart or text[mark.start() - 1] in "([—–"):
            continue
        if not before_space or (kind in _SPACED and apart and _closes_apart(text, mark.end(), end, kind)):
            return mark
    return None


def _closes_apart(text: str, start: int, end: int, kind: str) -> bool:
    """Whether the first mark that may close a region stands apart from its words, as its opening one does."""
    closing = re.compile("|".join(CLOSERS[kind])).search(text, start, end)
    return closing is not None and closing.start() > start + 1 and text[closing.start() - 1].isspace()


def _nickname(text: str, mark: int, start: int, end: int) -> re.Match[str] | None:
    """A nickname in quotation marks: Robert “Bobby” Hale. Headlines have none: there every word has a capital."""
    headline = text[end - 1].isalnum()
    before = _BEFORE_NICKNAME.search(text[max(start, mark - _LONGEST_NAME) : mark])
    return _NICKNAME.match(text, mark) if before and not headline else None


def _closing(text: str, start: int, end: int, kind: str) -> int | None:
    """Where the region that `kind` opened ends, its closing mark included; None if no mark closes it."""
    if kind == "“":
        reopened = text.find(kind, start, end)
        proper = _first_close(text, start, reopened if reopened >= 0 else end, kind, CLOSERS[kind])
        mistyped = _first_close(text, start, reopened if reopened >= 0 else end, kind, ('"',))
        return proper or mistyped or _first_close(text, start, end, kind, CLOSERS[kind])
    return _first_close(text, start, end, kind, CLOSERS[kind])


def _first_close(text: str, start: int, end: int, kind: str, closers: tuple[str, ...]) -> int | None:
    candidates: list[int] = []
    again = _REOPENED.search(text, start, end) if closers[0] in _APOSTROPHES else None
    for mark in re.compile("|".join(closers)).finditer(text, start, end):
        before_word = mark.end() < end and text[mark.end()].isalnum()
        opens_again = mark.group() == kind and text[mark.start() - 1].isspace() and before_word
        apostrophe = mark.group() in _APOSTROPHES and before_word
        if opens_again or apostrophe:
            continue
        if mark.group() not in _APOSTROPHES:
            return mark.end()
        if candidates and (mark.end() > candidates[0] + _FAR or (again and mark.end() > again.start())):
            break
        candidates.append(mark.end())
    # A plural's apostrophe looks like a closing mark: one that follows punctuation is surely a mark.
    sure = (after for after in candidates if text[after - 2] in ".,!?…;:")
    return next(sure, candidates[0] if candidates else None)
