from random import Random

import pytest

from extract.speakers.entities import Entity
from extract.speakers.mentions import MOST_NEAR, Mentions, Trail


def test_mentions_are_found_by_their_tokens_in_the_order_of_the_entities() -> None:
    ana, bo = Entity("Ana", "person", mentions=[(4, 6), (9, 10)]), Entity("Bo", "person", mentions=[(0, 2)])
    mentions = Mentions()
    mentions.know(ana)
    mentions.know(bo)
    mentions.note(bo, (5, 8))
    assert bo.mentions == [(0, 2), (5, 8)]
    assert mentions.over([5]) == [(ana, (4, 6)), (bo, (5, 8))]
    assert mentions.over([1, 0, 9]) == [(ana, (9, 10)), (bo, (0, 2))]
    assert mentions.within(4, 8) == [(ana, (4, 6)), (bo, (5, 8))]
    assert mentions.within(5, 8) == [(bo, (5, 8))]


@pytest.mark.parametrize("number", [MOST_NEAR, MOST_NEAR + 1])
def test_of_many_entities_those_are_near_that_were_named_last(number: int) -> None:
    entities = [Entity(str(n), "person", mentions=[(n, n + 1)]) for n in range(number)]
    mentions = Mentions()
    for entity in entities:
        mentions.know(entity)
    some = mentions.near(30, entities, lambda entity: entity.name != "7")
    assert entities[7] not in some
    assert set(entities[:30]) - {entities[7]} <= set(some)
    assert (entities[30] in some) == (number <= MOST_NEAR)
    assert some == sorted(some, key=lambda entity: int(entity.name))
    assert len(mentions.near(number, entities, lambda _: True)) == MOST_NEAR


@pytest.mark.parametrize("seed", range(5))
def test_a_trail_tells_what_a_look_at_all_mentions_tells(seed: int) -> None:
    chance = Random(seed)
    paragraph = [token // 10 for token in range(100)]
    entity, trail = Entity("Ana", "person"), Trail()
    for _ in range(12):
        start = chance.randrange(98)
        where = entity.mentions if chance.random() < 0.5 else entity.references
        where.append((start, start + chance.randint(1, 2)))
        trail.follow(entity, paragraph)
        everywhere = [*entity.mentions, *entity.references]
        for token in range(100):
            before = max((one for one in everywhere if one[1] <= token), default=None)
            assert trail.last_before(token) == before
            here = [start for start, _ in everywhere if paragraph[start] == paragraph[token]]
            assert trail.here.get(paragraph[token]) == ((here[0], min(here)) if here else None)
            assert trail.names(token, token + 5) == any(token <= start < token + 5 for start, _ in entity.mentions)
