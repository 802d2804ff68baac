"""The tables of what was judged: published assessments with their answers and evidence, codings, publications.

An assessment is named by its library id or by the number of its publication: the number of its row says where it
lies in one database and nothing else. So are the times at which rows were written and counted there left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Coalesce

from cases.assessments.api.publications import PublicationSerializer
from cases.assessments.api.serializers import AssessmentSerializer, KeptCodingSerializer
from cases.assessments.evaluation import PARTS
from cases.assessments.models import Assessment, Coding, Evidence, Finding, Snapshot
from cases.assessments.publication_record import publication_document
from cases.assessments.publications import publications
from cases.assessments.selectors import assessments
from cases.research.releases.meanings import JUDGED
from cases.research.releases.tables import AT_ONCE, Extra, Row, Shown, Table, column, in_order
from natoassess.web.rows import Columns, Kind

NAME = Coalesce("reference", "publication__number")
OF_THE_ROW = frozenset({"id", "version", "created_at", "changed_at", "submitted_at", "result.revision"})
"""Columns of the API's list that say where and when a row lies in one database."""
ASSESSMENT: Extra = (
    column("assessment", "The assessment: an id of assessments."),
    lambda row: name_of(row.assessment),
)
PART = column(
    "part", "The part of the catalogue that the question belongs to: facts, ratings or sovereignty."
)
CODE = column("code", "The question: a code of facts, criteria or sovereignty.")


class ReleasedAssessmentSerializer(AssessmentSerializer):
    """An assessment without what one installation wrote: a reference was never published there, but loaded."""

    def to_representation(self, instance: Assessment) -> dict[str, Any]:
        """The row; a reference has no day of publication."""
        shown: dict[str, Any] = super().to_representation(instance)
        return shown | {"published_at": None} if instance.reference else shown


def tables() -> list[Table]:
    """Assessments, findings, evidence, codings and their answers, publications."""
    return [_assessments(), _findings(), _evidence(), _codings(), _coded(), _publications()]


def name_of(assessment: Assessment) -> str:
    """The library id, or the number of the publication."""
    return assessment.reference or assessment.publication.number


def _seen() -> QuerySet[Assessment]:
    return assessments(AnonymousUser()).annotate(name=NAME).filter(name__isnull=False)


def _assessments() -> Table:
    meanings = JUDGED["assessments"]
    return Shown(
        name="assessments",
        meaning=meanings[""],
        key=("name",),
        serializer=ReleasedAssessmentSerializer,
        rows=lambda: in_order(_seen(), "name"),
        meanings=meanings,
        extras=[
            (column("name", "What it is cited by: a library id, or the number of its publication."), name_of)
        ],
        without=OF_THE_ROW,
    ).table()


def _named(rows: QuerySet[Any], within: str = "") -> QuerySet[Any]:
    """Rows that belong to answers that everybody may see, with `name` and `part`, by assessment, part and code."""
    assessment = f"{within}assessment"
    kinds = (When(**{f"{within}kind": kind}, then=Value(part)) for kind, part in PARTS.items())
    return in_order(
        rows.filter(**{f"{assessment}__in": _seen().order_by().values("pk")}).annotate(
            name=Coalesce(f"{assessment}__reference", f"{assessment}__publication__number"),
            part=Case(*kinds, output_field=CharField()),
        ),
        "name",
        "part",
        f"{within}code",
    )


def _findings() -> Table:
    meanings = JUDGED["findings"]
    columns = Columns(
        (
            ASSESSMENT[0],
            PART,
            CODE,
            *(
                column(name, meanings[name], nullable=name != "value")
                for name in ("value", "confidence", "why")
            ),
            column("provisions", meanings["provisions"], Kind.JSON),
            column("fixed", meanings["fixed"], Kind.BOOLEAN),
        )
    )

    def rows() -> Iterator[Row]:
        names = ("name", "part", "code", "value", "confidence", "why", "provisions", "fixed")
        for row in _named(Finding.objects.all()).values(*names).iterator(chunk_size=AT_ONCE):
            empty = {name: row[name] or None for name in ("confidence", "why")}
            yield {"assessment": row.pop("name"), **row, **empty}

    return Table("findings", meanings[""], ("assessment", "part", "code"), columns, rows)


