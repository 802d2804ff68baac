"""What pages show of those who work on an assessment together: threads at an answer, and the way to them."""

from __future__ import annotations

from typing import Any

from django import template

from cases.assessments.discussion import Discussion

register = template.Library()


def _discussion(context: template.Context) -> Discussion:
    """That of the page; its own where the page made none."""
    found = context.get("discussion")
    return (
        found if isinstance(found, Discussion) else Discussion(context["request"].user, context["assessment"])
    )


def _thread(context: template.Context, name: str, title: str) -> dict[str, Any]:
    discussion = _discussion(context)
    return {
        "may_read": discussion.may_read,
        "on": discussion.on(name),
        "title": title,
        "assessment": discussion.assessment,
        "fold": True,
        "is_open": False,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("assessments/together/at_answer.html", takes_context=True)
def comments_at(context: template.Context, name: str, title: str) -> dict[str, Any]:
    """The threads on one question, folded, with the form that its buttons belong to. Not within another form."""
    return {**_thread(context, name, title), "with_form": True}


@register.inclusion_tag("assessments/together/at_answer.html", takes_context=True)
def comments_within(context: template.Context, name: str, title: str) -> dict[str, Any]:
    """The same for a page whose own form is around it: `comment_form` puts the form elsewhere on the page."""
    return {**_thread(context, name, title), "with_form": False}


@register.inclusion_tag("assessments/together/thread_form.html", takes_context=True)
def comment_form(context: template.Context, name: str) -> dict[str, Any]:
    """The form that the buttons of `comments_within` belong to."""
    return _thread(context, name, "")


@register.inclusion_tag("assessments/together/ways.html", takes_context=True)
def together_ways(context: template.Context, view: str = "", items: bool = False) -> dict[str, Any]:
    """The way to comments, people and feed; nothing for whom they are not meant. `items` gives bare list items."""
    discussion = _discussion(context)
    return {"discussion": discussion, "assessment": discussion.assessment, "view": view, "items": items}


@register.simple_tag(takes_context=True)
def open_comments(context: template.Context) -> int:
    """How many threads are open, as far as the person may read them."""
    discussion = _discussion(context)
    return discussion.open_count if discussion.may_read else 0
