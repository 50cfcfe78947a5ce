"""The process in which inputs are read, apart from the rest: started by `extract.articles.apart`, with a socket.

An input comes as an open file, so no path is opened here. It gets limits on memory and computing time: the system ends
the process at the latter, whatever library it is in.
"""

import json
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO

from extract.articles import feed
from extract.articles.budget import Budget
from extract.articles.faults import Exhausted, problem_of
from extract.articles.formats import COUNTERS, read_stream
from extract.articles.limits import MIB, presentable, size_of
from extract.articles.reading import Note, Reading
from extract.articles.sniff import sniff
from extract.records import Article, Problem, Record

SECONDS = 30.0
"""Computing time that reading an input of up to `SMALL` bytes may take; most files take a thousandth of it."""

SMALL = 5 * MIB

SECONDS_PER_MB = 10.0
"""… more for each megabyte beyond: packed web pages, the slowest of all that is read, take a third of it."""

MOST_PROBLEMS = 1_000
"""Problems of an input that are named; more of them are only counted."""

MAX_MESSAGE = 2_000
"""Characters of a name or a reason that are sent: sheets and members have names of any length."""

TICK = 0.01
"""The least time that is given: none would be no limit."""

MEMORY = 700 * MIB
"""What reading an input may take beside what the libraries take (150 MB)."""

MEMORY_PER_BYTE = 8
"""… more for each byte of the input: JSON is read whole."""


class Part(Record):
    """The file within the input that is read from now on; `number` counts them from 1, and is 0 between files."""

    number: int = 0
    name: str = ""


class Count(Record):
    """How many articles an input holds, None if that cannot be counted."""

    number: int | None


class End(Record):
    """All was read; `seconds` is the computing time of the process up to now."""

    seconds: float


RECORDS: dict[str, type[Record]] = {
    kind.__name__: kind for kind in (Article, Problem, Note, feed.Entry, Part, Count, End)
}
"""What the process sends: a line for each record, its kind and its JSON."""


def articles(stream: BinaryIO, name: str, reading: Reading, *, ending: str | None) -> Iterator[Record]:
    """What an input holds; its content tells how it is read if `ending` is None."""
    for found in read_stream(stream, name, sniff(stream) if ending is None else ending, reading):
        yield from presentable(found, name) if isinstance(found, Article) else (found,)


def entries(stream: BinaryIO, name: str, reading: Reading, *, url: str) -> Iterator[Record]:
    """The entries of a feed that came from `url`."""
    return feed.entries(stream.read(), name, url=url)


def count(stream: BinaryIO, name: str, reading: Reading, *, ending: str) -> Iterator[Record]:
    """How many articles there are."""
    yield Count(number=COUNTERS[ending](stream))


JOBS: dict[str, Callable[..., Iterator[Record]]] = {"articles": articles, "entries": entries, "count": count}


def main() -> None:
    """Read the inputs that come over the socket, one after the other, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with (
        socket.socket(fileno=int(sys.argv[1])) as parent,
        parent.makefile("rb") as asked,
        parent.makefile("wb") as answer,
    ):
        while files := socket.recv_fds(parent, 1, 1)[1]:
            with os.fdopen(files[0], "rb") as stream:
                _read(stream, json.loads(asked.readline()), answer)


def _read(stream: BinaryIO, request: dict[str, Any], answer: IO[bytes]) -> None:
    def send(record: Record) -> None:
        if isinstance(record, Problem | Note | Part):
            record = record.model_copy(update={field: _short(text) for field, text in record if isinstance(text, str)})
        answer.write(f"{type(record).__name__} {record.to_json()}\n".encode())
        answer.flush()

    name = request["name"]
    size = size_of(stream)
    _limit_memory(MEMORY + MEMORY_PER_BYTE * size)
    signal.setitimer(signal.ITIMER_PROF, max(TICK, seconds_for(size) - request["spent"]))
    budget = Budget(
        size,
        failed={int(number): reason for number, reason in request["failed"].items()},
        on_member=lambda member: send(Part(number=member[0], name=member[1]) if member else Part()),
    )
    reading = Reading(columns=request["columns"], budget=budget)
    problems = 0
    try:
        for found in JOBS[request["job"]](stream, name, reading, **request["options"]):
            problems += isinstance(found, Problem)
            if isinstance(found, Article):
                budget.article()
            if not isinstance(found, Problem) or problems <= MOST_PROBLEMS:
                send(found)
    except Exhausted as error:
        send(Problem(input=name, reason=str(error)))
    except Exception as error:
        send(problem_of(error, name))
    if problems > MOST_PROBLEMS:
        reason = f"{problems - MOST_PROBLEMS:,} more parts could not be read; the first {MOST_PROBLEMS:,} are named"
        send(Problem(input=name, reason=reason))
    signal.setitimer(signal.ITIMER_PROF, 0)
    send(End(seconds=time.process_time()))


def _short(text: str) -> str:
    return text if len(text) <= MAX_MESSAGE else f"{text[: MAX_MESSAGE // 2]} … {text[-MAX_MESSAGE // 2 :]}"


def seconds_for(size: int) -> float:
    """The computing time that reading an input of `size` bytes may take."""
    return SECONDS + SECONDS_PER_MB * max(0, size - SMALL) / MIB


def _limit_memory(more: int) -> None:
    """Let this process have `more` bytes beside what it has. Only Linux says what that is, and holds to the limit."""
    status = Path("/proc/self/status")
    if status.exists():
        has = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmData:"))
        resource.setrlimit(resource.RLIMIT_DATA, (has * 1024 + more, resource.RLIM_INFINITY))