def _evidence() -> Table:
    meanings = JUDGED["evidence"]
    columns = Columns(
        (
            ASSESSMENT[0],
            PART,
            CODE,
            column("n", meanings["n"], Kind.WHOLE),
            column("source", meanings["source"], nullable=True),
            column("citation", meanings["citation"], nullable=True),
            column("url", meanings["url"], nullable=True),
            column("reliability", meanings["reliability"]),
            column("credibility", meanings["credibility"], Kind.WHOLE),
            column("note", meanings["note"], nullable=True),
        )
    )

    def rows() -> Iterator[Row]:
        uses = Evidence.objects.select_related("source", "cited").annotate(
            code=F("finding__code"), case=F("source__case__slug")
        )
        ordered = _named(uses, "finding__")
        ordered = ordered.order_by(*ordered.query.order_by, "position", "pk")
        answers = groupby(
            ordered.iterator(chunk_size=AT_ONCE), key=lambda use: (use.name, use.part, use.code)
        )
        for (assessment, part, code), group in answers:
            for n, use in enumerate(group):
                yield {"assessment": assessment, "part": part, "code": code, "n": n} | _used(use)

    return Table("evidence", meanings[""], ("assessment", "part", "code", "n"), columns, rows)


def _used(use: Any) -> dict[str, Any]:
    """A use of a source, whose case is annotated."""
    return {
        "source": f"{use.case}/{use.source.slug}" if use.source else None,
        "citation": use.title or None,
        "url": use.url or None,
        "reliability": use.reliability,
        "credibility": use.credibility,
        "note": use.note or None,
    }


def _coding_rows() -> QuerySet[Coding]:
    rows = Coding.objects.filter(assessment__in=_seen().order_by().values("pk"))
    found: QuerySet[Coding] = in_order(
        rows.select_related("assessment__publication"), "assessment__reference", "slug"
    )
    return found


def _codings() -> Table:
    meanings = JUDGED["codings"]
    return Shown(
        name="codings",
        meaning=meanings[""],
        key=("assessment", "id"),
        serializer=KeptCodingSerializer,
        rows=_coding_rows,
        meanings=meanings,
        extras=[ASSESSMENT],
    ).table()


def _coded() -> Table:
    meanings = JUDGED["coding_answers"]
    columns = Columns(
        (
            ASSESSMENT[0],
            column("coding", meanings["coding"]),
            PART,
            CODE,
            column("value", meanings["value"]),
            column("confidence", meanings["confidence"], nullable=True),
            column("why", meanings["why"], nullable=True),
        )
    )

    def rows() -> Iterator[Row]:
        for coding in _coding_rows().iterator(chunk_size=AT_ONCE):
            head = {"assessment": name_of(coding.assessment), "coding": coding.slug}
            for part in sorted(coding.body):
                for code, answer in sorted(coding.body[part].items()):
                    value = answer["value"] if "value" in answer else answer["level"]
                    yield head | {
                        "part": part,
                        "code": code,
                        "value": str(value),
                        "confidence": answer.get("confidence"),
                        "why": coding.why.get(code),
                    }

    return Table("coding_answers", meanings[""], ("assessment", "coding", "part", "code"), columns, rows)


def _publications() -> Table:
    meanings = JUDGED["publications"]
    everybody = AnonymousUser()
    return Shown(
        name="publications",
        meaning=meanings[""],
        key=("number",),
        serializer=PublicationSerializer,
        rows=lambda: in_order(publications(everybody), "number"),
        meanings=meanings,
        without=frozenset({"assessment", "result.revision"}),
        context=lambda: {"seen": set(publications(everybody).values_list("pk", flat=True))},
    ).table()


def evaluations() -> Iterator[Mapping[str, Any]]:
    """{"assessment", "findings", "evaluation"} of each published assessment: what the engine took and gave."""
    for assessment in in_order(_seen().prefetch_related(None), "name").iterator(chunk_size=AT_ONCE):
        snapshot = Snapshot.objects.filter(assessment=assessment).order_by("-revision").first()
        if snapshot is not None:
            head = {"framework": assessment.framework.code, "as_of": assessment.as_of.isoformat()}
            yield {
                "assessment": name_of(assessment),
                "findings": head | snapshot.findings,
                "evaluation": snapshot.evaluation,
            }


def documents() -> Iterator[Mapping[str, Any]]:
    """The whole document of each publication that everybody may read and nobody withdrew."""
    rows = publications(AnonymousUser()).filter(retracted_at__isnull=True).defer(None)
    for publication in in_order(rows, "number").iterator(chunk_size=10):
        yield publication_document(publication)
