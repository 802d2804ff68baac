"""The file of a scenario: its form, and that it comes back as it went."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from jsonschema import Draft202012Validator, FormatChecker

from cases.assessments.importing import assessment_copy, scenario_import
from cases.assessments.models import Assessment, Evidence, Finding
from cases.assessments.scenario_files import WRITERS, scenario_of
from cases.assessments.scenario_reading import ScenarioFileInvalid
from cases.assessments.scenario_schema import MOST_PROVISIONS, SCENARIO_SCHEMA
from cases.studies.models import Case
from frameworks.library.reading import read_foreign
from frameworks.models import Framework
from frameworks.own import Weighing, elicited_of, framework_make
from frameworks.scoring import findings
from frameworks.selectors import framework_get
from natoassess.accounts.models import User
from tests.files.conftest import FILE
from tests.support.queries import count

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs"
VALIDATOR = Draft202012Validator(SCENARIO_SCHEMA, format_checker=FormatChecker(["date"]))


def faults_of(author: User, content: str | bytes) -> list[str]:
    """What is told of a file, which leaves nothing behind."""
    before = Case.objects.count(), Assessment.objects.count(), Finding.objects.count()
    with pytest.raises(ScenarioFileInvalid) as refused:
        scenario_import(author=author, content=content.encode() if isinstance(content, str) else content)
    assert (Case.objects.count(), Assessment.objects.count(), Finding.objects.count()) == before
    return [str(fault) for fault in refused.value.faults]


def test_the_published_schema_is_the_one_that_checks() -> None:
    Draft202012Validator.check_schema(SCENARIO_SCHEMA)
    assert json.loads((DOCS / "scenario.schema.json").read_text(encoding="utf-8")) == SCENARIO_SCHEMA
    assert findings.MOST_PROVISIONS == MOST_PROVISIONS


@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_every_reference_assessment_is_written_in_the_form_and_can_be_read_again(
    library: None, kind: str
) -> None:
    for assessment in Assessment.objects.filter(reference__isnull=False):
        scenario = scenario_of(assessment)
        assert list(VALIDATOR.iter_errors(scenario)) == [], assessment.reference
        text = WRITERS[kind](scenario).decode()
        again = read_foreign(text, name="x").data if kind == "yaml" else json.loads(text)
        assert again == scenario, assessment.reference
        assert list(again["facts"]) == list(scenario["facts"])


@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_what_is_exported_comes_back_the_same(
    draft: Assessment, reference: Assessment, outsider: User, kind: str
) -> None:
    for original in (draft, reference):
        written = WRITERS[kind](scenario_of(original))
        again = scenario_import(author=outsider, content=written)
        assert WRITERS[kind](scenario_of(again)) == written
        assert (again.author, again.visibility, again.status, again.team) == (
            outsider, "private", "draft", None,
        )  # fmt: skip


def test_everything_in_the_file_is_in_the_draft(draft: Assessment) -> None:
    scenario = scenario_of(draft)
    given = read_foreign(FILE, name="x").data
    assert scenario.pop("schema") == 1
    told = {
        **given,
        "facts": {**given["facts"], "uses_force": {"value": "yes"}, "state_conduct": {"value": "yes"}},
    }
    assert scenario == told
    assert list(scenario["facts"])[:2] == ["state_conduct", "uses_force"], "in the order of the catalogue"
    assert "analyst" not in json.dumps(scenario).lower()


@pytest.mark.parametrize(
    "text",
    ["08", "1e5", "yes", "null", "~", "2026-01-01", "a\n b\n", " #x", "x: y", "é\u2028z", "\tx", "0x1F", "-"],
)
def test_yaml_keeps_texts_that_look_like_something_else(text: str) -> None:
    written = WRITERS["yaml"]({"title": text}).decode()
    assert read_foreign(written, name="x").data == {"title": text}
    assert yaml.safe_load(written) == {"title": text}, "for readers of YAML 1.1 as well"


def test_a_file_in_the_form_is_taken_at_its_limits(analyst: User) -> None:
    evidence = [{"reliability": "F", "credibility": 6.0, "citation": "c" * 600, "note": "n" * 1000}] * 20
    answer = {"level": 3.0, "confidence": "low", "why": "w" * 6000, "evidence": evidence}
    least: dict[str, Any] = {
        "title": "t" * 160, "target_name": "x" * 160, "starts_on": "1945-10-24", "as_of": "2100-12-31",
        "label": "One line", "draws": 0, "seed": 7, "sovereignty": {"territory": answer}, "facts": {},
    }  # fmt: skip
    assert list(VALIDATOR.iter_errors(least)) == []
    made = scenario_of(scenario_import(author=analyst, content=json.dumps(least).encode()))
    assert made["sovereignty"]["territory"]["level"] == 3
    assert made["summary"] == "One line"
    assert list(VALIDATOR.iter_errors(made)) == []


def test_the_example_is_evaluated_and_imported(analyst: User, capsys: pytest.CaptureFixture[str]) -> None:
    example = DOCS / "examples" / "embargo-ship.yaml"
    draft = scenario_import(author=analyst, content=example.read_bytes())
    assert draft.phase.case.target_name == "The flag State of the ship"
    call_command("evaluate", str(example))
    assert "Boarding of a ship" in capsys.readouterr().out


def test_an_export_is_evaluated(
    reference: Assessment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The memorandum of the file comes to what the assessment was published with."""
    path = tmp_path / "kosovo.yaml"
    path.write_bytes(WRITERS["yaml"](scenario_of(reference)))
    call_command("evaluate", str(path), "--draws", "0")
    told = capsys.readouterr().out
    assert reference.phase.title in told
    assert "unlawful" in told
    assert "69.0" in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("uses_force: yes", "uses_forc: yes"), "line 13, /facts/uses_forc: unknown fact; did you mean uses_force?"),
        (("unsc-1203]", "unsc-12031]"), "line 17, /facts/council_authorises_force/provisions/1: "),
        (("level: 4", "level: 5"), "line 24, /ratings/threat_gravity/level: must be one of 0, 1, 2, 3, 4, na, unknown"),
        (("level: 4", "levle: 4"), "line 24, /ratings/threat_gravity/levle: is not known; did you mean level?"),
        (("level: 4", "levle: 4"), "line 24, /ratings/threat_gravity: level is missing"),
        (("target_name: Ardania\n", ""), "line 1: target_name is missing"),
        (("2026-05-09", "2026-02-30"), "line 8, /ends_on: must be a date that exists, such as 1999-03-24"),
        (("2026-05-09", "2026-05-01"), "line 8, /ends_on: lies before starts_on, 2026-05-02"),
        (("as_of: 2026-05-02", "as_of: 1944-05-02"), "line 9, /as_of: The Charter entered into force"),
        (("nato-2022", "nato-2202"), "line 11, /framework: is not known; did you mean nato-2022?"),
        (("standpoint: ex_ante", "author: Me"), "line 10, /author: is not known here; known: schema, title"),
        (("uses_force: yes", "uses_force: maybe"), "/facts/uses_force: must be one of yes, no, contested, unknown"),
        (("value: no", "value: nope"), "/facts/council_authorises_force/value: must be one of yes, no"),
        (("reliability: A,", "reliability: G,"), "/facts/council_authorises_force/evidence/0/reliability: must be one"),
        (("https://example", "javascript://example"), "/evidence/0/url: must be an address that begins with https"),
        (('"08"', "8"), "/sovereignty/territory/why: must be text"),
        (("title: \"Strikes on Ardania: day one\"", 'title: "\\u200b"'), "line 1, /title: shows nothing"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_line_and_nothing_is_written(
    analyst: User, change: tuple[str, str], told: str
) -> None:
    changed = FILE.replace(*change, 1)
    assert changed != FILE
    assert told in "\n".join(faults_of(analyst, changed))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "The file is not UTF-8"),
        ("title: [", "line 2: did not find"),
        ("a: &x [1]\nb: *x\n", "line 2: anchors and aliases"),
        ("[" * 60 + "]" * 60, "line 1: is nested deeper than 40 levels"),
        ("title: a\ntitle: b\n", "line 2: found the key title twice"),
        ("x: " + "9" * 5000, "line 1: a number has too many digits"),
        ("x: 1e999", "line 1: a number is too large"),
        ("- a\n", "must be a mapping that begins with"),
        ("", "must be a mapping that begins with"),
        ("!!python/name:os.system x", "unknown tag"),
        ('title: "\\0"', "null character"),
        ('title: "\\ud800"', "line 1: found invalid Unicode"),
        ('{"title": "\\ud800"}', "half of a character"),
        ("".join(f"a{number}: b\n" for number in range(90_000)), "There are more faults; mend these first."),
        ("facts:\n" + "".join(f"  a{n}: yes\n" for n in range(70_000)), "There are more faults; mend these"),
        ('{"title": "a", "title": "b"}', '"title" stands twice'),
        ('{"title": }', "line 1 column"),
        ('{"title": "\\u0000"}', "null character"),
        ("{" + '"a":{' * 60, "nested deeper"),
        ("#" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_what_is_no_scenario_at_all_is_refused_in_words(
    analyst: User, content: str | bytes, told: str
) -> None:
    assert told in "\n".join(faults_of(analyst, content))


def test_json_is_told_by_pointer_alone(analyst: User) -> None:
    scenario = json.dumps({"title": "A", "facts": {"uses_forc": "yes"}}, indent=1)
    assert "/facts/uses_forc: unknown fact; did you mean uses_force?" in faults_of(analyst, scenario)


def test_a_copy_has_every_answer_and_says_where_it_is_from(reference: Assessment, outsider: User) -> None:
    before = scenario_of(reference)
    copy = assessment_copy(author=outsider, assessment=reference)
    made = scenario_of(copy)
    for part in (
        "facts",
        "ratings",
        "sovereignty",
        "as_of",
        "standpoint",
        "framework",
        "target_name",
        "starts_on",
    ):
        assert made[part] == before[part], part
    assert made["title"] == f"Copy of {before['title']}"
    assert made["summary"].startswith("Copied from the reference assessment of “")
    assert f"/assessments/{reference.pk}/" in made["summary"]
    assert made["summary"].endswith(before["summary"])
    assert copy.phase.case.owner == outsider
    assert copy.phase.case.kind == "scenario"
    assert (copy.visibility, copy.status, copy.reference) == ("private", "draft", None)
    reference.refresh_from_db()
    assert scenario_of(reference) == before
    assert not Evidence.objects.filter(finding__assessment=copy, source__isnull=False).exists()


def test_a_copy_by_a_framework_that_is_not_shared_is_judged_by_the_doctrine_of_the_day(
    draft: Assessment, analyst: User, outsider: User
) -> None:
    base = framework_get("nato-2022")
    own = framework_make(owner=analyst, base=base, weighing=Weighing("Mine", "", *elicited_of(base), None))
    Assessment.objects.filter(pk=draft.pk).update(framework=own)
    draft = Assessment.objects.get(pk=draft.pk)
    assert assessment_copy(author=analyst, assessment=draft).framework == own
    copy = assessment_copy(author=outsider, assessment=draft)
    assert copy.framework == Framework.objects.get(code="nato-2022")
    assert "judged by nato-2022" in copy.phase.summary


def test_neither_file_nor_copy_costs_more_with_more_answers(
    draft: Assessment, reference: Assessment, outsider: User
) -> None:
    def cost(assessment: Assessment) -> tuple[int, int]:
        row = Assessment.objects.select_related("phase__case__target", "framework__catalogue").get(
            pk=assessment.pk
        )
        return count(lambda: scenario_of(row)), count(
            lambda: assessment_copy(author=outsider, assessment=row)
        )

    few, many = cost(draft), cost(reference)
    assert many[0] <= few[0] + 1, "the acting States beside"
    assert many[0] <= 7
    assert many[1] <= few[1] + 2, "the acting States, and a batch where a database limits parameters"
    assert many[1] <= 24
