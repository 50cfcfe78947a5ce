import pytest

from extract.topics.words import Phrases, Words, folded, longest, words_in


@pytest.mark.parametrize(
    ("forms", "word"),
    [
        (("Ordinance", "ordinances", "ORDINANCES", "ordinance’s", "ordinances'"), "ordinance"),
        (("City", "cities", "city's"), "city"),
        (("tax", "taxes", "Taxes’"), "tax"),
        (("branch", "branches"), "branch"),
        (("process", "processes", "process’s"), "process"),
        (("census", "Census’s"), "census"),
        (("crisis",), "crisis"),
        (("bus", "Bus’s"), "bus"),
    ],
)
def test_the_forms_of_a_word_agree(forms: tuple[str, ...], word: str) -> None:
    assert {folded(form) for form in forms} == {word}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wrenmouth’s short-term rentals, U.S.", ["wrenmouth", "short-term", "rental", "u.s"]),
        ("a $2.5bn AT&T fee", ["a", "$2.5bn", "at&t", "fee"]),
        ("“Ban,” she said—twice.", ["ban", "she", "said", "twice"]),
        ("Gesetze für Söhne", ["gesetze", "für", "söhne"]),
        ("😀 … —", []),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert words_in(text) == words


def test_offsets_lead_back_to_the_words() -> None:
    text = "“Leaf-blower bans 🍁 don’t work,”\n\nAna Ruiz said."
    words = Words.of(text)
    assert [folded(text[s:e]) for s, e in zip(words.starts, words.ends, strict=True)] == words.folded == words_in(text)


def test_words_between_characters_are_those_that_begin_there() -> None:
    words = Words.of("one two three")
    assert words.between(0, 13) == (0, 3)
    assert words.between(1, 8) == (1, 2)
    assert words.between(1, 9) == (1, 3)
    assert words.between(5, 5) == (2, 2)
    assert words.between(13, 99) == (3, 3)
    assert Words.of("").between(0, 5) == (0, 0)


def test_phrases_are_found_in_every_form_and_inside_one_another() -> None:
    phrases: Phrases[str] = Phrases()
    for phrase in ("rental", "short-term rental", "rental ordinance", "— !"):
        phrases.add(phrase, phrase)
    phrases.add("Rentals", "another")
    words = words_in("Short-term rentals: a rental ordinance")
    assert set(phrases.find(words)) == {
        (0, 2, "short-term rental"),
        (1, 2, "rental"),
        (1, 2, "another"),
        (3, 4, "rental"),
        (3, 4, "another"),
        (3, 5, "rental ordinance"),
    }
    assert list(phrases.find([])) == []
    assert list(Phrases[str]().find(words)) == []


def test_of_overlapping_phrases_the_first_and_longest() -> None:
    found = [(1, 2, "b"), (0, 2, "ab"), (0, 1, "a"), (1, 4, "bcd"), (3, 4, "d"), (2, 3, "c")]
    assert list(longest(found)) == [(0, 2, "ab"), (2, 3, "c"), (3, 4, "d")]
