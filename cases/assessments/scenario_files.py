"""An assessment as a scenario file, in the form of scenario_schema.py: the same bytes for the same content.

Names of accounts are not in it. What is written can be read again by importing.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import yaml
from django.db.models import Prefetch
from django.utils.text import slugify

from cases.assessments.evaluation import KINDS, PARTS, finding_body
from cases.assessments.filing import TEXTS
from cases.assessments.limits import SUMMARY_LENGTH
from cases.assessments.models import Assessment, Evidence, Finding
from cases.assessments.models.finding import FindingKind
from cases.assessments.scenario_schema import ACTING_LENGTH, NAME_LENGTH, VERSION
from cases.studies.models import Phase

MEDIA_TYPES = {"yaml": "application/yaml", "json": "application/json"}
"""Of each format that is written (RFC 9512, RFC 8259)."""

NUMBERLIKE = re.compile(r"[-+.0-9eE]+")
"""Texts that some readers of YAML take for numbers, such as 08 and 1e5: they are written in quotation marks."""


def scenario_of(assessment: Assessment) -> dict[str, Any]:
    """The assessment as the members of a scenario file, in their order. Six queries at most.

    Answers stand in the order of the catalogue, those to questions that it does not ask behind them.
    """
    phase, case = assessment.phase, assessment.phase.case
    described = {
        "schema": VERSION,
        "title": title_of(phase),
        "summary": cut(phase.summary or case.deck, SUMMARY_LENGTH),
        "target_name": cut(case.target_label, NAME_LENGTH),
        "acting_names": acting_of(phase),
        "starts_on": phase.starts_on.isoformat(),
        "ends_on": phase.ends_on.isoformat() if phase.ends_on else "",
        "as_of": assessment.as_of.isoformat(),
        "standpoint": assessment.standpoint,
        "framework": assessment.framework.code,
    }
    return {name: value for name, value in described.items() if value != ""} | _parts(assessment)


def as_yaml(scenario: dict[str, Any]) -> bytes:
    """YAML in UTF-8. Words such as yes stand in quotation marks, so that every reader takes them for texts."""
    text: str = yaml.dump(
        scenario, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=False
    )
    return text.encode()


def as_json(scenario: dict[str, Any]) -> bytes:
    """JSON in UTF-8, indented, ending in a line end."""
    return (json.dumps(scenario, ensure_ascii=False, indent=2) + "\n").encode()


WRITERS = {"yaml": as_yaml, "json": as_json}
"""What writes each format."""


def file_name(assessment: Assessment, extension: str) -> str:
    """What the file is called: kosovo-1999-allied-force.scenario.yaml."""
    phase = assessment.phase
    own = phase.case.owner_id is not None
    stem = slugify(title_of(phase)) if own else f"{phase.case.slug}-{phase.slug}"
    return f"{stem[:100] or 'scenario'}.scenario.{extension}"


def title_of(phase: Phase) -> str:
    """The case, and the phase where it is called otherwise."""
    case = phase.case.title
    return cut(case if phase.title == case else f"{case}: {phase.title}", NAME_LENGTH)


def acting_of(phase: Phase) -> str:
    """Who acts, in words: as many whole names as fit."""
    if phase.acting_names:
        return phase.acting_names
    return cut(", ".join(actor.name for actor in phase.acting.all()), ACTING_LENGTH)


def cut(text: str, most: int) -> str:
    """`text` whole, or cut between two words and ended by "…"; at most `most` characters."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rsplit(maxsplit=1)[0].rstrip(' ,;:–-')}…"


def _parts(assessment: Assessment) -> dict[str, Any]:
    parts: dict[str, dict[str, Any]] = {part: {} for part in KINDS}
    evidence = Prefetch("evidence", queryset=Evidence.objects.select_related("source", "cited"))
    for finding in assessment.findings.prefetch_related(evidence):
        parts[PARTS[FindingKind(finding.kind)]][finding.code] = _answer(finding)
    catalogue = assessment.framework.catalogue
    asked = {
        "facts": catalogue.facts.values_list("code", flat=True),
        "ratings": catalogue.criteria.values_list("code", flat=True),
        "sovereignty": catalogue.sovereignty.values_list("code", flat=True),
    }
    return {part: _ordered(given, asked[part]) for part, given in parts.items() if given}


def _ordered(given: dict[str, Any], codes: Iterable[str]) -> dict[str, Any]:
    known = [code for code in codes if code in given]
    return {code: given[code] for code in (*known, *sorted(given.keys() - set(known)))}


def _answer(finding: Finding) -> dict[str, Any]:
    """The finding as in the body of POST /score/, with the confidence of any level and the texts of evidence."""
    body = finding_body(finding)
    evidence = [_evidence(item) for item in finding.evidence.all()]
    why = body.pop("why", "")
    body.pop("evidence", None)
    if finding.confidence and finding.kind != FindingKind.FACT:
        body["confidence"] = finding.confidence
    return body | ({"why": why} if why else {}) | ({"evidence": evidence} if evidence else {})


def _evidence(item: Evidence) -> dict[str, Any]:
    shown = {
        "reliability": item.reliability,
        "credibility": item.credibility,
        "citation": item.title,
        "url": item.url,
        "note": item.note,
    }
    return {name: value for name, value in shown.items() if name not in TEXTS or value}


class _Dumper(yaml.SafeDumper):
    """Lists set in from their key, texts of several lines as blocks, no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write a value out wherever it stands."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Set lists in."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else '"' if NUMBERLIKE.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
