"""The stateless scoring request: one body in, one evaluation out, nothing kept.

A service module like services.py (it may touch the engine); apart from it because only the API takes whole requests.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from frameworks.models import Framework
from frameworks.scoring import SEED_LIMIT, FindingsInvalid
from frameworks.scoring.faults import Fault, FaultLog, unknown_word
from frameworks.selectors import framework_get, framework_on, frameworks
from frameworks.services import DEFAULT_DRAWS, MAXIMUM_DRAWS, findings_evaluate, findings_parse

FINDINGS = ("facts", "ratings", "sovereignty", "standpoint")
MAXIMUM_SEED = SEED_LIMIT - 1
MEMBERS = ("framework", "as_of", *FINDINGS, "draws", "seed")


def score(*, body: object) -> dict[str, Any]:
    """The evaluation of a whole scoring request, in the form that POST /score/ answers with.

    `body` is the parsed JSON. Without `framework` the doctrine in force at `as_of` applies, or the earliest one
    before the first. Raises FindingsInvalid with every fault of the request and of its findings together.
    """
    if not isinstance(body, Mapping):
        raise FindingsInvalid([Fault("", 'must be an object such as {"as_of": "1999-03-24", "facts": {}}')])
    log = FaultLog()
    for name in body:
        if name not in MEMBERS:
            log.add((name,), unknown_word("member", name, MEMBERS))
    as_of = day_in(body, log)
    draws = whole_in(body, "draws", (0, MAXIMUM_DRAWS), log, default=DEFAULT_DRAWS)
    seed = whole_in(body, "seed", (0, MAXIMUM_SEED), log)
    framework = framework_in(body, as_of, log)
    findings = {name: body[name] for name in FINDINGS if name in body}
    if log or as_of is None or draws is None:
        faults = list(log.faults)
        try:
            findings_parse(framework=framework, body=findings)
        except FindingsInvalid as error:
            faults += error.faults
        raise FindingsInvalid(faults)
    return findings_evaluate(
        framework=framework, body=findings, as_of=as_of, draws=draws, seed=seed
    ).as_dict()


def day_in(body: Mapping[str, Any], log: FaultLog, at: tuple[object, ...] = ()) -> date | None:
    """The day judged; required, because the law differs from day to day. `at` is the path to `body`."""
    if "as_of" not in body:
        log.add((*at, "as_of"), "is missing: the date by whose law the act is judged, such as 1999-03-24")
        return None
    given = body["as_of"]
    try:
        if isinstance(given, str) and len(given) == len("1999-03-24"):
            return date.fromisoformat(given)
    except ValueError:
        pass
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


def framework_in(body: Mapping[str, Any], as_of: date | None, log: FaultLog) -> Framework:
    """The framework asked for; where it is not to be had, today's, so that the findings can be checked all the same."""
    given = body.get("framework")
    if isinstance(given, str):
        try:
            return framework_get(given)
        except Framework.DoesNotExist:
            known = frameworks().order_by("doctrine_from", "code").values_list("code", flat=True).distinct()
            codes = list(dict.fromkeys(known))
            log.add(("framework",), f"{unknown_word('framework', given, codes)} (known: {', '.join(codes)})")
    elif given is not None:
        log.add(("framework",), "must be the code of a framework, such as nato-2022")
    framework, _anticipated = framework_on(as_of or date.max)
    return framework
