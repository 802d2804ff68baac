"""Frameworks: those of the library, and those that people made of them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from frameworks.cited import framework_address, framework_cited
from frameworks.compile import compiled_parts
from frameworks.forms import FrameworkForm
from frameworks.models import Framework
from frameworks.own import (
    FrameworkInUse,
    framework_change,
    framework_delete,
    framework_make,
    is_used,
    may_change,
)
from frameworks.selectors import doctrines, framework_get, frameworks, frameworks_own
from natoassess.accounts.models import User
from natoassess.accounts.views.people import signed_in
from natoassess.web.access import Access, PageMixin
from natoassess.web.addresses import site_address
from natoassess.web.citations.shown import cite_shown
from natoassess.web.concurrency import StaleVersion


class FrameworkPage(PageMixin, TemplateView):
    """What the pages of frameworks share: the section, the crumbs, the framework in the address."""

    section = "method"

    @cached_property
    def framework(self) -> Framework:
        """The framework in the address, in its newest version. Http404 for one that the person may not see."""
        try:
            return framework_get(self.kwargs["code"], user=self.request.user)
        except Framework.DoesNotExist as error:
            raise Http404 from error

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The way back."""
        crumbs = [(_("Method"), reverse("method")), (_("Frameworks"), reverse("method-frameworks"))]
        return super().get_context_data(**{"crumbs": crumbs, **kwargs})


class FrameworkList(FrameworkPage):
    """All frameworks of the library, and of people's own those that the person may see."""

    access = Access.PUBLIC
    template_name = "method/own/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Doctrines, reports, own ones."""
        library = list(frameworks())
        return super().get_context_data(
            **kwargs,
            crumbs=[(_("Method"), reverse("method"))],
            doctrines=[row for row in library if row.is_doctrine],
            reports=[row for row in library if not row.is_doctrine],
            own=list(frameworks_own(self.request.user)),
        )


class FrameworkDetail(FrameworkPage):
    """One framework: where it comes from, what it asks, how it weighs."""

    access = Access.PUBLIC
    parameters = frozenset({"version"})
    template_name = "method/own/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version that the address names, else the newest."""
        shown = self.version()
        parts = compiled_parts(shown)
        versions = Framework.objects.filter(code=shown.code).order_by("version")
        return super().get_context_data(
            **kwargs,
            framework=shown,
            cites=[
                cite_shown(
                    framework_cited(shown, framework_address(shown, site_address(self.request))),
                    "api-framework-version-cite",
                    shown.code,
                    shown.version,
                )
            ],
            groups=[
                (dimension, [row for row in parts["criteria"] if row["dimension"] == dimension["code"]])
                for dimension in parts["dimensions"]
            ],
            versions=list(versions.values_list("version", flat=True)),
            may_change=may_change(self.request.user, shown) and shown == self.framework,
            is_used=shown.is_own and is_used(shown),
        )

    def version(self) -> Framework:
        """The version that `?version=` names. Http404 where there is none, BadRequest for what is no number."""
        given = self.request.GET.get("version")
        if given is None:
            return self.framework
        if not (given.isascii() and given.isdigit() and len(given) < 6):
            raise BadRequest(_("version: %(given)s is no whole number.") % {"given": given})
        try:
            return framework_get(self.framework.code, int(given), user=self.request.user)
        except Framework.DoesNotExist as error:
            raise Http404 from error


