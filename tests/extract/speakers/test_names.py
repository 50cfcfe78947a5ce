import pytest

from extract.speakers.names import given_gender, same_person, short_for, surname


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("William Drummond", "Bill Drummond"),
        ("Paul D. Ryan", "Paul Ryan"),
        ("J. Moreno", "Julia Moreno"),
        ("Enrique Peña Nieto", "Enrique Pena Nieto"),
        ("James O’Neill", "James O'Neill"),
        ("Joe Manchin III", "Joe Manchin"),
        ("James B. Comey Jr.", "James Comey"),
        ("Ana Drummond-Ortiz", "ANA DRUMMOND-ORTIZ"),
        ("Stan Greenberg", "Stanley Greenberg"),
        ('John "Tig" Tiegen', "John Tiegen"),
    ],
)
def test_one_person_under_two_names(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nora Hale", "Pete Hale"),
        ("George W. Bush", "George H. Bush"),
        ("Sam Okafor Jr.", "Sam Okafor Sr."),
        ("Donald Stone Jr.", "Donald Stone"),
        ("Donald Stone Jr.", "Donald J. Stone"),
        ("Hale", "Nora Hale"),  # never by the surname alone
        ("Nora Hale", "Nora Stone"),
        ("Maureen O'Brien-D'Arcy", "Maureen O'Hara-D'Arcy"),
        ("Ivan Stone", "Ivana Stone"),
        ("C. Rick Martin", "Carmel Martin"),
    ],
)
def test_two_people(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("De Blasio", "Bill de Blasio"),
        ("Peña Nieto", "Enrique Peña Nieto"),
        ("O'Neill", "James O’Neill"),
        ("Melanie", "Melanie Ruiz"),
    ],
)
def test_a_short_form_of_a_name(short: str, name: str) -> None:
    assert short_for(short, name)
    assert not short_for(name, short)


def test_parts_of_names() -> None:
    assert surname("Bill de Blasio Jr.") == "de Blasio"
    assert surname("Prince") == "Prince"
    assert [given_gender(name) for name in ("Hillary Clinton", "Tom Homan", "Kim Stone")] == ["f", "m", None]
