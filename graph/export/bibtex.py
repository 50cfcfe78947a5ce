"""BibTeX (.bib), for LaTeX, Zotero and JabRef: an entry for each article.

The day of a visit (`urldate`) is not known, and left out.
"""

from typing import BinaryIO

import networkx as nx

from graph.export.references import Author, Reference, references

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
_LATEX = str.maketrans(_ESCAPES)


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write the articles of a graph as BibTeX, UTF-8."""
    stream.write("\n".join(map(_entry, references(graph))).encode())


def _entry(reference: Reference) -> str:
    fields = {
        "author": " and ".join(map(_author, reference.authors)),
        "title": "{" + latex(reference.title) + "}",  # capitals as they are
        "journal": latex(reference.outlet or ""),
        "url": (reference.url or "").replace("~", "%7E"),
    }
    if reference.published:
        fields["year"] = str(reference.published.year)
        fields["day"] = str(reference.published.day)
    lines = [f"  {name} = {{{value}}},\n" for name, value in sorted(fields.items()) if value]
    if reference.published:
        lines.append(f"  month = {_MONTHS[reference.published.month - 1]},\n")
    return f"@{'article' if reference.outlet else 'misc'}{{{reference.key},\n{''.join(lines)}}}\n"


def _author(author: Author) -> str:
    if not author.family:
        return "{" + latex(author.whole) + "}"
    return ", ".join(map(latex, filter(None, (author.family, author.suffix, author.given))))


def latex(words: str) -> str:
    """Text with LaTeX's special characters escaped."""
    return words.translate(_LATEX)
