"""manage.py backtest: the library beside what authorities held."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from cases.assessments.models import Assessment, Finding, Snapshot
from cases.studies.authorities import Authorities, authorities_on
from cases.studies.models import Holding, Phase

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def run(**options: Any) -> str:
    out = StringIO()
    call_command("backtest", stdout=out, **options)
    return out.getvalue()


def phase(case: str, slug: str) -> Phase:
    return Phase.objects.get(case__slug=case, slug=slug)


def test_the_table_has_every_phase_and_the_rates(threat_unassessed: None) -> None:
    lines = run(format="text").splitlines()
    rows = {line.split()[0]: " ".join(line.split()[1:]) for line in lines if "/" in line.split(" ")[0]}
    assert rows["kosovo-1999/threat-of-force"] == "- - - - no reference assessment"
    assert rows["kosovo-1999/kfor"].startswith("lawful 84.9 high 65.0 lawful agrees")
    assert len(rows) >= Phase.objects.filter(case__owner__isnull=True).count()
    assert any(line.startswith("Of ") and "were judged by both" in line for line in lines)
    assert any("always saying" in line for line in lines)


def test_the_table_of_the_document_says_why_the_two_part(library: None) -> None:
    rows = {tuple(line.split(" | ")[:2]): line for line in run().splitlines() if line.startswith("| ")}
    allied = rows["| Kosovo 1999", "Operation Allied Force"]
    assert "| unlawful | 69.0 high | 62.5 |" in allied
    assert "Independent International Commission on Kosovo: unlawful" in allied
    assert "within what divided authorities held. " in allied


def test_the_same_as_data(library: None) -> None:
    found = json.loads(run(format="json"))
    verdicts = {(row["case"], row["phase"]): (row["verdict"], row["authorities"]) for row in found["phases"]}
    assert verdicts["kosovo-1999", "allied-force"] == ("unlawful", "divided")
    assert verdicts["libya-2011", "protection-of-civilians"] == ("lawful", "lawful")
    rates = found["agreement"]
    judged = [row for row in found["phases"] if row["relation"] != "none"]
    assert rates["n"] == len(judged) == rates["agrees"] + rates["within"] + rates["differs"]
    assert rates["rate"] == pytest.approx(rates["agrees"] / rates["n"], abs=1e-6)
    assert found["leave_one_out"]["n"] == found["leave_one_case_out"]["n"] >= rates["n"]
    for prediction in found["leave_one_case_out"]["predictions"]:
        assert prediction["nearest"].split("/")[0] != prediction["phase"].split("/")[0]
    assert all(holding["cite"] for row in found["phases"] for holding in row["holdings"])


def test_it_changes_nothing(library: None) -> None:
    def rows() -> list[int]:
        return [model.objects.count() for model in (Assessment, Finding, Snapshot, Holding)]

    before = rows()
    run()
    assert rows() == before


def test_a_difference_is_told_with_what_was_said_and_is_no_error(library: None) -> None:
    Holding.objects.filter(phase=phase("kosovo-1999", "kfor"), legality="lawful").update(legality="unlawful")
    text = run(format="text")
    assert (
        "kosovo-1999/kfor: differs\n  UN Security Council: unlawful. Authorised the security presence" in text
    )


def test_an_empty_library_says_so(db: None) -> None:
    Phase.objects.all().delete()
    assert "run load_library first" in run()


def test_scholars_are_no_authority_and_no_ruling_is_none(library: None) -> None:
    threat, campaign = phase("kosovo-1999", "threat-of-force"), phase("kosovo-1999", "allied-force")
    found = authorities_on([threat, campaign])
    assert found[threat.pk].hold == "none"
    assert {holding.legality for holding in found[campaign.pk].holdings} == {"unlawful", "arguable"}


@pytest.mark.parametrize(
    ("held", "verdict", "relation"),
    [
        (["lawful"], "lawful", "agrees"),
        (["lawful", "lawful"], "arguable", "differs"),
        (["lawful", "unlawful"], "arguable", "within"),
        (["lawful", "arguable"], "unlawful", "differs"),
        ([], "lawful", "none"),
        (["lawful"], "undetermined", "none"),
    ],
)
def test_how_a_verdict_stands_to_them(held: list[str], verdict: str, relation: str) -> None:
    authorities = Authorities(tuple(Holding(who="A court", legality=legality) for legality in held))
    assert authorities.against(verdict) == relation
