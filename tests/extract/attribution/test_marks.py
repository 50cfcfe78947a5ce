import pytest

from extract.attribution.marks import paragraphs, quoted_regions


def marked(text: str) -> list[str]:
    return [text[region.start : region.end] for region in quoted_regions(text)]


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("She said “yes” and \"no\" and ''maybe'' and «never».", ["“yes”", '"no"', "''maybe''", "«never»"]),
        ("‘It’s the Joneses’ house,’ he said.", ["‘It’s the Joneses’ house,’"]),
        ("“He told me ‘no’ twice,” she said.", ["“He told me ‘no’ twice,”"]),
        ('A 6\'3" man said "yes".', ['"yes"']),
        ('“Mistyped close," he said. “Then right.”', ['“Mistyped close,"', "“Then right.”"]),
        ("Rock ’n’ roll wasn’t dead.", []),
    ],
)
def test_marks_are_paired_by_kind(text: str, regions: list[str]) -> None:
    assert marked(text) == regions


def test_an_unclosed_mark_ends_with_its_paragraph() -> None:
    text = 'He said "I never\n\nThe next day was "fine" again.'
    assert marked(text) == ['"I never', '"fine"']
    assert [region.closed for region in quoted_regions(text)] == [False, True]


def test_a_quote_over_paragraphs_continues() -> None:
    text = "“One.\n\n“Two.\n\n“Three,” she said.\n\n“Another,” he said."
    assert [(r.closed, r.continues) for r in quoted_regions(text)] == [
        (False, False),
        (False, True),
        (True, True),
        (True, False),
    ]


@pytest.mark.parametrize("text", ["One line\nof a wrapped text\n\nNext.\n", "One.\r\n\r\nTwo.", " One.\nTwo. ", ""])
def test_paragraphs_hold_all_words(text: str) -> None:
    parts = [text[start:end] for start, end in paragraphs(text)]
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part == part.strip() for part in parts)
