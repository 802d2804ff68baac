"""The sources of an assessment: read by whoever sees it, kept by those who answer it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View
from django.views.generic.base import ContextMixin

from cases.assessments.attachments import attachment_add, attachment_remove
from cases.assessments.evidence_widths import Widths, widths_of
from cases.assessments.file_kinds import FileRefused
from cases.assessments.file_store import path_of
from cases.assessments.forms.sources import FileForm, SourceForm
from cases.assessments.models import Assessment, Attachment, CitedSource
from cases.assessments.presentation.evidence import entries_shown, use_shown, widths_shown
from cases.assessments.presentation.labels import labels_of
from cases.assessments.rules import may
from cases.assessments.source_register import SourceInUse, source_add, source_change, source_remove
from cases.assessments.sources import evidence_of, files_of, register_of
from cases.assessments.views.filing import DraftMixin
from cases.assessments.views.result import assessment_or_404
from frameworks.services import FindingsInvalid
from natoassess.web.access import Access, PageMixin
from natoassess.web.concurrency import StaleVersion

SANDBOX = "default-src 'none'; sandbox"
"""A download is shown by nothing; where a browser does so all the same, it runs nothing."""


class SourcesView(PageMixin, TemplateView):
    """The register: each source with its grade and uses, and what the grades do to the width of the result."""

    access = Access.PUBLIC
    section = "assessments"
    template_name = "assessments/sources/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything the page shows."""
        assessment = assessment_or_404(self.request.user, kwargs["pk"])
        labels = labels_of(assessment.framework)
        entries = register_of(assessment)
        may_change = may(self.request.user, "change_assessment", assessment)
        widths = _widths(assessment)
        return super().get_context_data(
            **kwargs,
            assessment=assessment,
            own=entries_shown(
                [entry for entry in entries if entry.is_own], assessment, labels, to_form=may_change
            ),
            case_sources=entries_shown(
                [entry for entry in entries if not entry.is_own], assessment, labels, to_form=may_change
            ),
            may_change=may_change,
            may_read_files=may(self.request.user, "read_files", assessment),
            shown=widths_shown(widths, assessment, labels, to_form=may_change) if widths else None,
            crumbs=crumbs(assessment, beyond=False),
        )


class SourceEditing(DraftMixin):
    """What the pages that change the register share. Others' assessments 404; one handed in leads to its result."""

    template = "assessments/sources/source.html"

    @cached_property
    def source(self) -> CitedSource:
        """The source in the address; 404 for any that is not in this register."""
        found = self.assessment.cited_sources.filter(pk=self.kwargs["source"]).first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The assessment and the way back, without the task list and the panel of the form."""
        return ContextMixin.get_context_data(
            self,
            **kwargs,
            assessment=self.assessment,
            version=self.assessment.version,
            crumbs=crumbs(self.assessment),
        )

    def to_register(self, source: CitedSource | None = None) -> HttpResponse:
        """Back to the list, at the source where there is one."""
        anchor = f"#source-{source.pk}" if source else ""
        return redirect(f"{reverse('assessments:sources', args=[self.assessment.pk])}{anchor}")


class SourceNewView(SourceEditing):
    """Put a source into the register."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The empty form."""
        return self._page(request, SourceForm(assessment=self.assessment))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep it and go on to its page, where files are added; 422 where it cannot be kept."""
        form = SourceForm(request.POST, assessment=self.assessment)
        if not form.is_valid():
            return self._page(request, form, 422)
        source = source_add(editor=self.editor, assessment=self.assessment, details=form.details)
        messages.success(request, _("The source is in the register. Any answer can cite it now."))
        return redirect("assessments:source", self.assessment.pk, source.pk)

    def _page(self, request: HttpRequest, form: SourceForm, status: int = 200) -> HttpResponse:
        return render(
            request, self.template, self.get_context_data(form=form, heading=_("New source")), status=status
        )


class SourceView(SourceEditing):
    """One source: what it is, its files, where it is used."""

    def get(self, request: HttpRequest, pk: int, source: int) -> HttpResponse:
        """The form with what is stored."""
        return self.page(request, SourceForm(assessment=self.assessment, source=self.source), FileForm())

    def post(self, request: HttpRequest, pk: int, source: int) -> HttpResponse:
        """Change it; 422 where it cannot be kept so, 409 where the draft was saved meanwhile."""
        form = SourceForm(request.POST, assessment=self.assessment, source=self.source)
        if not form.is_valid():
            return self.page(request, form, FileForm(), status=422)
        was = self.source.reliability
        version = self.posted_version()
        try:
            source_change(
                editor=self.editor, source=self.source, expected_version=version, details=form.details
            )
        except StaleVersion:
            del self.assessment
            return self.page(request, form, FileForm(), status=409)
        if self.source.reliability != was:
            messages.success(request, _("Saved. The new reliability holds wherever the source is used."))
        else:
            messages.success(request, _("Saved."))
        return self.to_register(self.source)

    def page(
        self, request: HttpRequest, form: SourceForm, files: FileForm, *, status: int = 200
    ) -> HttpResponse:
        """The page of a source, also where something was refused."""
        labels = labels_of(self.assessment.framework)
        uses = [
            use_shown(use, self.assessment, labels, to_form=True)
            for use in evidence_of(self.assessment).filter(cited=self.source)
        ]
        context = self.get_context_data(
            form=form,
            file_form=files,
            heading=self.source.citation,
            source=self.source,
            uses=uses,
            attachments=list(self.source.attachments.select_related("added_by")),
            is_stale=status == 409,
        )
        return render(request, self.template, context, status=status)


class SourceRemoveView(SourceView):
    """Take a source out of the register; refused while answers rest on it."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, source: int) -> HttpResponse:
        """Remove it, or say where it is used: 409."""
        try:
            source_remove(editor=self.editor, source=self.source)
        except SourceInUse as error:
            count = len(error.uses)
            told = ngettext(
                "The source was not removed: %(count)d answer rests on it. Take it out there first.",
                "The source was not removed: %(count)d answers rest on it. Take it out there first.",
                count,
            )
            messages.error(request, told % {"count": count})
            form = SourceForm(assessment=self.assessment, source=self.source)
            return self.page(request, form, FileForm(), status=409)
        messages.success(request, _("The source is removed, with its files."))
        return self.to_register()


