"""What is checked of the answers of a reference assessment: whole, reasoned, on graded evidence, on law in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cases.assessments.evaluation import KINDS
from cases.studies.case_checks import records
from frameworks.library.context import LAW, Context
from frameworks.library.reading import Document
from frameworks.services import confidence_allowed

CATALOGUE_PARTS = (("facts", "facts"), ("ratings", "criteria"), ("sovereignty", "sovereignty"))
"""Each part of an assessment, and what the catalogue calls its questions."""
ORDER = ("high", "moderate", "low")
AFTERWARDS = "council_endorsed_afterwards"
"""The one fact that asks what came later."""


@dataclass(frozen=True)
class Library:
    """What the files say besides: the last catalogue, cases, instruments, and the letter of every source."""

    catalogue: Mapping[str, Any] | None
    cases: Mapping[str, dict[str, Any]]
    instruments: Mapping[str, dict[str, Any]]
    sources: Mapping[str, str]
    """The reliability of each source, by case/source."""


def library_of(context: Context) -> Library:
    """The library as read so far."""
    cases = {document.data["id"]: document.data for document in context.documents["cases"]}
    return Library(
        catalogue=next((each.data for each in reversed(context.documents["catalogue"])), None),
        cases=cases,
        instruments={each.data["id"]: each.data for each in context.documents["instruments"]},
        sources={
            f"{case}/{source['id']}": source["reliability"]
            for case, data in cases.items()
            for source in data["sources"]
        },
    )


def answers(data: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every answer of an assessment: its part, its code and itself."""
    for part in KINDS:
        for code, answer in data[part].items():
            yield part, code, answer


def given(answer: Mapping[str, Any]) -> Any:
    """The answer itself: the value of a fact, the level of a rating or a sovereignty dimension."""
    return answer["value"] if "value" in answer else answer["level"]


def check_answers(context: Context, document: Document, library: Library) -> None:
    """Note every fault of the answers of one reference assessment."""
    if library.catalogue:
        check_codes(context, document, "", document.data, library.catalogue)
    optional = {
        item["code"] for item in (library.catalogue or {"criteria": []})["criteria"] if item.get("optional")
    }
    for part, code, answer in answers(document.data):
        where = f"/{part}/{code}"
        if not answer["why"].strip():
            context.fault(
                document, f"{where}/why", "no reason is given; say why, for this phase in particular"
            )
        if given(answer) == "na" and library.catalogue and code not in optional:
            context.fault(document, where, f"{code} applies to every phase; rate it, or say unknown")
        _check_law(context, document, where, answer, library)
        _check_evidence(context, document, where, answer, library)
        if part == "ratings":
            _check_confidence(context, document, where, answer, library)


def check_codes(
    context: Context, document: Document, where: str, data: Mapping[str, Any], catalogue: Mapping[str, Any]
) -> None:
    """No question of the catalogue is left out, and none made up, in the answers that stand at `where`."""
    for part, items in CATALOGUE_PARTS:
        asked = {item["code"] for item in catalogue[items]}
        told = set(data[part])
        for code in sorted(asked - told):
            detail = f"{code} has no answer; answer it, or say that it is unknown and why"
            context.fault(document, f"{where}/{part}", detail)
        for code in sorted(told - asked):
            context.fault(document, f"{where}/{part}/{code}", f"the catalogue has no {code}")


def in_force(library: Library, reference: str, day: str) -> bool:
    """Whether a provision, or an instrument as a whole, was in force on `day`; an unknown one never was."""
    identity, _mark, slug = reference.partition("#")
    instrument = library.instruments.get(identity)
    if instrument is None:
        return False
    clause: dict[str, Any] = next((row for row in instrument["key_provisions"] if row["slug"] == slug), {})
    start = clause.get("in_force_from") or instrument["in_force_from"]
    end = clause.get("in_force_until") or instrument.get("in_force_until")
    return bool(start) and start <= day and (not end or day <= end)


