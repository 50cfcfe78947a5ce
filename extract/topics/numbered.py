"""Numbered bills and orders: "SB 212" and "Senate Bill No. 212" are one."""

import re

_KINDS = {
    "ab": "assembly bill",
    "eo": "executive order",
    "hb": "house bill",
    "hjr": "house joint resolution",
    "prop": "proposition",
    "sb": "senate bill",
    "sjr": "senate joint resolution",
}
"""Kinds of numbered policies, as they are abbreviated."""
_NUMBERED = re.compile(r"(?P<kind>[a-z]+(?: [a-z]+){0,3}?)[ -]*(?:\bno\b)? ?(?P<number>[a-z]?\d[\d-]*[a-z]?)")


def kind_and_number(name: str) -> tuple[str, str] | None:
    """The kind of a numbered policy in full and its number; None for another name.

    Examples
    --------
    >>> kind_and_number("A.B. 1180")
    ('assembly bill', '1180')
    """
    plain = re.sub(r"[‐–—−]", "-", re.sub(r"[.'’]", "", name.lower()))
    found = _NUMBERED.fullmatch(re.sub(r"[^\w-]+", " ", plain).strip().removeprefix("the "))
    return None if found is None else (_KINDS.get(found["kind"], found["kind"]), found["number"])
