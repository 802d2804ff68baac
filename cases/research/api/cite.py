"""GET …/cite/ of everything that can be cited, and POST /citations/ for several things at once.

`style` in the address decides the form; without it Accept does, and CSL-JSON is sent where that is content with
anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from cases.assessments.api.publications import GONE, tombstone
from cases.assessments.cited import assessment_cited, publication_address, publication_cited
from cases.assessments.models import Publication
from cases.assessments.publications import publication_get
from cases.assessments.selectors import assessments
from cases.research.citations import MOST_NAMED, Unciteable, citations_named
from cases.research.releases.selectors import releases
from cases.research.releases.texts import release_record
from cases.studies.cited import case_cited, phase_cited
from cases.studies.selectors import cases, phases
from frameworks.cited import framework_address, framework_cited, instrument_cited, provision_cited
from frameworks.models import Framework
from frameworks.selectors import framework_get, instruments, provisions
from natoassess.web import problems
from natoassess.web.access import Access
from natoassess.web.addresses import site_address
from natoassess.web.api import ApiView
from natoassess.web.chosen_fields import refused
from natoassess.web.citations import DEFAULT, STYLES, Citation, Style
from natoassess.web.parameters import refuse_unknown
from natoassess.web.problems import Problem
from natoassess.web.scopes import READ
from natoassess.web.serializers import StrictSerializer

STYLE = OpenApiParameter(
    "style",
    OpenApiTypes.STR,
    enum=list(STYLES),
    description="Takes the place of Accept; `csl-json` where neither asks for another.",
)


class StyleRenderer(BaseRenderer):
    """Records in one style; a problem stays JSON."""

    charset = "utf-8"
    style: ClassVar[Style]

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """The text of the style."""
        if isinstance(data, list):
            return self.style.render(data).encode()
        refused: bytes = JSONRenderer().render(data)
        return refused


def _renderer(style: Style, media_type: str) -> type[StyleRenderer]:
    members = {"style": style, "media_type": media_type, "format": style.name}
    return type(f"{style.title.replace('-', '')}Renderer", (StyleRenderer,), members)


RENDERERS = [
    *(_renderer(style, style.media_type) for style in STYLES.values()),
    _renderer(STYLES[DEFAULT], "application/json"),
]
"""One for each style, the usual one first, and that one again under the name of all JSON."""
BODIES: dict[Any, Any] = {(200, style.media_type): OpenApiTypes.STR for style in STYLES.values()} | {
    (200, STYLES[DEFAULT].media_type): {
        "type": "array",
        "items": {"type": "object", "additionalProperties": True},
    }
}


def style_named(name: str) -> Style:
    """The style called `name` in the address. Raises Problem (400, `invalid_params`)."""
    style = STYLES.get(name)
    if style is None:
        told = _("There is no %(name)s; choose from %(known)s.") % {"name": name, "known": ", ".join(STYLES)}
        raise refused("style", [told])
    return style


class ByStyle(DefaultContentNegotiation):
    """The style in the address before the one in Accept."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer and its media type."""
        named = request.query_params.get("style")
        if not named:
            chosen: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
            return chosen
        style = style_named(named)
        renderer = next(item for item in renderers if item.format == style.name)
        return renderer, str(renderer.media_type)


class CitationView(ApiView):
    """What answers with citations."""

    permission_classes = [AllowAny]
    renderer_classes = RENDERERS
    content_negotiation_class = ByStyle

    @property
    def site(self) -> str:
        """The address of the site, without a slash at its end."""
        return site_address(self.request._request)

    def answer(self, records: list[Citation]) -> Response:
        """The records in the style that was asked for, under a name for whoever keeps the file."""
        renderer = self.request.accepted_renderer
        style = renderer.style if isinstance(renderer, StyleRenderer) else STYLES[DEFAULT]
        name = "".join(letter if letter.isalnum() or letter in "-." else "-" for letter in records[0].key)
        named = name if len(records) == 1 else "citations"
        disposition = f'inline; filename="{named}.{style.extension}"'
        return Response(records, headers={"Content-Disposition": disposition, "Vary": "Accept"})


class Cite(CitationView):
    """One thing as a citation."""

    def record(self, **names: Any) -> Citation:
        """The record of what the address names. Raises Http404."""
        raise NotImplementedError

    def get(self, request: Request, **names: Any) -> Response:
        """In the style that `style`, or Accept, asks for."""
        refuse_unknown(request.query_params, {"style"})
        return self.answer([self.record(**names)])


def _schema(
    name: str, summary: str, /, *, gone: bool = False, description: str | None = None, **paths: type
) -> Any:
    """The description of GET …/cite/ for one kind of thing."""
    return extend_schema_view(
        get=extend_schema(
            operation_id=f"{name}_cite",
            summary=summary,
            description=description,
            parameters=[
                STYLE,
                *(
                    OpenApiParameter("id" if path == "pk" else path, kind, OpenApiParameter.PATH)
                    for path, kind in paths.items()
                ),
            ],
            responses={**BODIES, 410: GONE} if gone else BODIES,
        )
    )


@_schema("instruments", "Cite an instrument", id=str)
class CiteInstrument(Cite):
    """An instrument of law."""

    access = Access.PUBLIC

    def record(self, **names: Any) -> Citation:
        """By its id."""
        return instrument_cited(get_object_or_404(instruments().prefetch_related(None), pk=names["pk"]))


