"""People that "he" or "she" cannot mean: whom a question is about, and the topic of the sentence.

As in: Asked about Peter Lang, he said … Of Peter Lang, he said … He was asked whether Lang should go. “Yes,” he said.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from extract.speakers.entities import Tokens

_ASKING = ("ask", "press", "query", "question", "quiz")
_TOPICS = ("about", "concerning", "for", "like", "of", "on", "regarding", "to", "unlike")
_OF_A_QUESTION = ("about", "by", "concerning", "from", "how", "if", "of", "on", "over", "regarding", "whether")
"""Words after which a question goes on to who or what it is about, or who asks it."""


def asked_about(pronoun: Token, quoted: Sequence[bool]) -> Iterator[Tokens]:
    """Yield the stretches before a pronoun that name somebody else: in its sentence, and in a question right before.

    `quoted` has for each token of the text whether it is in quotation marks; questions there do not count.
    """
    doc, sentence = pronoun.doc, pronoun.sent
    yield from _question(doc[sentence.start : pronoun.i], quoted)
    first = next((token for token in doc[sentence.start : pronoun.i] if token.is_alpha), pronoun)
    opening = doc[first.i : min(first.i + 2, pronoun.i)]  # "of", "as for"
    topic = next((c for token in opening if token.lower_ in _TOPICS for c in token.children if c.dep_ == "pobj"), None)
    if topic is not None and topic.i < pronoun.i:
        yield topic.left_edge.i, topic.i + 1
    before = _sentence_before(pronoun)
    if before is not None:
        yield from _question(before, quoted)


def _question(span: Span, quoted: Sequence[bool]) -> Iterator[Tokens]:
    """What follows in a stretch after a question was asked."""
    asked = next((token for token in span if token.lemma_.lower() in _ASKING and not quoted[token.i]), None)
    if asked is None:
        return
    rest = span.doc[asked.i + 1 : span.end]
    start = next((t.i for t in rest if t.lower_ in _OF_A_QUESTION or t.tag_ in ("WRB", "WP")), None)
    if start is not None:
        answered = asked.dep_ in ("advcl", "prep", "acl")  # "Asked about it, Lang said"
        comma = next((t.i for t in rest if t.text == "," and t.i > start), span.end)
        yield start, comma if answered else span.end


def _sentence_before(token: Token) -> Span | None:
    """The sentence before a token's own, if both are in one paragraph."""
    doc, start = token.doc, token.sent.start
    while start and (doc[start - 1].is_quote or doc[start - 1].is_punct) and start > 1:
        start -= 1
    before = doc[start - 1].sent if start else None
    together = before is not None and "\n" not in doc[before.start : token.i].text
    return before if together else None
