"""Extracts many spoilt articles and checks what must hold of any: ``python -m tests.fuzz --cases 10000 --jobs 2``.

Each case has a number and is the same at every run: ``--start 4711 --cases 1`` runs one again. Then come the kinds of
hostile articles, as long as an article may be, with what each costs: ``--cases 0 --kinds "names*"`` runs some of them.
Exits 1 on any fault.
"""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from fnmatch import fnmatch
from itertools import chain, repeat
from multiprocessing import get_context

from extract.articles.limits import MAX_CHARACTERS
from tests.fuzz.checks import run_cases
from tests.fuzz.costs import cost_of, dear
from tests.fuzz.hostile import KINDS


def main() -> None:
    """Run the cases and tell how many there were, which failed, and how many a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="how many articles")
    parser.add_argument("--start", type=int, default=0, help="the first one's number")
    parser.add_argument("--kinds", default="*", help="which kinds of hostile articles, as a pattern")
    parser.add_argument("--characters", type=int, default=MAX_CHARACTERS, help="how long those are")
    parser.add_argument("--jobs", type=int, default=1, help="processes at once")
    options = parser.parse_args()
    numbers = range(options.start, options.start + options.cases)
    chunks = [numbers[first : first + 50] for first in range(0, len(numbers), 50)]
    started, failed = time.perf_counter(), 0
    with ProcessPoolExecutor(options.jobs, get_context("spawn")) as pool:
        for done, found in enumerate(pool.map(run_cases, chunks), start=1):
            failed += len(found)
            for fault in found:
                print(fault.encode("ascii", "backslashreplace").decode(), flush=True)
            if done % 20 == 0 or done == len(chunks):
                rate = min(50 * done, len(numbers)) / (time.perf_counter() - started)
                print(f"{min(50 * done, len(numbers)):,} articles, {failed} faults, {rate:.1f} a second", flush=True)
        kinds = [kind for kind in KINDS if fnmatch(kind, options.kinds)]
        every = pool.map(cost_of, ["plain prose", *kinds], repeat(options.characters))
        plain = next(every)
        for kind, own in zip(["plain prose", *kinds], chain([plain], every), strict=True):
            failed += dear(own, plain)
            fault = "TOO MUCH" if dear(own, plain) else ""
            print(f"{kind:40}{own.seconds:6.1f} s{own.megabytes:7,.0f} MB  {own.outcome[:60]}  {fault}", flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
