"""Two people of different teams, each with one of everything that is private, made through the API itself."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from natoassess.accounts.models import Role, Team, User
from natoassess.accounts.tokens import token_create
from tests.api.conftest import SCENARIO
from tests.support.batches import as_csv, chunks_run
from tests.support.jobs import run_queued
from tests.support.people import make_user
from tests.support.releases import release_small

ROOT = "/api/v1"
Place = dict[str, Any]
"""Values that belong together, by "resource.parameter"; of what can be changed also its "resource.etag"."""

EXPORT = {"items": ["kosovo-1999/allied-force", "kosovo-1999/kfor"], "format": "csv"}


@dataclass
class Holdings:
    """What one person has, where it is, and the text that stands in every field of it that others may not read."""

    person: User
    token: str
    secret: str
    places: list[Place] = field(default_factory=list)
    public: list[Place] = field(default_factory=list)
    """What everyone may see of it."""

    def private(self) -> Iterator[tuple[str, Any]]:
        """What names something that others may not know of: parameter and value."""
        known = [item for place in self.public for item in place.items()]
        for place in self.places:
            for name, value in place.items():
                if not name.endswith((".etag", ".username", ".version")) and (name, value) not in known:
                    yield name, value

    @property
    def client(self) -> APIClient:
        """A client with the person's token."""
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Token {self.token}")
        return client


@dataclass
class World:
    """Both, what is everyone's, and the names that may stand in queries and bodies."""

    mine: Holdings
    theirs: Holdings
    public: list[Place]

    def turned(self) -> World:
        """The same with their sides changed."""
        return World(self.theirs, self.mine, self.public)

    @property
    def library(self) -> list[Place]:
        """What everyone may see, whoever made it."""
        return [*self.public, *self.mine.public, *self.theirs.public]

    def words(self) -> list[Any]:
        """Every value that names something, of all three."""
        places = [*self.mine.places, *self.theirs.places, *self.library]
        return [value for place in places for name, value in place.items() if not name.endswith(".etag")]


def holdings_make(slug: str, secret: str) -> Holdings:
    """A person in a team of their own with a colleague, and something of every kind, `secret` in all of it."""
    team = Team.objects.create(slug=slug, name=f"Desk {slug}")
    both = (Role.ANALYST, Role.REVIEWER)
    person = make_user(slug, team=team, roles=both, display_name="A. N. Other", email=f"{secret}@example.org")
    colleague = make_user(f"{slug}-colleague", team=team, roles=both, email=f"c{secret}@example.org")
    made = Holdings(person, token_create(user=person, days=30, name=secret), secret)
    other = Holdings(colleague, token_create(user=colleague, days=30, name=secret), secret)
    for draft in (_draft(made, colleague.username), _submitted(made, other), _trashed(made), _phase(made)):
        made.places.append(draft)
    made.places += [_framework(made, slug), *_jobs(made), _asked(made, other), *_batches(made)]
    _publish(made, other)
    return made


def _filed(holder: Holdings, **members: Any) -> Any:
    """File a scenario with the secret in its texts; the answer."""
    scenario: dict[str, Any] = copy.deepcopy(SCENARIO) | {"visibility": "private"} | members
    for name in ("title", "summary", "target_name", "acting_names"):
        scenario[name] += f" {holder.secret}"
    fact = scenario["facts"]["council_authorises_force"]
    fact["why"] = holder.secret
    for name in ("citation", "note", "url"):
        fact["evidence"][0][name] += f"-{holder.secret}"
    scenario["ratings"]["threat_gravity"]["why"] = holder.secret
    return _sent(holder, "/assessments/", scenario)


def _sent(holder: Holdings, address: str, body: Any = None, **options: Any) -> Any:
    """POST as the holder; the JSON of what must have succeeded."""
    response = holder.client.post(f"{ROOT}{address}", body, **{"format": "json"} | options)
    assert response.status_code in {200, 201, 204}, (address, response.content)
    return response.json() if response.content else {}


def _tagged(holder: Holdings, number: int) -> str:
    return str(holder.client.get(f"{ROOT}/assessments/{number}/")["ETag"])


def _draft(holder: Holdings, colleague: str) -> Place:
    """A draft shared with the team, with a comment, a contributor and a source that has a file."""
    number = _filed(holder, visibility="team")["id"]
    here = f"/assessments/{number}"
    source = _sent(holder, f"{here}/sources/", {"title": holder.secret, "reliability": "B"})
    file = SimpleUploadedFile(f"{holder.secret}.txt", holder.secret.encode(), content_type="text/plain")
    kept = _sent(holder, f"{here}/sources/{source['id']}/files/", {"file": file}, format="multipart")
    comment = _sent(holder, f"{here}/comments/", {"question": "facts-uses_force", "text": holder.secret})
    _sent(holder, f"{here}/contributors/", {"user": colleague, "note": holder.secret})
    return {
        "assessments.id": number,
        "assessments.source": source["id"],
        "assessments.file": kept["id"],
        "assessments.comment": comment["id"],
        "assessments.username": colleague,
        "assessments.etag": _tagged(holder, number),
    }


