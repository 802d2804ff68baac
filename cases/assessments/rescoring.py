"""What was published, worked out again beside it: by today's engine and library, and under a newer framework version.

Nothing here is stored or published; the published figures stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cases.assessments.evaluation import summary_of
from cases.assessments.models import Publication
from cases.assessments.publication_record import days_of
from frameworks.models import Framework
from frameworks.selectors import framework_get
from frameworks.services import DEFAULT_DRAWS, ENGINE_VERSION, FindingsInvalid, findings_evaluate
from natoassess.accounts.selectors import Person

INDEX = ("index", "low", "high", "band")
IMPACT = ("gross", "adjusted")


@dataclass(frozen=True)
class Difference:
    """A figure or a word that is not as it was published: its name, such as "legitimacy.index", and both values."""

    member: str
    published: Any
    rescored: Any


@dataclass(frozen=True)
class Rescored:
    """One column beside the published one. `evaluation` is None where the framework refuses the answers: `faults`."""

    framework: Framework
    is_same_version: bool
    evaluation: dict[str, Any] | None
    faults: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def summary(self) -> dict[str, Any] | None:
        """The few numbers that are set side by side."""
        return summary_of(self.evaluation) if self.evaluation else None


def newest_framework(publication: Publication, user: Person) -> Framework:
    """The newest version of the framework that it was judged by, of those `user` may see; else that version itself."""
    framework = publication.assessment.framework
    try:
        return framework_get(framework.code, user=user)
    except Framework.DoesNotExist:
        return framework


def is_newer_known(publication: Publication, user: Person) -> bool:
    """Whether there is a newer engine, or a newer version of its framework, than it was published by."""
    terms, engine = publication.snapshot.record["terms"], publication.snapshot.evaluation["engine"]
    newest = newest_framework(publication, user)
    return bool(engine != ENGINE_VERSION or newest.version > terms["framework"]["version"])


def publication_rescored(publication: Publication, user: Person) -> list[Rescored]:
    """The columns beside the published one: its own framework version today, then the newest where that is another."""
    own, newest = publication.assessment.framework, newest_framework(publication, user)
    rows = [own] if newest.version <= own.version else [own, newest]
    return [_rescored(publication, framework, is_same_version=framework == own) for framework in rows]


def _rescored(publication: Publication, framework: Framework, *, is_same_version: bool) -> Rescored:
    """The same answers, day, draws and seed, so that only the yardstick and the engine differ."""
    snapshot = publication.snapshot
    drawn = snapshot.evaluation["legitimacy"]["distribution"] or {}
    try:
        evaluation = findings_evaluate(
            framework=framework,
            body=snapshot.findings,
            as_of=days_of(snapshot)[2],
            draws=drawn.get("draws", DEFAULT_DRAWS),
            seed=drawn.get("seed"),
        ).as_dict()
    except FindingsInvalid as error:
        faults = tuple(f"{fault.pointer}: {fault.detail}" for fault in error.faults)
        return Rescored(framework, is_same_version, None, faults, ())
    differing = tuple(differences(snapshot.evaluation, evaluation))
    return Rescored(framework, is_same_version, evaluation, (), differing)


def differences(published: Mapping[str, Any], today: Mapping[str, Any]) -> Iterator[Difference]:
    """What of the three answers and of the competence beside them is not as published."""
    before, after = dict(_members(published)), dict(_members(today))
    for member in {**before, **after}:
        if before.get(member) != after.get(member):
            yield Difference(member, before.get(member), after.get(member))


def _members(evaluation: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    legality, legitimacy, impact = (evaluation[name] for name in ("legality", "legitimacy", "sovereignty"))
    yield "legality.verdict", legality["verdict"]
    for name, reading in legality["readings"].items():
        yield f"legality.{name}", reading["verdict"]
    for name in INDEX:
        yield f"legitimacy.{name}", legitimacy[name]
    for name in IMPACT:
        yield f"sovereignty.{name}", impact[name]
    for name, value in evaluation["competence"].items():
        yield f"competence.{name}", value
