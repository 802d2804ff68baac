"""The pages of batches: one's own list with a form to send another, and one batch with its progress, live."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import TemplateView, View

from cases.research.batches.asking import batch_ask, batch_go_on
from cases.research.batches.forms import BatchForm
from cases.research.batches.models import Batch, BatchState, Form
from cases.research.batches.selectors import visible_to
from cases.research.batches.services import batch_cancel, batch_delete
from cases.research.batches.streams import (
    FilesGone,
    faults_as_csv,
    faults_first,
    faults_of,
    joined,
    results_as_csv,
    results_of,
    streamed,
)
from cases.research.batches.template import template_csv
from cases.research.batches.uploads import BesideBatches, blocks_of, form_of
from frameworks.batches import PlanInvalid
from frameworks.models import Framework
from frameworks.selectors import doctrines, framework_get
from natoassess.accounts.models import User
from natoassess.web.access import Access, PageMixin
from natoassess.web.list_pages import list_page
from natoassess.web.problems import Problem, sentence

PAGE_SIZE = 20
FAULTS_SHOWN = 100


class OwnBatches(PageMixin):
    """What the pages of batches share: one's own alone; another's do not exist."""

    access = Access.SIGNED_IN
    section = "research"

    @property
    def person(self) -> User:
        """Who is signed in."""
        return cast(User, self.request.user)

    def get_queryset(self) -> QuerySet[Batch]:
        """The batches in sight."""
        return visible_to(self.person)

    def batch(self, pk: uuid.UUID) -> Batch:
        """The batch in the address. Raises Http404."""
        return get_object_or_404(self.get_queryset(), pk=pk)


@method_decorator(csrf_exempt, name="dispatch")  # checked below, once the file has a place to go
class BatchesView(OwnBatches, TemplateView):
    """One's own batches, the newest first, and the form that sends one."""

    parameters = frozenset({"page"})
    template_name = "research/batches/list.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say where files go before anything reads the form, the check of its token included.

        Nothing is read of what a stranger sends.
        """
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        request.upload_handlers = [BesideBatches(request)]
        answer: HttpResponseBase = csrf_protect(super().dispatch)(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page of the list, and the form unless it was sent."""
        page = list_page(self.get_queryset(), self.request.GET.get("page", "1"), size=PAGE_SIZE)
        kwargs.setdefault("form", BatchForm(self.person))
        return super().get_context_data(page_obj=page, batches=page.object_list, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """To the page of the new batch; the form again, with every fault, where there is any (422)."""
        form = BatchForm(self.person, request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                batch, _is_new = batch_ask(
                    self.person, form=form_of(file), given=form.given, blocks=blocks_of(file)
                )
            except Problem as problem:
                _tell(form, problem)
            else:
                return redirect("research:batch", pk=batch.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class BatchView(OwnBatches, TemplateView):
    """One batch; the page follows it by itself, and without script by reloading."""

    template_name = "research/batches/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The batch, and its first faults once it has ended."""
        return super().get_context_data(**shown(self.batch(self.kwargs["pk"])), **kwargs)


class BatchStateView(OwnBatches):
    """The changing part of the page of a batch, asked for again and again while it is open."""

    parameters = frozenset({"seen"})

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """The part, or 204 while nothing has changed: nothing is then announced again."""
        batch = self.batch(pk)
        if request.GET.get("seen") == batch.mark:
            return HttpResponse(status=204)
        return render(request, "research/batches/_state.html", {**shown(batch), "swapped": True})


class BatchCancelView(OwnBatches):
    """Calling a batch off."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Back to the page of the batch, which says what became of it."""
        if not batch_cancel(owner=self.person, batch=self.batch(pk)):
            messages.info(request, _("It had ended before."))
        return redirect("research:batch", pk=pk)


class BatchResumeView(OwnBatches):
    """Having a batch go on."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Back to the page of the batch, which says why not where it does not."""
        try:
            batch_go_on(self.person, self.batch(pk))
        except Problem as problem:
            messages.warning(request, str(problem.detail))
        return redirect("research:batch", pk=pk)


class BatchDeleteView(OwnBatches):
    """Removing a batch with its files."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """To the list."""
        batch_delete(owner=self.person, batch=self.batch(pk))
        messages.success(request, _("The batch and its files are removed."))
        return redirect("research:batches")


class BatchFileView(OwnBatches):
    """Results or faults of a batch, as JSON Lines or CSV."""

    what = ""

    def get(self, request: HttpRequest, pk: uuid.UUID, ending: str) -> HttpResponseBase:
        """The download, streamed. Raises Http404 where there is none (yet, or any more)."""
        batch = self.batch(pk)
        if ending not in Form.values or (self.what == "results" and batch.state != BatchState.DONE):
            raise Http404
        find, as_csv = (results_of, results_as_csv) if self.what == "results" else (faults_of, faults_as_csv)
        try:
            files = find(batch)
            return streamed(batch, f"{self.what}.{ending}", files, as_csv if ending == "csv" else joined)
        except (FilesGone, PlanInvalid) as error:
            raise Http404 from error


class TemplateCsvView(PageMixin, View):
    """The header of a table to fill in, with every question of a framework."""

    access = Access.PUBLIC
    parameters = frozenset({"framework"})

    def get(self, request: HttpRequest) -> HttpResponse:
        """The file. Raises Http404 for a framework that there is not, or that the visitor may not see."""
        code = request.GET.get("framework", "")
        try:
            framework = framework_get(code, user=request.user) if code else _current()
        except Framework.DoesNotExist as error:
            raise Http404 from error
        return HttpResponse(
            template_csv(framework),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{framework.code}-rows.csv"'},
        )


def shown(batch: Batch) -> dict[str, Any]:
    """What the page of a batch says of it."""
    faults = faults_first(batch, FAULTS_SHOWN) if batch.bad_rows and not batch.is_open else []
    return {"batch": batch, "faults": faults, "more_faults": len(faults) == FAULTS_SHOWN}


def _current() -> Framework:
    found = doctrines().last()
    if found is None:
        raise Framework.DoesNotExist
    return found


def _tell(form: BatchForm, problem: Problem) -> None:
    """Every fault beside its field, or at the file."""
    for error in problem.errors:
        name = error.get("parameter", "file")
        form.add_error(name if name in form.fields else None, sentence(error["detail"]))
    if not problem.errors:
        form.add_error("file", str(problem.detail))
