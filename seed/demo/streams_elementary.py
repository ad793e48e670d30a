"""The streams of Tupelo Fork Elementary: a beginner, whose logging starts in the middle of the first year."""

from __future__ import annotations

from seed.demo.streams import stream

# fmt: off  (one line of the table is one call)
STREAMS = (
    stream("A01", "org", "3 / 10 2 / 9", "stage=prospect", of="P05 P10 P06 P13"),
    stream("A02", "match", "/ 11 / 10", "status=accepted need_critical requested answered", of="P05"),
    stream(
        "A03",
        "activity",
        "4 / 11 3 / 10",
        "kind=partnership by=leaders channel=meeting topic=mission_alignment two_way",
        of="P05",
    ),
    stream("A04", "recognition", "/ 5 /", "audience=families mode=private"),
    stream("A05", "activity", "2 / 9 1 / 9", "kind=partnership by=teachers purpose=resource_request"),
    stream("A06", "activity", "/ 2 /", "kind=partnership by=teachers purpose=resource_request", of="P05"),
    stream("A07", "activity", "/ 3 /", "kind=partnership by=students way=project", of="P10"),
    stream(
        "A08",
        "activity",
        "2 / 9 1 / 9",
        "kind=communication by=leaders channel=meeting audience=families+staff+community_org "
        "topic=stem_purpose+learning_impact formality=formal two_way",
    ),
    stream(
        "A09",
        "activity",
        "4 / 4 /",
        "kind=communication by=leaders channel=conversation audience=families topic=stem_purpose "
        "formality=informal two_way",
    ),
    stream(
        "A10",
        "activity",
        "/ 10 2 5 /",
        "kind=communication by=leaders channel=newsletter audience=families topic=events",
    ),
    stream(
        "A11",
        "activity",
        "3 / 10 3 /",
        "kind=communication by=teachers channel=presentation audience=students+families",
    ),
    stream(
        "A12",
        "activity",
        "/ 2 4 /",
        "kind=communication by=teachers channel=info_night audience=families+staff beyond_class",
    ),
    stream("A13", "activity", "/ 5 /", "kind=communication by=students channel=showcase audience=families+friends"),
    stream(
        "A14",
        "activity",
        "/ 3 /",
        "kind=communication by=alliances audience=families topic=workforce_needs",
        of="P06",
    ),
)
# fmt: on
