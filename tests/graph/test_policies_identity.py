import random
from itertools import permutations

import pytest

from extract.records import policy_id
from graph.corrections import Contradiction, Corrections, Merge, Split
from graph.policies_identity import PolicyForm, policy_identities

NONE = Corrections("policies")


def form(name: str, jurisdiction: str | None = None, *, aliases: tuple[str, ...] = (), quotes: int = 1) -> PolicyForm:
    return PolicyForm(policy_id(name, jurisdiction=jurisdiction), name, jurisdiction, frozenset(aliases), quotes)


def groups(*forms: PolicyForm, corrections: Corrections = NONE) -> list[list[str]]:
    """The forms of each policy, as their ids without what all ids begin with."""
    return [[id.removeprefix("policy:") for id in sorted(one.forms)] for one in policy_identities(forms, corrections)]


def joined(*forms: PolicyForm) -> set[str]:
    return {how for one in policy_identities(forms, NONE) for how in one.forms.values()}


@pytest.mark.parametrize(
    "names",
    [
        ("leaf-blower ban", "leaf blower ban", "Leaf‑Blower Ban", "the ban on leaf blowers", "a ban on leaf-blowers"),
        ("tax on parking", "parking tax", "parking taxes"),
        ("short-term rental ordinance", "Short-term Rentals Ordinance", "ordinance on short-term rentals"),
        ("Affordable Care Act", "the “Affordable Care” Act"),
        ("SB 212", "Senate Bill 212", "S.B. 212", "SB212", "SB-212", "Senate Bill No. 212"),
        ("HB 2", "House Bill 2", "HB2", "HB-2", "H.B. 2"),
        ("Prop. 187", "Proposition 187", "Prop 187"),
    ],
)
def test_names_that_are_alike(names: tuple[str, ...]) -> None:
    for order in list(permutations(names))[:24]:
        assert len(groups(*map(form, order))) == 1
    assert joined(*map(form, names)) == {"variant"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("leaf-blower ban", "ban on gas-powered leaf blowers"),
        ("parking tax", "tax parking"),  # another head
        ("tax cut", "cut tax"),
        ("SB 212", "AB 212"),
        ("SB 212", "SB 21"),
        ("H.R. 2", "House Bill 2"),
        ("Special Order 40", "Special Order 41"),
        ("clean air rule", "clean water rule"),
        ("sanctuary ordinance", "sanctuary resolution"),
    ],
)
def test_names_that_are_not(one: str, other: str) -> None:
    assert len(groups(form(one), form(other))) == 2


def test_what_two_places_have_is_never_one() -> None:
    cities = [form("sanctuary ordinance", city) for city in ("Los Angeles", "Chicago")]
    assert len(groups(*cities)) == 2
    assert len(groups(form("SB 212", "Oregon"), form("Senate Bill 212", "Texas"))) == 2
    assert groups(form("SB 212", "Oregon"), form("Senate Bill 212", "Oregon")) == [
        ["oregon:sb-212", "oregon:senate-bill-212"]
    ]
    # nor by a name that both have
    both = [form(name, city, aliases=("RSO",)) for name, city in (("rent rule", "Ada"), ("rent stabilization", "Bo"))]
    assert len(groups(*both, form("RSO"))) == 3


def test_a_form_without_a_place_goes_with_the_only_one_of_its_name() -> None:
    forms = [form("sanctuary ordinance"), form("sanctuary ordinance", "Los Angeles")]
    assert len(groups(*forms)) == 1
    assert joined(*forms) == {"place"}
    third = form("ordinance on sanctuary", "Chicago")
    assert groups(*forms, third) == [
        ["chicago:ordinance-on-sanctuary"], ["los-angeles:sanctuary-ordinance"], ["sanctuary-ordinance"],
    ]  # fmt: skip


