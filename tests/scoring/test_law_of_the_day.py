"""Warnings about law that did not hold on the day judged; they never change a value."""

from datetime import date

import pytest

from frameworks.scoring import evaluate, framework_from
from tests.scoring.builders import AS_OF, findings, judged, specification


@pytest.mark.parametrize(
    ("provision", "code", "detail"),
    [
        ("unsc-1244#op7", "not_in_force", "in force from 1999-06-10, after 1999-03-24"),
        (
            "covenant#art-16",
            "not_in_force",
            "in force until 1946-04-19, ended by dissolution, before 1999-03-24",
        ),
        ("ilc-arsiwa#art-20", "later_restatement", "dates from 2001-12-12, after 1999-03-24"),
        ("undated", "period_unknown", "no date of entry into force is recorded"),
    ],
)
def test_law_that_cannot_be_relied_on_is_named(provision: str, code: str, detail: str) -> None:
    plain = judged({"uses_force": "yes"}, others="no")
    relied = judged({"uses_force": {"value": "yes", "provisions": [provision]}}, others="no")
    assert relied["warnings"] == [{"code": code, "provision": provision, "detail": detail}]
    assert relied["legality"]["readings"] == plain["legality"]["readings"]


@pytest.mark.parametrize("provision", ["unsc-1203", "un-charter#art-2-4", "nat#art-6"])
def test_law_in_force_and_mere_definitions_raise_no_warning(provision: str) -> None:
    day = date(1950, 1, 1) if provision == "nat#art-6" else AS_OF
    assert judged({"uses_force": {"value": "yes", "provisions": [provision]}}, as_of=day)["warnings"] == []


def test_only_the_earliest_doctrine_can_be_anticipated() -> None:
    for earliest in (True, False):
        doctrine = {"from": "1991-11-07", "until": None, "earliest": earliest}
        within = framework_from(specification(doctrine=doctrine))
        found = evaluate(within, findings(within=within), as_of=date(1978, 12, 25), draws=0).as_dict()[
            "warnings"
        ]
        assert [warning["code"] for warning in found] == ["doctrine_anticipated"] * earliest
