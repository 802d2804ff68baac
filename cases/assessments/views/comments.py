"""Comments: all of an assessment on one page, and what is done to one. With htmx a thread changes in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.assessments.commenting import (
    CommentRefused,
    comment_add,
    comment_delete,
    comment_edit,
    comment_reopen,
    comment_resolve,
    is_too_old,
)
from cases.assessments.discussion import (
    OPEN,
    RESOLVED,
    QuestionThreads,
    comments,
    said_of,
    threads,
    with_drafts,
)
from cases.assessments.forms.together import CommentForm
from cases.assessments.models import Comment
from cases.assessments.steps import Question
from cases.assessments.views.together import TogetherMixin
from natoassess.web.list_pages import list_page

PAGE_SIZE = 25


@dataclass(frozen=True)
class Part:
    """The threads on one question as the page shows them; no question for the whole."""

    question: Question | None
    title: str
    url: str
    on: QuestionThreads


class ThreadMixin(TogetherMixin):
    """Answers with one thread where htmx asked, with the page otherwise."""

    @cached_property
    def comment(self) -> Comment:
        """The comment in the address; 404 for one of another assessment."""
        found = comments(self.person, self.assessment).filter(pk=self.kwargs["comment"]).first()
        if found is None:
            raise Http404
        found.assessment = self.assessment
        return found

    @property
    def is_part(self) -> bool:
        """Whether htmx asks for one thread."""
        return self.request.headers.get("HX-Request") == "true"

    def title_of(self, name: str) -> str:
        """The question in words; what the framework does not ask any more by its name."""
        if not name:
            return _("The whole assessment")
        question = self.by_name.get(name)
        return question.label if question else name

    def typed(self) -> dict[str, str]:
        """What stood in the boxes of the thread: it is given back, whatever became of the request."""
        return {
            name: self.request.POST[name]
            for name in self.request.POST
            if name == "text" or name.startswith("reply-")
        }

    def thread(self, name: str, *, status: int = 200, **drafts: Any) -> HttpResponse:
        """The threads on one question, for its place in the page."""
        on = with_drafts(self.discussion.on(name), **drafts)
        context = {
            "on": on,
            "title": self.title_of(name),
            "assessment": self.assessment,
            "fold": self.request.POST.get("fold") == "1",
            "is_open": True,
        }
        return render(self.request, "assessments/together/thread.html", context, status=status)

    def place_of(self, comment: Comment) -> str:
        """Where a comment stands on the page of its question."""
        page = reverse("assessments:comments", args=[self.assessment.pk])
        query = f"?question={comment.question}" if comment.question else ""
        return f"{page}{query}#comment-{comment.pk}"


class CommentsView(ThreadMixin):
    """All comments by question, narrowed to open or resolved threads or to one question; and a new one."""

    parameters = frozenset({"state", "question", "page"})

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page; 400 for a parameter that cannot be understood."""
        state, question = request.GET.get("state", ""), request.GET.get("question", "")
        if state not in ("", OPEN, RESOLVED):
            raise BadRequest(_("The parameter state takes open or resolved."))
        if question and question not in self.by_name:
            raise BadRequest(_("The parameter question names no question of the framework."))
        return self._page(state, question)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add a comment or a reply; 422 with the text kept where it cannot stand."""
        name, typed = request.POST.get("question", ""), self.typed()
        if name and name not in self.by_name:
            raise BadRequest(_("The form does not say which question it is about. Load the page anew."))
        place, first = self._replied_to()
        try:
            if place != "text" and first is None:
                # Said of another assessment's comment too: what exists elsewhere is nobody's business here.
                raise CommentRefused("gone", _("The comment was taken back meanwhile. Yours is kept below."))
            made = comment_add(
                author=self.person,
                assessment=self.assessment,
                text=typed.get(place, ""),
                question=name,
                reply_to=first,
            )
        except CommentRefused as refused:
            status = 409 if refused.code in {"gone", "too_many"} else 422
            if refused.code == "gone":
                typed = {"text": typed.get(place, "")}
                place = "text"
            name = first.question if first else name
            kept = {"texts": typed, "fault_at": place, "error": str(refused)}
            if self.is_part:
                return self.thread(name, status=status, **kept)
            return self._page("", name, status=status, **kept)
        typed.pop(place, None)
        if self.is_part:
            return self.thread(made.question, texts=typed, new=made.pk)
        messages.success(request, _("The comment is added."))
        return redirect(self.place_of(made))

    def _replied_to(self) -> tuple[str, Comment | None]:
        """The box that the form sends, and the comment that it replies to; None where there is no such comment."""
        given = self.request.POST.get("reply_to", "")
        if not given:
            return "text", None
        if not (given.isascii() and given.isdigit() and len(given) < 19):
            raise BadRequest(_("The form does not say which comment it replies to. Load the page anew."))
        found = comments(self.person, self.assessment).filter(pk=int(given)).first()
        return f"reply-{int(given)}", found

    def _page(self, state: str, question: str, *, status: int = 200, **drafts: Any) -> HttpResponse:
        page = self._threads(state, question)
        by_question: dict[str, list[Comment]] = {}
        for first in page.object_list:
            by_question.setdefault(first.question, []).append(first)
        may_comment = self.discussion.may_comment
        parts = []
        names = list(by_question) or ([question] if question else [])
        for name in names:
            said = tuple(
                said_of(first, self.person, may_comment=may_comment) for first in by_question.get(name, ())
            )
            on = with_drafts(QuestionThreads(name, said, may_comment), **({"texts": {}} | drafts))
            asked = self.by_name.get(name)
            parts.append(Part(asked, self.title_of(name), self.address_of(asked), on))
        whole = with_drafts(QuestionThreads("", (), may_comment), **({"texts": {}} | drafts))
        every, unresolved = self.discussion.counts
        context = self.get_context_data(
            heading=_("Comments"),
            view="comments",
            parts=parts,
            whole=None if question or "" in by_question else whole,
            state=state,
            question=self.by_name.get(question),
            page_obj=page,
            total=every,
            unresolved=unresolved,
            has_fault=status != 200,
        )
        return render(self.request, "assessments/together/comments.html", context, status=status)

    def _threads(self, state: str, question: str) -> Page[Comment]:
        """One page of threads, those on the whole first, then in the order of the questions."""
        found = threads(self.person, self.assessment, state=state)
        if question:
            found = found.filter(question=question)
        order = {name: place for place, name in enumerate(["", *self.by_name])}
        keys = sorted(
            found.prefetch_related(None).select_related(None).values_list("question", "pk"),
            key=lambda pair: (order.get(pair[0], len(order)), pair),
        )
        page: Page[Any] = list_page(keys, self.request.GET.get("page", "1"), size=PAGE_SIZE)
        rows = {row.pk: row for row in found.filter(pk__in=[pk for _name, pk in page.object_list])}
        page.object_list = [rows[pk] for _name, pk in page.object_list if pk in rows]
        return page


class CommentEditView(ThreadMixin):
    """Mend or take back one's own comment."""

    def get(self, request: HttpRequest, pk: int, comment: int) -> HttpResponse:
        """The form."""
        return self._page(CommentForm(initial={"text": self.comment.text}))

    def post(self, request: HttpRequest, pk: int, comment: int) -> HttpResponse:
        """Save; 403 for another's, 422 for what cannot stand, 409 once it is too late or answered."""
        form, status = CommentForm(request.POST), 422
        if form.is_valid():
            try:
                comment_edit(editor=self.person, comment=self.comment, text=form.cleaned_data["text"])
            except CommentRefused as refused:
                form.add_error("text", str(refused))
                status = 409
            else:
                messages.success(request, _("The comment is changed."))
                return redirect(self.place_of(self.comment))
        return self._page(form, status=status)

    def _page(self, form: CommentForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            heading=_("Change a comment"),
            form=form,
            comment=self.comment,
            title=self.title_of(self.comment.question),
            is_own=self.comment.author_id == self.person.pk,
            is_too_old=is_too_old(self.comment),
            back=self.place_of(self.comment),
        )
        return render(self.request, "assessments/together/comment.html", context, status=status)


