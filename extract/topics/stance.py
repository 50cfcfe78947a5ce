"""The speaker's stance to a policy, where the words carry it: rules over the parse, precision first.

A rule speaks where the quote mentions the policy and what governs the mention has a side: the cue ("opposed the ban"),
a verb of the speaker's ("I will not vote for this ordinance"), a wish for or against it ("the city must adopt it"), or
what is said of it ("the bill is a disaster"). Words that weigh the policy without such a link say nothing here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from spacy.tokens import Doc, Span, Token

from extract.records import Quote, Stance
from extract.topics.candidates import GENERIC
from extract.topics.policies import ArticlePolicy, touching
from extract.topics.words import folded, word_lists

LISTS = word_lists("stances.json")
_MEANT = frozenset(["it", "this", "that"])
_SPEAKING = frozenset(["i", "we", "let", "us"])
_THEMSELVES = frozenset(["he", "she", "they"])
"""In reported speech, the speaker: "she would back it"."""
_MODALS = frozenset(["should", "must", "will", "shall", "would", "'ll", "’ll", "need"])
_LINKS = frozenset(["xcomp", "ccomp", "conj", "advcl", "acl", "pcomp", "relcl"])
_OWN = frozenset(["my", "our"])
Side = Literal["for", "against"]
SIDES: Final[tuple[Side, Side]] = ("for", "against")
_OTHER: dict[Side, Side] = {"for": "against", "against": "for"}


@dataclass(frozen=True, slots=True)
class Found:
    """A side, and the characters that tell it."""

    side: Stance
    evidence: tuple[int, int]


def stance_of(doc: Doc, quote: Quote, policy: ArticlePolicy) -> Found | None:
    """The stance of a quote's speaker to a policy; None where the words do not carry it.

    A quote that mentions the policy nowhere is taken to mean it by "it", "this" and "that": ask only of the policy that
    the quote is about.
    """
    mentions = list(mentions_in(doc, quote, policy)) or list(_pronouns(doc, quote))
    found = [one for mention in mentions for one in _stances(doc, quote, mention)]
    sides = {side for side, _ in found}
    if not found:
        return None
    side: Stance = "mixed" if len(sides) > 1 else found[0][0]
    evidence = found[0][1]
    return Found(side, evidence) if _inside(quote, evidence) else None


def mentions_in(doc: Doc, quote: Quote, policy: ArticlePolicy) -> Iterator[Span]:
    """The mentions of a policy in a quote's content."""
    for mention in touching(policy.mentions, quote.content):
        if any(start <= mention.start and mention.end <= end for start, end in quote.content):
            span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if span is not None:
                yield span


def _inside(quote: Quote, span: tuple[int, int]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in (*quote.content, *quote.cue))


def _pronouns(doc: Doc, quote: Quote) -> Iterator[Span]:
    for span in quote.content:
        for token in tokens_of(doc, span):
            if token.lower_ in _MEANT and token.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj") and token.tag_ != "WDT":
                yield doc[token.i : token.i + 1]


def _stances(doc: Doc, quote: Quote, mention: Span) -> Iterator[tuple[Side, tuple[int, int]]]:
    cue = {token.i for span in quote.cue for token in tokens_of(doc, span)}
    root = _weighed(mention.root)
    if root.pos_ == "VERB":
        if _is_wished(root, cue):
            yield ("against" if is_negated(root) else "for"), _wish(root)
        return
    if (deed := _deed(root)) is not None:
        yield from _to_deed(doc, quote, deed, cue)
        return
    told = [*_governed(root, cue), *_described(root, cue)]
    yield from told or _cued(doc, quote, mention)


def _deed(root: Token) -> Token | None:
    """The noun that tells what is to become of a mention: "repeal" of "the repeal of the law"."""
    noun = root.head.head if root.dep_ == "pobj" and root.head.lower_ in ("of", "to") else None
    noun = root.head if root.dep_ == "compound" else noun  # "the Obamacare repeal"
    return noun if noun is not None and _is_deed(noun) else None


