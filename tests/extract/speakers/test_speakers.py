from collections.abc import Callable

import pytest

from extract.records import ArticleQuotes, Speaker

Quotes = Callable[..., ArticleQuotes]


def speakers(found: ArticleQuotes) -> list[Speaker]:
    return [speaker for quote in found.quotes for speaker in quote.speakers]


STORY = (
    "Mayor Ana Ruiz, a former nurse, opened the meeting. “We will appeal,” she said. The mayor said the ruling was "
    "wrong. Ruiz added that the town had money.\n\n"
    "Bo Lee, director of the Harbor League, told the Daily Post that he disagreed."
)


def test_pronoun_surname_and_title_are_one_speaker(quotes_of: Quotes) -> None:
    found = speakers(quotes_of(STORY))
    assert [(s.name, s.method) for s in found] == [
        ("Ana Ruiz", "pronoun"),
        ("Ana Ruiz", "nominal"),
        ("Ana Ruiz", "surname"),
        ("Bo Lee", "named"),
    ]
    assert len({s.id for s in found}) == 2
    assert found[0].role == "Mayor"
    assert found[3].role == "director of the Harbor League"


def test_the_mention_is_where_the_source_names_the_speaker(quotes_of: Quotes) -> None:
    mentions = [STORY[slice(*s.mention)] for s in speakers(quotes_of(STORY)) if s.mention]
    assert mentions[:3] == ["she", "The mayor", "Ruiz"]
    assert mentions[3].startswith("Bo Lee")


def test_the_addressee_of_told(quotes_of: Quotes) -> None:
    addressees = [quote.addressee for quote in quotes_of(STORY).quotes]
    assert addressees[3] is not None
    assert addressees[3].name == "Daily Post"


def test_whom_the_words_mention(quotes_of: Quotes) -> None:
    text = (
        "Mayor Ana Ruiz met Bo Lee of the Harbor League.\n\n“Lee and the Harbor League are wrong, and so is Lee,” Ruiz "
        "said. Lee said that he, Bo Lee, would sue."
    )
    quotes = quotes_of(text).quotes
    assert [(m.name, text[slice(*m.span)]) for m in quotes[0].mentions] == [
        ("Bo Lee", "Lee"),
        ("Harbor League", "Harbor League"),
    ]
    assert [m.name for m in quotes[1].mentions] == []


def test_two_people_of_one_surname_stay_two(quotes_of: Quotes) -> None:
    text = (
        "Council member Nora Hale said the fee was fair. Captain Pete Hale said the fee was a joke.\n\n"
        "Nora Hale said that it would pass."
    )
    assert [s.name for s in speakers(quotes_of(text))] == ["Nora Hale", "Pete Hale", "Nora Hale"]


def test_another_first_name_is_another_person(quotes_of: Quotes) -> None:
    text = "Deputy Tom Baker spoke first. “The freeze failed,” Ana Baker, a critic, said."
    assert [s.name for s in speakers(quotes_of(text))] == ["Ana Baker"]


def test_a_former_mayor_is_not_the_mayor(quotes_of: Quotes) -> None:
    text = "Mayor Ana Ruiz met former Mayor Pete Moss. The mayor said the fee would fall."
    assert [s.name for s in speakers(quotes_of(text))] == ["Ana Ruiz"]


def test_a_surname_that_two_people_bear_is_told_as_unsure(quotes_of: Quotes) -> None:
    alone = "Council member Nora Hale opened the meeting.\n\nHale said the fee was fair."
    shared = "Council member Nora Hale sat beside Captain Pete Hale.\n\nHale said the fee was fair."
    (sure,), (unsure,) = quotes_of(alone).quotes, quotes_of(shared).quotes
    assert (sure.speakers[0].method, unsure.speakers[0].method) == ("surname", "ambiguous")
    assert unsure.confidence < sure.confidence


def test_an_acronym_is_its_organisation(quotes_of: Quotes) -> None:
    text = (
        "The American Civil Liberties Union met on Monday.\n\n"
        "ACLU said the ordinance would pass. The American Civil Liberties Union said it was proud."
    )
    found = speakers(quotes_of(text))
    assert len({s.id for s in found}) == 1
    assert found[0].method == "alias"


@pytest.mark.parametrize(("pronoun", "name"), [("he", "Bo Lee"), ("she", "Ana Ruiz")])
@pytest.mark.parametrize("order", ["Mr. Bo Lee met Mrs. Ana Ruiz.", "Mrs. Ana Ruiz met Mr. Bo Lee."])
def test_a_pronoun_goes_to_a_person_of_its_gender(quotes_of: Quotes, pronoun: str, name: str, order: str) -> None:
    assert [s.name for s in speakers(quotes_of(f"{order} “The fee is wrong,” {pronoun} said."))] == [name]


