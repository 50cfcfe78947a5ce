"""How people ask: for each saved query the phrasings that mean it. `queries.free_text` reads questions by them.

The rules are tried in order, and the first that fits counts; so the particular stand before the general.
"""

import re
from dataclasses import dataclass, field
from functools import cache


@dataclass(frozen=True, slots=True)
class Rule:
    """Phrasings that mean a saved query: regular expressions without articles, with names in braces.

    ``{speaker}``, ``{policy}``, ``{outlet}`` and ``{role}`` stand for a name of the kind, ``{other}`` and ``{of}`` for
    another speaker; words in capitals for those of `WORDS`. `sets` are parameters that the phrasing itself tells.
    """

    query: str
    example: str
    phrasings: tuple[str, ...]
    sets: dict[str, str] = field(default_factory=dict)
    otherwise: str = ""
    """The saved query that takes more parameters, for a question that tells some which `query` does not take."""


ARTICLES = frozenset(["the", "a", "an"])
TURNS = frozenset(["not", "never", "except", "besides", "nobody"])
"""Words that turn a question round; they are nobody's name, and no phrasing has them."""
WORDS = {
    "ABOUT": "(?:about|on|of|over|regarding|concerning)",
    "ARE": "(?:is|are|was|were|has been|have been|gets|got)",
    "CHANGED": "(?:changed? (?:(?:his|her|its|their) )?(?:minds?|positions?|stances?|views?)|flip flop(?:s|ped)?|"
    "reversed(?: course| themselves| (?:his|her|its|their) (?:position|stance))?)",
    "DID": "(?:do|does|did|has|have|had)",
    "MENTION": "(?:answer|answers|answered|mention|mentions|mentioned|name|names|named|speaks? of|spoke of)",
    "NONE": "(?:have no|without|without any|with no|are missing|missing)",
    "PEOPLE": "(?:people|persons?|politicians)",
    "PAPERS": "(?:outlets?|papers?|newspapers?|media)",
    "QUOTES": "(?:quotes?|statements?|comments?|remarks?)",
    "SAY": "(?:say|says|said|think|thinks|thought|tell|told|claim|claimed|argue|argued|comment|commented)",
    "SPOKE": "(?:speaks?|spoke|spoken|talks?|talked|comments?|commented|weighed in|said something|said anything)",
    "SOMEONE": "(?:who|anyone|anybody|someone|people|(?:which|what) (?:speakers?|people|politicians))",
    "STOOD": "(?:speaks|spoken|spoke|came out|comes out|argues|argued|votes|voted)",
    "UNNAMED": "(?:anonymous|unnamed|unidentified) (?:sources?|officials?)",
}

