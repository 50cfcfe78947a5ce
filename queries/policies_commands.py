"""``onrecord policies``: which policies there are under which names, and a person's corrections to that."""

from queries.corrections_commands import corrections_app

policies_app = corrections_app(
    "policies",
    "policy",
    help="List policies, and correct which name means which.",
    columns=("policy", "jurisdiction", "quotes", "articles", "forms"),
    examples={
        "list": "ordinance",
        "merge": '"repair bill" "Assembly Bill 1180"',
        "split": 'policy:parking-tax\n"sanctuary ordinance" --article fec0b10b6b31 --as "Chicago sanctuary ordinance"',
        "rename": 'policy:senate-bill-212 "Coastal Lodging Act"',
        "corrections": "",
        "undo": "1",
    },
)
