"""Furniture of invented articles, and prose that looks like it."""

import pytest

from extract.attribution.furniture import datelines, furniture
from extract.attribution.marks import paragraphs, quoted_regions

FURNITURE = [
    "By Jane Doe",
    "By Jane Doe, Staff Writer",
    "By JANE DOE and OMAR DE LA CRUZ",
    "BY JANE DOE",
    "By Jane Doe | Harbor Gazette",
    "Photo: Mayor Ruiz at the harbor",
    "Mayor Ruiz speaks on Tuesday. (Jane Doe/Gazette)",
    "Mayor Ruiz, who says the tax is “dead,” at the harbor. (AP Photo/Jane Doe)",
    "The harbor in March. (Courtesy of the Town of Wrenmouth)",
    "A boat at dawn. (Bo Lee via Getty Images)",
    "Mayor Ruiz leaves the hall. | Jane Doe/AP Photo",
    "Photo by Jane Doe",
    "Read more: Mayor calls the tax dead",
    "RELATED: “It is dead,” mayor says of harbor tax",
    "Advertisement",
    "ADVERTISEMENT",
    "Story continues below advertisement",
    "Share this",
    "Share this article:",
    "Sign up for our newsletter and get the day's news in your inbox.",
    "Get the Gazette's morning briefing delivered to your inbox.",
    "© 2026 Harbor Gazette",
    "Copyright 2026 Harbor Gazette. All rights reserved. This material may not be rewritten.",
    "Correction: An earlier version of this article said that Mayor Ruiz opposed the tax.",
    "An earlier version of this article misstated what Mayor Ruiz said.",
    "This story has been updated to say that Ruiz told the council no.",
    "Tags: harbor, parking, Ana Ruiz",
    "#harbor #parking",
    "The Associated Press contributed to this report.",
    "Gazette reporter Bo Lee contributed to this story.",
    "Reporting by Jane Doe; editing by Bo Lee",
    "Follow us on Twitter for more news.",
]
AT_THE_END = [
    "Jane Doe covers housing for the Gazette; reach her at jane.doe@gazette.example.",
    "Jane Doe is a staff writer at the Gazette.",
    "Reach her at jane@gazette.example or 555-0100.",
    "Jane Doe can be reached at jane@gazette.example.",
]
PROSE = [
    "Mayor Ana Ruiz said the tax would fall.",
    "“Read more,” she said.",
    "“Advertisement",
    "Related: he said so, and he said it again.\n\n“Share this” is what he said",
    "By Tuesday night, the council had voted.",
    "By the time Ana Ruiz spoke, the hall was empty.",
    "The tax is dead, she said (through a spokesman).",
    "The bill is by Ana Ruiz (D-Wrenmouth).",
    "He voted no, said Bo Lee (left, Harbor ward).",
    "Copyright law, he said, protects the song.",
    "Get the news out, she told the crowd at the harbor, or nobody will come and nothing will change in town, where "
    "the council has met behind closed doors for the better part of a year, and where a vote that was to be in March "
    "has been put off until June, and then until the day when the harbor freezes over, as some members have it.",
    "Update: Mayor Ruiz said on Tuesday that she would sign it.",
    "WALLACE: Will you sign it?",
    "Q: Will you sign it?",
    "Ruiz contributed to the delay.",
    "Bo Lee contributed $500 to the mayor's campaign.",
    "Ana Ruiz is a writer who has lived in Wrenmouth since 1979.",
    "Share this with your neighbors, Ruiz said.",
    "Photographs of the harbor: that is what she had asked for, she told the council.",
]


def found(text: str) -> list[str]:
    blocks = list(paragraphs(text))
    return [text[slice(*span)] for span in furniture(text, blocks, quoted_regions(text))]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_told_wherever_it_stands(line: str) -> None:
    for text in (f"{line}\n\nThe end came.", f"One.\n\n{line}\n\nTwo.", f"One.\n\n{line}"):
        assert found(text) == [line]


@pytest.mark.parametrize("line", AT_THE_END)
def test_a_reporters_biography_is_one_at_the_end_alone(line: str) -> None:
    assert found(f"One.\n\n{line}") == [line]
    assert found(f"One.\n\n{line}\n\nTags: harbor\n\n© 2026 Harbor Gazette")[0] == line
    assert found(f"One.\n\n{line}\n\nTwo.") == []


@pytest.mark.parametrize("line", PROSE)
def test_prose_is_none(line: str) -> None:
    assert found(f"One.\n\n{line}\n\nTwo.")[:1] in ([], ["Related: he said so, and he said it again."])


def test_what_goes_on_with_an_open_quote_is_none() -> None:
    assert found("“One,” he said. “Two.\n\n“Advertisement\n\n“Three.”") == []


def test_datelines() -> None:
    def told(text: str) -> list[str]:
        return [text[slice(*span)] for span in datelines(text, list(paragraphs(text)))]

    rest = "The mayor said no."
    for line in (
        "WRENMOUTH, March 3 (AP) — ",
        "WRENMOUTH — ",
        "PORT HALE, Calif. (Reuters) - ",
        "Wrenmouth (AP) -- ",
        "(CNN) — ",
        "ST. ANNE, N.H. – ",
    ):
        assert told(line + rest) == [line]
    assert told(f"One.\n\nWRENMOUTH (AP) — {rest}") == ["WRENMOUTH (AP) — "]
    for prose in ("The mayor — Ana Ruiz — said no.", f"One.\n\nRUIZ — {rest}", "A tax-free town said no.", "I - he"):
        assert told(prose) == []