def test_a_gender_is_read_off_an_earlier_pronoun(quotes_of: Quotes) -> None:
    text = (
        "Mayor Ana Ruiz runs the town. She took office in May.\n\n"
        "Bo Lee met Ana Ruiz on Monday. “The fee is wrong,” she said."
    )
    assert [s.name for s in speakers(quotes_of(text))] == ["Ana Ruiz"]


def test_whom_a_quote_mentions_is_not_who_speaks_next(quotes_of: Quotes) -> None:
    text = "Ana Ruiz spoke first. “Nobody asked Bo Lee about the fee,” Ana Ruiz said. “We should,” she added."
    assert {s.name for s in speakers(quotes_of(text))} == {"Ana Ruiz"}


def test_we_in_running_text_is_the_outlet(quotes_of: Quotes) -> None:
    (speaker,) = speakers(quotes_of("We reported that the fee would fall.", outlet="Daily Post"))
    assert (speaker.name, speaker.type) == ("Daily Post", "organization")


def test_joint_speakers_are_several(quotes_of: Quotes) -> None:
    (quote,) = quotes_of("Ana Ruiz and Bo Lee said the fee would fall.").quotes
    assert [s.name for s in quote.speakers] == ["Ana Ruiz", "Bo Lee"]


@pytest.mark.parametrize(
    ("text", "name", "type"),
    [
        ("A senior aide said the fee would fall.", "senior aide", "anonymous"),
        ("Critics said the fee would fall.", "critics", "group"),
        ("The report said the fee would fall.", "report", "document"),
        ("The transport committee said the fee would fall.", "transport committee", "organization"),
    ],
)
def test_unnamed_sources_keep_their_phrase_and_type(quotes_of: Quotes, text: str, name: str, type: str) -> None:
    (speaker,) = speakers(quotes_of(text))
    assert (speaker.name, speaker.type) == (name, type)


def test_a_pronoun_without_anybody_before_it_is_left_open(quotes_of: Quotes) -> None:
    (quote,) = quotes_of("He said the fee would fall.").quotes
    assert quote.speakers == ()
    assert quote.source


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sens. Ana Ruiz (D-Ore.) and Bo Lee (R-La.) said the fee would fall.", ["Ana Ruiz", "Bo Lee"]),
        ("Mayor Ana Ruiz, Dan Stone and Harbor Bank’s Bo Lee said it would fall.", ["Ana Ruiz", "Dan Stone", "Bo Lee"]),
        ("Supporters of Ana Ruiz and Bo Lee said the fee would fall.", ["supporters of Ana Ruiz and Bo Lee"]),
    ],
)
def test_whatever_stands_beside_the_names_of_joint_speakers(quotes_of: Quotes, text: str, names: list[str]) -> None:
    (quote,) = quotes_of(text).quotes
    assert [s.name.lower() for s in quote.speakers] == [name.lower() for name in names]


def test_who_is_the_noun_before_it(quotes_of: Quotes) -> None:
    text = "Mayor Ana Ruiz met Bo Lee, who said that the fee would fall."
    assert [(s.name, s.method) for s in speakers(quotes_of(text))] == [("Bo Lee", "relative")]


def test_a_given_name_tells_whom_a_pronoun_means(quotes_of: Quotes) -> None:
    text = "Hannah Stone met Robert Hale at the harbor. “The fee is wrong,” {} said."
    assert [s.name for s in speakers(quotes_of(text.format("she")))] == ["Hannah Stone"]
    assert [s.name for s in speakers(quotes_of(text.format("he")))] == ["Robert Hale"]


def test_an_honorific_parts_a_couple(quotes_of: Quotes) -> None:
    text = (
        "Nora Hale and her husband, Pete Hale, own the pier.\n\n"
        "Mr. Hale said the fee was fair. Mrs. Hale said it was a joke."
    )
    assert [s.name for s in speakers(quotes_of(text))] == ["Pete Hale", "Nora Hale"]


def test_i_inside_a_quote_is_its_speaker_and_outside_the_author(quotes_of: Quotes) -> None:
    inside = quotes_of("Ana Ruiz opened the meeting. “I said the fee would fall,” Ruiz told the council.")
    assert {s.name for s in speakers(inside)} == {"Ana Ruiz"}
    outside = "I think the fee should fall. My view is that I pay too much. I said that the fee was wrong."
    found = speakers(quotes_of(outside, outlet="Daily Post", byline="By Ana Ruiz"))
    assert {(s.name, s.method) for s in found} == {("Ana Ruiz", "author")}


