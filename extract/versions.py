"""What quotes were made of, the article as it was read and all that extracts them: what is there is not made again.

A hash stands for both (`ArticleQuotes.source_hash`): another text or title, another release, pipeline, topics or
policies give another one.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from itertools import islice
from pathlib import Path

from extract.records import Article, ArticleQuotes, short_hash
from extract.topics.scheme import SchemeFiles

BATCH = 32
"""Articles that are asked for at once, and held meanwhile."""
_NOT_EXTRACTING = ("articles", "evaluation", "training")
"""Folders of this room that change no quote of an article that was read."""


def fingerprint(*, model: str, schemes: SchemeFiles, no_text: bool) -> str:
    """All that quotes depend on beside the article: this release's rules and networks, spaCy, the pipeline, schemes.

    Raises `Failure` if the files of `schemes` cannot be used.
    """
    found = hashlib.sha256(f"{no_text} {schemes.read()!r} {_versions(model)}".encode())
    here = Path(__file__).parent
    for file in sorted(here.rglob("*")):
        inside = file.relative_to(here)
        if file.is_file() and file.suffix not in (".pyc", ".md") and inside.parts[0] not in _NOT_EXTRACTING:
            found.update(f"\0{inside}\0".encode() + file.read_bytes())
    return found.hexdigest()


def _versions(model: str) -> list[str]:
    folder = Path(model)
    if folder.is_dir():
        parts = sorted(file for file in folder.rglob("*") if file.is_file())
        own = [f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in parts]
    else:
        own = [f"{model} {_version(model)}"]
    return [*own, *(f"{name} {_version(name)}" for name in ("spacy", "onnxruntime"))]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"


class Versions:
    """Passes on the articles whose quotes are not held yet, and tells of the quotes of others what they were made of.

    `held` gives for ids of articles the hashes of those that are held; `again` passes on all of them. `unchanged`
    counts the articles that were left out.
    """

    def __init__(self, fingerprint: str, held: Callable[[Sequence[str]], Mapping[str, str]], *, again: bool = False):
        self.fingerprint = fingerprint
        self._held = held
        self._again = again
        self._passed: dict[tuple[object, ...], list[str]] = defaultdict(list)
        self.unchanged = 0

    def hash_of(self, article: Article) -> str:
        """The hash of what extracts an article, and of the article: either tells whether it is another one."""
        return made_by_hash(self.fingerprint) + hashlib.sha256(article.to_json().encode()).hexdigest()[:12]

    def missing(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Yield the articles that are not held in this version."""
        coming = iter(articles)
        while batch := list(islice(coming, BATCH)):
            held = {} if self._again else self._held([article.id for article in batch])
            for article in batch:
                own = self.hash_of(article)
                if held.get(article.id) == own:
                    self.unchanged += 1
                else:
                    self._passed[_told(article, short_hash(article.text))].append(own)
                    yield article

    def marked(self, found: Iterable[ArticleQuotes]) -> Iterator[ArticleQuotes]:
        """Yield the quotes of articles that were passed on with their hashes."""
        for article in found:
            key = _told(article, article.text_hash)
            yield article.model_copy(update={"source_hash": self._passed[key].pop(0)})
            if not self._passed[key]:
                del self._passed[key]


def made_by_hash(fingerprint: str) -> str:
    """What a hash of `Versions` begins with."""
    return fingerprint[:8]


def _told(article: Article | ArticleQuotes, text_hash: str) -> tuple[object, ...]:
    """What an article and its quotes both tell of it."""
    return article.id, text_hash, article.title, article.outlet, article.published, article.url, article.byline
