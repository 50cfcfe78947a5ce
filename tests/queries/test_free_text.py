"""Questions in plain English, against the store of the seed articles."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from graph.store import Store, open_store
from queries.catalogue import ask, catalogue
from queries.free_text import NotUnderstood, understand
from queries.phrasings import RULES
from tests.conftest import Run

TODAY = date(2026, 7, 1)
RENTAL = {"policy": "short-term rental ordinance"}
FERRY = {"policy": "ferry subsidy plan"}
TAX = {"policy": "harbor parking tax"}
BAN = {"policy": "leaf-blower ban"}
BILL = {"policy": "Senate Bill 212"}
OSTERBY = {"speaker": "Leland Osterby"}
GAZETTE = {"outlet": "Harbor Gazette"}
CALLOWAY = {"speaker": "Ines Calloway"}
CASTELLANE = {"speaker": "Omar Castellane"}
PETE = {"speaker": "Pete Hallorane"}
LEDGER = {"outlet": "Wrenmouth Ledger"}
MAY = {"since": "2026-05-01", "until": "2026-05-31"}
JUNE = {"since": "2026-06-01", "until": "2026-06-30"}
APRIL = {"since": "2026-04-01", "until": "2026-04-30"}


@pytest.fixture(scope="module")
def town(seed_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    copy = shutil.copytree(seed_store, tmp_path_factory.mktemp("town") / "store")  # the other is for the command line
    with open_store(str(copy)) as opened:
        yield opened


PHRASINGS = [
    # who said what
    ("Who said what about the leaf-blower ban?", "who-said-what", BAN),
    ("who said what on the ban on leaf blowers in the Gazette", "who-said-what", BAN | GAZETTE),
    ("Who has spoken about Senate Bill 212?", "who-said-what", BILL),
    ("What was said about SENATE BILL 212 in May?", "who-said-what", BILL | MAY),
    ("quotes about the ferry subsidy plan since 20 April 2026", "who-said-what", FERRY | {"since": "2026-04-20"}),
    ("everything about the parking tax before May", "who-said-what", TAX | {"until": "2026-04-30"}),
    ("What did the Gazette report on the ferry subsidy plan in April 2026?", "who-said-what", FERRY | GAZETTE | APRIL),
    ("whom does the Gazette quote on the rental ordinance", "who-said-what", RENTAL | GAZETTE),
    ("what did the mayor say about the parking tax", "who-said-what", TAX | {"role": "Mayor"}),
    ("What did council members say about the ferry subsidy plan?", "who-said-what", FERRY | {"role": "Council member"}),
    ("What did unnamed sources say about the parking tax?", "who-said-what", TAX | {"type": "anonymous"}),
    ("parking tax", "who-said-what", TAX),
    ("What are people saying about the parking tax?", "who-said-what", TAX),
    ("Which speakers talked about the ferry subsidy plan?", "who-said-what", FERRY),
    ("everything said in June 2026", "who-said-what", JUNE),
    ("what did organizations say about the parking tax?", "who-said-what", TAX | {"type": "organization"}),
    ("What did Osterby say in the Gazette about the rental ordinance?", "who-said-what", OSTERBY | RENTAL | GAZETTE),
    ("what did Osterby tell the Ledger", "who-said-what", OSTERBY | LEDGER),
    # for and against
    ("Has anyone spoken against Senate Bill 212?", "who-said-what", BILL | {"stance": "against"}),
    ("Why do people oppose the parking tax?", "who-said-what", TAX | {"stance": "against"}),
    ("who argued for the ferry subsidy, and why?", "who-said-what", FERRY | {"stance": "for"}),
    ("Who is for the leaf blower ban?", "who-said-what", BAN | {"stance": "for"}),
    ("who supports Senate Bill 212", "who-said-what", BILL | {"stance": "for"}),
    ("who is in favor of the ferry subsidy plan", "who-said-what", FERRY | {"stance": "for"}),
    ("Who’s against the parking tax?", "who-said-what", TAX | {"stance": "against"}),
    ("Who opposed the short-term rental ordinance this year?", "who-said-what",
     RENTAL | {"stance": "against", "since": "2026-01-01", "until": "2026-12-31"}),
    ("who criticised the leaf-blower ban", "who-said-what", BAN | {"stance": "against"}),
    ("what do critics of the leaf-blower ban say", "who-said-what", BAN | {"stance": "against"}),
    ("What did Osterby say against the rental ordinance?", "who-said-what", OSTERBY | RENTAL | {"stance": "against"}),
    ("both sides of the ferry subsidy plan", "both-sides", FERRY),
    ("Who is for and who is against the ferry subsidy plan?", "both-sides", FERRY),
    ("what are the arguments for and against Senate Bill 212", "both-sides", BILL),
    # a speaker
    ("What did Osterby say about the rental ordinance since June?", "what-did-speaker-say",
     OSTERBY | RENTAL | {"since": "2026-06-01"}),
    ("what has Leland Osterby said", "what-did-speaker-say", OSTERBY),
    ("What did Osterby say last month?", "what-did-speaker-say", OSTERBY | JUNE),
    ("show me quotes by Pete Hallorane about the parking tax", "what-did-speaker-say", PETE | TAX),
    ("Has Drummond-Ortiz ever commented on the leaf-blower ban?", "what-did-speaker-say",
     {"speaker": "Fay Drummond-Ortiz"} | BAN),
    ("What is Calloway's position on the ferry subsidy plan?", "what-did-speaker-say", CALLOWAY | FERRY),
    ("where does Castellane stand on the leaf-blower ban", "what-did-speaker-say", CASTELLANE | BAN),
    ("osterby on the rental ordinance", "what-did-speaker-say", OSTERBY | RENTAL),
    ("what did the Wrenmouth Hosts Alliance say?", "what-did-speaker-say", {"speaker": "Wrenmouth Hosts Alliance"}),
    ("When did Osterby first talk about the rental ordinance?", "what-did-speaker-say", OSTERBY | RENTAL),
    ("Is Osterby for or against the rental ordinance?", "what-did-speaker-say", OSTERBY | RENTAL),
    ("Which policies has Osterby talked about?", "what-did-speaker-say", OSTERBY),
    ("What does Thora Ekblad do?", "roles", {"speaker": "Thora Ekblad"}),
    ("What was Calloway's title?", "roles", CALLOWAY),
    ("who is Thora Ekblad", "roles", {"speaker": "Thora Ekblad"}),
    ("Who changed their mind about the rental ordinance?", "flip-flops", RENTAL),
    ("did Osterby change his mind", "flip-flops", OSTERBY),
    ("Has Osterby's position on the rental ordinance changed?", "flip-flops", RENTAL | OSTERBY),
    ("who flip-flopped since March?", "flip-flops", {"since": "2026-03-01"}),
    # several speakers
    ("What do Osterby and Calloway both talk about?", "common-ground", OSTERBY | {"other": "Ines Calloway"}),
    ("which policies do Osterby and Nora Hallorane share", "common-ground", OSTERBY | {"other": "Nora Hallorane"}),
    ("who mentions Calloway?", "who-answers-whom", {"of": "Ines Calloway"}),
    ("Who answered Osterby?", "who-answers-whom", {"of": "Leland Osterby"}),
    ("Did anyone mention Drewry?", "who-answers-whom", {"of": "Calvin Drewry"}),
    ("Who criticized Osterby?", "who-answers-whom", {"of": "Leland Osterby"}),
    ("whom did Osterby mention", "who-answers-whom", OSTERBY),
    ("What did Osterby say about Calloway?", "who-answers-whom", OSTERBY | {"of": "Ines Calloway"}),
    ("Who is quoted most?", "most-quoted", {}),
    ("who is quoted most often in the Gazette since April", "most-quoted", GAZETTE | {"since": "2026-04-01"}),
    ("Whom does the Ledger quote most?", "most-quoted", LEDGER),
    ("which people are quoted most?", "most-quoted", {"type": "person"}),
    ("Which organisations are most quoted by the Ledger?", "most-quoted", {"type": "organization"} | LEDGER),
    ("Who are the top 10 most quoted people in the Ledger?", "most-quoted", LEDGER | {"type": "person", "limit": 10}),
    ("top 5 most quoted speakers", "most-quoted", {"limit": 5}),
    # a policy
    ("Who spoke first about the ferry subsidy plan?", "earliest-and-latest", FERRY),
    ("who was the last to speak about the parking tax", "earliest-and-latest", TAX),
    ("Which policies are there?", "policies", {}),
    ("what is Senate Bill 212", "policies", BILL),
    ("What else comes up with Senate Bill 212?", "co-policies", BILL),
    ("policies related to the ferry subsidy plan", "co-policies", FERRY),
    ("Which policies have only one speaker?", "gaps", {}),
    ("how often is Calloway quoted?", "timeline", CALLOWAY),
    ("How has coverage of the rental ordinance changed over time?", "timeline", RENTAL),
    ("the timeline of the parking tax", "timeline", TAX),
    ("When was the ferry subsidy plan discussed?", "timeline", FERRY),
    # outlets
    ("Which outlets quote whom on the leaf-blower ban?", "compare-outlets", BAN),
    ("Where has Senate Bill 212 been covered?", "compare-outlets", BILL),
    ("how did the papers cover Senate Bill 212", "compare-outlets", BILL),
    ("who is quoted only by the Ledger on the parking tax", "exclusive-to-outlet", TAX | LEDGER),
    ("Who uses anonymous sources?", "anonymous-sources", {}),
    ("how many unnamed sources are quoted by outlets in April 2026?", "anonymous-sources", APRIL),
    ("Which statements spread?", "echoes", {}),
    ("Which quotes about the parking tax have no speaker?", "unresolved", TAX),
    ("unattributed quotes in the Ledger", "unresolved", LEDGER),
    # no phrasing, but a word that gives the question away among plain ones
    ("What is the Wrenmouth Hosts Alliance saying about Senate Bill 212?", "what-did-speaker-say",
     {"speaker": "Wrenmouth Hosts Alliance"} | BILL),
    ("How does Calloway feel about the leaf-blower ban?", "what-did-speaker-say", CALLOWAY | BAN),
    ("all statements by Alden Marsh", "what-did-speaker-say", {"speaker": "Alden Marsh"}),
    ("Which council members are against the rental ordinance?", "who-said-what",
     RENTAL | {"role": "Council member", "stance": "against"}),
    ("Did Osterby ever support the rental ordinance?", "who-said-what", OSTERBY | RENTAL | {"stance": "for"}),
    ("show quotes by the mayor", "who-said-what", {"role": "Mayor"}),
    ("who is talking about the harbor parking tax?", "who-said-what", TAX),
    ("What was the first thing said about the ferry subsidy plan?", "earliest-and-latest", FERRY),
    ("who was quoted in May in the Ledger", "most-quoted", LEDGER | MAY),
    ("which outlet relies most on unnamed sources?", "anonymous-sources", {}),
    ("who changed sides on the rental ordinance", "flip-flops", RENTAL),
    ("Are there quotes without a speaker in the Gazette?", "unresolved", GAZETTE),
    ("who only appears in the Tideline on the ferry subsidy plan", "exclusive-to-outlet",
     FERRY | {"outlet": "Tideline Weekly"}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "query", "parameters"), PHRASINGS)
def test_what_a_question_means(town: Store, question: str, query: str, parameters: dict[str, object]) -> None:
    understood = understand(question, town, today=TODAY)
    assert (understood.query, understood.parameters) == (query, parameters)
    ask(town, understood.query, **understood.parameters)  # takes them


def test_every_saved_question_but_one_can_be_asked_in_words() -> None:
    assert {query for _, query, _ in PHRASINGS} <= {rule.query for rule in RULES} <= set(catalogue())
    assert set(catalogue()) - {rule.query for rule in RULES} == {"evidence"}  # by the id of a quote only


def test_the_examples_are_understood(town: Store) -> None:
    for rule in RULES:
        question = rule.example.replace("Ruiz", "Osterby").replace("Bass", "Calloway")
        understood = understand(question, town, today=TODAY)
        assert understood.query == rule.query, question
        assert understood.parameters.items() >= rule.sets.items()


REFUSED = [
    ("What did Hallorane say?", "'Hallorane' may be 'Nora Hallorane', 'Pete Hallorane'; ask again with one of these"),
    ("What did Ostreby say about the rental ordinance?", "is called 'Ostreby'; did you mean 'Leland Osterby'"),
    ("Who said what about the ordnance?", "is called 'ordnance'; did you mean 'short-term rental ordinance'"),
    (
        "who is against the leafblower bann",
        "no policy in .* is called 'leafblower bann'; did you mean 'leaf-blower ban'",
    ),
    ("who is quoted most in the Gazete", "no outlet in .* is called 'Gazete'; did you mean 'Harbor Gazette'"),
    ("What did the Gazette say about the moon landing?", "is called 'moon landing'; `onrecord ask policies` or "),
    ("Why did Osterby vote for the ordinance?", "no rule reads 'Why did Osterby vote for the ordinance"),
    ("What did Osterby say about the rental ordinance and the parking tax?", "no rule reads|is called"),
    ("What did Osterby say since the vote?", "no rule reads|is called"),
    ("Who is not against the leaf-blower ban?", "no rule reads"),
    ("What did Osterby not say about the rental ordinance?", "no rule reads"),
    ("What did everyone except Osterby say about the rental ordinance?", "no rule reads|is called"),
    ("who never spoke about the parking tax", "no rule reads|is called"),
    ("what did anonymous sources never say", "no rule reads|is called"),
    ("What did Calloway and Osterby say about the rental ordinance?", "no rule reads"),
    ("compare the Gazette and the Ledger on the rental ordinance", "no rule reads"),
    ("who", "no rule reads 'who'"),
    ("show quotes by Hallorane", "'Hallorane' may be 'Nora Hallorane', 'Pete Hallorane'"),
    ("MATCH (n) DETACH DELETE n", "no rule reads|is called"),
    ("what time is it?", "no rule reads 'what time is it.'; ask as in '.*', '.*', '.*', or one of the saved questions"),
    ("What was Osterby's title in March?", r"roles \(.*\) cannot be narrowed by since 2026-03-01, until 2026-03-31"),
    ("?!", "the question is empty"),
]


@pytest.mark.parametrize(("question", "message"), REFUSED)
def test_what_is_not_understood_is_not_guessed(town: Store, question: str, message: str) -> None:
    with pytest.raises(NotUnderstood, match=message):
        understand(question, town, today=TODAY)


def test_the_answer_is_that_of_the_command_it_tells(run: Run, seed_store: Path) -> None:
    where = ("--store", seed_store, "--format", "csv")
    asked = run("ask", "What did Osterby say about the rental ordinance before June 2026?", *where)
    line = asked.stderr.splitlines()[0]
    assert line == (
        "Understood: onrecord ask what-did-speaker-say --speaker 'Leland Osterby' "
        f"--policy 'short-term rental ordinance' --until 2026-05-31 --store {seed_store}"
    )
    named = run("ask", "what-did-speaker-say", "--speaker", "Leland Osterby", "--policy", "short-term rental ordinance",
                "--until", "2026-05-31", *where)  # fmt: skip
    assert (asked.returncode, asked.stdout) == (0, named.stdout)
    loose = run("ask", "what", "did", "Osterby", "say", "about", "the", "rental", "ordinance", "before", "June", "2026",
                "--quiet", *where)  # fmt: skip
    assert (loose.returncode, loose.stdout, loose.stderr) == (0, named.stdout, "")
    explained = run("ask", "who is against the parking tax?", "--explain", *where[:2])
    assert 'stance: "against"' in explained.stdout.splitlines()[0]


def test_what_is_unclear_on_the_command_line(run: Run, seed_store: Path) -> None:
    done = run("ask", "what did Hallorane say?", "--store", seed_store)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("onrecord: 'Hallorane' may be 'Nora Hallorane', 'Pete Hallorane'")
    with open_store(str(seed_store.parent / "empty")):
        pass
    empty = run("ask", "who said what?", "--store", seed_store.parent / "empty")
    assert (empty.returncode, "is empty; fill it by" in empty.stderr) == (1, True)
