from datetime import date

import pytest

from graph.register import Register, Tenure, shipped_register


def tenure(name: str, office: str, since: str, until: str = "", *, surname: str = "", alone: bool = False) -> Tenure:
    row = {"name": name, "surname": surname, "office": office, "place": "Sweden", "from": since, "until": until}
    return Tenure.of(row | {"by surname alone": "yes" if alone else ""})


REGISTER = Register(
    (
        tenure("Ada Lindqvist", "prime minister", "2010-03-01", "2014-03-01", alone=True),
        tenure("Bo Lindqvist", "minister (of finance)", "2012-03-01", "2013-03-01"),
        tenure("Nils Hult", "prime minister", "1990-03-01", "1994-03-01"),
        tenure("Karin Hult", "prime minister", "2014-03-01", "2018-03-01"),
        tenure("Quan Mei-ling", "governor (of the Central Bank)", "2010-03-01", surname="Quan"),
    )
)


@pytest.mark.parametrize(
    ("surname", "role", "day", "meant"),
    [
        ("lindqvist", "Prime Minister", "2011-05-01", {"Ada Lindqvist"}),
        ("lindqvist", "Swedish premier", "2011-05-01", {"Ada Lindqvist"}),
        ("lindqvist", "Finance Minister", "2012-05-01", {"Bo Lindqvist"}),
        ("lindqvist", "minister", "2012-05-01", {"Bo Lindqvist"}),
        ("lindqvist", "deputy prime minister", "2011-05-01", set()),
        ("lindqvist", "Norwegian Prime Minister", "2011-05-01", set()),
        ("lindqvist", "prime minister of Utopia", "2011-05-01", set()),
        ("lindqvist", "Prime Minister", "2009-05-01", set()),  # not yet
        ("lindqvist", "Prime Minister-elect", "2010-01-15", {"Ada Lindqvist"}),
        ("hult", "Prime Minister", "2015-05-01", {"Karin Hult"}),
        ("hult", "Prime Minister", "1993-05-01", {"Nils Hult"}),
        ("hult", "former Prime Minister", "2013-05-01", {"Nils Hult"}),
        ("hult", "former Prime Minister", "2023-05-01", {"Nils Hult", "Karin Hult"}),
        ("quan", "Central Bank Governor", "2015-05-01", {"Quan Mei-ling"}),
    ],
)
def test_whom_an_office_means_on_a_day(surname: str, role: str, day: str, meant: set[str]) -> None:
    assert REGISTER.with_office(surname, [role], date.fromisoformat(day)) == meant


def test_a_surname_alone_is_one_persons_whom_the_news_calls_so() -> None:
    assert REGISTER.by_surname_alone("lindqvist", date(2011, 5, 1)) == {"Ada Lindqvist"}
    assert REGISTER.by_surname_alone("lindqvist", date(2012, 5, 1)) == set()  # another was in office as well
    assert REGISTER.by_surname_alone("lindqvist", date(2009, 5, 1)) == set()
    assert REGISTER.by_surname_alone("hult", date(2015, 5, 1)) == set()


def test_the_shipped_register_is_in_order() -> None:
    tenures = shipped_register().tenures
    assert len(tenures) > 300
    assert all(t.surnames and t.place and t.office for t in tenures)
    assert all(t.until is None or t.since < t.until for t in tenures)
    assert all(t.surnames <= {" ".join(t.surnames)} or len(t.surnames) > 1 for t in tenures)


def test_a_row_needs_the_first_day_of_the_office() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        tenure("Ada Lindqvist", "mayor", "spring")
