"""How assessments are shown."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.assessments.api import meanings
from cases.assessments.api.input import FactsShown, HarmsShown, RatingsShown
from cases.assessments.api.result import ResultSerializer
from cases.assessments.evaluation import body_of, evaluate
from cases.assessments.models import Assessment, Coding
from cases.assessments.precedents import evaluation_with_precedents
from cases.assessments.record import answers_of
from cases.assessments.rules import may
from cases.assessments.selectors import frozen
from frameworks.api.evaluation_schema import EvaluationSerializer
from frameworks.api.request_schema import STANDPOINTS, FindingsSerializer
from frameworks.services import FindingsInvalid
from natoassess.web.openapi import FaultSerializer
from natoassess.web.quick_rows import QuickRows
from natoassess.web.serializers import Described, TextOrNull

ANSWERED = frozenset({"facts", "ratings", "sovereignty"})
EVALUATED = frozenset({"findings", "evaluation", "faults"})


class FrameworkVersionSerializer(QuickRows):
    """Which yardstick."""

    code = serializers.CharField(read_only=True, help_text="The key of the framework.")
    version = serializers.IntegerField(
        read_only=True, help_text="The version of the framework. Unit: number of the version, from 1."
    )


class KeptCodingSerializer(serializers.ModelSerializer[Coding]):
    """One of the independent codings that a reference assessment was settled from, by name."""

    id = serializers.CharField(source="slug", read_only=True)

    class Meta:
        model = Coding
        fields = ("id", "coder", "coded_on", "basis")
        read_only_fields = fields


class SettledSerializer(serializers.Serializer[Any]):
    """How a difference between the codings was settled."""

    questions = serializers.ListField(child=serializers.CharField(), read_only=True)
    why = serializers.CharField(read_only=True)


class AssessmentSerializer(Described, QuickRows, serializers.ModelSerializer[Assessment]):
    """An assessment in a list."""

    meanings = meanings.ASSESSMENT

    phase = serializers.SerializerMethodField()
    title = serializers.CharField(source="phase.title", read_only=True)
    target_name = serializers.CharField(source="phase.case.target_label", read_only=True)
    framework = FrameworkVersionSerializer(read_only=True)
    author = serializers.SerializerMethodField()
    standpoint = serializers.ChoiceField(STANDPOINTS, read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True, allow_null=True)
    coded_by = TextOrNull()
    publication = serializers.SerializerMethodField()
    result = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields: tuple[str, ...] = (
            "id",
            "reference",
            "phase",
            "title",
            "target_name",
            "framework",
            "as_of",
            "standpoint",
            "status",
            "visibility",
            "author",
            "team",
            "coded_by",
            "coded_on",
            "version",
            "created_at",
            "changed_at",
            "submitted_at",
            "published_at",
            "publication",
            "result",
        )
        read_only_fields = fields

    def get_phase(self, assessment: Assessment) -> str:
        """The case and the phase."""
        return f"{assessment.phase.case.slug}/{assessment.phase.slug}"

    def get_author(self, assessment: Assessment) -> str | None:
        """The name shown; a library assessment has none."""
        return assessment.author.name if assessment.author else None

    def get_publication(self, assessment: Assessment) -> str | None:
        """Null until it is published, and for the library's own, which are named by `reference`."""
        publication = getattr(assessment, "publication", None)
        return publication.number if publication else None

    @extend_schema_field(ResultSerializer(allow_null=True))
    def get_result(self, assessment: Assessment) -> dict[str, Any] | None:
        """Of the last revision."""
        for snapshot in assessment.snapshots.all():
            head = {"revision": snapshot.revision, "evaluation_id": snapshot.evaluation_id}
            return head | dict(snapshot.summary)
        return None


