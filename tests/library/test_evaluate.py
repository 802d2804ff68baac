"""manage.py evaluate: a scenario file in, its memorandum out; faults by file and line."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from ruamel.yaml import YAML

from tests.scoring.builders import ROOT, fact_codes
from tests.scoring.test_golden import golden_cases

pytestmark = pytest.mark.django_db
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.yaml"))


def evaluated(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("evaluate", str(path), *options, stdout=out)
    return out.getvalue()


def refusal(path: Path, *options: str) -> CommandError:
    with pytest.raises(CommandError) as refused:
        evaluated(path, *options)
    return refused.value


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_print_their_memorandum(library: None, path: Path) -> None:
    text = evaluated(path)
    assert text.startswith("Boarding of a ship under an embargo\n===")
    assert "judged by the law as it stood on 1 July 2016" in " ".join(text.split())
    assert evaluated(path) == text


def test_json_is_what_the_endpoint_gives(library: None) -> None:
    told = json.loads(evaluated(EXAMPLES[0], "--json", "--draws", "30", "--seed", "9"))
    assert told["legitimacy"]["distribution"]["draws"] == 30
    assert told["legitimacy"]["distribution"]["seed"] == 9
    assert {"evaluation_id", "legality", "legitimacy", "sovereignty"} <= set(told)


def test_faults_are_told_by_line_with_the_cure(library: None, tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(
        "title: 3\n"
        "as_of: 1999-03-24\n"
        "facts:\n"
        "  uses_forse: yes\n"
        "  state_conduct: contested\n"
        "ratings:\n"
        "  threat_gravity:\n"
        "    level: 9\n"
    )
    refused = refusal(path)
    assert refused.returncode == 1
    lines = str(refused).splitlines()
    assert lines[0] == f"{path}:1: must be a text (at /title)"
    assert lines[1] == f"{path}:4: unknown fact; did you mean uses_force? (at /facts/uses_forse)"
    assert lines[2].startswith(f"{path}:5: attribution is yes, no or unknown")
    assert lines[3].startswith(f"{path}:8: must be a whole number from 0 to 4")
    assert lines[4] == "Nothing was evaluated: 4 faults."


@pytest.mark.parametrize("content", [b"facts: [\n", b"\xff\xfe\n", b"a: 1\na: 2\n"])
def test_what_cannot_be_read_ends_with_two(library: None, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "unreadable.yaml"
    path.write_bytes(content)
    refused = refusal(path)
    assert refused.returncode == 2
    assert str(refused).startswith(f"{path}:")


def test_a_missing_file_and_one_that_is_no_mapping(library: None, tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere.yaml").returncode == 2
    path = tmp_path / "list.yaml"
    path.write_text("- 1\n")
    assert refusal(path).returncode == 1


@pytest.mark.parametrize("case", golden_cases(), ids=lambda case: case["id"])
def test_the_golden_cases_as_scenario_files(library: None, tmp_path: Path, case: dict[str, Any]) -> None:
    """Written as scenarios, the cases that a lawyer reads come to what they expect, in words too."""
    rest = case.get("all_other_facts", "unknown")
    facts = dict.fromkeys(fact_codes(), "no" if rest is False else rest) | {
        code: answer["value"] if isinstance(answer, dict) else answer
        for code, answer in case["facts"].items()
    }
    facts = {code: {True: "yes", False: "no"}.get(answer, answer) for code, answer in facts.items()}
    facts.setdefault("state_conduct", "yes")
    path = tmp_path / f"{case['id']}.yaml"
    scenario = {"title": case["name"], "framework": "nato-2022", "as_of": str(case["as_of"]), "facts": facts}
    with path.open("w") as file:
        YAML().dump(scenario | {"draws": 0}, file)
    text = " ".join(evaluated(path).split())
    verdict = case["expect"]["verdicts"]["prevailing"]
    said = {
        "undetermined": "cannot be said yet",
        "not_applicable": "does not arise",
    }.get(verdict, f"the conduct is {verdict}.")
    assert said in text
