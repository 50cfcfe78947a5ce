"""Countries as the news name them: by name, by their people ("Pakistani") and by their capital."""

import csv
import re
from functools import cache
from importlib.resources import files


def countries_in(text: str) -> list[tuple[str, str]]:
    """Each country that a text names, with the words that name it, in text order; capitals are towns and do not count.

    Examples
    --------
    >>> countries_in("The U.S. and Pakistani ministers")
    [('United States', 'U.S.'), ('Pakistan', 'Pakistani')]
    """
    return [(_named()[found.group()], found.group()) for found in _pattern().finditer(text)]


def country_of(place: str) -> str | None:
    """The country that a name, a word for its people or its capital means; None if it is none of a country's.

    Examples
    --------
    >>> country_of("NEW DELHI"), country_of("Indian"), country_of("Springfield")
    ('India', 'India', None)
    """
    return _any_case().get(place.removeprefix("the ").casefold())


def _rows() -> list[dict[str, str]]:
    with files(__package__).joinpath("countries.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@cache
def _named() -> dict[str, str]:
    return {
        name: row["country"]
        for row in _rows()
        for name in (row["country"], *row["also"].split("|"), *row["people"].split("|"))
        if name
    }


@cache
def _any_case() -> dict[str, str]:
    capitals = {town: row["country"] for row in _rows() for town in row["capital"].split("|") if town}
    return {name.casefold(): country for name, country in (capitals | _named()).items()}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_named(), key=len, reverse=True)
    return re.compile(rf"(?<![\w.-])(?<!New )(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