class AssessmentDetailSerializer(AssessmentSerializer):
    """An assessment with its answers, the body that replays them, and the evaluation."""

    summary = serializers.CharField(source="phase.summary", read_only=True)
    acting_names = serializers.SerializerMethodField()
    starts_on = serializers.DateField(source="phase.starts_on", read_only=True)
    ends_on = serializers.DateField(source="phase.ends_on", read_only=True, allow_null=True)
    review_note = serializers.SerializerMethodField()
    changes = serializers.ListField(
        read_only=True, help_text="What was changed from the first coding, and why."
    )
    codings = KeptCodingSerializer(
        many=True, read_only=True, help_text="The independent codings that it was settled from."
    )
    settled = SettledSerializer(
        many=True, read_only=True, help_text="How differences between the codings were settled."
    )
    differs = TextOrNull(help_text="Why the verdict differs from what authorities held.")
    facts = serializers.SerializerMethodField()
    ratings = serializers.SerializerMethodField()
    sovereignty = serializers.SerializerMethodField()
    findings = serializers.SerializerMethodField(
        help_text="Send it to POST /score/ for the same evaluation_id."
    )
    evaluation = serializers.SerializerMethodField(help_text="Null while answers cannot stand.")
    faults = serializers.SerializerMethodField(help_text="Why a draft cannot be evaluated.")

    class Meta(AssessmentSerializer.Meta):
        fields = (
            *AssessmentSerializer.Meta.fields,
            "summary",
            "acting_names",
            "starts_on",
            "ends_on",
            "review_note",
            "changes",
            "codings",
            "settled",
            "differs",
            "facts",
            "ratings",
            "sovereignty",
            "findings",
            "evaluation",
            "faults",
        )
        read_only_fields = fields

    def to_representation(self, instance: Assessment) -> dict[str, Any]:
        """The row, its answers and what the engine makes of them, worked out once, where they are asked for."""
        self.made = answers_of(instance) if ANSWERED & self.fields.keys() else {}
        self.made |= evaluated(instance) if EVALUATED & self.fields.keys() else {}
        shown: dict[str, Any] = super().to_representation(instance)
        return shown

    @extend_schema_field(FactsShown)
    def get_facts(self, assessment: Assessment) -> Any:
        """As they can be filed again."""
        return self.made["facts"]

    @extend_schema_field(RatingsShown)
    def get_ratings(self, assessment: Assessment) -> Any:
        """As they can be filed again."""
        return self.made["ratings"]

    @extend_schema_field(HarmsShown)
    def get_sovereignty(self, assessment: Assessment) -> Any:
        """As they can be filed again."""
        return self.made["sovereignty"]

    @extend_schema_field(FindingsSerializer)
    def get_findings(self, assessment: Assessment) -> Any:
        """The body that replays the evaluation."""
        return self.made["findings"]

    @extend_schema_field(EvaluationSerializer(allow_null=True))
    def get_evaluation(self, assessment: Assessment) -> Any:
        """Frozen once submitted, else of the answers as they stand."""
        return self.made["evaluation"]

    @extend_schema_field(FaultSerializer(many=True))
    def get_faults(self, assessment: Assessment) -> Any:
        """Empty where the answers can stand."""
        return self.made["faults"]

    def get_acting_names(self, assessment: Assessment) -> str:
        """The acting States or organisations, in words."""
        named = assessment.phase.acting_names
        return named or ", ".join(actor.name for actor in assessment.phase.acting.all())

    def get_review_note(self, assessment: Assessment) -> str | None:
        """Of a reference: who reviewed it; else the reviewer's note, for author and reviewer alone."""
        may_read = may(self.context["request"].user, "read_review_note", assessment)
        return (assessment.review_note or None) if may_read else None


def evaluated(assessment: Assessment) -> dict[str, Any]:
    """{findings, evaluation, faults}: frozen once submitted, else of the answers as they stand."""
    faults: list[dict[str, str]] = []
    snapshot = frozen([assessment]).get(assessment.pk)
    if snapshot is not None:
        body, evaluation = snapshot.findings, snapshot.evaluation
    else:
        body, evaluation = body_of(assessment), None
        try:
            evaluation = evaluate(assessment, body=body)
        except FindingsInvalid as error:
            faults = [{"pointer": fault.pointer, "detail": fault.detail} for fault in error.faults]
    if evaluation is not None:
        evaluation = evaluation_with_precedents(assessment, evaluation, findings=body)
    head = {"framework": assessment.framework.code, "as_of": assessment.as_of.isoformat()}
    return {"findings": head | body, "evaluation": evaluation, "faults": faults}
