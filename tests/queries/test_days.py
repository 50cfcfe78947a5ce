from datetime import date

import pytest

from queries.days import days

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("told", "since", "until"),
    [
        ("since november", "2026-11-01", None),
        ("since march", "2026-03-01", None),
        ("since december", "2025-12-01", None),
        ("since 3 march 2025", "2025-03-03", None),
        ("since march 3rd", "2026-03-03", None),
        ("since 2026-03-04", "2026-03-04", None),
        ("since last month", "2026-10-01", None),
        ("since yesterday", "2026-11-24", None),
        ("after june", "2026-07-01", None),
        ("after 2025", "2026-01-01", None),
        ("before june", None, "2026-05-31"),
        ("before march 27 2026", None, "2026-03-26"),
        ("until june", None, "2026-06-30"),
        ("by may 2026", None, "2026-05-31"),
        ("in march 2026", "2026-03-01", "2026-03-31"),
        ("in february 2024", "2024-02-01", "2024-02-29"),
        ("in may", "2026-05-01", "2026-05-31"),
        ("in 2025", "2025-01-01", "2025-12-31"),
        ("on march 27", "2026-03-27", "2026-03-27"),
        ("on monday", "2026-11-23", "2026-11-23"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("last week", "2026-11-16", "2026-11-22"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("yesterday", "2026-11-24", "2026-11-24"),
        ("in the last three months", "2026-08-25", None),
        ("over the past week", "2026-11-18", None),
        ("in the last year", "2025-11-25", None),
        ("between march and june", "2026-03-01", "2026-06-30"),
        ("between november and march", "2025-11-01", "2026-03-31"),
        ("between march and may 2025", "2025-03-01", "2025-05-31"),
        ("between march 4 and march 11", "2026-03-04", "2026-03-11"),
        ("from march to may", "2026-03-01", "2026-05-31"),
        ("since march and before june", "2026-03-01", "2026-05-31"),
    ],
)
def test_times_in_words(told: str, since: str | None, until: str | None) -> None:
    span, rest = days(["who", "spoke", *told.split(), "about", "it"], TODAY)
    assert (span.since and span.since.isoformat(), span.until and span.until.isoformat()) == (since, until)
    words = ["who", "spoke", *told.split(), "about", "it"]
    assert [words[n] for n in rest] == ["who", "spoke", "about", "it"]


@pytest.mark.parametrize(
    "told",
    [
        "what may bass say",
        "what did march say",
        "senate bill 212",
        "since the vote",
        "in the gazette",
        "on 212",
        "on the 2024 budget",
        "for 2026 budget",
        "on 2026 budget",
        "timeline of the march 2026 plan",
    ],
)
def test_what_is_no_time_is_left_alone(told: str) -> None:
    words = told.split()
    span, rest = days(words, TODAY)
    assert (span.since, span.until, rest) == (None, None, list(range(len(words))))