def _submitted(holder: Holdings, colleague: Holdings) -> Place:
    """What was handed in with a source, and is to be coded again by the colleague."""
    number = _filed(holder, visibility="team")["id"]
    source = _sent(holder, f"/assessments/{number}/sources/", {"title": holder.secret, "reliability": "B"})
    _sent(holder, f"/assessments/{number}/submit/", headers={"If-Match": _tagged(holder, number)})
    coding = _sent(
        holder, f"/assessments/{number}/second-codings/", {"coder": colleague.person.username, "note": "x"}
    )
    return {
        "assessments.id": number,
        "assessments.source": source["id"],
        "assessments.coding": coding["id"],
        "assessments.etag": _tagged(holder, number),
    }


def _asked(holder: Holdings, colleague: Holdings) -> Place:
    """A second coding that the colleague asks of the holder."""
    number = _filed(colleague, visibility="team")["id"]
    _sent(colleague, f"/assessments/{number}/submit/", headers={"If-Match": _tagged(colleague, number)})
    coding = _sent(colleague, f"/assessments/{number}/second-codings/", {"coder": holder.person.username})
    return {"second-codings.coding": coding["id"]}


def _trashed(holder: Holdings) -> Place:
    number = _filed(holder)["id"]
    tag = _tagged(holder, number)
    response = holder.client.delete(f"{ROOT}/assessments/{number}/", headers={"If-Match": tag})
    assert response.status_code == 204, response.content
    return {"assessments.id": number}


def _phase(holder: Holdings) -> Place:
    """A private draft of a phase of the library."""
    number = _sent(holder, "/assessments/", {"phase": "kosovo-1999/allied-force"})["id"]
    return {"assessments.id": number, "assessments.etag": _tagged(holder, number)}


def _framework(holder: Holdings, slug: str) -> Place:
    """A yardstick of the holder's own."""
    ranking = {"last_resort": 1, "cause": 2, "consequences": 3, "purpose": 4, "means": 4}
    made = _sent(
        holder,
        "/frameworks/",
        {
            "from": "hlp-2004",
            "title": f"Yardstick {holder.secret}",
            "team": slug,
            "dimensions": {"by": "ranking", "values": ranking},
        },
    )
    tag = str(holder.client.get(f"{ROOT}/frameworks/{made['code']}/")["ETag"])
    return {"frameworks.code": made["code"], "frameworks.version": made["version"], "frameworks.etag": tag}


def _jobs(holder: Holdings) -> list[Place]:
    """A job that is done and one that waits."""
    done = _sent(holder, "/jobs/", {"kind": "comparison-export", "parameters": EXPORT})
    run_queued()
    waiting = _sent(holder, "/jobs/", {"kind": "comparison-export", "parameters": EXPORT})
    return [{"jobs.id": job["id"]} for job in (done, waiting)]


def _batches(holder: Holdings) -> list[Place]:
    """A batch that is done, with a fault, and one that waits."""
    row = as_csv(2, faults=frozenset({2})).replace(b"r1", holder.secret.encode())
    address = f"{ROOT}/batches/?framework=nato-2022&name={holder.secret}"
    made = [holder.client.post(address, row, content_type="text/csv") for _ in range(2)]
    assert {response.status_code for response in made} == {201}, made[0].content
    done, waiting = (response.json()["id"] for response in made)
    run_queued()
    chunks_run(done)
    return [{"batches.id": done}, {"batches.id": waiting}]


def _publish(holder: Holdings, colleague: Holdings) -> None:
    """Something of the holder's that everyone may read; what was said about it stays private."""
    from cases.assessments.models import Assessment, Publication
    from cases.assessments.services import assessment_review

    number = _sent(
        holder,
        "/assessments/",
        {"phase": "kosovo-1999/kfor", "visibility": "public", "facts": {"uses_force": "no"}},
    )["id"]
    comment = _sent(holder, f"/assessments/{number}/comments/", {"text": holder.secret})
    _sent(holder, f"/assessments/{number}/submit/", headers={"If-Match": _tagged(holder, number)})
    waiting = Assessment.objects.get(pk=number)
    assessment_review(
        reviewer=colleague.person, assessment=waiting, expected_version=waiting.version, publish=True, note=""
    )
    published = Publication.objects.get(assessment=waiting)
    holder.public += [{"assessments.id": number}, {"publications.number": published.number}]
    holder.places.append({"assessments.id": number, "assessments.comment": comment["id"]})


def library_places(reference: int) -> list[Place]:
    """What the library has, one of each; `reference` is the number of an assessment of it."""
    return [
        {"assessments.id": reference},
        {"actors.id": "fr-yugoslavia"},
        {"cases.slug": "kosovo-1999"},
        {"criteria.code": "threat_gravity"},
        {"facts.code": "uses_force"},
        {"frameworks.code": "nato-2022", "frameworks.version": 1},
        {"instruments.id": "unsc-1973"},
        {"phases.case": "kosovo-1999", "phases.phase": "allied-force"},
        {"provisions.id": "un-charter#art-51"},
        {"releases.name": "2026.1", "releases.path": "README.md"},
        {"sovereignty.code": "territory"},
        {"tests.code": "council_authorisation"},
    ]


def world_make() -> World:
    """The whole of it, in an empty database with the library."""
    from cases.assessments.models import Assessment

    reference = Assessment.objects.filter(phase__case__slug="kosovo-1999", author__isnull=True).first()
    assert reference is not None, "the library has reference assessments"
    mine = holdings_make("aspen", "Zephyrinequillon")
    theirs = holdings_make("birch", "Ottolinemarbury")
    release_small("2026.1")
    return World(mine, theirs, library_places(reference.pk))