def test_forms_without_a_place_stay_together_where_two_places_have_the_name() -> None:
    forms = [form("sanctuary ordinance", city) for city in (None, "Los Angeles", "Chicago")]
    assert ["ordinance-on-sanctuary", "sanctuary-ordinance"] in groups(*forms, form("ordinance on sanctuary"))


def test_acronyms_and_nicknames_that_articles_tell() -> None:
    tpp = [form("Trans-Pacific Partnership", "international", aliases=("TPP",)), form("TPP")]
    assert len(groups(*tpp)) == 1
    assert joined(*tpp) == {"acronym"}
    care = [form("Affordable Care Act", aliases=("Obamacare",)), form("Obamacare")]
    assert len(groups(*care)) == 1
    assert joined(*care) == {"alias"}
    fuller = form("Patient Protection and Affordable Care Act", aliases=("Obamacare",))
    assert len(groups(care[0], fuller)) == 1
    harbor = [form("harbor parking tax", aliases=("parking tax",)), form("parking tax")]
    assert len(groups(*harbor)) == 1


def test_a_name_that_fits_two_goes_with_neither() -> None:
    one, other = (form(name, aliases=("ACA",)) for name in ("Affordable Care Act", "Animal Cruelty Act"))
    assert len(groups(one, other, form("ACA"))) == 3
    assert len(groups(one, other)) == 2  # an acronym alone joins no two names that are written out
    parking = [form(f"{where} parking tax", aliases=("parking tax",)) for where in ("harbor", "downtown")]
    assert len(groups(*parking)) == 2  # nor do words that describe both
    assert len(groups(*parking, form("parking tax"))) == 3


def test_a_bare_word_joins_nothing() -> None:
    assert len(groups(form("leaf-blower ban", aliases=("ban",)), form("ban"))) == 2


def test_any_order_gives_the_same_policies() -> None:
    names = ("sanctuary ordinance", "ordinance on sanctuary", "SB 212", "Senate Bill 212")
    forms = [form(name, place, quotes=n) for n, name in enumerate(names) for place in (None, "Oregon", "Texas")]
    forms += [form("Sanctuary Act", "Oregon", aliases=("SB 212", "SA")), form("SA")]
    expected = policy_identities(forms, NONE)
    for seed in range(20):
        assert policy_identities(random.Random(seed).sample(forms, len(forms)), NONE) == expected


def test_the_name_is_the_one_most_quoted_and_an_acronym_last() -> None:
    forms = [form("SB 212", quotes=3), form("Senate Bill 212", quotes=5)]
    assert [one.name for one in policy_identities(forms, NONE)] == ["Senate Bill 212"]
    forms = [form("TPP", quotes=9), form("Trans-Pacific Partnership", aliases=("TPP",))]
    assert [one.name for one in policy_identities(forms, NONE)] == ["Trans-Pacific Partnership"]


def test_a_person_joins_and_parts() -> None:
    forms = [form("repair bill"), form("AB 1180"), form("Assembly Bill 1180"), form("bill on repair", "California")]
    merged = Corrections("policies", (Merge(merge=("policy:repair-bill", "policy:ab-1180")),))
    assert groups(*forms, corrections=merged) == [
        ["ab-1180", "assembly-bill-1180", "california:bill-on-repair", "repair-bill"]
    ]
    split = Split.model_validate({"split": "policy:repair-bill", "from": ["policy:california:bill-on-repair"]})
    assert ["repair-bill"] in groups(*forms, corrections=Corrections("policies", (split,)))
    cities = [form("sanctuary ordinance", city) for city in ("Los Angeles", "Chicago")]
    ids = tuple(city.id for city in cities)
    assert len(groups(*cities, corrections=Corrections("policies", (Merge(merge=ids),)))) == 1
    with pytest.raises(Contradiction, match="onrecord policies undo"):
        both = Split.model_validate({"split": ids[0], "from": ids[1:]})
        groups(*cities, corrections=Corrections("policies", (Merge(merge=ids), both)))
