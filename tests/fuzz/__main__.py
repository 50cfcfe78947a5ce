"""Reads and extracts what nobody should write, and checks what must hold: ``python -m tests.fuzz --jobs 2``.

First spoilt articles are extracted, then spoilt files of every format are read; each case has a number and is the same
at every run (``--only files --start 4711 --cases 1`` runs one again). Then come files made to exhaust a reader, and
articles made to be slow, as long as an article may be, each with what it costs (``--only kinds --kinds "names*"`` runs
some of those). Exits 1 on any fault.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from fnmatch import fnmatch
from itertools import chain, repeat
from multiprocessing import get_context
from operator import attrgetter
from typing import TypeVar

from extract.articles.limits import MAX_CHARACTERS
from tests.fuzz.checks import run_cases
from tests.fuzz.costs import cost_of, dear
from tests.fuzz.files import Read, read_hostile, read_spoilt
from tests.fuzz.hostile import KINDS
from tests.fuzz.hostile_files import FILES

T = TypeVar("T")
CHUNK = 50
"""Cases that a process takes at once."""
WORST = 5
"""Files that are printed with what they cost."""


def main() -> None:
    """Run all parts and exit with whether anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="how many articles, and how many files")
    parser.add_argument("--start", type=int, default=0, help="the first one's number")
    parser.add_argument("--only", choices=("articles", "files", "kinds"), help="one part of it")
    parser.add_argument("--kinds", default="*", help="which kinds of hostile files and articles, as a pattern")
    parser.add_argument("--characters", type=int, default=MAX_CHARACTERS, help="how long those articles are")
    parser.add_argument("--jobs", type=int, default=1, help="processes at once")
    options = parser.parse_args()
    numbers = range(options.start, options.start + options.cases)
    with ProcessPoolExecutor(options.jobs, get_context("spawn")) as pool:
        parts: dict[str, Callable[[], int]] = {
            "articles": lambda: _articles(pool, numbers),
            "files": lambda: _files(pool, numbers),
            "kinds": lambda: _kinds(pool, options.kinds, options.characters),
        }
        faults = sum(part() for name, part in parts.items() if options.only in (None, name))
    sys.exit(faults > 0)


def _articles(pool: ProcessPoolExecutor, numbers: range) -> int:
    """Extract spoilt articles; return how many faults there are."""
    failed = 0
    for fault in chain.from_iterable(_watched(pool.map(run_cases, _chunks(numbers)), len(numbers), "articles")):
        failed += 1
        _say(fault)
    return failed


def _files(pool: ProcessPoolExecutor, numbers: range) -> int:
    """Read spoilt files; return how many have faults."""
    found = list(chain.from_iterable(_watched(pool.map(read_spoilt, _chunks(numbers)), len(numbers), "files")))
    return _tell(found, worst=WORST)


def _kinds(pool: ProcessPoolExecutor, pattern: str, characters: int) -> int:
    """Read hostile files and extract hostile articles; return how many cost too much."""
    files = [name for name in FILES if fnmatch(name, pattern)]
    failed = _tell(list(pool.map(read_hostile, files)), worst=len(files))
    kinds = [kind for kind in KINDS if fnmatch(kind, pattern)]
    every = pool.map(cost_of, ["plain prose", *kinds], repeat(characters))
    plain = next(every)
    for kind, own in zip(["plain prose", *kinds], chain([plain], every), strict=True):
        failed += dear(own, plain)
        fault = "TOO MUCH" if dear(own, plain) else ""
        _say(f"{kind:40}{own.seconds:6.1f} s{own.megabytes:7,.0f} MB  {own.outcome[:60]}  {fault}")
    return failed


def _chunks(numbers: range) -> list[range]:
    return [numbers[first : first + CHUNK] for first in range(0, len(numbers), CHUNK)]


def _watched(found: Iterable[T], cases: int, what: str) -> Iterator[T]:
    started = time.perf_counter()
    for done, one in enumerate(found, start=1):
        yield one
        number = min(CHUNK * done, cases)
        if done % 20 == 0 or number == cases:
            _say(f"{number:,} {what}, {number / (time.perf_counter() - started):.1f} a second")


def _tell(found: Sequence[Read], *, worst: int) -> int:
    """Print the faults, and the files that took most time or memory; return how many have faults."""
    for one in found:
        for fault in one.faults:
            _say(f"{one.name}: {fault}")
    costly = {one.name: one for what in ("seconds", "memory") for one in sorted(found, key=attrgetter(what))[-worst:]}
    for one in sorted(costly.values(), key=attrgetter("seconds")):
        _say(f"{one.name:40}{one.seconds:6.1f} s{one.memory >> 20:7,} MB")
    return sum(bool(one.faults) for one in found)


def _say(line: str) -> None:
    print(line.encode("ascii", "backslashreplace").decode(), flush=True)


if __name__ == "__main__":
    main()
