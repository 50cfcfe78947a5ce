"""The memory of a long run: ``python -m tests.fuzz.memory 10000`` extracts short articles that keep using new words.

Prints the peak resident memory as it grows. Everything that ``onrecord extract`` strings together is in between.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from spacy.language import Language

from extract.articles import read_articles
from extract.articles.duplicates import duplicates
from extract.pipeline import extract, load_pipeline
from extract.records import Article
from extract.topics.scheme import SchemeFiles
from extract.versions import Versions, fingerprint

_SYLLABLES = ("ba", "dro", "fen", "gul", "hest", "kim", "lor", "mund", "nev", "os", "pra", "quil", "rist", "sol", "tun")


def article(number: int) -> Article:
    """A short article in which new people say new things."""
    chance = random.Random(number)

    def word() -> str:
        return "".join(chance.choices(_SYLLABLES, k=4))

    first, last, policy = word().title(), word().title(), word()
    text = f"Mayor {first} {last} said the {policy} tax would {word()} the {word()}. “It is a {word()},” {last} said."
    return Article(id=str(number), text=text, title=f"{policy} tax {number}")


def extracted(number: int, nlp: Language, folder: Path) -> Iterator[int]:
    """Extract a number of articles as the command does, into a file; yield how many are done."""
    source, target = folder / "articles.jsonl", folder / "quotes.jsonl"
    source.write_text("".join(article(n).to_json() + "\n" for n in range(number)), "utf-8")
    versions = Versions(fingerprint(model="none", schemes=SchemeFiles(), no_text=False), lambda ids: {})
    read = duplicates(read_articles(source, on_problem=print), on_duplicate=lambda _: None)
    with target.open("w", encoding="utf-8") as stream:
        for done, found in enumerate(versions.marked(extract(versions.missing(read), nlp=nlp)), start=1):
            stream.write(found.to_json() + "\n")
            yield done


def peak() -> float:
    """The most memory that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> None:
    """Print the peak at ten places."""
    number = int(sys.argv[1])
    nlp, started = load_pipeline(), time.process_time()
    with TemporaryDirectory() as folder:
        for done in extracted(number, nlp, Path(folder)):
            if done % (number // 10) == 0 or done in (100, 1000):
                strings = len(nlp.vocab.strings)
                rate = done / (time.process_time() - started)
                print(
                    f"{done:>7,} articles  {peak():6.0f} MB  {strings:>9,} strings  {rate:.0f} a CPU-second", flush=True
                )


if __name__ == "__main__":
    main()
