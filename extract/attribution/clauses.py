"""The subject of a verb: the source of what the verb reports, read off spaCy's English parse (ClearNLP labels)."""

from spacy.tokens import Doc, Token

SUBJECTS = {"nsubj", "nsubjpass", "csubj", "expl"}
_HEARERS = ("advise", "ask", "assure", "inform", "notify", "question", "remind", "tell", "warn")
"""Verbs of whose passive the subject hears what is said."""


def source_of(verb: Token) -> tuple[int, int] | None:
    """The tokens of the noun phrase that says, thinks or shows: the verb's subject, or the one that it shares."""
    subject = _subject(verb)
    if subject is None:
        return None
    if subject.lower_ in ("who", "which", "that") and subject.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
        return phrase(verb.head)
    return phrase(subject)


def phrase(head: Token) -> tuple[int, int]:
    """The noun phrase of `head`: its subtree without relative clauses and what trails after them."""
    end = head.right_edge.i + 1
    for child in head.children:
        if child.i > head.i and child.dep_ in ("relcl", "advcl", "ccomp", "parataxis"):
            end = min(end, child.left_edge.i)
    return trimmed(head.doc, head.left_edge.i, end)


def trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The token span without white space, commas and full stops at its ends."""
    while start < end - 1 and (doc[start].is_space or doc[start].text in ",;:.-–—"):
        start += 1
    while start < end - 1 and (doc[end - 1].is_space or doc[end - 1].text in ",;:.-–—"):
        end -= 1
    return start, end


def hears(verb: Token) -> bool:
    """Whether the subject of a verb hears what is said: "he was told"."""
    return verb.lemma_.lower() in _HEARERS and is_passive(verb)


def is_passive(verb: Token) -> bool:
    """Whether a verb is a passive, by the parse or by the form of "be" before it."""
    if verb.tag_ != "VBN":
        return False
    if any(child.dep_ == "auxpass" for child in verb.children):
        return True
    return any(token.lemma_ == "be" for token in verb.doc[max(verb.sent.start, verb.i - 2) : verb.i])


def _subject(verb: Token) -> Token | None:
    seen = set()
    while verb.i not in seen:
        seen.add(verb.i)
        own = [child for child in verb.children if child.dep_ in SUBJECTS]
        if own:
            if own[0].dep_ != "nsubjpass":
                return own[0]
            return _agent(verb) or (own[0] if not hears(verb) else None)
        if verb.dep_ == "acl":
            return verb.head
        if verb.dep_ not in ("conj", "advcl", "xcomp", "pcomp", "prep", "aux", "relcl", "ccomp"):
            return None
        if verb.dep_ == "ccomp" and verb.i < verb.head.i:
            return None
        verb = verb.head
    return None


def _agent(verb: Token) -> Token | None:
    by = next((child for child in verb.children if child.dep_ == "agent"), None)
    return next((child for child in by.children if child.dep_ == "pobj"), None) if by is not None else None
