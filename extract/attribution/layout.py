"""Quotes that the layout attributes: transcript lines ("WALLACE: …", "Q: …"), quotations signed with a name, posts."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.attribution.furniture import is_label
from extract.attribution.marks import QuotedRegion
from extract.attribution.spans import Attribution, Span, crossing, joined

_UPPER = r"[^\W\d_a-z](?:[^\W\d_a-z]|[.’'-])+"
_TITLE = r"(?=[\w.’'-]{0,30}[a-z])[A-Z][\w.’'-]{1,30}"
_NOBODY = r"(?!(?:NOTE|CORRECTION|UPDATE|WHO|WHAT|WHEN|WHERE|WHY|HOW|DEAR)\b)"
"""Words before a colon that are nobody: heads of a form, and whom a letter greets."""
_ROLE = r"(?:, [^\W\d_][\w .’'&-]{1,60}| \([^()\n]{2,60}\))"
_SPEAKER = rf"{_NOBODY}{_UPPER}(?: {_UPPER}){{0,3}}(?P<role>{_ROLE})?|[QA]"
_LINE = re.compile(rf"[“\"]?(?P<name>(?P<upper>{_SPEAKER})|{_TITLE}(?: {_TITLE}){{0,2}})(?P<colon>:)\s+(?=\S)")
_HONOURED = re.compile(r"(?:MR|MRS|MS|MISS|DR|SEN|REP|GOV|GEN|JUDGE)\b")
_SHAPED = re.compile(r".*['’-]|MC[A-Z]")
"""What only a name looks like: O'BRIEN, AL-KHAN, MCDONALD."""
_INSIDE = re.compile(r"(?<=[^\W\d_A-Z] )[A-Z]\w[\w’'-]*|(?<=, )[A-Z]\w+")
"""Words with a capital inside a sentence."""
_LOWER = re.compile(r"\b[a-z]+\b")
_NAME = r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){1,3}"
_SIGNATURE = re.compile(
    rf"\s*(?P<dash>[—–―-]{{1,2}})\s*(?P<name>{_NAME})"
    r"(?:\s*(?:\n|$|(?=[“\"]))|(?P<more>, [^\n“\"]{2,80}| \([^()\n]{2,60}\)[^\n“\"]{0,30})(?:\n|$))"
)
_SIGNED_BARELY = re.compile(rf"(?P<dash>) +(?P<name>{_NAME})(?P<more>, [^\n“\".]{{2,80}})?(?:\n|$)")
_POST = re.compile(
    rf"(?P<text>[^\n]+?)\s*(?P<dash>[—–―-]{{1,2}}) ?(?P<name>{_NAME}) \(@\w+\)(?: [A-Z][\w, .:]{{3,30}})?"
)
_SHORT = 20
"""Characters: what is shorter and has a dash after it may be a title."""


def laid_out(text: str, blocks: Sequence[Span], regions: Sequence[QuotedRegion]) -> list[Attribution]:
    """The quotes that a text's layout attributes, given its paragraphs and quoted regions."""
    signed = list(_signed(text, regions))
    taken = joined((one.start, one.end) for one in signed)
    return [*_transcript(text, blocks), *signed, *_posts(text, blocks, taken)]


def _transcript(text: str, blocks: Sequence[Span]) -> Iterator[Attribution]:
    """The lines of a dialogue, where somebody speaks again after another; of other lines those that a name begins."""
    lines = [(line, block[1]) for block in blocks if (line := _LINE.match(text, *block)) and not is_label(line["name"])]
    if not lines:
        return
    words = [_last_word(line) for line, _ in lines]
    last = {word: n for n, word in enumerate(words)}
    again = {word for n, (word, after) in enumerate(pairwise(words)) if after != word and last[word] > n}
    inside = frozenset(map(str.lower, _INSIDE.findall(text))) - frozenset(_LOWER.findall(text))
    named = {word for word, (line, _) in zip(words, lines, strict=True) if word in inside or _is_name(line)}
    shouted = {word for word, (line, _) in zip(words, lines, strict=True) if line["upper"]}
    dialogue = bool(again & (shouted | named))
    kept = [
        (line, end)
        for word, (line, end) in zip(words, lines, strict=True)
        if (word in named and line["upper"]) or (dialogue and (line["upper"] or word in again | named))
    ]
    if len(kept) > 1 or any(line["role"] or _HONOURED.match(line["name"]) for line, _ in kept):
        for line, end in kept:
            yield Attribution((line.span("name"),), (line.span("colon"),), ((line.end(), end),), "transcript")


def heads_a_form(found: Attribution, text: str) -> bool:
    """Whether an attribution takes the head of a form, or whom a letter greets, for a speaker: "SUMMARY: …"."""
    if len(found.source) != 1 or not found.cue or text[slice(*found.cue[0])] != ":" or found.signals.get("quoted"):
        return False
    start, end = found.source[0]
    name = text[start:end]
    opens = start == 0 or text[start - 1] == "\n"
    return opens and (name.isupper() or name.lower().startswith("dear ") or is_label(name))


def _last_word(line: re.Match[str]) -> str:
    """The last word of a label's name, by which a transcript goes on to call its speaker."""
    return line["name"].removesuffix(line["role"] or "").split()[-1].lower()


def _is_name(line: re.Match[str]) -> bool:
    """Whether a label can be nothing but a speaker's, by itself."""
    name = line["name"]
    return bool(line["role"] or name in ("Q", "A") or _HONOURED.match(name) or _SHAPED.match(name))


def _signed(text: str, regions: Sequence[QuotedRegion]) -> Iterator[Attribution]:
    for region in regions:
        signature = _SIGNATURE.match(text, region.end) or _below(text, region)
        if signature and region.end - region.start > _SHORT:
            name = signature.start("name"), signature.end("more") if signature["more"] else signature.end("name")
            content = (region.start, region.end)
            dash = (signature.span("dash"),) if signature["dash"] else ()
            yield Attribution((name,), dash, (content,), "signature")


def _below(text: str, region: QuotedRegion) -> re.Match[str] | None:
    """A name without a dash behind a whole sentence in marks, where a line holds nothing else but a bullet."""
    line = text[text.rfind("\n", 0, region.start) + 1 : region.start]
    whole = region.closed and text[region.end - 2] in ".!?"
    return _SIGNED_BARELY.match(text, region.end) if whole and line.strip(" •*·-") == "" else None


def _posts(text: str, blocks: Sequence[Span], taken: Sequence[Span]) -> Iterator[Attribution]:
    """Posts of a network as pages embed them: "The bridge is shut. — Ana Ruiz (@ruiz) March 3, 2026"."""
    for block in blocks:
        post = _POST.fullmatch(text, *block) if text.find("(@", *block) >= 0 else None
        if post and not crossing(taken, *block):
            yield Attribution((post.span("name"),), (post.span("dash"),), (post.span("text"),), "signature")
