"""What a question means whose words are no phrasing of `queries.phrasings`: by a word that gives it away.

"What is the Alliance saying about the bill?" names a speaker and a policy, and every other word of it is `PLAIN`: it
can only ask what the speaker said. So every word has to be a name, a time, the cue of a rule, or plain; one that is
none of these ("not", "besides", "spring") may change the meaning, and the question is not understood.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import permutations

from queries.names import Kind, Mention

PLAIN = frozenset(
    re.findall(
        r"\S+",
        """
        who whom whose what which when where how is are was were be been being do does did has have had there all
        any ever say says said saying tell tells told talk talks talked talking speak speaks spoke spoken
        speaking think thinks feel feels comment commented comments weighed thing things word words everything
        something anything people anyone anybody someone everyone they them us me show list find give quote
        quotes quoted statement statements remark remarks about on of over in by from at to regarding concerning
        with position stance view opinion and s 's outlet outlets paper papers source sources
        """,
    )
)


@dataclass(frozen=True)
class Cue:
    """A saved query that a word gives away, with the slots that names have to fill, and those that they may fill."""

    query: str
    word: str
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    sets: dict[str, str] = field(default_factory=dict)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The word, or words, as a regular expression."""
        return re.compile(rf"\b(?:{self.word})\b")


CUES = (
    Cue("both-sides", "both sides|pros and cons|for (?:and|or) against|arguments|sides", ("policy",)),
    Cue(
        "flip-flops",
        r"(?:chang(?:e|ed|es|ing)|flip flop\w*|revers\w+|switch\w*)(?: (?:his|her|its|their))?"
        r"(?: (?:minds?|positions?|stances?|views?|sides?|course))?",
        (),
        ("policy", "speaker"),
    ),
    Cue(
        "who-said-what",
        r"against|oppos\w+|critic\w*|reject\w*|attack\w*|dislik\w+",
        ("policy",),
        ("speaker", "outlet", "role"),
        {"stance": "against"},
    ),
    Cue(
        "who-said-what",
        r"in favou?r of|(?:is|are|was|were|spoke|spoken|argued|voted) for|support\w*|back(?:s|ed|ing)?|defend\w*"
        r"|favou?r\w*|endors\w+",
        ("policy",),
        ("speaker", "outlet", "role"),
        {"stance": "for"},
    ),
    Cue(
        "who-said-what",
        "(?:anonymous|unnamed|unidentified)(?: sources?| officials?)?",
        ("policy",),
        ("outlet",),
        {"type": "anonymous"},
    ),
    Cue(
        "anonymous-sources",
        "(?:(?:rel(?:y|ies)(?: most)? on|uses?) (?:most )?)?"
        "(?:anonymous|unnamed|unidentified)(?: officials?| sources? most)?",
    ),
    Cue(
        "unresolved",
        "(?:without|no|missing)(?: any)? (?:speakers?|sources?|names?)|without attribution|unresolved|unattributed",
        (),
        ("policy", "outlet"),
    ),
    Cue("common-ground", "both|in common|share|agree|disagree", ("speaker", "other")),
    Cue("exclusive-to-outlet", "only(?: appears?)?", ("policy", "outlet")),
    Cue("timeline", "timeline|over time|(?:per|a|each|by) month|how (?:often|many times|much)|when", ("policy",)),
    Cue("timeline", "timeline|over time|(?:per|a|each|by) month|how (?:often|many times|much)", ("speaker",)),
    Cue("earliest-and-latest", "first|last|earliest|latest", ("policy",)),
    Cue("compare-outlets", r"compare|cover\w*|outlets?|papers?|newspapers?", ("policy",)),
    Cue("co-policies", "together with|else|related", ("policy",)),
    Cue("roles", "titles?|roles?|jobs?", ("speaker",)),
    Cue("what-did-speaker-say", "policies|topics|issues", ("speaker",)),
    Cue("policies", "policies|laws|bills|issues"),
    Cue("most-quoted", "(?:most(?: often)? )?quoted(?: most)?(?: often)?", (), ("outlet",)),
    Cue("who-said-what", "", ("speaker", "policy", "outlet")),
    Cue("who-said-what", "", ("speaker", "outlet")),
    Cue("what-did-speaker-say", "", ("speaker",), ("policy",)),
    Cue("who-said-what", "", ("role",), ("policy", "outlet")),
    Cue("who-said-what", "", ("policy",), ("outlet",)),
)
"""In the order in which they are tried."""


def filled(cue: Cue, found: list[Mention]) -> dict[str, int] | None:
    """The slots of a cue with the number of the name that fills each; None if they do not come out even."""
    for slots in permutations([*cue.needs, *cue.may], len(found)):
        if {*cue.needs} <= {*slots} and all(_kind(slot) in one.names for slot, one in zip(slots, found, strict=True)):
            return {slot: n for n, slot in enumerate(slots)}
    return None


def strange(cue: Cue, text: str) -> list[str]:
    """The words of a text, names taken out, that are neither the cue nor plain; all of them if the cue is not there."""
    words = text.split()
    if cue.word and not cue.pattern.search(text):
        return words
    rest = cue.pattern.sub(" ", text, count=1) if cue.word else text
    return [word for word in rest.split() if word not in PLAIN]


def _kind(slot: str) -> Kind:
    kinds: dict[str, Kind] = {"policy": "policy", "outlet": "outlet", "role": "role"}
    return kinds.get(slot, "speaker")