def _is_deed(noun: Token) -> bool:
    return noun.pos_ == "NOUN" and noun.lemma_.lower() in LISTS["end, nouns"] | LISTS["keep, nouns"]


def _to_deed(doc: Doc, quote: Quote, deed: Token, cue: set[int]) -> Iterator[tuple[Side, tuple[int, int]]]:
    """The side to what is done to a policy, turned if that is its end: "called for the repeal of the law"."""
    start = next((token for token in deed.lefts if token.dep_ in ("amod", "compound")), deed).idx
    for side, _ in list(_governed(deed, cue)) or list(_cued(doc, quote, doc[deed.i : deed.i + 1])):
        ended = deed.lemma_.lower() in LISTS["end, nouns"]
        yield (_OTHER[side] if ended else side), (start, deed.idx + len(deed))


def _wish(verb: Token) -> tuple[int, int]:
    """The words that tell that an action is wanted: "vowed to", "must", or the action itself."""
    if verb.dep_ in ("xcomp", "ccomp") and verb.head.lemma_.lower() in LISTS["wish"]:
        return _words(verb.head)
    modal = next((c for c in verb.lefts if c.dep_ == "aux" and c.lower_ in _MODALS), None)
    return _words(verb) if modal is None else (modal.idx, verb.idx + len(verb))


def _cued(doc: Doc, quote: Quote, mention: Span) -> Iterator[tuple[Side, tuple[int, int]]]:
    """What the cue says of a content that begins with the mention: "blasted the proposal, which …"."""
    start = next((start for start, end in quote.content if start <= mention.start_char < end), mention.start_char)
    before = doc.char_span(start, mention.start_char, alignment_mode="contract") or ()
    if any(token.pos_ in ("NOUN", "PROPN", "PRON", "VERB") and token.dep_ != "poss" for token in before):
        return
    for span in quote.cue:
        tokens = list(tokens_of(doc, span))
        if any(token.dep_ == "neg" or token.lower_ in ("not", "never", "no", "for") for token in tokens[1:]):
            return
        for token in tokens:
            lemma = token.lemma_.lower()
            for side in SIDES:
                if lemma in LISTS[side] or lemma in LISTS[f"{side}, nouns"]:
                    yield side, span
                    return


def tokens_of(doc: Doc, span: tuple[int, int]) -> Iterable[Token]:
    found = doc.char_span(*span, alignment_mode="contract")
    return found if found is not None else ()


def _governed(root: Token, cue: set[int]) -> Iterator[tuple[Side, tuple[int, int]]]:
    """What the words that govern a mention say: "oppose the ban", "vote against it", "call for a ban"."""
    verb, preposition = governor_of(root)
    if verb is None:
        return
    lemma = verb.lemma_.lower()
    if (felt := _felt(verb, preposition)) is not None:
        yield felt, _words(verb)
        return
    side: Side | None = None
    if lemma == "vote" and any(c.lower_ == "down" for c in verb.rights):
        side, preposition = "against", "down"
    elif preposition == "against" and lemma in ("vote", "be", "come", "stand", "speak", "argue", "campaign", "rule"):
        side = "against"
    elif (preposition == "for" and lemma in ("vote", "be")) or (
        lemma in LISTS["for"] and preposition in ("", "for", "of")
    ):
        side = "for"
    elif lemma in LISTS["against"] and preposition in ("", "against", "to", "at", "of"):
        side = "against"
    if side is not None:
        negated = is_negated(verb)
        if (verb.i in cue or _is_speakers(verb, cue)) and not (negated and side == "against"):
            yield (_OTHER[side] if negated else side), _words(verb, preposition)
        return
    called_for = lemma in LISTS["wish"] and (preposition == "for" or (not preposition and _is_deed(root)))
    proposed = lemma in LISTS["propose"] and root.dep_ == "dobj"
    if (called_for or proposed) and (verb.i in cue or _is_speakers(verb, cue)):
        yield ("against" if is_negated(verb) else "for"), _words(verb, preposition)
        return
    away = preposition == "with" and any(c.lower_ == "away" for c in verb.rights)  # to do away with it
    if (away or (not preposition and lemma in LISTS["keep"] | LISTS["end"])) and _is_wished(verb, cue):
        wanted: Side = "against" if away or lemma in LISTS["end"] else "for"
        yield (_OTHER[wanted] if is_negated(verb) else wanted), _words(verb, preposition)


