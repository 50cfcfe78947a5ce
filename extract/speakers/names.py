"""People's names as strings: their parts, and whether two can be one person's."""

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from nameparser import parse
from nicknames import NickNamer

Gender = Literal["m", "f"]

HONORIFICS: dict[str, Gender] = {
    "mr": "m", "mister": "m", "sir": "m", "mrs": "f", "ms": "f", "miss": "f", "madam": "f", "lady": "f", "lord": "m",
    "king": "m", "queen": "f", "prince": "m", "princess": "f", "congressman": "m", "congresswoman": "f",
    "councilman": "m", "councilwoman": "f", "chairman": "m", "chairwoman": "f", "spokesman": "m", "spokeswoman": "f",
    "businessman": "m", "businesswoman": "f", "father": "m", "mother": "f", "sister": "f", "brother": "m", "wife": "f",
    "husband": "m", "son": "m", "daughter": "f", "man": "m", "woman": "f", "actor": "m", "actress": "f", "mom": "f",
    "dad": "m", "girl": "f", "boy": "m", "widow": "f", "grandmother": "f", "grandfather": "m", "ex-wife": "f",
    "ex-husband": "m", "aunt": "f", "uncle": "m", "priest": "m", "nun": "f", "rabbi": "m", "imam": "m",
    "baroness": "f", "dame": "f", "countess": "f", "alderman": "m", "alderwoman": "f", "assemblyman": "m",
    "assemblywoman": "f", "selectman": "m", "selectwoman": "f",
}  # fmt: skip
"""Words before a name, or that describe a person, which tell the gender."""

SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
POSTNOMINALS = {
    "MP", "MSP", "MEP", "MLA", "TD", "KC", "QC", "SC", "OBE", "MBE", "CBE", "KBE", "DBE", "CMG", "FRS", "Esq", "RN",
    "MD", "M.D.", "PhD", "Ph.D.", "JD", "J.D.", "CPA",
}  # fmt: skip
"""What stands behind a name and is none of it: seats, orders, degrees."""
PARTICLES = {
    "de", "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le", "van", "von", "bin", "ibn", "al", "el",
    "ter", "ten", "zu", "'t",
}  # fmt: skip
_ALIKE = str.maketrans(
    {"’": "'", "ʼ": "'", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "ß": "ss"}
)
_SMALL = {"of", "the", "for", "and", "on", "in", "to", "a", "an", "at", "by"}
_MOST_LETTERS, _MOST_WORDS = 8, 20
"""Letters of an acronym, and words of the name that it stands for, at most."""
_BEHIND = frozenset(word.casefold().strip(".") for word in POSTNOMINALS)
_QUOTED = re.compile(r"(?<!\S)[“\"‘'(][^”\"’')]*[”\"’')](?=\s)\s")


@cache
def lexicon() -> dict[str, frozenset[str]]:
    """Lower-case words by list: `female`, `male` and `either` given names, and `person` nouns."""
    lists = json.loads(files(__package__).joinpath("lexicon.json").read_text("utf-8"))
    return {key: frozenset(words.split()) for key, words in lists.items()}


def folded(name: str) -> str:
    """Case, accents and kinds of apostrophe made alike."""
    plain = unicodedata.normalize("NFKD", name.translate(_ALIKE))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=4096)
def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name, without a nickname in quotes, suffixes ("Jr.", "MP") and full stops."""
    bare = _QUOTED.sub("", name) if name[:1] not in "“\"‘'(" else name
    words = [word.strip(".,") for word in folded(bare).split()]
    if len(words) > 1 and words[0] in ("mr", "mrs", "ms", "miss"):
        words = words[1:]
    while len(words) > 2 and words[-1] in _BEHIND:
        words = words[:-1]
    return tuple(word for word in words if word and word not in SUFFIXES)


def given_gender(name: str) -> Gender | None:
    """What the given name tells, if at least nine in ten of its bearers have that gender (data of nomquamgender)."""
    for word in name_words(name)[:2]:
        given = word.split("-")[0]
        if given in lexicon()["female"]:
            return "f"
        if given in lexicon()["male"]:
            return "m"
        if len(given) > 1:  # "J. Edgar": the next word decides
            return None
    return None


def is_given(word: str) -> bool:
    """Whether a word is anybody's given name."""
    word = folded(word)
    return any(word in lexicon()[key] for key in ("female", "male", "either"))


def short_for(short: str, name: str) -> bool:
    """Whether `short` is the surname of a longer name ("De Blasio", "Guajardo Villarreal"), or its given name."""
    some, all = name_words(short), name_words(name)
    if not 0 < len(some) < len(all) or (_suffix(short) and _suffix(short) != _suffix(name)):
        return False
    return all[-len(some) :] == some or (len(some) == 1 and some[0] == all[0])


