"""Articles as nobody should write them, the same at every run: pieces of the seeds' articles, spoilt in many ways."""

import random
import unicodedata
from collections.abc import Callable, Sequence

from extract.articles import read_articles
from extract.records import Article
from tests.conftest import SEEDS

Chance = random.Random
Mutation = Callable[[str, Chance], str]

MARKS = "“”\"''``‘’«»„‟‹›「」『』′″＂‚‛"
CONTROLS = "\0\x01\x07\x08\x0b\x0c\x1b\x1c\x1f\x7f\x80\x85\x9f"
LINE_ENDS = ("\r", "\r\n", "\n\r", "\n", "\n\n", "\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\n\t\n", "\n\u3000\n")
SPACES = ("\t", "\xa0", "\u2003", "\u3000", "  ", "\u202f", "\t\t\t", " " * 40)
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\xad\u180e"
DIRECTIONS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
FOREIGN: tuple[str, ...] = (
    "قال الوزير",
    "אמרה השרה:",
    "部长说：“好。”",
    "कहा",
    "ﷺ",
    "Ελπίζω",
    "ﬁnance",
    "ǅ",
    "ẞ",
    "İstanbul",
    "１２３",
    "𝐁𝐨𝐥𝐝",
)
FOREIGN += ("İstanbul", "１２３", "𝐁𝐨𝐥𝐝")
COMBINING = "\u0300\u0301\u0308\u0327\u0338\u20dd\ufe0f\u0489"
EMOJI = ("🏛️", "👩‍⚖️", "🇺🇸", "🏳️‍🌈", "😀" * 30, "👨‍👩‍👧‍👦", "\ud83d", "\udfff", "\ud83d\ud83d", "\udc00 \ud800")
BRACKETS = ("(", "[", "{", "<", ")", "]", "}", ">", "（", "【")
ODDITIES = (
    "$1,2,3.4.5M",
    "http://a.example/" + "b" * 90,
    "S.B. 1 2 3",
    "A.B. No. 0000000000000000",
    "@@@",
    "--—––",
    "......",
    "?!?!?!",
    "'s's's",
    "Q: A:",
    "WALLACE: SMITH:",
    "— Ana",
    ":",
    "said",
    "said said told",
    "according to according to",
    "Mr. Mrs. Dr.",
    "he she they who which",
    "(R-Calif.) (D)",
    "Jr. Sr. III",
    "&amp;&#x27;&quot;",
)


def strewn(text: str, pieces: Sequence[str], chance: Chance, most: int = 12) -> str:
    """The text with pieces put in anywhere."""
    for _ in range(chance.randint(1, most)):
        place = chance.randint(0, len(text))
        text = text[:place] + chance.choice(pieces) + text[place:]
    return text


def cut(text: str, chance: Chance) -> str:
    start, end = sorted(chance.randint(0, len(text)) for _ in range(2))
    return text[start:end]


def cut_out(text: str, chance: Chance) -> str:
    start, end = sorted(chance.randint(0, len(text)) for _ in range(2))
    return text[:start] + text[end:]


def doubled(text: str, chance: Chance) -> str:
    start, end = sorted(chance.randint(0, len(text)) for _ in range(2))
    return text[:end] + text[start:end] + text[end:]


def shuffled(text: str, chance: Chance) -> str:
    part = chance.choice(("\n\n", ". ", " "))
    pieces = text.split(part)
    chance.shuffle(pieces)
    return part.join(pieces)


def marks_changed(text: str, chance: Chance) -> str:
    return "".join(chance.choice((*MARKS, "", char)) if char in MARKS else char for char in text)


def marks_one_kind(text: str, chance: Chance) -> str:
    mark = chance.choice((*MARKS, "''", "``"))
    return "".join(mark if char in MARKS else char for char in text)


def marks_strewn(text: str, chance: Chance) -> str:
    return strewn(text, (*MARKS, "''", "``"), chance, 30)


def marks_heaped(text: str, chance: Chance) -> str:
    heap = "".join(chance.choice(MARKS) for _ in range(chance.randint(20, 400)))
    return strewn(text, (heap, heap + " ", " ".join(heap)), chance, 2)


def words_marked(text: str, chance: Chance) -> str:
    kinds = ("“”", '""', "''", "‘’", "«»", "»«", "„“", "「」")
    return " ".join(f"{(m := chance.choice(kinds))[0]}{word}{m[1]}" for word in text.split(" "))


