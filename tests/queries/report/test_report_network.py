"""The network: who is beside whom, and that labels do not cover each other."""

from itertools import combinations
from xml.etree import ElementTree

from queries.report.gather import Gathered
from queries.report.network import HEIGHT, WIDTH, drawn, network
from queries.report.palette import PAPER


def test_it_is_laid_out_the_same_every_time_and_inside_its_picture(seed_report: Gathered) -> None:
    one, other = network(seed_report), network(seed_report)
    assert one is not None
    assert one == other
    assert all(0 < node.x < WIDTH and 0 < node.y < HEIGHT for node in one.nodes)
    assert len({(node.x, node.y) for node in one.nodes}) == len(one.nodes)
    assert {node.name for node in one.nodes if node.kind == "policy"} >= {"leaf-blower ban", "harbor parking tax"}


def test_a_line_is_as_wide_as_its_quotes_and_tells_its_stance(seed_report: Gathered) -> None:
    found = network(seed_report)
    assert found is not None
    root = ElementTree.fromstring(drawn(found, PAPER, told="Who speaks about what"))
    assert root.get("aria-label") == "Who speaks about what"
    space = "{http://www.w3.org/2000/svg}"
    widths = {}
    for line in root.iter(f"{space}line"):
        told = line.findtext(f"{space}title") or ""
        widths[told] = float(line.get("stroke-width", ""))
        if "(" not in told.partition(": ")[2]:
            assert line.get("stroke") == PAPER.thread
    assert len(widths) == len(found.lines)
    most, least = max(widths, key=lambda told: widths[told]), min(widths, key=lambda told: widths[told])
    assert int(most.rpartition(": ")[2].split()[0]) > int(least.rpartition(": ")[2].split()[0])
    osterby = next(told for told in widths if told.startswith("Leland Osterby about short-term"))
    assert osterby.endswith("8 (1 for, 2 against)")


def test_labels_that_are_shown_do_not_cover_each_other(seed_report: Gathered) -> None:
    found = network(seed_report)
    assert found is not None
    shown = [node for node in found.nodes if node.zoom <= 1]
    assert len(shown) > len(found.nodes) / 2
    for one, other in combinations(shown, 2):
        assert abs(one.y - other.y) > 4 or abs(one.x - other.x) > 20
