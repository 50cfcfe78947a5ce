"""When: "since November", "in March 2026", "between May and July", "last month" in the words of a question."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_SHORT = "jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec"
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday"
_WORD = re.compile(rf"(?:{_MONTHS}|{_SHORT}|{_DAYS}|\d{{1,2}}(?:st|nd|rd|th)?|(?:19|20)\d\d|\d{{4}}-\d\d-\d\d|[\d/]+)")
_UNIT = r"(?:day|week|month|year)s?"
_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|few|couple of)"
_NAMED = re.compile(rf"(?:last|this|past|previous) (?:week|month|year)|{_NUMBER} {_UNIT} ago|an? {_UNIT} ago")
_ROLLING = re.compile(rf"(?:the )?(?:last|past) (?:{_NUMBER} )?{_UNIT}")
_LONGEST = 5  # words of a date: "the 3rd of March 2026" is not read, "3 March 2026" is


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last; None where it is open."""

    since: date | None = None
    until: date | None = None


_PREPOSITIONS: dict[str, Callable[[Span], Span | None]] = {
    "since": lambda day: Span(since=day.since),
    "from": lambda day: Span(since=day.since),
    "after": lambda day: Span(since=_next(day.until)),
    "before": lambda day: Span(until=_before(day.since)),
    "until": lambda day: Span(until=day.until),
    "till": lambda day: Span(until=day.until),
    "through": lambda day: Span(until=day.until),
    "by": lambda day: Span(until=day.until),
    "in": lambda day: day,
    "on": lambda day: day if day.since == day.until else None,  # "on 2026 budget" is about the budget
    "during": lambda day: day,
}
_DURING = ("in", "during", "over", "within", "for")


def days(words: Sequence[str], today: date) -> tuple[Span, list[int]]:
    """The time that a question's words tell, and which words do not tell of it.

    Parameters
    ----------
    words : in lower case. A month counts only behind a preposition: "may" is mostly none.
    today : what "last month" and a month without a year (the latest that has begun) are seen from.

    Examples
    --------
    >>> span, rest = days("who spoke since march 2026".split(), date(2026, 11, 25))
    >>> span.since, span.until, rest
    (datetime.date(2026, 3, 1), None, [0, 1])
    """
    since = until = None
    rest: list[int] = []
    at = 0
    while at < len(words):
        begin = at + 1 if words[at] == "and" and (since or until) else at  # "since March and before June"
        found, end = _phrase(words, begin, today)
        if found is None:
            rest.append(at)
            at += 1
        else:
            since, until = found.since or since, found.until or until
            at = end
    told = any(re.search(r"\d{4}", word) for word in words)
    if since and until and since > until and not told:  # "between November and March": that November was before
        since = _year_before(since)
    return Span(since, until), rest


def _phrase(words: Sequence[str], at: int, today: date) -> tuple[Span | None, int]:
    """The time told from a word on, and where its words end."""
    word = words[at] if at < len(words) else ""
    if word in ("between", "from"):
        first, end = _day(words, at + 1, today)
        joined = ("and",) if word == "between" else ("to", "until", "till", "through")
        if first is not None and words[end : end + 1] and words[end] in joined:
            last, stop = _day(words, end + 1, today)
            year = re.search(r"\d{4}", " ".join(words[end + 1 : stop]))
            if year and not re.search(r"\d{4}", " ".join(words[at + 1 : end])):  # "between March and May 2025"
                first = _day([*words[at + 1 : end], year[0]], 0, today)[0] or first
            if last is not None:
                return Span(first.since, last.until), stop
    if word in _DURING and (rolling := _longest(words, at + 1, _ROLLING)):
        quantity = re.sub(r"^(?:the )?(?:last|past) ", "", " ".join(words[at + 1 : rolling]))
        counted = quantity if re.match(_NUMBER, quantity) else f"1 {quantity}"
        return Span(since=_ago(counted, today)), rolling
    if word in _PREPOSITIONS:
        day, end = _day(words, at + 1, today)
        meant = None if day is None else _PREPOSITIONS[word](day)
        if meant is not None:
            return meant, end
    bare, end = _day(words, at, today)
    if bare is not None and (word in ("today", "yesterday") or _longest(words, at, _NAMED)):
        return bare, end
    return None, at


def _longest(words: Sequence[str], at: int, pattern: re.Pattern[str]) -> int:
    """Where the longest run of words from `at` that is of a pattern ends; 0 if there is none."""
    for end in range(min(at + _LONGEST, len(words)), at, -1):
        if pattern.fullmatch(" ".join(words[at:end])):
            return end
    return 0


def _day(words: Sequence[str], at: int, today: date) -> tuple[Span | None, int]:
    """The day, week, month or year that words from `at` on name, and where they end."""
    end = _longest(words, at, _NAMED)
    if not end:
        end = at
        while end < min(at + _LONGEST, len(words)) and _WORD.fullmatch(words[end]):
            end += 1
    while end > at:
        if (span := _parsed(" ".join(words[at:end]), today)) is not None:
            return span, end
        end -= 1
    return None, at


def _parsed(text: str, today: date) -> Span | None:
    if re.fullmatch(r"\d{1,3}", text):  # a number alone is no day
        return None
    data = _parser(today, "first").get_date_data(text.replace("previous", "last").replace("past", "last"))
    if data.date_obj is None:
        return None
    day = data.date_obj.date()
    if data.period == "year":
        return Span(date(day.year, 1, 1), date(day.year, 12, 31))
    if data.period == "month":
        first = day.replace(day=1)
        return Span(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    if data.period == "week":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=6))
    return Span(day, day)


def _ago(quantity: str, today: date) -> date | None:
    text = quantity.replace("few", "3").replace("couple of", "2")
    found = _parser(today, "current").get_date_data(f"{text} ago").date_obj
    return None if found is None else found.date()


@lru_cache
def _parser(today: date, day: str) -> Any:
    from dateparser.date import DateDataParser  # takes a third of a second

    settings = {
        "RELATIVE_BASE": datetime(today.year, today.month, today.day),
        "PREFER_DATES_FROM": "past",
        "PREFER_DAY_OF_MONTH": day,
        "PREFER_MONTH_OF_YEAR": day,
    }
    return DateDataParser(languages=["en"], settings=settings)


def _next(day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=1)


def _before(day: date | None) -> date | None:
    return None if day is None else day - timedelta(days=1)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