def _check_law(
    context: Context, document: Document, where: str, answer: Mapping[str, Any], library: Library
) -> None:
    """An answer that asserts something rests on law of its day; what came later is looked at by one question only.

    Drafts, opinions and letters never enter into force; of these nothing is asked.
    """
    day = document.data["as_of"]
    context.expect_all(LAW, answer.get("provisions"), document, f"{where}/provisions")
    if given(answer) in ("no", "unknown") or where == f"/facts/{AFTERWARDS}":
        return
    for index, reference in enumerate(answer.get("provisions", [])):
        instrument = library.instruments.get(reference.partition("#")[0])
        enters = instrument is not None and instrument["in_force_from"]
        if enters and not in_force(library, reference, day):
            detail = f"{reference} was not in force on {day}; drop it where the answer rests on the law of that day"
            context.notice(document, f"{where}/provisions/{index}", detail)


def _check_evidence(
    context: Context, document: Document, where: str, answer: Mapping[str, Any], library: Library
) -> None:
    """There is some; every item is graded: the letter is the source's own, the number the item's."""
    case, items = document.data["case"], answer.get("evidence", [])
    if not items and given(answer) not in ("unknown", "na"):
        context.fault(
            document, where, "no evidence; name a source of the case with a credibility, or say unknown"
        )
    for index, item in enumerate(items):
        at, name = f"{where}/evidence/{index}", f"{case}/{item['source']}"
        context.expect(("source",), name, document, f"{at}/source")
        own = library.sources.get(name)
        if "credibility" not in item:
            context.fault(document, at, "evidence needs a credibility from 1 to 6")
        if own and item.get("reliability", own) != own:
            context.fault(document, f"{at}/reliability", f"the case grades this source {own}")


def _check_confidence(
    context: Context, document: Document, where: str, answer: Mapping[str, Any], library: Library
) -> None:
    """A rating says how sure it is, and is no surer than the best of its evidence allows."""
    stated, case = answer.get("confidence"), document.data["case"]
    if given(answer) in ("unknown", "na"):
        return
    if not stated:
        context.fault(document, where, "no confidence; say high, moderate or low")
        return
    graded = [
        (library.sources.get(f"{case}/{item['source']}", "F"), item["credibility"])
        for item in answer.get("evidence", [])
        if "credibility" in item
    ]
    allowed = confidence_allowed(graded)
    if allowed is None:
        context.fault(document, where, "no item of evidence can be judged; find another, or say unknown")
    elif ORDER.index(stated) < ORDER.index(allowed):
        detail = f"confidence is {stated}, but the best evidence allows {allowed}; lower it, or add better evidence"
        context.fault(document, f"{where}/confidence", detail)


def check_left_over(context: Context) -> None:
    """Every phase that says so has its reference assessment, and every source of a case is used somewhere."""
    assessed = {f"{each.data['case']}/{each.data['phase']}" for each in context.documents["assessments"]}
    used: dict[str, set[str]] = {}
    for each in context.documents["assessments"]:
        names = used.setdefault(each.data["case"], set())
        names |= {
            item["source"] for _p, _c, answer in answers(each.data) for item in answer.get("evidence", [])
        }
    for document in context.documents["cases"]:
        case = document.data["id"]
        for index, phase in enumerate(document.data["phases"]):
            if phase["reference"] != (f"{case}/{phase['id']}" in assessed):
                has = "no assessment is kept" if phase["reference"] else "there is an assessment of it"
                detail = (
                    f"reference is {str(phase['reference']).lower()}, but {has}; mend the one or the other"
                )
                context.fault(document, f"/phases/{index}/reference", detail)
        cited = {row["source"] for _part, _where, row in records(document.data) if row.get("source")}
        for index, source in enumerate(document.data["sources"]):
            if source["id"] not in cited | used.get(case, set()):
                detail = f"{source['id']} is never used; cite it in the record or as evidence, or drop it"
                context.notice(document, f"/sources/{index}", detail)