def test_questions_and_answers(quotes_of: Quotes) -> None:
    text = (
        "The Daily Post met the actress Ana Ruiz at the pier.\n\nQ: What do you think of the fee?\n\n"
        "A: I think that it is wrong and should fall.\n\nQ: And the tax?\n\nA: It is fine with me, all in all."
    )
    found = quotes_of(text, outlet="Daily Post").quotes
    assert [[s.name for s in quote.speakers] for quote in found] == [[], ["Ana Ruiz"]] * 2


def test_the_owner_of_an_office_is_named(quotes_of: Quotes) -> None:
    found = speakers(quotes_of("Mayor Ana Ruiz was away on Monday. Her office said the fee would fall."))
    assert [s.name for s in found] == ["Ruiz’s office"]


def test_a_headline_does_not_spoil_a_name(quotes_of: Quotes) -> None:
    text = "Entrusting Donald Stone With the Harbor.\n\nDonald Stone took over in May. Stone said the fee would fall."
    assert {s.name for s in speakers(quotes_of(text))} == {"Donald Stone"}


def test_the_speakers_probability_is_in_the_confidence(quotes_of: Quotes) -> None:
    sure = quotes_of("Ana Ruiz was away. “The fee is wrong,” Ana Ruiz said.").quotes[0]
    unsure = quotes_of("Ana Ruiz met Nora Hale and Beth Stone. “The fee is wrong,” she said.").quotes[0]
    assert unsure.confidence < sure.confidence


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mayor Rosa Diaz proposed it on Monday. “It is modest,” her spokeswoman said.", "Diaz’s spokeswoman"),
        ("Mayor Rosa Diaz met Diaz's lawyer. “It is nothing,” the lawyer said.", "lawyer"),
    ],
)
def test_staff_are_not_their_boss(quotes_of: Quotes, text: str, name: str) -> None:
    found = quotes_of(text).quotes[-1].speakers
    assert [(s.name, s.type) for s in found] == [(name, "anonymous")]


def test_an_honorific_that_does_not_fit_is_another_person(quotes_of: Quotes) -> None:
    found = speakers(quotes_of("Former mayor George Tan said he was fine. Mrs. Tan said she was tired."))
    assert [s.name for s in found] == ["George Tan", "Mrs. Tan"]
    assert found[1].id.count(":") == 2  # no id of every Mrs. Tan


def test_an_interview_about_somebody_is_not_with_them(quotes_of: Quotes) -> None:
    text = (
        "A talk with Lena Fischer.\n\nLena Fischer wrote a book about Mayor Ruth Okafor. Okafor won in May.\n\n"
        "Q: Is Okafor popular?\n\nA: She is, and Okafor knows that she is popular.\n\n"
        "Q: Why is that so?\n\nA: Because Okafor listens to people all day long."
    )
    found = quotes_of(text, outlet="Daily Post").quotes
    assert {s.name for quote in found for s in quote.speakers} == {"Lena Fischer"}


@pytest.mark.parametrize("name", ["Karl-Heinz von Berg", "Maureen O'Brien-D'Arcy", "Bill de la Cruz", "Sean O’Hara"])
def test_names_stay_whole(quotes_of: Quotes, name: str) -> None:
    assert [s.name for s in speakers(quotes_of(f"{name}, a farmer, said that the fee would fall."))] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "She said the fee would fall. Q",
        "Q: A",
        "“So,” said the",
        "Mrs. said the fee would fall.",
        "They who said it, I",
    ],
)
@pytest.mark.parametrize("byline", [None, "By", "By Ana Ruiz and Bo Lee", "Staff"])
def test_odd_texts_cost_nothing(quotes_of: Quotes, text: str, byline: str | None) -> None:
    assert quotes_of(f"I and my dog said it. {text}", byline=byline).quotes is not None


def test_a_son_is_not_his_father(quotes_of: Quotes) -> None:
    text = (
        "Donald Stone owns the pier. His son Donald Stone Jr. runs it. Donald Stone Jr. said that the fee would fall."
    )
    assert [s.name for s in speakers(quotes_of(text))] == ["Donald Stone Jr."]


