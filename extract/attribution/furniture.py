"""What stands among an article's paragraphs and is none of its prose: bylines, captions, links, advertisements, notes.

A paragraph is furniture only where its form leaves no doubt; one that begins with a quotation mark, or goes on with an
open one, never is. Datelines are the beginnings of paragraphs. `furniture.json` holds the words, in lower case where
case does not matter: `labels` stand before a colon, `lines` are whole paragraphs, `notes` and `openings` begin one (the
latter ask for something, and name one of the `offers`), `agencies` stand in a dateline's brackets, `writers` are what
reporters call themselves.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from extract.attribution.marks import QuotedRegion, overlapping
from extract.attribution.spans import Span

_WORDS: Mapping[str, Sequence[str]] = json.loads(files(__package__).joinpath("furniture.json").read_text("utf-8"))
_LABELS, _LINES = frozenset(_WORDS["labels"]), frozenset(_WORDS["lines"])
_NOTES, _OPENINGS, _OFFERS = (tuple(_WORDS[name]) for name in ("notes", "openings", "offers"))
_SHORT, _LONG = 300, 700
"""Characters: longer links and captions, longer notes and credits are prose."""
_PROSE_LABELS = ("correction", "corrections")

_NAME = r"[A-Z][\w.’'-]*(?: (?:de|la|van|von|bin|al|[A-Z][\w.’'-]*)){1,4}"
_DAY = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})?"
_AGENCY = "|".join(map(re.escape, sorted(_WORDS["agencies"], key=len, reverse=True)))
_WRITER = rf"(?:{'|'.join(_WORDS['writers'])})s?"
_DASH = r"(?:—|–|―|--?)"
_PLACE = r"[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]*)*"
_DATELINE = re.compile(
    rf"(?:{_PLACE}(?:, (?:[A-Z][\w.]*(?: [A-Z][\w.]*)*))?(?:,? {_DAY})?(?: \((?:{_AGENCY})\))? ?{_DASH}\s+(?=\S)"
    rf"|(?:[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){{0,3}}(?:, [A-Z][\w.]*(?: [A-Z][\w.]*)?)?(?:,? {_DAY})? )?"
    rf"\((?:{_AGENCY})\) ?{_DASH}\s*(?=\S))"
)
_TOWN = re.compile(rf"\s*({_PLACE})(?:, [A-Z][\w. ]{{1,20}})? (?:\([^)]{{1,30}}\) )?{_DASH} ")
_BYLINE = re.compile(
    rf"(?:By|BY|by|(?:Story|Reporting|Words|Analysis|Written|Posted) by):? {_NAME}"
    r"(?:(?:,| and| &| ?[|/–—·•]) ?[^.!?]{1,70})?|BY:? [A-Z][A-Z.’' -]+"
)
_CREDIT = re.compile(
    rf"[(\[](?:{_NAME} ?(?:/|\||via (?=[A-Z])|for (?=[A-Z]))[^()]{{2,50}}"
    r"|[^()]{0,60}\b(?:(?:AP|AFP|Reuters|File|Staff|Pool) [Pp]hotos?|Getty Images)\b[^()]{0,60}"
    r"|(?:[Pp]hotos?|[Ii]mage|[Ff]ile photo|[Cc]ourtesy(?: of)?|[Cc]redit:) [^()]{1,60}|[Ff]ile photo)[)\]]\.?$"
    r"|(?:\| |[Pp]hoto by |[Pp]hoto: |© )[^.!?|]{3,60}$"
)
_COPYRIGHT = re.compile(
    r"(?:©|\([Cc]\) ?(?=\d{4})|[Cc]opyright (?:©|\([Cc]\)|\d{4}))|[^\n]*\b[Aa]ll [Rr]ights [Rr]eserved\b"
)
_CONTRIBUTED = re.compile(
    r"(?:[^.!?]|\b[A-Z]\.){0,200}\bcontributed (?:(?:reporting|research)\b|to this (?:report|story|article)|from [A-Z])"
    r"[^.!?]{0,80}\.|(?:[Aa]dditional r|[Rr])eporting by [^.!?]{3,60}; .{0,40}[Ee]diting by .{3,100}"
)
_BIOGRAPHY = re.compile(
    rf"{_NAME}(?:,? (?:is|was) (?:an? |the )?(?:[\w’'.-]+ ){{0,8}}?{_WRITER}\b| (?:covers|reports on|writes about) "
    rf"| can be (?:reached|contacted|followed) )|(?:[Rr]each|[Cc]ontact|[Ee]-?mail|[Ff]ollow) (?:him|her|them|{_NAME}) "
    r"|(?:[Ee]-?mail|Twitter|Contact)\b.{0,60}@"
)
_REACHABLE = re.compile(
    r"@\w|\b(?:[Rr]each|[Cc]ontact|[Ff]ollow|[Ee]-?mail) (?:him|her|them)\b"
    r"|\bcan be (?:reached|contacted|followed)\b|\b(?:covers|reports on|writes about)\b.*\bfor\b"
    rf"|\b{_WRITER} (?:for|at|with|of|covering|based)\b"
)


def furniture(text: str, paragraphs: Sequence[Span], regions: Sequence[QuotedRegion]) -> list[Span]:
    """Those of a text's paragraphs that are furniture, in order, given all of them and the quoted regions.

    Whether one is depends on itself alone; that it is a reporter's biography also on whether nothing but furniture
    follows.
    """
    found = []
    at_the_end = True
    for span in reversed(paragraphs):
        mine = not _quoted(span, regions) and _is_furniture(text[slice(*span)], at_the_end=at_the_end)
        at_the_end = at_the_end and mine
        if mine:
            found.append(span)
    return found[::-1]


def is_label(words: str) -> bool:
    """Whether words before a colon name what follows, a caption or a link, and nobody who speaks."""
    return words.lower() in _LABELS


def datelines(text: str, paragraphs: Sequence[Span]) -> Iterator[Span]:
    """Yield the datelines with the dash after them: of the first paragraph, and where an agency is named."""
    for number, (start, end) in enumerate(paragraphs):
        found = _DATELINE.match(text, start, min(end, start + 120))
        if found and (number == 0 or found.group().rstrip(" —–―-").endswith(")")):
            yield found.span()


def dateline_town(text: str) -> str | None:
    """The town of the dateline that a text begins with, if it has one: "Norwich" of "NORWICH, England (AP) — …"."""
    found = _TOWN.match(text)
    return found.group(1).title() if found else None


def _quoted(span: Span, regions: Sequence[QuotedRegion]) -> bool:
    """Whether a paragraph begins in quotation marks."""
    return any(region.start <= span[0] for region in overlapping(regions, span[0], span[0] + 1))


def _is_furniture(block: str, *, at_the_end: bool) -> bool:
    if len(block) > _LONG:
        return False
    plain = " ".join(block.replace("’", "'").lower().split())
    short = len(block) <= _SHORT
    if plain.strip(" .:!>»›→|*-–—[]()#") in _LINES:
        return True
    label = plain.partition(":")[0].strip("[( *") if ":" in plain else ""
    if label in _LABELS and (short or label in _PROSE_LABELS):
        return True
    asks = plain.startswith(_OPENINGS) and any(word in plain for word in _OFFERS)
    if plain.startswith(_NOTES) or (short and (asks or _COPYRIGHT.match(block) or _CONTRIBUTED.fullmatch(block))):
        return True
    if short and (_BYLINE.fullmatch(block) or all(word.startswith("#") for word in plain.split())):
        return True
    return bool(_CREDIT.search(block) or (at_the_end and _BIOGRAPHY.match(block) and _REACHABLE.search(block)))
