"""Bodies with faults without number: what they cost is bounded, and so is what is said of them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

import pytest
from rest_framework.test import APIClient

from frameworks.scoring.faults import LONGEST_WORD, MOST_SUGGESTIONS
from frameworks.scoring.findings import MOST_PROVISIONS
from natoassess.web.problems import MOST_ERRORS
from tests.api.conftest import ROOT

pytestmark = pytest.mark.django_db

FACTS = {f"uses_forse{number}": "yes" for number in range(300)}


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that were compared with all known ones."""
    words: list[str] = []
    real = difflib.get_close_matches

    def counting(word: str, known: Sequence[str], **options: Any) -> list[str]:
        words.append(word)
        return real(word, known, **options)

    monkeypatch.setattr(difflib, "get_close_matches", counting)
    return words


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("score", {"facts": FACTS}),
        ("score/doctrines", {"facts": FACTS}),
        ("score/comparison", {"scenarios": [{"label": label, "facts": FACTS} for label in "ABCDE"]}),
    ],
)
def test_only_the_first_unknown_words_get_a_suggestion_and_the_first_faults_a_line(
    api_client: APIClient, compared: list[str], route: str, body: dict[str, Any]
) -> None:
    response = api_client.post(f"{ROOT}/{route}/", {"as_of": "1999-03-24", **body})
    assert response.status_code == 400
    errors = response.json()["errors"]
    assert len(compared) == MOST_SUGGESTIONS
    assert len(errors) == MOST_ERRORS + 1
    assert "did you mean uses_force?" in errors[0]["detail"]
    assert errors[MOST_SUGGESTIONS]["detail"] == "unknown fact"
    faults = 300 * len(body.get("scenarios", [1]))
    assert errors[-1] == {
        "pointer": "",
        "detail": f"There are {faults - MOST_ERRORS} more faults; mend these first.",
    }


def test_a_word_longer_than_any_known_one_is_not_compared(api_client: APIClient, compared: list[str]) -> None:
    api_client.post(f"{ROOT}/score/", {"as_of": "1999-03-24", "facts": {"x" * (LONGEST_WORD + 1): "yes"}})
    assert compared == []


def test_one_fact_relies_on_so_many_provisions_at_most(api_client: APIClient, compared: list[str]) -> None:
    provisions = [f"unsc-{number}" for number in range(20_000)]
    body = {"as_of": "1999-03-24", "facts": {"uses_force": {"value": "yes", "provisions": provisions}}}
    response = api_client.post(f"{ROOT}/score/", body)
    assert response.json()["errors"] == [
        {
            "pointer": "/facts/uses_force/provisions",
            "detail": f"lists 20000 provisions; give at most {MOST_PROVISIONS}",
        }
    ]
    assert compared == []
