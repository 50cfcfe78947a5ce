"""How words fall into the encoder's pieces."""

from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files

from tokenizers import Tokenizer

from extract.attribution.encoding import WORD_PIECES

_UNKNOWN = 100


@cache
def word_pieces() -> Callable[[str], list[int]]:
    """The function from a word to the ids of its pieces, at least one."""
    tokenizer = Tokenizer.from_str(files("extract.model").joinpath("tokenizer.json").read_text("utf-8"))

    @lru_cache(maxsize=50_000)
    def pieces_of(word: str) -> list[int]:
        ids: list[int] = tokenizer.encode(word, add_special_tokens=False).ids
        return ids[:WORD_PIECES] or [_UNKNOWN]

    return pieces_of