def same_person(one: str, other: str) -> bool:
    """Whether two whole names can be one person's: one surname, and given names that agree.

    Given names agree if they are equal, an initial of one another, or one a nickname of the other. Initials of the
    middle must not contradict ("George W." and "George H. W."), nor suffixes ("Jr." and "Sr."). Who has a "Jr." is
    nobody without one, unless the name with it is the fuller one: "James B. Comey Jr." and "James Comey".
    """
    first, second = name_words(one), name_words(other)
    if first != second:
        if min(len(first), len(second)) < 2 or not _same_surname(first, second):
            return False
        middles = [[word[0] for word in words[1:-1] if word not in PARTICLES] for words in (first, second)]
        contradict = all(middles) and not set(middles[0]) & set(middles[1])
        if contradict or not _same_given(_given(first, second), _given(second, first)):
            return False
    return _same_generation(one, other)


def _same_generation(one: str, other: str) -> bool:
    """Whether suffixes leave it possible that two names are one person's."""
    junior, senior = sorted((one, other), key=lambda name: bool(_suffix(name)), reverse=True)
    if _suffix(senior) or _suffix(junior) not in ("jr", "sr"):
        return _suffix(one) == _suffix(other) or not _suffix(senior)
    return len(name_words(junior)) > len(name_words(senior))


def _given(words: tuple[str, ...], other: tuple[str, ...]) -> str:
    """The given name that somebody goes by: "J. Edgar Hoover" is no John, unless the other is "John Edgar"."""
    goes_by_middle = len(words) > 2 and len(words[0]) == 1 and len(words[1]) > 1 and words[1] not in PARTICLES
    return words[1] if goes_by_middle and words[1] not in other[1:] else words[0]


def _same_surname(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """ "Drummond" and "Drummond-Ortiz" may be one person's, as may "Peña Nieto" and "Peña"."""
    return one[-1] == other[-1] or (len(one) != len(other) and one[:2] == other[:2])


def _same_given(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    shorter, longer = sorted((one, other), key=len)
    shortened = len(shorter) > 2 and longer.startswith(shorter) and given_gender(one) == given_gender(other) is not None
    return shortened or other in _forms(one) or one in _forms(other)


@lru_cache(maxsize=4096)
def _forms(given: str) -> frozenset[str]:
    return frozenset(_nicknamer().nicknames_of(given))


@cache
def _nicknamer() -> NickNamer:
    return NickNamer()


def surname(name: str) -> str:
    """The surname of a whole name, particles included; a single name as it is."""
    parsed = parse(name)
    return str(parsed.family) or name


@lru_cache(maxsize=4096)
def _suffix(name: str) -> str:
    return str(parse(name).suffix).strip(".").casefold()


def display(name: str) -> str:
    """The name as a reader would write it: runs of white space as one, no shouting."""
    name = " ".join(name.split())
    return name.title() if name.isupper() and len(name) > 4 and " " in name else name


def letters_of(name: str) -> str:
    """The letters of an acronym ("S.E.C." is "SEC"); empty if a name is none."""
    letters = name.replace(".", "")
    return letters if letters.isupper() and letters.isalpha() and 2 <= len(letters) <= _MOST_LETTERS else ""


def abbreviates(short: str, name: str) -> bool:
    """Whether `short` is made of the initials of `name`, small words counted or not ("DOJ", "CHIRLA", "S.E.C.")."""
    return letters_of(short).lower() in acronyms_of(name)


@lru_cache(maxsize=4096)
def acronyms_of(name: str) -> frozenset[str]:
    """What the initials of a name may be in lower case, with and without its small words; none of a single word."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"^u\.s\.", "us", folded(name)))
    own = words[1:] if words[:1] == ["us"] else words
    forms = [words]
    if own[-1:] in (["department"], ["ministry"]):  # "Justice Department" (DOJ)
        forms.append([own[-1], "of", *own[:-1]])
    if own[:2] in (["department", "of"], ["ministry", "of"]):  # "Department of Veterans Affairs" (VA)
        forms.append(own[2:])
    return frozenset().union(*map(_acronyms, forms))


def _acronyms(words: Sequence[str]) -> frozenset[str]:
    if sum(word not in _SMALL for word in words) < 2 or len(words) > _MOST_WORDS:
        return frozenset()
    found = {""}
    for at, word in enumerate(words):
        left_out = word in _SMALL or (at == 0 and word == "us")
        initials = "us" if at == 0 and word == "us" else word[0]
        longer = {letters + initials for letters in found if len(letters) < _MOST_LETTERS}
        found = longer | found if left_out else longer
    return frozenset(found - {""})
