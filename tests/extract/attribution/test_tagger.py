import pytest
from spacy.language import Language

from extract.attribution.encoding import words_of
from extract.attribution.marks import paragraphs, quoted_regions
from extract.attribution.model import ShippedNetwork
from extract.attribution.tagger import encode, tag
from extract.attribution.wordpieces import word_pieces
from extract.records import Article


def test_roles_are_runs_of_words_of_the_triggers_paragraph(nlp: Language, seed_articles: list[Article]) -> None:
    network = ShippedNetwork()
    seen = 0
    for article in seed_articles:
        doc = nlp(article.text)
        words = words_of(doc, list(paragraphs(doc.text)), quoted_regions(doc.text), word_pieces())
        for tagged in tag(words, encode(words, network), network):
            seen += 1
            runs = [*tagged.source, *tagged.cue, *tagged.content]
            assert all(start < end for start, end in runs)
            assert {words.paragraphs[word] for start, end in runs for word in range(start, end)} == {
                words.paragraphs[tagged.trigger]
            }
            covered = [word for start, end in runs for word in range(start, end)]
            assert len(covered) == len(set(covered))
    assert seen > 80


def test_a_higher_threshold_finds_a_part_of_the_same(nlp: Language, seed_articles: list[Article]) -> None:
    network = ShippedNetwork()
    doc = nlp(seed_articles[0].text)
    words = words_of(doc, list(paragraphs(doc.text)), quoted_regions(doc.text), word_pieces())
    windows = list(encode(words, network))
    many = list(tag(words, windows, network, threshold=-2.0))
    middle = sorted(tagged.signals["trigger"] for tagged in many)[len(many) // 2]
    few = list(tag(words, windows, network, threshold=middle))
    assert few == [tagged for tagged in many if tagged.signals["trigger"] >= middle]
    assert 0 < len(few) < len(many)


def test_more_threads_find_the_same(nlp: Language, seed_articles: list[Article]) -> None:
    doc = nlp(seed_articles[1].text)
    words = words_of(doc, list(paragraphs(doc.text)), quoted_regions(doc.text), word_pieces())
    networks = [ShippedNetwork(threads=threads) for threads in (1, 2)]
    one, two = (list(tag(words, encode(words, network), network)) for network in networks)
    assert [(t.source, t.cue, t.content) for t in one] == [(t.source, t.cue, t.content) for t in two]


def test_of_too_many_triggers_the_surest_are_kept(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    network = ShippedNetwork()
    doc = nlp("Ana Ruiz said yes. " * 12)
    words = words_of(doc, list(paragraphs(doc.text)), quoted_regions(doc.text), word_pieces())
    windows = list(encode(words, network))
    every = {found.trigger: found.signals["trigger"] for found in tag(words, windows, network)}
    assert len(every) > 8
    monkeypatch.setattr("extract.attribution.tagger._MOST_TRIGGERS", 5)
    few = [found.trigger for found in tag(words, windows, network)]
    assert few == sorted(few) and set(few) == set(sorted(every, key=every.__getitem__)[-5:])
