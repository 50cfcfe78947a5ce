"""No kind of article makes a step of the extraction look at everything again for each thing that it finds."""

import sys
from collections import Counter
from pathlib import Path
from types import CodeType, FrameType

import pytest
from spacy.language import Language

import extract
from extract.articles.limits import MAX_CHARACTERS
from extract.pipeline import extract as extracted
from extract.topics import candidates, jurisdiction
from tests.fuzz.hostile import KINDS, hostile
from tests.fuzz.test_fuzz import quickly

OURS = str(Path(extract.__file__).parent)
SIZE = 6_000
"""Characters of the shorter article."""
CAPS = {
    "extract.speakers.mentions.MOST_NEAR": 6,
    "extract.speakers.mentions._FARTHEST": 100,
    "extract.speakers.bearers._NAMESAKES": 10,
    "extract.topics.policies._MOST_POLICIES": 6,
    "extract.topics.policies._LATELY": 10,
    "extract.topics.policies._LONGEST": 100,
    "extract.topics.linking._MOST_OPTIONS": 4,
    "extract.attribution.leftovers._MOST_PARTS": 10,
    "extract.attribution.marks.LONGEST_PARAGRAPH": 1_500,
}
"""What is capped, capped so low that an article of some thousand characters is far beyond it."""
TOGETHER = {
    "people": ("names of two words", "surnames behind titles", "appositions", "pronouns and names", "one name"),
    "others": ("organizations and acronyms", "acronyms", "nominals, all different", "places", "first persons"),
    "policies": (
        "bills that somebody backs",
        "policies of three words",
        "the measure, of many",
        "policies known as",
        "titles",
    ),
    "marks": ("quotes and cues", "quotes behind colons", "quotes in one sentence", "marks within marks", "said"),
    "paragraphs": ("transcript of new names", "quotes that each paragraph opens again", "datelines", "policies"),
}


def calls(nlp: Language, name: str, characters: int) -> Counter[CodeType]:
    """How often each function of ours is called, or calls another, for an article of several kinds."""
    article = hostile(lambda n: "".join(KINDS[kind](n) for kind in TOGETHER[name]), characters)
    found: Counter[CodeType] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event in ("call", "c_call") and frame.f_code.co_filename.startswith(OURS):
            found[frame.f_code] += 1

    sys.setprofile(count)
    try:
        list(extracted([article], nlp=nlp))
    finally:
        sys.setprofile(None)
    return found


@pytest.mark.parametrize("name", TOGETHER)
def test_twice_as_much_text_is_twice_as_much_work(name: str, nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice, not four times: all pairs of names, of policies or of quotes would be."""
    for cap, lower in CAPS.items():
        monkeypatch.setattr(cap, lower)
    few, many = calls(nlp, name, SIZE), calls(nlp, name, 2 * SIZE)
    grown = {code.co_qualname: (few[code], times) for code, times in many.items() if times > 3_000}
    assert len(grown) > 10
    assert {name: pair for name, pair in grown.items() if pair[1] > 3 * pair[0]} == {}


RUNS = (
    "A-",
    "A’",
    "A",
    "A.",
    "A ",
    "Aa ",
    "Aa\n",
    "a",
    " ",
    "City of ",
    "House ",
    "AB ",
    "A v. ",
    "Aa City ",
    "“",
    "—",
)


@pytest.mark.parametrize("run", RUNS)
def test_patterns_take_linear_time(run: str) -> None:
    text = run * (MAX_CHARACTERS // len(run))
    patterns = [candidates._NUMBERED, candidates._CASE, jurisdiction._BODY, jurisdiction._PLACE, jurisdiction._CITY]
    quickly(lambda: [list(pattern.finditer(text)) for pattern in patterns], 20)
