"""The stateless scoring request: one body in, one evaluation out, nothing kept.

A service module like services.py (it may touch the engine); apart from it because only the API takes whole requests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser

from frameworks.law_cited import law_kept
from frameworks.models import Framework
from frameworks.precedents import precedents_find, precedents_members
from frameworks.scoring import SEED_LIMIT, FindingsInvalid
from frameworks.scoring.faults import Fault, FaultLog, unknown_word
from frameworks.selectors import (
    framework_get,
    framework_on,
    framework_to_score,
    frameworks_beside,
    frameworks_visible,
)
from frameworks.services import (
    DEFAULT_DRAWS,
    MAXIMUM_DRAWS,
    Under,
    findings_check,
    findings_evaluate,
    findings_evaluate_under,
    findings_parse_under,
)
from natoassess.accounts.selectors import Person

FINDINGS = ("facts", "ratings", "sovereignty", "standpoint")
MAXIMUM_SEED = SEED_LIMIT - 1
MEMBERS = ("framework", "as_of", *FINDINGS, "weights", "draws", "seed")
UNDER_MEMBERS = ("frameworks", "as_of", *FINDINGS, "draws", "seed")
MOST_FRAMEWORKS = 20
"""How many frameworks one request may ask: each costs one evaluation."""


def score(*, body: object, user: Person | None = None) -> dict[str, Any]:
    """The evaluation of a whole scoring request, in the form that POST /score/ answers with.

    `body` is the parsed JSON. Without `framework` the doctrine in force at `as_of` applies, or the earliest one
    before the first; one that `user` (None: a visitor) may not see is unknown. Raises FindingsInvalid with every
    fault of the request and of its findings together.
    """
    log = FaultLog()
    given = _members(body, MEMBERS, log)
    asked = _asked(given, log)
    framework = framework_in(given, asked.as_of, user or AnonymousUser(), log)
    if log or asked.as_of is None:
        raise FindingsInvalid([*log.faults, *_faults_of(framework, asked.findings, given.get("weights"))])
    evaluation = findings_evaluate(
        framework=framework,
        body=asked.findings,
        as_of=asked.as_of,
        draws=asked.draws,
        seed=asked.seed,
        weights=given.get("weights"),
        law=law_kept(asked.findings),
    ).as_dict()
    near = precedents_find(framework=framework, findings=asked.findings)
    return evaluation | {"precedents": precedents_members(near)}


def score_under(*, body: object, user: Person) -> tuple[list[Under], date]:
    """What each of several frameworks makes of one request, and the day judged: POST /score/doctrines/.

    `frameworks` lists codes; without it all of the library that are not deprecated, and those that `user` made or may
    use. Raises FindingsInvalid with every fault of the request and of its findings together.
    """
    log = FaultLog()
    given = _members(body, UNDER_MEMBERS, log)
    asked = _asked(given, log)
    chosen = _frameworks(given, user, log)
    if log or asked.as_of is None:
        raise FindingsInvalid([*log.faults, *_faults_under(chosen, asked.findings)])
    found = findings_evaluate_under(
        frameworks=chosen, body=asked.findings, as_of=asked.as_of, draws=asked.draws, seed=asked.seed
    )
    return found, asked.as_of


class Asked(NamedTuple):
    """What both requests have in common; `as_of` is None where it was refused."""

    as_of: date | None
    draws: int
    seed: int | None
    findings: dict[str, Any]


def _members(body: object, known: Sequence[str], log: FaultLog) -> Mapping[str, Any]:
    """The members of the body; those that nobody knows are noted. Raises FindingsInvalid where it is no object."""
    if not isinstance(body, Mapping):
        raise FindingsInvalid([Fault("", 'must be an object such as {"as_of": "1999-03-24", "facts": {}}')])
    for name in body:
        if name not in known:
            log.unknown((name,), "member", name, known)
    return body


def _asked(body: Mapping[str, Any], log: FaultLog) -> Asked:
    draws = whole_in(body, "draws", (0, MAXIMUM_DRAWS), log, default=DEFAULT_DRAWS)
    return Asked(
        as_of=day_in(body, log),
        draws=DEFAULT_DRAWS if draws is None else draws,
        seed=whole_in(body, "seed", (0, MAXIMUM_SEED), log),
        findings={name: body[name] for name in FINDINGS if name in body},
    )


def _faults_of(
    framework: Framework, findings: Mapping[str, Any], weights: object = None
) -> tuple[Fault, ...]:
    try:
        findings_check(framework=framework, body=findings, weights=weights)
    except FindingsInvalid as error:
        return error.faults
    return ()


def _faults_under(frameworks: Sequence[Framework], findings: Mapping[str, Any]) -> tuple[Fault, ...]:
    try:
        findings_parse_under(frameworks=frameworks, body=findings)
    except FindingsInvalid as error:
        return error.faults
    return ()


def day_in(body: Mapping[str, Any], log: FaultLog, at: tuple[object, ...] = ()) -> date | None:
    """The day judged; required, because the law differs from day to day. `at` is the path to `body`."""
    if "as_of" not in body:
        log.add((*at, "as_of"), "is missing: the date by whose law the act is judged, such as 1999-03-24")
        return None
    given = body["as_of"]
    try:
        day = date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        day = None
    # ISO 8601 has other spellings, such as weeks; one spelling of a day is enough
    if day is not None and day.isoformat() == given:
        return day
    log.add((*at, "as_of"), "must be a date such as 1999-03-24")
    return None


def whole_in(
    body: Mapping[str, Any], name: str, ends: tuple[int, int], log: FaultLog, *, default: int | None = None
) -> int | None:
    """The whole number under `name`, within `ends`; `default` where there is none, or one to mend."""
    given = body.get(name)
    if given is None:
        return default
    if isinstance(given, int) and not isinstance(given, bool) and ends[0] <= given <= ends[1]:
        return given
    log.add((name,), f"must be a whole number from {ends[0]} to {ends[1]}")
    return default


def framework_in(body: Mapping[str, Any], as_of: date | None, user: Person, log: FaultLog) -> Framework:
    """The framework asked for; where it is not to be had, today's, so that the findings can be checked all the same."""
    given = body.get("framework")
    if given is not None:
        found = _named(given, ("framework",), user, log, framework_to_score)
        if found is not None:
            return found
    framework, _anticipated = framework_on(as_of or date.max)
    return framework


def _frameworks(body: Mapping[str, Any], user: Person, log: FaultLog) -> list[Framework]:
    """The frameworks asked for, each once, in the order given."""
    given = body.get("frameworks")
    if given is None:
        return frameworks_beside(user)
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_FRAMEWORKS:
        log.add(("frameworks",), f"must be a list of 1 to {MOST_FRAMEWORKS} codes of frameworks")
        return []
    rows = [_named(code, ("frameworks", place), user, log) for place, code in enumerate(given)]
    return list(dict.fromkeys(row for row in rows if row is not None))


def _named(
    given: object,
    at: tuple[object, ...],
    user: Person,
    log: FaultLog,
    get: Callable[..., Framework] = framework_get,
) -> Framework | None:
    """The framework of that code, or None with the fault noted."""
    if not isinstance(given, str):
        log.add(at, "must be the code of a framework, such as nato-2022")
        return None
    try:
        return get(given, user=user)
    except Framework.DoesNotExist:
        codes = list(dict.fromkeys(frameworks_visible(user).values_list("code", flat=True)))
        log.add(at, f"{unknown_word('framework', given, codes)} (known: {', '.join(codes)})")
        return None