@pytest.mark.parametrize(
    "source",
    [
        "the head of Harwich Hospital, Nora Hale",
        "the chairman of the House Budget Committee, Nora Hale of Ohio,",
        "One of the drivers, Nora Hale, 42, a cook from Harwich,",
        "One of them, Sen. Nora Hale of Ohio,",
        "Another farmer, Nora Hale, 67,",
        "The plan’s co-author, Nora Hale,",
        "the dean of Harwich Law School, Nora Hale",
        "Gazette Editor-in-Chief Nora Hale",
        "Attorney-General Nora Hale",
        "Dame Nora Hale",
        "Baroness Nora Hale",
        "Rt Hon Nora Hale MP",
        "Nora Hale KC",
        "Alderwoman Nora Hale",
        "Assemblywoman Nora Hale",
    ],
)
def test_the_name_behind_a_title_is_the_speaker(quotes_of: Quotes, source: str) -> None:
    assert [s.name for s in speakers(quotes_of(f"{source} said the fee would fall."))] == ["Nora Hale"]


def test_a_surname_may_be_a_word_for_a_street(quotes_of: Quotes) -> None:
    text = "Mayor Ana Ruiz was away. Her spokeswoman, Beth Lane, said she was ill. The shop on Penny Lane was shut."
    assert [s.name for s in speakers(quotes_of(text))] == ["Beth Lane"]


def test_a_name_behind_two_titles_may_be_either_ones(quotes_of: Quotes) -> None:
    found = speakers(quotes_of("A spokesman for the mayor, Ana Ruiz, said the fee would fall."))
    assert [(s.name, s.type) for s in found] == [("spokesman for the mayor", "anonymous")]


def test_what_is_said_of_a_namesake_tells_who_it_is(quotes_of: Quotes) -> None:
    text = "Captain Pete Hale met Nora Hale, president of the board. Hale, the board president, said it would fall."
    assert [(s.name, s.method) for s in speakers(quotes_of(text))] == [("Nora Hale", "surname")]
    assert [s.role for s in speakers(quotes_of(text.replace("Hale, the board president", "Captain Hale")))] == [
        "Captain"
    ]


def test_a_surname_that_could_be_either_ones_is_a_guess(quotes_of: Quotes) -> None:
    (quote,) = quotes_of("Nora Hale sat beside Sam Hale. Hale said the fee was fair.").quotes
    assert quote.speakers[0].method == "ambiguous"
    assert quote.confidence < 0.5


def test_number_10_is_no_denial(quotes_of: Quotes) -> None:
    found = [quotes_of(f"{source} said the fee would fall.").quotes[0] for source in ("A No 10 aide", "No aide")]
    assert [quote.act for quote in found] == ["statement", "other"]
    assert [s.name for s in found[0].speakers] == ["No 10 aide"]


@pytest.mark.parametrize(
    ("organization", "source"),
    [
        ("Justice Department", "The DOJ"),
        ("Department of Veterans Affairs", "The VA"),
        ("Customs and Border Protection", "CBP"),
        ("Immigration and Customs Enforcement", "ICE"),
        ("U.S. Fish and Wildlife Service", "FWS"),
        ("Government Accountability Office", "GAO investigators"),
    ],
)
def test_a_short_form_is_its_organisation(quotes_of: Quotes, organization: str, source: str) -> None:
    found = speakers(quotes_of(f"The {organization} was closed on Monday. {source} said the fee would fall."))
    assert [(s.name, s.type) for s in found] == [(organization, "organization")]


def test_officials_are_not_their_organisation(quotes_of: Quotes) -> None:
    found = speakers(quotes_of("The Justice Department was closed. Justice Department officials said it would fall."))
    assert [s.type for s in found] == ["group"]


@pytest.mark.parametrize(
    "source",
    [
        "Harbor spokeswoman Ana Ruiz Friday",
        "Mayor Ana Ruiz Tuesday",
        "Win McNamee/Getty Images Ana Ruiz",
        "Harbor Bank President and CEO Ana Ruiz",
    ],
)
def test_what_stands_beside_a_name_is_none_of_it(quotes_of: Quotes, source: str) -> None:
    text = f"{source} said the fee would fall. Ruiz said it was high."
    assert {s.name for s in speakers(quotes_of(text))} == {"Ana Ruiz"}


def test_a_surname_may_be_a_day(quotes_of: Quotes) -> None:
    assert [s.name for s in speakers(quotes_of("Sgt. Joe Friday said the fee would fall."))] == ["Joe Friday"]


@pytest.mark.parametrize("opening", ["Wexley closed its plant in Kent.", "Wexley, a software company, cut jobs."])
def test_what_the_article_calls_it_is_no_person(quotes_of: Quotes, opening: str) -> None:
    found = speakers(quotes_of(f"{opening} “We are sorry,” Wexley wrote in a blog post."))
    assert {(s.name, s.type) for s in found} == {("Wexley", "organization")}
