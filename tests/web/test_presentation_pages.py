"""The components as markup: words beside marks, nothing inline, and the page of last resort."""

from __future__ import annotations

import re
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
INLINE = re.compile(
    r"<[^>]*\s(?:style|on[a-z]+)=|<style\b|<script(?![^>]*\bsrc=)[^>]*>|href=[\"']javascript:", re.IGNORECASE
)
LEGITIMACY: dict[str, Any] = {
    "index": 69.0,
    "low": 69.0,
    "high": 69.0,
    "band": "high",
    "coverage": 1.0,
    "distribution": {"p05": 63.1, "p50": 68.8, "p95": 74.2, "bands": {"low": 0, "mixed": 0.3, "high": 0.7}},
}


def render(source: str, **context: object) -> str:
    return Template("{% load house %}" + source).render(Context(context))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_needs_what_the_content_policy_forbids(path: Path) -> None:
    assert not INLINE.findall(path.read_text())


@pytest.mark.parametrize(
    ("code", "word", "mark"),
    [
        ("lawful", "lawful", "m-lawful"),
        ("unlawful", "unlawful", "m-unlawful"),
        ("not_applicable", "not applicable", "m-none"),
        (None, "not assessed", "m-none"),
    ],
)
def test_a_verdict_is_a_shape_and_a_word(code: str | None, word: str, mark: str) -> None:
    html = render("{% verdict code %}", code=code)
    assert f'href="#{mark}"' in html
    assert html.endswith(f"</svg>{word}</span>")
    assert f'id="{mark}"' in render_to_string("components/marks.svg")


def test_levels_say_in_words_what_the_discs_show() -> None:
    assert 'aria-label="3 of 4"' in render("{% pips 3 %}")
    assert render("{% pips 3 %}").count('class="on"') == 3
    assert "does not apply" in render('{% pips "na" %}')
    assert "not known" in render("{% pips level %}", level=None)
    assert render("{% pips 0 %}").count("<circle") == 4


def test_a_grade_is_spelled_out() -> None:
    assert 'title="Usually reliable; probably true"' in render('{% grade "B" 2 %}')
    assert 'class="grade weak"' in render('{% grade "D" 4 %}')


def test_the_index_stands_beside_its_interval() -> None:
    html = render("{% answers evaluation level=3 %}", evaluation={"legitimacy": LEGITIMACY})
    headline = re.search(r'<p class="a num">69\.0(.*?)</p>', html, re.DOTALL)
    assert headline
    assert "63.1–74.2" in headline[1]
    assert html.count('<h3 class="q">') == 3


def test_the_answers_of_nothing_are_open_not_zero() -> None:
    html = render("{% answers evaluation %}", evaluation=None)
    assert html.count("Not rated") == 2
    assert "not assessed" in html.lower()


def test_text_from_people_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    point = {"label": evil, "url": '"><b>', "verdict": "lawful", "legitimacy": 50.0, "sovereignty": 50.0}
    node = {"code": "x", "op": "fact", "at_least": 1, "at_most": 1, "children": []}
    html = render(
        "{% balance_map points %}{% trace_tree node titles whys %}",
        points=[point],
        node=node,
        titles={"x": evil},
        whys={"x": evil},
    )
    assert "<script" not in html
    assert '"><b>' not in html


def test_the_map_is_also_a_table_with_every_phase_and_its_interval() -> None:
    point = {
        "label": "Kosovo",
        "url": "/k/",
        "verdict": "unlawful",
        "legitimacy": 69.0,
        "low": 63.1,
        "high": 74.2,
        "sovereignty": 62.5,
    }
    html = render("{% balance_map points %}", points=[point])
    table = html[html.index("<table") :]
    assert '<a href="/k/">Kosovo</a>' in table
    assert "63.1–74.2" in table
    assert html.count('<svg class="chart') == 2


@pytest.mark.parametrize(
    "tag",
    ["dimension_bars", "contributions_table", "distribution_chart", "tornado", "trace_tree", "flips_list"],
)
def test_charts_of_nothing_say_so(tag: str) -> None:
    html = render("{% " + tag + " nothing %}", nothing=None)
    assert 'class="quiet"' in html
    assert "<table" not in html


def found(name: str) -> Path:
    path = finders.find(name)
    assert isinstance(path, str)
    return Path(path)


class Sample(forms.Form):
    title = forms.CharField(help_text="In a few words.")
    open_to_all = forms.BooleanField(required=False)


def test_an_error_is_beside_its_field_and_linked_from_the_summary() -> None:
    form = Sample(data={})
    html = render_to_string("components/form_errors.html", {"form": form}) + render_to_string(
        "components/field.html", {"field": form["title"]}
    )
    assert 'role="alert"' in html
    assert '<a href="#id_title">' in html
    described = re.search(r'<input[^>]*aria-describedby="([^"]+)"', html)
    assert described
    assert all(f'id="{name}"' in html for name in described[1].split())
    assert 'aria-invalid="true"' in html


def test_a_form_without_faults_has_no_summary() -> None:
    assert (
        render_to_string("components/form_errors.html", {"form": Sample(data={"title": "x"})}).strip() == ""
    )


def test_the_page_for_a_failure_needs_neither_context_nor_database() -> None:
    html = render_to_string("500.html")
    assert "Something went wrong here" in html
    assert "Not legal advice" in html
    assert "css/house" in html


@pytest.mark.parametrize("face", ["SourceSerifPro", "SourceSansPro"])
@pytest.mark.parametrize("style", ["Regular", "It", "Semibold"])
def test_fonts_are_whole_and_carry_their_licence(face: str, style: str) -> None:
    packages = {"SourceSerifPro": "font_source_serif_pro", "SourceSansPro": "font_source_sans_pro"}
    with as_file(files(packages[face]) / "files" / f"{face}-{style}.ttf") as path:
        original = TTFont(path)
    served = TTFont(found(f"fonts/{face}-{style}.woff2"))
    assert served.getGlyphOrder() == original.getGlyphOrder()
    assert "SIL OPEN FONT LICENSE" in found(f"fonts/{face}-OFL.txt").read_text()
