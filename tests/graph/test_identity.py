import random
from itertools import permutations

import pytest

from extract.records import SpeakerType, speaker_id
from graph.corrections import Contradiction, Corrections, Merge, Rename, Split
from graph.grouping import Identity
from graph.identity import identities
from graph.speaker_form import Form


def form(
    name: str,
    *,
    type: SpeakerType = "person",
    article: str = "a",
    roles: tuple[str, ...] = (),
    affiliations: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
    quotes: int = 1,
) -> Form:
    id = speaker_id(type=type, name=name, article_id=article)
    return Form(id, name, type, frozenset(aliases), frozenset(roles), frozenset(affiliations), quotes)


def groups(*forms: Form, corrections: Corrections | None = None) -> list[list[str]]:
    names = {one.id: one.name for one in forms}
    found = identities(forms, corrections or Corrections("speakers"))
    return sorted(sorted(names[id] for id in identity.forms) for identity in found)


@pytest.mark.parametrize(
    "names",
    [
        ("Paul Ryan", "Paul D. Ryan", "P. Ryan"),
        ("Bill Drummond", "William Drummond"),
        ("Felipe Calderon", "Felipe Calderón"),
        ("James Comey", "James B. Comey Jr."),
        ("Jane Hood", "Jane Hood MP", "J. Hood MSP"),
    ],
)
def test_names_of_one_person(names: tuple[str, ...]) -> None:
    for order in permutations(names):
        assert groups(*map(form, order)) == [sorted(names)]


def test_never_by_the_surname_alone() -> None:
    assert len(groups(form("Obama"), form("Barack Obama"), form("Obama", article="b"))) == 3


def test_a_surname_with_the_role_of_one_bearer() -> None:
    forms = [
        form("Obama", roles=("President",)),
        form("Barack Obama", roles=("President", "senator")),
        form("Michelle Obama", roles=("first lady",)),
    ]
    assert groups(*forms) == [["Barack Obama", "Obama"], ["Michelle Obama"]]


def test_what_is_said_may_contradict_a_nickname() -> None:
    lawyer = form("Steven Rosen", roles=("tax lawyer at the Harbor Institute",))
    director = form("Steve Rosen", roles=("political director of the union",))
    assert len(groups(lawyer, director)) == 2
    assert len(groups(lawyer, form("Steve Rosen", roles=("Harbor Institute fellow",)))) == 1


def test_a_phrase_without_a_name_is_nobody_else_elsewhere() -> None:
    assert len(groups(*(form("group", type="organization", article=article) for article in "ab"))) == 2


def test_a_role_that_many_have_is_no_evidence() -> None:
    assert len(groups(form("Hale", roles=("spokesman",)), form("Pete Hale", roles=("spokesman",)))) == 2


def test_a_name_that_fits_two_people_goes_with_neither_unless_something_tells() -> None:
    two = [form("Christopher Hale", roles=("mayor",)), form("Christine Hale", roles=("judge",))]
    assert groups(form("Chris Hale"), *two) == [["Chris Hale"], ["Christine Hale"], ["Christopher Hale"]]
    assert groups(form("Chris Hale", roles=("judge",)), *two) == [
        ["Chris Hale", "Christine Hale"],
        ["Christopher Hale"],
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("CBO", "Congressional Budget Office"),
        ("Justice Department", "U.S. Department of Justice", "the Department of Justice", "DOJ"),
        ("F.B.I.", "FBI"),
        ("Justice Department", "DOJ"),
        ("USDA", "U.S. Department of Agriculture"),
    ],
)
def test_names_of_one_organization(names: tuple[str, ...]) -> None:
    assert groups(*(form(name, type="organization") for name in names)) == [sorted(names)]


def test_an_acronym_that_two_could_have_is_joined_with_neither() -> None:
    names = ("CIA", "Central Intelligence Agency", "Culinary Institute of America")
    assert len(groups(*(form(name, type="organization") for name in names))) == 3
    told = form("Culinary Institute of America", type="organization", aliases=("CIA",))
    others = [form(name, type="organization") for name in names[:2]]
    assert ["CIA", "Culinary Institute of America"] in groups(told, *others)


def test_any_order_gives_the_same_speakers() -> None:
    forms = [
        form(name, quotes=n)
        for n, name in enumerate(("Ed Hale", "Edward Hale", "E. Hale", "Edgar Hale", "Nora Hale", "N. Hale", "Hale"))
    ]
    expected = identities(forms, Corrections("speakers"))
    for seed in range(20):
        assert identities(random.Random(seed).sample(forms, len(forms)), Corrections("speakers")) == expected


def test_the_name_is_the_one_most_quoted_and_the_id_the_least_forms() -> None:
    most = form("Paul Ryan", quotes=5)
    (one,) = identities([form("Paul D. Ryan", quotes=2), most], Corrections("speakers"))
    assert one == Identity(
        "person:paul-d-ryan", "Paul Ryan", most, {"person:paul-d-ryan": "variant", "person:paul-ryan": "variant"}
    )


def test_a_person_joins_and_parts() -> None:
    forms = [form("Ana Ruiz"), form("Anita Moreno"), form("A. Ruiz")]
    merged = Corrections("speakers", (Merge(merge=("person:ana-ruiz", "person:anita-moreno")),))
    assert groups(*forms, corrections=merged) == [["A. Ruiz", "Ana Ruiz", "Anita Moreno"]]
    parted = Corrections("speakers", (Split.model_validate({"split": "person:a-ruiz", "from": ["person:ana-ruiz"]}),))
    assert groups(*forms, corrections=parted) == [["A. Ruiz"], ["Ana Ruiz"], ["Anita Moreno"]]


def test_a_parted_form_stays_apart_from_what_the_other_goes_with() -> None:
    forms = [form("Paul Ryan"), form("Paul D. Ryan"), form("P. Ryan")]
    parted = Corrections(
        "speakers", (Split.model_validate({"split": "person:p-ryan", "from": ["person:paul-d-ryan"]}),)
    )
    assert groups(*forms, corrections=parted) == [["P. Ryan"], ["Paul D. Ryan", "Paul Ryan"]]


def test_corrections_that_cannot_all_hold_are_named() -> None:
    split = Split.model_validate({"split": "person:a-ruiz", "from": ["person:ana-ruiz"]})
    through_another = Corrections(
        "speakers",
        (
            Merge(merge=("person:ana-ruiz", "person:anita-moreno")),
            split,
            Merge(merge=("person:anita-moreno", "person:a-ruiz")),
        ),
    )
    with pytest.raises(Contradiction, match=r"split person:a-ruiz from person:ana-ruiz; merge .*undo"):
        groups(form("Ana Ruiz"), form("Anita Moreno"), form("A. Ruiz"), corrections=through_another)


def test_two_names_keep_two_forms_apart() -> None:
    renames = (Rename(rename="person:ana-ruiz", to="Ana"), Rename(rename="person:a-ruiz", to="Anne"))
    forms = (form("Ana Ruiz"), form("A. Ruiz"))
    assert len(groups(*forms, corrections=Corrections("speakers", renames))) == 2
    joined = Corrections("speakers", (*renames, Merge(merge=("person:ana-ruiz", "person:a-ruiz"))))
    with pytest.raises(Contradiction, match="rename person:ana-ruiz to Ana; rename person:a-ruiz to Anne"):
        groups(*forms, corrections=joined)
