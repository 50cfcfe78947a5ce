"""What the words in `method`, `speakerMethod` and `policyMethod` mean, for a reader who has never seen them."""

from queries.report.gather import Gathered

QUOTE = {
    "tagger": "a small neural network found who says what, from words and grammar",
    "subject": "the subject of the verb of saying",
    "marks": "quotation marks, given to the verb of saying beside them",
    "continued": "goes on from the quote before",
    "colon": "the name before a colon",
    "beside": "the person who acts right before the quoted words",
    "signature": "the name signed under the words",
    "transcript": "the name at the beginning of a transcript’s line",
}
SPEAKER = {
    "named": "the sentence gives the whole name",
    "surname": "the sentence gives the surname or the given name, and one person of the article bears it",
    "ambiguous": "a surname that several people of the article bear",
    "alias": "another form of an organisation’s name",
    "pronoun": "“she”, “he”, “they”: chosen among the people of the article",
    "relative": "“who”, right behind the name",
    "nominal": "a description, such as “the mayor”",
    "phrase": "somebody unnamed, in the article’s words",
    "continued": "the sentence names no source: who spoke before",
    "author": "“I” outside quotation marks: the author",
    "outlet": "“we” outside quotation marks: the outlet",
}
POLICY = {
    "named": "the quote names it",
    "nominal": "the quote speaks of “the bill”, “the plan”",
    "pronoun": "the quote speaks of “it” or “this”",
    "paragraph": "the paragraph around the quote speaks of it",
    "article": "the article is about it",
}


def used(report: Gathered) -> list[tuple[str, list[tuple[str, str]]]]:
    """What decided on the quotes of a report: for quotes, speakers and policies the methods that occur, explained."""
    entries = report.entries
    occur = (
        ("Quote", QUOTE, {entry.method for entry in entries}),
        ("Speaker", SPEAKER, {said.method for entry in entries for said in entry.speakers}),
        ("Policy", POLICY, {about.method for entry in entries for about in entry.policies}),
    )
    return [
        (what, [*((name, told) for name, told in known.items() if name in names),
                *((name, "see the README of onrecord") for name in sorted(names - known.keys()))])
        for what, known, names in occur
        if names
    ]  # fmt: skip
