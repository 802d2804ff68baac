"""Further phases of a scenario of one's own."""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cases.assessments.api.serializers import AssessmentDetailSerializer
from cases.assessments.api.views import ETAG, AssessmentBase
from cases.assessments.limits import SUMMARY_LENGTH, day_fault, is_visible
from cases.assessments.models import Assessment
from cases.assessments.phases import MOST_PHASES, NewPhase, TooManyPhases, own_assessments, phase_add
from cases.assessments.rules import require
from frameworks.models import Framework
from frameworks.selectors import framework_get, framework_on
from natoassess.accounts.models import User
from natoassess.web.access import Access
from natoassess.web.api import answer_no_parameters
from natoassess.web.problems import Problem
from natoassess.web.serializers import StrictSerializer


class NewPhaseSerializer(StrictSerializer):
    """A further phase; `as_of` left out is its first day."""

    title = serializers.CharField(max_length=160)
    summary = serializers.CharField(required=False, allow_blank=True, max_length=SUMMARY_LENGTH)
    acting_names = serializers.CharField(
        required=False, allow_blank=True, max_length=300, help_text="Left out: as in the phase so far."
    )
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True)
    as_of = serializers.DateField(required=False, help_text="The day by whose law the act is judged.")
    framework = serializers.CharField(
        required=False, help_text="A code; left out: the doctrine in force at as_of."
    )
    answers_from = serializers.IntegerField(
        required=False,
        help_text="An assessment of yours of the same scenario, whose answers the draft begins with.",
    )
    former_title = serializers.CharField(
        required=False,
        max_length=160,
        help_text="What the one phase so far is called from now on, as long as none was added.",
    )

    def validate_title(self, value: str) -> str:
        """A title that can be read in a list."""
        if not is_visible(value):
            raise serializers.ValidationError(_("shows nothing; give it a title that can be read"))
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Days that the Charter governs, and an end that does not lie before the beginning."""
        faults = {
            name: [fault]
            for name in ("starts_on", "ends_on", "as_of")
            if (day := attrs.get(name)) is not None and (fault := day_fault(day))
        }
        if attrs.get("ends_on") and attrs["ends_on"] < attrs["starts_on"]:
            faults["ends_on"] = [_("lies before starts_on, %(day)s") % {"day": attrs["starts_on"]}]
        if faults:
            raise serializers.ValidationError(faults)
        return attrs


class Phases(AssessmentBase):
    """The phases of a scenario."""

    access = Access.SIGNED_IN
    permission_classes = [IsAuthenticated]
    conflicts = frozenset({"add"})

    @extend_schema(
        operation_id="assessments_phases_add",
        summary="Add a phase to a scenario of your own, with a draft of it",
        description=(
            "The draft has the readers and the standpoint of the assessment in the address. 409 where the scenario has "
            f"{MOST_PHASES} phases."
        ),
        request=NewPhaseSerializer,
        responses={201: AssessmentDetailSerializer},
        parameters=[ETAG],
    )
    def add(self, request: Request, pk: int) -> Response:
        """The draft of the new phase."""
        answer_no_parameters(request)
        assessment: Assessment = self.get_object()
        require(request.user, "add_phase", assessment)
        given = NewPhaseSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            draft = phase_add(
                editor=cast(User, request.user),
                assessment=assessment,
                described=self._described(given.validated_data, assessment),
                answers_from=self._source(given.validated_data, assessment),
            )
        except TooManyPhases as error:
            detail = _("A scenario has at most %(most)d phases; begin another.") % {"most": MOST_PHASES}
            raise Problem(detail, code="too_many_phases", status_code=status.HTTP_409_CONFLICT) from error
        response = self.answer(draft, code=status.HTTP_201_CREATED)
        response["Location"] = reverse("api-assessment-detail", args=[draft.pk], request=request)
        return response

    def _described(self, given: dict[str, Any], assessment: Assessment) -> NewPhase:
        as_of = given.get("as_of") or given["starts_on"]
        return NewPhase(
            title=given["title"],
            summary=given.get("summary", ""),
            acting_names=given.get("acting_names", assessment.phase.acting_names),
            starts_on=given["starts_on"],
            ends_on=given.get("ends_on"),
            as_of=as_of,
            framework=self._framework(given.get("framework")) or framework_on(as_of)[0],
            former_title=given.get("former_title", ""),
        )

    def _framework(self, code: str | None) -> Framework | None:
        if code is None:
            return None
        try:
            return framework_get(code, user=self.request.user)
        except Framework.DoesNotExist as error:
            raise serializers.ValidationError({"framework": [_("unknown framework")]}) from error

    def _source(self, given: dict[str, Any], assessment: Assessment) -> Assessment | None:
        number = given.get("answers_from")
        if number is None:
            return None
        found = (
            own_assessments(cast(User, self.request.user), assessment.phase.case).filter(pk=number).first()
        )
        if found is None:
            detail = _("is no assessment of yours of this scenario")
            raise serializers.ValidationError({"answers_from": [detail]})
        return found
