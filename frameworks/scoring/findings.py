"""Findings: what an assessment answers, checked against its framework."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from frameworks.scoring.faults import FaultLog, FindingsInvalid, Suggestions, one_of
from frameworks.scoring.uncapped import bounds_of_test
from frameworks.scoring.values import (
    CONSENT_TEST,
    ENDORSED_AFTERWARDS,
    HALVES,
    LAST_RESORT,
    STATE_CONDUCT,
    USES_FORCE,
    Confidence,
    FactValue,
    Framework,
)

Nature = Literal["binding", "evidence"]
Standpoint = Literal["ex_ante", "ex_post"]
Path = tuple[object, ...]

CONFIDENCES = ("high", "moderate", "low")
STANDPOINTS = ("ex_post", "ex_ante")
MOST_PROVISIONS = 50
"""Provisions that one fact may rely on."""

_PARTS = ("facts", "ratings", "sovereignty", "standpoint")
_FACT_KEYS = ("value", "provisions", "why", "evidence", "fixed")
_RATING_KEYS = ("level", "confidence", "evidence", "why")
_EVIDENCE_KEYS = ("reliability", "credibility")


@dataclass(frozen=True, slots=True)
class ProvisionStatus:
    """What the engine needs to know of a provision: its effect, its nature and its period in force."""

    id: str
    effect: str
    nature: Nature
    in_force_from: date | None
    in_force_until: date | None
    ended_by: str


@dataclass(frozen=True, slots=True, order=True)
class Grade:
    """The Admiralty code of one piece of evidence: source reliability A–F, item credibility 1–6."""

    reliability: str
    credibility: int


@dataclass(frozen=True, slots=True)
class FactFinding:
    """The answer to a fact. A `fixed` fact is never offered as a change that would flip the verdict."""

    value: FactValue = "unknown"
    provisions: tuple[ProvisionStatus, ...] = ()
    evidence: tuple[Grade, ...] = ()
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Rating:
    """The rating of a criterion or a kind of harm: 0 to 4, None if unknown, "na" if it does not apply."""

    level: int | Literal["na"] | None = None
    confidence: Confidence = "moderate"
    evidence: tuple[Grade, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """All answers of one assessment; codes that are missing are unknown."""

    facts: Mapping[str, FactFinding]
    ratings: Mapping[str, Rating]
    sovereignty: Mapping[str, Rating]
    standpoint: Standpoint = "ex_post"


def parse_findings(
    framework: Framework,
    body: Mapping[str, Any],
    *,
    law: Mapping[str, ProvisionStatus],
    aside: Mapping[str, bool] | None = None,
    suggestions: Suggestions | None = None,
) -> Findings:
    """Check `facts`, `ratings`, `sovereignty` and `standpoint` of a scoring request.

    `law` holds every provision that a finding may cite. Texts of `why` are checked for presence and then left
    out: they never score. `aside` are criteria that the framework does not ask, and whether each is optional:
    their ratings are checked as the others are and then left out. `suggestions` are shared by the findings of one
    request. Raises FindingsInvalid with every fault, each with a pointer and a cure.
    """
    log = FaultLog(suggestions=suggestions or Suggestions())
    reader = _Reader(framework, law, log)
    for key in body:
        if key not in _PARTS:
            log.unknown((key,), "part of the findings", key, _PARTS)
    standpoint = body.get("standpoint", "ex_post")
    if standpoint not in STANDPOINTS:
        log.add(("standpoint",), f"must be {one_of(STANDPOINTS)}")
        standpoint = "ex_post"
    facts = {
        code: reader.fact(code, given) for code, given in reader.part(body, "facts", framework.fact_codes)
    }
    asked = {criterion.code: criterion.optional for criterion in framework.criteria}
    criteria = {**asked, **(aside or {})}
    rated = {
        code: reader.rating(("ratings", code), given, optional=criteria[code])
        for code, given in reader.part(body, "ratings", list(criteria))
    }
    ratings = {code: rating for code, rating in rated.items() if code in asked}
    harms = [harm.code for harm in framework.sovereignty]
    sovereignty = {
        code: reader.rating(("sovereignty", code), given, optional=None)
        for code, given in reader.part(body, "sovereignty", harms)
    }
    findings = Findings(facts, ratings, sovereignty, cast(Standpoint, standpoint))
    _check_across(framework, findings, log)
    if log:
        raise FindingsInvalid(log.faults)
    return findings


def _check_across(framework: Framework, findings: Findings, log: FaultLog) -> None:
    """The rules that hold between one answer and another."""
    later = findings.facts.get(ENDORSED_AFTERWARDS)
    if findings.standpoint == "ex_ante" and later and later.value in ("yes", "contested"):
        detail = "cannot be known ex ante: answer no or unknown, or take the standpoint ex_post"
        log.add(("facts", ENDORSED_AFTERWARDS), detail)
    force = findings.facts.get(USES_FORCE)
    if (force and force.value == "no") or bounds_of_test(framework, fact_values(findings), CONSENT_TEST) == (
        2,
        2,
    ):
        return
    for criterion in framework.criteria:
        rating = findings.ratings.get(criterion.code)
        if criterion.dimension == LAST_RESORT and rating and rating.level == "na":
            detail = (
                "na only where uses_force is no or the consent test is fully met; "
                "rate it 0 to 4 or leave it unknown"
            )
            log.add(("ratings", criterion.code, "level"), detail)


def fact_values(findings: Findings) -> dict[str, FactValue]:
    """The plain answers, by fact."""
    return {code: finding.value for code, finding in findings.facts.items()}


def is_visible(text: object) -> bool:
    """Whether a text shows anything: more than spaces, joiners and other marks without a shape."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in str(text or ""))


