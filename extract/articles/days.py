"""Days as tables and exports write them."""

import re
from collections.abc import Iterable
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

MAX_DAY = 60
"""Characters of a day; what is longer is none."""

_NUMBERS = re.compile(r"\s*(\d\d?)[/.](\d\d?)[/.](\d{4})\b")


def is_day_first(days: Iterable[Any]) -> bool | None:
    """Whether days that are written as 3/14/2026 or 14/3/2026 begin with the day; None if they do not tell."""
    written = [_NUMBERS.match(day) for day in days if isinstance(day, str)]
    orders = {int(found[1]) > 12 for found in written if found and max(int(found[1]), int(found[2])) > 12}
    return orders.pop() if len(orders) == 1 else None


def day_of(value: Any, *, day_first: bool | None) -> Any:
    """A day however it is written; what is no day is left for `Article` to refuse.

    `day_first` tells whether 3/4/2026 is in April; if nobody knows (None), a day that can be two raises `ValueError`.
    """
    if not isinstance(value, str) or len(value) > MAX_DAY or re.match(r"\s*\d{4}-", value):
        return value
    value = value.strip()
    if written := re.fullmatch(r"(\d{4})[/.]?(\d\d)[/.]?(\d\d)", value):
        return "-".join(written.groups())
    if written := _NUMBERS.match(value):
        first, second, year = map(int, written.groups())
        if max(first, second) > 12 or first == second:
            day_first = first > 12
        if day_first is None:
            raise ValueError(f"{value} can be two days; write it as {year}-{first:02}-{second:02} (year, month, day)")
        return date(year, *((second, first) if day_first else (first, second)))
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, OverflowError):
        pass
    if not (re.search(r"[^\W\d_]{3}", value) and re.search(r"\b\d{4}\b", value)):
        return value
    import dateparser  # slow to load: only for days in words

    found = dateparser.parse(value, languages=["en"], settings={"STRICT_PARSING": True, "PARSERS": ["absolute-time"]})
    return found.date() if found else value
