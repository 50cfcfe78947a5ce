"""Articles that are, or are nearly, the text of an earlier one: told while they are read.

A hash of the text, white space, quotation marks and case made alike, tells the same text. MinHash over shingles of
words (Broder 1997) estimates how alike two texts are; bands of the hashes (LSH) find the earlier text to compare with.
Of each band the first article alone is kept, so an article costs less than three kilobytes.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from datasketch import MinHash

from extract.records import Article
from extract.reporting import counted

THRESHOLD = 0.5
"""Likeness from which on an article is told: of the shingles of both texts, the share that both have."""
SKIPPED = 0.9
"""Likeness from which on an article that is to be skipped says nothing new; below it, each may quote others."""
SHINGLE = 3
"""Words of a shingle."""
BANDS, ROWS = 16, 4
"""Texts whose hashes agree in all rows of a band are compared: at a likeness of 0.5 two of three, at 0.8 all."""
SHOWN = 20
"""Notes that are told one by one."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An article, by name, that repeats an earlier one. `likeness` is from 0 to 1, None if the texts are the same."""

    article: str
    earlier: str
    likeness: float | None

    @property
    def is_copy(self) -> bool:
        """Whether so little is new that skipping loses nothing."""
        return self.likeness is None or self.likeness >= SKIPPED

    def __str__(self) -> str:
        if self.article == self.earlier:
            return f"{self.article} was read twice"
        alike = "the same text as" if self.likeness is None else f"{self.likeness:.0%} like"
        return f"{self.article} is {alike.replace('%', ' %')} {self.earlier}"


def duplicates(
    articles: Iterable[Article], *, on_duplicate: Callable[[Duplicate], None], skip: bool = False
) -> Iterator[Article]:
    """Pass articles through, and tell each that repeats an earlier one.

    Wire copies are articles of their own, so they are kept; where `skip` is true, those that are the same but for a
    tenth are left out, but for those of the earlier one's id: they are to take its place.
    """
    names: list[str] = []
    ids: list[str] = []
    hashes: list[bytes] = []
    same: dict[bytes, int] = {}
    bands: dict[bytes, int] = {}
    blank = MinHash(num_perm=BANDS * ROWS)
    for article in articles:
        words = _WORD.findall(article.text.casefold())
        whole = blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
        if whole in same:
            on_duplicate(Duplicate(name_of(article), names[same[whole]], None))
            if not skip or ids[same[whole]] == article.id:
                yield article
            continue
        own = _hashes(words, blank)
        keys = [
            blake2b(bytes([band]) + row.tobytes(), digest_size=8).digest()
            for band, row in enumerate(own.reshape(BANDS, ROWS))
        ]
        near = {bands[key] for key in keys if key in bands}
        alike = [(float(np.mean(own == np.frombuffer(hashes[n], np.uint32))), -n) for n in near]
        likeness, earlier = max(alike, default=(0.0, 0))
        if likeness >= THRESHOLD:
            duplicate = Duplicate(name_of(article), names[-earlier], likeness)
            on_duplicate(duplicate)
            if skip and duplicate.is_copy and ids[-earlier] != article.id:
                continue
        same[whole] = len(names)
        for key in keys:
            bands.setdefault(key, len(names))
        names.append(name_of(article))
        ids.append(article.id)
        hashes.append(own.tobytes())
        yield article


def name_of(article: Article) -> str:
    """What an article is called in messages: two copies may have one title, and ``onrecord show`` takes the id."""
    return f"“{article.title}” ({article.id})" if article.title else article.url or article.id


def _hashes(words: list[str], blank: MinHash) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint32]]":
    shingles = {" ".join(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1))}
    found = blank.copy()
    found.update_batch([shingle.encode("utf-8", "surrogatepass") for shingle in sorted(shingles)])
    return np.asarray(found.hashvalues, np.uint32)


class Notes:
    """Tells the first duplicates one by one through `say`, and at the end how many there were."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self.number = self.copies = 0

    def __call__(self, duplicate: Duplicate) -> None:
        self.number += 1
        self.copies += duplicate.is_copy
        if self.number <= SHOWN:
            self._say(f"note: {duplicate}")

    def finish(self, *, skipped: bool) -> None:
        """Say how many there were, and how many of them were not told."""
        if self.number > SHOWN:
            self._say(f"note: {self.number - SHOWN:,} more like these")
        if self.number:
            done = "left out" if skipped else "--skip-duplicates leaves them out"
            copies = f"; {self.copies:,} at least 90 % the same: {done}" if self.copies else ""
            self._say(f"{counted(self.number, 'article')} like earlier ones{copies}")