class ActView(ThreadMixin):
    """Something that one button does to a comment: the service that does it, and how it is told."""

    http_method_names = ["post", "options"]
    service: ClassVar[Callable[..., object]]
    done: ClassVar[Promise]

    def post(self, request: HttpRequest, pk: int, comment: int) -> HttpResponse:
        """Do it, and show where it stood; what was refused is told in words."""
        place, name, number = self.place_of(self.comment), self.comment.question, self.comment.pk
        try:
            type(self).service(by=self.person, comment=self.comment)
        except CommentRefused as refused:
            if self.is_part:
                at = f"reply-{number}"
                return self.thread(name, texts=self.typed(), fault_at=at, error=str(refused), status=409)
            messages.warning(request, str(refused))
        else:
            if self.is_part:
                return self.thread(name, texts=self.typed(), new=number)
            messages.success(request, str(self.done))
        return redirect(place)


class ResolveView(ActView):
    """Settle a thread."""

    service = staticmethod(comment_resolve)
    done = gettext_lazy("Resolved. Whoever works on it can open it again.")


class ReopenView(ActView):
    """Open a settled thread again."""

    service = staticmethod(comment_reopen)
    done = gettext_lazy("The comment is open again.")


class DeleteView(ActView):
    """Take one's own comment back."""

    service = staticmethod(comment_delete)
    done = gettext_lazy("The comment is gone.")
