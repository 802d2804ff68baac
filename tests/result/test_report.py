"""The report of an assessment, read back from both files: every answer, reason and number, for whoever may see it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx.oxml.ns import qn
from rest_framework.test import APIClient

from cases.assessments.answers import Answer
from cases.assessments.dissents import dissent_add
from cases.assessments.models import Assessment, CitedSource, Finding
from cases.assessments.models.finding import FindingKind
from cases.assessments.presentation.labels import Labels, labels_of
from cases.studies.models import Phase
from frameworks.selectors import framework_get
from natoassess.accounts.models import User, Visibility
from natoassess.web.formats.media_types import DOCX as MEDIA_TYPE
from natoassess.web.presentation import words
from tests.result.conftest import Filing, fact, rating
from tests.result.publishing import Publishing
from tests.support.papers import (
    cells_of,
    docx_of,
    headings_of,
    paragraphs_of,
    pdf_of,
    squeezed,
    structure_of,
    text_of_pdf,
)

pytestmark = pytest.mark.django_db
QueriesAtMost = Callable[[int], AbstractContextManager[object]]
HOSTILE = (
    '#set page(fill: red) *x* _y_ $z$ <b>&amp;</b> \\ " @a [c] {d} \x07\x1b \u202eexe.fdp '
    "\u0645\u0631\u062d\u0628\u0627 🕊️ \ufffe"
)


def files(client: Client | APIClient, assessment: Assessment) -> tuple[bytes, bytes]:
    """Both files as they are downloaded."""
    pdf = client.get(reverse("assessments:report-pdf", args=[assessment.pk]))
    docx = client.get(reverse("assessments:report-docx", args=[assessment.pk]))
    assert (pdf.status_code, docx.status_code) == (200, 200)
    return pdf.content, docx.content


def test_every_answer_and_its_reason_stand_in_both_files(client: Client, kosovo: Assessment) -> None:
    pdf, docx = files(client, kosovo)
    text, tables = text_of_pdf(pdf), cells_of(docx_of(docx))
    rows = {row[0].split("\n")[0]: row for table in tables.values() for row in table if len(row) == 3}
    labels = labels_of(kosovo.framework)
    findings = list(kosovo.findings.prefetch_related("evidence__source"))
    assert len(findings) >= 70
    for finding in findings:
        row = rows[labels.question(finding.code)]
        word = row[1].split("\n")[0]
        expected = words.word(words.FACT_VALUES, finding.value)
        assert word.startswith(finding.value) if finding.value.isdigit() else word.lower() == expected
        assert finding.why in row[2]
        assert squeezed(finding.why) in text
        for item in finding.evidence.all():
            assert f"{item.reliability}{item.credibility}" in row[2]
            assert squeezed(item.title) in text
    sources = tables["Every document used as evidence, in the order of its first use"]
    assert {row[1] for row in sources[1:]} == {
        item.title for finding in findings for item in finding.evidence.all()
    }


def tables_expected(evaluation: dict[str, Any], labels: Labels) -> dict[str, list[list[str]]]:
    """The rows of the tables that repeat the evaluation whole, by their captions."""
    legitimacy, impact, one = evaluation["legitimacy"], evaluation["sovereignty"], words.number
    drawn = legitimacy["distribution"]
    return {
        "Index and bounds of each dimension, and how much of its weight is rated": [
            [
                labels.dimension_titles[code],
                one(d["index"]),
                one(d["low"]),
                one(d["high"]),
                words.portion(d["coverage"]),
            ]
            for code, d in legitimacy["dimensions"].items()
        ],
        "Level of each kind of harm, 0 to 4, and what it comes to of 100": [
            [
                labels.sovereignty_titles[code],
                str(harm["level"]),
                one(harm["gross"]),
                "yes" if harm["consent_adjustable"] else "no",
            ]
            for code, harm in impact["dimensions"].items()
        ],
        "The draws of the index": [[one(drawn["p05"]), one(drawn["p50"]), one(drawn["p95"])]],
        "The chance of each band, in the words of ICD 203": [
            [band, words.percent(drawn["bands"][band]), words.likelihood(drawn["bands"][band])]
            for band in ("low", "mixed", "high")
        ],
    }


def test_every_number_is_that_of_the_evaluation(client: Client, kosovo: Assessment) -> None:
    pdf, docx = files(client, kosovo)
    evaluation = client.get(reverse("assessments:result-json", args=[kosovo.pk])).json()
    labels, one = labels_of(kosovo.framework), words.number
    legitimacy, impact = evaluation["legitimacy"], evaluation["sovereignty"]
    tables, text = cells_of(docx_of(docx)), text_of_pdf(pdf)
    for caption, rows in tables_expected(evaluation, labels).items():
        assert tables[caption][1:] == rows
        for row in rows:
            assert squeezed("".join(row)) in text
    added = {row[0]: row[1:] for row in tables["Points of each criterion, most first"][1:]}
    for item in legitimacy["contributions"]:
        points, most = one(item["points"], 2), one(100 * item["weight"], 2)
        assert added[labels.criterion_titles[item["criterion"]]] == [points, most]
    moved = tables["Each rating set to its 5 % and its 95 % level, the others left as they are"]
    ends = {row[0]: row[1:3] for row in moved[1:]}
    for item in legitimacy["tornado"]:
        assert ends[labels.criterion_titles[item["criterion"]]] == [one(item["low"]), one(item["high"])]
    flips = tables[
        "Every smallest set of up to three facts that reaches another verdict on the prevailing reading"
    ]
    assert [row[1] for row in flips[1:]] == [flip["verdict"] for flip in evaluation["legality"]["flips"]]
    front = tables["The three answers, each with its bounds"]
    assert [row[1] for row in front[1:]] == [
        "Unlawful\non the prevailing reading",
        f"High\nindex {one(legitimacy['index'])} of 100",
        f"Gross {one(impact['gross'])} of 100\nadjusted for consent: {one(impact['adjusted'])}",
    ]


def test_what_holds_the_band_down_is_said(client: Client, publish: Publishing, file_draft: Filing) -> None:
    """An index that would be high, and a threat too small for the band of it."""
    gravity = "threat_gravity"
    titles = labels_of(framework_get("nato-2022")).criterion_titles
    answers = [rating(code, "1" if code == gravity else "4") for code in titles]
    draft = file_draft(*answers, visibility=Visibility.PUBLIC)
    assessment = publish(draft).assessment
    evaluation = client.get(reverse("assessments:result-json", args=[assessment.pk])).json()
    assert [(bite["code"], bite["band"]) for bite in evaluation["legitimacy"]["capped_by"]] == [
        (gravity, "mixed")
    ]
    pdf, docx = files(client, assessment)
    held = f"held at mixed at most by: {titles[gravity]}."
    assert squeezed(held) in text_of_pdf(pdf)
    assert held in "\n".join(
        cell for table in cells_of(docx_of(docx)).values() for row in table for cell in row
    )


def test_the_memorandum_is_in_it_word_for_word(
    client: Client, api_client: APIClient, kosovo: Assessment
) -> None:
    pdf, docx = files(client, kosovo)
    text, told = text_of_pdf(pdf), paragraphs_of(docx_of(docx))
    memo = api_client.get(reverse("api-assessment-memorandum", args=[kosovo.pk])).json()
    for paragraph in (paragraph for part in memo["sections"] for paragraph in part["paragraphs"]):
        assert squeezed(paragraph["text"]) in text
        assert any(line.startswith(f"{paragraph['number']}\t{paragraph['text']}") for line in told)
    for cited in memo["citations"]:
        assert f"{cited['number']}\t{cited['citation']}" in told


def test_the_pdf_is_tagged_and_says_what_it_is(client: Client, kosovo: Assessment) -> None:
    pdf, docx = files(client, kosovo)
    reader, tags = pdf_of(pdf), structure_of(pdf)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"  # type: ignore[index]  # pypdf names no type
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]  # the same
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()  # type: ignore[index]  # the same
    assert reader.metadata is not None
    assert reader.metadata.title == "Report: Kosovo 1999: Operation Allied Force"
    expected = list(headings_of(docx_of(docx)))
    for level in (1, 2, 3):
        assert tags.count(f"/H{level}") == sum(at == level for at, _text in expected)
    assert tags.count("/Table") == len(docx_of(docx).tables)
    assert tags.count("/Figure") == len(docx_of(docx).inline_shapes) == 3


def test_the_file_of_word_has_its_structure(client: Client, kosovo: Assessment) -> None:
    _pdf, docx = files(client, kosovo)
    word = docx_of(docx)
    levels = [level for level, _text in headings_of(word)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert [text for level, text in headings_of(word) if level == 2] == [
        "The three answers",
        "Memorandum",
        "The indices in figures",
        "Answers, reasons and evidence",
        "Uncertainty",
        "Dissent",
        "Method",
        "Citation",
        "Sources",
    ]
    for table in word.tables:
        assert list(table.rows[0]._tr.iter(qn("w:tblHeader")))
    for picture in word.inline_shapes:
        assert len(picture._inline.docPr.get("descr")) > 40
    core = word.core_properties
    assert (core.title, core.language) == ("Report: Kosovo 1999: Operation Allied Force", "en-GB")
    assert core.created == kosovo.snapshots.get().made_at.replace(microsecond=0)
    assert {lang.get(qn("w:val")) for lang in word.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    fields = [field.text for field in word.sections[0].footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    body = word.element.body
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    links = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    assert links
    assert links <= marks


def test_equal_content_gives_equal_bytes_here_and_in_the_api(
    client: Client, api_client: APIClient, kosovo: Assessment
) -> None:
    pdf, docx = files(client, kosovo)
    assert all(again == first for again, first in zip(files(client, kosovo), (pdf, docx), strict=True))
    address = reverse("api-assessment-report", args=[kosovo.pk])
    as_pdf, as_docx = api_client.get(address), api_client.get(address, HTTP_ACCEPT=MEDIA_TYPE)
    assert (as_pdf["Content-Type"], as_docx["Content-Type"]) == ("application/pdf", MEDIA_TYPE)
    assert sha256(as_pdf.content).digest() == sha256(pdf).digest()
    assert sha256(as_docx.content).digest() == sha256(docx).digest()
    assert api_client.get(address, HTTP_ACCEPT="text/html").status_code == 406
    assert api_client.get(f"{address}?format=docx").status_code == 400


def test_what_somebody_wrote_stays_text(
    client_as: Callable[[User], Client], analyst: User, file_draft: Filing
) -> None:
    endless = "x" * 5000
    source = {"citation": HOSTILE, "url": "", "reliability": "C", "credibility": 3, "note": HOSTILE}
    draft = file_draft(
        fact("uses_force", "yes", HOSTILE),
        Answer(kind=FindingKind.RATING, code="threat_gravity", value="2", why=endless, evidence=(source,)),
        title=f"Title {HOSTILE}"[:160],
    )
    pdf, docx = files(client_as(analyst), draft)
    assert squeezed("#setpage(fill:red)*x*_y_$z$<b>&amp;</b>") in text_of_pdf(pdf)
    assert squeezed(endless[:60]) in text_of_pdf(pdf)
    word = docx_of(docx)
    cells = [cell for table in cells_of(word).values() for row in table for cell in row]
    shown = next(cell for cell in cells if "#set page" in cell and "Source" not in cell)
    assert "<b>&amp;</b>" in shown
    assert "🕊" in shown
    assert "\u202e" not in shown
    assert any(endless in cell for cell in cells)


def test_a_draft_says_so_on_every_page_and_is_its_authors_alone(
    client: Client, client_as: Callable[[User], Client], analyst: User, outsider: User, file_draft: Filing
) -> None:
    draft = file_draft(fact("uses_force", "yes"), fact("state_conduct", "unknown", "Nobody has said."))
    for name in ("report-pdf", "report-docx"):
        address = reverse(f"assessments:{name}", args=[draft.pk])
        assert client.get(address).status_code == 404
        assert client_as(outsider).get(address).status_code == 404
        assert client_as(analyst).get(f"{address}?language=fr").status_code == 400
    pdf, docx = files(client_as(analyst), draft)
    assert all("DRAFT" in squeezed(page.extract_text()) for page in pdf_of(pdf).pages)
    word = docx_of(docx)
    assert word.sections[0].header.paragraphs[0].text == "DRAFT"
    told = paragraphs_of(word)
    assert "1 of 80 questions are answered." in told
    assert any(line.startswith("Self-defence: An armed attack has occurred") for line in told)
    assert "Author\tAna Analyst" in told
    tables = cells_of(word)
    lawful = tables["The three answers, each with its bounds"][1]
    assert lawful[2].split("\n")[-1].startswith("Were it attributed to a State: ")
    assert "{" not in lawful[2]
    assert "Nothing is rated yet: the index is open from 0 to 100." in told
    rows = [row for table in tables.values() for row in table]
    assert any("Nobody has said." in row[-1] and row[1] == "Not known" for row in rows)


def test_a_draft_with_an_answer_that_cannot_stand_has_none(
    client_as: Callable[[User], Client],
    api_client_as: Callable[[User], APIClient],
    analyst: User,
    file_draft: Filing,
) -> None:
    draft = file_draft(fact("state_conduct", "contested"))
    address = reverse("assessments:report-pdf", args=[draft.pk])
    assert client_as(analyst).get(address).status_code == 409
    refused = api_client_as(analyst).get(reverse("api-assessment-report", args=[draft.pk]))
    assert (refused.status_code, refused.json()["code"]) == (409, "not_evaluable")


def test_what_is_published_is_told_from_what_was_frozen(
    client: Client, file_draft: Filing, submit: Filing, decide: Filing
) -> None:
    graded = {"citation": "A report", "url": "", "reliability": "F", "credibility": 6, "note": ""}
    draft = file_draft(
        fact("uses_force", "yes", "Seen by all."),
        Answer(
            kind=FindingKind.RATING,
            code="threat_gravity",
            value="3",
            why="Grave.",
            confidence="high",
            evidence=(graded,),
        ),
        rating("threat_imminence", "1"),
        visibility="public",
    )
    published = decide(submit(draft), publish=True)
    before = files(client, published)
    # Nobody can do this through the program; were it done, what was published would not move.
    Finding.objects.filter(assessment=published).update(value="0", why="Rewritten.", confidence="low")
    Phase.objects.filter(pk=published.phase_id).update(title="Rewritten", summary="Rewritten")
    CitedSource.objects.filter(assessment=published).update(citation="Rewritten")
    User.objects.filter(username="analyst").update(display_name="Rewritten")
    assert [sha256(file).hexdigest() for file in files(client, published)] == [
        sha256(file).hexdigest() for file in before
    ]
    word = docx_of(before[1])
    assert word.sections[0].header.paragraphs[0].text == ""
    number = published.publication.number
    told = {f"Status\tpublished, {number}", "Author\tAna Analyst", "Reviewer\tRuth Reviewer"}
    assert told <= set(paragraphs_of(word))
    weak = cells_of(word)["Ratings whose evidence bears less than was stated"]
    assert weak[1][1:4] == ["high", "F6", "cannot be judged"]


def test_dissent_is_printed(
    client: Client, reviewer: User, file_draft: Filing, submit: Filing, decide: Filing
) -> None:
    submitted = submit(file_draft(fact("uses_force", "yes", "Seen by all."), visibility="public"))
    for question, value, text in (
        ("facts-uses_force", "no", "It does not.\n\nNot at all."),
        ("", "", "#set page(fill: red)"),
    ):
        dissent_add(author=reviewer, assessment=submitted, question=question, value=value, text=text)
    published = decide(submitted, publish=True)
    pdf, docx = files(client, published)
    told = paragraphs_of(docx_of(docx))
    place = next(at for at, line in enumerate(told) if line.startswith("Ruth Reviewer, on The action uses"))
    assert told[place + 1 : place + 4] == ["Holds: No.", "It does not.", "Not at all."]
    assert told[place + 4 : place + 6] == ["Ruth Reviewer, on the whole assessment", "#set page(fill: red)"]
    assert squeezed("Holds: No.It does not.") in text_of_pdf(pdf)
    number = published.publication.number
    assert f"Status\tpublished, {number}" in told
    assert any(line.startswith(f"@techreport{{{number},") for line in told)


def test_it_costs_the_same_however_much_is_answered(
    client: Client, kosovo: Assessment, queries_at_most: QueriesAtMost
) -> None:
    for name in ("report-pdf", "report-docx"):
        address = reverse(f"assessments:{name}", args=[kosovo.pk])
        client.get(address)
        with queries_at_most(34):
            client.get(address)
