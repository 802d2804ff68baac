"""Second codings by program: asking, accepting, declining, and how the two codings agree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from cases.assessments import selectors
from cases.assessments.api.agreement import QUESTION_PARTS, AlphasSerializer, AnswerField
from cases.assessments.consensus import Round, RoundItem, round_of
from cases.assessments.limits import NOTE_LENGTH
from cases.assessments.models import Assessment, SecondCoding
from cases.assessments.models.second_coding import CodingState
from cases.assessments.rules import require
from cases.assessments.second_codings import (
    CoderUnfit,
    RequestClosed,
    coders_for,
    requests_for,
    second_coding_accept,
    second_coding_ask,
    second_coding_decline,
)
from frameworks.agreement import Answer
from natoassess.accounts.models import User
from natoassess.web.access import Access
from natoassess.web.api import ApiView, answer_no_parameters
from natoassess.web.problems import Problem
from natoassess.web.serializers import StrictSerializer


class AskSerializer(StrictSerializer):
    """Whom to ask."""

    coder = serializers.CharField(max_length=150, help_text="The user name of an analyst of the team.")
    note = serializers.CharField(required=False, allow_blank=True, max_length=NOTE_LENGTH)


class SecondCodingSerializer(serializers.ModelSerializer[SecondCoding]):
    """A request for a second coding, and how far it has come."""

    coder = serializers.CharField(source="coder.username", read_only=True)
    asked_by = serializers.CharField(
        source="asked_by.username", read_only=True, allow_null=True, default=None
    )
    state = serializers.ChoiceField(CodingState.choices, read_only=True)
    phase = serializers.SerializerMethodField(help_text="case/phase")
    coding = serializers.SerializerMethodField(
        help_text="The coder’s own assessment; null for everybody else until it is handed in."
    )

    class Meta:
        model = SecondCoding
        fields = (
            "id",
            "assessment",
            "phase",
            "coder",
            "asked_by",
            "asked_at",
            "note",
            "state",
            "coding",
            "submitted_at",
            "settled_at",
        )
        read_only_fields = fields

    def get_phase(self, row: SecondCoding) -> str:
        """What is to be coded."""
        return f"{row.assessment.phase.case.slug}/{row.assessment.phase.slug}"

    def get_coding(self, row: SecondCoding) -> int | None:
        """Its number, for whom may see it."""
        user = self.context["request"].user
        return row.coding_id if row.coder_id == user.pk or row.submitted_at is not None else None


class ConsensusSideSerializer(serializers.Serializer[Any]):
    """One coder on one question: the answer as coded, and what they hold in the round; null while they were silent."""

    answer = AnswerField()
    why = serializers.CharField()
    holds = AnswerField(allow_null=True)
    holds_why = serializers.CharField()


class ConsensusItemSerializer(serializers.Serializer[Any]):
    """A question on which the two codings part."""

    part = serializers.ChoiceField(QUESTION_PARTS)
    code = serializers.CharField()
    disagreement = serializers.FloatField(allow_null=True, help_text="0 alike, 1 at opposite ends.")
    first = ConsensusSideSerializer()
    second = ConsensusSideSerializer()
    settled = AnswerField(allow_null=True, help_text="What both hold now; null while it is open.")


class CodingRoundSerializer(serializers.Serializer[Any]):
    """How two codings agree, as they were handed in, and where the consensus round stands."""

    second_coding = serializers.IntegerField()
    state = serializers.ChoiceField(CodingState.choices)
    first_revision = serializers.IntegerField()
    alpha = AlphasSerializer()
    items = ConsensusItemSerializer(many=True)


def round_body(found: Round) -> dict[str, Any]:
    """The round as the API gives it."""
    return {
        "second_coding": found.request.pk,
        "state": found.request.state,
        "first_revision": found.first.revision,
        "alpha": found.compared.reliability,
        "items": [_item(item) for item in found.items],
    }


def _item(item: RoundItem) -> dict[str, Any]:
    change, stand = item.change, item.stand
    given = (change.before, change.after) if change else (None, None)
    held = ((stand.first_value, stand.first_why), (stand.second_value, stand.second_why)) if stand else ()
    first, second = (
        {
            "answer": _plain(item.coded.answers[place]),
            "why": (given[place] or {}).get("why", ""),
            "holds": (held[place][0] or None) if held else None,
            "holds_why": held[place][1] if held else "",
        }
        for place in (0, 1)
    )
    coded = item.coded
    return {
        "part": coded.item.part,
        "code": coded.item.code,
        "disagreement": coded.disagreement,
        "first": first,
        "second": second,
        "settled": item.settled_value or None,
    }


def _plain(answer: Answer) -> str | int:
    return "unknown" if answer is None else answer


class SecondCodingsOfAssessment(ApiView, ViewSet):
    """The second codings of an assessment."""

    access = Access.SIGNED_IN
    permission_classes = [IsAuthenticated]
    conflicts = frozenset({"agreement"})

    @extend_schema(
        operation_id="second_codings_list",
        summary="Second codings of an assessment",
        responses=SecondCodingSerializer(many=True),
    )
    def list(self, request: Request, pk: int) -> Response:
        """For its author, its contributors, the reviewers of its team and its second coders."""
        answer_no_parameters(request)
        rows = self._assessment(request, pk).second_codings.select_related(
            "coder", "asked_by", "assessment__phase__case"
        )
        return Response(SecondCodingSerializer(rows, many=True, context={"request": request}).data)

    @extend_schema(
        operation_id="second_codings_ask",
        summary="Ask an analyst for a second coding",
        description=(
            "From now on the coder is kept from the assessment, by pages and API alike, until their own coding is "
            "handed in."
        ),
        request=AskSerializer,
        responses={201: SecondCodingSerializer},
    )
    def ask(self, request: Request, pk: int) -> Response:
        """The request that was made."""
        answer_no_parameters(request)
        assessment = self._assessment(request, pk, "ask_second_coding")
        given = AskSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        asker = _person(request)
        coder = coders_for(assessment, asker=asker).filter(username=given.validated_data["coder"]).first()
        if coder is None:
            raise serializers.ValidationError({"coder": [_("This person cannot be asked.")]})
        try:
            asked = second_coding_ask(
                asker=asker, assessment=assessment, coder=coder, note=given.validated_data.get("note", "")
            )
        except CoderUnfit as error:
            raise serializers.ValidationError({"coder": [str(error)]}) from error
        body = SecondCodingSerializer(asked, context={"request": request}).data
        return Response(body, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="second_codings_agreement",
        summary="How a second coding agrees with the first, and the consensus round",
        description="409 until both were handed in.",
        responses=CodingRoundSerializer,
    )
    def agreement(self, request: Request, pk: int, coding: int) -> Response:
        """Alpha by part, and every question on which the two part."""
        answer_no_parameters(request)
        rows = self._assessment(request, pk).second_codings.select_related("coding", "assessment")
        found = round_of(get_object_or_404(rows, pk=coding))
        if found is None:
            raise Problem(
                _("The two are compared once both were handed in."),
                code="not_handed_in",
                status_code=status.HTTP_409_CONFLICT,
            )
        return Response(CodingRoundSerializer(round_body(found)).data)

    def _assessment(self, request: Request, pk: int, action: str = "read_second_coding") -> Assessment:
        found: Assessment = get_object_or_404(selectors.assessments(request.user), pk=pk)
        require(request.user, action, found)
        return found


class SecondCodingsAsked(ApiView, ViewSet):
    """What the caller is asked to code a second time."""

    access = Access.SIGNED_IN
    permission_classes = [IsAuthenticated]
    conflicts = frozenset({"accept", "decline"})

    @extend_schema(
        operation_id="second_codings_asked",
        summary="Second codings that you are asked for, or have made",
        responses=SecondCodingSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        """Newest first."""
        answer_no_parameters(request)
        rows = requests_for(request.user).select_related("coder")
        return Response(SecondCodingSerializer(rows, many=True, context={"request": request}).data)

    @extend_schema(
        operation_id="second_codings_accept",
        summary="Accept a second coding",
        description="Makes an empty draft of the same phase under the same terms: `coding`. The body is empty.",
        request=None,
        responses=SecondCodingSerializer,
    )
    def accept(self, request: Request, coding: int) -> Response:
        """The request with the number of the draft; 409 where it has moved on."""
        asked = self._asked(request, coding)
        with _closed():
            second_coding_accept(coder=_person(request), request=asked)
        return self._answer(request, coding)

    @extend_schema(
        operation_id="second_codings_decline",
        summary="Decline a second coding, or give it back",
        request=None,
        responses=SecondCodingSerializer,
    )
    def decline(self, request: Request, coding: int) -> Response:
        """A draft already begun stays yours, private; 409 where it was handed in or called off."""
        asked = self._asked(request, coding)
        with _closed():
            second_coding_decline(coder=_person(request), request=asked)
        return self._answer(request, coding)

    def _asked(self, request: Request, key: int) -> SecondCoding:
        answer_no_parameters(request)
        found: SecondCoding = get_object_or_404(requests_for(request.user).select_related("coder"), pk=key)
        return found

    def _answer(self, request: Request, key: int) -> Response:
        return Response(SecondCodingSerializer(self._asked(request, key), context={"request": request}).data)


@contextmanager
def _closed() -> Iterator[None]:
    """A request that has moved on, as a problem."""
    try:
        yield
    except RequestClosed as error:
        raise Problem(
            _("The request is %(state)s; nothing was done.") % {"state": error},
            code="request_closed",
            status_code=status.HTTP_409_CONFLICT,
        ) from error


def _person(request: Request) -> User:
    """Who asks; the permission classes have let nobody else in."""
    return cast(User, request.user)
