"""Printed lines back into paragraphs: where a line ended only because the column did, it goes on.

Coordinates are a page's, in points, from its lower left corner.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low, quantiles


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print: its words, whether it ends in a hyphen (which is not among them), and the box around it."""

    text: str
    hyphen: bool
    left: float
    right: float
    bottom: float
    height: float


Page = Sequence[Line]

_EDGE = 2
"""How many lines at the top and at the bottom of a page may be running heads and page numbers."""

_NEAR = 8
"""How many lines before and behind a line tell how wide its column is."""

_COMPOUNDS = ("well-", "self-", "long-", "high-", "full-", "half-", "year-")
"""Parts of compounds that are hardly ever a syllable."""

_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """The paragraphs of the pages, in their order, without heads, feet and numbers that most pages carry."""
    pages = list(_without_running_heads(pages))
    words = {word.casefold() for page in pages for line in page for word in re.findall(r"[\w-]+", line.text)}
    leading = _leading(pages)
    done: list[str] = []
    last: Line | None = None
    column: tuple[float, float] = (0, 0)
    for page in pages:
        for number, line in enumerate(page):
            if last is None or _begins_paragraph(last, line, column=column, leading=leading):
                done.append(line.text)
            elif last.hyphen:
                done[-1] = _rejoined(done[-1], line.text, words)
            else:
                done[-1] += f" {line.text}"
            last, column = line, _column(line, page[max(0, number - _NEAR) : number + _NEAR])
    if last is not None and last.hyphen:
        done[-1] += "-"
    return done


def _without_running_heads(pages: Sequence[Page]) -> Iterator[Page]:
    edges = [{_pattern(line) for line in _edge(page)} for page in pages]
    number = Counter(pattern for edge in edges for pattern in edge)
    heads = {pattern for pattern, count in number.items() if count >= max(2, len(pages) // 2)}
    for page in pages:
        running = {line for line in _edge(page) if _pattern(line) in heads}
        yield [line for line in page if line not in running]


def _edge(page: Page) -> list[Line]:
    by_height = sorted(page, key=lambda line: -line.bottom)
    return [*by_height[:_EDGE], *by_height[-_EDGE:]]


def _pattern(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.bottom)


def _leading(pages: Sequence[Page]) -> float:
    """The usual distance between the lines of a paragraph, as a multiple of their height."""
    gaps = [
        (last.bottom - line.bottom) / line.height
        for page in pages
        for last, line in pairwise(page)
        if 0 < last.bottom - line.bottom < 4 * line.height
    ]
    return quantiles(gaps, n=5)[0] if len(gaps) > 1 else sum(gaps)


def _column(line: Line, near: Page) -> tuple[float, float]:
    """The edges of the column that a line stands in, by the lines near it that are printed as it is.

    The left edge is that of most lines, the right one that of the longest.
    """
    same = [
        other
        for other in near
        if abs(other.left - line.left) < 4 * line.height
        and abs(other.bottom - line.bottom) < 10 * line.height
        and not _is_other_print(line, other)
    ]
    return median_low(other.left for other in same), max(other.right for other in same)


def _is_other_print(one: Line, other: Line) -> bool:
    return abs(one.height - other.height) > 0.15 * max(one.height, other.height)


def _begins_paragraph(last: Line, line: Line, *, column: tuple[float, float], leading: float) -> bool:
    """Whether a paragraph begins with `line`, which follows on `last` in `column`."""
    if _is_other_print(last, line):
        return True
    if last.hyphen:
        return False
    goes_on = line.text[:1].islower()
    gap = last.bottom - line.bottom
    if not -0.5 * line.height < gap < 4 * line.height:  # the next column or page
        return not goes_on and bool(_SENTENCE_END.search(last.text))
    apart = gap > 1.3 * leading * line.height
    if apart or goes_on:
        return apart
    more = line.left - last.left > 0.5 * line.height or _SENTENCE_END.search(last.text)
    indented = line.left - column[0] > 0.5 * line.height and bool(more)
    return indented or _had_room(last, line, right=column[1])


def _had_room(last: Line, line: Line, *, right: float) -> bool:
    """Whether the first word of `line` would have fitted behind `last`: then the line was meant to end there."""
    word = len(line.text.split(maxsplit=1)[0]) + 2
    return word * (line.right - line.left) / max(len(line.text), 1) < right - last.right


def _rejoined(before: str, after: str, words: set[str]) -> str:
    """A word parted by a hyphen made whole; the hyphen stays where the document has the word with it elsewhere."""
    first = re.search(r"[\w-]*$", before[-60:])
    second = re.match(r"\w*", after)
    compound = f"{first[0] if first else ''}-{second[0] if second else ''}".casefold()
    whole = compound in words or compound.startswith(_COMPOUNDS) or not after[:1].islower()
    hyphen = "-" if whole else ""
    return f"{before}{hyphen}{after}"
