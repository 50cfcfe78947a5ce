"""Quotes that the layout attributes: transcript lines ("WALLACE: …", "Q: …"), and quotations signed with a name."""

import re
from collections.abc import Iterator, Sequence

from extract.attribution.marks import QuotedRegion
from extract.attribution.spans import Attribution, Span

_UPPER = r"[^\W\d_a-z](?:[^\W\d_a-z]|[.’'-])+"
_NOBODY = r"(?!(?:NOTE|CORRECTION|UPDATE|WHO|WHAT|WHEN|WHERE|WHY|HOW)\b)"
_SPEAKER = rf"{_NOBODY}{_UPPER}(?: {_UPPER}){{0,3}}(?:, {_UPPER}(?: {_UPPER}){{0,5}})?"
_LINE = re.compile(rf"[“\"]?(?P<name>{_SPEAKER}|[QA])(?P<colon>:)\s+(?=\S)")
_NAME = r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){1,3}"
_SIGNATURE = re.compile(rf"\s*(?P<dash>[—–―-]{{1,2}})\s*(?P<name>{_NAME})\s*(?:\n|$|(?=[“\"]))")
_SHORT = 20
"""Characters: what is shorter and has a dash after it may be a title."""


def laid_out(text: str, blocks: Sequence[Span], regions: Sequence[QuotedRegion]) -> list[Attribution]:
    """The quotes that a text's layout attributes, given its paragraphs and quoted regions."""
    lines = list(_transcript(text, blocks))
    return (lines if len(lines) > 1 else []) + list(_signed(text, regions))


def _transcript(text: str, blocks: Sequence[Span]) -> Iterator[Attribution]:
    for block in blocks:
        if line := _LINE.match(text, *block):
            yield Attribution((line.span("name"),), (line.span("colon"),), ((line.end(), block[1]),), "transcript")


def _signed(text: str, regions: Sequence[QuotedRegion]) -> Iterator[Attribution]:
    for region in regions:
        signature = _SIGNATURE.match(text, region.end)
        if signature and region.end - region.start > _SHORT:
            content = (region.start, region.end)
            yield Attribution((signature.span("name"),), (signature.span("dash"),), (content,), "signature")
