import pytest

from extract.attribution.marks import LONGEST_PARAGRAPH, paragraphs, quoted_regions


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
        ("« Le pont ? » asked Lea. « It is shut. »", ["« Le pont ? »", "« It is shut. »"]),
        ("”It is shut,” said Ana. ”For good.”", ["”It is shut,”", "”For good.”"]),
        ('" It is shut , " Ana said . " Yes . "', ['" It is shut , "', '" Yes . "']),
        ("'It isn't shut,' said Ana. 'Not for the workers' day.'", ["'It isn't shut,'", "'Not for the workers' day.'"]),
        ("He called it 'a disgrace' and the workers said: 'No way.'", ["'a disgrace'", "'No way.'"]),
        ("'One thing.\n\n'Two things,' he said.", ["'One thing.", "'Two things,'"]),
        ("Give 'em the boys' hall of the '90s, 'cause it's the Joneses' and the O'Neills'.", []),
        ("‘‘It’s shut,’’ he said.", ["‘‘It’s shut,’’"]),
    ],
)
def test_marks_are_paired_by_kind(text: str, regions: list[str]) -> None:
    assert marked(text) == regions


@pytest.mark.parametrize("marks", ["“”", '""', "''", "‘’"])
def test_a_nickname_is_no_quote(marks: str) -> None:
    opening, closing = marks[0], marks[1]
    quote = f"{opening}I sleep in the park,{closing}"
    assert marked(f"{quote} said Ana {opening}Annie{closing} Ruiz.") == [quote]
    assert marked(f"Mayor {opening}Big Jim{closing} McCoy, 50, said no.") == []
    assert marked(f"He told {opening}Annie{closing} to go.") == [f"{opening}Annie{closing}"]


def test_in_a_headline_a_word_in_marks_is_no_nickname() -> None:
    assert marked("Ruiz Was ‘Mocking’ Her Rival") == ["‘Mocking’"]


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


def test_a_paragraph_that_is_too_long_is_cut_where_a_sentence_ends() -> None:
    sentence = "It rained all of that day. "
    edge = "x" * (LONGEST_PARAGRAPH - 2) + ". "
    assert list(paragraphs(edge)) == [(0, LONGEST_PARAGRAPH - 1)]
    assert list(paragraphs("x" + edge)) == [(0, LONGEST_PARAGRAPH)]
    assert list(paragraphs("xx" + edge)) == [(0, LONGEST_PARAGRAPH), (LONGEST_PARAGRAPH, LONGEST_PARAGRAPH + 1)]
    for text in (sentence * 2_000, sentence.replace(".", "") * 2_000, "x" * 50_000, "One." + " " * 50_000 + "Two."):
        found = list(paragraphs(text))
        assert len(found) > 1 and all(0 < end - start <= LONGEST_PARAGRAPH for start, end in found)
        assert "".join("".join(text[slice(*span)] for span in found).split()) == "".join(text.split())
        assert all(text[slice(*span)] == text[slice(*span)].strip() for span in found)
    assert all(text.endswith(".") for text in ((sentence * 2_000)[slice(*s)] for s in paragraphs(sentence * 2_000)))