RULES = (
    Rule(
        "both-sides",
        "both sides of the parking tax",
        (
            "(?:who ARE )?for (?:and|or) (?:who ARE )?against {policy}",
            "who (?:supports|backs) and who opposes {policy}",
            "(?:what are )?both sides ABOUT {policy}",
            "(?:what are )?(?:arguments|pros and cons|pro and con)(?: for and against| ABOUT) {policy}",
        ),
    ),
    Rule(
        "who-said-what",
        "who is for the parking tax?",
        (
            "(?:DID )?SOMEONE (?:ARE |STOOD )?(?:for|in favou?r of|behind|supporting) {policy}",
            "SOMEONE (?:DID )?(?:supports?|supported|backs?|backed|favou?r(?:s|ed)?|defend(?:s|ed)?|likes?) {policy}",
            "why DID (?:people|they|{speaker}) (?:support|supported|back|favou?r) {policy}",
            "(?:who are )?supporters of {policy}",
            "what DID supporters of {policy} SAY",
            "(?:what are )?arguments for {policy}",
            "what DID {speaker} SAY (?:for|in favou?r of) {policy}",
        ),
        {"stance": "for"},
    ),
    Rule(
        "who-said-what",
        "who is against the parking tax?",
        (
            "(?:DID )?SOMEONE (?:ARE |STOOD )?(?:against|opposed to|opposing|critical of) {policy}",
            "SOMEONE (?:DID )?(?:opposes?|opposed|critici[sz]e[sd]?|reject(?:s|ed)?|attack(?:s|ed)?) {policy}",
            "why DID (?:people|they|{speaker}) (?:oppose|opposed|reject|dislike) {policy}",
            "(?:who are )?(?:opponents|critics) of {policy}",
            "what DID (?:opponents|critics) of {policy} SAY",
            "(?:what are )?arguments against {policy}",
            "what DID {speaker} SAY against {policy}",
        ),
        {"stance": "against"},
    ),
    Rule(
        "who-said-what",
        "what did unnamed sources say about the parking tax?",
        ("what DID UNNAMED SAY(?: ABOUT {policy})?",),
        {"type": "anonymous"},
    ),
    Rule(
        "who-answers-whom",
        "what did Ruiz say about Bass?",
        (
            "what DID {speaker} SAY ABOUT {of}",
            "(?:DID )?{speaker} MENTION {of}",
            "who(?:m)? DID {speaker} MENTION",
            "(?:DID )?SOMEONE (?:DID )?MENTION {of}",
            "SOMEONE (?:DID )?(?:critici[sz]e[sd]?|attack(?:s|ed)?|praise[sd]?) {of}",
            "SOMEONE (?:DID )?SPOKE ABOUT {of}",
            "who SAY what ABOUT {of}",
            "what (?:DID )?(?:people|others|they) SAY ABOUT {of}",
        ),
    ),
    Rule(
        "what-did-speaker-say",
        "what did Ruiz say about the parking tax?",
        (
            "what (?:DID )?{speaker} SAY(?: ABOUT {policy})?",
            "(?:when )?(?:DID )?{speaker} (?:ever |first |last )?(?:SAY anything|SPOKE) ABOUT {policy}",
            "(?:which|what) (?:policies|topics|issues) (?:DID )?{speaker} SPOKE(?: ABOUT)?",
            "everything {speaker} SAY(?: ABOUT {policy})?",
            "(?:everything|all|QUOTES) (?:of|by|from) {speaker}(?: ABOUT {policy})?",
            "what (?:is|was) {speaker} 's (?:position|stance|view|opinion) ABOUT {policy}",
            "where DID {speaker} stand ABOUT {policy}",
            "(?:is|was) {speaker} (?:for|against|for or against|in favou?r of) {policy}",
            "{speaker}(?: (?:QUOTES )?ABOUT {policy})?",
        ),
        otherwise="who-said-what",
    ),
    Rule(
        "flip-flops",
        "who changed their mind about the parking tax?",
        (
            "SOMEONE (?:DID )?CHANGED(?: ABOUT {policy})?",
            "(?:DID )?{speaker} CHANGED(?: ABOUT {policy})?",
            "(?:how )?DID {speaker} 's (?:position|stance|view|opinion)(?: ABOUT {policy})? changed?",
        ),
    ),
    Rule(
        "earliest-and-latest",
        "who spoke first about the parking tax?",
        (
            "who (?:was )?(?:first|last|earliest|latest) (?:to )?SPOKE ABOUT {policy}",
            "who SPOKE (?:first|last|earliest|latest) ABOUT {policy}",
            "(?:what (?:is|was) )?(?:first|last|latest|earliest|newest) (?:words?|QUOTES) ABOUT {policy}",
            "who had (?:first|last) word ABOUT {policy}",
        ),
    ),
    Rule(
        "exclusive-to-outlet",
        "whom does only the Gazette quote on the parking tax?",
        (
            "whom? DID only {outlet} quote ABOUT {policy}",
            "who ARE (?:only quoted|quoted only) (?:by|in) {outlet} ABOUT {policy}",
            "who ARE quoted (?:by|in) only {outlet} ABOUT {policy}",
            "who ARE (?:only )?quoted (?:by|in) (?:only )?(?:one|single) PAPERS ABOUT {policy}",
        ),
    ),
    Rule(
        "compare-outlets",
        "which outlets quote whom on the parking tax?",
        (
            "(?:which PAPERS|who) quotes? (?:whom?|which speakers) ABOUT {policy}",
            "how DID PAPERS (?:cover|report|reported|covered) {policy}",
            "which PAPERS (?:DID )?(?:cover|covers|covered|reported|report|wrote|write)(?: ABOUT)? {policy}",
            "where (?:ARE|DID) {policy} (?:been )?(?:covered|reported)",
            "compare PAPERS ABOUT {policy}",
            "who ARE (?:most quoted|quoted most)(?: often)? ABOUT {policy}",
        ),
    ),
    Rule(
        "who-said-what",
        "who said what about the parking tax?",
        (
            "SOMEONE (?:DID |all )?SAY (?:what|anything|something)(?: ABOUT {policy})?",
            "(?:DID )?SOMEONE (?:DID )?SPOKE ABOUT {policy}",
            "what (?:ARE|DID (?:they|people|anyone|everyone))(?: being)? SAY(?: ABOUT {policy})?",
            "what (?:are|is) (?:people|everyone|they) saying(?: ABOUT {policy})?",
            "(?:all )?(?:everything|QUOTES)(?: said)?(?: ABOUT {policy})?",
            "(?:what )?ABOUT {policy}",
            "what DID {speaker} (?:tell|told) {outlet}(?: ABOUT {policy})?",
            "whom? DID {outlet} quote ABOUT {policy}",
            "what DID {outlet} (?:report|write|quote|say|print|publish)(?: ABOUT {policy})?",
            "what DID {role} SAY(?: ABOUT {policy})?",
            "{policy}",
        ),
    ),
    Rule(
        "who-said-what",
        "what did organizations say about the parking tax?",
        ("what DID organi[sz]ations SAY(?: ABOUT {policy})?",),
        {"type": "organization"},
    ),
    Rule(
        "most-quoted",
        "who is quoted most in the Gazette?",
        (
            "who ARE (?:quoted (?:the )?most|most quoted|most often quoted)(?: often)?(?: (?:by|in) {outlet})?",
            "whom? DID {outlet} quote most(?: often)?",
            "(?:(?:who|which) are )?most quoted(?: speakers?)?(?: (?:by|in) {outlet})?",
            "(?:which|what) speakers ARE (?:quoted most|most quoted)(?: often)?(?: (?:by|in) {outlet})?",
            "who (?:DID )?(?:speaks?|talks?) most",
        ),
    ),
    Rule(
        "most-quoted",
        "which people are quoted most?",
        (
            "(?:which|what) PEOPLE ARE (?:quoted most|most quoted)(?: (?:by|in) {outlet})?",
            "(?:(?:who|which) are )?most quoted PEOPLE(?: (?:by|in) {outlet})?",
        ),
        {"type": "person"},
    ),
    Rule(
        "most-quoted",
        "which organizations are quoted most?",
        (
            "(?:which|what) organi[sz]ations? ARE (?:quoted most|most quoted)(?: (?:by|in) {outlet})?",
            "(?:(?:who|which) are )?most quoted organi[sz]ations(?: (?:by|in) {outlet})?",
        ),
        {"type": "organization"},
    ),
    Rule(
        "common-ground",
        "what do Ruiz and Bass both talk about?",
        (
            "what DID {speaker} and {other} (?:both |each )?(?:SPOKE|SAY something) ABOUT",
            "what DID both {speaker} and {other} SPOKE ABOUT",
            "(?:which|what) policies DID {speaker} and {other} (?:share|(?:both )?SPOKE(?: ABOUT)?)",
            "what DID {speaker} and {other} (?:have in common|agree ABOUT|disagree ABOUT)",
            "DID {speaker} and {other} (?:agree|disagree)(?: ABOUT {policy})?",
            "common ground (?:of|between) {speaker} and {other}",
        ),
    ),
    Rule(
        "roles",
        "what was Ruiz's title?",
        (
            "what (?:is|was|are|were) {speaker} 's (?:titles?|roles?|jobs?|offices?|functions?)",
            "(?:titles?|roles?|jobs?) of {speaker}",
            "what (?:titles?|roles?|jobs?) DID {speaker} (?:have|had|hold|held)",
            "what DID {speaker} do",
            "what (?:is|was) {speaker} called",
            "who (?:is|was) {speaker}",
        ),
    ),
    Rule(
        "co-policies",
        "what else comes up with the parking tax?",
        (
            "what else (?:comes?|came) up (?:with|beside|alongside) {policy}",
            "(?:which |what )?(?:other )?policies (?:come up|came up|mentioned|are mentioned) with {policy}",
            "(?:which |what )?(?:other )?policies (?:are )?related to {policy}",
            "what is {policy} (?:mentioned|linked|talked about) with",
        ),
    ),
    Rule(
        "gaps",
        "which policies have only one speaker?",
        (
            "(?:which|what) policies have (?:only one|one|single) speaker(?: only)?",
            "policies with (?:only one|one|single) speaker(?: only)?",
            "ABOUT (?:which|what) policies DID only one (?:person|speaker) SPOKE",
        ),
    ),
    Rule(
        "policies",
        "which policies are there?",
        (
            "(?:which|what) (?:policies|laws|bills) (?:are there|do you have|do we have|ARE SPOKE about)",
            "(?:all )?policies",
            "what (?:is|was) {policy}",
        ),
    ),
    Rule(
        "anonymous-sources",
        "who uses anonymous sources?",
        (
            "(?:who|which PAPERS) (?:uses?|quotes?|relies on|rely on) (?:most )?UNNAMED(?: most)?",
            "how (?:many|much|often)(?: are)? UNNAMED(?: ARE)?(?: quoted| used)?(?: by PAPERS)?",
            "(?:share of )?UNNAMED(?: by PAPERS)?",
        ),
    ),
    Rule(
        "echoes",
        "which statements spread?",
        (
            "(?:which|what) QUOTES (?:of {speaker} )?(?:ABOUT {policy} )?(?:spread|ARE (?:copied|repeated|echoed))",
            "what spread(?: where)?(?: ABOUT {policy})?",
            "(?:what|(?:which|what) (?:stories|articles)) ARE (?:copied|repeated|echoed)(?: across PAPERS)?",
            "copies of QUOTES (?:of|by) {speaker}",
        ),
    ),
    Rule(
        "unresolved",
        "which quotes have no speaker?",
        (
            "(?:which |what )?QUOTES NONE (?:speaker|source)(?: ABOUT {policy})?",
            "(?:which |what )?QUOTES ABOUT {policy} NONE (?:speaker|source)",
            "(?:which |what )?(?:QUOTES ARE )?(?:unresolved|unattributed)(?: QUOTES)?(?: ABOUT {policy})?",
        ),
    ),
    Rule(
        "timeline",
        "the timeline of the parking tax",
        (
            "timeline (?:for|ABOUT) {policy}",
            "timeline (?:for|ABOUT) {speaker}",
            "(?:when|how often|how much) ARE {policy} (?:discussed|talked about|spoken about)",
            "when DID people SPOKE ABOUT {policy}",
            "how DID (?:coverage|debate|discussion) (?:of|ABOUT) {policy} (?:change|develop|evolve)d?(?: over time)?",
            "how (?:often|many times) ARE {speaker} quoted",
            "when DID {speaker} SPOKE(?: ABOUT {policy})?",
            "(?:how many )?QUOTES (?:(?:are )?there )?(?:per|a|each|by) month(?: ABOUT {policy})?",
        ),
    ),
    Rule(
        "neighbourhood", "who is around Ruiz?", ("who is (?:around|connected to) {speaker}", "graph around {speaker}")
    ),
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrasing as it is matched."""

    rule: Rule
    named: re.Pattern[str]
    """With the number of a name in brackets in each of its slots."""
    open: re.Pattern[str]
    """With whatever words in them, to tell which of them are no name."""


@cache
def patterns() -> list[Pattern]:
    """All phrasings, in the order of the rules."""
    found = []
    for rule in RULES:
        for phrasing in rule.phrasings:
            spelled = re.sub(r"\b[A-Z]+\b", lambda word: WORDS[word[0]], phrasing)
            named, open = (re.sub(r"{(\w+)}", rf"(?P<\1>{slot})", spelled) for slot in (r"\\[\\d+\\]", ".+?"))
            found.append(Pattern(rule, re.compile(named), re.compile(open)))
    return found


@cache
def idle() -> frozenset[str]:
    """The words of all phrasings: by themselves they name nobody."""
    return frozenset(re.findall(r"[a-z]+", " ".join(pattern.open.pattern for pattern in patterns()))) | ARTICLES | TURNS