class OwnPage(FrameworkPage):
    """A page that makes or changes a framework of one's own; another's answers 404."""

    access = Access.SIGNED_IN

    @cached_property
    def editor(self) -> User:
        """The person who is signed in."""
        return signed_in(self.request)

    @cached_property
    def own(self) -> Framework:
        """The framework in the address, which only its owner may change."""
        if not may_change(self.editor, self.framework):
            raise Http404
        return self.framework

    def posted_version(self) -> int:
        """The version that the form was made from. Raises BadRequest where it holds none."""
        given = self.request.POST.get("version", "")
        if not (given.isascii() and given.isdigit() and len(given) < 10):
            raise BadRequest(_("The form does not say which version it was made from. Load the page anew."))
        return int(given)

    def form_page(
        self, request: HttpRequest, form: FrameworkForm, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        """The form with the shares that follow from it."""
        shown = self.get_context_data(form=form, base=form.base, groups=list(form.groups()), **context)
        return render(request, "method/own/form.html", shown, status=status)


class FrameworkNew(OwnPage):
    """Make a framework of the published one that `?from=` names, or of today's doctrine."""

    parameters = frozenset({"from"})

    @cached_property
    def base(self) -> Framework:
        """The published framework to begin from. Http404 where the library has none of that code."""
        code = self.request.GET.get("from")
        found = doctrines().filter(doctrine_until__isnull=True).last() if code is None else None
        try:
            return found or framework_get(code or "")
        except Framework.DoesNotExist as error:
            raise Http404 from error

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form with the weights of the published one."""
        return self.page(request, FrameworkForm(user=self.editor, base=self.base))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make it, or with `then=preview` only show what it would come to; 422 where an answer cannot stand."""
        form = FrameworkForm(request.POST, user=self.editor, base=self.base)
        if not form.is_valid():
            return self.page(request, form, status=422)
        if request.POST.get("then") == "preview":
            return self.page(request, form)
        made = framework_make(owner=self.editor, base=self.base, weighing=form.weighing)
        messages.success(
            request, _("Your framework is made. It can be chosen when you file, and in the API.")
        )
        return redirect("method-framework", made.code)

    def page(self, request: HttpRequest, form: FrameworkForm, status: int = 200) -> HttpResponse:
        """The form, and the published frameworks that one may begin from."""
        return self.form_page(
            request, form, status=status, bases=[row for row in frameworks() if not row.deprecated]
        )


class FrameworkEdit(OwnPage):
    """Change a framework of one's own: in place until something relies on it, then as its next version."""

    def form(self, data: Any = None) -> FrameworkForm:
        """The form for what is stored, or for `data`."""
        return FrameworkForm(data, user=self.editor, base=self.own.made_from or self.own, row=self.own)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What is stored, to be changed."""
        return self.page(request, self.form(), self.own.lock_version)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Save it; 422 for what cannot stand, 409 where it changed meanwhile."""
        form, version = self.form(request.POST), self.posted_version()
        if not form.is_valid():
            return self.page(request, form, version, status=422)
        if request.POST.get("then") == "preview":
            return self.page(request, form, version)
        before = self.own.version
        try:
            saved = framework_change(
                editor=self.editor, framework=self.own, expected_version=version, weighing=form.weighing
            )
        except StaleVersion as stale:
            return self.page(request, form, stale.current, status=409)
        is_next = saved.version != before
        messages.success(
            request,
            _("Saved as version %(number)d; what was judged by the one before keeps it.")
            % {"number": saved.version}
            if is_next
            else _("Saved."),
        )
        return redirect("method-framework", saved.code)

    def page(
        self, request: HttpRequest, form: FrameworkForm, version: int, status: int = 200
    ) -> HttpResponse:
        """The form, and whether saving makes a new version."""
        return self.form_page(
            request,
            form,
            status=status,
            framework=self.own,
            version=version,
            is_used=is_used(self.own),
            is_stale=status == 409,
        )


class FrameworkDelete(OwnPage):
    """Delete a framework of one's own that nothing relies on, after asking once."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask."""
        return self.page(request)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Delete it; 409 where something relies on it, or it changed since it was asked."""
        title = self.own.title
        try:
            framework_delete(editor=self.editor, framework=self.own, expected_version=self.posted_version())
        except FrameworkInUse:
            return self.page(request, status=409)
        except StaleVersion:
            return self.page(request, status=409, is_stale=True)
        messages.success(request, _("The framework “%(title)s” is deleted.") % {"title": title})
        return redirect("method-frameworks")

    def page(self, request: HttpRequest, status: int = 200, is_stale: bool = False) -> HttpResponse:
        """The question, with the version that it is about."""
        row = framework_get(self.own.code, user=self.editor)
        context = self.get_context_data(
            framework=row,
            version=row.lock_version,
            is_used=any(is_used(each) for each in Framework.objects.filter(code=row.code)),
            is_stale=is_stale,
        )
        return render(request, "method/own/delete.html", context, status=status)
