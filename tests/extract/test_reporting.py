import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.articles import count_articles
from extract.records import Problem
from extract.reporting import Report, counted
from tests.conftest import SEEDS

SLOW = """
from extract.reporting import Report
from threading import Event
def slow():
    for n in range(4):
        Event().wait(0.15)
        yield n
print(list(Report(quiet={quiet}).watched(slow(), "articles", total=lambda: {total})))
"""


def terminal(code: str) -> str:
    """What a program writes to a terminal as its standard error."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    done = subprocess.run(
        [sys.executable, "-c", code], stderr=theirs, stdout=subprocess.PIPE, text=True, env=environment, check=True
    )
    os.close(theirs)
    assert done.stdout == "[0, 1, 2, 3]\n"
    return b"".join(_all(ours)).decode()


def _all(terminal: int) -> Iterator[bytes]:
    try:
        while read := os.read(terminal, 4096):
            yield read
    except OSError:  # the other end is closed
        os.close(terminal)


@pytest.mark.parametrize(("total", "shown"), [("4", "of 4"), ("None", "articles")])
def test_a_terminal_sees_the_number_the_rate_and_the_time_left(total: str, shown: str) -> None:
    written = terminal(SLOW.format(quiet=False, total=total))
    assert shown in written and "a second" in written and "0:00:00" in written


def test_quiet_is_quiet() -> None:
    assert terminal(SLOW.format(quiet=True, total="4")) == ""


STEPS = """
from extract.reporting import Report
from threading import Event
with Report(quiet={quiet}).working() as step:
    for what in ("joining names", "finding copies"):
        step(what)
        Event().wait(0.3)
print([0, 1, 2, 3])
"""


def test_a_terminal_sees_what_is_done_and_for_how_long() -> None:
    written = terminal(STEPS.format(quiet=False))
    assert "joining names" in written and "0:00:00" in written.partition("finding copies")[2]
    assert terminal(STEPS.format(quiet=True)) == ""


def test_how_many_articles_there_are_to_read(tmp_path: Path) -> None:
    assert count_articles([SEEDS / "articles"]) == 12
    assert count_articles(["-"]) is None
    assert count_articles([tmp_path / "missing.jsonl"]) is None


def test_no_control_character_of_an_article_reaches_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(quiet=False)
    report.say("note: \x1b[31mCopy is \u202egnorw\ta")
    report.problem(Problem(input="a\x07", reason="broken"))
    said = capsys.readouterr().err.replace("\N{REPLACEMENT CHARACTER}", "?")
    assert said == "note: ?[31mCopy is ?gnorw\ta\nskipped: a?: broken\n"


def test_nouns_agree_with_their_number() -> None:
    assert [counted(number, "quote") for number in (0, 1, 1200)] == ["0 quotes", "1 quote", "1,200 quotes"]
    assert [counted(number, "policy", many="policies") for number in (1, 2)] == ["1 policy", "2 policies"]
