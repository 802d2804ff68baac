"""Reading the pages of filing, and filling their forms in as a browser would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from cases.assessments.models import Assessment

SCENARIO = {
    "title": "Blockade of Northland",
    "summary": "A blockade after mass killings.",
    "target_name": "Northland",
    "acting_names": "Southland, Westland",
    "starts_on": "2023-05-04",
    "standpoint": "ex_post",
    "framework": "",
    "visibility": "private",
}


class _Form(HTMLParser):
    """The fields of the form of filing, with what a browser would send if nobody touched them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.inside = False
        self.select = ""
        self.first_option: str | None = None
        self.area = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self.inside = "data-filing" in given
        if not self.inside:
            return
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input" and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.fields.setdefault(name, []).append(value)
        elif tag == "select":
            self.select, self.first_option = name, None
        elif tag == "option" and self.select:
            if self.first_option is None:
                self.first_option = value
            if "selected" in given:
                self.fields[self.select] = [value]
        elif tag == "textarea":
            self.area = name
            self.fields[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select" and self.select:
            self.fields.setdefault(self.select, [self.first_option or ""])
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area][0] += data


def fields_of(html: str) -> dict[str, list[str]]:
    """What a browser would post from the form on a page."""
    parser = _Form()
    parser.feed(html)
    assert parser.fields, "the page holds no form of filing"
    return {name: [text.removeprefix("\n") for text in texts] for name, texts in parser.fields.items()}


def text_of(html: str) -> str:
    """The words of a page, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def draft(client: Client, **changes: str) -> Assessment:
    """File a new scenario through the page and return its draft."""
    response = client.post(reverse("assessments:new"), {**SCENARIO, **changes})
    assert response.status_code == 302, text_of(response.content.decode())
    return Assessment.objects.latest("pk")


def step_url(assessment: Assessment, step: str) -> str:
    """The address of a step."""
    return reverse("assessments:edit", args=[assessment.pk, step])


def filled(client: Client, assessment: Assessment, step: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The form of a step as it stands, with `answers` filled in."""
    html = client.get(step_url(assessment, step)).content.decode()
    return {**fields_of(html), **answers}


def save(
    client: Client, assessment: Assessment, step: str, answers: Mapping[str, Any], then: str = "next"
) -> Any:
    """Open a step, fill `answers` in, and save."""
    given = filled(client, assessment, step, answers)
    return client.post(step_url(assessment, step), {**given, "then": then})


def values(assessment: Assessment) -> dict[str, str]:
    """The stored answers by code."""
    return dict(assessment.findings.values_list("code", "value"))