class SourceFilesView(SourceView):
    """Keep a file with a source. The one page that takes 10 MB."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, source: int) -> HttpResponse:
        """Keep it; 422 with the reason beside the field where it is none that is kept."""
        files = FileForm(request.POST, request.FILES)
        if files.is_valid():
            try:
                attachment_add(editor=self.editor, source=self.source, file=files.cleaned_data["file"])
            except FileRefused as refused:
                files.add_error("file", str(refused))
            else:
                messages.success(request, _("The file is kept with the source."))
                return redirect("assessments:source", self.assessment.pk, self.source.pk)
        form = SourceForm(assessment=self.assessment, source=self.source)
        return self.page(request, form, files, status=422)


class FileRemoveView(SourceEditing):
    """Remove a file."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, source: int, file: int) -> HttpResponse:
        """Remove it, and return to the source."""
        found = self.source.attachments.filter(pk=file).first()
        if found is None:
            raise Http404
        attachment_remove(editor=self.editor, attachment=found)
        messages.success(request, _("The file is removed."))
        return redirect("assessments:source", self.assessment.pk, self.source.pk)


class FileView(PageMixin, View):
    """A file kept with a source, as a download for the team."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest, pk: int, source: int, file: int) -> HttpResponseBase:
        """The file; 404 for whom it is not meant."""
        assessment = assessment_or_404(request.user, pk)
        if not may(request.user, "read_files", assessment):
            raise Http404
        found = files_of(assessment).filter(source=source, pk=file).first()
        if found is None:
            raise Http404
        return file_response(found)


def file_response(file: Attachment) -> FileResponse:
    """The file as a stream, to be saved and not shown. Http404 where it has been lost."""
    try:
        content = path_of(file.key).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.media_type)
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def crumbs(assessment: Assessment, *, beyond: bool = True) -> list[tuple[str, str]]:
    """The way here: the list, the assessment and, `beyond` it, its sources."""
    way = [
        (_("Assessments"), reverse("assessments:list")),
        (str(assessment.phase.title), reverse("assessments:detail", args=[assessment.pk])),
    ]
    return [*way, (_("Sources"), reverse("assessments:sources", args=[assessment.pk]))] if beyond else way


def _widths(assessment: Assessment) -> Widths | None:
    """What the grades do; nothing while an answer cannot stand."""
    try:
        return widths_of(assessment)
    except FindingsInvalid:
        return None
