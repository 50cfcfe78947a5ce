import pytest

from extract.topics.numbered import kind_and_number


@pytest.mark.parametrize(
    "name", ["SB 212", "S.B. 212", "SB212", "SB-212", "Senate Bill 212", "the Senate Bill No. 212", "senate bill 212"]
)
def test_one_bill_in_every_spelling(name: str) -> None:
    assert kind_and_number(name) == ("senate bill", "212")


@pytest.mark.parametrize(
    ("name", "kind", "number"),
    [
        ("Prop. 187", "proposition", "187"),
        ("Proposition 187", "proposition", "187"),
        ("Special Order 40", "special order", "40"),
        ("Council File 24-0555", "council file", "24-0555"),
        ("EO 13769", "executive order", "13769"),
    ],
)
def test_orders_and_propositions(name: str, kind: str, number: str) -> None:
    assert kind_and_number(name) == (kind, number)


@pytest.mark.parametrize(
    "name", ["", "212", "leaf-blower ban", "Affordable Care Act", "the ban of 2012 on leaf blowers"]
)
def test_other_names_have_none(name: str) -> None:
    assert kind_and_number(name) is None
