"""An assessment's result for pages and documents: the evaluation joined with reasons, words and links.

`result_of(assessment)` reads what is needed in a fixed number of queries; the parts are pure functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.assessments.models import Assessment, Finding, Snapshot
from cases.assessments.models.finding import FindingKind
from cases.assessments.presentation.answers import (
    AnswerGroup,
    FaultShown,
    answer_groups,
    cited,
    faults_shown,
    laws_of,
    step_url,
)
from cases.assessments.presentation.beside import (
    ChangeShown,
    CompetenceShown,
    DutyShown,
    WarningShown,
    changes_shown,
    citation,
    competence_shown,
    duties_shown,
    warnings_shown,
)
from cases.assessments.presentation.changes import Changes, changes_of
from cases.assessments.presentation.indices import (
    DimensionGroup,
    HarmRow,
    answers_of,
    consent_rule,
    dimension_groups,
    harm_rows,
    rated_words,
)
from cases.assessments.presentation.labels import Labels, labels_of
from cases.assessments.presentation.legality import (
    Flips,
    Paragraph,
    flips_parted,
    paragraphs,
    trace_arranged,
)
from cases.assessments.selectors import evaluation_of
from frameworks.services import FindingsInvalid, Sentence, evaluation_explain
from natoassess.web.presentation import words
from natoassess.web.presentation.answers import verdict_span
from natoassess.web.presentation.traces import Law


@dataclass(frozen=True)
class OpenFact:
    """A fact that is not known, and the step where its author may answer it."""

    code: str
    label: str
    question: str
    url: str


@dataclass(frozen=True)
class Result:
    """All that the page of a result says. `evaluation` is None where an answer cannot stand: see `faults`."""

    assessment: Assessment
    labels: Labels
    snapshot: Snapshot | None
    groups: list[AnswerGroup]
    citation: str
    changes: list[ChangeShown]
    evaluation: dict[str, Any] | None = None
    faults: tuple[FaultShown, ...] = ()
    parts: Parts | None = None


@dataclass(frozen=True)
class Parts:
    """What follows from an evaluation."""

    deck: str
    sentences: Mapping[str, list[Sentence]]
    paragraphs: list[Paragraph]
    trace: dict[str, Any]
    whys: dict[str, str]
    laws: Mapping[str, Law]
    flips: Flips
    changes: Changes
    decisive: list[OpenFact]
    settled: list[OpenFact]
    duties: list[DutyShown]
    dimensions: list[DimensionGroup]
    rated: str
    harms: list[HarmRow]
    consent_rule: str
    competence: list[CompetenceShown]
    warnings: list[WarningShown]


def result_of(assessment: Assessment, findings: list[Finding] | None = None) -> Result:
    """Read and word the result of `assessment` as it is to be shown: frozen once submitted, else as it stands.

    `findings` takes the place of the rows: the answers of a publication, as they were frozen.
    """
    labels = labels_of(assessment.framework)
    if findings is None:
        findings = list(assessment.findings.prefetch_related("evidence__source", "evidence__cited"))
    snapshot = next(iter(assessment.snapshots.all()), None)
    try:
        evaluation = evaluation_of(assessment)
    except FindingsInvalid as error:
        evaluation, faults = None, tuple(faults_shown(error, assessment, labels))
    else:
        faults = ()
    named = {name for finding in findings for name in finding.provisions}
    laws = laws_of(cited(evaluation, findings) if evaluation else named)
    return Result(
        assessment=assessment,
        labels=labels,
        snapshot=snapshot,
        groups=answer_groups(findings, labels, laws),
        citation=citation(assessment, snapshot),
        changes=changes_shown(assessment, labels),
        evaluation=evaluation,
        faults=faults,
        parts=_parts(assessment, evaluation, findings, labels, laws) if evaluation else None,
    )


def _parts(
    assessment: Assessment,
    evaluation: dict[str, Any],
    findings: list[Finding],
    labels: Labels,
    laws: Mapping[str, Law],
) -> Parts:
    legality, legitimacy = evaluation["legality"], evaluation["legitimacy"]
    facts = answers_of(findings, FindingKind.FACT)
    sentences = evaluation_explain(
        framework=assessment.framework,
        evaluation=evaluation,
        provisions={name: law.label for name, law in laws.items()},
    )
    ratings = answers_of(findings, FindingKind.RATING)
    groups = dimension_groups(legitimacy, labels, ratings)
    harms = harm_rows(labels, answers_of(findings, FindingKind.SOVEREIGNTY))

    def opened(codes: list[str]) -> list[OpenFact]:
        return [
            OpenFact(
                code,
                labels.fact(code),
                labels.facts[code].question,
                step_url(assessment, labels, "facts", code),
            )
            for code in codes
        ]

    return Parts(
        deck=deck(evaluation),
        sentences=sentences,
        paragraphs=paragraphs(legality, sentences["legality"], labels),
        trace=trace_arranged(legality, labels),
        whys={code: finding.why for code, finding in facts.items()},
        laws=laws,
        flips=flips_parted(legality["flips"]),
        changes=changes_of(evaluation, labels, laws),
        decisive=opened(legality["decisive_unknowns"]),
        settled=opened(legality["settled_unknowns"]),
        duties=duties_shown(evaluation, labels),
        dimensions=groups,
        rated=rated_words(legitimacy, groups, len(ratings.keys() - labels.criteria.keys())),
        harms=harms,
        consent_rule=consent_rule(harms),
        competence=competence_shown(evaluation, labels, facts),
        warnings=warnings_shown(evaluation, laws),
    )


def deck(evaluation: Mapping[str, Any]) -> str:
    """The three answers in one sentence, side by side and never added up."""
    parts = (_legal(evaluation["legality"]), _legitimate(evaluation["legitimacy"]), _sovereign(evaluation))
    return words.capitalise("; ".join(parts)) + "."


def _legal(legality: Mapping[str, Any]) -> str:
    verdict = words.word(words.VERDICTS, legality["verdict"])
    if legality["verdict"] == "undetermined":
        return _("the legal answer is still open, %(span)s") % {"span": verdict_span(legality)}
    if legality["verdict"] == "not_applicable":
        return _("no State's conduct, so the legal question does not arise")
    others = [
        _("%(verdict)s on the %(reading)s one")
        % {
            "verdict": words.word(words.VERDICTS, reading["verdict"]),
            "reading": words.word(words.READINGS, code).lower(),
        }
        for code, reading in legality["readings"].items()
        if reading["verdict"] != legality["verdict"]
    ]
    if not others:
        return _("%(verdict)s on every reading") % {"verdict": verdict}
    return ", ".join([_("%(verdict)s on the prevailing reading") % {"verdict": verdict}, *others])


def _legitimate(legitimacy: Mapping[str, Any]) -> str:
    if legitimacy["index"] is None:
        return _("legitimacy is not rated yet")
    if not legitimacy["band"]:
        return _("too little is rated for a band of legitimacy")
    band = words.word(words.BANDS, legitimacy["band"])
    if legitimacy["band_at_least"] != legitimacy["band_at_most"]:
        return _("legitimacy %(band)s of what is rated, at least %(low)s and at most %(high)s") % {
            "band": band,
            "low": words.word(words.BANDS, legitimacy["band_at_least"]),
            "high": words.word(words.BANDS, legitimacy["band_at_most"]),
        }
    return _("legitimacy %(band)s") % {"band": band}


def _sovereign(evaluation: Mapping[str, Any]) -> str:
    impact = evaluation["sovereignty"]
    if impact["gross"] is None:
        return _("the impact on sovereignty is not rated yet")
    if impact["adjusted"] is None:
        return _("how much of the impact on sovereignty consent takes off is not settled")
    if words.number(impact["adjusted"]) == words.number(impact["gross"]):
        return _("no consent takes anything off the impact on sovereignty")
    return (
        _("consent takes most off the impact on sovereignty")
        if impact["adjusted"] < impact["gross"] / 2
        else _("consent takes part off the impact on sovereignty")
    )
