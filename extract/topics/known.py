"""Known policies, found in a text by their names and aliases."""

from collections.abc import Iterable, Iterator

from extract.topics.reading import Reading
from extract.topics.scheme import KnownPolicy
from extract.topics.words import Phrases, longest


class KnownPolicies:
    """Finds the known policies of a scheme by name and alias; acronyms only where they are written in capitals."""

    def __init__(self, policies: Iterable[KnownPolicy]) -> None:
        self._phrases: Phrases[tuple[str, KnownPolicy]] = Phrases()
        for policy in policies:
            for alias in (policy.name, *policy.aliases):
                self._phrases.add(alias, (alias, policy))

    def find(self, reading: Reading) -> Iterator[tuple[int, int, KnownPolicy]]:
        """Yield each occurrence as (start, end, policy), in characters."""
        words = reading.words
        fitting = (
            (first, end, policy)
            for first, end, (alias, policy) in self._phrases.find(words.folded)
            if _written_alike(alias, reading.text[words.starts[first] : words.ends[end - 1]])
        )
        for first, end, policy in longest(fitting):
            end_of = words.ends[end - 1]
            yield words.starts[first], end_of - 2 * reading.text[:end_of].endswith(("'s", "’s")), policy


def _written_alike(alias: str, text: str) -> bool:
    if alias.isupper() and " " not in alias:
        return text.upper().startswith(alias) and text[: len(alias)].isupper()
    return not (alias[0].isupper() and " " not in alias) or text[0].isupper()
