"""The streams of Marlow Bend Middle: halfway, with one regression."""

from __future__ import annotations

from seed.demo.streams import stream

# fmt: off  (one line of the table is one call)
STREAMS = (
    stream("B01", "org", "9 10 / 9 1 / 9", "stage=prospect assessed", of="P03 P07 P02 P14 P11"),
    stream(
        "B02",
        "match",
        "10 2 / 9 2 / 9",
        "way=resources+implementation status=accepted raised_by=teachers need_critical requested answered "
        "expertise curricular_goal",
        of="P06",
    ),
    stream(
        "B03",
        "match",
        "11 / 11 4 /",
        "way=implementation status=fulfilled raised_by=teachers need_critical requested answered expertise "
        "curricular_goal",
        of="P10",
    ),
    stream(
        "B04",
        "activity",
        "10 / 10 3 / 10",
        "kind=partnership by=leaders channel=meeting topic=mission_alignment two_way",
        of="P13",
    ),
    stream("B05", "recognition", "12 / 12 /", "audience=business mode=private"),
    stream("B06", "recognition", "5 / 5 /", "audience=nonprofit+families mode=public"),
    stream(
        "B07",
        "activity",
        "10 2 / 9 12 2 4 / 9",
        "kind=communication by=leaders channel=newsletter audience=families+staff+community_org topic=partnership",
    ),
    stream("B08", "activity", "9 1 / 8 10 2 / 8", "kind=partnership by=teachers purpose=resource_request", of="P05"),
    stream("B09", "activity", "11 / 11 3 / 10", "kind=partnership by=teachers purpose=project_help", of="P09"),
    stream("B10", "activity", "11 2 / 9 10 12 2 3 / 9", "kind=partnership by=students way=project", of="P09"),
    stream("B11", "activity", "3 / 11 1 4 / 10", "kind=partnership by=students way=tutoring", of="P06"),
    stream("B12", "workforce", "/ 1 /", "", of="P06"),
    stream(
        "B13",
        "activity",
        "8 11 / 8 10 1 3 / 8 10",
        "kind=communication by=leaders channel=meeting "
        "audience=students+families+staff+providers+nonprofit+higher_ed+business "
        "topic=stem_purpose+learning_impact+stem_practice formality=formal two_way",
    ),
    stream(
        "B14",
        "activity",
        "9 / 9 /",
        "kind=communication by=leaders channel=conversation audience=families+business topic=stem_purpose "
        "formality=informal two_way",
    ),
    stream(
        "B15",
        "activity",
        "9 11 2 4 / 8 9 10 11 1 2 3 4 / 8 9 10",
        "kind=communication by=leaders channel=website audience=families+public topic=events+progress",
    ),
    stream(
        "B16",
        "activity",
        "10 / 10 12 2 4 / 10",
        "kind=communication by=leaders channel=social_media audience=families+public topic=events",
    ),
    stream(
        "B17",
        "activity",
        "/ 11 5 /",
        "kind=communication by=leaders channel=survey audience=families+staff topic=progress two_way collects_input",
    ),
    stream("B18", "activity", "/ 11 /", "kind=partnership by=leaders channel=meeting used_process"),
    stream(
        "B19",
        "activity",
        "9 1 / 9 11 1 3 / 9",
        "kind=communication by=teachers channel=social_media audience=families+students beyond_class",
    ),
    stream(
        "B20",
        "activity",
        "11 / 11 3 /",
        "kind=communication by=teachers channel=info_night audience=families+pta+staff beyond_class",
    ),
    stream(
        "B21",
        "activity",
        "/ 2 4 /",
        "kind=communication by=teachers channel=presentation audience=school_board+civic promotes",
    ),
    stream(
        "B22",
        "activity",
        "/ 4 /",
        "kind=advocacy by=teachers channel=festival audience=families+public promotes",
    ),
    stream(
        "B23",
        "activity",
        "5 / 12 5 /",
        "kind=communication by=students channel=showcase audience=families+friends+staff+pta",
    ),
    stream("B24", "activity", "/ 4 /", "kind=advocacy by=students channel=presentation audience=slt ask=classes"),
    stream(
        "B25",
        "activity",
        "10 2 / 10 /",
        "kind=communication by=alliances audience=students+families topic=workforce_needs",
        of="P06",
    ),
    stream(
        "B26",
        "activity",
        "3 / 3 /",
        "kind=communication by=alliances audience=staff topic=funding_sources",
        of="P08",
    ),
    stream("B27", "contribution", "10 3 / /", "way=funding allocated", of="P04"),
    stream("B28", "contribution", "1 / 1 /", "way=people allocated", of="P06"),
    stream(
        "B29",
        "activity",
        "/ 11 /",
        "kind=communication by=leaders channel=meeting audience=school_board+business+higher_ed+staff "
        "topic=research formality=formal two_way",
    ),
    stream(
        "B30",
        "activity",
        "/ 9 /",
        "kind=communication by=leaders channel=newsletter audience=families+staff+business+community_org topic=mission",
    ),
    stream(
        "B31",
        "activity",
        "/ 3 /",
        "kind=communication by=teachers channel=meeting audience=slt topic=research two_way",
    ),
    stream(
        "B32",
        "activity",
        "/ 1 /",
        "kind=partnership by=leaders channel=meeting topic=workforce_needs two_way",
        of="P06",
    ),
)
# fmt: on