def _felt(noun: Token, preposition: str) -> Side | None:
    """The side of a noun of the speaker's own: "my support for the ban", "our opposition to it"."""
    if preposition in ("to", "of", "for") and any(c.dep_ == "poss" and c.lower_ in _OWN for c in noun.lefts):
        return next((side for side in SIDES if noun.lemma_.lower() in LISTS[f"{side}, nouns"]), None)
    return None


def _weighed(root: Token) -> Token:
    """The noun that is weighed with a mention: "deals" of "deals such as the pact", "idea" of "the idea of a ban"."""
    head = root.head
    if root.dep_ in ("conj", "appos") and head.pos_ in ("NOUN", "PROPN"):
        return _weighed(head)
    if root.dep_ == "pobj" and head.dep_ == "prep" and head.head.pos_ in ("NOUN", "PROPN"):
        such = head.lower_ == "as" and any(token.lower_ == "such" for token in head.children)
        example = such or head.lower_ in ("like", "including")
        if example or (head.lower_ in ("of", "for", "to") and head.head.lemma_.lower() in LISTS["notions"]):
            return _weighed(head.head)
    return root


def governor_of(root: Token) -> tuple[Token | None, str]:
    """The word that governs a noun, and the preposition between them: "vote", "against" of "vote against the ban"."""
    if root.dep_ in ("dobj", "nsubjpass"):
        return root.head, ""
    if root.dep_ == "pobj" and root.head.dep_ in ("prep", "agent"):
        head = root.head.head
        head = head.head if head.lower_ == "away" else head
        return (head if head.pos_ in ("VERB", "AUX", "NOUN", "ADJ") else None), root.head.lower_
    return None, ""


def _is_speakers(verb: Token, cue: set[int]) -> bool:
    """Whether a verb in the content is the speaker's own: "I support", "to oppose", "said she would back"."""
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "csubj")), None)
    if subject is not None:
        if subject.dep_ != "nsubj":
            return False
        return subject.lower_ in _SPEAKING or (subject.lower_ in _THEMSELVES and _reported(verb, cue))
    return verb.dep_ in _LINKS and (verb.head.i in cue or _is_speakers(verb.head, cue))


def _reported(verb: Token, cue: set[int]) -> bool:
    """Whether a clause hangs on the cue: "she would back it" of "the mayor said she would back it"."""
    return verb.head.i in cue and verb.dep_ in ("ccomp", "xcomp")


def _is_anothers(verb: Token, cue: set[int]) -> bool:
    """Whether the speaker tells what others say: "opponents say that the bill is a disaster"."""
    while verb.dep_ == "ccomp" and verb.head.i not in cue and verb.head.pos_ == "VERB":
        verb = verb.head
        if not _is_speakers(verb, cue):
            return True
    return False