def controls(text: str, chance: Chance) -> str:
    return strewn(text, CONTROLS, chance)


def line_ends(text: str, chance: Chance) -> str:
    return strewn(text, LINE_ENDS, chance, 20)


def other_line_ends(text: str, chance: Chance) -> str:
    return text.replace("\n", chance.choice(LINE_ENDS))


def one_line(text: str, chance: Chance) -> str:
    return text.replace("\n", chance.choice(("", " ")))


def spaces(text: str, chance: Chance) -> str:
    return "".join(chance.choice(SPACES) if char == " " and chance.random() < 0.3 else char for char in text)


def no_spaces(text: str, chance: Chance) -> str:
    return text.replace(" ", "")


def zero_width(text: str, chance: Chance) -> str:
    return strewn(text, ZERO_WIDTH, chance, 40)


def directions(text: str, chance: Chance) -> str:
    return strewn(text, (*DIRECTIONS, *FOREIGN), chance, 20)


def foreign(text: str, chance: Chance) -> str:
    return strewn(text, FOREIGN, chance, 20)


def combining(text: str, chance: Chance) -> str:
    return strewn(text, (*COMBINING, "".join(COMBINING) * 9), chance, 40)


def emoji(text: str, chance: Chance) -> str:
    return strewn(text, EMOJI, chance)


def brackets(text: str, chance: Chance) -> str:
    depth = chance.randint(1, 60)
    return strewn(text, (*BRACKETS, "(" * depth, "([{" * depth + text[:40] + "}])" * depth), chance, 8)


def oddities(text: str, chance: Chance) -> str:
    return strewn(text, [f" {oddity} " for oddity in ODDITIES], chance)


def capitals(text: str, chance: Chance) -> str:
    return chance.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def composed(text: str, chance: Chance) -> str:
    return unicodedata.normalize(chance.choice(("NFD", "NFKD", "NFC")), strewn(text, ("é", "Å", "ﬁ"), chance, 40))


def characters(text: str, chance: Chance) -> str:
    return strewn(text, [chr(chance.randrange(0x11_0000)) for _ in range(20)], chance, 40)


def swapped(text: str, chance: Chance) -> str:
    letters = list(text)
    for _ in range(chance.randint(1, 30)):
        one, other = (chance.randrange(len(letters)) for _ in range(2))
        letters[one], letters[other] = letters[other], letters[one]
    return "".join(letters)


def word_again(text: str, chance: Chance) -> str:
    word = chance.choice(text.split() or ["said"])
    return strewn(text, [f" {word}" * chance.randint(2, 80)], chance, 2)


MUTATIONS: tuple[Mutation, ...] = (
    cut,
    cut_out,
    doubled,
    shuffled,
    marks_changed,
    marks_one_kind,
    marks_strewn,
    marks_heaped,
    words_marked,
    controls,
    line_ends,
    other_line_ends,
    one_line,
    spaces,
    no_spaces,
    zero_width,
    directions,
    foreign,
    combining,
    emoji,
    brackets,
    oddities,
    capitals,
    composed,
    characters,
    swapped,
    word_again,
)


def seed_texts() -> list[str]:
    """The texts of the seeds' articles."""
    return [article.text for article in read_articles([SEEDS / "articles"], on_problem=print)]


def mutated(number: int, texts: Sequence[str]) -> Article:
    """The article of a number: up to four paragraphs of a text with up to three mutations, in turn and by chance."""
    chance = random.Random(number)
    blocks = chance.choice(texts).split("\n\n" if "\n\n" in texts[0] else "\n")
    start = chance.randrange(len(blocks))
    text = "\n\n".join(blocks[start : start + chance.randint(1, 4)])
    mutations = [MUTATIONS[number % len(MUTATIONS)], *chance.choices(MUTATIONS, k=chance.randint(0, 2))]
    for mutation in mutations:
        text = mutation(text, chance) if len(text) > 1 else text
    if not any(map(str.isalnum, text)):
        text += " Ana Ruiz said no."  # without a word it would be no article
    name = " + ".join(mutation.__name__ for mutation in mutations)
    return Article.model_validate({"id": f"fuzz-{number}", "text": text, "title": f"{number}: {name}"})
