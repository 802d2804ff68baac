"""What is checked of the codings of a phase: whole, independent, and every difference settled with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cases.assessments.answer_checks import Library, answers, check_codes, given
from cases.assessments.evaluation import KINDS
from frameworks.library.context import Context
from frameworks.library.reading import Document

FEWEST = 2
"""Codings that a reference assessment should be settled from."""


def answers_given(data: Mapping[str, Any]) -> dict[str, str]:
    """Every answer of a reference assessment by its code, as text."""
    return {code: str(given(answer)) for _part, code, answer in answers(data)}


def answers_coded(coding: Mapping[str, Any]) -> dict[str, str]:
    """Every answer of one coding by its code, as text. Confidence is no part of it."""
    coded = {code: str(value) for code, value in coding["facts"].items()}
    for part in KINDS:
        if part != "facts":
            coded |= {code: str(answer["level"]) for code, answer in coding[part].items()}
    return coded


def questions_apart(reference: Mapping[str, str], codings: list[dict[str, str]]) -> set[str]:
    """The questions on which the codings and the reference assessment are not all alike."""
    every = [reference, *codings]
    codes = set().union(*every)
    return {code for code in codes if len({each[code] for each in every if code in each}) > 1}


def check_codings(
    context: Context, document: Document, reference: Mapping[str, Any] | None, library: Library
) -> None:
    """Note every fault of the codings of one reference assessment."""
    codings = document.data["codings"]
    seen: set[str] = set()
    for index, coding in enumerate(codings):
        where = f"/codings/{index}"
        if coding["id"] in seen:
            context.fault(
                document, f"{where}/id", f"a coding is called {coding['id']} already; rename this one"
            )
        seen.add(coding["id"])
        if library.catalogue:
            check_codes(context, document, where, coding, library.catalogue)
    if len(codings) < FEWEST:
        detail = "one coding only; have the phase coded again by somebody who has not seen it"
        context.notice(document, "/codings", detail)
    if reference is not None:
        told = answers_given(reference)
        _check_settled(
            context, document, questions_apart(told, [answers_coded(each) for each in codings]), told
        )


def _check_settled(context: Context, document: Document, apart: set[str], told: Mapping[str, str]) -> None:
    """Each difference is settled once, and nothing is that is none."""
    settled: set[str] = set()
    for index, entry in enumerate(document.data["settled"]):
        for place, code in enumerate(entry["questions"]):
            where = f"/settled/{index}/questions/{place}"
            if code not in told:
                context.fault(document, where, f"the assessment has no question {code}")
            elif code in settled:
                context.fault(document, where, f"{code} is settled twice; keep one of the reasons")
            elif code not in apart:
                context.fault(
                    document, where, f"codings and assessment agree on {code}; nothing is to be settled"
                )
            settled.add(code)
    for code in sorted(apart - settled):
        detail = f"the codings differ on {code}, or the assessment from them; say under settled which holds, and why"
        context.fault(document, "/settled", detail)