def _is_wished(verb: Token, cue: set[int]) -> bool:
    """Whether the speaker wants what a verb says: "we must pass it", "vowed to repeal", "Pass it"."""
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    modal = next((c.lower_ for c in verb.children if c.dep_ == "aux" and c.lower_ in _MODALS), None)
    if modal in ("should", "must", "need"):
        asked = any(token.text == "?" for token in verb.sent)
        thought = verb.dep_ == "ccomp" and verb.head.i not in cue
        return not asked and (not thought or _is_speakers(verb.head, cue))
    if modal is not None:
        return subject is not None and (
            subject.lower_ in _SPEAKING or (subject.lower_ in _THEMSELVES and _reported(verb, cue))
        )
    head = verb.head
    if verb.dep_ == "xcomp" and head.lower_ == "going":
        return not is_negated(head) and _is_speakers(head, cue)
    if verb.dep_ in ("xcomp", "ccomp") and head.lemma_.lower() in LISTS["wish"]:
        return not is_negated(head) and (head.i in cue or _is_speakers(head, cue))
    return subject is None and verb.tag_ == "VB" and verb.dep_ == "ROOT"


def _described(root: Token, cue: set[int]) -> Iterator[tuple[Side, tuple[int, int]]]:
    """What is said of a mention that is the subject: "the bill is a disaster", "the tax would hurt families"."""
    verb = root.head
    if root.dep_ != "nsubj" or _is_anothers(verb, cue) or any(token.text == "?" for token in verb.sent):
        return
    lemma = verb.lemma_.lower()
    if lemma in ("be", "remain", "seem", "become"):
        for told in verb.rights:
            if told.dep_ in ("acomp", "attr"):
                yield from _valued(told, verb)
    elif lemma in LISTS["help"] | LISTS["harm"] and not is_negated(verb):
        yield ("for" if lemma in LISTS["help"] else "against"), _words(verb)


def _valued(told: Token, verb: Token) -> Iterator[tuple[Side, tuple[int, int]]]:
    plain = told.pos_ != "NOUN" or folded(told.lemma_) in GENERIC | LISTS["things"]
    for token in (told, *(c for c in told.lefts if c.dep_ == "amod" and plain)):
        word = token.lower_
        side: Side | None = None
        if word in LISTS["good"] or word in LISTS["good things"]:
            side = "for"
        elif word in LISTS["bad"] or word in LISTS["bad things"]:
            side = "against"
        if side is not None:
            denied = any(c.lower_ in ("hardly", "scarcely", "not") for c in (*told.lefts, *verb.rights))
            turned = denied or is_negated(verb)
            yield (_OTHER[side] if turned else side), (told.left_edge.idx, told.idx + len(told))
            return


def is_negated(verb: Token) -> bool:
    """Whether a verb or what governs it is negated: "would not vote", "refuse to back", "I don't think it is fair"."""
    if any(c.dep_ == "neg" or c.lower_ in ("never", "no", "longer") for c in verb.children):
        return True
    head = verb.head
    if verb.dep_ == "xcomp" and head.lemma_.lower() in ("refuse", "decline", "fail", "stop"):
        return True
    if verb.dep_ == "ccomp" and head.lemma_.lower() == "doubt":
        return True
    thought = verb.dep_ == "ccomp" and head.lemma_.lower() in ("think", "believe", "say", "see")
    return thought and any(c.dep_ == "neg" for c in head.children)


def _words(verb: Token, preposition: str = "") -> tuple[int, int]:
    """From the negation or the verb to its preposition."""
    first = next((c for c in verb.lefts if c.dep_ in ("neg", "aux")), verb) if is_negated(verb) else verb
    last = next((c for c in verb.rights if c.lower_ == preposition), verb) if preposition else verb
    return min(first.idx, verb.idx), max(last.idx + len(last), verb.idx + len(verb))


def words_that_tell(word: Token) -> tuple[int, int]:
    """The shortest phrase around a word that tells a side: "would not back", "railed against", "a crazy system"."""
    if word.pos_ == "ADP" and word.head.i < word.i:
        return word.head.idx, word.idx + len(word)
    if word.pos_ in ("VERB", "AUX"):
        return _words(word)
    head = word.head if word.dep_ == "amod" and word.head.i > word.i else word
    first = next((c for c in head.lefts if c.dep_ in ("amod", "compound", "neg", "det") and c.i <= word.i), head)
    return min(first.idx, word.idx), head.idx + len(head)
