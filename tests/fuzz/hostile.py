"""Articles made to be slow: heaps of whatever some step of the extraction looks at, as long as an article may be.

Each kind is a function from a number to a piece of text; an article of it is its pieces in order. `PLAIN` is news prose
to compare with.
"""

from collections.abc import Callable, Mapping
from itertools import count

from extract.records import Article

Piece = Callable[[int], str]

_SYLLABLES = ("ba", "dro", "fen", "gul", "hest", "kim", "lor", "mund", "nev", "os", "pra", "quil", "rist", "sol", "tun")
_GIVEN = ("Ana", "Bo", "Carla", "David", "Erin", "Frank", "Grace", "Henry", "Irene", "Jack", "Karen", "Louis", "Mary")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def word(number: int) -> str:
    """An invented word; another one for each number."""
    found = ""
    while number or not found:
        number, syllable = divmod(number, len(_SYLLABLES))
        found += _SYLLABLES[syllable]
    return found


def name(number: int) -> str:
    """An invented word in capitals."""
    return word(number + 15).title()


def acronym(number: int) -> str:
    """Four capitals."""
    return "".join(chr(65 + number // 26**place % 26) for place in range(4))


def person(number: int) -> str:
    """A given name and an invented surname."""
    return f"{_GIVEN[number % len(_GIVEN)]} {name(number)}"


def heap(*pieces: str) -> Piece:
    """The same pieces again and again."""
    return lambda number: pieces[number % len(pieces)]


def news(number: int) -> str:
    """A paragraph of news prose, as invented as the rest: few people, said to say things about few policies."""
    who, other, policy = person(number % 7), name(number % 7), word(number % 5)
    return (
        f"Mayor {who} said on Tuesday that the {policy} tax would fall by {number} percent, after a {word(number)} "
        f"meeting in {name(number % 11)} that went on for hours. “It is a {word(number + 1)} plan,” {other} said, “and "
        f"the council knows it.” Critics of the bill, who had waited outside, told reporters that they would not give "
        f"up, and that the {policy} tax had never worked for the people who pay it. She did not say when. The street "
        f"was quiet on {name(number % 13)} Avenue, where a {word(number + 2)} shop closed in March and a bakery opened "
        f"in {1990 + number % 30}. Buses ran late all week, and the library shut its doors because of the heat.\n\n"
    )


PLAIN: Piece = news

KINDS: Mapping[str, Piece] = {
    # quotation marks
    **{f"only {mark}": heap(mark) for mark in ("“", "”", '"', "''", "``", "‘", "’", "«", "»", "„", "‹", "「")},
    **{f"{mark} and words": heap(f"{mark}a ") for mark in ("“", '"', "``", "‘", "«", "»", "„")},
    "marks of all kinds": heap(*'“”"‘’«»„‟‹›「」『』′″＂‚‛'),
    "marks and letters in turn": heap('a"', "b“", "c”"),
    "marks around each word": lambda n: f"“{word(n)}” ",
    "marks within marks": heap("“a ‘b “c ‘d ", "e’ f” g’ h” "),
    "quotes of a clause": lambda n: f"“We {word(n)} it now.” ",
    "quotes of a clause, one a paragraph": lambda n: f"“We {word(n)} it now.”\n\n",
    "quotes that each paragraph opens again": lambda n: f"“We {word(n)} it now\n\n",
    "quotes that no mark closes": lambda n: f"She said “we {word(n)} it now.\n\n",
    "quotes and cues": lambda n: f"“We {word(n)} it,” she said. ",
    "quotes in one sentence": lambda n: f"“we {word(n)} it,” she said, ",
    "quotes behind colons": lambda n: f"{person(n)} was blunt: “We {word(n)} it now.” ",
    "quotes signed": lambda n: f"“We must {word(n)} it now and here.” — {person(n)}\n\n",
    # brackets, letters, marks of all sorts
    "brackets": heap("("),
    "brackets of all kinds": heap(*"([{<)]}>"),
    "brackets around words": heap("(a) "),
    "letters": lambda n: f"{_LETTERS[n % 26]} ",
    "capital letters": lambda n: f"{_LETTERS[n % 26].upper()} ",
    "stops": heap(". "),
    "stops without spaces": heap("."),
    "commas": heap("a, "),
    "colons": heap("a: "),
    "dashes": heap("— "),
    "dashes and words": heap("a — "),
    "hyphens": heap("a-"),
    "hyphens and capitals": heap("A-"),
    "apostrophes and capitals": heap("A’"),
    "possessives": heap("Ana’s "),
    "bullets": lambda n: f"• {word(n)}\n",
    "digits": lambda n: f"{n % 10} ",
    "digits without spaces": heap("7"),
    "numbers": lambda n: f"{n}, ",
    "dates": lambda n: f"March {n % 28 + 1}, {1900 + n % 120}, ",
    "sums": lambda n: f"${n},000.50 ",
    "white space": heap(" \t\n \r\n\xa0"),
    "control characters": heap("\x01\x1f\x7fa"),
    # scripts
    "emoji with joiners": heap("👩‍👩‍👧‍👦"),
    "emoji": heap("😀 "),
    "combining marks": heap("e\u0301\u0323\u0308"),
    "only combining marks": heap("\u0301"),
    "right to left": heap("قال الوزير إن "),
    "directions": heap("\u202e\u2066a\u2069"),
    "Chinese": heap("部长说这个法案很好。"),
    "Chinese without stops": heap("部长说这个法案很好"),
    "Thai": heap("นายกรัฐมนตรีกล่าวว่ากฎหมายดี"),
    "full-width": heap("ｓａｉｄ　"),
    # lines
    "one long word": heap("a"),
    "one long word in capitals": heap("A"),
    "one long line": lambda n: f"{word(n)} ",
    "one long line of news": lambda n: news(n).replace(".", "").replace("\n", " "),
    "lines without spaces": lambda n: news(n).replace(" ", ""),
    "lines of one word": lambda n: f"{word(n)}\n",
    "lines of one word in one paragraph": lambda n: f"{word(n)}\n" if n else "It rained.\n\n",
    "paragraphs of one word": lambda n: f"{word(n)}\n\n",
    "paragraphs of one letter": heap("a\n\n"),
    "one sentence again": heap("Mayor Ana Ruiz said the parking tax would fall. "),
    "one paragraph again": heap(news(1)),
    "capitals": lambda n: news(n).upper(),
    "headlines": lambda n: f"{news(n).title().strip()}\n",
    # names
    "names of two words": lambda n: f"{person(n)} said no. ",
    "names of two words alone": lambda n: f"{person(n)}, ",
    "names of one surname": lambda n: f"{name(n)} Ruiz said no. ",
    "names of one given name": lambda n: f"Ana {name(n)} said no. ",
    "names with initials": lambda n: f"{acronym(n)[0]}. {acronym(n)[1]}. Ruiz said no. ",
    "surnames": lambda n: f"{name(n)} said no. ",
    "surnames behind titles": lambda n: f"Mr. {name(n)} said no. ",
    "titles": lambda n: f"Mayor {person(n)} said no. ",
    "titles and no names": heap("the former mayor’s deputy director of "),
    "appositions": lambda n: f"{person(n)}, director of {name(n + 1)}, said no. ",
    "organizations": lambda n: f"The {name(n)} Agency said no. ",
    "organizations and acronyms": lambda n: f"The {name(n)} {name(n + 1)} Agency ({acronym(n)}) said no. ",
    "acronyms": lambda n: f"the {acronym(n)} said no. ",
    "places": lambda n: f"{('Texas', 'France', 'Ohio', 'China')[n % 4]} and {name(n)}, Iowa, said no. ",
    "names joined by and": lambda n: f"{person(n)} and ",
    "one name": heap("Ruiz "),
    "one name that says": heap("Ana Ruiz said no. "),
    # sources
    "pronouns": heap("he ", "she ", "they ", "it ", "who ", "his ", "her ", "I ", "we "),
    "pronouns that say": heap("He said no. ", "She said no. ", "They said no. ", "It said no. "),
    "pronouns and names": lambda n: f"{person(n)} left. He said that she {word(n)} it. ",
    "nominals": heap("The mayor said no. ", "The senator said no. ", "The agency said no. ", "A woman said no. "),
    "nominals, all different": lambda n: f"The {word(n)} adviser said no. ",
    "first persons": heap("I said that my aide told me. "),
    "relatives": lambda n: f"{person(n)}, who said no, ",
    "no source": lambda n: f"“We {word(n)} it now, or never.” Nothing else was heard.\n\n",
    "joint speakers": lambda n: f"{person(n)} and {person(n + 1)} said no. They said yes. ",
    # cues
    "said": heap("said "),
    "cues": heap("said ", "told ", "asked ", "according to ", "added ", "claims ", "thinks "),
    "cues within cues": heap("he said that she said that "),
    "cues and stops": heap("said. "),
    "transcript": lambda n: f"{name(n % 400).upper()}: We {word(n)} it.\n",
    "transcript of new names": lambda n: f"{name(n).upper()}: We {word(n)} it.\n",
    "transcript of one letter": heap("Q: a\n", "A: b\n"),
    # policies
    "bills": lambda n: f"SB {n} ",
    "bills that somebody backs": lambda n: f"She said she backs Senate Bill {n}. ",
    "cases in court": lambda n: f"{name(n)} v. {name(n + 1)} ",
    "policies": lambda n: f"She said the {word(n)} ban must pass. ",
    "policies of three words": lambda n: f"He backs the ban on {word(n)} {word(n + 1)}. ",
    "policies of one word": heap("tariffs "),
    "policies that are known": heap("Obamacare "),
    "policies and acronyms": lambda n: f"the {name(n)} {name(n + 1)} {name(n + 2)} Act ({acronym(n)}) ",
    "policies known as": lambda n: f"the {word(n)} ban, known as the {name(n)} Act, ",
    "the measure": heap("She said the measure must pass. "),
    "the measure, of many": lambda n: f"He opposed the {word(n)} bill. She said the measure must pass. ",
    "actions": lambda n: f"They close the {word(n)} prison. ",
    "deals of deals": heap("the plan of the ban on "),
    "ordinances of cities": lambda n: f"The {name(n)} City Council said the {word(n % 9)} ordinance must pass. ",
    # what is no prose
    "addresses": lambda n: f"https://{word(n)}.example/{word(n)}?a={n} ",
    "e-mail heads": lambda n: f"From: {person(n)} <{word(n)}@a.example>\nSubject: {word(n)}\nDate: {n}\n\n",
    "bylines": lambda n: f"By {person(n)}, Staff Writer\n\n",
    "credits": lambda n: f"(Photo by {person(n)} / Getty Images)\n\n",
    "copyright": lambda n: f"© {n} {name(n)} Media. All rights reserved.\n\n",
    "biographies": lambda n: f"{person(n)} is a reporter for the {name(n)}. Reach her at {word(n)}@a.example.\n\n",
    "nearly credits": lambda n: f"({' '.join(word(n + m) for m in range(60))}\n\n",
    "hashtags": lambda n: f"#{word(n)} ",
    "lines of furniture": heap("Advertisement\n\n", "Read more: a\n\n", "Share this\n\n", "We went.\n\n"),
    "datelines": lambda n: f"{name(n).upper()}, Iowa (AP) — It {word(n)}.\n\n",
    "mark-up": lambda n: f"<p class='{word(n)}'>&amp;</p> ",
    "table": lambda n: f"{word(n)}\t{n}\t{n * 7}\t{n * 3}\n",
}
"""Kind -> its pieces."""

SENTENCE = "Mayor Ana Ruiz said the parking tax would fall."


def hostile(piece: Piece, characters: int) -> Article:
    """An article of so many characters, of the pieces of a kind; a sentence before them makes it one."""
    pieces, length = [f"{SENTENCE}\n"], len(SENTENCE) + 1  # one line end: pieces that are lines are paragraphs
    for number in count():
        if length >= characters:
            break
        pieces.append(piece(number))
        length += len(pieces[-1])
    return Article(text="".join(pieces)[:characters], title="The parking tax falls")
