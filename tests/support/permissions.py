"""python -m tests.support.permissions: write docs/permissions.md from the rules and the table of the tests."""

from __future__ import annotations

import os
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "tests" / "site" / "permissions.yaml"
DOCUMENT = ROOT / "docs" / "permissions.md"
VERBS = ("GET", "POST", "PATCH", "DELETE")
ROLES = (
    "anonymous",
    "author",
    "teammate",
    "reviewer",
    "researcher",
    "instructor",
    "administrator",
    "outsider",
)
Table = dict[str, dict[str, dict[str, dict[str, str]]]]
"""Section, route, verb, role: the answer in words."""

HEAD = """# Who may do what

<!-- Written by `python -m tests.support.permissions` from cases/assessments/rules.py and tests/site/permissions.yaml;
a test compares. -->

Two things decide. **Sight**: what a person may not see does not exist for them, and its address answers 404. An
assessment is seen by its author; by the members of the team that it is shared with, once it is submitted; by
everybody, once it is published and its visibility is public. **Hand**: what a person who sees it may do with it is
said by one table (`cases/assessments/rules.py`), which pages, API and services ask through the same function. It
holds for site administrators too: they look after accounts and teams, and have no hand in others' judgements.

| Action | Who |
|---|---|
"""
ANSWERS = """
## Every address

`tests/site/test_permissions.py` asks every address as every role with every verb and fails on a route or a verb that is
not declared here. Verbs that are not named let nobody in.

*let in*: the request does what it is for. *sign in*: a page leads to the sign-in, the API answers 401. *hidden*: 404.
*refused*: 403. *elsewhere*: a page leads to where the thing now is. *late*: 409, it has left its author's hands, or a
team would be left without a manager. *sent back*: 422, the request is looked at, and the one of the test has something
to mend. *too old*: 410, a link that no longer works.

**author** is an analyst; in the author's team are **teammate** (an analyst), **reviewer**, **researcher**,
**instructor** and **administrator** (manager of the team, superuser); **outsider** is an analyst of another team.
"""


def table() -> Table:
    """The table as it stands in permissions.yaml."""
    loaded: Table = YAML(typ="safe", pure=True).load(SOURCE)
    return loaded


def document() -> str:
    """The text of docs/permissions.md. Needs Django set up."""
    from cases.assessments.rules import RULES

    addresses = _addresses()
    lines = [HEAD.rstrip("\n")]
    lines += [f"| {rule.action.replace('_', ' ')} | {rule.whom} |" for rule in RULES]
    lines.append(ANSWERS.rstrip("\n"))
    for section, routes in table().items():
        lines += [
            "",
            f"### {section[0].upper()}{section[1:]}",
            "",
            "| Address | Verb | Answer |",
            "|---|---|---|",
        ]
        for route, verbs in routes.items():
            for verb, roles in verbs.items():
                lines.append(f"| `/{addresses.get(route, route)}` | {verb} | {_answer(roles)} |")
    return "\n".join(lines) + "\n"


def _answer(roles: dict[str, str]) -> str:
    """The words of one line: {"author": "let in", "everyone": "hidden"} → "let in: author; hidden: everyone else"."""
    by_answer: dict[str, list[str]] = {}
    for role, answer in roles.items():
        by_answer.setdefault(answer, []).append(role)
    alone = set(roles) == {"everyone"}
    return "; ".join(
        f"{answer}: {', '.join('everyone' + ' else' * (not alone) if role == 'everyone' else role for role in named)}"
        for answer, named in by_answer.items()
    )


def _addresses() -> dict[str, str]:
    """The address pattern of each route, by its name."""
    found: dict[str, str] = {}

    def walk(patterns: list[URLPattern | URLResolver], prefix: str, names: tuple[str, ...]) -> None:
        for entry in patterns:
            here = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                walk(entry.url_patterns, here, (*names, entry.namespace) if entry.namespace else names)
            elif entry.name:
                found[":".join((*names, entry.name))] = here

    walk(get_resolver().url_patterns, "", ())
    return found


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    DOCUMENT.write_text(document(), encoding="utf-8")
    print(f"Wrote {DOCUMENT.name}.")
