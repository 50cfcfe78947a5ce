"""The rules by themselves: what they make of a parsed text, given what the tagger found."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from extract.attribution.layout import laid_out
from extract.attribution.leftovers import attributed
from extract.attribution.marks import paragraphs, quoted_regions
from extract.attribution.spans import Attribution, Span
from extract.records import ArticleQuotes

Quotes = Callable[..., ArticleQuotes]


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
        (
            "“We go,” Ana Ruiz said. “We stay,” Bo Lee said. “No,” Carla Dunn said.",
            ["Ana Ruiz", "Bo Lee", "Carla Dunn"],
        ),
        ("“We go,” Ana Ruiz said. “Why?” asked Bo Lee. “Because,” Ruiz said.", ["Ana Ruiz", "Bo Lee", "Ana Ruiz"]),
        ("Ana Ruiz said: “We go.” Bo Lee replied: “We stay.” Ruiz: “We go.”", ["Ana Ruiz", "Bo Lee", "Ana Ruiz"]),
        ("From Mayor Ana Ruiz: “We go now.” And from Bo Lee: “A sad day.”", ["Ana Ruiz", "Bo Lee"]),
        ("A statement from Mayor Ana Ruiz:\n\n“We could not be happier with this choice.”", ["Ana Ruiz"]),
        ("And this is Ana Ruiz’s letter:\n\n“We could not be happier with this choice.”", ["Ana Ruiz"]),
        ("Mayor Ana Ruiz wrote in a letter:\n\nThe fee is dead, and it will not come back.", ["Ana Ruiz"]),
    ],
)
def test_several_speakers_and_those_announced(quotes_of: Quotes, text: str, names: list[str]) -> None:
    assert [speaker.name for quote in quotes_of(text).quotes for speaker in quote.speakers] == names


@pytest.mark.parametrize(("before", "source"), [("Carol Stone turned to Mark Hill. ", "Carol Stone"), ("", "")])
def test_a_nod_is_no_cue_for_the_words_before_it(nlp: Language, before: str, source: str) -> None:
    text = f"{before}“The bridge is closed.” Hill nodded."
    trigger = next(token.i for token in nlp(text) if token.text == "nodded")
    content = span(text, "“The bridge is closed.”")
    hill = text.rindex("Hill"), text.rindex("Hill") + len("Hill")
    nod = Attribution((hill,), (span(text, "nodded"),), (content,), "tagger", trigger, {"quoted": 1.0})
    assert found(nlp, text, nod) == [(source, "“The bridge is closed.”", "beside")]


def test_a_pull_quote_is_the_quote_that_it_repeats(quotes_of: Quotes) -> None:
    text = "“The town has failed us,” said Ana Ruiz.\n\n{}Bo Lee disagreed. “We had a year, and we used it,” he said."
    pulled = text.format("“We had a year, and we used it.”\n\n")
    without, found = quotes_of(text.format("")).quotes, quotes_of(pulled).quotes
    assert [quote.text for quote in found] == [quote.text for quote in without]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "MR. RUIZ (Director of Roads): It is shut.\n\nMS. LEE: Since when?",
            ["MR. RUIZ (Director of Roads)", "MS. LEE"],
        ),
        ("Judge Ana Ruiz met Bo Lee.\n\nRuiz: Why?\n\nLee: So.\n\nRuiz: No.", ["Ruiz", "Lee", "Ruiz"]),
        ("DEAR ANNA: I am angry.\n\nDEAR ANGRY: Do not be.\n\nDEAR ANNA: I am sad.", []),
        ("AGENCY: The Board.\n\nACTION: Notice.\n\nSUMMARY: It is shut.", []),
        ("FILE PHOTO: It is shut.\n\nMAP: The pier.\n\nFILE PHOTO: The mayor.", []),
        ("Pros: It is cheap.\n\nCons: It is slow.\n\nPros: It is green.", []),
        ("“We had to run for our lives.” — Ana Ruiz, a nurse", ["Ana Ruiz, a nurse"]),
        (
            "• “We had to run for our lives.” Ana Ruiz, a nurse\n• “So had we, every one.” Bo Lee",
            ["Ana Ruiz, a nurse", "Bo Lee"],
        ),
        ("The bridge is shut. — Ana Ruiz (@ana_ruiz) March 3, 2026", ["Ana Ruiz"]),
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