class _Reader:
    """Reads answers, noting faults and going on with unknown."""

    def __init__(self, framework: Framework, law: Mapping[str, ProvisionStatus], log: FaultLog) -> None:
        self.framework = framework
        self.law = law
        self.log = log

    def part(self, body: Mapping[str, Any], part: str, known: Sequence[str]) -> list[tuple[str, object]]:
        """The answers of one part under codes that are known, in catalogue order."""
        given = body.get(part, {})
        if not isinstance(given, Mapping):
            self.log.add((part,), "must be an object of codes and answers")
            return []
        kind = {"facts": "fact", "ratings": "criterion", "sovereignty": "sovereignty dimension"}[part]
        for code in given:
            if code not in known:
                self.log.unknown((part, code), kind, code, known)
        return [(code, given[code]) for code in known if code in given]

    def fact(self, code: str, given: object) -> FactFinding:
        path: Path = ("facts", code)
        if not isinstance(given, Mapping):
            return FactFinding(self.value(code, given, path))
        self.known_keys(given, _FACT_KEYS, path)
        self.why(given, path)
        fixed = given.get("fixed", False)
        if not isinstance(fixed, bool):
            self.log.add((*path, "fixed"), "must be true or false")
        if "value" not in given:
            self.log.add(path, "value is missing: yes, no, contested or unknown")
            return FactFinding()
        return FactFinding(
            value=self.value(code, given["value"], (*path, "value")),
            provisions=self.provisions(given.get("provisions", ()), (*path, "provisions")),
            evidence=self.evidence(given.get("evidence", ()), (*path, "evidence")),
            fixed=fixed is True,
        )

    def value(self, code: str, given: object, path: Path) -> FactValue:
        allowed = [word for word in HALVES if code != STATE_CONDUCT or word != "contested"]
        if isinstance(given, str) and given in allowed:
            return cast(FactValue, given)
        if isinstance(given, bool):
            self.log.add(path, f'must be text: write "{"yes" if given else "no"}", in quotes')
        elif given == "contested":
            self.log.add(path, "attribution is yes, no or unknown; where it is disputed, answer unknown")
        else:
            self.log.add(path, f"must be {one_of(allowed)}")
        return "unknown"

    def provisions(self, given: object, path: Path) -> tuple[ProvisionStatus, ...]:
        """The provisions relied on, each once, by identifier."""
        if not isinstance(given, Sequence) or isinstance(given, str):
            self.log.add(path, "must be a list of provision identifiers")
            return ()
        if len(given) > MOST_PROVISIONS:
            self.log.add(path, f"lists {len(given)} provisions; give at most {MOST_PROVISIONS}")
            return ()
        found: dict[str, ProvisionStatus] = {}
        for position, name in enumerate(given):
            if isinstance(name, str) and name in self.law:
                found[name] = self.law[name]
            else:
                self.log.unknown((*path, position), "provision", name, self.law)
        return tuple(found[name] for name in sorted(found))

    def rating(self, path: Path, given: object, optional: bool | None) -> Rating:
        """A rating; `optional` says whether its criterion need not apply, None that it is of a kind of harm."""
        if not isinstance(given, Mapping):
            self.log.add(path, 'must be an object such as {"level": 3, "confidence": "moderate"}')
            return Rating()
        self.known_keys(given, _RATING_KEYS, path)
        self.why(given, path)
        confidence = given.get("confidence", "moderate")
        if not isinstance(confidence, str) or confidence not in CONFIDENCES:
            self.log.add((*path, "confidence"), f"must be {one_of(CONFIDENCES)}")
            confidence = "moderate"
        if "level" not in given:
            self.log.add(path, "level is missing: 0 to 4, or unknown")
            return Rating()
        return Rating(
            level=self.level(given, path, optional),
            confidence=cast(Confidence, confidence),
            evidence=self.evidence(given.get("evidence", ()), (*path, "evidence")),
        )

    def level(
        self, given: Mapping[str, Any], path: Path, optional: bool | None
    ) -> int | Literal["na"] | None:
        level = given["level"]
        if level is None or level == "unknown":
            return None
        if isinstance(level, int) and not isinstance(level, bool) and 0 <= level <= 4:
            return level
        if level == "na" and optional is not None:
            if not optional:
                self.log.add((*path, "level"), f"{path[-1]} always applies; rate it or leave it unknown")
            elif not is_visible(given.get("why")):
                self.log.add((*path, "why"), "say why the criterion does not apply")
            return "na"
        words = "unknown or na" if optional else "or unknown"
        self.log.add((*path, "level"), f"must be a whole number from 0 to 4, {words}")
        return None

    def evidence(self, given: object, path: Path) -> tuple[Grade, ...]:
        """The grades, in order of grade: the order in which they were filed carries no meaning."""
        if not isinstance(given, Sequence) or isinstance(given, str):
            self.log.add(path, 'must be a list of grades such as {"reliability": "B", "credibility": 2}')
            return ()
        grades = []
        for position, item in enumerate(given):
            at = (*path, position)
            if not isinstance(item, Mapping):
                self.log.add(at, 'must be a grade such as {"reliability": "B", "credibility": 2}')
                continue
            self.known_keys(item, _EVIDENCE_KEYS, at)
            reliability, credibility = item.get("reliability"), item.get("credibility")
            if not isinstance(reliability, str) or reliability not in tuple("ABCDEF"):
                self.log.add((*at, "reliability"), "must be a letter from A to F")
            elif (
                isinstance(credibility, bool) or not isinstance(credibility, int) or not 1 <= credibility <= 6
            ):
                self.log.add((*at, "credibility"), "must be a whole number from 1 to 6")
            else:
                grades.append(Grade(reliability, credibility))
        return tuple(sorted(grades))

    def why(self, given: Mapping[str, Any], path: Path) -> None:
        if not isinstance(given.get("why", ""), str | None):
            self.log.add((*path, "why"), "must be text")

    def known_keys(self, given: Mapping[str, Any], known: Sequence[str], path: Path) -> None:
        for key in given:
            if key not in known:
                self.log.unknown((*path, key), "key", key, known)
