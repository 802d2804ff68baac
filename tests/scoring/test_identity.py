"""Same input, same bytes: identifiers, replay, and what may not leak into them."""

import json
import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from frameworks.scoring import (
    Findings,
    Framework,
    Row,
    evaluate,
    evaluate_many,
    framework_from,
    parse_findings,
)
from frameworks.scoring.canonical import SEED_LIMIT, apportioned
from tests.scoring.builders import AS_OF, GOLDEN, LAW, findings, framework, specification

REPLAY = GOLDEN / "replay"


def replayed(body: dict[str, Any]) -> bytes:
    """The committed Kosovo input under the committed framework, as JSON bytes."""
    within = framework_from(json.loads((REPLAY / "framework.json").read_text()))
    found = evaluate(within, parse_findings(within, body, law={}), as_of=AS_OF, draws=2_000)
    return (json.dumps(found.as_dict(), indent=1, ensure_ascii=False) + "\n").encode()


def test_a_committed_evaluation_is_repeated_byte_for_byte() -> None:
    body = json.loads((REPLAY / "kosovo.json").read_text())
    assert replayed(body) == (REPLAY / "kosovo-evaluation.json").read_bytes()


def test_the_order_of_keys_and_evidence_changes_no_byte() -> None:
    body = json.loads((REPLAY / "kosovo.json").read_text())
    expected = replayed(body)
    shuffler = random.Random(4)
    for part in ("facts", "ratings", "sovereignty"):
        items = list(body[part].items())
        shuffler.shuffle(items)
        body[part] = dict(items)
    for rating in body["ratings"].values():
        rating.get("evidence", []).reverse()
    assert replayed(dict(reversed(body.items()))) == expected


def test_reasons_and_default_values_do_not_change_the_identifier() -> None:
    plain = findings({"uses_force": "yes"}, ratings={"threat_gravity": {"level": 3}})
    told = findings(
        {"uses_force": {"value": "yes", "why": "bombing", "provisions": []}},
        ratings={
            "threat_gravity": {"level": 3, "confidence": "moderate", "why": "mass displacement"},
            "consistency": {"level": "unknown"},
        },
        standpoint="ex_post",
    )
    assert identifier(plain) == identifier(told)


def identifier(given: Findings, within: Framework | None = None, **options: Any) -> str:
    chosen: dict[str, Any] = {"as_of": AS_OF, "draws": 0, **options}
    return evaluate(within or framework(), given, **chosen).evaluation_id


def test_whatever_can_change_the_answer_changes_the_identifier() -> None:
    base = findings({"uses_force": {"value": "yes", "provisions": ["unsc-1203"]}})
    later = LAW["unsc-1203"]
    others = [
        identifier(findings({"uses_force": "no"})),
        identifier(findings({"uses_force": "yes"})),
        identifier(findings({"uses_force": {"value": "yes", "provisions": ["unsc-1203"], "fixed": True}})),
        identifier(replace(base, standpoint="ex_ante")),
        identifier(base, as_of=date(1999, 3, 25)),
        identifier(base, draws=1),
        identifier(base, seed=1),
        identifier(base, within=framework_from(specification(kappa=61))),
        identifier(
            parse_findings(
                framework(),
                {"facts": {"uses_force": {"value": "yes", "provisions": ["unsc-1203"]}}},
                law={"unsc-1203": replace(later, in_force_from=date(1999, 4, 1))},
            )
        ),
    ]
    assert len({identifier(base), *others}) == len(others) + 1


def test_a_batch_gives_what_single_calls_give() -> None:
    rows = [Row(findings({"uses_force": word}), AS_OF) for word in ("yes", "no", "contested")]
    batch = list(evaluate_many(framework(), rows, draws=20, seed=5))
    assert batch == [evaluate(framework(), row.findings, as_of=AS_OF, draws=20, seed=5) for row in rows]


def test_a_seed_follows_from_the_input_and_stays_exact_in_json() -> None:
    given = findings({"uses_force": "yes"}, ratings={"threat_gravity": {"level": 3}})
    one, again = (evaluate(framework(), given, as_of=AS_OF, draws=5).as_dict() for _ in range(2))
    assert one == again
    assert 0 <= one["legitimacy"]["distribution"]["seed"] < SEED_LIMIT


@pytest.mark.parametrize("options", [{"draws": -1}, {"draws": 100_001}, {"seed": -1}, {"seed": 2**53}])
def test_draws_and_seed_have_limits(options: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be from 0"):
        evaluate(framework(), findings(), as_of=AS_OF, **options)


def test_the_response_is_json_with_the_keys_of_the_contract() -> None:
    found = evaluate(framework(), findings(), as_of=AS_OF, draws=10).as_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert list(found) == [
        "evaluation_id",
        "framework",
        "engine",
        "as_of",
        "legality",
        "legitimacy",
        "sovereignty",
        "competence",
        "warnings",
        "precedents",
    ]


def test_rounded_parts_still_add_up() -> None:
    parts = [100 / 3, 100 / 3, 0.0, 100 / 3]
    assert apportioned(parts, 100.0) == [33.333334, 33.333333, 0.0, 33.333333]