@_schema("provisions", "Cite a clause of an instrument", id=str)
class CiteProvision(Cite):
    """A clause, as a pinpoint into its instrument."""

    access = Access.PUBLIC

    def record(self, **names: Any) -> Citation:
        """By its id, in which # is written %23."""
        return provision_cited(get_object_or_404(provisions(), pk=names["pk"]))


@_schema("cases", "Cite the record of a case", slug=str)
class CiteCase(Cite):
    """The record of a case."""

    access = Access.PUBLIC

    def record(self, **names: Any) -> Citation:
        """One that the caller may see."""
        rows = cases(self.request.user).prefetch_related(None)
        return case_cited(get_object_or_404(rows, slug=names["slug"]), self.site)


@_schema("phases", "Cite a phase of a case", case=str, phase=str)
class CitePhase(Cite):
    """The record of a phase."""

    access = Access.PUBLIC

    def record(self, **names: Any) -> Citation:
        """One that the caller may see."""
        rows = phases(self.request.user).select_related("case__owner").prefetch_related(None)
        found = get_object_or_404(rows, case__slug=names["case"], slug=names["phase"])
        return phase_cited(found, self.site)


@_schema(
    "assessments",
    "Cite an assessment",
    description="A published one is better cited by its number: /publications/<number>/cite/.",
    id=int,
)
class CiteAssessment(Cite):
    """An assessment: a draft is cited as one."""

    access = Access.PUBLIC

    def record(self, **names: Any) -> Citation:
        """One that the caller may see."""
        return assessment_cited(get_object_or_404(assessments(self.request.user), pk=names["pk"]), self.site)


@_schema("publications", "Cite a publication", gone=True, number=str)
class CitePublication(Cite):
    """A publication by its number."""

    access = Access.PUBLIC

    def get(self, request: Request, **names: Any) -> Response:
        """In the style that was asked for; 410 with the reason once it was retracted."""
        refuse_unknown(request.query_params, {"style"})
        try:
            publication = publication_get(request.user, names["number"])
        except Publication.DoesNotExist as error:
            raise Http404 from error
        if publication.is_retracted:
            return Response(tombstone(publication), status=410, content_type=problems.MEDIA_TYPE)
        return self.answer([publication_cited(publication, publication_address(publication, self.site))])


@_schema("frameworks", "Cite the newest version of a framework", code=str)
class CiteFramework(Cite):
    """A framework by its code, in its newest version."""

    access = Access.PUBLIC

    def record(self, **names: Any) -> Citation:
        """One that the caller may see."""
        try:
            row = framework_get(names["code"], names.get("version"), user=self.request.user)
        except Framework.DoesNotExist as error:
            raise Http404 from error
        return framework_cited(row, framework_address(row, self.site))


@_schema("frameworks_version", "Cite one version of a framework", code=str, version=int)
class CiteFrameworkVersion(CiteFramework):
    """One version of a framework."""

    access = Access.PUBLIC


@_schema("releases", "Cite a release of the data", name=str)
class CiteRelease(Cite):
    """A release, by its DOI where it has one."""

    access = Access.PUBLIC

    def record(self, **names: Any) -> Citation:
        """By its name."""
        release = get_object_or_404(releases(), name=names["name"])
        url = f"{self.site}{reverse('api-release-detail', args=[release.name])}"
        return release_record(
            release.name, release.day, doi=release.doi, url=url, checksum=release.archive["sha256"]
        )


class CitationsAskedSerializer(StrictSerializer):
    """What is to be cited, and how."""

    ids = serializers.ListField(
        child=serializers.CharField(max_length=200),
        min_length=1,
        max_length=MOST_NAMED,
        help_text="Ids as the records give them: unsc-1973, un-charter#art-51, kosovo-1999, kosovo-1999/allied-force, "
        "NA-2026-0007, assessment-12, nato-1999-v1.",
    )
    style = serializers.ChoiceField(list(STYLES), default=DEFAULT)  # type: ignore[assignment]  # DRF has a property of that name


class Citations(CitationView):
    """Several things in one file, in the order in which they are named."""

    access = Access.PUBLIC
    scope = READ  # nothing is stored

    def select_style(self, name: str) -> None:
        """Answer in the style that the body names: it counts more than Accept."""
        renderer = next(item for item in self.get_renderers() if item.format == name)
        self.request.accepted_renderer, self.request.accepted_media_type = renderer, renderer.media_type

    @extend_schema(
        operation_id="citations_make",
        summary="Cite several things at once",
        description=f"At most {MOST_NAMED}. Nothing is stored.",
        request=CitationsAskedSerializer,
        responses=BODIES,
        examples=[
            OpenApiExample(
                "a footnote",
                value={"ids": ["un-charter#art-51", "unsc-1973#op4"], "style": "oscola"},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """All of them, or every id that names nothing you may see."""
        refuse_unknown(request.query_params, ())
        asked = CitationsAskedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            records = citations_named(request.user, asked.validated_data["ids"], self.site)
        except Unciteable as error:
            detail = _("Nothing that you may see has this id.")
            raise Problem(
                _("The request has faults; nothing was made."),
                code="invalid",
                errors=[
                    {"pointer": problems.pointer("ids", position), "detail": detail}
                    for position in error.positions
                ],
            ) from error
        if "style" in request.data:
            self.select_style(asked.validated_data["style"])
        return self.answer(records)
