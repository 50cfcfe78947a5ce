"""One speaker across articles: which names mean the same person or organisation.

People need a given name and a surname to be joined; the given names must agree (equal, an initial, a nickname, which
nothing that is said of the two may contradict), and so must middle initials and suffixes. A form that fits two people
who differ ("Chris Hale", Christopher and Christine) goes with neither, unless a role or an affiliation that it shares
with one of them alone decides; a surname alone is joined only by such evidence. Organisations are joined by equal names
(articles, "U.S." and the order of "Department" aside) and with an acronym that stands for one of them alone.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from extract.records import SpeakerType
from extract.speakers.names import abbreviates, folded, letters_of, name_words, same_person
from extract.speakers.nouns import alike
from graph.corrections import Corrections
from graph.grouping import Identity, Join, grouped

_OFFICES = frozenset(
    {"president", "senator", "representative", "governor", "mayor", "secretary", "minister", "chancellor", "premier"}
    | {"chairman", "chairwoman", "speaker", "justice", "commissioner", "sheriff", "king", "queen", "pope", "director"}
)
"""Words of roles that few hold at a time: with a surname, evidence."""
_VAGUE = frozenset({"of", "the", "for", "and", "at", "in", "to", "a", "former", "senior", "chief", "u.s", "us", "new"})
"""Words of roles that tell nothing apart."""


@dataclass(frozen=True, slots=True)
class Form:
    """A name as articles give it, with all that they say of its bearer. `id` is unique; `quotes` counts its quotes."""

    id: str
    name: str
    type: SpeakerType
    aliases: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    affiliations: frozenset[str] = frozenset()
    quotes: int = 0


def identities(forms: Iterable[Form], corrections: Corrections) -> list[Identity[Form]]:
    """The speakers that forms mean, in order of their ids. Raises `Contradiction` if the corrections do."""
    by_id = {form.id: form for form in sorted(forms, key=lambda form: form.id)}
    return grouped(by_id, _joins(by_id.values(), corrections.invented()), corrections)


def _joins(forms: Iterable[Form], invented: set[str]) -> Iterator[Join]:
    """What the names say; those that a person made up for a namesake say nothing."""
    blocks: dict[tuple[str, str], list[Form]] = defaultdict(list)
    for form in forms:
        named = any(map(str.isupper, form.name)) and form.id not in invented  # "the group" is no name
        if form.type in ("person", "organization") and named:
            blocks[form.type, _block(form)].append(form)
    for (type, _), block in sorted(blocks.items()):
        yield from _people(block) if type == "person" else _organizations(block)


def _block(form: Form) -> str:
    """What forms have in common that may be joined: a surname, or the first and last initial of an organisation."""
    if form.type == "person":
        return (name_words(form.name) or ("",))[-1]
    if letters := letters_of(form.name).lower():
        own = letters.removeprefix("us") if len(letters) > 3 else letters  # "USDA" is of agriculture
        return own[0] + own[-1]
    words = _organization_key(form.name).split() or ["-"]
    return words[0][0] + words[-1][0]


def _people(block: Sequence[Form]) -> Iterator[Join]:
    full = [form for form in block if len(name_words(form.name)) > 1]
    fits = {
        frozenset((a.id, b.id))
        for a, b in combinations(full, 2)
        if same_person(a.name, b.name) and not (_by_nickname(a, b) and _told_otherwise(a, b))
    }

    def compatible(a: Form, b: Form) -> bool:
        return frozenset((a.id, b.id)) in fits

    unclear = [form for form in full if _fits_two(form, full, compatible)]
    clear = [form for form in full if form not in unclear]
    for a, b in combinations(clear, 2):
        if compatible(a, b):
            yield a.id, b.id, _how(a, b)
    surnames = [form for form in block if len(name_words(form.name)) == 1]
    for form in unclear:
        yield from _by_evidence(form, [other for other in full if compatible(form, other)], compatible)
    for form in surnames:
        yield from _by_evidence(form, full, compatible)
    for a, b in combinations(surnames, 2):
        if _evidence(a) & _evidence(b) and not any(_evidence(a) & _evidence(other) for other in full):
            yield a.id, b.id, "role"


def _by_nickname(a: Form, b: Form) -> bool:
    return name_words(a.name)[0] != name_words(b.name)[0]


def _told_otherwise(a: Form, b: Form) -> bool:
    """Whether all that is said of two forms differs: Steve, a union's director, and Steven, a tax lawyer."""
    one, other = ({alike(w) for text in f.roles | f.affiliations for w in name_words(text)} - _VAGUE for f in (a, b))
    return bool(one) and bool(other) and one.isdisjoint(other)


def _how(a: Form, b: Form) -> str:
    return "same name" if name_words(a.name) == name_words(b.name) else "variant"


def _fits_two(form: Form, others: Sequence[Form], compatible: Callable[[Form, Form], bool]) -> bool:
    """Whether a form fits two that do not fit one another."""
    fitting = [other for other in others if other is not form and compatible(form, other)]
    return any(not compatible(a, b) for a, b in combinations(fitting, 2))


def _by_evidence(form: Form, others: Sequence[Form], compatible: Callable[[Form, Form], bool]) -> Iterator[Join]:
    """Join a form with the one person who shares a role or an affiliation with it."""
    sharing = [other for other in others if _evidence(form) & _evidence(other)]
    if sharing and all(compatible(a, b) for a, b in combinations(sharing, 2)):
        for other in sharing:
            yield form.id, other.id, "role"


def _evidence(form: Form) -> set[str]:
    roles = {" ".join(alike(word) for word in name_words(role)) for role in form.roles}
    offices = {role for role in roles if not _OFFICES.isdisjoint(role.split())}
    return offices | {f"at {folded(a)}" for a in form.affiliations if not a.endswith(" Party")}


def _organizations(block: Sequence[Form]) -> Iterator[Join]:
    long = [form for form in block if not letters_of(form.name)]
    for a, b in combinations(block, 2):
        if _organization_key(a.name) == _organization_key(b.name):
            yield a.id, b.id, "same name"
    for short in block:
        if letters_of(short.name):
            told = [form for form in long if short.name in form.aliases]
            guessed = long if len(letters_of(short.name)) > 2 else []
            fitting = told or [form for form in guessed if _stands_for(short.name, form.name)]
            if len({_organization_key(form.name) for form in fitting}) == 1:
                yield short.id, fitting[0].id, "acronym"


def _stands_for(short: str, name: str) -> bool:
    """Whether an acronym is that of a name as it stands, or of "Department of Justice" for "Justice Department"."""
    return abbreviates(short, name) or abbreviates(short, _organization_key(name))


def _organization_key(name: str) -> str:
    """ "The U.S. Justice Department" as "department of justice"."""
    words = re.findall(r"\w+", folded(name).replace(".", ""))
    while len(words) > 1 and words[0] in ("the", "us", "federal"):
        words = words[1:]
    if len(words) > 1 and words[-1] in ("department", "ministry"):
        words = [words[-1], "of", *words[:-1]]
    return " ".join(words)
