"""What an article costs to extract: each in a process of its own, which the system ends where it takes too much."""

import multiprocessing
import resource
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

from spacy.language import Language

from extract.pipeline import extract
from extract.records import Article, Problem
from tests.fuzz.checks import pipeline
from tests.fuzz.hostile import KINDS, PLAIN, hostile

TIMES_PLAIN, LIMIT_MEGABYTES = 2.0, 1_000
"""What an article may cost: CPU-seconds beside those of plain prose of its length, and megabytes."""
MOST_SECONDS, MOST_MEGABYTES = 300, 4_000
"""What a process may take before the system ends it."""
EVERY = {"plain prose": PLAIN, **KINDS}


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU-seconds, the most megabytes that the process held, and how many quotes there were, or the problem."""

    seconds: float
    megabytes: float
    outcome: str


def cost(article: Article, nlp: Language) -> Cost:
    """What an article costs by a pipeline that is loaded already, its megabytes included."""
    fork = multiprocessing.get_context("fork")  # so that the pipeline need not be loaded again
    here, there = fork.Pipe()
    child = fork.Process(target=_measure, args=(article, nlp, there))
    child.start()
    there.close()
    try:
        found: Cost = here.recv()
    except EOFError:
        found = Cost(MOST_SECONDS, MOST_MEGABYTES, "it took more than it may")
    child.join()
    return found


def _measure(article: Article, nlp: Language, answer: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEGABYTES << 20, MOST_MEGABYTES << 20))
    problems: list[Problem] = []
    started = time.process_time()
    quotes = [len(found.quotes) for found in extract([article], nlp=nlp, on_problem=problems.append)]
    seconds = time.process_time() - started
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    answer.send(Cost(seconds, held, "; ".join(map(str, problems)) or f"{sum(quotes):,} quotes"))


def cost_of(kind: str, characters: int) -> Cost:
    """What an article of a kind costs, by a pipeline that each process loads once."""
    return cost(hostile(EVERY[kind], characters), pipeline())


def dear(found: Cost, plain: Cost) -> bool:
    """Whether an article costs too much beside one of plain prose, as long as it."""
    return found.seconds > 1 + TIMES_PLAIN * plain.seconds or found.megabytes > LIMIT_MEGABYTES
