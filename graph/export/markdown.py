"""Markdown: the quotes by policy and speaker, each with its article, day, link, confidence and what decided.

A quote about two policies stands under both; quotes about none stand last.
"""

import re
from collections import defaultdict
from typing import BinaryIO

import networkx as nx

from extract.reporting import counted
from extract.safe_text import web_address
from graph.export.quotes import End, ToldQuote, quotes
from graph.export.values import joined, one_line

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#|~&$!@]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_BEGINNING = re.compile(r"^(\s*\d*)([-+=:.)])(?=[\s\-+=:]|$)")
"""What makes a list, a heading or a rule where it begins a line."""


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write the quotes of a graph as Markdown (CommonMark), UTF-8."""
    told = quotes(graph)
    by_policy: dict[tuple[str, str], list[tuple[ToldQuote, End | None]]] = defaultdict(list)
    for quote in told:
        for policy in quote.policies:
            place = policy.node.get("jurisdiction")
            by_policy[policy.name + (f", {place}" if place else ""), policy.key].append((quote, policy))
        if not quote.policies:
            by_policy["\U0010ffff", ""].append((quote, None))
    lines = [f"# {counted(len(told), 'quote')} on record", ""]
    for (policy_name, key), about in sorted(by_policy.items(), key=lambda item: item[0]):
        lines += [f"## {escaped(policy_name) if key else 'No policy'}", ""]
        by_speaker: dict[str, list[tuple[ToldQuote, End | None]]] = defaultdict(list)
        for pair in about:
            by_speaker[joined(end.name for end in pair[0].speakers)].append(pair)
        for speaker, said in sorted(by_speaker.items(), key=lambda item: (not item[0], item[0])):
            lines += [f"### {escaped(speaker) or 'Nobody named'}", ""]
            for quote, of in said:
                lines += [f"> {escaped(str(quote.node.get('text', '')))}", "", _where(quote, of), ""]
    stream.write("\n".join(lines).encode())


def _where(quote: ToldQuote, policy: End | None) -> str:
    node, article = quote.node, quote.article
    link = web_address(node.get("link")) or (web_address(article.node.get("url")) if article else None)
    title = escaped(article.name) if article else "no article"
    if link:
        title = f"[{title}]({re.sub('[()]', lambda mark: f'%{ord(mark[0]):X}', link)})"
    stance = (
        f"{policy.edge['stance']} it: “{policy.edge.get('evidenceText', '')}”"
        if policy and policy.edge.get("stance")
        else None
    )
    roles = joined(end.edge.get("role") for end in quote.speakers)
    method = joined([node.get("method"), *(end.edge.get("method") for end in quote.speakers)])
    sure = f"confidence {node['confidence']:.2f}" if "confidence" in node else None
    told = [
        roles,
        quote.outlet,
        node.get("published"),
        stance,
        node.get("kind"),
        sure,
        f"by {method}" if method else None,
    ]
    return " · ".join([title, *(escaped(str(part)) for part in told if part)])


def escaped(words: str, *, edges: bool = False) -> str:
    """Text on a line that Markdown, GitHub's too, shows as it is; with `edges`, a space at either end stays."""
    return _BEGINNING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", one_line(words, edges=edges)))
