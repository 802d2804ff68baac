"""The rules a well-formed framework must also obey for the arithmetic of scoring to be exact."""

from __future__ import annotations

from collections.abc import Iterable

from frameworks.scoring.faults import FaultLog, unknown_word
from frameworks.scoring.values import (
    ACTION_FACTS,
    BREACHES,
    COERCES,
    CONSENT_TEST,
    READINGS,
    STATE_CONDUCT,
    USES_FORCE,
    Framework,
    leaves,
)


def check(framework: Framework, log: FaultLog) -> None:
    """Note every way in which the framework is unsound."""
    _formula_has_its_parts(framework, log)
    _one_polarity_each(framework, log)
    _caps_rise(framework, log)
    _bands_in_order(framework, log)


def _formula_has_its_parts(framework: Framework, log: FaultLog) -> None:
    groups = {fact.code: fact.group for fact in framework.facts}
    for code in ACTION_FACTS:
        if groups.get(code) != "action":
            log.add(("facts",), f"the formula needs the fact {code}, in the group action")
    for position, fact in enumerate(framework.facts):
        if fact.group == "action" and fact.code not in ACTION_FACTS:
            log.add(("facts", position, "group"), f"{fact.code} is not an action fact of the formula")
    tests = [test.code for test in framework.tests]
    if CONSENT_TEST not in tests:
        log.add(("tests",), f"the test {CONSENT_TEST} is missing: the adjusted sovereignty impact needs it")
    for position, test in enumerate(framework.tests):
        if len({code for code, _ in leaves(test.rule)} & set(ACTION_FACTS)):
            log.add(("tests", position, "rule"), "an action fact is what a test justifies, not part of it")


def _one_polarity_each(framework: Framework, log: FaultLog) -> None:
    """Bounds are exact, and unknowns can be told apart, only where no fact both helps and harms."""
    fixed: dict[str, bool] = {STATE_CONDUCT: False, USES_FORCE: False, COERCES: False, BREACHES: False}
    _note_mixed(fixed, ((("tests", i, "rule"), leaves(t.rule)) for i, t in enumerate(framework.tests)), log)
    for i, competence in enumerate(framework.competence):
        _note_mixed({}, [(("competence", i, "rule"), leaves(competence.rule))], log)


def _note_mixed(
    seen: dict[str, bool],
    rules: Iterable[tuple[tuple[object, ...], Iterable[tuple[str, bool]]]],
    log: FaultLog,
) -> None:
    for path, occurrences in rules:
        for fact, positive in occurrences:
            if seen.setdefault(fact, positive) != positive:
                detail = f"{fact} helps in one place and harms in another; split it into two facts"
                log.add(path, detail)


def _caps_rise(framework: Framework, log: FaultLog) -> None:
    for position, test in enumerate(framework.tests):
        for _, standing in test.standings:
            missing = [name for name in READINGS if standing not in framework.readings[name]]
            if missing:
                known = framework.readings[missing[0]]
                detail = (
                    f"reading {missing[0]} says nothing of it: {unknown_word('standing', standing, known)}"
                )
                log.add(("tests", position, "standing"), detail)
                continue
            caps = [framework.readings[name][standing] for name in READINGS]
            if caps != sorted(caps):
                detail = f"caps of {standing} must rise from strict over prevailing to permissive"
                log.add(("tests", position, "standing"), detail)


def _bands_in_order(framework: Framework, log: FaultLog) -> None:
    if not 0 < framework.bands.mixed < framework.bands.high <= 100:
        log.add(("bands",), "mixed must begin above 0 and high above mixed, at 100 at most")
    doctrine = framework.doctrine
    if doctrine.until is not None and doctrine.until < doctrine.since:
        log.add(("doctrine", "until"), "must not be before the day the doctrine began")
