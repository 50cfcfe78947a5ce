"""The rules by themselves: what they make of a parsed text, given what the tagger found."""

import pytest
from spacy.language import Language

from extract.attribution.layout import laid_out
from extract.attribution.leftovers import attributed
from extract.attribution.marks import paragraphs, quoted_regions
from extract.attribution.spans import Attribution, Span


def found(nlp: Language, text: str, *given: Attribution) -> list[tuple[str, str, str]]:
    """Source, content and method of each attribution."""
    doc = nlp(text)
    return [
        (
            " … ".join(text[start:end] for start, end in one.source),
            " … ".join(text[start:end] for start, end in one.content),
            one.method,
        )
        for one in attributed(doc, list(paragraphs(text)), quoted_regions(text), given)
    ]


def span(text: str, part: str) -> Span:
    return text.index(part), text.index(part) + len(part)


@pytest.mark.parametrize(
    ("text", "source", "method"),
    [
        ("“We will fight this fee,” Ana Ruiz said.", "Ana Ruiz", "marks"),
        ("“We will fight this fee,” said the angry mayor.", "the angry mayor", "marks"),
        ("The mayor was blunt: “We will fight this fee.”", "The mayor", "colon"),
        ("“We will fight this fee to the end.”", "", "marks"),
    ],
)
def test_quoted_words_that_the_tagger_left(nlp: Language, text: str, source: str, method: str) -> None:
    ((name, content, how),) = found(nlp, text)
    assert (name, how) == (source, method)
    assert content.strip("“”,.") in ("We will fight this fee", "We will fight this fee to the end")


def test_a_later_quotation_of_the_paragraph_goes_on(nlp: Language) -> None:
    text = "“We will fight this fee,” Ana Ruiz said. “It has to go now.”"
    first = Attribution(
        (span(text, "Ana Ruiz"),), (span(text, "said"),), (span(text, "“We will fight this fee,”"),), "tagger"
    )
    assert found(nlp, text, first) == [("Ana Ruiz", "“We will fight this fee,” … “It has to go now.”", "continued")]


def test_the_subject_of_the_cue_is_the_source_that_the_tagger_missed(nlp: Language) -> None:
    text = "“We will fight this fee,” Ana Ruiz said."
    trigger = next(token.i for token in nlp(text) if token.text == "said")
    content = (span(text, "“We will fight this fee,”"),)
    sourceless = Attribution((), (span(text, "said"),), content, "tagger", trigger, {"quoted": 1.0})
    assert found(nlp, text, sourceless) == [("Ana Ruiz", "“We will fight this fee,”", "subject")]


def test_what_stands_after_another_persons_act_is_not_the_first_ones(nlp: Language) -> None:
    text = "“The tax is dead,” Ana Ruiz said. Bo Lee laughed. “It is not dead at all.”"
    parts = (span(text, "“The tax is dead,”"), span(text, "“It is not dead at all.”"))
    both = Attribution((span(text, "Ana Ruiz"),), (span(text, "said"),), parts, "tagger", None, {"quoted": 1.0})
    assert found(nlp, text, both) == [
        ("Ana Ruiz", "“The tax is dead,”", "tagger"),
        ("Bo Lee", "“It is not dead at all.”", "beside"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It began.\n\nO'BRIEN: Yes.\n\nAL-KHAN: No.", ["O'BRIEN", "AL-KHAN"]),
        ('Q: Why?\n\nDR. AMIR KHAN, HYDROLOGIST: The "why" is hard.', ["Q", "DR. AMIR KHAN, HYDROLOGIST"]),
        ("WHAT: A fair.\n\nWHEN: Sunday.\n\nWHERE: The pier.", []),
        ("NOTE: One line alone is no transcript.\n\nRUIZ: Yes.", []),
        ("“We will fight this fee.” — Ana Ruiz\n“So will I, all the way.” — Bo Lee", ["Ana Ruiz", "Bo Lee"]),
    ],
)
def test_the_layout_names_who_speaks(text: str, names: list[str]) -> None:
    laid = laid_out(text, list(paragraphs(text)), quoted_regions(text))
    assert [text[slice(*one.source[0])] for one in laid] == names


def test_a_quote_goes_on_through_a_hundred_paragraphs_and_no_more(nlp: Language) -> None:
    text = "“We go on and on.\n\n" * 101 + "“We go on and on.”"
    parts = [len(content.split(" … ")) for _, content, _ in found(nlp, text)]
    assert parts == [100, 2]
